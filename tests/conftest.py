"""What all tests share: small trees of records, written where a test needs them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast an example is says something of the machine's load, and nothing of the code. On pull requests the same
# examples are tried each time, so that nobody's change fails by chance; everywhere else new ones are looked for.
settings.register_profile(
    "followup",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("followup")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every command that they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

Tree = Mapping[str, str]
"""Files by path, as a test's input stands in the test."""

ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
"""

PEOPLE = """\
t.mokoena: {name: Thandi Mokoena, department: finance}
n.dlamini: {name: Neo Dlamini, department: finance}
s.pillay: {name: Saras Pillay, department: legal}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo}
c.botha: {name: Carel Botha, github: cbotha}
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pages", action="store_true", help="Rewrite the outputs in rule pages and golden lists.")


@pytest.fixture
def hold_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text to the golden file of that name beside the test; `--update-pages` rewrites it."""

    def hold(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--update-pages"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return hold


@pytest.fixture
def write_tree(tmp_path: Path) -> Callable[[Tree], Path]:
    """Write files into a folder that git takes for a repository, beside a minimal organisation; gives that folder."""

    def write(files: Tree) -> Path:
        (tmp_path / ".git").mkdir(exist_ok=True)
        everything = {"records/organisation.yml": ORGANISATION, "records/people.yml": PEOPLE, **files}
        for path, text in everything.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        return tmp_path

    return write


@pytest.fixture
def pdf_library() -> None:
    """What draws a PDF's letters comes from the system, and may be missing on somebody's own machine."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: F401, PLC0415
    except OSError:
        if os.environ.get("CI") == "true":
            pytest.fail("Pango has to be there in CI")
        pytest.skip("no Pango on this machine")


@pytest.fixture(autouse=True)
def _no_clock_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "COLUMNS"):
        if name in os.environ:
            monkeypatch.delenv(name)
