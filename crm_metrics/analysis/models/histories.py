"""What customers had bought, held and left by a day: the shaped rows as arrays, cut at a month's close.

Days are whole numbers, counted from 1970-01-01; customers are whole numbers, places in `names`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from crm_metrics.analysis.models.fitting import Numbers
from crm_metrics.warehouse.finishing import Draft

Whole = npt.NDArray[np.int64]
YEAR = 365  # days
NEVER = 9_999_999  # a day after all others

_DAY = "- date '1970-01-01'"
_REACH = f"""
select max(loaded_from) {_DAY} as since, min(loaded_through) {_DAY} as through
from shape.watermark where table_name in ('subscription', 'order_line')
"""
_CLOSES = f"""
with month as (
  select month_on, max(day) as last_on, any_value(quarter_on) as quarter_on from shape.calendar_day group by month_on
)
select last_on {_DAY} as day, quarter_on <> lead(quarter_on, 1, quarter_on) over (order by month_on) as quarter
from month order by month_on
"""
_ORDERS = f"""
select customer, ordered_on {_DAY} as day, cast(sum(amount) as double) as amount
from shape.purchase where customer <> 'unknown' group by customer, ordered_on order by ordered_on, customer
"""
_MARGINS = f"""
select ordered_on {_DAY} as day, cast(sum(margin) as double) as margin, cast(sum(amount) as double) as amount
from shape.order_line where costed group by ordered_on order by ordered_on
"""
_BOOK = f"""
select b.customer, b.from_on {_DAY} as first, b.to_on {_DAY} as next, t.acquired_on {_DAY} as acquired
from shape.book_stretch b left join shape.customer t on t.customer = b.customer
"""
_PLANS = f"""
select s.customer, s.from_on {_DAY} as first,
  case when s.to_on < date '9999-12-31' then s.to_on {_DAY} else {NEVER} end as next,
  cast(s.mrr - p.unit_cost as double) as margin
from shape.paid_span s left join main.product p on p.product_id = s.product_id
where not s.paused
"""
_LIVES = f"""
with span as (
  select distinct s.customer, s.from_on as first, s.to_on as next, coalesce(p.line, '') as line
  from shape.paid_span s left join main.product p on p.product_id = s.product_id
),
reach as (
  select *, max(next) over (partition by customer order by first, next, line
                            rows between unbounded preceding and 1 preceding) as reached
  from span
),
numbered as (
  select *, count(*) filter (where reached is null or first > reached) over (
    partition by customer order by first, next, line rows unbounded preceding) as life
  from reach
)
select customer, min(first) {_DAY} as first, max(next) {_DAY} as next, min_by(line, row(first, line)) as line
from numbered group by customer, life order by customer, first
"""


@dataclass(frozen=True)
class Orders:
    """Days on which customers bought, oldest first; `opening` marks each customer's first one."""

    customer: Whole
    day: Whole
    amount: Numbers
    opening: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Spans:
    """Stretches of customers, from `first` until before `next`."""

    customer: Whole
    first: Whole
    next: Whole
    value: Numbers
    """A month's margin."""
    line: npt.NDArray[np.object_]
    """The plan."""


@dataclass(frozen=True, kw_only=True)
class Histories:
    """All that is scored."""

    names: npt.NDArray[np.object_]
    """Of the customers: everything else names them by their places in it."""
    acquired: Whole
    """The day of each customer, NEVER where nobody says."""
    orders: Orders
    """The days on which each known customer bought, and for how much, oldest first."""
    margins: tuple[Whole, Numbers, Numbers]
    """Of each day with lines of known cost: the day, what they left, their amount."""
    book: Spans
    """When each customer was in the active book."""
    plans: Spans
    """Each subscription."""
    lives: Spans
    """Subscriptions of one customer that follow each other without a gap, as one."""
    since: int
    """The first day of the data."""
    through: int
    """Their last day; -1 where nobody says."""
    closes: tuple[tuple[int, bool], ...]
    """The last day of each month, and whether it ends a quarter."""

    def margin_rate(self, close: int) -> float:
        """What the lines of known cost left of their amount, in the year to the close; NaN where none has a cost."""
        days, margin, amount = self.margins
        year = (days > close - YEAR) & (days <= close)
        total = float(amount[year].sum())
        return float(margin[year].sum()) / total if total > 0 else float("nan")


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What each customer's orders say at a close: arrays over all customers, 0 where there is nothing."""

    bought: npt.NDArray[np.bool_]
    """Whether there is any order up to the close."""
    x: Numbers
    """Purchases after the first."""
    t_x: Numbers
    """Weeks from the first to the last."""
    age: Numbers
    """Weeks from the first to the close."""
    mean: Numbers
    """The mean amount of the purchases after the first."""
    recency: Whole
    """Days since the last."""
    year_orders: Whole
    """On how many days of the last 365 they bought."""
    year_amount: Numbers
    """Of the year to the close; `year_orders` too."""


def read(draft: Draft) -> Histories:
    """The histories of a version being built."""
    orders, margins, book = draft.frame(_ORDERS), draft.frame(_MARGINS), draft.frame(_BOOK)
    plans, lives = draft.frame(_PLANS), draft.frame(_LIVES)
    tables = (orders, book, plans, lives)
    names = np.unique(np.concatenate([table["customer"].to_numpy(dtype=object) for table in tables]))
    place = {name: number for number, name in enumerate(names)}

    def placed(rows: Any) -> Whole:
        return np.array([place[name] for name in rows["customer"]], dtype=np.int64)

    buyers = placed(orders)
    opening = np.zeros(len(buyers), dtype=bool)
    opening[np.unique(buyers, return_index=True)[1]] = True
    acquired = np.full(len(names), NEVER, dtype=np.int64)
    acquired[placed(book)] = _whole(book["acquired"].fillna(NEVER))
    since, through, closes = _reach(draft)
    return Histories(
        names=names,
        acquired=acquired,
        orders=Orders(buyers, _whole(orders["day"]), orders["amount"].to_numpy(dtype=float), opening),
        margins=(
            _whole(margins["day"]),
            margins["margin"].to_numpy(dtype=float),
            margins["amount"].to_numpy(dtype=float),
        ),
        book=_spans(book, placed(book)),
        plans=_spans(plans, placed(plans)),
        lives=_spans(lives, placed(lives)),
        since=since,
        through=through,
        closes=closes,
    )


def _spans(rows: Any, customers: Whole) -> Spans:
    """Stretches read from a table; what it does not tell of them is 0 or empty."""
    value = rows["margin"].to_numpy(dtype=float) if "margin" in rows else np.zeros(len(rows))
    line = rows["line"].to_numpy(dtype=object) if "line" in rows else np.full(len(rows), "", dtype=object)
    return Spans(customers, _whole(rows["first"]), _whole(rows["next"]), value, line)


def _reach(draft: Draft) -> tuple[int, int, tuple[tuple[int, bool], ...]]:
    """The first and the last day of the data, and the closes between them; 0 and -1 where nobody says."""
    reach = draft.frame(_REACH)
    if not (reach["since"].notna().all() and reach["through"].notna().all()):
        return 0, -1, ()
    since, through = int(reach["since"][0]), int(reach["through"][0])
    calendar = draft.frame(_CLOSES)
    closes = zip(_whole(calendar["day"]).tolist(), calendar["quarter"].tolist(), strict=True)
    return since, through, tuple((day, bool(quarter)) for day, quarter in closes if day <= through)


def habits(known: Histories, close: int) -> Habits:
    """What the orders up to a close say of each customer."""
    orders, size = known.orders, len(known.names)
    upto = int(np.searchsorted(orders.day, close, side="right"))
    year = int(np.searchsorted(orders.day, close - YEAR, side="right"))
    who, day, amount, opening = (
        column[:upto] for column in (orders.customer, orders.day, orders.amount, orders.opening)
    )
    times = np.bincount(who, minlength=size)
    first, last = np.full(size, close, dtype=np.int64), np.full(size, close, dtype=np.int64)
    first[who[opening]] = day[opening]
    last[who] = day  # the rows are in the order of their days: the last one stays
    x = np.maximum(times - 1, 0).astype(float)
    again = np.bincount(who, weights=np.where(opening, 0.0, amount), minlength=size)
    return Habits(
        bought=times > 0,
        x=x,
        t_x=(last - first) / 7.0,
        age=(close - first) / 7.0,
        mean=again / np.maximum(x, 1.0),
        recency=close - last,
        year_orders=np.bincount(who[year:], minlength=size),
        year_amount=np.bincount(who[year:], weights=amount[year:], minlength=size).astype(np.float64),
    )


def ages(lives: Spans, since: int, close: int) -> tuple[Whole, Whole, npt.NDArray[np.bool_]]:
    """For each life: whole months in view before it was seen, months reached, and whether it ended with the last one.

    A life that had ended before the view began, or begins after the close, reaches 0.
    """
    ended = lives.next <= close
    until = np.where(ended, lives.next, close + 1)
    floor, ceiling = months(lives.first, until)
    unseen = months(lives.first, np.maximum(lives.first, since))[1]
    there = (lives.first <= close) & (lives.next > since)
    reached = np.where(there, np.where(ended, np.maximum(ceiling, 1), floor), 0)
    return np.minimum(unseen, reached), reached, ended & there & (reached > unseen)


def months(first: Whole, until: Whole) -> tuple[Whole, Whole]:
    """Whole months between two days, rounded down and up."""
    start, end = first.astype("datetime64[D]"), until.astype("datetime64[D]")
    start_month, end_month = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    apart = (end_month - start_month).astype(np.int64)
    start_day, end_day = (start - start_month).astype(np.int64), (end - end_month).astype(np.int64)
    return apart - (end_day < start_day), apart + (end_day > start_day)


def _whole(column: Any) -> Whole:
    return np.asarray(column.to_numpy(dtype=np.int64))
