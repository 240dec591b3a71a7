from __future__ import annotations

from followup_build.publish.platform import SourceLinks, source_links


def test_a_file_has_three_addresses_on_its_platform() -> None:
    assert source_links("https://example.org/a/b/", "records/actions/a b.yml") == SourceLinks(
        "https://example.org/a/b/blob/HEAD/records/actions/a%20b.yml",
        "https://example.org/a/b/commits/HEAD/records/actions/a%20b.yml",
        "https://example.org/a/b/edit/HEAD/records/actions/a%20b.yml",
    )


def test_without_a_repository_or_a_file_there_are_none() -> None:
    assert source_links("", "records/a.yml") is None
    assert source_links("https://example.org/a/b", None) is None
