"""How much of a metric's tables is loaded, and so whether a period of it is complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.formula import names, parse
from crm_metrics.metrics.rows.ledger import Silence, silence_of
from crm_metrics.names import TableId
from crm_metrics.periods import Period, last_over, next_start
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

ASSUMED = mark("{table}: it is taken for granted, for nobody has said so, {what}")


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What is loaded of the tables behind a formula."""

    first: date | None = None
    """The first day from which all of them are loaded; None where none has one."""

    first_table: str = ""
    """The table that sets it."""

    through: date | None = None
    """The last day to which all of them are loaded; None where none has one."""

    through_table: str = ""
    """The table that sets it."""

    passed: float = 1.0
    """The share of `through` that had gone by when that table was loaded; below 1 the day was still running."""

    missing: str | None = None
    """The tables (alternatives joined by "/") of which at least one is needed and none was ever loaded."""

    elsewhere: bool = False
    """Its rows are no part of the warehouse."""

    silence: Silence = field(default_factory=Silence)
    """What its ledger does not tell, however far it is loaded."""

    assumed: Reason | None = None
    """What a source takes for granted of the rows of one of them, for nobody has said so."""

    @property
    def whole(self) -> date | None:
        """The last day that was over when all of them were loaded: no verdict rests on a later one."""
        return None if self.through is None else last_over(self.through, self.passed)

    @property
    def reason(self) -> Reason | None:
        """Why nothing can be computed, or None."""
        if self.elsewhere:
            return because("kept in the application's database, which is not there yet")
        if self.missing:
            return because("needs {table}, which was never loaded", table=TableId(self.missing))
        return self.silence.absent

    def before(self, period: Period) -> Reason | None:
        """Why a period that ends before the first loaded day has no value, or None."""
        if self.first is None or period.last >= self.first:
            return None
        return because("{table} is loaded from {day}", table=TableId(self.first_table), day=self.first)

    def after(self, period: Period) -> Reason | None:
        """Why a period that begins after the watermark has no value of its own, or None."""
        if self.through is None or period.first <= self.through:
            return None
        return because("{table} is loaded through {day}", table=TableId(self.through_table), day=self.through)

    def incomplete(self, period: Period, window: date, end: date, matures: date | None) -> Reason | None:
        """Why a period is not complete, or None when it is.

        window: the first day read (earlier than the period's where a window trails). end: the last day of the whole
        calendar period. matures: the day on which its last rows settle, where they have to.
        """
        if self.first is not None and window < self.first:
            return because("{table} is loaded from {day}", table=TableId(self.first_table), day=self.first)
        if self.through is not None and period.last > self.through:
            return because("{table} is loaded through {day}", table=TableId(self.through_table), day=self.through)
        if period.first > period.start or period.last < end:
            if self.through is not None and period.last == self.through:
                return because("{table} is loaded through {day}", table=TableId(self.through_table), day=self.through)
            return because("only {first} to {last} was asked", first=period.first, last=period.last)
        if self.whole is not None and period.last > self.whole:
            return because(
                "{day} was still running when {table} was loaded", day=self.through, table=TableId(self.through_table)
            )
        if matures is not None and self.whole is not None and matures > self.whole:
            return because("matures on {day}", day=matures)
        return self.silence.at(period.last) or self.assumed


def calendar_end(every: str, period: Period) -> date:
    """The last day of the whole calendar period that `period` belongs to; "all" ends where it was asked to."""
    return period.last if every == "all" else next_start(every, period.start) - timedelta(days=1)


def coverage_of(warehouse: Warehouse, metric: Metric) -> Coverage:
    """What is loaded of the tables behind the columns that the metric's formula names; dimensions don't count."""
    if metric.shape == APPLICATION:
        return Coverage(elsewhere=True)
    loaded = _loaded(warehouse, metric)
    columns = columns_behind(metric) | ({metric.own} if metric.own else set())  # what it is always divided by
    silence = silence_of(warehouse, metric, columns, loaded.through)
    return replace(loaded, silence=silence, assumed=_assumed(warehouse, metric))


def _assumed(warehouse: Warehouse, metric: Metric) -> Reason | None:
    """What is taken for granted of the tables behind a formula, told of the first of them."""
    tables = (table for need in tables_behind(metric) for table in need.split("|"))
    told = next(((table, warehouse.assumed[table]) for table in tables if table in warehouse.assumed), None)
    return because(ASSUMED, table=TableId(told[0]), what=because(told[1])) if told else None


def _loaded(warehouse: Warehouse, metric: Metric) -> Coverage:
    first: tuple[date, str] | None = None
    reaches: list[tuple[date, float, str]] = []
    for need in tables_behind(metric):
        loaded = [(table, state) for table in need.split("|") if (state := warehouse.loaded(table)) is not None]
        if not loaded:
            return Coverage(missing=need.replace("|", " / "))
        firsts = [(state.first, table) for table, state in loaded if state.first is not None]
        if firsts:
            first = max([*firsts, first] if first else firsts)
        reaches += [(state.through, state.passed, table) for table, state in loaded if state.through is not None]
    from_day, from_table = first or (None, "")
    if not reaches:
        return Coverage(first=from_day, first_table=from_table)
    to_day, passed, to_table = min(reaches, key=lambda reach: reach[:2])  # of those equal, the formula's first
    return Coverage(
        first=from_day,
        first_table=from_table,
        through=to_day,
        through_table=to_table,
        passed=passed,
    )


@cache
def tables_behind(metric: Metric) -> tuple[str, ...]:
    """The input tables that a metric's formula reads; "a|b" means any of them."""
    if metric.shape == APPLICATION:
        return ()
    made_from = shape.shapes()[metric.shape]
    tables: dict[str, None] = {}
    for column in sorted(columns_behind(metric)) or [""]:
        tables.update(dict.fromkeys(made_from.tables_behind(column)))
    return tuple(tables)


@cache
def columns_behind(metric: Metric) -> frozenset[str]:
    """The columns of its shape that a metric's formula reads, its anchor among them."""
    columns = {metric.anchor} if metric.anchor not in ("", "days") else set()
    for text in (metric.numerator, metric.denominator, metric.rows, metric.matures_on):
        if text:
            columns.update(names(parse(text, metric.name)))
    return frozenset(columns)


def latest_watermark(warehouse: Warehouse, tables: Iterable[str]) -> date | None:
    """The last civil day to which any of the tables is loaded."""
    days = [state.through for table in tables if (state := warehouse.loaded(table)) and state.through]
    return max(days, default=None)
