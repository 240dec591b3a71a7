"""The shipped templates, and the one way in which Jinja prints them: everything is escaped, and nothing is left out."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined


def templates_folder() -> Path:
    """The shipped templates: inside the package where it was installed, else at the root of the repository."""
    inside = Path(str(files("followup_build"))) / "site_templates"
    return inside if inside.is_dir() else Path(str(files("followup_build"))).parents[1] / "site_templates"


def make_environment(*folders: Path) -> Environment:
    """What prints the templates of some folders; of two with one name, the one of the earlier folder."""
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder, encoding="utf-8") for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # it lives for one command
    )
