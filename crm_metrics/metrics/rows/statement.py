"""The SQL of one statement: several metrics over one shape and anchor, in the periods asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.intervals import Z
from crm_metrics.metrics.rows.parts import PartName, column_name
from crm_metrics.metrics.rows.plan import Batch, Window
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.finals.months import of_months
from crm_metrics.warehouse.restrictions import bound

ASKED = "asked(period, first, last, next, days, ends)"


@dataclass(frozen=True)
class Statement:
    """A text for the engine, the names of the columns it gives, and what fills its `$where_tier_1` …"""

    sql: str
    names: tuple[str, ...]
    values: Mapping[str, str]


def statement(batch: Batch) -> Statement:
    """What answers a batch: one row per period and group, each metric's columns named `metric__part`."""
    fragments = batch.fragments.values()
    own = {"survival": _survival, "survival_at": _survival, "countback": _countback}.get(next(iter(fragments)).form)
    if own is not None:
        return own(batch)
    with_parts, source, period = _source(batch, any(fragment.uses_asked for fragment in fragments))
    selects = [(period, "period"), *((f"r.{column}", name) for name, column in batch.dimensions)]
    selects += [
        (text, column_name(label, part))
        for label, fragment in batch.fragments.items()
        for part, text in fragment.selects
    ]
    selects += _row_counts(batch)
    body = _select(selects) + f"\nfrom {source}" + _kept(batch)
    body += "\ngroup by " + ", ".join([period, *(f"r.{column}" for _, column in batch.dimensions)])
    if any(fragment.form == "quantile" for fragment in fragments):
        with_parts.append(("parts", body))
        selects = _picked(batch)
        body = _select(selects) + "\nfrom parts"
    return Statement(_with(with_parts) + body, tuple(name for _, name in selects), bound(batch.restrictions))


def rows_statement(batch: Batch, selects: list[tuple[str, str]], *, uses_asked: bool, kept: str | None) -> Statement:
    """The rows behind the numbers of a batch of one metric: their period, their groups, and what is selected of `r`.

    kept: what besides the conditions of the batch a row has to meet. They are read as for the numbers themselves.
    """
    with_parts, source, period = _source(batch, uses_asked)
    taken = [(period, "period"), *((f"r.{column}", name) for name, column in batch.dimensions), *selects]
    body = _select(taken) + f"\nfrom {source}" + _kept(batch, [kept] if kept else [])
    return Statement(_with(with_parts) + body, tuple(name for _, name in taken), bound(batch.restrictions))


def _survival(batch: Batch) -> Statement:
    """Kaplan–Meier by period and group: where its curve and both limits reach the share asked, or the curve at an age.

    A life is at risk after the age at which it was first seen. E. L. Kaplan and P. Meier, JASA 53, 1958; R. Brookmeyer
    and J. Crowley, Biometrics 38, 1982. Lives that weigh differently count as (sum of weights)² ÷ sum of squared
    weights: L. Kish, Survey Sampling, 1965.
    """
    ((label, fragment),) = batch.fragments.items()
    with_parts, source, period = _source(batch, fragment.uses_asked)
    names = ["period", *batch.by]
    keys = [f"{period} as period", *(f"r.{column} as {name}" for name, column in batch.dimensions)]
    kept = [f"{fragment.value} is not null", f"{fragment.event} is not null"]
    kept += [f"{fragment.weight} > 0"] if fragment.weight else []
    kept += [f"({fragment.entry} <= 0 or {fragment.entry} < {fragment.value})"] if fragment.entry else []
    columns = f"{fragment.value} as t, {fragment.event} as ended_by_event, {fragment.weight or 1} as weight"
    columns += f", {fragment.entry or 0} as seen_from"
    with_parts += [("life", f"select {', '.join(keys)}, {columns}\nfrom {source}" + _kept(batch, kept))]
    with_parts += _curve(", ".join(names), bool(fragment.weight), bool(fragment.entry))
    selects = [(name, name) for name in names]
    if fragment.form == "survival":
        limit, half = f"{1 - fragment.share!r} + 1e-9", f"{Z!r} * alive * sqrt(spread)"
        picks: list[tuple[PartName, str]] = [
            ("below", "alive"),
            ("low", f"alive - {half}"),
            ("high", f"alive + {half}"),
        ]
        selects += [(f"min(t) filter (where {text} <= {limit})", column_name(label, part)) for part, text in picks]
    else:
        within = f"filter (where t <= {fragment.at})"
        selects += [
            (f"coalesce(min(alive) {within}, 1e0)", column_name(label, "below")),
            ("max(t)", column_name(label, "longest")),
            (f"coalesce(max(spread) {within}, 0e0)", column_name(label, "spread")),
        ]
    selects += [("sum(lives)", column_name(label, "n"))]
    if fragment.entry:
        gone = "happened > 0 and happened >= at_risk and t < longest"
        selects += [(f"sum(fresh) = 0 or count(*) filter (where {gone}) > 0", column_name(label, "unseen"))]
    sql = _with(with_parts) + _select(selects) + f"\nfrom curve\ngroup by {', '.join(names)}"
    return Statement(sql, tuple(name for _, name in selects), bound(batch.restrictions))


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
    ((label, fragment),) = batch.fragments.items()
    balance, sales, number, before, days = fragment.stack
    with_parts, source, period = _source(batch, fragment.uses_asked)
    names = ["period", *batch.by]
    keys = [f"{period} as period", *(f"r.{column} as {name}" for name, column in batch.dimensions)]
    grouped = ", ".join(names)
    with_parts += [
        (
            "month",
            f"select {', '.join(keys)}, {number} as number, min({before}) as before, min({days}) as days,\n"
            f"  sum({sales}) as sales, sum({balance}) as balance, count(*) as lines\n"
            f"from {source}"
            + _kept(batch)
            + "\ngroup by "
            + ", ".join([period, *(f"r.{column}" for _, column in batch.dimensions), number]),
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
    selects += [(answer, column_name(label, "below")), ("sum(lines)", column_name(label, "n"))]
    sql = _with(with_parts) + _select(selects) + f"\nfrom stack\ngroup by {grouped}"
    return Statement(sql, tuple(name for _, name in selects), bound(batch.restrictions))


def _source(batch: Batch, uses_asked: bool) -> tuple[list[tuple[str, str]], str, str]:
    """The common table expressions, the from clause and the period's column."""
    name, anchor = batch.metric.shape, batch.metric.anchor
    asked = (ASKED, _asked(batch.windows, batch.every))
    if batch.mode == "flow":
        if batch.every == "day" and not batch.metric.trailing and not uses_asked:
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
    rows = _made_for_the_question(batch, name)
    source = f"{name} as r join asked as a on a.period = r.period" if uses_asked else f"{name} as r"
    return [asked, (name, rows)], source, "r.period"


def _made_for_the_question(batch: Batch, name: str) -> str:
    """The rows of a period shape: those of whole months as they are kept, the others made from what is stored."""
    places = _kept_under(batch)
    kept = {one: of_months(one, places) for one in batch.finals.shapes} if batch.finals and places else {}
    others = tuple(window for window in batch.windows if window.period not in places)
    if not others:
        return shape.period_select(name, batch.time_zone, finals=kept)
    live = shape.period_select(name, batch.time_zone)
    if name not in kept:
        return live
    asked = f"with {ASKED} as (\n{_asked(others, batch.every)}\n)"
    return f"{kept[name]}\nunion all by name\nselect * from (\n{asked}\nselect * from (\n{live}\n)\n)"


def _kept_under(batch: Batch) -> dict[date, date]:
    """Of each period whose rows are kept, the day under which they stand: of a question by month, or over all days."""
    if batch.finals is None:
        return {}
    found = {one.period: batch.finals.place(one.period, one.first, one.last) for one in batch.windows}
    return {period: place for period, place in found.items() if place is not None}


def _select(selects: list[tuple[str, str]]) -> str:
    return "select\n  " + ",\n  ".join(text if text == name else f"{text} as {name}" for text, name in selects)


def _with(parts: list[tuple[str, str]]) -> str:
    if not parts:
        return ""
    return "with " + ",\n".join(f"{name} as (\n{text}\n)" for name, text in parts) + "\n"


def _asked(windows: tuple[Window, ...], every: str) -> str:
    rows = (
        f"(date '{window.period}', date '{window.first}', date '{window.last}',"
        f" date '{window.last + timedelta(days=1)}', {(window.last - window.first).days + 1},"
        f" date '{window.ends(every)}')"
        for window in windows
    )
    return "values\n  " + ",\n  ".join(rows)


def _kept(batch: Batch, extra: list[str] | None = None) -> str:
    conditions = sorted(batch.hoisted)
    if batch.mode == "flow" and batch.windows:
        first = min(window.first for window in batch.windows)
        last = max(window.last for window in batch.windows)
        conditions.insert(0, f"r.{batch.metric.anchor} between date '{first}' and date '{last}'")
    conditions += [restriction.sql for restriction in batch.restrictions]
    conditions += extra or []
    return "\nwhere " + "\n  and ".join(conditions) if conditions else ""


def _row_counts(batch: Batch) -> list[tuple[str, str]]:
    """Which groups a metric has rows in: those of the statement, but where a filter is left to its aggregates."""
    if not batch.by:
        return []
    left = [(label, fragment.within) for label, fragment in batch.fragments.items()]
    return [(f"count(*) filter (where {within})", column_name(label, "rows")) for label, within in left if within]


def _picked(batch: Batch) -> list[tuple[str, str]]:
    """What the outer select over `parts` takes from each ordered list: the values at the quantile and its limits."""
    selects = [(name, name) for name in ("period", *batch.by)]
    for label, fragment in batch.fragments.items():
        if fragment.form != "quantile":
            names = [column_name(label, part) for part, _ in fragment.selects]
            selects += [(name, name) for name in names]
            continue
        listed, share = column_name(label, "sorted"), formula.double(fragment.share)
        n = f"coalesce(array_length({listed}), 0)"
        middle, half = f"{n} * {share}", f"{Z!r} * sqrt({n} * {share} * (1 - {share}))"
        below = f"cast(floor(({n} - 1) * {share}) as bigint) + 1"
        ranks: list[tuple[PartName, str]] = [
            ("below", below),
            ("above", f"least({below} + 1, {n})"),
            ("low", f"cast(ceil({middle} - {half}) as bigint)"),
            ("high", f"cast(ceil({middle} + {half}) as bigint)"),
        ]
        selects.append((n, column_name(label, "n")))
        selects += [(f"{listed}[{rank}]", column_name(label, part)) for part, rank in ranks]
    return selects + [(name, name) for _, name in _row_counts(batch)]
