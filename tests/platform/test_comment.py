"""The words of a comparison, in the job's summary and in one comment that is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosted import Platform, Runner, comment, event_of

WORDS = "**1 promise changed.**\n\n### Promises\n\n- Royalty portal live moved by 77 days\n"
NOTHING = "**Nothing changed in what the records mean.**\n"
LONG = (
    "**Much changed.**\n\n### Promises\n\n<details><summary>and 9,000 more</summary>\n\n" + "- 漢字 é moved\n" * 90_000
)
MARK = "<!-- followup: what this changes -->\n## What this changes\n\n"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words.md"
    file.write_text(WORDS, encoding="utf-8")
    return file


def test_the_first_run_writes_a_comment_and_later_ones_write_it_over(
    words: Path, runner: Runner, platform: Platform
) -> None:
    platform.comments = [comment("Looks good", number=1, kind="User")]
    assert runner.run("comment", str(words)).returncode == 0
    assert [one["body"] for one in platform.comments] == ["Looks good", MARK + WORDS]
    words.write_text(WORDS.replace("77", "78"), encoding="utf-8")
    assert runner.run("comment", str(words)).returncode == 0
    assert [one["body"] for one in platform.comments] == ["Looks good", MARK + WORDS.replace("77", "78")]
    platform.asked.clear()
    assert runner.run("comment", str(words)).returncode == 0
    assert [one.split()[0] for one in platform.asked] == ["GET"]


def test_a_persons_comment_with_our_mark_stays_theirs(words: Path, runner: Runner, platform: Platform) -> None:
    theirs = f"{MARK}Nothing to see here"
    platform.comments = [comment(theirs, number=1, kind="User"), comment(f"See\n{MARK}", number=2)]
    assert runner.run("comment", str(words)).returncode == 0
    assert [one["body"] for one in platform.comments[:2]] == [theirs, f"See\n{MARK}"]
    assert platform.comments[2]["body"] == MARK + WORDS


def test_a_comment_far_down_is_found(words: Path, runner: Runner, platform: Platform) -> None:
    platform.comments = [comment("x", number=number, kind="User") for number in range(250)]
    platform.comments.append(comment(f"{MARK}old", number=999))
    assert runner.run("comment", str(words)).returncode == 0
    assert len(platform.comments) == 251
    assert platform.comments[-1]["body"] == MARK + WORDS


def test_where_nothing_changed_only_an_earlier_comment_says_so(words: Path, runner: Runner, platform: Platform) -> None:
    words.write_text(NOTHING, encoding="utf-8")
    assert runner.run("comment", str(words)).returncode == 0
    assert not platform.comments
    platform.comments = [comment(MARK + WORDS, number=1)]
    assert runner.run("comment", str(words)).returncode == 0
    assert platform.comments[0]["body"] == MARK + NOTHING


@pytest.mark.parametrize(
    "head", [{"repo": {"full_name": "stranger/follow-up"}}, {"repo": None}, {"repo": {"full_name": None}}]
)
def test_a_fork_gets_no_comment_and_nobody_is_asked(
    head: dict[str, object], words: Path, runner: Runner, platform: Platform
) -> None:
    runner.set_event(event_of(head={"sha": "a" * 40, **head}))
    done = runner.run("comment", str(words))
    assert done.returncode == 0
    assert "the words stand in the summary of the job alone" in done.stderr
    assert not platform.asked


def test_long_words_are_cut_for_the_comment_and_the_summary(words: Path, runner: Runner, platform: Platform) -> None:
    words.write_text(LONG, encoding="utf-8")
    assert runner.run("comment", str(words)).returncode == 0
    assert runner.run("summary", str(words)).returncode == 0
    for text, most in ((platform.comments[0]["body"], 61_000), (runner.summary, 900_000)):
        assert most - 2_000 < len(text.encode()) <= most
        assert text.endswith(
            "- 漢字 é moved\n\n</details>\n\n… and more, which is too long for this place; "
            "followup diff shows all of it.\n"
        )


def test_the_summary_gets_the_words_below_what_is_there(words: Path, runner: Runner) -> None:
    (runner.folder / "summary.md").write_text("Before\n", encoding="utf-8")
    assert runner.run("summary", str(words)).returncode == 0
    assert runner.summary == f"Before\n## What this changes\n\n{WORDS}"


@pytest.mark.parametrize("module", ["comment", "summary"])
@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), (b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe", "")]
)
def test_words_that_are_not_there_are_told(
    module: str, content: bytes | None, said: str, words: Path, runner: Runner, platform: Platform
) -> None:
    words.unlink()
    if content is not None:
        words.write_bytes(content)
    done = runner.run(module, str(words))
    assert done.returncode == (2 if said else 0)
    assert said in done.stderr
    assert len(platform.comments) == 0
    assert runner.run(module).returncode == 2
    assert runner.run(module, "a", "b").returncode == 2


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_refused_comment_ends_the_step(status: int, words: Path, runner: Runner, platform: Platform) -> None:
    platform.faults = [(200, {}, b"[]"), (status, {}, b"")]
    done = runner.run("comment", str(words))
    assert done.returncode == 2
    assert f"the platform refuses POST /repos/saypro/follow-up/issues/7/comments ({status})" in done.stderr
    # Nobody knows whether it was written after all, so it is not written twice.
    assert [one.split()[0] for one in platform.asked] == ["GET", "POST"]


def test_a_summary_that_cannot_be_written_is_told(words: Path, runner: Runner) -> None:
    runner.variables = {"GITHUB_STEP_SUMMARY": str(runner.folder)}
    done = runner.run("summary", str(words))
    assert done.returncode == 2
    assert "the summary of the job cannot be written" in done.stderr
