"""The first steps on a board: shown once to each reader of a browser, and again when asked for.

The browser remembers who has seen them, and opens and closes them by itself: no run of the page waits for it.
"""

from __future__ import annotations

import streamlit as st

from crm_metrics.access import BOARDS, Reader
from crm_metrics.boards.orientation.first_steps import STEPS
from crm_metrics.figures.markup import text
from crm_metrics.words import Words

PLACE = "tk-guide"  # the id of the panel
KEPT = "pulso-first-steps-"  # with the level of a reader: the word under which the browser remembers
# Shown to whom the browser does not know yet. A change of language writes the panel anew and leaves it open; another
# page closes it for good.
SHOW = """
(() => {
  const panel = document.getElementById("%(place)s"), mine = %(mine)s;
  if (!panel) { window.tkGuide = "left"; return; }
  panel.addEventListener("toggle", (event) => { window.tkGuide = event.newState; });
  let seen = null;
  try { seen = localStorage.getItem("%(kept)s"); } catch { seen = window.tkGuide; }
  if (!mine || (seen && window.tkGuide !== "open")) { window.tkGuide = "left"; return; }
  try { localStorage.setItem("%(kept)s", "seen"); } catch { /* not kept: shown once a visit */ }
  window.tkGuide = "open";
  panel.showPopover();
})()
"""


def home(reader: Reader) -> str:
    """The board that a reader begins with; "" for one who may open none."""
    opened = [board for board in BOARDS if reader.opens(board)]
    return next((board for board in opened if BOARDS[board] == reader.level), next(iter(opened), ""))


def panel(page: str, reader: Reader, words: Words) -> None:
    """The steps of a board, closed unless its reader is new; on any other page the note that the board was left."""
    steps = STEPS[BOARDS[page]] if page in BOARDS else ()
    script = SHOW % {
        "place": PLACE,
        "mine": str(page == home(reader)).lower(),
        "kept": KEPT + reader.level,
    }
    html = _panel(steps, words) if steps else '<span class="tk-quiet"></span>'
    st.html(f"{html}<script>{script}</script>", unsafe_allow_javascript=True)


def way(page: str, words: Words) -> str:
    """What opens the steps again, and the way to the glossary."""
    again = f'<button class="tk-open" popovertarget="{PLACE}">{text(words("First steps"))}</button>'
    glossary = f'<a class="tk-number" href="glossary?">{text(words("Glossary"))}</a>'
    shown = (again, glossary) if page in BOARDS else (glossary,)
    return f'<p class="tk-side tk-help">{"".join(shown)}</p>'


def _panel(steps: tuple[tuple[str, str], ...], words: Words) -> str:
    title = text(words("First steps"))
    items = "".join(f"<li><b>{text(words(what))}</b> {text(words(how))}</li>" for what, how in steps)
    close = (
        f'<button class="tk-close" popovertarget="{PLACE}" popovertargetaction="hide">{text(words("Got it"))}</button>'
    )
    return (
        f'<aside popover="manual" id="{PLACE}" class="tk-guide" aria-label="{title}"><strong>{title}</strong>'
        f'<ol tabindex="0">{items}</ol>{close}</aside>'
    )
