"""What a metric is: a name, a meaning, an anchor, a numerator and a denominator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from crm_metrics.access import EVERYTHING, PROCESSES, Scope
from crm_metrics.errors import DefinitionError, unknown
from crm_metrics.metrics.readings import TAKEN, Result
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse import attributes
from crm_metrics.words import mark

UNITS = (
    "count",
    "percent",
    "permille",
    "pp",
    "points",
    "money",
    "seconds",
    "hours",
    "days",
    "ratio",
    "money_per_hour",
    "money_per_day",
)
KINDS = ("productivity", "business", "objective", "satisfaction")
DIRECTIONS = ("up", "down", "band")
FINEST = ("day", "week", "month")
AGGREGATIONS = ("sum", "ratio", "distinct", "quantile", "stock", "cohort", "computed", "model")
_OFFERED = (  # first, in this order
    "process",
    "area",
    "team",
    "agent",
    "channel",
    "touchpoint",
    "tier",
    "segment",
    "region",
    "product",
    "product_line",
    "campaign",
    "customer",
    "priority",
    "reason",
    "kind",
)
DIMENSIONS = tuple(dict.fromkeys((*_OFFERED, *attributes.columns())))  # then what else an id brings along
APPLICATION = "application"  # its own database: plans and reviews, no rows of the warehouse
RHYTHMS = {"supervisor": "day", "manager": "week", "executive": "month"}
OWNERS = {
    "presales": mark("Head of presales"),
    "sales": mark("Head of sales"),
    "service": mark("Head of service"),
    "collections": mark("Head of collections"),
    "telemarketing": mark("Head of telemarketing"),
    "loyalty": mark("Head of loyalty"),
    "retention": mark("Head of retention"),
    None: mark("Head of customer management"),
}
PITFALLS = {
    "sum": mark("Periods of different working days are not alike: compare with the same part of another period."),
    "ratio": mark("A mean of ratios is not the ratio: the parts are added up first and divided last."),
    "distinct": mark("Distinct counts never add: each period and cut is counted anew."),
    "quantile": mark("Medians and percentiles never add: each period and cut is read from its own rows."),
    "stock": mark("A stock is read at the close: adding the days of a week counts the same thing seven times."),
    "cohort": mark("Rows that have not settled yet are left out: a young cohort is neither a failure nor a success."),
    "computed": mark("It is computed anew for each period and group: neither summed nor averaged over them."),
    "model": mark("An estimate from a fitted model, with its assumptions: not a count of what happened."),
}

Where = Mapping[str, str | Sequence[str | None] | None] | Iterable[tuple[str, str | None]] | None


class Askable(Protocol):
    """What answers a question about several metrics at once: the shop that `crm.open()` gives."""

    def ask(
        self,
        metrics: Sequence[Metric],
        *,
        every: str = ...,
        by: str | Sequence[str] = ...,
        where: Where = ...,
        since: date | None = ...,
        until: date | None = ...,
        scope: Scope = ...,
    ) -> Mapping[str, Result]:
        """The results by name; see `question.ask`."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A number that a company reads, defined by text alone.

    Raises DefinitionError when a field is not one of its known values.
    """

    name: str
    """Its id."""

    label: str
    """What a reader calls it."""

    means: str
    """What a reader is told of it: a sentence, "X, of all Y."."""

    unit: str
    """One of UNITS; a percentage is a fraction."""

    on: str
    """How rows are read: "shape.date" (rows of the period), "span_shape" (alive at the close), "span_shape.days"
    (overlap with the period, in days), "period_shape" (between its own ends), "period" (over other metrics),
    "application.date" (rows of the application's own database: absent, with that reason, until it is there)."""

    numerator: str
    """A formula over the shape's columns, or over metrics where `on` is "period"."""

    denominator: str | None = None
    """What the numerator is divided by, likewise."""

    rows: str | None = None
    """A filter of both sides."""

    process: str | None = None
    """Only that process's rows, where the shape has them."""

    kind: str = "business"
    """One of KINDS."""

    better: str = "up"
    """Where it should go: one of DIRECTIONS."""

    finest: str = "day"
    """The finest cadence at which it can be asked."""

    matures_days: int = 0
    """Days after which a row of a cohort is settled."""

    matures_on: str | None = None
    """The column of the day after which a row is settled."""

    trailing: str | None = None
    """The window that ends with the period, as "30 days" or "12 months"."""

    unknown: str | None = None
    """The rows of a sum whose amount nobody told, as a filter of rows: they add nothing, and are counted apart."""

    divides_unknown: bool = False
    """Whether its formula counts those rows below the line: while there are any, no value is complete."""

    low: str | None = None
    """The formula of the lower end of a model's own range, over the same denominator."""

    high: str | None = None
    """The formula of the upper end."""

    least: float | None = None
    """The least that its value can be, in its unit; without one it follows from the formula, where it can."""

    most: float | None = None
    """The most that it can be, likewise."""

    share_of: str | None = None
    """A dimension that the denominator ignores, in groups and filters."""

    own: str | None = None
    """A dimension of its own, a column."""

    minimum_n: int = 30
    """Below it the value is shown grey and never ranked."""

    aggregation: str = ""
    """One of AGGREGATIONS; it follows from the formula where it is not given."""

    source: str = "house definition"
    """Who defined it so: author, title, year, or a standard."""

    trap: str = ""
    """The mistake that the definition avoids; without one, `pitfall` says that of its aggregation."""

    owner: str = ""
    """Who answers for it; without one, `owned_by` says the head of its process."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise DefinitionError(
                "'{name}' cannot name a metric: use small letters, digits and _, a letter first.", name=self.name
            )
        if not self.aggregation:
            object.__setattr__(self, "aggregation", self._derived())
        self._known("unit", self.unit, UNITS)
        self._known("kind", self.kind, KINDS)
        self._known("better", self.better, DIRECTIONS)
        self._known("finest", self.finest, FINEST)
        self._known("aggregation", self.aggregation, AGGREGATIONS)
        if self.process is not None:
            self._known("process", self.process, PROCESSES)
        if self.trailing is not None and not re.fullmatch(r"[1-9]\d* (days|months)", self.trailing):
            raise DefinitionError(
                "{metric}: trailing is '{value}'; write it as '30 days' or '12 months'.",
                metric=self.name,
                value=self.trailing,
            )
        if self.own in TAKEN:
            raise DefinitionError(
                "{metric}: an answer has a field '{word}' already; take a column of another name for own.",
                metric=self.name,
                word=self.own,
            )

    def __hash__(self) -> int:
        # Equal metrics share these three; hashing all the fields took a tenth of a board's questions.
        return hash((self.name, self.on, self.numerator))

    @property
    def shape(self) -> str:
        """The shape whose rows it reads; "period" for arithmetic over metrics."""
        return self.on.partition(".")[0]

    @property
    def anchor(self) -> str:
        """The column after the point in `on`, or ""."""
        return self.on.partition(".")[2]

    @property
    def pitfall(self) -> str:
        """The mistake that the definition avoids: its own, or the usual one of its aggregation."""
        return self.trap or PITFALLS[self.aggregation]

    @property
    def owned_by(self) -> str:
        """Who answers for the number: named in the definition, or the head of its process."""
        return self.owner or OWNERS[self.process]

    @property
    def reading(self) -> Mapping[str, str]:
        """How often each level reads it, a cadence by level: nobody more often than its finest sensible cadence."""
        return {
            level: cadence
            for level, cadence in RHYTHMS.items()
            if CADENCES.index(cadence) >= CADENCES.index(self.finest)
        }

    def measure(
        self,
        shop: Askable,
        *,
        every: str = "month",
        by: str | Sequence[str] = (),
        where: Where = None,
        since: date | None = None,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> Result:
        """Its readings, one per period and group; see `question.ask`, which answers several metrics at once."""
        results = shop.ask([self], every=every, by=by, where=where, since=since, until=until, scope=scope)
        return results[self.name]

    def _known(self, field: str, value: str, known: Sequence[str]) -> None:
        if value not in known:
            raise unknown(
                DefinitionError, "{metric}: no {field} '{word}'.", value, known, metric=self.name, field=field
            )

    def _derived(self) -> str:
        formulas = self.numerator + " " + (self.denominator or "")
        if self.on == "period":
            return "computed"
        if "survival_at(" in formulas:
            return "model"
        if "quantile(" in formulas:
            return "quantile"
        if not self.anchor:
            if not self.shape.endswith("_period"):
                return "stock"
            return "cohort" if self.denominator else "computed"
        if self.matures_days or self.matures_on:
            return "cohort"
        if re.search(r"count\s*\(\s*distinct\b", formulas):
            return "distinct"
        return "ratio" if self.denominator else "sum"
