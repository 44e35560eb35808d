"""What customers owe and what is owed to them: instalments, credits, advances; worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]
Row = dict[str, object]

OPEN = date(9999, 12, 31)
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


def day(number: int) -> date:
    """The numbered day of 2026, from 1."""
    return date(2025, 12, 31) + timedelta(days=number)


def entry(
    invoice: str | None,
    kind: str,
    number: int,
    amount: int,
    due: int | None = None,
    customer: str = "c",
    **more: object,
) -> Row:
    base: Row = {
        "invoice_id": invoice,
        "customer_id": customer,
        "kind": kind,
        "entry_on": day(number),
        "amount": amount,
    }
    return base | {"due_on": None if due is None else day(due)} | more


def numbered(rows: Sequence[Row]) -> list[Row]:
    return [row | {"entry_id": f"e{number:03}"} for number, row in enumerate(rows)]


def debts(shop: Warehouse, on: int) -> dict[Any, Any]:
    """What is owed at the close of a day, by due day (its number)."""
    rows = shop.fetch(
        "select due_on, sum(balance) from shape.account_balance where from_on <= ? and to_on > ? and balance > 0"
        " group by due_on",
        [day(on), day(on)],
    )
    return {(due - date(2025, 12, 31)).days: int(amount) for due, amount in rows}


def owed_to(shop: Warehouse, on: int) -> dict[Any, int]:
    """What is owed to customers at the close of a day, by customer."""
    rows = shop.fetch(
        "select customer, sum(balance) from shape.credit_span where from_on <= ? and to_on > ? group by customer",
        [day(on), day(on)],
    )
    return {customer: int(amount) for customer, amount in rows}


@pytest.fixture
def ledger(house: House) -> Callable[[Sequence[Row]], Warehouse]:
    return lambda rows: house({"receivable": numbered(rows)}, first=date(2025, 1, 1), through=day(365))


PARTS = [entry("f", "invoice", 5, 100, 31), entry("f", "invoice", 5, 100, 59), entry("f", "invoice", 5, 100, 90)]
Ledger = Callable[[Sequence[Row]], Warehouse]


def test_a_payment_of_instalments_pays_what_was_due_first(ledger: Ledger) -> None:
    shop = ledger([*PARTS, entry("f", "payment", 40, -150), entry("f", "payment", 70, -170)])
    assert debts(shop, 39) == {31: 100, 59: 100, 90: 100}
    assert debts(shop, 40) == {59: 50, 90: 100}
    assert (debts(shop, 70), owed_to(shop, 70)) == ({}, {"c": 20})  # 150 + 170 paid of 300
    assert shop.fetch("select due_on, settled_on from shape.invoice order by 1") == [
        (day(31), day(40)),
        (day(59), day(70)),
        (day(90), day(70)),
    ]


def test_a_payment_that_names_a_part_pays_that_one_and_the_rest_goes_to_the_oldest(ledger: Ledger) -> None:
    named = ledger([*PARTS, entry("f", "payment", 40, -130, due=90)])
    assert debts(named, 40) == {31: 70, 59: 100}
    elsewhere = ledger([*PARTS, entry("f", "payment", 40, -130, due=77)])  # no part is due on that day
    assert debts(elsewhere, 40) == {59: 70, 90: 100}


def test_a_payment_that_bounces_reopens_what_it_had_paid(ledger: Ledger) -> None:
    shop = ledger([*PARTS, *(entry("f", "payment", on, -100) for on in (30, 58)), entry("f", "reversal", 61, 100)])
    assert (debts(shop, 60), debts(shop, 61)) == ({90: 100}, {59: 100, 90: 100})


def test_a_credit_note_against_instalments_takes_off_what_was_due_first(ledger: Ledger) -> None:
    shop = ledger([*PARTS, entry("f", "credit_note", 10, -120), entry("f", "write_off", 60, -80)])
    assert (debts(shop, 10), debts(shop, 60)) == ({59: 80, 90: 100}, {90: 100})


def test_a_dispute_is_of_the_part_that_it_names_or_of_the_whole_invoice(house: House) -> None:
    def disputed(rows: Sequence[Row]) -> list[int]:
        shop = house({"receivable": numbered(rows)}, through=day(365))
        found = shop.fetch("select due_on from shape.account_balance where disputed and to_on = ? order by 1", [OPEN])
        return [(due - date(2025, 12, 31)).days for (due,) in found]

    assert disputed([*PARTS[:2], PARTS[2] | {"disputed": True}]) == [90]
    assert disputed([*PARTS, entry("f", "payment", 9, -10, disputed=True)]) == [31, 59, 90]
    assert disputed([*PARTS, entry("f", "payment", 9, -10, due=59, disputed=True)]) == [59]


def test_money_without_an_invoice_is_the_customers_until_it_is_allotted(ledger: Ledger) -> None:
    rows = [
        entry("f", "invoice", 5, 100, 20),
        entry(None, "payment", 8, -60),  # an advance of the same customer: it pays nothing yet
        entry(None, "credit_note", 9, -7, customer="d"),
        entry(None, "allocation", 30, 60),
        entry("f", "allocation", 30, -60),
        entry(None, "payment", 40, -30),
        entry(None, "reversal", 45, 30),  # paid back
    ]
    shop = ledger(rows)
    assert (debts(shop, 29), owed_to(shop, 29)) == ({20: 100}, {"c": 60, "d": 7})
    assert (debts(shop, 30), owed_to(shop, 30)) == ({20: 40}, {"d": 7})
    assert (owed_to(shop, 40), owed_to(shop, 45)) == ({"c": 30, "d": 7}, {"d": 7})
    paid = shop.fetch("select paid, pay_days, amount from shape.payment_lag order by paid desc, pay_days")
    assert paid == [
        (True, 25, 60),
        (False, 360, 40),
    ]  # allotted on the 30th day; the rest is waited for until the 365th


def test_an_invoice_loaded_after_its_payment_is_paid_by_it(ledger: Ledger) -> None:
    before = ledger([entry("other", "invoice", 1, 1), entry("f", "payment", 10, -40)])
    assert owed_to(before, 10) == {"c": 40}
    after = ledger([entry("other", "invoice", 1, 1), entry("f", "payment", 10, -40), entry("f", "invoice", 5, 100, 20)])
    assert (debts(after, 10), owed_to(after, 10)) == ({1: 1, 20: 60}, {})


def test_an_entry_that_is_no_cash_closes_the_ledger(ledger: Ledger, over: Over) -> None:
    """Invoiced at 100, paid with 105 after the rate moved; another one with 90, and 10 of loss."""
    rows = [
        entry("gain", "invoice", 5, 100, 20),
        entry("gain", "adjustment", 25, 5),
        entry("gain", "payment", 25, -105),
    ]
    rows += [
        entry("loss", "invoice", 5, 100, 20),
        entry("loss", "payment", 25, -90),
        entry("loss", "adjustment", 25, -10),
    ]
    shop = ledger(rows)
    assert (debts(shop, 25), owed_to(shop, 25)) == ({}, {})
    assert over(shop, "invoice_period", JAN, day(31), "sum(paid), sum(adjusted)") == [(195, -5)]
    assert shop.fetch("select sum(amount) from shape.payment_lag where paid") == [(190,)]  # 100 of gain, 90 of loss


def test_the_debt_is_of_the_one_who_was_invoiced_whoever_pays(ledger: Ledger) -> None:
    rows = [entry("f", "invoice", 5, 100, 20, customer="daughter"), entry("f", "payment", 9, -1, customer="mother")]
    assert ledger(rows).fetch("select distinct customer from shape.invoice") == [("daughter",)]


def test_payments_of_instalments_recover_the_overdue_ones_first_and_cure_them(ledger: Ledger, over: Over) -> None:
    """At the opening of March 100 are 28 days past due, 100 one day, 100 are current; 150 are paid on 10 March."""
    shop = ledger([*PARTS, entry("f", "payment", 69, -150)])
    columns = "due_on, opening_bucket, closing_bucket, overdue_opening, paid_on_overdue, cured_balance, rolled_balance"
    assert sorted(over(shop, "invoice_period", MAR, day(90), columns)) == [
        (day(31), "1-30", None, 100, 100, 100, 0),
        (day(59), "0", "31-60", 0, 0, 0, 50),  # due on the close of February: current; 50 of it 31 days late
        (day(90), "0", "0", 0, 0, 0, 0),
    ]
    written = ledger([*PARTS, entry("f", "write_off", 69, -100, due=31), entry("f", "payment", 69, -100, due=59)])
    assert sorted(over(written, "invoice_period", MAR, day(90), "due_on, cured_balance, paid_on_overdue")) == [
        (day(31), 0, 0),  # written off, not cured
        (day(59), 0, 0),
        (day(90), 0, 0),
    ]


def test_a_payment_of_several_invoices_pays_the_oldest_of_them_first(ledger: Ledger) -> None:
    """100, 80 and 60 due on days 20, 30 and 40; 50 of the first were paid alone."""
    rows = [
        entry(name, "invoice", 5, amount, due) for name, amount, due in (("a", 100, 20), ("b", 80, 30), ("x", 60, 40))
    ]
    rows += [entry("a", "payment", 10, -50), entry("a|b", "payment", 15, -90), entry("b|x", "payment", 18, -35)]
    shop = ledger(rows)
    assert (debts(shop, 15), debts(shop, 18)) == ({30: 40, 40: 60}, {30: 5, 40: 60})  # 50 of a, 40 of b; 35 of b
    assert shop.fetch("select sum(cash) from shape.receivable") == [(175,)]
    bounced = ledger([*rows, entry("a|b", "reversal", 25, 60)])  # the newest of them gives back: b had 75
    assert debts(bounced, 25) == {30: 65, 40: 60}
    beyond = ledger([*rows, entry("a|b|x", "payment", 26, -100)])
    assert (debts(beyond, 26), owed_to(beyond, 26)) == ({}, {"c": 35})  # 5 + 60 were owed


# ------------------------------------------------------------------------------------------------- random ledgers


def drawn(seed: int) -> list[Row]:
    """A ledger of a hundred days with everything that happens in one."""
    draw, rows = Random(seed), list[Row]()
    for number in range(12):
        customer, invoice, issued = f"c{number % 4}", f"f{number}", draw.randrange(1, 60)
        for part in range(draw.choice((1, 1, 3))):
            rows.append(entry(invoice, "invoice", issued, draw.randrange(50, 200), issued + 20 * (part + 1), customer))
        for _ in range(draw.randrange(4)):
            kind = draw.choice(("payment", "payment", "credit_note", "write_off", "adjustment", "reversal"))
            sign = {"reversal": 1, "adjustment": draw.choice((-1, 1))}.get(kind, -1)
            due = draw.choice((None, None, issued + 20, issued + 40))
            rows.append(entry(invoice, kind, draw.randrange(1, 100), sign * draw.randrange(1, 150), due, customer))
        if draw.random() < 0.5:
            advance, on = draw.randrange(10, 90), draw.randrange(1, 70)
            rows.append(entry(None, "payment", on, -advance, customer=customer))
            rows.append(entry(None, "allocation", on + 9, advance, customer=customer))
            rows.append(entry(invoice, "allocation", on + 9, -advance, customer=customer))
    return numbered(rows)


def by_hand(rows: Sequence[Row], on: int) -> tuple[dict[Any, int], int]:
    """The debts by (account, due day) at a close, and all credits: each account's money handed out peso by peso."""
    owed, credit = dict[Any, int](), 0
    for account in sorted({str(row["invoice_id"] or row["customer_id"]) for row in rows}):
        mine = [row for row in rows if str(row["invoice_id"] or row["customer_id"]) == account]
        dues = sorted({row["due_on"] for row in mine if row["kind"] == "invoice"}) or [min(r["entry_on"] for r in mine)]  # type: ignore[type-var]
        left, pool = dict.fromkeys(dues, 0), 0
        for row in mine:
            if row["entry_on"] <= day(on):  # type: ignore[operator]
                if row["due_on"] in left:
                    left[row["due_on"]] += int(row["amount"])  # type: ignore[call-overload]
                else:
                    pool -= int(row["amount"])  # type: ignore[call-overload]
        pool += sum(-amount for amount in left.values() if amount < 0)
        left = {due: max(amount, 0) for due, amount in left.items()}
        for due in dues:
            while pool > 0 and left[due] > 0:
                left[due], pool = left[due] - 1, pool - 1
        if pool < 0:
            left[dues[-1]] -= pool
        owed |= {(account, due): amount for due, amount in left.items() if amount}
        credit += max(pool, 0)
    return owed, credit


@pytest.mark.parametrize("seed", range(3))
def test_every_close_of_a_ledger_comes_out_as_by_hand_whatever_the_order_of_its_rows(house: House, seed: int) -> None:
    rows = drawn(seed)
    mixed = Random(seed + 100).sample(rows, len(rows))
    shop = house({"receivable": mixed}, first=date(2025, 1, 1), through=day(365))
    for on in (1, 20, 37, 50, 64, 81, 100, 200):
        found = shop.fetch(
            "select split_part(account, ' ', 2), due_on, cast(balance as integer) from shape.account_balance"
            " where from_on <= ? and to_on > ? and balance > 0",
            [day(on), day(on)],
        )
        owed, credit = by_hand(rows, on)
        assert {(account, due): amount for account, due, amount in found} == owed, on
        assert sum(owed_to(shop, on).values()) == credit, on
        total = sum(int(row["amount"]) for row in rows if row["entry_on"] <= day(on))  # type: ignore[call-overload,operator]
        assert sum(owed.values()) - credit == total


@pytest.mark.parametrize("seed", range(3))
def test_opening_and_what_moved_is_closing_for_every_length_of_period(house: House, over: Over, seed: int) -> None:
    shop = house({"receivable": drawn(seed)}, first=date(2025, 1, 1), through=day(365))
    moved = "sum(opening_balance - opening_credit + invoiced - paid - credited - written_off + adjusted + allocated)"
    ends = "sum(closing_balance - closing_credit), sum(closing_balance), sum(closing_current + closing_overdue)"
    within = "bool_and(paid_on_overdue between 0 and overdue_opening and cured_balance <= overdue_opening)"
    for first, last in ((1, 31), (32, 59), (40, 40), (10, 90), (1, 100), (60, 66)):
        (found,) = over(shop, "invoice_period", day(first), day(last), f"{moved}, {ends}, {within}")
        assert found[0] == found[1]
        assert found[2] == found[3]
        assert found[4]
