"""The option that rewrites what pages and golden lists expect."""

from __future__ import annotations

import pytest


@pytest.fixture
def update_pages(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-pages"))
