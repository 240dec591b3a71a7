from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pypdf
import pytest

from followup_build.cli import run
from followup_build.exports.papers import pdf

WriteTree = Callable[[Mapping[str, str]], Path]
ROOT = Path(__file__).parents[2]
SESSION = """\
---
title: Review
kind: quarterly
date: %s
status: %s
chair: z.khumalo
confidential: %s
---
Secret words.
"""


@pytest.fixture
def _at_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795737600")  # 2026-11-27


def report(session: str, *more: str) -> int:
    return run(["session", "report", session, *more])


@pytest.mark.usefixtures("_at_the_example")
def test_the_report_of_the_last_quarterly_review(
    capsys: pytest.CaptureFixture[str], hold_golden: Callable[[str, str], None]
) -> None:
    assert report("2026-q2-review") == 0
    hold_golden("2026-q2-review.md", capsys.readouterr().out)


@pytest.mark.usefixtures("_at_the_example")
def test_the_report_shows_the_sessions_day_unless_another_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    report("2026-q2-review")
    without = capsys.readouterr().out
    report("2026-q2-review", "--as-of", "2026-09-09")
    assert capsys.readouterr().out == without
    report("2026-q2-review", "--as-of", "2026-11-20")
    later = capsys.readouterr().out
    assert "State as of 20 November 2026" in later
    assert "- **Two more engineers for the matching engine** (withdrawn)." in later
    assert "- **Two more engineers for the matching engine** (proposed later)." in without


@pytest.mark.usefixtures("_at_the_example", "pdf_library")
def test_the_name_of_the_file_says_the_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("r.md", "r.html", "r.pdf", "r.eml"):
        assert report("2026-q2-review", "-o", str(tmp_path / name)) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "r.md").read_bytes().startswith(b"# Review of the second quarter")
    assert (tmp_path / "r.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    assert report("2026-q2-review", "-o", str(tmp_path / "r.doc")) == 2
    assert "add --format markdown|html|pdf|eml" in capsys.readouterr().err
    assert report("2026-q2-review", "-o", str(tmp_path / "r.doc"), "--format", "html") == 0
    assert (tmp_path / "r.doc").read_bytes() == (tmp_path / "r.html").read_bytes()


@pytest.mark.usefixtures("_at_the_example")
def test_the_mail_says_what_the_files_say(tmp_path: Path) -> None:
    for name in ("r.md", "r.html", "r.eml"):
        report("2026-q2-review", "-o", str(tmp_path / name))
    message = message_from_bytes((tmp_path / "r.eml").read_bytes(), policy=default)
    assert message["Subject"] == "Progress report: Review of the second quarter of 2026, SayPro Royalties"
    assert message["From"] == "SayPro Royalties <follow-up@example.org>"
    assert message["To"] is None
    for kind, name in (("plain", "r.md"), ("html", "r.html")):
        body = message.get_body((kind,))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("_at_the_example")
def test_the_mail_is_small_enough_to_be_shown_whole(tmp_path: Path) -> None:
    report("2026-q2-review", "-o", str(tmp_path / "r.html"))
    # Some programs cut what is longer than 102 KB.
    assert (tmp_path / "r.html").stat().st_size < 90_000


@pytest.mark.usefixtures("_at_the_example", "pdf_library")
def test_the_pdf_holds_every_part_and_is_the_same_each_time(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    for file in (one, two):
        report("2026-q2-review", "-o", str(file))
    assert one.read_bytes() == two.read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(one.read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("Key points", "Decisions", "Where the plans stand", "Roadblocks", "Next session", "Minutes"):
        assert words in text
    assert f"Page 1 of {len(reader.pages)}" in text
    assert "Raise the February target for active licences to 4000" in text
    # A link begins at the end of a line here, and its first word stays whole.
    assert "Answers: Release payment files by noon in every department" in text
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]


@pytest.mark.usefixtures("_at_the_example")
def test_without_the_library_a_line_says_what_to_install() -> None:
    code = (
        "import sys\nsys.modules['weasyprint'] = None\nfrom followup_build.cli import run\n"
        "sys.exit(run(['session', 'report', '2026-q2-review', '--format', 'pdf']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "followup: a PDF needs WeasyPrint: pip install 'followup-build[pdf]'\n"


@pytest.mark.usefixtures("_at_the_example")
def test_without_pango_a_line_says_where_it_comes_from(tmp_path: Path) -> None:
    # As the library ends its import where the system has no Pango.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n", encoding="utf-8")
    command = [sys.executable, "-m", "followup_build", "session", "report", "2026-q2-review", "--format", "pdf"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "followup: WeasyPrint finds no Pango, which draws its letters: install it as https://"
    )


@pytest.mark.usefixtures("pdf_library")
def test_a_word_longer_than_the_paper_is_printed_whole(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    action = (
        f"title: {'W' * 300}\nowner: t.mokoena\ndue: 2026-07-01\nfollow_up: 2026-08-01\n"
        "department: finance\nsession: a\n"
    )
    files = {
        "records/sessions/a/session.md": SESSION % ("2026-06-02", "held", "false"),
        "records/actions/2026/2026-06-02-long.yml": action,
    }
    monkeypatch.chdir(write_tree(files))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")
    file = tmp_path / "long.pdf"
    assert report("a", "-o", str(file)) == 0
    text = pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()
    assert text.count("W") >= 300
    assert len(text.split("Actions")[1].split("Owner")[0].splitlines()) > 3


@pytest.mark.usefixtures("pdf_library")
def test_a_page_that_asks_for_something_from_outside_gets_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::before { content: 'leaked' }", encoding="utf-8")
    page = f'<html lang="en"><link rel="stylesheet" href="{secret.as_uri()}"><body><p>Words</p></body></html>'
    text = pypdf.PdfReader(io.BytesIO(pdf.html_pdf(page))).pages[0].extract_text()
    assert "Words" in text
    assert "leaked" not in text


@pytest.mark.parametrize(
    ("day", "status", "confidential", "said"),
    [
        ("2026-09-09", "planned", "false", "a is planned for 9 September 2026, and is reported of once it was held"),
        ("2026-06-02", "planned", "false", "if it was: followup session hold a"),
        ("2026-06-02", "cancelled", "false", "a was cancelled, so there is nothing to report of it"),
        ("2026-06-02", "held", "true", "a is confidential, so no report of it is made"),
    ],
)
def test_what_has_no_report(
    write_tree: WriteTree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    day: str,
    status: str,
    confidential: str,
    said: str,
) -> None:
    monkeypatch.chdir(write_tree({"records/sessions/a/session.md": SESSION % (day, status, confidential)}))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    for form in ("markdown", "html", "pdf", "eml"):
        assert report("a", "--format", form) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err
        assert "Secret" not in printed.err


def test_who_sends_has_to_be_known_for_a_mail(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_tree({"records/sessions/a/session.md": SESSION % ("2026-06-02", "held", "false")}))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")
    assert report("a", "--format", "eml") == 2
    assert "write mail: {from: follow-up@example.org} there" in capsys.readouterr().err


@pytest.mark.usefixtures("_at_the_example")
def test_wrong_usage_says_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("2026-q2-revue") == 2
    assert "there is no session 2026-q2-revue. Did you mean 2026-q2-review?" in capsys.readouterr().err
    assert report("2026-q2-review", "--as-of", "2026-09-08") == 2
    error = " ".join(re.sub(r"[│╭╰─╮╯]", "", capsys.readouterr().err).split())
    assert "--as-of 2026-09-08 lies before the session, which was held on 2026-09-09" in error
