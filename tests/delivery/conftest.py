from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_server import Authority, MailServer, serving
from mail_tree import DAY, Ran, Send, make_repository, variables

from followup_build.cli import run


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority) -> Iterator[MailServer]:
    with serving(MailServer(), authority.context()) as server:
        yield server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "work")


@pytest.fixture
def send(
    root: Path,
    server: MailServer,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Send:
    """Run `followup send 2026-q1-review` with options, in the repository and against the server."""

    def ran(
        *options: str,
        command: tuple[str, ...] = ("send", "2026-q1-review"),
        day: str | None = DAY,
        at: Path = root,
        **more: str,
    ) -> Ran:
        monkeypatch.chdir(at)
        for name, value in variables(server, authority, **more).items():
            monkeypatch.setenv(name, value)
        status = run([*command, *(("--as-of", day) if day else ()), *options])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return ran
