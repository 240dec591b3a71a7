from __future__ import annotations

from collections.abc import Iterator

import pytest
from hosted import Platform, Runner, event_of, hosting


@pytest.fixture
def platform() -> Iterator[Platform]:
    with hosting(Platform()) as platform:
        yield platform


@pytest.fixture
def runner(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    runner = Runner(tmp_path_factory.mktemp("runner"), platform)
    runner.set_event(event_of())
    return runner
