"""The company's data: how to begin, how fresh it is, which files are still missing."""

import streamlit as st

from crm_metrics.boards import data
from pages.parts import begin, cards, jobs, receive, session, shell
from pages.parts.forms import appointing

if shell.guarded():
    words = session.words()
    with shell.shown(words):
        shell.title(words("Data"), session.company_name() or words("Company not named yet"))
        if session.waits_for_demo():
            begin.finish(jobs.demo(words), leave=True)
        begin.report(words)
        if session.brought():
            shell.way_to_boards(words)
        rejects, zone = session.folder() / "rejects.csv", session.time_zone()
        if session.sees_rejects() and (left_out := data.rejected(rejects, words, zone)):
            cards.plain(left_out, words)
            receive.mend(rejects, words)
        state = session.warehouse_state()
        if state in ("none", "empty"):
            if state == "none":
                begin.company(words)
            receive.drop(words)
            if state == "none":
                begin.example(words)
        else:
            if own := state != "demo" and session.reader().loads:
                receive.drop(words, 0)
                receive.undo(words)
            for card in session.cards("data"):
                cards.plain(card, words)
            appointing.panel(words)
            if state == "demo":
                with st.expander(words("Start with my own data")):
                    begin.company(words)
            elif not own:
                receive.drop(words, 0)
