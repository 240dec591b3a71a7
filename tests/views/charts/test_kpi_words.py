from __future__ import annotations

from datetime import date

from kpi_tree import AT, REF, RISING, VALUES, WriteTree, kpi_files, open_kpi
from promise_tree import adjustment, words

from followup_build.status.item import KpiFigures
from followup_build.status.wording import number_text
from followup_build.views.charts.kpi_words import trend_text
from followup_build.views.kpis import build_kpi_pages


def said(write_tree: WriteTree, files: dict[str, str], as_of: date = date(2026, 5, 20)) -> str:
    subject, _ = open_kpi(write_tree, files, as_of)
    chart = dict(build_kpi_pages(subject))[REF].chart
    assert chart is not None
    return words(chart.description)


def test_the_picture_in_sentences_has_the_figures_of_the_page(write_tree: WriteTree) -> None:
    text = said(write_tree, kpi_files())
    _, item = open_kpi(write_tree, kpi_files())
    figures = item.figures
    assert isinstance(figures, KpiFigures)
    assert text.startswith("The value went from 81 % (January 2026) to 86 % (April 2026), in four measurements.")
    assert "The path leads from 80 % on 31 December 2025 to 90 % by 30 June 2026 and 100 % by 31 December 2026." in text
    assert figures.trend is not None
    assert figures.forecast is not None
    assert f"Trend: {words(trend_text(figures.trend, '%'))}." in text
    assert words(" ".join(item.reasons)) in text
    assert words(number_text(figures.forecast, "%", decimals=2)) in text
    assert text.endswith("As of 20 May 2026.")


def test_gaps_moves_and_steps_are_told(write_tree: WriteTree) -> None:
    change = adjustment("  - {kpi: finance-2026/rate, target: {at: 2026-06-30, from: 90, to: 88}}")
    values = VALUES.replace("2026-02: 83, ", "")
    text = said(write_tree, {**kpi_files(f"{RISING}    path: step\n", values), AT: change})
    assert "Nothing was measured between January 2026 and March 2026." in text
    assert "First promised: 90 % by 30 June 2026 and 100 % by 31 December 2026." in text
    assert "Move 1, on 17 April 2026: Target for 30 June 2026." in text
    assert ", in steps." in text


def test_what_a_confidential_adjustment_changed_is_not_told(write_tree: WriteTree) -> None:
    change = adjustment("  - {kpi: finance-2026/rate, title: {from: Rate, to: Share}}")
    text = said(write_tree, {**kpi_files(), AT: f"confidential: true\n{change}"})
    assert "Move 1, on 17 April 2026." in text
    assert "Title" not in text


def test_one_value_is_one_value(write_tree: WriteTree) -> None:
    text = said(write_tree, kpi_files(values="2026-01: 81"))
    assert text.startswith("One value: 81 % (January 2026).")
    assert "Trend" not in text
