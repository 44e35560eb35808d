"""What a reader asks of a metric: which one, which days, by what, compared with when; each made out of a link's ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crm_metrics.boards import catalogue
from crm_metrics.boards.core import View
from crm_metrics.boards.filters import asked_processes
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import FIRST_YEAR, LAST_YEAR
from crm_metrics.metrics.registry import known
from crm_metrics.periods import Period, a_year_before, days_before, last_month
from crm_metrics.warehouse.store import Warehouse

Against = Literal["", "before", "year"]
# What a link says of the page itself; every other id in it is a filter of rows.
METRIC, ROWS, COLUMNS, SINCE, AGAINST = "metric", "rows", "columns", "since", "against"
OWN = (METRIC, ROWS, COLUMNS, SINCE, AGAINST)
# What is shown before a metric is chosen: the first that these data can tell.
FIRST = ("csat", "revenue", "cases_opened", "contacts_handled", "cash_collected", "nps", "closing_mrr", "receivables")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A question put by a reader."""

    metric: Metric
    """What is measured."""
    days: Period
    """The first and the last day, both in it."""
    rows: str = ""
    """The dimension of the rows; "" for none."""
    columns: str = ""
    """The dimension of the columns; "" for none."""
    against: Against = ""
    """Compared with the days just before, with the same days a year before, or with nothing."""
    where: tuple[tuple[str, str], ...] = ()
    """(dimension, value) pairs that rows have to fit; the same dimension twice means any of its values."""
    personal: bool = False
    """Whether the reader sees ids that tell who a customer is."""

    @property
    def by(self) -> tuple[str, ...]:
        """The dimensions asked by, rows first."""
        return tuple(dict.fromkeys(one for one in (self.rows, self.columns) if one))

    @property
    def before(self) -> Period | None:
        """The days that are compared with; None where nothing is."""
        if not self.against:
            return None
        return days_before(self.days) if self.against == "before" else a_year_before(self.days)

    @property
    def filters(self) -> Mapping[str, list[str]]:
        """The conditions as a question takes them."""
        kept: dict[str, list[str]] = {}
        for dimension, value in self.where:
            kept.setdefault(dimension, []).append(value)
        return kept


def selection_of(warehouse: Warehouse, view: View, whole: date) -> Selection:
    """The question that a view holds; what it does not say is the last closed month, by no dimension.

    whole: the last day that was over when the data were loaded.
    """
    said = dict(view.where)
    metrics = known()
    metric = metrics.get(said.get(METRIC, "")) or _told_first(warehouse, metrics)
    against = said.get(AGAINST, "")
    return Selection(
        metric=metric,
        days=_days(view, said.get(SINCE, ""), whole),
        rows=said.get(ROWS, ""),
        columns=said.get(COLUMNS, ""),
        against="before" if against == "before" else "year" if against == "year" else "",
        where=_where(view, metric),
        personal=view.personal,
    )


def _where(view: View, metric: Metric) -> tuple[tuple[str, str], ...]:
    """The conditions of the link; its processes are one, but of a metric that is the own one of one of them."""
    asked = asked_processes(view)
    own = () if metric.process in asked else tuple(("process", name) for name in asked)
    return (*own, *((name, value) for name, value in view.where if name not in OWN))


def _told_first(warehouse: Warehouse, metrics: Mapping[str, Metric]) -> Metric:
    return next((metrics[name] for name in FIRST if catalogue.line(warehouse, metrics[name]).ready), metrics[FIRST[0]])


def _days(view: View, since: str, whole: date) -> Period:
    """The days asked for; with only one end of them, the month that it lies in up to the other."""
    first = _date(since)
    if view.until is None and first is None:
        return last_month(whole)
    last = view.until or max(whole, first or whole)
    first = min(first or last.replace(day=1), last)
    return Period(first, first, last)


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year <= LAST_YEAR else None  # the year before it may be compared with
