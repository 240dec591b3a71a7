"""What `followup diff` prints stays text: for Markdown, for a terminal, and within the limits of a platform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import Repository
from states import ACTION, BASE, PLAN, PROGRESS, REPORT, edited


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path / "repository", monkeypatch, capsys)


HOSTILE = (
    "@org/team #12 !3 GH-12 www.example.org https://example.org <img src=x onerror=alert(1)> | a | [x](http://e.org) "
    "![i](x) `c` **b** _i_ ~~s~~ &#64;team &lt;b&gt; $x$ --> </details> \u202eabc\u0007"
)


@pytest.mark.parametrize("start", ["", "- ", "# ", "1. ", "> ", "--- ", "| ", "```"])
def test_markdown_prints_what_a_record_says_as_text_and_nothing_else(repository: Repository, start: str) -> None:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    title = json.dumps(f"{start}{HOSTILE}").replace("\\u202e", "").replace("\\u0007", "")
    base = edited(BASE, (PLAN, "title: Backlog of 2025 cleared", f"title: {title}"))
    repository.start(base).branch().edit(
        (ACTION, "title: Agree acceptance tests with the supplier", f"title: {title}"),
        (PROGRESS, "Two statements", "@org/team #12 **Two**"),
        (PLAN, "due: 2026-05-31", "due: 2026-07-31"),
    )
    said = repository.say("diff", "main", "--format", "markdown")
    assert said.status == 0
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(said.out)
    inner = [part.type for token in tokens for part in token.children or ()]
    assert set(inner) <= {"text", "softbreak", "strong_open", "strong_close", "text_special", "code_inline"}
    kinds = {token.type for token in tokens if not token.type.endswith("_close")}
    assert kinds <= {"paragraph_open", "heading_open", "bullet_list_open", "list_item_open", "inline"}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h3"] * said.out.count("\n### ")
    shown = "".join(part.content for token in tokens for part in token.children or ())
    for call in ("@org", "#12", "!3", "GH-12", "www.e", "https://e", "http://e", "$x", "&#64"):
        assert call not in shown, call


def test_a_terminal_is_not_steered(repository: Repository) -> None:
    repository.start().branch().edit((REPORT, "The portal's supplier", "\"\\x1b[31mThe portal's supplier"))
    for form in ("text", "markdown", "json"):
        said = repository.say("diff", "main", "--format", form, "--color", "always")
        assert "\x1b[31mThe" not in said.out
        assert not [one for one in said.out if one < " " and one not in "\n\x1b"]


def test_a_comment_is_never_too_long_for_a_platform_and_says_what_it_leaves_out(repository: Repository) -> None:
    action = BASE[ACTION].replace("Agree", f"<b>{'Agree_' * 300}")
    repository.start().branch().write({f"actions/{number}.yml": action for number in range(500)})
    said = repository.say("diff", "main", "--format", "markdown")
    assert 10_000 < len(said.out) <= 60_000
    assert said.out.count("\n- New action: \\<b\\>Agree\\_") == 100
    assert "and 92 more</summary>" in said.out
    assert "… and 400 more, which `followup diff` shows." in said.out
    assert repository.say("diff", "main").out.count("New action:") == 500
