"""HTML from text that may hold anything: the one escape function, and images drawn as SVG."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode

from crm_metrics.boards.behind.provenance import PAGE, Provenance
from crm_metrics.figures.palette import DARK, LIGHT

# The pages that links lead to
OURS = "|".join(
    (PAGE, "process", "customers", "customer", "portfolio", "pairing", "explore", "chosen", "daily", "weekly",
     "monthly", "journey", "plans", "objectives", "reviews", "glossary", "data")
)  # fmt: skip
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


def to_rows(source: Provenance | None, inner: str, style: str = "tk-number") -> str:
    """What leads from a number to its rows: a link around it; `inner` alone, which is HTML, where nothing does."""
    if source is None:
        return inner
    return f'<a class="{style}" href="{PAGE}?{text(urlencode(source.query))}">{inner}</a>'


def unlinked(html: str) -> str:
    """The same HTML without the links to our pages, which lead nowhere from paper; what they are around stays."""
    return re.sub(rf'<a class="tk-[a-z]+" href="(?:{OURS})\?[^"]*">(.*?)</a>', r"\1", html, flags=re.DOTALL)


def carried(html: str, asked: Sequence[tuple[str, str]]) -> str:
    """The same HTML, whose links to our pages also carry what its page was asked, but for what they say themselves."""

    def longer(link: re.Match[str]) -> str:
        own = parse_qsl(unescape(link[2]))
        named = {name for name, _ in own}
        more = [pair for pair in asked if pair[0] not in named]
        return f'href="{link[1]}?{text(urlencode([*own, *more]))}"'

    return re.sub(rf'href="({OURS})\?([^"]*)"', longer, html)


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
