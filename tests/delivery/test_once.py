"""Never twice by itself: eight runs at once, two clones with one remote, and runs that are killed in the middle."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
from mail_server import Authority, MailServer
from mail_tree import DAY, EVERYBODY, SESSION, SESSION_PATH, Send, addresses, git, make_repository, variables, write

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(root: Path, server: MailServer, authority: Authority) -> Start:
    """Start a run in a process of its own."""

    def started(at: Path = root, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "followup_build", "send", "2026-q1-review", "--as-of", DAY, "--send", *options],
            cwd=at,
            env=variables(server, authority),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return started


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it does not come to pass")


def ended(runs: list[subprocess.Popen[str]]) -> list[tuple[int, str, str]]:
    found = []
    for run in runs:
        out, err = run.communicate(timeout=300)
        found.append((run.returncode, out, err))
    return found


def test_eight_runs_at_once_send_to_each_address_once(start: Start, send: Send, server: MailServer) -> None:
    server.pause = 0.1
    runs = ended([start() for _ in range(8)])
    assert server.recipients == addresses(*EVERYBODY), runs
    for status, out, err in runs:
        assert status in (0, 1), err
        assert err == "", out
    said = "".join(out for _, out, _ in runs)
    assert Counter(line for line in said.splitlines() if line.startswith("sent ")) == {
        f"sent      {one}": 1 for one in addresses(*EVERYBODY)
    }
    assert send("--send").status == 0
    assert server.recipients == addresses(*EVERYBODY)


def test_runs_that_correct_at_once_make_one_edition(start: Start, send: Send, server: MailServer, root: Path) -> None:
    assert send("--send").status == 0
    write(root, {SESSION_PATH: SESSION.replace("Keep the scope.", "Keep the date.")})
    server.pause = 0.1
    runs = ended([start(root, "--correction", f"reason {number}") for number in range(4)])
    assert server.recipients == sorted(addresses(*EVERYBODY) * 2), runs
    editions = git(root, "for-each-ref", "--format=%(refname)", "refs/followup/sent/*/*/edition").splitlines()
    assert [one.split("/")[-2] for one in editions] == ["1", "2"]
    reasons = set()
    for _, _, data in server.taken[5:]:
        text = BytesParser(policy=SMTP).parsebytes(data).get_body(("plain",))
        assert text is not None
        reasons.add(next(line for line in text.get_content().splitlines() if "sent again" in line))
    assert len(reasons) == 1, "all say the reason of the run that came first"
    assert {status for status, _, _ in runs} <= {0, 1, 2}


@pytest.fixture
def clones(tmp_path: Path) -> list[Path]:
    """Two clones of one remote, one of them shallow."""
    remote = tmp_path / "remote.git"
    git(make_repository(tmp_path / "first"), "clone", "-q", "--bare", ".", str(remote))
    found = [tmp_path / "one", tmp_path / "two"]
    git(tmp_path, "clone", "-q", f"file://{remote}", str(found[0]))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{remote}", str(found[1]))
    return found


def test_two_clones_with_one_remote_send_to_each_address_once(
    start: Start, send: Send, server: MailServer, clones: list[Path]
) -> None:
    server.pause = 0.1
    server.refused["board@example.org"] = "450 later"
    runs = ended([start(clones[number % 2]) for number in range(4)])
    assert server.recipients == addresses("n.dlamini", "s.pillay", "t.mokoena", "z.khumalo"), runs
    for status, out, err in runs:
        assert status == 1, err
        assert err == "", out
    server.refused.clear()
    # What one clone has not been told, the remote knows; and the clones keep nothing of it.
    ran = send("--send", at=clones[1])
    assert ran.status == 0, ran
    assert server.recipients == addresses(*EVERYBODY)
    ran = send("--send", at=clones[0])
    assert (ran.status, ran.out.count("sent on ")) == (0, 5)
    assert not [one for clone in clones if (one := git(clone, "for-each-ref", "refs/followup"))]
    assert git(clones[0], "ls-remote", "origin", "refs/followup/*").count("\n") == 5, "five addresses and the edition"


def test_what_was_sent_before_there_was_a_remote_is_not_sent_again(
    send: Send, server: MailServer, root: Path, tmp_path: Path
) -> None:
    server.refused["board@example.org"] = "450 later"
    assert send("--send").status == 1
    server.refused.clear()
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    assert send("--send").status == 0
    assert server.recipients == addresses(*EVERYBODY)


@pytest.mark.parametrize("rule", ["pushurl", "pushInsteadOf", "two pushurls", "a chain"])
def test_marks_are_read_where_they_are_pushed(
    rule: str, send: Send, server: MailServer, clones: list[Path], tmp_path: Path
) -> None:
    fetched, pushed = f"file://{tmp_path}/remote.git", f"file://{tmp_path}/pushed.git"
    git(tmp_path, "clone", "-q", "--bare", fetched, "pushed.git")
    if rule in ("pushInsteadOf", "a chain"):
        git(clones[0], "config", f"url.{pushed}.pushInsteadOf", fetched)
    else:
        git(clones[0], "config", "remote.origin.pushurl", pushed)
    if rule == "a chain":
        git(clones[0], "config", f"url.file://{tmp_path}/gone.insteadOf", pushed.removesuffix(".git"))
    if rule == "two pushurls":
        git(clones[0], "config", "--add", "remote.origin.pushurl", fetched)
    server.refused["board@example.org"] = "450 later"
    assert send("--send", at=clones[0]).status == 1
    server.refused.clear()
    for _ in range(2):
        assert send("--send", at=clones[0]).status == 0
    assert server.recipients == addresses(*EVERYBODY)
    assert git(tmp_path / "pushed.git", "for-each-ref", "refs/followup").count("\n") == 5
    assert not git(tmp_path / "remote.git", "for-each-ref", "refs/followup")


def test_where_marks_are_pushed_is_called_by_the_name_of_the_remote(
    send: Send, server: MailServer, clones: list[Path], tmp_path: Path
) -> None:
    git(clones[0], "config", "remote.origin.pushurl", str(tmp_path / "gone.git"))
    ran = send("--send", at=clones[0])
    assert (ran.status, "git ls-remote failed" in ran.err) == (2, True)
    assert "fatal: origin does not appear to be a git repository" in ran.err
    git(clones[0], "config", "remote.origin.pushurl", "https://x:to@ken@localhost:1/gone.git")
    ran = send("--send", at=clones[0])
    assert (ran.status, "git ls-remote failed" in ran.err) == (2, True)
    assert "ken" not in ran.err
    assert not server.connections


def test_without_its_remote_nothing_is_sent(send: Send, server: MailServer, root: Path, tmp_path: Path) -> None:
    git(root, "remote", "add", "origin", f"https://x:token@localhost:1/{tmp_path.name}.git")
    ran = send("--send")
    assert ran.status == 2
    assert "git ls-remote failed, so that nobody knows who was sent what" in ran.err
    assert "token" not in ran.err
    ran = send()
    assert ran.status == 0
    assert "so what was sent before is not taken into account" in ran.err
    git(root, "remote", "rename", "origin", "elsewhere")
    assert "choose one by --remote: elsewhere" in send("--send").err
    assert "there is no remote other; there is elsewhere" in send("--send", "--remote", "other").err
    assert not server.connections


@POSIX
def test_a_remote_that_takes_no_mark_gets_nothing_sent(
    send: Send, server: MailServer, clones: list[Path], tmp_path: Path
) -> None:
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho you may not >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    ran = send("--send", at=clones[0])
    assert ran.status == 2
    assert "the remote origin does not take the mark of who was sent what: remote: you may not" in ran.err
    assert not server.taken


@POSIX
def test_a_remote_that_takes_no_outcome_stops_the_run(
    send: Send, server: MailServer, clones: list[Path], tmp_path: Path
) -> None:
    hook = tmp_path / "remote.git/hooks/update"
    hook.parent.mkdir(exist_ok=True)
    # It takes new references alone.
    hook.write_text("#!/bin/sh\nexpr $2 : '^0*$' >/dev/null\n", encoding="utf-8")
    hook.chmod(0o755)
    ran = send("--send", at=clones[0])
    assert ran.status == 1
    assert "sent      n.dlamini@example.org: its mark does not say so: the remote origin does not take" in ran.out
    assert ran.out.count("not tried") == 4
    hook.unlink()
    ran = send("--send", at=clones[0])
    assert "May have it" in ran.out
    assert server.recipients == addresses(*EVERYBODY)


def test_a_folder_without_git_cannot_send(send: Send, server: MailServer, root: Path) -> None:
    (root / ".git").rename(root / "gone")
    ran = send("--send")
    assert ran.status == 2
    assert "without a git repository nobody can know who was sent what" in ran.err
    assert not server.connections


@POSIX
@pytest.mark.parametrize("where", ["hangs_at_rcpt", "hangs_after_data"])
def test_a_run_that_is_killed_leaves_a_doubt_and_nothing_twice(
    where: str, start: Start, send: Send, server: MailServer, root: Path
) -> None:
    hanging = getattr(server, where)
    hanging.add("s.pillay@example.org")
    run = start()
    until(lambda: _is_claimed(root, 3) if where == "hangs_at_rcpt" else "s.pillay@example.org" in server.recipients)
    run.kill()
    run.communicate()
    hanging.clear()
    for _ in range(2):
        ran = send("--send")
        assert ran.status == 1
        assert "May have it" in ran.out
        assert "a run took it on at " in ran.out
    assert server.recipients == [
        one for one in addresses(*EVERYBODY) if one != "s.pillay@example.org" or where == "hangs_after_data"
    ]


def _is_claimed(root: Path, many: int) -> bool:
    return git(root, "for-each-ref", "refs/followup").count("\n") + 1 >= many


@POSIX
@pytest.mark.parametrize("where", ["hangs_at_rcpt", "hangs_after_data"])
def test_ctrl_c_says_what_is_known(where: str, start: Start, send: Send, server: MailServer, root: Path) -> None:
    hanging = getattr(server, where)
    hanging.add("n.dlamini@example.org")
    run = start()
    until(lambda: _is_claimed(root, 2) if where == "hangs_at_rcpt" else bool(server.taken))
    time.sleep(0.3)
    run.send_signal(signal.SIGINT)
    ((status, out, err),) = ended([run])
    assert (status, err) == (130, "interrupted\n")
    assert "n.dlamini@example.org: it was interrupted " in out
    hanging.clear()
    assert send("--send").status == (0 if where == "hangs_at_rcpt" else 1)
    assert server.recipients == addresses(*EVERYBODY)


@POSIX
def test_runs_killed_at_any_moment_never_send_twice(start: Start, send: Send, server: MailServer) -> None:
    server.pause = 0.05
    for moment in range(5):
        before = server.connections
        run = start()
        while run.poll() is None and server.connections < before + 2:
            time.sleep(0.01)
        time.sleep(moment / 30)
        run.kill()
        run.communicate()
    server.pause = 0
    ran = send("--send")
    assert max(Counter(server.recipients).values(), default=0) <= 1
    in_doubt = ran.out.count("a run took it on at ")
    assert ran.status == int(in_doubt > 0)
    assert len(EVERYBODY) - in_doubt <= len(server.taken) <= len(EVERYBODY)
