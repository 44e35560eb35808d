"""A campaign drawn from the list of customers that is shown, and its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis.effects.holdout import LEAST
from crm_metrics.boards.campaigns.forming import Reachable, drawn, left_out, reachable
from crm_metrics.boards.campaigns.kept import forget, held_from, today
from crm_metrics.boards.customers.campaigning import CampaignRegister
from crm_metrics.boards.customers.page import CustomersFacts, listed
from crm_metrics.boards.customers.selection import OWN
from crm_metrics.boards.daylist.gathering import held_today
from crm_metrics.boards.daylist.worked import closed_through
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.office.campaigns.campaign import (
    DAYS,
    LONGEST,
    LONGEST_WHY,
    SHARES,
    KeptCampaign,
    may_draw,
    may_withdraw,
)
from crm_metrics.office.place import office_place
from crm_metrics.warehouse.attending.reasons import contacts
from crm_metrics.warehouse.company import daylist
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

if TYPE_CHECKING:
    from crm_metrics.office.campaigns.shelf import CampaignShelf

NEW, END = "tk-campaign-new", "tk-campaign-end"  # the two forms
DONE = "tk-campaign-done"  # what is said once
USUAL_DAYS, USUAL_SHARE = 28, 0.1
KEPT = frozenset(OWN) - {"find", "sheet", "drawn"}  # of an address what says which list it was


def of_page(sheet: Sheet) -> None:
    """The form that draws below a list, and the one that withdraws below the campaigns."""
    facts: CustomersFacts = sheet.facts
    if facts.view.scope != EVERYTHING or facts.period is None:
        return
    with st.container(key="tk-campaign-forms"):
        say(DONE)
        if isinstance(facts.campaigns, CampaignRegister):
            _end_form(facts.campaigns, sheet.words)
        elif customers := listed(facts):
            _new_form(facts, customers, sheet.words)


def _new_form(facts: CustomersFacts, customers: tuple[str, ...], words: Words) -> None:
    box = st.expander(words("Draw a campaign from this list"), key=NEW, on_change="rerun", icon=":material/campaign:")
    if not box.open:
        return
    with box:
        if not may_draw(session.reader()):
            note(words("A campaign is drawn by who sees all customers of the company, and who they are."))
            return
        first = _first_day(facts)
        found = _reachable(facts, customers, first)
        with st.form(f"{NEW}-form", border=False):
            st.text_input(words("What the campaign is called"), key=f"{NEW}-name", max_chars=LONGEST)
            st.date_input(words("First day on which customers are contacted"), value=first, key=f"{NEW}-day",
                          format="DD/MM/YYYY")  # fmt: skip
            st.selectbox(words("Days in which it counts who buys or pays"), DAYS, key=f"{NEW}-days",
                         index=DAYS.index(USUAL_DAYS), format_func=words.number)  # fmt: skip
            st.selectbox(words("Held out by chance"), SHARES, key=f"{NEW}-share", index=SHARES.index(_usual(found)),
                         format_func=lambda one: _share(one, found, words))  # fmt: skip
            note(*_said(found, words), under_name(words))
            say(f"{NEW}-wrong")
            st.form_submit_button(words("Draw it"), key=f"{NEW}-do", type="primary", on_click=_drawn,
                                  args=(facts, customers, words))  # fmt: skip


def _end_form(register: CampaignRegister, words: Words) -> None:
    reader = session.reader()
    standing = {one.campaign.id: one.campaign for one in register.shown.measured if one.campaign.stands}
    mine = {key: one for key, one in standing.items() if may_withdraw(reader, one)}
    if not mine:
        return
    box = st.expander(words("Withdraw a campaign"), key=END, on_change="rerun", icon=":material/undo:")
    if not box.open:
        return
    with box, st.form(f"{END}-form", border=False):
        st.selectbox(words("Which one"), list(mine), key=f"{END}-which",
                     format_func=lambda one: mine[one].content.name)  # fmt: skip
        st.text_area(words("Why it is withdrawn"), key=f"{END}-why", max_chars=LONGEST_WHY, height=90)
        note(words("Nobody is held out of it any more, and what it brought is not told."), under_name(words))
        say(f"{END}-wrong")
        st.form_submit_button(words("Withdraw it"), key=f"{END}-do", on_click=_ended, args=(mine, words))


def _reachable(facts: CustomersFacts, customers: tuple[str, ...], first: date) -> Reachable:
    """Who of the list may be contacted from a day on, by the rules of the company."""
    warehouse = session.warehouse()
    rules = daylist.in_force(session.current_settings().company)
    apart = held_today(warehouse, closed_through(facts.frame)) | held_from(warehouse, first)
    return reachable(customers, contacts(warehouse, customers), rules, apart)


def _first_day(facts: CustomersFacts) -> date:
    """Today on the company's clocks; where the data reach further, the day after them."""
    now, closed = today(session.warehouse()), closed_through(facts.frame)
    return max(now, closed + timedelta(days=1)) if closed else now


def _usual(found: Reachable) -> float:
    """A tenth, or the smallest share whose group is expected to be large enough."""
    enough = [one for one in SHARES if one * len(found.customers) >= LEAST]
    return max(USUAL_SHARE, enough[0]) if enough else USUAL_SHARE


def _share(share: float, found: Reachable, words: Words) -> str:
    return words("{share}: about {n} customers", share=words.percent(share, 0),
                 n=words.number(round(share * len(found.customers))))  # fmt: skip


def _said(found: Reachable, words: Words) -> list[str]:
    """How many it may reach, who is left out and why, and what a draw means."""
    count = len(found.customers)
    lines = [
        words.many(count, "{n} customer of the list may be contacted", "{n} customers of the list may be contacted")
    ]
    if found.without:
        lines.append(words("Left out: {list}", list=left_out(found, words)))
    if found.consent:
        lines.append(words("If your campaigns need no consent, without_consent in daylist.toml may name “campaign”."))
    if USUAL_SHARE * count < LEAST:
        lines.append(words("What a campaign brings is told from {n} customers of each group on.", n=LEAST))
    lines.append(words("Who is held out stands in no list that asks to contact somebody while its days run, but where"
                       " an answer is owed."))  # fmt: skip
    return lines


def _shelf() -> CampaignShelf:
    from crm_metrics.office.campaigns.shelf import CampaignShelf  # SQLAlchemy is slow to load, and few need it
    from crm_metrics.office.database import opened  # which loads the same

    return CampaignShelf(opened(office_place(session.current_settings())), session.reader())


def _asked(facts: CustomersFacts) -> Mapping[str, list[str]]:
    """Which list it was, as its address says it; never a name."""
    until = {"until": [facts.view.until.isoformat()]} if facts.view.until else {}
    return {name: [value] for name, value in facts.view.where if name in KEPT} | until


# What the buttons do -------------------------------------------------------------------------------------------------


def _drawn(facts: CustomersFacts, customers: tuple[str, ...], words: Words) -> None:
    try:
        day, closed = session.widget(f"{NEW}-day"), closed_through(facts.frame)
        if not isinstance(day, date) or closed is None:
            raise QuestionError("A campaign needs its first day.")
        campaign = uuid4().hex
        content = drawn(
            campaign,
            session.widget(f"{NEW}-name") or "",
            day,
            session.widget(f"{NEW}-days") or USUAL_DAYS,
            share=session.widget(f"{NEW}-share") or USUAL_SHARE,
            asked=_asked(facts),
            customers=_reachable(facts, customers, day).customers,
        )
        kept = _shelf().draw(campaign, content, closed).content
    except CrmError as error:
        session.hold(f"{NEW}-wrong", words.error(error))
        return
    forget()
    session.hold(NEW, value=False)
    session.hold(DONE, words("{name} is drawn: {listed} to contact, {held} held out. Its list and its file stand under"
                             " “Campaigns”.", name=kept.name, listed=words.number(len(kept.listed)),
                             held=words.number(len(kept.held))))  # fmt: skip


def _ended(mine: Mapping[str, KeptCampaign], words: Words) -> None:
    try:
        seen = mine.get(session.widget(f"{END}-which") or "")
        if seen is None:
            raise QuestionError("There is no such campaign any more: nothing was changed.")
        _shelf().withdraw(seen, session.widget(f"{END}-why") or "")
    except CrmError as error:
        session.hold(f"{END}-wrong", words.error(error))
        forget()
        return
    forget()
    session.hold(END, value=False)
    session.hold(DONE, words("It is withdrawn, and stays in the register."))
