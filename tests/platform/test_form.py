"""The form of feedback: what the platform takes, and its answers back out of the text of an issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from copied import BIN, ROOT, done
from hypothesis import given
from hypothesis import strategies as st

from followup_build.platform.fault import PlatformError
from followup_build.platform.form import FORM, Answers, read_answers, read_labels

LABELS = read_labels(ROOT)
ASKED = LABELS["text"]
MIDDLE = {"text": "Said", "place": "Place", "session": "Session"}
FORM_TEXT = (ROOT / FORM).read_text(encoding="utf-8")


def body(text: str, session: str = "_No response_") -> str:
    """As the platform makes it."""
    return f"### {ASKED}\n\n{text}\n\n### {LABELS['session']}\n\n{session}\n"


def test_the_platform_takes_the_form() -> None:
    done([BIN / "check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", ROOT / FORM])


def test_the_form_says_that_it_shows_who_wrote_and_has_the_fields_of_the_record() -> None:
    assert "This form shows who wrote" in FORM_TEXT
    assert list(LABELS) == ["text", "session"]
    assert "labels: [feedback]" in FORM_TEXT


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (body("Too long."), Answers("Too long.", "")),
        (body("Too long.", "2026-q1-review").replace("\n", "\r\n"), Answers("Too long.", "2026-q1-review")),
        (body("_No response_"), Answers("", "")),
        ("", Answers("", "")),
        # Somebody labelled an issue that was written without the form.
        ("Two pages\n\n### are enough", Answers("Two pages\n\n### are enough", "")),
        # Headings of the text's own, also such as the form has.
        (body("a\n\n### Why\n\nb"), Answers("a\n\n### Why\n\nb", "")),
        (body("a\n\n### Session\n\nb", "s1"), Answers("a\n\n### Session\n\nb", "s1")),
        (body(f"a\n\n### {ASKED}\n\nb", "s1"), Answers(f"a\n\n### {ASKED}\n\nb", "s1")),
        # Somebody edited the issue: more above, below, and headings gone.
        ("PS: urgent\n\n" + body("a", "s1") + "\nand more\n", Answers("PS: urgent\n\na\n\nand more", "s1")),
        ("a\n\n### Session\n\ns1", Answers("a", "s1")),
        (f"### {ASKED}\n\na", Answers("a", "")),
        ("### Session\n\ns1\n\n" + f"### {ASKED}\n\na", Answers("### Session\n\ns1\n\na", "")),
    ],
)
def test_answers_are_found_whatever_was_made_of_the_text(written: str, expected: Answers) -> None:
    assert read_answers(written, LABELS) == expected


def test_a_field_that_the_record_has_no_place_for_stays_in_the_text() -> None:
    written = "### Said\n\na\n\n### Place\n\nDepot\n\n### Session\n\n_No response_"
    assert read_answers(written, MIDDLE) == Answers("a\n\n### Place\n\nDepot", "")
    assert read_answers(written.replace("Depot", "_No response_"), MIDDLE) == Answers("a", "")


LINES = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=20),
        st.sampled_from(
            [f"### {ASKED}", "### Session", "### Session ", "---", "```", "_No response_", "", "# x", "<b>"]
        ),
    ),
    max_size=8,
)


@given(LINES)
def test_whatever_is_said_comes_back_whole(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = text.replace("\r\n", "\n").strip()
    found = read_answers(body(text, "s1"), LABELS)
    assert found == Answers("" if expected == "_No response_" else expected, "s1")


@given(LINES)
def test_nothing_of_an_issue_is_lost(lines: list[str]) -> None:
    found = read_answers("\n".join(lines), LABELS)
    said = [line for line in "\n".join(lines).replace("\r\n", "\n").split("\n") if line.strip()]
    left = f"{found.text}\n{found.session}"
    headings = {f"### {ASKED}", "### Session", "_No response_"}
    assert all(line.strip() in left for line in said if line.strip() not in headings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read: No such file"),
        ("body: [", "cannot be read: "),
        ("name: x\n", "has no field with the id text"),
        ("body: nothing\n", "has no field with the id text"),
        (FORM_TEXT.replace("id: text", "id: words"), "has no field with the id text"),
    ],
)
def test_a_form_that_is_none_is_told(text: str | None, said: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / FORM).parent.mkdir(parents=True)
        (tmp_path / FORM).write_text(text, encoding="utf-8")
    with pytest.raises(PlatformError, match=said):
        read_labels(tmp_path)


def test_a_form_may_be_worded_anew(tmp_path: Path) -> None:
    (tmp_path / FORM).parent.mkdir(parents=True)
    (tmp_path / FORM).write_text(
        FORM_TEXT.replace(f"label: {ASKED}", "label: Was möchten Sie sagen?"), encoding="utf-8"
    )
    labels = read_labels(tmp_path)
    assert read_answers("### Was möchten Sie sagen?\n\nZu lang.", labels) == Answers("Zu lang.", "")
