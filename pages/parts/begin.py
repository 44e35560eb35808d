"""The way in for a company: its name and country, its first files, or the demo company."""

from __future__ import annotations

import re

import streamlit as st

from crm_metrics.figures.markup import text
from crm_metrics.warehouse.founding import zones
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.jobs import Ending, demo, work

FIRST = (
    "CO",
    "MX",
    "AR",
    "CL",
    "PE",
    "EC",
    "BO",
    "PY",
    "UY",
    "VE",
    "CR",
    "PA",
    "GT",
    "HN",
    "SV",
    "NI",
    "DO",
    "PR",
    "ES",
    "US",
)


def told_by_browser() -> tuple[str, str]:
    """The country and the time zone that the reader's browser tells, "" for what it does not."""
    country = str(st.context.locale or "").replace("_", "-").partition("-")[2].upper()
    return country, str(st.context.timezone or "")


def company(words: Words) -> None:
    """Name and country: hours, holidays, currency and time zone follow, and can be changed later by import."""
    if not may(session.reader().founds, words("Founding the company is not among your rights"), "founds", words):
        return
    with step(
        1,
        words("Your company"),
        words("Ordinary hours, holidays, currency and time zone follow from the country."),
        words,
    ):
        name = st.text_input(words("Name of the company"), key="company-name", max_chars=80)
        codes, (here, clock) = countries(words), told_by_browser()
        country = st.selectbox(
            words("Country"),
            codes,
            index=codes.index(here) if here in codes else 0,
            format_func=lambda code: territory(code, words),
            key="company-country",
        )
        known = zones(country or "")
        at = known.index(clock) if clock in known else 0
        zone = st.selectbox(words("Time zone"), known, index=at, key="company-zone") if len(known) > 1 else ""
        if st.button(words("Create the company"), key="company-create", disabled=not name.strip()):
            arguments = ["init", "--name", name.strip(), "--country", str(country)]
            done = work(arguments + (["--time-zone", zone] if zone else []), words("Creating the company"), words)
            finish(done)


def example(words: Words) -> None:
    """The demo company, in one click."""
    if not session.reader().founds:
        return
    with step(
        0,
        words("Or look around first"),
        words("A made-up company with two years of data; nothing of it is real."),
        words,
    ):
        if st.button(words("Open the demo company"), key="demo-start"):
            finish(demo(words), leave=True)


def may(right: bool, fact: str, name: str, words: Words) -> bool:
    """Whether a reader has a right; else what the reader lacks, and whom to ask."""
    if not right:
        reason = words("Ask whoever keeps the access file: it gives the right with {right}.", right=f"{name} = true")
        step(0, fact, reason, words)
    return right


def step(number: int, title: str, hint: str, words: Words, place: str = "") -> st.delta_generator.DeltaGenerator:
    """A card of the way in, to be filled; place: its name beside others without a number."""
    card = st.container(key=f"card-step-{place or number}")
    lead = f'<span class="tk-step">{number}</span> ' if number else ""
    card.html(f'<div class="tk-card"><h2>{lead}{text(title)}</h2><p class="tk-sub">{text(hint)}</p></div>')
    return card


def finish(done: Ending, *, leave: bool = False, brought: bool = False) -> None:
    """Keep what the command said for the next run, which reads the new version; leave: it begins with a board.

    brought: the command was of files, whose boards are then named.
    """
    session.keep(done.code, done.lines, brought=brought)
    session.leave_for_board(leave and done.code == 0)
    st.rerun()


def report(words: Words) -> None:
    """What the last command said: its counts and sentences; the names of its steps have no full stop."""
    code, lines = session.told()
    if code is None:
        return
    title = {
        0: words("Done"),
        1: words("Done; some rows were left out"),
    }.get(code, words("Refused: the warehouse is as it was"))
    # Where it lies, and which process is at work there, says nothing to a reader.
    place = re.compile(rf"\s\w+ {re.escape(str(session.folder()))}(?: \([^)]*\))?")
    lines = tuple(place.sub("", line) for line in lines)
    said = "".join(f"<p>{text(line)}</p>" for line in lines if not re.search(r"\w$", line) or line[-1].isdigit())
    chip = "routine" if code == 0 else "watch" if code == 1 else "worse"
    with st.container(key="card-report"):
        head = f'<h2><span class="tk-chip tk-{chip}">{text(title)}</span></h2>'
        st.html(f'<div class="tk-card">{head}<div class="tk-said">{said}</div></div>')


def countries(words: Words) -> list[str]:
    """Codes of countries: those of the product's first readers, then all others by name."""
    names = {str(code): str(name) for code, name in words.locale.territories.items()}
    others = [code for code in names if len(code) == 2 and code.isalpha() and code not in (*FIRST, "ZZ")]
    return [*FIRST, *sorted(others, key=lambda code: names[code])]


def territory(code: str, words: Words) -> str:
    """A country's name in the reader's language."""
    return str(words.locale.territories.get(code, code))
