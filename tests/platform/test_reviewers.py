"""Whose approving review stands; and that nobody's does whenever the platform gives no clear answer."""

from __future__ import annotations

from typing import Any

import pytest
from hosted import HEAD, Platform, Runner, event_of, review

OLD = "b" * 40


def logins(runner: Runner, *arguments: str) -> str:
    done = runner.run("reviewers", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"followup: approving reviews of {HEAD[:10]}: ")
    return done.stdout


@pytest.mark.parametrize(
    ("reviews", "found"),
    [
        ([], "\n"),
        ([review("zkhumalo")], "zkhumalo\n"),
        ([review("Zanele"), review("cbotha")], "cbotha,Zanele\n"),
        # An approval of an earlier commit says nothing of this one.
        ([review("zkhumalo", commit=OLD)], "\n"),
        ([review("zkhumalo", commit=OLD), review("zkhumalo", number=2)], "zkhumalo\n"),
        # The latest word counts, also where the platform lists it first.
        ([review("zkhumalo"), review("zkhumalo", "CHANGES_REQUESTED", number=2)], "\n"),
        ([review("zkhumalo", "CHANGES_REQUESTED", number=2), review("zkhumalo")], "\n"),
        ([review("zkhumalo"), review("ZKhumalo", "CHANGES_REQUESTED", number=2)], "\n"),
        ([review("zkhumalo", "CHANGES_REQUESTED"), review("zkhumalo", number=2)], "zkhumalo\n"),
        ([review("zkhumalo"), review("zkhumalo", "DISMISSED", number=2)], "\n"),
        ([review("zkhumalo"), review("zkhumalo", "SOMETHING_NEW", number=2)], "\n"),
        # A remark takes nothing back, and a review that was not sent yet is none.
        ([review("zkhumalo"), review("zkhumalo", "COMMENTED", number=2)], "zkhumalo\n"),
        ([review("zkhumalo"), review("zkhumalo", "PENDING", number=2, submitted_at=None)], "zkhumalo\n"),
        # Whoever proposes does not approve, however the login is spelt.
        ([review("NDlamini"), review("zkhumalo")], "zkhumalo\n"),
        ([review("x", user=None), review("dependabot[bot]"), review("a,zkhumalo"), review("zkhumalo\n")], "\n"),
    ],
)
def test_the_latest_word_of_each_person_on_this_commit_counts(
    reviews: list[dict[str, Any]], found: str, runner: Runner, platform: Platform
) -> None:
    platform.reviews = reviews
    assert logins(runner) == found
    assert logins(runner, HEAD) == found


@pytest.mark.parametrize("per_page", [100, 30])
@pytest.mark.parametrize("count", [99, 100, 101, 250])
def test_reviews_on_later_pages_are_read(count: int, per_page: int, runner: Runner, platform: Platform) -> None:
    # A platform may give fewer than it is asked for; what was taken back on the last page must not count.
    platform.per_page = per_page
    platform.reviews = [review("zkhumalo"), *(review(f"p{number}", number=number) for number in range(2, count))]
    platform.reviews.append(review("zkhumalo", "CHANGES_REQUESTED", number=count))
    assert "zkhumalo" not in logins(runner)
    assert len(platform.asked) == count // per_page + (count % per_page > 0 or per_page == 100)


def test_a_list_without_an_end_is_no_answer(runner: Runner, platform: Platform) -> None:
    platform.per_page = 1
    platform.reviews = [review(f"p{number}", number=number) for number in range(60)]
    done = runner.run("reviewers")
    assert (done.returncode, done.stdout) == (2, "")
    assert "has more than 50 pages" in done.stderr


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ((401, {}, b"{}"), "(401): it does not accept the job's token"),
        ((403, {}, b"{}"), "(403): the job's token has not the permission that this needs"),
        ((403, {"X-RateLimit-Remaining": "0"}, b"{}"), "(403): there were too many requests; run the job again later"),
        ((404, {}, b"<html>"), "(404): it knows no such thing, or the job's token may not see it"),
        ((429, {}, b""), "(429): there were too many requests"),
        ((302, {"Location": "http://127.0.0.1:1/elsewhere"}, b""), "(302): it gives no reason"),
        ((418, {}, b"::error::x"), "(418): it gives no reason"),
        ((200, {}, b"<html>not json"), "is not JSON"),
        ((200, {}, b"[" * 100_000), "is not JSON"),
        ((200, {}, b"{}"), "is not a list"),
        ((200, {}, b"null"), "is not a list"),
        ((200, {}, b"[1]"), "is not a list"),
        ((200, {}, b""), "is not a list"),
        ((200, {"Content-Length": "1000"}, b"[]"), "breaks off in the middle"),
        ((200, {}, b'[{"state": "APPROVED", "user": {"login": "z"}}]'), "without its author, time or number"),
        ((200, {}, b'[{"state": "APPROVED", "user": "z"}]'), "without its author, time or number"),
    ],
)
def test_without_a_clear_answer_nobody_has_approved(
    fault: tuple[int, dict[str, str], bytes], said: str, runner: Runner, platform: Platform
) -> None:
    platform.reviews = [review("zkhumalo")]
    platform.faults = [fault] * 3
    done = runner.run("reviewers")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_busy_platform_is_asked_again(runner: Runner, platform: Platform) -> None:
    platform.reviews = [review("zkhumalo")]
    platform.faults = [(502, {}, b"")] * 2
    assert logins(runner) == "zkhumalo\n"
    platform.faults = [(503, {}, b"")] * 3
    done = runner.run("reviewers")
    assert (done.returncode, done.stdout) == (2, "")
    assert "(503): it gives no reason" in done.stderr


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "is not JSON"),
        ("[]", "does not hold an event"),
        ("{}", "is not about a pull request"),
        ({"pull_request": None}, "is not about a pull request"),
        (event_of(number="7; rm"), "has no number"),
        (event_of(number=True), "has no number"),
        (event_of(number=-1), "has no number"),
        (event_of(head={"sha": "main"}), "does not say which commit"),
        (event_of(head=None), "does not say which commit"),
        (event_of(user=None), "does not say who proposes"),
        (event_of(user={"login": ""}), "does not say who proposes"),
        ('{"x": "' + "y" * 26_214_400 + '"}', "is longer than 26,214,400 bytes"),
    ],
)
def test_an_event_that_says_nothing_clear_ends_the_step(
    event: Any, said: str, runner: Runner, platform: Platform
) -> None:
    runner.set_event(event)
    done = runner.run("reviewers")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not platform.asked


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"GITHUB_EVENT_PATH": ""}, "the variable GITHUB_EVENT_PATH is not set"),
        ({"GITHUB_EVENT_PATH": "/nowhere"}, "the event file cannot be read"),
        ({"GITHUB_TOKEN": ""}, "the variable GITHUB_TOKEN is not set"),
        ({"GITHUB_TOKEN": "a\nX-Injected: b"}, "the variable GITHUB_TOKEN holds no token"),
        ({"GITHUB_REPOSITORY": "a/b/../../c"}, "does not name a repository"),
        ({"GITHUB_API_URL": "http://example.org"}, "is not an address that starts with https://"),
        ({"GITHUB_API_URL": "file:///etc"}, "is not an address that starts with https://"),
        ({"GITHUB_API_URL": "http://127.0.0.1:1"}, "does not answer GET"),
    ],
)
def test_an_environment_that_is_not_a_runners_ends_the_step(
    variables: dict[str, str], said: str, runner: Runner, platform: Platform
) -> None:
    runner.variables = variables
    done = runner.run("reviewers")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not platform.asked


def test_a_run_that_looks_at_another_commit_counts_nobody(runner: Runner, platform: Platform) -> None:
    platform.reviews = [review("zkhumalo"), review("zkhumalo", commit=OLD, number=2)]
    done = runner.run("reviewers", OLD)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"looks at {OLD[:10]}, but the pull request was at {HEAD[:10]}" in done.stderr
