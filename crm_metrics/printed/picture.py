"""The picture of one card as PNG, for a mail or a slide: its chart with what it is, whence, of when and of whom.

The sheet of paper draws it, and a Chromium of this machine takes the picture: nothing in it runs, nothing is fetched.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from pathlib import Path
from time import monotonic
from unicodedata import east_asian_width

from crm_metrics.boards.core import Card, Control, Multiples, SixTwelve
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.figures import bodies
from crm_metrics.figures.look import Look
from crm_metrics.figures.markup import text, unlinked
from crm_metrics.figures.notes import line_of, marked
from crm_metrics.figures.palette import LIGHT
from crm_metrics.printed.paper import Paper
from crm_metrics.printed.pdf import font
from crm_metrics.printed.sheet import FOUR, body, style

WIDTH, SCALE = 960, 2  # px of the page, and of the picture for each of them
EDGE = 28  # px around what stands in it
LETTER = 0.55  # of its size: what a letter takes, rather more than less
TIMEOUT = 60  # s
MINUTE = 60.0  # s
NAMES = (  # the shell without windows, all that a server needs, takes a picture in less than half the time
    "chromium-headless-shell", "chromium", "chromium-browser",
    "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# What is ours needs no sandbox, and where the system offers none, as in most containers, Chromium refuses to start.
OPEN = "--no-sandbox"
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--force-device-scale-factor={SCALE}",
)
RULES = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
log = logging.getLogger("pulso")


def has_picture(card: Card) -> bool:
    """Whether a card holds a chart."""
    return bool(bodies.charts(card.body))


def picture(paper: Paper, card: Card) -> bytes:
    """The picture of a card of a board in the light colours, at two pixels for one.

    Raises QuestionError, which says what to install, where this machine can't make one.
    """
    program = _program()
    html, height = page(paper, card)
    with tempfile.TemporaryDirectory(prefix="pulso-", ignore_cleanup_errors=True) as place:
        source, made = Path(place, "card.html"), Path(place, "card.png")
        source.write_text(html, encoding="utf-8")
        shot = [f"--user-data-dir={place}/profile", f"--window-size={WIDTH},{height}", f"--screenshot={made}"]
        for more in _tries():
            said = _run([program, *FLAGS, *more, *shot, source.as_uri()])
            if made.exists():
                return made.read_bytes()
            log.error("no picture from %s: %s", program, said)
    raise QuestionError("{program} gave no picture; the log of Pulso has what it said.", program=Path(program).name)


def lacking() -> CrmError | None:
    """What this machine lacks for a picture, and how to get it; None where nothing is lacking.

    It is looked up once a minute, so that a browser installed meanwhile is found.
    """
    return _looked_up(int(monotonic() // MINUTE))


@lru_cache(maxsize=1)
def _looked_up(minute: int) -> CrmError | None:
    try:
        _program()
    except QuestionError as error:
        return error
    return None


def page(paper: Paper, card: Card) -> tuple[str, int]:
    """The card as HTML, and the height in pixels that holds all of it."""
    words, board = paper.words, paper.board
    above = " · ".join((paper.company, board.title, board.period))
    said = card.on_paper or card.subtitle
    about = " · ".join(
        [*paper.asked, words("Picture made: {moment}", moment=paper.printed), *filter(None, [paper.link])]
    )
    notices = [f"! {notice}" for notice in paper.notices]
    inside = WIDTH - 2 * EDGE
    lines = (("pi-above", 13, above), ("pi-title", 22, card.title), ("pi-sub", 15, said))
    noted = map(line_of, card.notes)
    below = tuple(("pi-foot", 13, one) for one in (*noted, card.footer, about, *notices))
    drawn = unlinked(body(card, paper, inside))
    written = [f'<p class="{kind}">{text(line)}</p>' for kind, _, line in (*lines, *below) if line]
    cut = sum(1 for *_, line in lines if line)
    height = 2 * EDGE + _chart_height(card, paper, inside)
    height += sum(_lines(line, size, inside) * round(size * 1.4) + 4 for _, size, line in (*lines, *below) if line)
    face = f"data:font/woff2;base64,{b64encode(font().read_bytes()).decode()}"
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{RULES}"><title>{text(card.title)}</title>'
        f"<style>{style(WIDTH, face)}{_LOOK}</style></head><body><main>{''.join(written[:cut])}"
        f'<div class="pi-chart">{drawn}</div>{"".join(written[cut:])}</main></body></html>'
    ), height


_LOOK = f"""
html,body{{margin:0;height:100%;background:{LIGHT.card};color:{LIGHT.ink};font-family:"Source Sans",sans-serif}}
main{{box-sizing:border-box;height:100%;padding:{EDGE}px;display:flex;flex-direction:column}}
main p{{margin:0 0 4px;line-height:1.4}}
.pi-above{{font-size:13px;color:{LIGHT.soft}}} .pi-title{{font-size:22px;font-weight:700}}
.pi-sub{{font-size:15px;color:{LIGHT.soft}}} .pi-chart{{margin:auto 0}} .pi-chart svg{{display:block}}
.pi-foot{{font-size:13px;color:{LIGHT.muted};overflow-wrap:anywhere}}
"""


def _chart_height(card: Card, paper: Paper, width: float) -> int:
    """How high the charts of a card are with what is written beside them, rather more than less."""
    given = card.body
    look = Look(paper.words, LIGHT, paper.currency, small=isinstance(given, Multiples))
    charts = [(place, one) for place, one in enumerate(bodies.charts(given)) if not _is_empty(one)]
    specs = [marked(bodies.spec(one, look), card.notes, place, look) for place, one in charts]
    heights = [int(one["layout"]["height"]) for one in specs]
    if isinstance(given, Multiples):
        beside = min(FOUR, len(given.charts) + 1)
        wide = width / beside - 36
        names = max((_lines(f"{one.group} {one.name} {one.reason}", 13, wide) for one in given.charts), default=1)
        key = sum(_lines(line, 12, wide) for line in ("", *given.key)) * 20 + 24
        return ceil((len(given.charts) + 1) / beside) * max(max(heights, default=0) + names * 18 + 12, key)
    totals = ceil(len(given.totals) / 4) * 44 + 8 if isinstance(given, SixTwelve) else 0
    return sum(heights) + 52 + totals  # a legend of two lines


def _is_empty(chart: object) -> bool:
    return isinstance(chart, Control) and bool(chart.reason)


def _lines(said: str, size: float, width: float) -> int:
    letters = sum(2 if east_asian_width(one) in "WF" else 1 for one in said)  # somebody's note may hold any sign
    return max(1, ceil(letters * size * LETTER / width))


def _tries() -> Iterable[Sequence[str]]:
    """With the sandbox and without; the superuser of a Unix gets none."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ((OPEN,),) if is_root else ((), (OPEN,))


def _run(command: Sequence[str]) -> str:
    """Run it, and what it complains of."""
    try:
        ended = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return ended.stderr.decode(errors="replace")[-2000:]


def _program() -> str:
    """The Chromium of this machine."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    found = found or next((path for path in ELSEWHERE if Path(path).exists()), None)
    if found is None:
        raise QuestionError(
            "A picture needs Chromium or Chrome, which this machine does not have. On Debian and Ubuntu install it "
            "with apt-get install chromium, on macOS with brew install --cask chromium; Pulso finds it within a minute."
        )
    return found
