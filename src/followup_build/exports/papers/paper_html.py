"""Papers as one page of HTML that a mail program, a browser and a printer show alike: no script, nothing fetched."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from followup_build.exports.papers.paper_cells import colour_of, fill_of, mail_cell, mail_chip, tone_of
from followup_build.exports.papers.paper_markdown import foot_text
from followup_build.exports.prose import render_prose
from followup_build.exports.svg import chart_svg, key_svg
from followup_build.exports.templates import make_environment, templates_folder
from followup_build.views.charts.chart import Chart, Key
from followup_build.views.papers.paper import Paper


def paper_html(paper: Paper) -> str:
    """The whole page, with its styles; its width is that of a mail, and a phone's where that is less."""
    template = _environment().get_template("paper.html")
    return template.render(paper=paper, foot=foot_text(paper), site=paper.site) + "\n"


@cache
def _environment() -> Environment:
    environment = make_environment(templates_folder() / "reports")
    environment.globals |= {one.__name__: one for one in (mail_cell, mail_chip, fill_of, tone_of, colour_of)}
    environment.filters["prose"] = lambda value: Markup(render_prose(value.markdown))  # noqa: S704 - cleaned
    environment.globals |= {"chart": _chart, "key": _key}
    return environment


def _chart(chart: Chart) -> Markup:
    return Markup(chart_svg(chart, chart.drawings[0], ""))  # noqa: S704 - escaped there


def _key(key: Key) -> Markup:
    return Markup(key_svg(key))  # noqa: S704 - drawn, not typed
