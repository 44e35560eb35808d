"""What stands on a board of one's own: a metric added with its rhythm and part, moved, taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_metrics.boards.chosen.listing import ChosenNames
from crm_metrics.boards.chosen.page import ChosenFacts, touchpoints
from crm_metrics.boards.chosen.reading import choosable, rhythms
from crm_metrics.boards.chosen.selection import (
    MOST,
    PAGE,
    RHYTHMS,
    SHOWN,
    ChosenMetric,
    chosen,
    chosen_metric,
    moved,
    of_id,
    with_one,
    without_one,
)
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.layout import TIERS
from crm_metrics.boards.series import offered, tables_of
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known
from crm_metrics.processes import PROCESSES
from crm_metrics.warehouse.roster import people
from crm_metrics.words import Words, mark
from pages.parts import session
from pages.parts.forms.saying import note
from pages.parts.sheet import Sheet

FORM = "tk-choose"
EVERY = {"day": mark("by day"), "week": mark("by week"), "month": mark("by month")}


def panel(sheet: Sheet) -> None:
    """The fields that unfold above the board; open by themselves while nothing is chosen."""
    facts, words = sheet.facts, sheet.words
    if not isinstance(facts, ChosenFacts) or facts.day is None:
        return
    ids = [one.id for one in chosen(sheet.view)]
    if not ids and session.widget(FORM) is None:
        session.hold(FORM, value=True)
    title = words("Metrics of this board")
    box = st.expander(title, key=FORM, on_change="rerun", icon=":material/dashboard_customize:")
    if not box.open:
        return
    with box:
        if len(ids) < MOST:
            _adding(ids, words)
        else:
            note(words("The board is full: {most} metrics are the most.", most=MOST))
        mine = [one for one, said in zip(ids, facts.readings, strict=False) if said.why != "beyond"]
        if mine:
            _standing(ids, mine, ChosenNames(words, facts.points))
        note(words("“Save this view” keeps the board under a name and shares it."))


def _adding(ids: Sequence[str], words: Words) -> None:
    """A metric with its rhythm and its part, and the button that puts it on the board."""
    metrics = _metrics(words)
    first, second = st.columns([3, 1])
    name = first.selectbox(words("Metric"), list(metrics), format_func=lambda one: metrics[one], key=f"{FORM}-metric")
    if name is None:
        return
    metric = known()[name]
    allowed = rhythms(metric)
    every = second.selectbox(words("Rhythm"), allowed, index=allowed.index("week") if "week" in allowed else 0,
                             format_func=lambda one: words(EVERY[one]), key=f"{FORM}-every-{name}")  # fmt: skip
    parts = _parts(metric, words)
    one = chosen_metric(name, every or RHYTHMS[1], **parts)
    there = one.id in ids
    st.button(words("Add it to the board"), key=f"{FORM}-add", type="secondary" if there else "primary", disabled=there,
              on_click=_kept, args=(with_one(ids, one.id),))  # fmt: skip


def _metrics(words: Words) -> dict[str, str]:
    """The metrics that these data can tell and the reader may ask, by name."""
    warehouse, scope = session.warehouse(), session.reader().scope
    found = {
        name: words(metric.label)
        for name, metric in known().items()
        if choosable(metric)
        and permitted(scope, metric.process)
        and all(any(map(warehouse.loaded, need.split("|"))) for need in tables_of(metric))
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def _parts(metric: Metric, words: Words) -> dict[str, str]:
    """The values chosen, by dimension; "" for all of it."""
    kept: dict[str, str] = {}
    can = offered(session.warehouse(), metric)
    columns = iter(st.columns(4))
    for dimension, label, everything in (
        ("process", words("Process"), words("All processes")),
        ("team", words("Team"), words("All teams")),
        ("touchpoint", words("Touchpoint"), words("All touchpoints")),
        ("tier", words("Tier"), words("All tiers")),
    ):
        if dimension not in can or (dimension == "process" and metric.process is not None):
            continue
        values = {"": everything} | dict(_values(dimension, metric.process or kept.get("process", ""), words))
        kept[dimension] = next(columns).selectbox(
            label, list(values), format_func=values.__getitem__, key=f"{FORM}-{dimension}-{metric.name}"
        )
    return kept


def _values(dimension: str, process: str, words: Words) -> Mapping[str, str]:
    """What may be chosen of a dimension, within what the reader sees, by id."""
    scope, warehouse = session.reader().scope, session.warehouse()
    if dimension == "process":
        return {one: words.name(one) for one in PROCESSES if permitted(scope, one)}
    if dimension == "tier":
        return {one: words.name(one) for one in TIERS}
    if dimension == "touchpoint":
        return touchpoints(warehouse, scope, process)
    teams = {one.team for one in people(warehouse, scope).values() if one.team and process in ("", one.process)}
    return {one: one for one in sorted(teams)}


def _standing(ids: Sequence[str], mine: Sequence[str], names: ChosenNames) -> None:
    """One of the metrics of the board: earlier, later, or off it. mine: those that the reader sees."""
    words = names.words
    which = st.selectbox(words("On the board"), list(mine), format_func=lambda one: _said(of_id(one), names),
                         key=f"{FORM}-which")  # fmt: skip
    if which is None:
        return
    with st.container(horizontal=True):
        st.button(words("Earlier"), key=f"{FORM}-earlier", icon=":material/arrow_upward:", disabled=which == ids[0],
                  on_click=_kept, args=(moved(ids, which, -1),))  # fmt: skip
        st.button(words("Later"), key=f"{FORM}-later", icon=":material/arrow_downward:", disabled=which == ids[-1],
                  on_click=_kept, args=(moved(ids, which, 1),))  # fmt: skip
        st.button(words("Take it off"), key=f"{FORM}-off", icon=":material/close:",
                  on_click=_kept, args=(without_one(ids, which),))  # fmt: skip


def _said(one: ChosenMetric, names: ChosenNames) -> str:
    """A metric with its part and rhythm."""
    words = names.words
    return f"{names.metric(one)} · {words(EVERY[one.every])}"


def _kept(ids: Sequence[str]) -> None:
    session.go({SHOWN: list(ids)}, PAGE)
