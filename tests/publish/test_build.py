from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from built_pages import OF_LARGE_SITES

from followup_build.cli import run
from followup_build.exports.templates import templates_folder
from followup_build.publish.pages import PAGES

ROOT = Path(__file__).parents[2]
WriteTree = Callable[[Mapping[str, str]], Path]


class Anchors(HTMLParser):
    """The ids, links, and requests of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.requests: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if tag == "a" and name == "href" and value:
                self.links.append(value)
            if name == "src" or (tag == "link" and name == "href"):
                self.requests.append(value or "")
            if name.startswith("on"):
                self.handlers.append(f"{tag} {name}")


def parsed(page: Path) -> Anchors:
    parser = Anchors()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def pages(site: Path) -> Iterator[Path]:
    yield from sorted(site.rglob("index.html"))


def test_every_kind_of_page_is_built(site: Path) -> None:
    built = {str(path.relative_to(site).parent) for path in pages(site)}
    for path in {kind.path for kind in PAGES} - {"index.md", *OF_LARGE_SITES}:
        pattern = re.compile(path.removesuffix("/index.md").replace("*", "[^/]+(/[^/]+)?") + r"\Z")
        assert any(pattern.match(one) for one in built), path


def test_all_links_and_anchors_lead_somewhere(site: Path) -> None:
    ids = {path: set(parsed(path).ids) for path in pages(site)}
    broken = []
    for path in pages(site):
        for link in parsed(path).links:
            if link.startswith(("http://", "https://", "mailto:", "webcal://")):
                continue
            target, _, anchor = unquote(link).partition("#")
            target = target.partition("?")[0]
            found = (path.parent / target).resolve() if target else path
            if found.is_dir():
                found /= "index.html"
            if not found.is_file() or (anchor and found in ids and anchor not in ids[found]):
                broken.append(f"{path.relative_to(site)} -> {link}")
    assert not broken


def test_ids_are_unique_on_each_page(site: Path) -> None:
    for path in pages(site):
        ids = parsed(path).ids
        assert len(ids) == len(set(ids)), path


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in pages(site):
        foreign = [request for request in parsed(path).requests if re.match(r"(https?:)?//", request)]
        assert [one for one in foreign if "follow-up.example.org" not in one] == [], path


def test_the_search_index_is_small_and_clean(site: Path) -> None:
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    assert len(index) < 500_000
    assert "Proposed by Neo Dlamini" in index, "words of neighbouring blocks stay apart"
    docs = json.loads(index)["docs"]
    assert [one["location"] for one in docs if one["text"].startswith(one["title"])] == [], "titles stand once"
    assert len({one["location"] for one in docs}) == len(docs)
    assert index in (site / "search/search_index.js").read_text(encoding="utf-8")


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    environment = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-m", "followup_build", "build", "--site-dir", str(again)],
        cwd=ROOT,
        check=True,
        env=environment,
    )
    for path in pages(site):
        assert path.read_bytes() == (again / path.relative_to(site)).read_bytes(), path


def test_plain_mkdocs_builds_the_same_site(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "plain"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(target)],
        cwd=ROOT,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert {path.relative_to(site) for path in pages(site)} == {path.relative_to(target) for path in pages(target)}
    for path in pages(site):
        assert path.read_bytes() == (target / path.relative_to(site)).read_bytes(), path


def test_every_template_prints_what_its_view_holds() -> None:
    shipped = {path.name for path in (templates_folder() / "pages").glob("*.html")}
    assert shipped == {kind.template for kind in PAGES}


def test_our_mkdocs_file_differs_from_the_shipped_one_by_names_only() -> None:
    shipped = (templates_folder() / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert [line for line in ours if line not in shipped] == [
        "site_name: SayPro Royalties follow-up",
        "docs_dir: site_templates/docs",
        "  - followup:",
        "      records: records",
        "      as_of: 2026-11-20 # the example stands still; without this line the site shows today",
    ]


PAYLOADS = (
    '<script>alert("X1")</script>',
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt&colon;alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "[click](//evil.example.org/x)",
    "![pixel](https://evil.example.org/pixel.png)",
    '"><svg onload=alert(1)>',
    "</td></table></div><h1>broken</h1>",
    "{{ config.site_name }} {% raw %}",
    "<details ontoggle=alert(1) open>",
    "--><!-- <b>",
)


def hostile_tree() -> dict[str, str]:
    quoted = " ".join(PAYLOADS).replace("\\", "\\\\").replace('"', '\\"')
    records = {
        f"records/{path.relative_to(ROOT / 'records').as_posix()}": path.read_text(encoding="utf-8")
        for path in (ROOT / "records").rglob("*")
        if path.is_file()
    }
    fields = re.compile(
        r"^(?P<lead>\s*(?:title|reason|because|summary|name|note|topic|skill|why|unit|perspective|place): )"
        r'(?P<text>[^"{\[\n].*)$',
        re.MULTILINE,
    )
    hostile = {}
    for path, text in records.items():
        changed = fields.sub(lambda match: f'{match["lead"]}"{quoted}"', text)
        if path.endswith(".md"):
            changed += "\n" + "\n\n".join(PAYLOADS) + "\n"
        hostile[path] = changed
    return hostile


def test_nothing_in_a_record_becomes_active(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree(hostile_tree())
    monkeypatch.chdir(root)
    assert run(["build", "--as-of", "2026-11-20", "-q"]) == 0
    plain = {path: parsed(path) for path in pages(root / "site")}
    assert len(plain) > 80
    for path, page in plain.items():
        assert page.handlers == [], path
        assert not [
            link
            for link in page.links
            if not re.match(r"(https?://|mailto:|[\w./#-])", link) or "script:" in link.lower()
        ], path
        assert not any("evil" in request for request in page.requests), path
        text = path.read_text(encoding="utf-8")
        assert 'alert("X1")</script>' not in text
        assert "<svg onload" not in text
        assert "<h1>broken" not in text
        assert text.count("<h1") == 1
        assert len(page.ids) == len(set(page.ids)), path


CANARY = "canaryword"


KINDS_WITH_WORDS = ("actions", "adjustments", "practices", "feedback", "sessions", "plans", "progress")


@pytest.mark.parametrize("kinds", [KINDS_WITH_WORDS, ("plans", "progress"), ("progress",)])
def test_confidential_words_are_nowhere(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...]
) -> None:
    files = {}
    for path in (ROOT / "records").rglob("*"):
        if not path.is_file():
            continue
        name = f"records/{path.relative_to(ROOT / 'records').as_posix()}"
        text = path.read_text(encoding="utf-8")
        if name.split("/")[1] in kinds and "confidential" not in text:
            text = marked(text)
            if name.endswith(".md"):
                text = text.replace("---\n", "---\nconfidential: true\n", 1) + f"\n{CANARY}\n"
            else:
                text = f"confidential: true\n{text}"
        elif name.split("/")[1] == "adjustments" and "plans" in kinds:
            text = marked_changes(text)
        files[name] = text
    root = write_tree(files)
    monkeypatch.chdir(root)
    assert run(["check"]) == 0
    assert run(["build", "--as-of", "2026-11-20", "-q"]) == 0
    leaks = {
        str(path.relative_to(root)): path.read_text(encoding="utf-8").count(CANARY)
        for path in (root / "site").rglob("*")
        if path.suffix in (".html", ".js", ".json", ".xml") and CANARY in path.read_text(encoding="utf-8")
    }
    assert leaks == {}


def marked(text: str) -> str:
    """A record with a word in each of its texts that must not be read."""
    text = re.sub(
        r"^(\s*(?:title|reason|because|summary|note|skill|why)): (?![\"{\[])(.*)$",
        rf"\1: {CANARY} \2",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(r"(note|because|title): ([^{[,}\"\n]+)([,}])", rf"\1: {CANARY} \2\3", text)
    return marked_title_move(text)


def marked_title_move(text: str) -> str:
    return re.sub(r"title: \{from: ([^,]+), to: ", rf"title: {{from: {CANARY} \1, to: {CANARY} ", text)


def marked_changes(text: str) -> str:
    """A public adjustment: what it quotes from a confidential plan is marked, its own words are not."""
    head, changes, rest = text.partition("changes:\n")
    indented = re.sub(r"^(      title|    because): (?!\{)", rf"\1: {CANARY} ", rest, flags=re.MULTILINE)
    return head + changes + marked_title_move(indented)


def test_an_organisation_with_nothing_yet_has_a_site(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    assert run(["build", "-q"]) == 0
    assert "Nothing needs attention" in (root / "site/index.html").read_text(encoding="utf-8")


BROKEN = {"records/actions/a.yml": "title: Half an action\ndepartment: finance\nsession: nowhere\n"}


def test_records_with_errors_are_published_with_a_banner(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tree(BROKEN)
    monkeypatch.chdir(root)
    assert run(["build", "-q"]) == 0
    for path in pages(root / "site"):
        if "about" not in path.relative_to(root / "site").parts:
            assert "in the records.</strong>" in path.read_text(encoding="utf-8"), path
    quality = (root / "site/quality/index.html").read_text(encoding="utf-8")
    assert "records/actions/a.yml:1" in quality
    assert "this action has no owner" in quality


def test_strict_refuses_and_leaves_the_previous_site(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    assert run(["build", "-q"]) == 0
    before = (root / "site/index.html").read_bytes()
    write_tree(BROKEN)
    assert run(["build", "--strict"]) == 1
    assert "records/actions/a.yml:1: this action has no owner" in capsys.readouterr().err
    assert (root / "site/index.html").read_bytes() == before
    assert sorted(path.name for path in root.iterdir()) == [".git", "records", "site"]


def test_a_build_that_fails_midway_leaves_the_previous_site(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    assert run(["build", "-q"]) == 0
    before = (root / "site/index.html").read_bytes()
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: X\nplugins:\n  - followup\n  - nonsense\n", encoding="utf-8")
    assert run(["build"]) == 2
    error = capsys.readouterr().err
    assert "nonsense" in error
    assert "Traceback" not in error
    assert (root / "site/index.html").read_bytes() == before


def test_a_folder_that_is_no_site_is_never_replaced(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_tree({"precious/letter.txt": "keep me"})
    monkeypatch.chdir(root)
    assert run(["build", "--site-dir", "precious"]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert (root / "precious/letter.txt").read_text(encoding="utf-8") == "keep me"


def test_a_team_overrides_single_templates(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree(
        {"ours/pages/departments.html": '{% extends "partials/_page.html" %}\n{% block body %}Ours{% endblock %}\n'}
    )
    shutil.copy(templates_folder() / "mkdocs.yml", root / "mkdocs.yml")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("SITE_NAME", "Ours").replace("DOCS_DIR", (templates_folder() / "docs").as_posix())
    (root / "mkdocs.yml").write_text(
        text.replace("  - followup", "  - followup:\n      templates: ours"), encoding="utf-8"
    )
    monkeypatch.chdir(root)
    assert run(["build", "-q"]) == 0
    assert "Ours\n" in (root / "site/departments/index.html").read_text(encoding="utf-8")
    assert "What needs attention" in (root / "site/index.html").read_text(encoding="utf-8")


def test_unreadable_records_end_plain_mkdocs_with_one_line(write_tree: WriteTree) -> None:
    root = write_tree({"mkdocs.yml": "site_name: X\ntheme: material\nplugins: [followup]\n", "docs/a.md": "a\n"})
    shutil.rmtree(root / "records")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 1
    assert "there is no folder records" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_replaces_the_one_before_and_leaves_nothing_beside_it(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    before = {path.name for path in root.iterdir()}
    for _ in range(2):
        assert run(["build", "-q"]) == 0
        assert {path.name for path in root.iterdir()} == {*before, "site"}
        assert not (root / "site" / "stale.html").exists()
        (root / "site" / "stale.html").write_text("old", encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_web_server_may_read_the_site(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    assert run(["build", "-q"]) == 0
    assert (root / "site").stat().st_mode & 0o777 == 0o755
