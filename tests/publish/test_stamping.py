from __future__ import annotations

import filecmp
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from followup_build.cli import run
from followup_build.publish import shelf, stamping
from followup_build.publish.shelf import Shelf
from followup_build.publish.sidebar import Stub
from followup_build.publish.stamping import contents_of, stamp

ROOT = Path(__file__).parents[2]


def files_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def test_a_stamped_page_is_the_one_that_the_theme_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    stamped, print_stamped = [], stamping._Shell.print

    def counting(self: stamping._Shell, values: Mapping[str, str], headings: Sequence[AnchorLink]) -> str:
        stamped.append(values["title"])
        return print_stamped(self, values, headings)

    monkeypatch.setattr(stamping._Shell, "print", counting)
    assert run(["build", "-q", "--site-dir", str(tmp_path / "stamped")]) == 0
    assert len(stamped) > 200
    stamped.clear()
    monkeypatch.setattr(stamping, "_PLUGINS", frozenset())
    assert run(["build", "-q", "--site-dir", str(tmp_path / "printed")]) == 0
    assert not stamped
    names = files_of(tmp_path / "printed")
    assert files_of(tmp_path / "stamped") == names
    _, differing, missing = filecmp.cmpfiles(tmp_path / "stamped", tmp_path / "printed", names, shallow=False)
    assert (differing, missing) == ([], [])


def file_at(path: str, config: MkDocsConfig) -> File:
    return File(path, None, config.site_dir, use_directory_urls=True)


@pytest.mark.parametrize("own", ["", "{{ page.url }}", "{{ page.toc.items[0].children | length }}"])
def test_a_page_on_which_the_theme_prints_more_of_its_own_is_not_stamped(own: str) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    lists = file_at("plans/index.md", config)
    records = [file_at(f"plans/{name}/index.md", config) for name in "abcdefghi"]
    Page(None, lists, config)
    for place, file in enumerate(records):
        stub = Stub(file, config, {"title": file.src_uri, "edit_address": ""})
        stub.read_source(config)
        stub.content, stub.toc = (
            f"<h1>{file.src_uri}</h1>",
            contents_of("", [("a", "A"), ("b", "B"), ("c", "C")][: place % 3 + 1]),
        )
    theme = {"main.html": "{{ page.content | safe }} {{ page.meta.title }} " + own}
    env = Environment(loader=DictLoader(theme), autoescape=True)
    plain = [env.get_template("main.html").render(page=file.page) for file in records]
    stamp(env, Files([lists, *records]), config)
    assert [env.get_template("main.html").render(page=file.page) for file in records] == plain


def test_a_shelf_gives_back_what_was_put_there_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_IN_MEMORY", 100)
    kept = Shelf()
    contents = [os.urandom(one) for one in (0, 3, 99, 5000, 1)]
    reads = [kept.put(content) for content in contents]
    assert [read() for read in reversed(reads)] == contents[::-1]
    assert reads[3]() == contents[3]
    assert kept.put(b"later")() == b"later"
