"""Pulso: how it is served; in each session: who is reading, in what language → their pages → run."""

import streamlit as st
from streamlit import runtime

from pages.parts import session, shell
from pages.serving import document
from pages.serving.lasting import KEEPING
from pages.wall import screen

if runtime.exists():
    st.set_page_config(page_title="Pulso", page_icon=str(shell.ICON), layout="wide")
    session.arrive()
    words = session.words()
    with shell.shown(words):
        shell.style(words)
        reader = session.admitted()
        if reader and screen.asked():
            page = screen.navigation()
        else:
            page = shell.navigation(reader, words) if reader else shell.closed()
            shell.sidebar(reader, words)
        shell.run(page)
    shell.whole()
else:  # the server reads this file before it opens a session
    KEEPING.serving = True
    app = st.App(__file__, routes=document.routes())
