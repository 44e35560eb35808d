"""What a page says in a place, and what the facts and a query say of the same: for the questions of its reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.boards.core import Board, Cell, Grid, View
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from tests.boards.shown import card as card

EN = Words("en")
SEEN = View(personal=True)  # by who sees all of the company
DAY = date(2026, 5, 30)  # the last day of the data
FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)  # the month that the pages show: the last one that is closed
YEAR = date(2025, 5, 1)  # the first day of the twelve months to its end
COMPANY = Asked(customers=900, months=14, until=DAY)
APRIL = "between date '2026-04-01' and date '2026-04-30'"
TWELVE = "between date '2025-05-01' and date '2026-04-30'"
NOTHING: Mapping[str, str] = {}
TALKED = "disposition in ('handled', 'refused', 'opt_out')"
# Of a row t: the customer whom its id belongs to, of those that two sources know.
WHO = "coalesce((select a.customer_id from main.customer_alias a where a.alias_id = t.customer_id), t.customer_id)"


def on(column: str) -> str:
    """The civil day of an instant, as the company has it."""
    return f"cast(timezone('America/Bogota', {column}) as date)"


def answers(more: str = "true", days: str = APRIL) -> str:
    """The hits and the number of the answers on satisfaction from 1 to 5 of the month, as SQL."""
    return (
        "select count_if(score >= 4), count(*) from main.survey where instrument = 'csat' and scale_min = 1"
        f" and scale_max = 5 and {on('responded_at')} {days} and {more}"
    )


def active(day: date) -> str:
    """The customers with a contract that is paid, or an order in the last 365 days, at the close of a day, as SQL."""
    last = f"date '{day}'"
    return (
        f"select {WHO} as who from main.subscription t where mrr > 0 and starts_on <= {last}"
        f" and coalesce(ends_on, date '9999-12-31') > {last} union select {WHO} from main.order_line t"
        f" where not is_return and quantity > 0 and {on('ordered_at')} > {last} - 365 and {on('ordered_at')} <= {last}"
    )


def then(attribute: str, day: date) -> str:
    """What each customer was at the close of a day: before the first change that came after it, as SQL."""
    return (
        "select c.customer_id as who, coalesce((select e.old_value from main.status_event e where e.entity = 'customer'"
        f" and e.attribute = '{attribute}' and e.entity_id = c.customer_id and {on('e.changed_at')} > date '{day}'"
        f" order by e.changed_at limit 1), c.{attribute}) as told from main.customer c"
        " where c.customer_id not in (select alias_id from main.customer_alias)"
    )


def brought(days: str = TWELVE) -> str:
    """What each customer brought: its orders, and of each day its part of the contract's month, as SQL."""
    first, last = (part.strip() for part in days.removeprefix("between ").split(" and "))
    return (
        f"with day as (select cast(unnest(generate_series({first}, {last}, interval 1 day)) as date) as day),"
        f" paid as (select {WHO} as who, sum(mrr / day(last_day(day))) as amount from main.subscription t"
        " join day on day >= starts_on and day < coalesce(ends_on, date '9999-12-31') group by 1),"
        f" sold as (select {WHO} as who, sum(amount) as amount from main.order_line t where {on('ordered_at')} {days}"
        " group by 1) select who, sum(amount) as amount from (from paid union all from sold) group by who"
    )


def cells(board: Board, key: str) -> dict[str, dict[str, Cell]]:
    """The cells of a table by the ids of its rows and columns."""
    body = card(board, key).body
    assert isinstance(body, Grid), key
    names = [column.key for column in body.columns]
    return {row.key: dict(zip(names, row.cells, strict=True)) for row in body.rows}


def one(shop: Shop, sql: str) -> Any:
    """The first value that the facts give."""
    return shop.fetch(sql)[0][0]


def share(shop: Shop, sql: str) -> float:
    """The first of two numbers that the facts give, of the second."""
    hits, n = shop.fetch(sql)[0]
    return float(hits) / float(n)


def queried(
    shop: Shop,
    name: str,
    every: str = "month",
    days: tuple[date, date] = (FIRST, LAST),
    *,
    where: Mapping[str, str] = NOTHING,
    **more: str,
) -> float:
    """The value that a query gives, of the month unless other days are told. where, more: a value by dimension."""
    dims = {dimension: [value] for dimension, value in {**where, **more}.items()}
    readings = ask(shop, [metric_of(name)], every=every, since=days[0], until=days[1], where=dims)[name].readings
    assert readings[-1].value is not None, name
    return float(readings[-1].value)


def by(
    shop: Shop,
    name: str,
    dimension: str,
    *,
    every: str = "month",
    days: tuple[date, date] = (FIRST, LAST),
    **where: str,
) -> Mapping[str | None, float]:
    """What a query gives by the values of a dimension."""
    dims = {other: [value] for other, value in where.items()}
    asked = ask(shop, [metric_of(name)], every=every, by=(dimension,), since=days[0], until=days[1], where=dims)
    return {one.groups[0]: float(one.value) for one in asked[name].readings if one.value is not None}


def agree(said: Cell, name: str, fact: Any, asked: float) -> None:
    """A cell says what the facts give, which a query gives too, and leads to the rows of it."""
    assert asked == pytest.approx(float(fact), rel=1e-9)
    assert said.text == EN.value(float(fact), metric_of(name).unit, "COP")
    assert said.behind is not None and said.behind.metric == name
    assert said.behind.value == pytest.approx(float(fact), rel=1e-9)


def ago(day: date) -> int:
    """The days from a day to the last one of the data."""
    return (DAY - day) // timedelta(days=1)
