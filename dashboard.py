"""Pulso: who is reading, in what language → their pages → run."""

import streamlit as st

from pages.parts import frame, session

st.set_page_config(page_title="Pulso", page_icon=str(frame.ICON), layout="wide")

words = session.words()
with frame.shown(words):
    frame.style(words)
    reader = session.reader()
    page = frame.navigation(reader, words)
    frame.sidebar(reader, words)
    frame.run(page)
