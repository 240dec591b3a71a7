"""Stylesheets, scripts and files for programs as MkDocs takes them."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from followup_build.publish.site import Asset


def file_of(asset: Asset, config: MkDocsConfig) -> File:
    """A file for MkDocs; what it would only copy is written at once, so that it does not wait in memory."""
    if asset.path.endswith(".md"):
        return File.generated(config, asset.path, content=asset.read())
    target = Path(config.site_dir, asset.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(asset.read())
    return File.generated(config, asset.path, abs_src_path=str(target))
