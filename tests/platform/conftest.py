from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from copied import copy_this_repository, done
from hosted import Platform, Runner, event_of, hosting
from jobs import Job


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
