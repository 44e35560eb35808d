"""Pairs of one answer and what happened in its own contact, case or order, read from the warehouse row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis.relating.drivers import Driver
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.rows.dimensions import Condition, available, column_of, missing
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped
from crm_metrics.warehouse.store import Warehouse

if TYPE_CHECKING:
    import numpy as np

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


@dataclass(frozen=True)
class Outcome:
    """How one answer of a satisfaction metric is read, as SQL over `s`.

    rows: which answers. invited: which invitations, answered or not. share: yes or no, else a score in points.
    """

    metric: str
    column: str
    rows: str
    invited: str
    share: bool


OUTCOMES: Mapping[str, Outcome] = {
    one.metric: one
    for one in (
        Outcome("csat", "s.satisfied", "s.satisfied is not null", "s.instrument = 'csat'", True),
        Outcome("ces", "s.easy", "s.easy is not null", "s.instrument = 'ces'", True),
        Outcome("good_rating_rate", "s.good", "s.good is not null", "s.instrument = 'good_bad'", True),
        Outcome(
            "csat_mean",
            "s.score_100",
            "s.instrument = 'csat' and s.score_100 is not null",
            "s.instrument = 'csat'",
            False,
        ),
        Outcome(
            "nps_transactional",
            NET,
            "s.kind = 'transactional' and s.promoter is not null",
            "s.instrument = 'nps' and s.kind = 'transactional'",
            False,
        ),
        Outcome(
            "nps",
            NET,
            "s.kind = 'relationship' and s.promoter is not null",
            "s.instrument = 'nps' and s.kind = 'relationship'",
            False,
        ),
    )
}


@dataclass(frozen=True)
class Pairs:
    """Answers, n rows each, with what happened in what they are about.

    outcome: (n,) 0 or 1, or points. drivers: by name (n,), NaN where a row has none. linked: by link, which rows name
    their contact, case or order. codes: by factor (n,) whole numbers from 0, −1 where unknown. customer, agent, month:
    codes too. names: what the codes stand for. stars: (n,) scores as given; scale: its ends where all rows share one.
    """

    measure: Outcome
    outcome: Array
    drivers: Mapping[str, Array]
    linked: Mapping[str, Array]
    codes: Mapping[str, Array]
    names: Mapping[str, tuple[str, ...]]
    stars: Array
    scale: tuple[float, float] | None

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def linked_share(self) -> float | None:
        """The share of the answers that name their contact, case or order; None of none."""
        import numpy as np

        return float(np.any(list(self.linked.values()), axis=0).mean()) if len(self) else None

    def only(self, kept: Array) -> Pairs:
        """The rows for which `kept` is true."""
        return replace(
            self,
            outcome=self.outcome[kept],
            drivers={name: values[kept] for name, values in self.drivers.items()},
            linked={name: values[kept] for name, values in self.linked.items()},
            codes={name: values[kept] for name, values in self.codes.items()},
            stars=self.stars[kept],
        )

    def where(self, factor: str, *values: str) -> Pairs:
        """The rows with one of some values of a factor."""
        import numpy as np

        names = self.names[factor]
        return self.only(np.isin(self.codes[factor], [names.index(one) for one in values if one in names]))


@dataclass(frozen=True)
class Answers:
    """Which answers are asked for: days, both in; processes; conditions as in a question; the reader's scope."""

    since: date
    until: date
    processes: tuple[str, ...] | None = None
    where: tuple[Condition, ...] = ()
    scope: Scope = EVERYTHING


def outcome_of(name: str) -> Outcome:
    """How the answers of a satisfaction metric are read.

    Raises QuestionError, with the closest match, when it is no metric of single answers.
    """
    if name not in OUTCOMES:
        raise unknown(QuestionError, "No satisfaction metric '{word}'.", name, OUTCOMES)
    return OUTCOMES[name]


def pairs(warehouse: Warehouse, measure: Outcome, drivers: Sequence[Driver], asked: Answers) -> Pairs:
    """All answers asked for, whether or not they name their contact.

    Raises QuestionError when a condition names a dimension that answers do not have.
    """
    import numpy as np

    joined = [ROWS[link] for link in ROWS if any(one.link == link for one in drivers)]
    joined += [CLOCKS] if any(one.table == "sla_clock" for one in drivers) else []
    factors = (*FACTORS, "customer", "agent", "process")
    numbers = [f"cast({measure.column} as double)", "s.score", "s.scale_min", "s.scale_max"]
    numbers += [f"cast({one.column} as double)" for one in drivers]
    numbers += [f"cast({KEYS[link]} is not null as integer)" for link in KEYS]
    special = {"customer": "nullif(s.customer, 'unknown')", "process": PROCESS}
    texts = [special.get(name, f"s.{name}") for name in factors]
    where, values = kept(warehouse, measure.metric, asked, "s.responded_on")
    rows = warehouse.fetch(
        f"select {', '.join([*numbers, *texts])}, year(s.responded_on) * 12 + month(s.responded_on)\n"
        f"from shape.survey s {' '.join(joined)}\nwhere {measure.rows} and {where}\n"
        "order by s.responded_at, s.survey_id",
        values,
    )
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(numbers) + len(texts) + 1)
    told = [
        np.array([np.nan if one is None else one for one in column], dtype=float) for column in columns[: len(numbers)]
    ]
    codes, names = _coded(dict(zip((*factors, "month"), columns[len(numbers) :], strict=True)))
    ends = {(low, high) for low, high in zip(columns[2], columns[3], strict=True)}
    first = 4 + len(drivers)
    return Pairs(
        measure,
        told[0],
        {one.name: told[4 + place] for place, one in enumerate(drivers)},
        {link: told[first + place] > 0 for place, link in enumerate(KEYS)},
        codes,
        names,
        told[1],
        next(iter(ends)) if len(ends) == 1 else None,
    )


def _coded(columns: Mapping[str, Sequence[Any]]) -> tuple[dict[str, Array], dict[str, tuple[str, ...]]]:
    """Texts as whole numbers from 0 in the order of first sight; unknown is −1."""
    import numpy as np

    codes: dict[str, Array] = {}
    names: dict[str, tuple[str, ...]] = {}
    for name, column in columns.items():
        known = {value: place for place, value in enumerate(dict.fromkeys(one for one in column if one is not None))}
        codes[name] = np.array([known.get(one, -1) for one in column], dtype=int)
        names[name] = tuple(str(one) for one in known)
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
