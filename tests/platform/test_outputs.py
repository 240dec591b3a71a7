"""What a step hands on to the steps after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup_build.platform.fault import PlatformError
from followup_build.platform.outputs import write_output


def test_each_output_is_a_line_after_those_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "output"
    file.write_bytes(b"before=x\n")
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))
    write_output("sessions", "a b")
    write_output("outcome", "")
    assert file.read_bytes() == b"before=x\nsessions=a b\noutcome=\n"


def test_an_output_that_cannot_be_written_fails_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path))
    with pytest.raises(PlatformError, match="the output sessions of the step cannot be written: "):
        write_output("sessions", "")
    monkeypatch.delenv("GITHUB_OUTPUT")
    with pytest.raises(PlatformError, match="GITHUB_OUTPUT is not set"):
        write_output("sessions", "")
