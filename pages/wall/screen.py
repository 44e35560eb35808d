"""The wall as the browser gets it: one board after the other over the whole screen, made anew every few seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.navigation.page import StreamlitPage as Page

from crm_metrics.errors import QuestionError
from crm_metrics.figures.markup import text
from crm_metrics.printed.paper import paper
from crm_metrics.wall.slide import old, slide
from crm_metrics.wall.turn import WORDS, Turn, is_wall, turn, without_wall
from crm_metrics.words import Words
from pages.parts import session, shell
from pages.parts.asked import DATES, OURS
from pages.parts.filters import unanswered

HERE = Path(__file__).parent
TICK = 5  # s from one look at clock and warehouse to the next


def asked() -> bool:
    """Whether the address asks for the wall."""
    return is_wall(session.address())


def navigation() -> Page:
    """The wall at every address, without a way from one page to the next."""
    pages = [st.Page(_wall, title="Pulso", default=True)]
    pages += [st.Page(_wall, title="Pulso", url_path=entry.name, visibility="hidden") for entry in shell.PAGES]
    return st.navigation(pages, position="hidden")


def _wall() -> None:
    words = session.words()
    sheet = (HERE / "wall.css").read_text(encoding="utf-8")
    still = text(words("This screen stands still: it no longer hears from Pulso. What it shows may be old."))
    st.html(f"<style>{sheet}</style>")
    st.html(
        f'<p class="tk-wall-still" role="alert">{still}</p>'
        f"<script>{(HERE / 'watch.js').read_text(encoding='utf-8')}</script>",
        unsafe_allow_javascript=True,
    )
    _standing(words)


@st.fragment(run_every=TICK)
def _standing(words: Words) -> None:
    """The board whose turn it is; what fails is said in its place, and the clock goes on."""
    now, shown, through = datetime.now(UTC), "", ""
    turns = Turn(boards=())
    with shell.shown(words):
        who = session.admitted()
        if who is None:  # removed from the access file
            st.rerun()
        turns = turn(session.address(), who.opens)
        through = _through(now, words)
        shown = _slide(turns, now, words)
    scheme = f"<style>.stApp{{color-scheme:{turns.theme}}}</style>" if turns.theme else ""
    if shown:
        st.html(scheme + shown)
    st.html(_foot(turns, now, through, words))


def _latest() -> date | None:
    """How far the data reach."""
    return session.warehouse().latest


def _through(now: datetime, words: Words) -> str:
    """How far the data reach, as HTML, and seen to be old where they are; "" where there are none."""
    latest = _latest() if session.has_warehouse() else None
    if latest is None:
        return ""
    is_old = old(latest, now.astimezone(ZoneInfo(session.time_zone())).date(), words)
    said = text(words("Data through {day}", day=latest))
    return f'<span class="tk-wall-old">{said}</span>' if is_old else f"<span>{said}</span>"


def _slide(turns: Turn, now: datetime, words: Words) -> str:
    """The board whose turn it is, of the reader's part of the company, without a word on who the customers are."""
    if not session.has_warehouse():
        raise QuestionError("There are no data yet: this wall shows boards once files are in.")
    if not turns.boards:
        raise QuestionError(
            "None of the boards asked for can stand on this wall: they do not exist, or their reader may not see them."
        )
    who = replace(session.reader(), rights=())
    wanted = {key: ids for key, ids in session.address().items() if key not in (*WORDS, *OURS, *DATES)}
    sheet, _, strange = session.answered(turns.standing(now), wanted, who)
    held, board = session.warehouse(), sheet.board
    made = paper(held, board, sheet.view, words, at=now)
    said = (unanswered(key, value, board, words) for key, value in strange)
    notices = (*said, *old(_latest(), made.printed.date(), words), *made.notices)
    return slide(replace(made, notices=notices), theme=turns.theme or session.theme(), agents=turns.agents)


def _foot(turns: Turn, now: datetime, through: str, words: Words) -> str:
    """What time it is, how far the data reach, what comes next, and the way out."""
    zone, board = ZoneInfo(session.time_zone() or "UTC"), ""
    lines = [words("Now: {time}", time=words.clock(now.astimezone(zone)))]
    if turns.boards:
        board = turns.standing(now)
        following, at = turns.following(now)
        title = next(words(entry.title) for entry in shell.PAGES if entry.name == following)
        if len(turns.boards) > 1:
            lines.append(words("Next: {board}, {time}", board=title, time=f"{at.astimezone(zone):%H:%M:%S}"))
    kept = [pair for pair in without_wall(session.address()) if pair[0] != "lang"]
    way = f"{board or './'}?{urlencode([*kept, ('lang', words.language)])}"
    time, *after = (f"<span>{text(line)}</span>" for line in lines)
    said = "".join((time, through, *after))
    return (
        f'<footer class="tk-wall-foot" data-tick="{now.isoformat()}">{said}'
        f'<a class="tk-wall-way" href="{text(way)}">{text(words("Leave the wall"))}</a></footer>'
    )
