"""HTML from text that may hold anything: the one escape function, and images drawn as SVG."""

from __future__ import annotations

import base64
import re
from html import escape

from crm_metrics.figures.palette import DARK, LIGHT

SHAPES = {
    "better": "▲",
    "worse": "▼",
    "watch": "◆",
    "routine": "●",
    "small": "◌",
    "partial": "◔",
    "closed": "●",
    "stale": "◷",
    "empty": "○",
}


def text(given: object) -> str:
    """`given` as text inside HTML or inside an attribute: what it holds is shown, never obeyed."""
    return escape(str(given), quote=True)


def unmarked(given: str) -> str:
    """`given` for a place that Streamlit reads as markdown, a button or a bar: no image, link or colour in it."""
    return re.sub(r"([\\`*_{}\[\]()#!<>|:$~])", r"\\\1", given)


def image(svg: str, alt: str, style: str = "", *, width: int, height: int, stretch: bool = False) -> str:
    """An SVG as `<img>`: the only way that Streamlit's filter lets one through.

    svg: the inside of an `<svg>` of width × height units. stretch: as wide as its place, whatever the proportions.
    """
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f"{ratio}><style>{_INKS}</style>{svg}</svg>"
    )
    data = base64.b64encode(whole.encode()).decode()
    return f'<img class="{text(style)}" alt="{text(alt)}" src="data:image/svg+xml;base64,{data}">'


def both(light: str, dark: str) -> str:
    """A CSS colour for each theme; it follows a switch of the system at once."""
    return f"light-dark({light},{dark})"


def _inks() -> str:
    """Classes of the drawing colours inside an SVG image; the image takes the colour scheme of its place."""
    names = ("data", "muted", "soft", "ink", "band", "before", "good", "bad", "card", "line")

    def rules(palette: object) -> str:
        return "".join(
            f".{name}{{stroke:{getattr(palette, name)}}}.{name}-fill{{fill:{getattr(palette, name)}}}" for name in names
        )

    return f"{rules(LIGHT)}@media(prefers-color-scheme:dark){{{rules(DARK)}}}"


_INKS = _inks()
