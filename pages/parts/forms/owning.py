"""Who answers for something: one of the readers where the access file names them, else any name."""

from __future__ import annotations

import streamlit as st

from crm_metrics import access
from crm_metrics.words import Words
from pages.parts import session


def owner(key: str, now: str, words: Words) -> None:
    """The field of who answers, with who does now."""
    settings = session.current_settings()
    if settings.access is None:
        st.text_input(words("Owner"), value=now, key=key, max_chars=200)
        return
    names = list(dict.fromkeys(["", *(one.name for one in access.readers(settings.access)), now]))
    st.selectbox(words("Owner"), names, index=names.index(now), format_func=lambda one: one or words("nobody yet"),
                 key=key)  # fmt: skip
