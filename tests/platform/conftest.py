from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from copied import GIT, copy_this_repository, done
from hosted import REPOSITORY, Platform, Runner, event_of, hosting, issue_event
from jobs import Job
from proposed import Site


@pytest.fixture
def platform() -> Iterator[Platform]:
    with hosting(Platform()) as platform:
        yield platform


@pytest.fixture
def runner(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    runner = Runner(tmp_path_factory.mktemp("runner"), platform)
    runner.set_event(event_of())
    return runner


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests, to be cloned."""
    folder = tmp_path_factory.mktemp("repository")
    copy_this_repository(folder)
    return folder


@pytest.fixture
def job(repository: Path, runner: Runner, tmp_path: Path) -> Job:
    folder = tmp_path / "work"
    done(["git", "clone", "-q", "--no-hardlinks", str(repository), str(folder)])
    done(["git", "config", "uploadpack.allowAnySHA1InWant", "true"], folder)
    return Job(folder, runner)


@pytest.fixture
def site(tmp_path: Path, runner: Runner, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Site:
    bare, work, handed = tmp_path / f"host/{REPOSITORY}.git", tmp_path / "work", tmp_path / "handed"
    handed.mkdir()
    done(["git", "init", "-q", "--bare", "-b", "main", str(bare)])
    platform.repositories = tmp_path / "host"
    site = Site(bare, work, handed, runner, platform)
    done(["git", "clone", "-q", str(bare), str(handed / "elsewhere")])
    first = handed / "elsewhere/records/organisation.yml"
    first.parent.mkdir()
    first.write_text("name: Rights House\n", encoding="utf-8")
    done([*GIT, "add", "-A"], handed / "elsewhere")
    done([*GIT, "commit", "-qm", "base"], handed / "elsewhere")
    done([*GIT, "push", "-q", "origin", "HEAD:main"], handed / "elsewhere")
    done(["git", "clone", "-q", str(bare), str(work)])
    done(["git", "remote", "set-url", "origin", f"{platform.address}/{REPOSITORY}.git"], work)
    monkeypatch.chdir(work)
    runner.set_event(issue_event())
    site.give()
    return site
