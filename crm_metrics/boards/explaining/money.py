"""The money behind a gap or a change that is explained, at the volume of its own days."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.analysis.effects.worth import counted
from crm_metrics.boards.explaining.split import Explained
from crm_metrics.boards.worth.pricing import in_money
from crm_metrics.warehouse.store import Warehouse


def with_money(warehouse: Warehouse, shown: Explained | None) -> Explained | None:
    """What explains a number, with what the whole of it is in money or why it is none."""
    if shown is None or shown.split is None or shown.now.whole is None:
        return shown
    asked, below = shown.asked, shown.now.whole.denominator
    found = in_money(
        warehouse,
        asked.metric,
        counted(float(shown.split.whole)),
        None if below is None else float(below),
        asked.days,
        where=asked.where,
        scope=asked.view.scope,
    )
    return replace(shown, money=found)
