"""What is sold, month by month, where the plan of the board is of something that stands rather than adds up.

A level such as recurring revenue has no forecast by days; the sum of what is sold has one.
"""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.boards.cards import plan
from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import MonthlyFacts, Year
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import PLAN
from crm_metrics.boards.series import scoped
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Year | None:
    """The months of what is sold; None where the plan is of a sum already, or nothing is sold by the day."""
    if facts.year is None or divided(metric_of(facts.year.indicator.metric)):
        return None
    sums = {one: facts.series[one] for one in PLAN if one in facts.series and divided(metric_of(one.metric))}
    year = plan.year(warehouse, sums, facts.first, scoped(facts.view))
    return None if year is None else plan.foretold(warehouse, facts, year)


def card(year: Year, frame: Frame, words: Words) -> Card:
    """The months of what is sold against plan, last year and forecast."""
    made, name = plan.card(year, frame, words), words(metric_of(year.indicator.metric).label)
    planned = any(month.plan is not None for month in year.months)
    title = words("{metric} · {said}", metric=name, said=made.title) if planned else made.title
    return replace(made, key="plan_sales", title=title, alt=made.alt.replace(made.title, title, 1))
