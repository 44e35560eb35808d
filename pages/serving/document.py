"""The document that the server sends for a page: Streamlit's own, with our style sheet and what hides a half-made page.

A style sheet that came as an element of the page would come after the first of them: all would jump into place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from crm_metrics.figures.markup import both
from crm_metrics.figures.palette import DARK, LIGHT

HERE = Path(__file__).parent
STREAMLIT = Path(st.__file__).parent / "static" / "index.html"


class PageAddress(StringConvertor):
    """One part of an address that Streamlit answers with its document; its other files have a dot in their name."""

    regex = r"[^/.]*|index\.html"


def routes() -> list[Route]:
    """What answers the address of every page, and of those that there are not: Streamlit leads home from them."""
    register_url_convertor("page", PageAddress())
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [Route(f"/{base}/{{page:page}}" if base else "/{page:page}", _answer, methods=["GET"])]


@cache
def document() -> str:
    """Streamlit's document with ours at its end: it writes into the head, and of two rules alike the later holds."""
    ours = f"<style>{sheet()}</style><script>{(HERE / 'arrival.js').read_text(encoding='utf-8')}</script>"
    before, end, after = STREAMLIT.read_text(encoding="utf-8").rpartition("</body>")
    return f"{before}{ours}{end}{after}"


def sheet() -> str:
    """The style sheet, with the colours of both themes."""
    colours = "".join(
        f"--tk-{name.replace('_', '-')}:{both(value, getattr(DARK, name))};"
        for name, value in vars(LIGHT).items()
        if isinstance(value, str)
    )
    colours += "".join(f"--tk-bullet-{n}:{both(LIGHT.bullet[n], DARK.bullet[n])};" for n in range(3))
    return f".stApp{{{colours}}}\n{(HERE / 'style.css').read_text(encoding='utf-8')}"


async def _answer(_: Request) -> HTMLResponse:
    return HTMLResponse(document(), headers={"Cache-Control": "no-cache"})
