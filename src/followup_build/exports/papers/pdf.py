"""Papers as PDF, printed from their HTML by WeasyPrint: one layout for screen, mail and paper."""

from __future__ import annotations

from followup_build.exports.templates import templates_folder

_INSTALL = "a PDF needs WeasyPrint: pip install 'followup-build[pdf]'"
_PANGO = (
    "WeasyPrint finds no Pango, which draws its letters: install it as "
    "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html says, or write --format html and print that"
)


class PdfError(Exception):
    """A PDF cannot be made here; the message says what to install."""


def html_pdf(html: str) -> bytes:
    """The pages of a paper, tagged for screen readers; the same bytes for the same HTML and the same fonts.

    Raises:
        PdfError: the library is not installed, or lacks Pango.
    """
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - an optional extra
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # noqa: PLC0415 - the same
    except ImportError as error:
        raise PdfError(_INSTALL if error.name == "weasyprint" else str(error)) from None
    except OSError:
        raise PdfError(_PANGO) from None
    sheet = (templates_folder() / "reports" / "print.css").read_text(encoding="utf-8")
    nothing = URLFetcher(allowed_protocols=())
    styles = [weasyprint.CSS(string=sheet, url_fetcher=nothing)]
    page = weasyprint.HTML(string=html, url_fetcher=nothing)
    return bytes(page.write_pdf(stylesheets=styles, pdf_tags=True))
