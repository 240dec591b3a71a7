"""Golden files: what people read is held as they read it, and rewritten by `--update-pages`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def hold_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-pages"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return hold
