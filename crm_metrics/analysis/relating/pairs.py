"""Pairs of one answer and what happened in its own contact, case or order, read from the warehouse row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis.relating.drivers import Driver
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.rows.dimensions import Condition, available, column_of, missing
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped
from crm_metrics.warehouse.store import Warehouse

Array = np.ndarray[Any, Any]

FACTORS = ("team", "reason", "channel", "tier")  # what answers are compared within, beside the month
ROWS = {
    "contact": "left join shape.interaction i on i.interaction_id = s.interaction_id",
    "case": "left join shape.work_item w on w.work_item = s.work_item",
    "order": "left join shape.purchase o on o.order_id = s.order_id",
}
CLOCKS = """left join (
  select work_item, bool_and(met) filter (where clock = 'resolution') as resolved,
    bool_and(met) filter (where clock = 'first_response') as answered,
    bool_and(met) filter (where clock = 'next_response') as followed
  from shape.sla_clock group by work_item) k on k.work_item = s.work_item"""
KEYS = {"contact": "s.interaction_id", "case": "s.work_item", "order": "s.order_id"}

# A survey that names nothing but an order was sent about a sale.
PROCESS = "coalesce(s.process, case when s.order_id is not null then 'sales' end)"
NET = "100 * (cast(s.promoter as integer) - cast(s.detractor as integer))"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How one answer of a satisfaction metric is read, as SQL over `s`."""

    metric: str
    column: str
    """What the answer is worth: 0 or 1, or points."""
    rows: str
    """Which answers."""
    invited: str
    """Which invitations, answered or not."""
    share: bool
    """Yes or no; else a score in points."""


MEASURES: Mapping[str, Measure] = {
    measure.metric: measure
    for measure in (
        Measure(
            metric="csat",
            column="s.satisfied",
            rows="s.satisfied is not null",
            invited="s.instrument = 'csat'",
            share=True,
        ),
        Measure(
            metric="ces",
            column="s.easy",
            rows="s.easy is not null",
            invited="s.instrument = 'ces'",
            share=True,
        ),
        Measure(
            metric="good_rating_rate",
            column="s.good",
            rows="s.good is not null",
            invited="s.instrument = 'good_bad'",
            share=True,
        ),
        Measure(
            metric="csat_mean",
            column="s.score_100",
            rows="s.instrument = 'csat' and s.score_100 is not null",
            invited="s.instrument = 'csat'",
            share=False,
        ),
        Measure(
            metric="nps_transactional",
            column=NET,
            rows="s.kind = 'transactional' and s.promoter is not null",
            invited="s.instrument = 'nps' and s.kind = 'transactional'",
            share=False,
        ),
        Measure(
            metric="nps",
            column=NET,
            rows="s.kind = 'relationship' and s.promoter is not null",
            invited="s.instrument = 'nps' and s.kind = 'relationship'",
            share=False,
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Answers, n rows each, with what happened in what they are about."""

    measure: Measure
    """How the answers are read, and of which satisfaction metric they are."""
    outcome: Array
    """(n,) 0 or 1, or points."""
    drivers: Mapping[str, Array]
    """By name (n,), NaN where a row has none."""
    linked: Mapping[str, Array]
    """By link, which rows name their contact, case or order."""
    codes: Mapping[str, Array]
    """By factor, and for customer, agent and month: (n,) whole numbers from 0, −1 where unknown."""
    names: Mapping[str, tuple[str, ...]]
    """What the codes stand for."""
    stars: Array
    """(n,) scores as given."""
    scale: tuple[float, float] | None
    """The ends of the scale, where all rows share one."""

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def linked_share(self) -> float | None:
        """The share of the answers that name their contact, case or order; None of none."""
        return float(np.any(list(self.linked.values()), axis=0).mean()) if len(self) else None

    def only(self, kept: Array) -> Pairs:
        """The rows for which `kept` is true."""
        rows = np.flatnonzero(kept)  # looked for once, not in each column
        if len(rows) == len(self):
            return self
        return replace(
            self,
            outcome=self.outcome[rows],
            drivers={name: values[rows] for name, values in self.drivers.items()},
            linked={name: values[rows] for name, values in self.linked.items()},
            codes={name: values[rows] for name, values in self.codes.items()},
            stars=self.stars[rows],
        )

    def where(self, factor: str, *values: str) -> Pairs:
        """The rows with one of some values of a factor."""
        names = self.names[factor]
        return self.only(np.isin(self.codes[factor], [names.index(value) for value in values if value in names]))


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Which answers are asked for."""

    since: date
    until: date
    """With `since`: days, both in."""
    processes: tuple[str, ...] | None = None
    """None: of every process."""
    where: tuple[Condition, ...] = ()
    """Conditions as in a question."""
    scope: Scope = EVERYTHING
    """The reader's."""


def measure_of(name: str) -> Measure:
    """How the answers of a satisfaction metric are read.

    Raises QuestionError, with the closest match, when it is no metric of single answers.
    """
    if name not in MEASURES:
        raise unknown(QuestionError, "No satisfaction metric '{word}'.", name, MEASURES)
    return MEASURES[name]


def pairs(warehouse: Warehouse, measure: Measure, drivers: Sequence[Driver], asked: Answers) -> Pairs:
    """All answers asked for, whether or not they name their contact.

    Raises QuestionError when a condition names a dimension that answers do not have.
    """
    joined = [ROWS[link] for link in ROWS if any(driver.link == link for driver in drivers)]
    joined += [CLOCKS] if any(driver.table == "sla_clock" for driver in drivers) else []
    factors = (*FACTORS, "customer", "agent", "process")
    numbers = [measure.column, "s.score", "s.scale_min", "s.scale_max"]
    numbers += [driver.column for driver in drivers]
    numbers += [f"{KEYS[link]} is not null" for link in KEYS]
    special = {"customer": "nullif(s.customer, 'unknown')", "process": PROCESS}
    coded = [special.get(name, f"s.{name}") for name in factors]
    coded += ["year(s.responded_on) * 12 + month(s.responded_on)"]
    where, values = kept(warehouse, measure.metric, asked, "s.responded_on")
    selected = [f"cast({number} as double) as number_{place}" for place, number in enumerate(numbers)]
    selected += [f"{text} as coded_{place}" for place, text in enumerate(coded)]
    rows = warehouse.arrays(
        f"select {', '.join(selected)}\nfrom shape.survey s {' '.join(joined)}\nwhere {measure.rows} and {where}\n"
        "order by s.responded_at, s.survey_id",
        values,
    )
    read = [np.ma.filled(rows[f"number_{place}"], np.nan) for place in range(len(numbers))]
    columns = [np.ma.array(rows[f"coded_{place}"]).tolist() for place in range(len(coded))]
    codes, names = _coded(dict(zip((*factors, "month"), columns, strict=True)))
    first = 4 + len(drivers)
    return Pairs(
        measure=measure,
        outcome=read[0],
        drivers={driver.name: read[4 + place] for place, driver in enumerate(drivers)},
        linked={link: read[first + place] > 0 for place, link in enumerate(KEYS)},
        codes=codes,
        names=names,
        stars=read[1],
        scale=_scale(read[2], read[3]),
    )


def _scale(low: Array, high: Array) -> tuple[float, float] | None:
    """The ends of the scale that all rows share."""
    shared = len(low) > 0 and bool(np.all(low == low[0]) and np.all(high == high[0]))
    return (float(low[0]), float(high[0])) if shared else None


def _coded(columns: Mapping[str, Sequence[Any]]) -> tuple[dict[str, Array], dict[str, tuple[str, ...]]]:
    """Texts as whole numbers from 0 in the order of first sight; unknown is −1."""
    codes: dict[str, Array] = {}
    names: dict[str, tuple[str, ...]] = {}
    for name, column in columns.items():
        known = dict.fromkeys(column)
        known.pop(None, None)
        place = {text: number for number, text in enumerate(known)} | {None: -1}
        codes[name] = np.fromiter(map(place.__getitem__, column), dtype=int, count=len(column))
        names[name] = tuple(str(text) for text in known)
    return codes, names


def kept(warehouse: Warehouse, name: str, asked: Answers, day: str) -> tuple[str, dict[str, object]]:
    """The rows asked for, by the day in `day`: processes, conditions and scope, with every value bound.

    Raises QuestionError when a condition names a dimension that answers do not have.
    """
    metric, columns = CATALOGUE[name], tuple(warehouse.columns("survey"))
    limited = [Restriction("processes", PROCESS, asked.processes)] if asked.processes is not None else []
    conditions = [(f"where_{dimension}", dimension, values) for dimension, values in asked.where]
    conditions += [(f"scope_{dimension}", dimension, values) for dimension, values in scoped(asked.scope)]
    for label, dimension, values in conditions:
        column = column_of(metric, dimension, columns)
        if column is None:
            raise missing(metric, dimension, available(metric, columns))
        limited.append(Restriction(label, f"s.{column}", values))
    parts = [f"{day} between $since and $until", *(restriction.sql for restriction in limited)]
    return " and ".join(parts), {"since": asked.since, "until": asked.until, **bound(limited)}
