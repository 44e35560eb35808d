"""How many rows of a metric's tables were left out in a period, and whether they could move its number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.coverage import columns_behind, tables_behind
from crm_metrics.metrics.rows.fragments import Form
from crm_metrics.metrics.rows.intervals import Z, quantile_ranks
from crm_metrics.names import LackedId, TableId
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import OmittedRows, Warehouse
from crm_metrics.warehouse.tables import HAPPENED
from crm_metrics.words import mark

SHARE = 0.01  # where a number has no interval, a larger share of rows left out could move it

# A loaded row that lacks a column is missing where these columns of a shape are read: input column → shape → columns.
READ_FROM: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "relationship": {"survey": ("kind",)},
    "outcome": {
        "work_item": (
            "outcome", "won", "lost", "resolved", "decided", "won_60d", "won_180d", "followed_up_7d", "accepted_30d",
            "concession", "promise_met", "saved_now", "saved_90d",
        ),
        "opportunity": ("won", "lost", "decided"),
        "open_item_span": ("stage_win_rate",),
    },
    "returned_order_id": {"order_line": ("returned_30d",)},
    "hour": {"sla_clock": ("breached", "breached_on")},
    "opening_hour": {"opportunity": ("from_service",)},
}  # fmt: skip
# What a shape asks of a table that it can do without: of a point left out nobody knows whether it has a queue.
_ASKED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "touchpoint": {
        "interaction": (
            "queued", "dial", "answered", "in_target", "abandoned", "abandoned_in_target", "abandoned_short",
            "wait_seconds", "handle_seconds", "live_answer", "late_connect",
        ),
        "written_contact": ("unanswered", "reply_due_on"),
    },
}  # fmt: skip
_PLACES = ("returned_order_id",)  # without it a row is counted in the wrong place: however few, a number is not whole
_TURNED = ("opening_hour",)  # a row that lacks it is among those counted, on the wrong side perhaps
# Shapes of another name than the table on whose days their rows lie.
_LIKE = {
    "agent_day": "agent_time", "active_agent_day": "agent_time", "opportunity": "work_item", "offer": "work_item",
}  # fmt: skip
_ALIVE = ("open_item_span", "sla_risk_span", "mrr_span")  # stocks that a row leaves on the day when it ends …
_LOOKING_BACK = ("stage_win_rate",)  # … unless what became of those that left is part of their value


class Omitted(NamedTuple):
    """Rows left out behind a number, most of them of one table."""

    rows: int = 0
    """How many of all the tables behind it."""

    table: str = ""
    """The one that lacks most."""

    lacks: str = ""
    """The column that its loaded rows lack; "" where the rows themselves are out."""

    elsewhere: int = 0
    """How many of them add no row to the number's, but may turn one: of tables that only tell something of these."""

    certain: bool = False
    """Among them are rows that many others rest on, as a policy or a product: no share tells what they move."""

    @property
    def reason(self) -> Reason:
        """Why the number is not complete."""
        if self.lacks:
            return because(
                ONE_LACKING if self.rows == 1 else LACKING,
                count=self.rows,
                table=TableId(self.table),
                column=LackedId(self.lacks),
            )
        return because(ONE_OUT if self.rows == 1 else OUT, count=self.rows, table=TableId(self.table))


OUT = mark("{count} rows of {table} were left out: they could move this number")
ONE_OUT = mark("{count} row of {table} was left out: it could move this number")
ONE_LACKING = mark("{count} row of {table} does not tell its {column}: it could move this number")
LACKING = mark("{count} rows of {table} do not tell their {column}: they could move this number")


@dataclass(frozen=True)
class Tally:
    """Rows left out by the days on which they may count, each begun on one and over after another."""

    starts: tuple[date, ...]
    begun: tuple[int, ...]
    ends: tuple[date, ...]
    over: tuple[int, ...]

    @classmethod
    def of(cls, rows: Iterable[tuple[date | None, date | None, int]]) -> Tally:
        """Of rows with their first day, their last (None: any) and their number."""
        listed = list(rows)
        starts = sorted((first or date.min, count) for first, _, count in listed)
        ends = sorted((last or date.max, count) for _, last, count in listed)
        return cls(
            tuple(day for day, _ in starts),
            (0, *accumulate(count for _, count in starts)),
            tuple(day for day, _ in ends),
            (0, *accumulate(count for _, count in ends)),
        )

    def count(self, first: date, last: date) -> int:
        """How many may count between two days, both included."""
        return self.begun[bisect_right(self.starts, last)] - self.over[bisect_left(self.ends, first)]


@dataclass(frozen=True)
class Behind:
    """The rows left out behind one metric of a warehouse. flow: it counts rows in the period of their day."""

    warehouse: Warehouse
    metric: Metric
    flow: bool

    def omitted(self, first: date, last: date, processes: Collection[str] | None) -> Omitted:
        """What was left out for the days from `first` to `last`, of these processes (None: all)."""
        if not self.warehouse.omitted:
            return Omitted()
        if not _tells_processes(self.metric.shape):
            processes = None  # its rows are of none: what is made of those of all lacks those of all
        found = []
        for table, lacks in self._missing:
            elsewhere = table not in _own_tables(self.metric.shape)
            tally = self._tally(table, lacks, None if elsewhere else processes)
            count = tally.count(first, self._settled(last))
            certain = bool(count) and (table not in HAPPENED or lacks in _PLACES)
            found.append(Omitted(count, table, lacks, count * (elsewhere or lacks in _TURNED), certain))
        most = max(found, key=lambda one: one.rows, default=Omitted())
        rows, turned = sum(one.rows for one in found), sum(one.elsewhere for one in found)
        return Omitted(rows, most.table, most.lacks, turned, any(one.certain for one in found))

    @cached_property
    def _missing(self) -> tuple[tuple[str, str], ...]:
        """The tables of which it misses rows, each with the column that they lack ("": they are out)."""
        tables = dict.fromkeys(table for need in tables_behind(self.metric) for table in need.split("|"))
        read = columns_behind(self.metric)
        tables |= dict.fromkeys(name for name, of in _ASKED.items() if set(of.get(self.metric.shape, ())) & read)
        lacks = ["", *(name for name, of in READ_FROM.items() if set(of.get(self.metric.shape, ())) & read)]
        return tuple((table, name) for table in tables for name in lacks)

    def _settled(self, last: date) -> date:
        """The last day on which something happens that the number of a period up to `last` tells."""
        if self.metric.matures_on:
            return date.max
        return last + timedelta(days=self.metric.matures_days)

    def _tally(self, table: str, lacks: str, processes: Collection[str] | None) -> Tally:
        """The missing rows of a table by the days on which each may count: worked out once for all metrics alike."""
        alive = self.metric.shape in _ALIVE and not columns_behind(self.metric).intersection(_LOOKING_BACK)
        own = self.flow and _on_its_day(self.metric, table)
        place = ("omitted", table, lacks, None if processes is None else frozenset(processes), alive, own)
        if place not in self.warehouse.memory:
            rows = (row for row in self.warehouse.omitted if (row.table, row.lacks) == (table, lacks))
            kept = (row for row in rows if processes is None or row.process is None or row.process in processes)
            self.warehouse.memory[place] = Tally.of((row.first, _until(row, own, alive), row.rows) for row in kept)
        tally: Tally = self.warehouse.memory[place]
        return tally


@cache
def _own_tables(name: str) -> frozenset[str]:
    """The input tables that the rows of a shape are made of, without those that only tell something of a column."""
    return frozenset(table for need in shape.shapes()[name].tables for table in need.split("|"))


@cache
def _tells_processes(name: str) -> bool:
    """Whether a shape looks at the process of the rows that it is made of."""
    return "process" in re.findall(r"\w+", shape.shapes()[name].sql)


def _until(row: OmittedRows, own: bool, alive: bool) -> date | None:
    """The last day on which a row may count: of a stock, and of what is made of many rows, any later one."""
    if own:
        return row.last
    return row.gone if alive else None


def _on_its_day(metric: Metric, table: str) -> bool:
    """Whether a row of the table counts in the period of its own day and in no other."""
    named = HAPPENED.get(table, ())
    days = [column.removesuffix("_at") + "_on" if column.endswith("_at") else column for column in named]
    return _LIKE.get(metric.shape, metric.shape) == table and (metric.anchor in days or metric.shape in _LIKE)


def could_move(
    missing: Omitted, form: Form, *, value: float | None, n: int | None, ends: tuple[float | None, float | None],
    factor: float, share: float,
) -> bool:  # fmt: skip
    """Whether rows left out could move a number by more than half its interval; by 1 % where its kind has none.

    A share of n rows lies, whatever the missing ones are, between all of them out of the numerator and all in it; a
    net score moves by their own share at most; a quantile by ranks. What a sum would gain has no bound: one row of a
    hundred is enough. So it is for a mean, and less where many rows make its interval narrow: rows three standard
    deviations away shift it by 3 s r ÷ (n + r), and half the interval is z s ÷ √n. A row of another table adds none to
    the n: it may turn one of them, from one end to the other.
    """
    count, rows = missing.rows, n or 0
    if not count or missing.certain or not rows:
        return bool(count)
    added, turned = count - missing.elsewhere, missing.elsewhere / rows
    out = added / (rows + added)
    half = (ends[1] - ends[0]) / 2 if ends[0] is not None and ends[1] is not None else None
    if form == "proportion" and half is not None and value is not None:
        return out * max(value, 1 - value) + turned > half
    if form == "net" and half is not None and value is not None:
        return out * (abs(factor) + abs(value)) + 2 * turned * abs(factor) > half
    if form == "quantile" and quantile_ranks(rows, share) is not None:
        return count * max(share, 1 - share) > Z * sqrt(rows * share * (1 - share))
    told = half is not None or form == "ratio"  # a mean of rows that all agree has no interval, and is none the surer
    return out + turned > (min(SHARE, Z / (3 * sqrt(rows))) if told else SHARE)
