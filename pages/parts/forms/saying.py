"""What every form says beside its fields: notes, what came of it, and under whose name it keeps what is written."""

from __future__ import annotations

import streamlit as st

from crm_metrics.figures.markup import text
from crm_metrics.words import Words
from pages.parts import session


def note(*lines: str) -> None:
    """Lines in small letters."""
    st.html(f'<p class="tk-side">{"<br>".join(map(text, lines))}</p>')


def say(place: str) -> None:
    """What is to be said there, once."""
    if said := session.widget(place):
        st.html(f'<p class="tk-side tk-said" role="status">{text(said)}</p>')
        session.hold(place, "")


def under_name(words: Words) -> str:
    """Whose name stands beside what is written: the one that was chosen."""
    who = words.name(session.reader().name)
    return words("Saved under the name {name}, as chosen in “Who is reading”: no login proves it.", name=who)
