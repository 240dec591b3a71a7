"""The files with which a new organisation starts, from the skeletons in `site_templates/new/`."""

from __future__ import annotations

import re
from datetime import timedelta

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from followup_build.editing.new_organisation import NewDepartment, NewOrganisation
from followup_build.editing.scalars import write_scalar
from followup_build.editing.values import WIDTH, flow_text
from followup_build.exports.editor_settings import editor_files
from followup_build.exports.team_files import common_files, github_files, gitlab_files
from followup_build.exports.templates import templates_folder
from followup_build.status.wording import day_text

PLATFORMS = ("github", "gitlab", "none")
README = "README.md"
_SITE_NAME = "Follow-up # stands for the organisation's name and this word; or write your own"
_SPARE = timedelta(days=60)
"""So long before its plan ends is the first draft's milestone due."""
_MEANT = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")
"""What means something to Markdown."""


def record_files(organisation: NewOrganisation, holidays: str | None) -> dict[str, bytes]:
    """The records, by path: settings, people, holidays where somebody knows them, and a draft plan of each department.

    Args:
        organisation: what is known.
        holidays: the lines of `holidays.yml`.
    """
    print_ = _Printer(organisation)
    found = {f"records/{name}.yml": print_(f"{name}.yml") for name in ("organisation", "people")}
    if holidays:
        found["records/holidays.yml"] = (
            f"# Days on which nobody meets. Add your own, and take out what you do not keep.\n{holidays}"
        )
    for department in organisation.departments:
        found[f"records/plans/{plan_id(organisation, department)}.yml"] = print_("plan.yml", department)
    return {path: text.encode() for path, text in found.items()}


def readme_file(organisation: NewOrganisation, platform: str) -> dict[str, bytes]:
    """What an organisation's teams read first, by path."""
    text = _Printer(organisation)("README.md", organisation.departments[0], platform=platform)
    return {README: text.encode()}


def house_files(platform: str) -> dict[str, bytes]:
    """What stands beside the records and is the same everywhere, by path.

    Args:
        platform: where changes are proposed, one of `PLATFORMS`.
    """
    site = (templates_folder() / "mkdocs.yml").read_text(encoding="utf-8")
    found = {
        "mkdocs.yml": site.replace("SITE_NAME", _SITE_NAME),
        ".gitignore": (templates_folder() / "new/gitignore").read_text(encoding="utf-8"),
        **common_files(),
        **{"github": github_files, "gitlab": gitlab_files, "none": dict}[platform](),
    }
    return {path: text.encode() for path, text in found.items()} | editor_files()


def plan_id(organisation: NewOrganisation, department: NewDepartment) -> str:
    """The id of a department's first plan."""
    return f"{department.id}-{organisation.year}"


class _Printer:
    """The skeletons, printed for one organisation."""

    def __init__(self, organisation: NewOrganisation) -> None:
        self._organisation = organisation
        # Nothing is HTML here: each value says by its filter what it is printed into.
        self._environment = Environment(
            loader=FileSystemLoader(templates_folder() / "new", encoding="utf-8"),
            autoescape=False,  # noqa: S701
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {
            "scalar": write_scalar,
            "in_braces": lambda text: write_scalar(text, in_flow=True),
            "braces": flow_text,
            "markdown": lambda text: _MEANT.sub(r"\\\1", text),
        }

    def __call__(self, name: str, department: NewDepartment | None = None, platform: str = "") -> str:
        organisation = self._organisation
        period, year = organisation.period, organisation.year
        return self._environment.get_template(name).render(
            organisation=organisation,
            department=department,
            platform=platform,
            plan="" if department is None else plan_id(organisation, department),
            title="" if department is None else f"{department.name} plan {year}",
            period=period,
            baseline=period.start - timedelta(days=1),
            due=period.end - _SPARE,
            year=year,
            today=organisation.today,
            quarter=self._quarter(),
            cadence_lines=[
                line for key, said in organisation.cadences.items() for line in _broken(f"{key}: {flow_text(said)}")
            ],
        )

    def _quarter(self) -> str:
        """What the first quarter of a fiscal year is, in words."""
        key = f"{self._organisation.year}-Q1"
        days = self._organisation.calendar.period(key)
        return f"{key} is {day_text(days.start)} to {day_text(days.end)}"


def _broken(entry: str) -> list[str]:
    """A group on one line as two lines, where it is too long for one."""
    if len(entry) + 2 <= WIDTH:
        return [entry]
    at = entry.rindex(", ", 0, WIDTH - 2) + 1
    return [entry[:at], " " * (entry.index("{") + 1) + entry[at + 1 :]]
