"""What whoever speaks with a customer asks of its file first: where each answer stands, with the value of the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_metrics.boards import customer
from crm_metrics.boards.core import Board, FactSheet
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    DAY,
    EN,
    LAST,
    SEEN,
    TALKED,
    YEAR,
    agree,
    brought,
    card,
    cells,
    on,
    one,
    queried,
)

BOTH = (YEAR, LAST)
PROMISED = "crm:C000521"  # of the demo: a customer with a promise, a case and an invoice past due on the last day
OTHERS = ("crm:C000498", "crm:C000644", "crm:C000224")  # who promised too, for later days
SPOKEN = f"i.{TALKED} and not coalesce(i.written, p.channel in ('email', 'web', 'app', 'mail'))"


@pytest.fixture(scope="module")
def pages(company: Shop) -> dict[str, Board]:
    asked = {who: replace(SEEN, where=(("customer", who),)) for who in (PROMISED, *OTHERS)}
    return {who: customer.board(customer.gather(company, view), EN) for who, view in asked.items()}


def names(company: Shop) -> dict[str, str]:
    return dict(company.fetch("select agent_id, name from main.agent"))


@pytest.mark.parametrize("who", [PROMISED, *OTHERS])
def test_what_did_she_promise_when_does_it_expire_and_who_has_it(
    company: Shop, pages: dict[str, Board], who: str
) -> None:
    told = company.fetch(
        "select promised_on, promised_amount, agent_id from main.interaction where customer_id = $who"
        " and promised_on >= $day",
        {"who": who, "day": DAY},
    )
    paid = one(company, "select count(*) from main.interaction i join main.receivable r using (customer_id)"
                        f" where i.customer_id = '{who}' and promised_on >= date '{DAY}' and r.kind = 'payment'"
                        f" and r.entry_on >= {on('i.offered_at')}")  # fmt: skip
    assert len(told) == 1 and not paid
    ((promised_on, amount, agent),) = told
    shown = cells(pages[who], "waiting")[f"promise-{promised_on}"]
    left = (promised_on - DAY).days
    assert shown["state"].text == (f"due in {left} days" if left else "due today")
    assert shown["amount"].text == EN.money(float(amount), "COP")
    assert shown["of"].text == names(company)[agent]


def test_what_is_open_with_her_and_whose_is_it(company: Shop, pages: dict[str, Board]) -> None:
    shown = cells(pages[PROMISED], "waiting")
    cases = company.fetch(
        "select work_item_id, agent_id, opened_at from main.work_item where customer_id = ? and closed_at is null"
        " and first_resolved_at is null",
        [PROMISED],
    )
    invoices = company.fetch(
        "select invoice_id, min(due_on) filter (where kind = 'invoice'), sum(amount) from main.receivable"
        " where customer_id = ? group by 1 having sum(amount) > 0 and min(due_on) filter (where kind = 'invoice') < ?",
        [PROMISED, DAY],
    )
    assert cases and invoices
    for item, agent, _ in cases:
        assert shown[item]["of"].text == names(company)[agent]
    for invoice, due, balance in invoices:
        row = shown[f"invoice-{invoice}-{due}"]
        assert row["amount"].text == EN.money(float(balance), "COP")
        assert row["state"].text == f"{(DAY - due).days} days past due"
    count = len(cases) + len(invoices) + 1
    assert card(pages[PROMISED], "waiting").title == f"{count} things are open with this customer"
    open_now = queried(company, "overdue_receivables", "day", (DAY, DAY), customer=PROMISED)
    assert open_now == pytest.approx(float(sum(balance for *_, balance in invoices)))


def test_what_is_she_worth_and_what_does_serving_her_cost(company: Shop, pages: dict[str, Board]) -> None:
    shown = cells(pages[PROMISED], "value")
    (fact,) = (amount for who, amount in company.fetch(brought()) if who == PROMISED)
    asked = queried(company, "customer_revenue", "all", BOTH, customer=PROMISED)
    agree(shown["customer_revenue-year"]["value"], "customer_revenue", round(float(fact), 2), asked)
    left = queried(company, "customer_profitability", "all", BOTH, customer=PROMISED)
    margin = queried(company, "value_received", "all", BOTH, customer=PROMISED)
    assert left < margin
    kept, lost = (EN.money(one, "COP") for one in (left, -left))
    said = (
        f"Serving it cost {lost} more than its margin" if left < 0 else f"It left {kept} after the cost of serving it"
    )
    assert card(pages[PROMISED], "value").title == said
    assert EN.money(margin, "COP") in card(pages[PROMISED], "value").subtitle  # the line at which serving eats it


def test_does_she_pay_and_how_late(company: Shop, pages: dict[str, Board]) -> None:
    shown = cells(pages[PROMISED], "credit")
    owed = one(company, f"select sum(amount) from main.receivable where customer_id = '{PROMISED}'")
    agree(shown["receivables-now"]["value"], "receivables", owed,
          queried(company, "receivables", "day", (DAY, DAY), customer=PROMISED))  # fmt: skip
    terms = one(company, "select median(due_on - entry_on) from main.receivable where kind = 'invoice'"
                         f" and customer_id = '{PROMISED}' and entry_on between '{YEAR}' and '{LAST}'")  # fmt: skip
    assert f"terms of {EN.value(float(terms), 'days')}" in card(pages[PROMISED], "credit").title


@pytest.mark.parametrize("who", [PROMISED, *OTHERS])
def test_who_spoke_last_with_her_and_when(company: Shop, pages: dict[str, Board], who: str) -> None:
    sheet = card(pages[who], "identity").body
    assert isinstance(sheet, FactSheet)
    day, channel, agent = company.fetch(
        f"select {on('i.offered_at')}, p.channel, i.agent_id from main.interaction i join main.touchpoint p"
        f" using (touchpoint_id) where i.customer_id = ? and {SPOKEN} order by i.offered_at desc limit 1",
        [who],
    )[0]
    ago = (DAY - day).days
    said = [EN.day(day), "one day ago" if ago == 1 else f"{ago} days ago", EN.name(channel), names(company)[agent]]
    assert dict(sheet.facts)["Last personal contact"] == " · ".join(said)


def test_what_happened_with_her(company: Shop, pages: dict[str, Board]) -> None:
    """Contacts, openings and ends of cases, orders, entries of the ledger, answers, points, contracts, changes."""
    parts = (
        "select count(*) from main.interaction where customer_id = $who",
        "select count(*) + count(closed_at) from main.work_item where customer_id = $who",
        "select count(distinct order_id) from main.order_line where customer_id = $who",
        "select count(*) from main.receivable where customer_id = $who",
        "select count(*) from main.survey where customer_id = $who and responded_at is not null and instrument <> 'qa'",
        "select count(*) from main.loyalty_entry where customer_id = $who",
        "select count(*) + count(ends_on) from main.subscription where customer_id = $who",
        "select count(*) from main.status_event where entity = 'customer' and entity_id = $who",
    )
    count = sum(company.fetch(part, {"who": PROMISED})[0][0] for part in parts)
    shown = card(pages[PROMISED], "timeline")
    assert shown.title == f"{count} things are recorded of this customer"
    newest = company.fetch(
        f"select max({on('offered_at')}) from main.interaction where customer_id = ?", [PROMISED]
    )[0][0]  # fmt: skip
    days = [row["day"].text.split(",")[0] for row in cells(pages[PROMISED], "timeline").values()]
    assert EN.day(newest) in days and days[0] in (EN.day(DAY), EN.day(newest))


def test_is_she_about_to_leave(company: Shop, pages: dict[str, Board]) -> None:
    """Each sign with what it is held against; what nobody can tell says so and is no sign."""
    shown = cells(pages[PROMISED], "risk")
    since = DAY - timedelta(days=89)
    wanted = one(company, f"select count(*) from main.work_item where customer_id = '{PROMISED}' and kind = 'save'"
                          f" and {on('opened_at')} between '{since}' and '{DAY}'")  # fmt: skip
    row = shown["cancellation_requests-quarter"]
    asked = queried(company, "cancellation_requests", "all", (since, DAY), customer=PROMISED)
    assert (row["value"].text, asked) == (EN.number(wanted), wanted)
    assert row["state"].text == ("sign of risk" if wanted else "no sign")
    assert shown["overdue_receivables-now"]["state"].text == "sign of risk"
    raised = sum(one["state"].text == "sign of risk" for one in shown.values())
    assert card(pages[PROMISED], "risk").title.startswith("One sign" if raised == 1 else f"{raised} signs")
