"""What a reader asks of the page: which process, units, months and pair of measures; each made out of a link's ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_metrics.boards.core import View
from crm_metrics.periods import Period, last_month, months_later

UNIT, PRODUCTIVITY, SATISFACTION, SPAN, PICKED = "unit", "productivity", "satisfaction", "months", "picked"
CHOICES = (UNIT, PRODUCTIVITY, SATISFACTION, PICKED)  # what chooses among what was read already
OWN = (*CHOICES, SPAN)  # every other id of a link is a condition of rows
UNITS = ("agent", "team", "touchpoint")
SPANS = ("12", "6", "3")  # months; the first unless another is asked for

# How fast, or how cheaply, work is done: of each line the first that these data tell.
PRODUCTIVITIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "presales": (("leads_worked_per_hour", "leads_worked_per_agent_day"),),
    "sales": (("revenue_per_selling_hour", "revenue_per_agent_day"),),
    "service": (("average_handle_time",), ("cases_resolved_per_hour", "cases_resolved_per_agent_day")),
    "collections": (("collected_per_hour", "collected_per_agent_day"),),
    "telemarketing": (("contacts_per_hour", "contacts_per_agent_day"), ("sales_per_hour", "sales_per_agent_day")),
    "loyalty": (("enrolments_per_hour", "enrolments_per_agent_day"),),
    "retention": (("saves_per_hour", "saves_per_agent_day"),),
}
COST = ("cost_per_contact",)  # of every process
SATISFACTIONS = (("csat", "csat_mean"), ("ces",), ("nps_transactional",), ("good_rating_rate",))


def places(process: str) -> tuple[tuple[str, ...], ...]:
    """The measures of productivity of a process, each with what may stand in for it."""
    return (*PRODUCTIVITIES[process], COST)


def whole(view: View) -> View:
    """A view without what only chooses among what the page has read: one reading serves all of these choices."""
    where = tuple((name, value) for name, value in view.where if name not in CHOICES)
    return replace(view, process=None, where=where)


@dataclass(frozen=True, kw_only=True)
class PairChoice:
    """What of the page's readings is shown."""

    process: str
    """Whose units."""
    unit: str
    """agent, team or touchpoint."""
    productivity: str
    """The metric across."""
    satisfaction: str
    """The metric upwards."""


def months(view: View, last: date) -> Period:
    """The months asked for, whole ones, up to the last closed one. last: the last day that was over."""
    asked = dict(view.where).get(SPAN, "")
    closed = last_month(min(view.until or last, last))
    first = months_later(closed.first, 1 - int(asked if asked in SPANS else SPANS[0]))
    return Period(first, first, closed.last)


def picked(view: View) -> tuple[str, ...]:
    """The units chosen by the reader; none for all of them."""
    return tuple(dict.fromkeys(value for name, value in view.where if name == PICKED))


def conditions(view: View) -> dict[str, list[str]]:
    """The conditions of rows, as a question takes them."""
    kept: dict[str, list[str]] = {}
    for name, value in view.where:
        if name not in OWN:
            kept.setdefault(name, []).append(value)
    return kept
