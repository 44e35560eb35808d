"""Who is held out of the day's list stands on no other list that asks to do something with customers, either."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from crm_metrics.boards.customers.crossing import Crossing
from crm_metrics.boards.customers.growing import Growing
from crm_metrics.boards.customers.listing import last_sheet
from crm_metrics.boards.customers.stimulus import SilentList
from crm_metrics.metrics.readings import Reason

Listed = TypeVar("Listed", Crossing | Reason, Growing | Reason, SilentList | Reason)


def without(found: Listed, held: Collection[str]) -> Listed:
    """A list without these customers; it says how many they are, and never who."""
    if isinstance(found, Crossing):
        offers = tuple(pair for pair in found.offers if pair[0].customer not in held)
        out, sheet = len(found.offers) - len(offers), min(found.sheet, last_sheet(len(offers)))
        return replace(found, offers=offers, held=out, sheet=sheet)
    if isinstance(found, Growing):
        candidates = tuple(one for one in found.customers if one.customer not in held)
        out, sheet = len(found.customers) - len(candidates), min(found.sheet, last_sheet(len(candidates)))
        return replace(found, customers=candidates, held=out, sheet=sheet)
    if isinstance(found, SilentList):
        silent = tuple(one for one in found.customers if one.customer not in held)
        out, sheet = len(found.customers) - len(silent), min(found.sheet, last_sheet(len(silent)))
        return replace(found, customers=silent, held=out, sheet=sheet)
    return found
