"""Setting an objective on its page: of which metric and part, from which month on, with its bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from crm_metrics.boards.objectives.facts import CHOSEN
from crm_metrics.boards.objectives.reach import within
from crm_metrics.errors import CrmError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals import kept
from crm_metrics.metrics.registry import known
from crm_metrics.office.objectives import Aim, Bands, ObjectiveChangedError, SetObjective, may_set, may_set_of
from crm_metrics.office.place import office_place
from crm_metrics.periods import months_later
from crm_metrics.warehouse.roster import people
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

if TYPE_CHECKING:
    from crm_metrics.office.aims import ObjectiveRegister

FORM = "tk-aim"
DONE, WRONG = "tk-aim-done", "tk-aim-wrong"  # what is said once
BEHIND, AHEAD = 2, 12  # months from which an objective may hold, around the one that runs
SCALES = {"percent": 100, "permille": 1000}  # what a fraction is written as
PARTS = ("minimum", "good", "excellent")


def panel(sheet: Sheet) -> None:
    """The form that unfolds above the cards; nobody sees it who sets no objective."""
    words = sheet.words
    say(DONE)
    if not may_set(session.reader()):
        return
    box = st.expander(words("Set an objective"), key=FORM, on_change="rerun", icon=":material/flag:")
    if not box.open:
        return
    with box:
        _lost(words)
        aim = _aim(sheet, words)
        if aim is None:
            note(words("There is no part here whose objectives you may set."))
            return
        _bands(aim, words)


def _lost(words: Words) -> None:
    """The objectives of metrics that are not known here any more: nothing is held against them, and they may go."""
    if not office_place(session.current_settings()).begun:
        return
    from crm_metrics.office.aims import objectives  # SQLAlchemy is slow to load, and who sets nothing needs none

    reader = session.reader()
    lost = {
        _place(one.aim): one
        for one in objectives(_register().database)
        if one.aim.metric not in known() and may_set_of(reader, one.aim.process, one.aim.team)
    }
    if not lost:
        return
    shown = {
        place: " · ".join(
            filter(None, (one.aim.metric, words.name(one.aim.process), one.aim.team, words.month(one.aim.valid_from)))
        )
        for place, one in lost.items()
    }
    note(words("These objectives are of metrics that are not known here any more."))
    place = st.selectbox(words("Objective"), list(lost), format_func=lambda one: shown[one], key=f"{FORM}-lost")
    st.button(words("Withdraw it"), key=f"{FORM}-lost-do", on_click=_withdrawn, args=(lost[place], words))


def _register() -> ObjectiveRegister:
    from crm_metrics.office.aims import ObjectiveRegister  # SQLAlchemy is slow to load, and who sets nothing needs none
    from crm_metrics.office.database import opened  # which loads the same

    return ObjectiveRegister(opened(office_place(session.current_settings())), session.reader())


def _standing(aim: Aim) -> SetObjective | None:
    """What is set of this part from this month on, as it is now."""
    if not office_place(session.current_settings()).begun:
        return None
    from crm_metrics.office.aims import objectives  # SQLAlchemy is slow to load, and who sets nothing needs none

    key = (aim.metric, aim.process, aim.team, aim.valid_from)
    found = objectives(_register().database)
    return next(
        (one for one in found if (one.aim.metric, one.aim.process, one.aim.team, one.aim.valid_from) == key), None
    )


# What it is of -------------------------------------------------------------------------------------------------------


def _aim(sheet: Sheet, words: Words) -> Aim | None:
    """The metric, part and month chosen; each choice shows what is set there."""
    metrics = {name: words(one.label) for name, one in known().items()}
    shown = next((one.chosen[0] for one in sheet.board.filters if one.key == CHOSEN and one.chosen), "")
    first, second, third = st.columns(3)
    order = sorted(metrics, key=lambda name: (name != shown, metrics[name].casefold()))
    name = first.selectbox(words("Metric"), order, format_func=lambda one: metrics[one], key=f"{FORM}-metric-{shown}")
    metric = known()[name]
    parts = _parts(metric, words)
    if not parts:
        return None
    part = second.selectbox(words("Of whom"), list(parts), format_func=lambda one: parts[one], key=f"{FORM}-part")
    month = _month()
    months = [months_later(month, ahead) for ahead in range(-BEHIND, AHEAD + 1)]
    begins = third.selectbox(words("From the month"), months, index=BEHIND, format_func=words.month, key=f"{FORM}-from")
    return Aim(metric=name, process=part[0], team=part[1], valid_from=begins)


def _parts(metric: Metric, words: Words) -> dict[tuple[str, str], str]:
    """The parts of the company whose objectives of a metric the reader may set, by process and team."""
    reader = session.reader()
    teams = sorted({(one.process, one.team) for one in people(session.warehouse(), reader.scope).values() if one.team})
    processes = dict.fromkeys([metric.process] if metric.process else [process for process, _ in teams])
    offered = {("", ""): words("Company")} if metric.process is None else {}
    for process in processes:
        offered[process, ""] = words.name(process)
        offered |= {(process, team): f"{words.name(process)} · {team}" for owner, team in teams if owner == process}
    return {part: said for part, said in offered.items() if may_set_of(reader, *part)}


def _month() -> date:
    """The month that runs, by the data."""
    return (session.warehouse().latest or date.today()).replace(day=1)


# What it asks --------------------------------------------------------------------------------------------------------


def _bands(aim: Aim, words: Words) -> None:
    metric, seen = known()[aim.metric], _standing(aim)
    keys = {part: f"{FORM}-{part}-{_place(aim)}-{seen.version if seen else 0}" for part in (*PARTS, "until")}
    sign = {"percent": " (%)", "permille": " (‰)"}.get(metric.unit, "")
    labels = {"minimum": words("Minimum"), "good": words("Good"), "excellent": words("Excellent")}
    with st.form(f"{FORM}-form", border=False):
        for column, part in zip(st.columns(3), PARTS, strict=True):
            now = getattr(seen.bands, part) if seen else None
            shown = None if now is None else float(Decimal(str(now)) * SCALES.get(metric.unit, 1))
            column.number_input(labels[part] + sign, value=shown, format=_form(metric), key=keys[part])
        ends = [None, *(months_later(aim.valid_from, ahead) for ahead in range(1, AHEAD + 1))]
        if seen and seen.aim.valid_to not in ends:
            ends.append(seen.aim.valid_to)
        st.selectbox(
            words("Until before the month"),
            ends,
            index=ends.index(seen.aim.valid_to) if seen else 0,
            format_func=lambda one: words("without an end") if one is None else words.month(one),
            key=keys["until"],
        )
        note(*_notes(aim, seen, words))
        say(WRONG)
        args = (aim, seen, keys, words)
        st.form_submit_button(words("Save"), key=f"{FORM}-do", type="primary", on_click=_saved, args=args)
    if seen:
        st.button(
            words("Withdraw it: the files hold again"), key=f"{FORM}-back", on_click=_withdrawn, args=(seen, words)
        )


def _form(metric: Metric) -> str:
    """As many digits as the metric is told in: whole cases, cents, fine ones of what is worked out."""
    if metric.unit == "count" and metric.aggregation in ("sum", "stock", "distinct"):
        return "%0.0f"
    return "%0.2f" if metric.unit in ("money", "percent", "permille", "seconds", "points") else "%0.4f"


def _place(aim: Aim) -> str:
    return f"{aim.metric}-{aim.process}-{aim.team}-{aim.valid_from}"


def _notes(aim: Aim, seen: SetObjective | None, words: Words) -> Sequence[str]:
    """What is set here already, whose name it is kept under, and what it goes over."""
    said = [words("It goes over what files brought, from its month on, on each board and in each answer.")]
    if seen is not None:
        day = seen.changed_at.astimezone(ZoneInfo(session.time_zone())).date()
        said.append(words("Set by {name} on {day}.", name=words.name(seen.author), day=day))
    return [*said, under_name(words)]


# What the buttons do; each knows the objective as its reader saw it --------------------------------------------------


def _saved(aim: Aim, seen: SetObjective | None, keys: Mapping[str, str], words: Words) -> None:
    metric = known()[aim.metric]
    scale = SCALES.get(metric.unit, 1)
    given = {part: session.widget(keys[part]) for part in PARTS}
    bands = {part: None if one is None else float(Decimal(str(one)) / scale) for part, one in given.items()}
    good = bands["good"]
    if good is None:
        session.hold(WRONG, words("Write what is good; minimum and excellent may stay empty."))
        return
    until = session.widget(keys["until"])
    try:
        asked = Bands(minimum=bands["minimum"], good=good, excellent=bands["excellent"])
        within(session.warehouse(), metric, [one for one in bands.values() if one is not None], words)
        _register().set(replace(aim, valid_to=until), asked, metric.better, seen)
    except (ObjectiveChangedError, CrmError) as error:
        session.hold(WRONG, words.error(error))
        return
    _finished(words("Saved: {name}", name=words(metric.label)))


def _withdrawn(seen: SetObjective, words: Words) -> None:
    try:
        _register().withdraw(seen)
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    metric = known().get(seen.aim.metric)
    _finished(words("Withdrawn: {name}", name=words(metric.label) if metric else seen.aim.metric))


def _finished(said: str) -> None:
    kept.forget()
    session.hold(DONE, said)
    session.hold(FORM, value=False)
