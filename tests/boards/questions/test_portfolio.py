"""What an account manager asks of the portfolio: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_metrics.boards import portfolio
from crm_metrics.boards.core import Board
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    DAY,
    EN,
    LAST,
    SEEN,
    WHO,
    YEAR,
    active,
    ago,
    agree,
    brought,
    card,
    cells,
    on,
    queried,
)

# Of each customer of an account manager, when somebody last spoke with it: no message and no machine.
SPOKEN = (
    f"with talk as (select {WHO} as who, max({on('t.offered_at')}) as day from main.interaction t"
    " join main.touchpoint p using (touchpoint_id) where t.disposition in ('handled', 'refused', 'opt_out')"
    " and not coalesce(t.written, p.channel in ('email', 'web', 'app', 'mail')) group by 1)"
    " select c.customer_id, c.name, c.owner_agent_id, k.day from main.customer c left join talk k"
    " on k.who = c.customer_id where c.owner_agent_id is not null"
    " and c.customer_id not in (select alias_id from main.customer_alias)"
)


@pytest.fixture(scope="module")
def manager(company: Shop) -> str:
    """The one who answers for most customers."""
    found: str = company.fetch(f"select owner_agent_id from ({SPOKEN}) group by 1 order by count(*) desc, 1")[0][0]
    return found


@pytest.fixture(scope="module")
def own(company: Shop, manager: str) -> Board:
    return portfolio.board(portfolio.gather(company, replace(SEEN, where=(("manager", manager),))), EN)


def test_who_answers_for_how_many_and_whom_does_nobody_attend(company: Shop) -> None:
    told = company.fetch(
        f"select owner_agent_id, count(*), count_if(day is null or date '{DAY}' - day > 180) from ({SPOKEN}) group by 1"
    )
    shown = cells(portfolio.board(portfolio.gather(company, SEEN), EN), "managers")
    said = {one: (row["customers"].text, row["silent"].text) for one, row in shown.items()}
    assert said == {agent: (EN.number(n), EN.number(silent)) for agent, n, silent in told}


def test_which_of_my_customers_nobody_has_contacted_for_longest(company: Shop, own: Board, manager: str) -> None:
    told = {who: (name, day) for who, name, agent, day in company.fetch(SPOKEN) if agent == manager}
    shown = cells(own, "portfolio")
    assert shown.keys() == told.keys()
    for who, (_, day) in told.items():
        assert shown[who]["days"].text == ("–" if day is None else EN.number(ago(day))), who
    forgotten = [who for who, (_, day) in told.items() if day is None or ago(day) > 180]
    assert set(list(shown)[: len(forgotten)]) == set(forgotten)  # they stand first
    name, day = min((one for one in told.values() if one[1] is not None), key=lambda one: one[1])
    assert f"longest without a word: {name}, {ago(day)} days" in card(own, "portfolio").subtitle
    assert card(own, "portfolio").title.startswith(f"{len(told)} customers; with {len(forgotten)} of them nobody")


def test_which_of_my_customers_brings_most(company: Shop, own: Board) -> None:
    worth = dict(company.fetch(brought()))
    shown = cells(own, "portfolio")
    most = max(shown, key=lambda who: worth.get(who, 0))
    asked = queried(company, "customer_revenue", "all", (YEAR, LAST), customer=most)
    agree(shown[most]["customer_revenue"], "customer_revenue", round(float(worth[most]), 2), asked)


def test_who_of_them_owes_us_past_due(company: Shop, own: Board) -> None:
    told = dict(company.fetch(
        f"with owed as (select {WHO} as who, invoice_id, min(due_on) filter (where kind = 'invoice') as due,"
        " sum(amount) as balance from main.receivable t group by all) select who, sum(balance) from owed"
        f" where balance > 0 and due < date '{DAY}' group by 1"
    ))  # fmt: skip
    shown = cells(own, "portfolio")
    late = shown.keys() & told.keys()
    assert late
    for who in late:
        asked = queried(company, "overdue_receivables", "day", (DAY, DAY), customer=who)
        agree(shown[who]["overdue_receivables"], "overdue_receivables", told[who], asked)
    assert all(row["overdue_receivables"].text == "$0" for who, row in shown.items() if who not in late)


def test_what_changed_with_them_in_the_last_month(company: Shop, own: Board, manager: str) -> None:
    since = DAY - timedelta(days=30)
    gone = {who for (who,) in company.fetch(f"({active(since)}) except ({active(DAY)})")}
    mine = {who for who, _, agent, _ in company.fetch(SPOKEN) if agent == manager}
    left = [row for row in cells(own, "changes").values() if row["what"].text == "left"]
    names = dict(company.fetch("select customer_id, name from main.customer"))
    assert sorted(row["customer"].text for row in left) == sorted(names[who] for who in gone & mine)
    assert left
