"""What whoever cares for the customers asks of their page: where each answer stands, with the value of the facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_metrics.boards import customers
from crm_metrics.boards.core import Board, Heat
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.customers.book import lines_bought
from tests.boards.questions.asking import (
    APRIL,
    EN,
    LAST,
    SEEN,
    TWELVE,
    WHO,
    YEAR,
    active,
    agree,
    brought,
    by,
    card,
    cells,
    on,
    queried,
    then,
)

BOTH = (YEAR, LAST)
# What each customer has ever bought by the close of the month: contracts that are paid, and orders.
LINES = (
    f"with has as (select distinct {WHO} as who, line from main.order_line t join main.product using (product_id)"
    f" where not is_return and quantity > 0 and {on('ordered_at')} <= date '{LAST}'"
    f" union select distinct {WHO}, line from main.subscription t join main.product using (product_id)"
    f" where mrr > 0 and starts_on <= date '{LAST}')"
)
OF_CELL = (
    f"select who from ({active(LAST)}) join ({then('value_tier', LAST)}) a using (who)"
    f" join ({then('lifecycle_stage', LAST)}) b using (who) where a.told = '{{row}}' and b.told = '{{column}}'"
)


def page(company: Shop, **asked: str) -> Board:
    return customers.board(customers.gather(company, replace(SEEN, where=tuple(sorted(asked.items())))), EN)


def test_how_many_customers_are_of_each_value_and_stage(company: Shop) -> None:
    told = {(row, column): n for row, column, n in company.fetch(
        f"select a.told, b.told, count(*) from ({active(LAST)}) join ({then('value_tier', LAST)}) a using (who)"
        f" join ({then('lifecycle_stage', LAST)}) b using (who) group by 1, 2"
    )}  # fmt: skip
    body = card(page(company), "matrix").body
    assert isinstance(body, Heat)
    shown = {(row, column): int(text) for row, line in zip(body.rows, body.texts, strict=True)
             for column, text in zip(body.columns, line, strict=True) if text}  # fmt: skip
    assert shown == {(EN.name(row), EN.name(column)): n for (row, column), n in told.items()}
    assert queried(company, "active_customers") == sum(told.values())
    assert queried(company, "active_customers", tier="high", lifecycle_stage="commitment") == told["high", "commitment"]


def test_how_much_of_the_income_is_at_risk(company: Shop) -> None:
    """The income of the month by what its customers were when it opened, of those who came later at its close."""
    leaving = by(company, "customer_revenue", "lifecycle_stage")["dissolution"]
    whole = queried(company, "customer_revenue")
    opening = LAST.replace(month=3, day=31)
    told = dict(company.fetch(
        "select case when o.who is not null then a.told else z.told end, sum(amount)"
        f" from ({brought(APRIL)}) join ({then('lifecycle_stage', opening)}) a using (who)"
        f" join ({then('lifecycle_stage', LAST)}) z using (who) left join ({active(opening)}) o using (who) group by 1"
    ))  # fmt: skip
    assert leaving == pytest.approx(float(told["dissolution"]), rel=1e-6)
    assert whole == pytest.approx(sum(map(float, told.values())), rel=1e-6)
    said = f"{EN.percent(leaving / whole, 0)} of the revenue is of customers who are leaving"
    assert card(page(company), "matrix").title == said


def test_who_is_in_this_cell(company: Shop) -> None:
    sql = OF_CELL.format(row="high", column="commitment")
    worth = dict(company.fetch(brought()))
    members = {who for (who,) in company.fetch(sql)}
    board = page(company, row="high", column="commitment")
    shown = cells(board, "list")
    assert list(shown) == sorted(members, key=lambda who: (-round(worth.get(who, 0), 2), who))
    assert card(board, "list").title == f"{len(members)} customers: High · Commitment"
    assert shown[next(iter(shown))]["customer"].leads.startswith("customer?customer=")


@pytest.mark.parametrize(
    ("metric", "facts"),
    [
        ("customer_revenue", brought()),
        ("units_sold", f"select {WHO}, sum(quantity) from main.order_line t where not is_return"
                       f" and {on('ordered_at')} {TWELVE} group by 1"),
        ("orders_placed", f"select {WHO}, count(distinct order_id) from main.order_line t where not is_return"
                          f" and {on('ordered_at')} {TWELVE} group by 1"),
    ],
)  # fmt: skip
def test_who_brings_buys_and_comes_back_most(company: Shop, metric: str, facts: str) -> None:
    told = {who: float(amount) for who, amount in company.fetch(facts)}
    asked = by(company, metric, "customer", every="all", days=BOTH)
    ordered = sorted(told, key=lambda who: (-round(told[who], 2), who))[:10]
    shown = cells(page(company, part="rankings"), f"rank-{metric}")
    assert list(shown)[:10] == ordered
    for who in ordered:
        agree(shown[who]["value"], metric, round(told[who], 2), asked[who])
    first = sum(told[who] for who in ordered) / sum(told.values())
    assert EN.percent(first, 0) in card(page(company, part="rankings"), f"rank-{metric}").title


def test_which_customers_are_worth_most_and_least(company: Shop) -> None:
    """What they leave after serving them: the same customers at both ends as a query has."""
    asked = by(company, "customer_profitability", "customer", every="all", days=BOTH)
    left = {who: value for who, value in asked.items() if who not in (None, "unknown")}
    ordered = sorted(left, key=lambda who: (-left[who], str(who)))
    board = page(company, part="rankings")
    assert list(cells(board, "rank-best"))[:10] == ordered[:10]
    assert list(cells(board, "rank-worst"))[:10] == ordered[::-1][:10]
    losing = sum(value < 0 for value in left.values())
    assert card(board, "rank-worst").title == f"{losing} customers cost more than they bring"


def test_what_may_i_offer_to_whom(company: Shop) -> None:
    board = page(company, part="cross")
    first = cells(board, "evidence")["0"]
    owned, offered = first["owned"].text, first["offered"].text
    owners, both = company.fetch(
        f"{LINES} select count(*), count(b.who) from has a left join has b on b.who = a.who and b.line = '{offered}'"
        f" where a.line = '{owned}'"
    )[0]
    assert (first["owners"].text, first["both"].text) == (EN.number(owners), EN.number(both))
    asked = queried(company, "affinity_confidence", product_line=owned, with_line=offered)
    assert asked == pytest.approx(both / owners)
    held = lines_bought(company, LAST)
    for who, row in cells(board, "list").items():
        has = {line for (line,) in company.fetch(f"{LINES} select line from has where who = '{who}'")}
        assert has == held[who]
        assert row["owned"].text in has and row["offered"].text not in has


def test_where_is_the_customer_who_writes(company: Shop) -> None:
    who, name, email = company.fetch(
        "select customer_id, name, email from main.customer where email is not null and name is not null order by 1"
    )[0]
    assert who in cells(page(company, find=name), "found")
    found = cells(page(company, find=email), "found")
    assert (found[who]["name"].text, found[who]["email"].text) == (name, email)
