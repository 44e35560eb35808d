"""The SQL of one statement: several metrics over one shape and anchor, in the periods asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from crm_metrics.access import Scope
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows.dimensions import Columns, Condition, column_of
from crm_metrics.metrics.rows.fragments import Fragment, filters, fragment
from crm_metrics.metrics.rows.intervals import Z
from crm_metrics.periods import next_start
from crm_metrics.warehouse import shape

SCOPED = (("processes", "process"), ("areas", "area"), ("teams", "team"), ("agents", "agent"))


@dataclass(frozen=True)
class Window:
    """The days read for one period: it is named by `period` and reads from `first` to `last`, both in it."""

    period: date
    first: date
    last: date

    def ends(self, every: str) -> date:
        """The last day of the whole calendar period; "all" ends where it was asked to."""
        return self.last if every == "all" else next_start(every, self.period) - timedelta(days=1)


@dataclass(frozen=True)
class Batch:
    """What one statement answers: metrics of one shape, anchor, filter and set of windows.

    mode: flow, stock, overlap or period, as `on` says.
    """

    metrics: tuple[Metric, ...]
    columns: Columns
    mode: str
    windows: tuple[Window, ...]
    every: str
    by: tuple[str, ...]
    where: tuple[Condition, ...]
    scope: Scope
    time_zone: str
    calendar: tuple[date, date] | None

    @property
    def by_calendar(self) -> bool:
        """Whether the calendar's own weeks, months … name the periods, a third cheaper than days made for it.

        Not where a window trails over several periods, nor for days that the calendar does not reach.
        """
        if self.calendar is None or self.first.trailing or self.every not in ("week", "month", "quarter", "year"):
            return False
        first, last = self.calendar
        return all(first <= one.first and one.last <= last for one in self.windows)

    @property
    def first(self) -> Metric:
        """One of the metrics: all of them share shape and anchor."""
        return self.metrics[0]

    @cached_property
    def hoisted(self) -> frozenset[str]:
        """The conditions that every metric shares."""
        return frozenset.intersection(*(frozenset(filters(one, self.columns)) for one in self.metrics))

    @cached_property
    def labels(self) -> dict[Metric, str]:
        """What each metric's columns begin with: its name, numbered where two of them share it."""
        found: dict[Metric, str] = {}
        for metric in self.metrics:
            same = sum(one.name == metric.name for one in found)
            found[metric] = f"{metric.name}_{same + 1}" if same else metric.name
        return found

    def fragment(self, metric: Metric) -> Fragment:
        """One of the metrics, written for this statement."""
        return fragment(metric, self.columns, self.hoisted)


def mode_of(metric: Metric) -> str:
    """How the metric's rows are read: flow, stock, overlap or period."""
    if metric.anchor:
        return "overlap" if metric.anchor == "days" else "flow"
    return "period" if shape.shapes()[metric.shape].kind == "period" else "stock"


@dataclass(frozen=True)
class Statement:
    """A text for the engine, the names of the columns it gives, and what fills its `$where_tier_1` …"""

    sql: str
    names: tuple[str, ...]
    values: Mapping[str, str]


def statement(batch: Batch) -> Statement:
    """What answers a batch: one row per period and group, each metric's columns named `metric__part`."""
    own = {"survival": _survival, "survival_at": _survival, "countback": _countback}.get(
        batch.fragment(batch.first).form
    )
    if own is not None:
        return own(batch)
    uses_asked = any(batch.fragment(one).uses_asked for one in batch.metrics)
    with_parts, source, period = _source(batch, uses_asked)
    selects = [(period, "period"), *((f"r.{column}", name) for name, column in _dimensions(batch))]
    selects += [
        (text, f"{label}__{suffix}")
        for metric, label in batch.labels.items()
        for suffix, text in batch.fragment(metric).selects
    ]
    selects += _row_counts(batch)
    body = _select(selects) + f"\nfrom {source}" + _kept(batch)
    body += "\ngroup by " + ", ".join([period, *(f"r.{column}" for _, column in _dimensions(batch))])
    if any(batch.fragment(one).form == "quantile" for one in batch.metrics):
        with_parts.append(("parts", body))
        selects = _picked(batch)
        body = _select(selects) + "\nfrom parts"
    return Statement(_with(with_parts) + body, tuple(name for _, name in selects), _bound(batch))


def _survival(batch: Batch) -> Statement:
    """Kaplan–Meier by period and group: where its curve and both limits reach the share asked, or the curve at an age.

    A life is at risk after the age at which it was first seen. E. L. Kaplan and P. Meier, JASA 53, 1958; R. Brookmeyer
    and J. Crowley, Biometrics 38, 1982. Lives that weigh differently count as (sum of weights)² ÷ sum of squared
    weights: L. Kish, Survey Sampling, 1965.
    """
    part, label = batch.fragment(batch.first), batch.first.name
    with_parts, source, period = _source(batch, part.uses_asked)
    names = ["period", *batch.by]
    keys = [f"{period} as period", *(f"r.{column} as {name}" for name, column in _dimensions(batch))]
    kept = [f"{part.value} is not null", f"{part.event} is not null"]
    kept += [f"{part.weight} > 0"] if part.weight else []
    kept += [f"({part.entry} <= 0 or {part.entry} < {part.value})"] if part.entry else []
    columns = f"{part.value} as t, {part.event} as ended_by_event, {part.weight or 1} as weight"
    columns += f", {part.entry or 0} as seen_from"
    with_parts += [("life", f"select {', '.join(keys)}, {columns}\nfrom {source}" + _kept(batch, kept))]
    with_parts += _curve(", ".join(names), bool(part.weight), bool(part.entry))
    selects = [(name, name) for name in names]
    if part.form == "survival":
        limit, half = f"{1 - part.share!r} + 1e-9", f"{Z!r} * alive * sqrt(spread)"
        picks = [("below", "alive"), ("low", f"alive - {half}"), ("high", f"alive + {half}")]
        selects += [(f"min(t) filter (where {text} <= {limit})", f"{label}__{name}") for name, text in picks]
    else:
        within = f"filter (where t <= {part.at})"
        selects += [(f"coalesce(min(alive) {within}, 1e0)", f"{label}__below"), ("max(t)", f"{label}__longest")]
        selects += [(f"coalesce(max(spread) {within}, 0e0)", f"{label}__spread")]
    selects += [("sum(lives)", f"{label}__n")]
    if part.entry:
        gone = "happened > 0 and happened >= at_risk and t < longest"
        selects += [(f"sum(fresh) = 0 or count(*) filter (where {gone}) > 0", f"{label}__unseen")]
    sql = _with(with_parts) + _select(selects) + f"\nfrom curve\ngroup by {', '.join(names)}"
    return Statement(sql, tuple(name for _, name in selects), _bound(batch))


def _curve(grouped: str, weighted: bool, truncated: bool) -> list[tuple[str, str]]:
    """From lives to their curve: by group and age, the share still alive and Greenwood's sum."""
    size = "sum(weight)" if weighted else "count(*)"
    step = (
        f"select {grouped}, t, coalesce({size} filter (where ended_by_event), 0) as happened, {size} as ended,\n"
        "  0 as entered, count(*) as lives, count(*) filter (where seen_from <= 0) as fresh,\n"
        f"  sum(weight * weight) as squares\nfrom life group by {grouped}, t"
    )
    if truncated:
        step += (
            f"\nunion all\nselect {grouped}, seen_from, 0, 0, {size}, 0, 0, 0\n"
            f"from life where seen_from > 0 group by {grouped}, seen_from"
        )
        totals = ", ".join(
            f"sum({name}) as {name}" for name in ("happened", "ended", "entered", "lives", "fresh", "squares")
        )
        step = f"select {grouped}, t, {totals} from (\n{step}\n) moment group by {grouped}, t"
    every, older = f"over (partition by {grouped})", f"over (partition by {grouped} order by t desc)"
    younger = f"over (partition by {grouped} order by t)"
    some = "happened > 0 and happened < at_risk"
    return [
        ("step", step),
        (
            "risk",
            f"select *, sum(ended) {older} - sum(entered) {older} as at_risk, max(t) {every} as longest from step",
        ),
        (
            "curve",
            f"select *, exp(sum(case when {some} then ln(1e0 - happened * 1e0 / at_risk)\n"
            f"    when happened > 0 then -1e9 else 0e0 end) {younger}) as alive,\n"
            f"  sum(case when {some} then happened * 1e0 / (at_risk * (at_risk - happened)) else 0e0 end) {younger}\n"
            f"    * sum(squares) {every} / sum(ended) {every} as spread\nfrom risk",
        ),
    ]


def _countback(batch: Batch) -> Statement:
    """The days that a balance reaches back into the credit sales of its months, newest first, by period and group.

    Months without sales count their days; a balance above all of them has no answer. Oracle, JD Edwards, Count-back.
    """
    part = batch.fragment(batch.first)
    balance, sales, number, before, days = part.stack
    with_parts, source, period = _source(batch, part.uses_asked)
    names = ["period", *batch.by]
    keys = [f"{period} as period", *(f"r.{column} as {name}" for name, column in _dimensions(batch))]
    grouped, label = ", ".join(names), batch.first.name
    with_parts += [
        (
            "month",
            f"select {', '.join(keys)}, {number} as number, min({before}) as before, min({days}) as days,\n"
            f"  sum({sales}) as sales, sum({balance}) as balance, count(*) as lines\n"
            f"from {source}"
            + _kept(batch)
            + "\ngroup by "
            + ", ".join([period, *(f"r.{column}" for _, column in _dimensions(batch)), number]),
        ),
        (
            "stack",
            f"select *, sum(sales) over (partition by {grouped} order by number) as upto,\n"
            f"  sum(balance) over (partition by {grouped}) as owed from month",
        ),
    ]
    reached = "before + days * (owed - upto + sales) * 1e0 / nullif(sales, 0)"
    here = "upto >= owed and upto - sales < owed"
    answer = f"case when max(owed) <= 0 then 0 else max({reached}) filter (where {here}) end"
    selects = [(name, name) for name in names]
    selects += [(answer, f"{label}__below"), ("sum(lines)", f"{label}__n")]
    sql = _with(with_parts) + _select(selects) + f"\nfrom stack\ngroup by {grouped}"
    return Statement(sql, tuple(name for _, name in selects), _bound(batch))


def first_day_sql(metric: Metric, columns: Columns) -> str:
    """The statement that finds the first day of a flow's rows."""
    kept = filters(metric, columns)
    where = "\nwhere " + " and ".join(kept) if kept else ""
    return f"select min(r.{metric.anchor}) from shape.{metric.shape} as r{where}"


def _source(batch: Batch, uses_asked: bool) -> tuple[list[tuple[str, str]], str, str]:
    """The common table expressions, the from clause and the period's column."""
    name, anchor = batch.first.shape, batch.first.anchor
    asked = ("asked(period, first, last, next, days, ends)", _asked(batch.windows, batch.every))
    if batch.mode == "flow":
        if batch.every == "day" and not batch.first.trailing and not uses_asked:
            return [], f"shape.{name} as r", f"r.{anchor}"
        if batch.by_calendar and not uses_asked:
            return [], f"shape.{name} as r join shape.calendar_day as a on r.{anchor} = a.day", f"a.{batch.every}_on"
        days = "select *, cast(unnest(generate_series(first, last, interval 1 day)) as date) as day from asked"
        return [asked, ("asked_day", days)], f"shape.{name} as r join asked_day as a on r.{anchor} = a.day", "a.period"
    if batch.mode == "stock":
        return [asked], f"asked as a join shape.{name} as r on r.from_on <= a.last and r.to_on > a.last", "a.period"
    if batch.mode == "overlap":
        shared = "date_diff('day', greatest(s.from_on, b.first), least(s.to_on, b.next)) as days"
        rows = (
            f"select b.period as asked_period, s.*, {shared}\n"
            f"from asked as b join shape.{name} as s on s.from_on < b.next and s.to_on > b.first"
        )
        return [asked, ("overlap", rows)], "overlap as r join asked as a on a.period = r.asked_period", "a.period"
    rows = "\n".join(
        line for line in shape.period_select(name, batch.time_zone).splitlines() if not line.startswith("--")
    )
    source = f"{name} as r join asked as a on a.period = r.period" if uses_asked else f"{name} as r"
    return [asked, (name, rows)], source, "r.period"


def _select(selects: list[tuple[str, str]]) -> str:
    return "select\n  " + ",\n  ".join(text if text == name else f"{text} as {name}" for text, name in selects)


def _with(parts: list[tuple[str, str]]) -> str:
    if not parts:
        return ""
    return "with " + ",\n".join(f"{name} as (\n{text}\n)" for name, text in parts) + "\n"


def _asked(windows: tuple[Window, ...], every: str) -> str:
    rows = (
        f"(date '{one.period}', date '{one.first}', date '{one.last}', date '{one.last + timedelta(days=1)}',"
        f" {(one.last - one.first).days + 1}, date '{one.ends(every)}')"
        for one in windows
    )
    return "values\n  " + ",\n  ".join(rows)


def _dimensions(batch: Batch) -> list[tuple[str, str]]:
    return [(name, column_of(batch.first, name, batch.columns) or name) for name in batch.by]


def _kept(batch: Batch, extra: list[str] | None = None) -> str:
    found = sorted(batch.hoisted)
    if batch.mode == "flow" and batch.windows:
        first, last = min(one.first for one in batch.windows), max(one.last for one in batch.windows)
        found.insert(0, f"r.{batch.first.anchor} between date '{first}' and date '{last}'")
    found += [_any_of(column, name, values) for name, column, values in _allowed(batch)]
    found += extra or []
    return "\nwhere " + "\n  and ".join(found) if found else ""


def _allowed(batch: Batch) -> list[tuple[str, str, tuple[str | None, ...]]]:
    """What the question and the reader's scope limit: a name for the values, the column, the values they leave."""
    found = [
        (f"where_{name}", column_of(batch.first, name, batch.columns) or name, values) for name, values in batch.where
    ]
    for field, dimension in SCOPED:
        allowed, column = getattr(batch.scope, field), column_of(batch.first, dimension, batch.columns)
        if (
            allowed is not None and column is not None
        ):  # without the column, only metrics of an allowed process are here
            found.append((f"scope_{dimension}", column, allowed))
    return found


def _bound(batch: Batch) -> dict[str, str]:
    """The values of a question by the name that stands for each in the SQL: no text of a reader is ever part of it."""
    return {
        f"{name}_{number}": value
        for name, _, values in _allowed(batch)
        for number, value in enumerate(values, 1)
        if value is not None
    }


def _any_of(column: str, name: str, values: tuple[str | None, ...]) -> str:
    marks = ", ".join(f"${name}_{number}" for number, value in enumerate(values, 1) if value is not None)
    parts = [f"r.{column} in ({marks})"] if marks else []
    if None in values:
        parts.append(f"r.{column} is null")
    return f"({' or '.join(parts)})" if parts else "false"


def _row_counts(batch: Batch) -> list[tuple[str, str]]:
    """Which groups a metric has rows in: those of the statement, but where a filter is left to its aggregates."""
    if not batch.by:
        return []
    left = [(label, batch.fragment(one).within) for one, label in batch.labels.items()]
    return [(f"count(*) filter (where {within})", f"{label}__rows") for label, within in left if within]


def _picked(batch: Batch) -> list[tuple[str, str]]:
    """What the outer select over `parts` takes from each ordered list: the values at the quantile and its limits."""
    selects = [(name, name) for name in ("period", *batch.by)]
    for metric, label in batch.labels.items():
        part = batch.fragment(metric)
        if part.form != "quantile":
            selects += [(f"{label}__{suffix}", f"{label}__{suffix}") for suffix, _ in part.selects]
            continue
        listed, share = f"{label}__sorted", f"{part.share!r}e0"
        n = f"coalesce(array_length({listed}), 0)"
        middle, half = f"{n} * {share}", f"{Z!r} * sqrt({n} * {share} * (1 - {share}))"
        below = f"cast(floor(({n} - 1) * {share}) as bigint) + 1"
        ranks = [("below", below), ("above", f"least({below} + 1, {n})")]
        ranks += [
            ("low", f"cast(ceil({middle} - {half}) as bigint)"),
            ("high", f"cast(ceil({middle} + {half}) as bigint)"),
        ]
        selects.append((n, f"{label}__n"))
        selects += [(f"{listed}[{rank}]", f"{label}__{name}") for name, rank in ranks]
    return selects + [(name, name) for _, name in _row_counts(batch)]
