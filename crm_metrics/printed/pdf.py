"""The PDF of a board on A4: pages chosen so that all of it is read, every font within, nothing asked from outside."""

from __future__ import annotations

import io
import logging
import warnings
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.printed.paper import Paper
from crm_metrics.printed.sheet import A4, END, document

PIXELS = 96  # of an inch
# Widths of a page in pixels, all of them fitted to A4: the text of the first is 9.3 pt high, of the last 7.3 pt.
WIDTHS = (1180, 1340, 1500)
DENSE = 1660  # … 6.6 pt, where it saves a third page, or a second one that would be nearly empty
MOST, SPARSE = 2, 0.5  # pages; of a page, what is too little for one of its own
FONT = "pulso:source-sans"  # the one address that is answered
DRAWING = "data:image/svg+xml;base64,"  # … and what a sheet holds itself, as `figures.markup.image` writes it
FONTS, UPRIGHT = "static/static/media", "SourceSansVF-Upright*.woff2"


def pdf(paper: Paper) -> bytes:
    """The PDF of a board; raises QuestionError, which says what to install, where this machine can't make one."""
    engine, fetcher = _engine(), _fetcher()
    fonts = _fonts()
    drawn: dict[int, Any] = {}

    def laid_out(width: int) -> Any:
        if width not in drawn:
            text = document(paper, width, FONT)
            drawn[width] = engine.HTML(string=text, url_fetcher=fetcher).render(font_config=fonts, pdf_tags=True)
        return drawn[width]

    def filled(width: int) -> float:
        last = laid_out(width).pages[-1]
        return float(last.anchors[END][1] / last.height)

    width = _fitting(lambda width: len(laid_out(width).pages), filled)
    made: bytes = laid_out(width).write_pdf(zoom=A4[0] / 25.4 * PIXELS / width, pdf_tags=True)
    return made


def _fitting(pages: Callable[[int], int], filled: Callable[[int], float]) -> int:
    """The width of the largest text of which one page holds all, else two; of more pages one that is well read.

    pages: how many a width needs. filled: how much of the last of them is used, from 0 to 1.
    """
    *_, last = WIDTHS
    needed = pages(last)
    if needed == MOST and filled(last) < SPARSE and pages(DENSE) < MOST:
        return DENSE
    if needed <= MOST:
        return WIDTHS[bisect_left(WIDTHS, True, hi=len(WIDTHS) - 1, key=lambda width: pages(width) <= needed)]
    return DENSE if pages(DENSE) <= MOST else last


@cache
def lacking() -> CrmError | None:
    """What this machine lacks for a PDF, and how to get it; None where nothing is lacking."""
    try:
        _engine()
    except QuestionError as error:
        return error
    return None


def _engine() -> ModuleType:
    """WeasyPrint, which is slow to load and needs libraries of the system."""
    try:
        # It prints advice of its own where a library lacks, and warns where one that it can do without does.
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # slow to load
    except ImportError:
        raise QuestionError(
            "A PDF needs the Python package weasyprint, which is not installed here; pip install weasyprint brings it."
        ) from None
    except OSError:
        raise QuestionError(
            "A PDF needs the library Pango, which this machine does not have. On Debian and Ubuntu install it with "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, on macOS with brew install pango, "
            "and start Pulso again."
        ) from None
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table that it leaves out of a font
    engine: ModuleType = weasyprint
    return engine


def _fonts() -> Any:
    """What keeps the font unpacked from one layout to the next."""
    from weasyprint.text.fonts import FontConfiguration  # slow to load, as all of it is

    return FontConfiguration()


def _fetcher() -> Any:
    """What answers for addresses in a sheet: its font and the drawings that it holds itself, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # slow to load, as all of it is

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url == FONT:
                return URLFetcherResponse(url, font().read_bytes(), {"Content-Type": "font/woff2"})
            if url.startswith(DRAWING):
                drawn = b64decode(url.removeprefix(DRAWING))
                return URLFetcherResponse(url, drawn, {"Content-Type": "image/svg+xml"})
            raise ValueError(f"a sheet asks for nothing from outside: {url[:80]}")

    return Fetcher()


@cache
def font() -> Path:
    """The file of the boards' own font, which Streamlit brings."""
    spec = find_spec("streamlit")
    folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    found = [path for folder in folders for path in sorted(Path(folder, FONTS).glob(UPRIGHT))]
    if not found:
        raise QuestionError("The font of the boards is not where Streamlit should have it; install Pulso anew.")
    return found[0]
