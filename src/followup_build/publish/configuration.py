"""What a site adds to MkDocs' configuration: its names and addresses, its theme files and what every page loads."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from followup_build.publish.pages import PAGES
from followup_build.publish.site import ASSETS, UNNAMED, Site

ABOUT = "about/index.md"
"""The page by hand that comes with every site."""


def configure(config: MkDocsConfig, site: Site, themes: Iterable[Path], watched: Iterable[Path]) -> None:
    """Fill in what `mkdocs.yml` leaves open; what it says stands.

    Serving calls this again at each change, with what was filled in the time before still there.
    """
    if config.site_name == UNNAMED:
        config.site_name = html.escape(f"{site.name} follow-up")
    if not config.site_url and site.address:
        config.site_url = f"{site.address.rstrip('/')}/"
    if not config.repo_url and site.repository:
        config.repo_url, config.repo_name = html.escape(site.repository), "Records"
    if config.nav is None:
        config.nav = [*({kind.title: kind.path} for kind in PAGES if kind.title), {"About": ABOUT}]
    for folder in themes:
        if folder.is_dir() and str(folder) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(folder))
    for folder in watched:
        if str(folder) not in config.watch:
            config.watch.append(str(folder))
    config.extra_css = [*_others(config.extra_css), *site.paths_of(".css")]
    config.extra_javascript = [*_others(config.extra_javascript), *site.paths_of(".js")]
    # The plugin `offline` takes what makes search work from a file from another host, unless it finds ours by its name.
    config.extra["polyfills"] = [*_others(config.extra.get("polyfills", [])), *site.early_scripts]
    config.extra["followup"] = dict(site.banner)


def _others(assets: Iterable[Any]) -> list[Any]:
    return [one for one in assets if ASSETS not in str(one)]
