"""What an address can ask at all: which of its ids are days or processes, and which are none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_metrics.access import PROCESSES
from crm_metrics.metrics.question import FIRST_YEAR, LAST_YEAR

DAYS = ("day", "week", "month", "until")  # filters whose id is an ISO date: the last day shown
DATES = (*DAYS, "since")  # and the first one


def sifted(wanted: Mapping[str, list[str]]) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """What can be asked at all, and what can't: a process that there is not, a day that is none."""
    known: dict[str, list[str]] = {}
    strange: list[tuple[str, str]] = []
    for key, ids in wanted.items():
        for value in ids:
            fits = value in PROCESSES if key == "process" else day_of(value) is not None if key in DATES else True
            if fits:
                known.setdefault(key, []).append(value)
            else:
                strange.append((key, value))
    return known, strange


def day_of(text: str) -> date | None:
    """The day that a text names; None where it is none, or so early that no limits could be learnt before it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR + 3 <= day.year < LAST_YEAR else None  # limits are learnt from years before it
