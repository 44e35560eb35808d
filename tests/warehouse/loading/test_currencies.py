"""Amounts of several currencies: refused, or converted by the rate of their own day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox, sentence

HEAD = "work_item_id,process,kind,customer_id,opened_at,closed_at,status,outcome,expected_amount,amount,currency\n"
COMPANY = "name,time_zone,currency\nPrueba,America/Bogota,COP\n"
RATES = "currency,day,rate\nUSD,2026-01-01,4000\nUSD,2026-01-20,4100.5\nEUR,2026-01-15,4500\n"


def deal(number: int, currency: str, amount: str = "10", opened: str = "2026-01-05", closed: str = "2026-01-21") -> str:
    return f"w{number},sales,new_sale,c1,{opened} 10:00,{closed} 10:00,x,won,{amount},{amount},{currency}\n"


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    (tmp_path / "inbox").mkdir()
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    made = Inbox(tmp_path / "inbox")
    yield made
    made.connection.close()


def load(inbox: Inbox, *deals: str) -> list[tuple[object, ...]]:
    outcome = inbox.load({"company.csv": COMPANY, "work_item.csv": HEAD + "".join(deals)})
    if outcome.error:
        raise outcome.error
    inbox_rows = outcome.rows("select work_item_id, expected_amount, amount from main.work_item order by 1")
    return [*inbox_rows, *outcome.why]


def test_without_rates_mixed_currencies_are_refused_with_the_file_to_write(inbox: Inbox) -> None:
    told = sentence(lambda: load(inbox, deal(1, "COP"), deal(2, "USD"), deal(3, "")))
    assert "USD" in told and "COP" in told and "rates.csv" in told and "currency,day,rate" in told


def test_the_company_s_own_currency_and_none_are_taken_as_they_are(inbox: Inbox) -> None:
    assert load(inbox, deal(1, "COP"), deal(2, ""), deal(3, " cop ")) == [
        ("w1", Decimal(10), Decimal(10)),
        ("w2", Decimal(10), Decimal(10)),
        ("w3", Decimal(10), Decimal(10)),
    ]


def test_an_amount_is_worth_the_last_rate_known_on_its_day(inbox: Inbox) -> None:
    (inbox.folder.parent / "rates.csv").write_text(RATES, encoding="utf-8")
    # Expected on 5 January at 4,000; won on the 21st at the rate of the 20th, on the 19th still at that of the 1st.
    assert load(inbox, deal(1, "USD"), deal(2, "USD", closed="2026-01-19"), deal(3, "COP")) == [
        ("w1", Decimal(40000), Decimal(41005)),
        ("w2", Decimal(40000), Decimal(40000)),
        ("w3", Decimal(10), Decimal(10)),
    ]


def test_the_day_of_a_rate_is_cut_in_the_company_s_zone(inbox: Inbox) -> None:
    (inbox.folder.parent / "rates.csv").write_text(RATES, encoding="utf-8")
    # 02:00 UTC on the 20th is the evening of the 19th in Bogotá, before the new rate.
    night = deal(1, "USD").replace("2026-01-21 10:00", "2026-01-20T02:00:00Z").replace("-05 10:00", "-05T10:00:00Z")
    assert load(inbox, night) == [("w1", Decimal(40000), Decimal(40000))]


def test_a_missing_rate_rejects_the_row_and_says_which(inbox: Inbox) -> None:
    (inbox.folder.parent / "rates.csv").write_text(RATES, encoding="utf-8")
    # There is no euro before 15 January, and no pound at all; an amount of nothing needs no rate.
    got = load(inbox, deal(1, "EUR"), deal(2, "GBP"), deal(3, "GBP", "0"), deal(4, "USD", "1.23"))
    assert got == [
        ("w3", Decimal(0), Decimal(0)),
        ("w4", Decimal(4920), Decimal("5043.62")),  # 1.23 × 4,100.5 = 5,043.615
        (2, "expected_amount", "no_rate"),
        (3, "expected_amount", "no_rate"),
    ]


def test_a_new_rate_changes_known_rows_when_their_file_comes_again(inbox: Inbox) -> None:
    place = inbox.folder.parent / "rates.csv"
    place.write_text("currency,day,rate\nUSD,2026-01-01,4000\n", encoding="utf-8")
    assert load(inbox, deal(1, "USD")) == [("w1", Decimal(40000), Decimal(40000))]
    place.write_text(RATES, encoding="utf-8")
    assert load(inbox, deal(1, "USD")) == [("w1", Decimal(40000), Decimal(41005))]


def test_what_settles_an_invoice_is_worth_what_it_was_worth_when_it_was_invoiced(inbox: Inbox) -> None:
    """100 dollars at 4,000, paid when the dollar stood at 4,100.5: nothing is owed. An advance is worth its own day."""
    (inbox.folder.parent / "rates.csv").write_text(RATES, encoding="utf-8")
    head = "entry_id,invoice_id,customer_id,kind,entry_on,amount,currency\n"
    invoice = "1,F1,c,invoice,2026-01-05,100,USD\n"
    paid = "2,F1,c,payment,2026-01-21,-60,USD\n4,,c,payment,2026-01-21,-10,USD\n5,F1,c,payment,2026-01-21,-7,COP\n"
    inbox.load({"company.csv": COMPANY, "receivable.csv": head + paid + invoice})
    got = inbox.load({"receivable.csv": head + "3,F1,c,payment,2026-01-22,-40,USD\n"})
    assert got.rows("select entry_id, amount from main.receivable order by 1") == [
        ("1", Decimal(400000)),
        ("2", Decimal(-240000)),
        ("3", Decimal(-160000)),  # by the invoice of the load before
        ("4", Decimal(-41005)),
        ("5", Decimal(-7)),
    ]


def test_a_payment_of_several_invoices_has_the_rates_of_their_days_and_closes_them(inbox: Inbox) -> None:
    # 100 at 4,000 and 300 at 4,100.5 are 400,000 + 1,230,150; the payment of both, on a third day, is as much. Brought
    # once the invoices are known, it is worth the same.
    head = "entry_id,invoice_id,customer_id,kind,entry_on,amount,currency\n"
    invoices = "1,F1,c,invoice,2026-01-05,100,USD\n2,F2,c,invoice,2026-01-21,300,USD\n"
    rates = RATES + "USD,2026-02-01,3900\n"
    (inbox.folder.parent / "rates.csv").write_text(rates, encoding="utf-8")
    inbox.load({"company.csv": COMPANY, "receivable.csv": head + invoices + "3,F1|F2,c,payment,2026-02-05,-400,USD\n"})
    got = inbox.load({"receivable.csv": head + "4,F1 | F2,c,payment,2026-02-06,-400,USD\n"})
    assert got.rows("select entry_id, amount from main.receivable where kind = 'payment' order by 1") == [
        ("3", Decimal("-1630150.00")),
        ("4", Decimal("-1630150.00")),
    ]


def test_an_invoice_paid_in_parts_is_paid_to_the_cent(inbox: Inbox) -> None:
    # 0.03 at 4,000.4567 are 120.0137, so 120.01; three payments of 0.01 are 40.004567 each: 40, 40.01 and 40 again
    head = "entry_id,invoice_id,customer_id,kind,entry_on,amount,currency\n"
    paid = "".join(f"{day},F1,c,payment,2026-01-{day},-0.01,USD\n" for day in ("21", "22", "23"))
    (inbox.folder.parent / "rates.csv").write_text("currency,day,rate\nUSD,2026-01-01,4000.4567\n", encoding="utf-8")
    files = {"company.csv": COMPANY, "receivable.csv": head + "1,F1,c,invoice,2026-01-05,0.03,USD\n" + paid}
    got = inbox.load(files)
    assert got.rows("select sum(amount), min(amount) from main.receivable") == [(0, Decimal("-40.01"))]
    assert inbox.load(files).counts["receivable"].unchanged == 4


def test_a_sign_that_its_row_s_currency_cannot_be_refuses_the_column(inbox: Inbox) -> None:
    """An empty cell is the company's pesos, which nobody writes with €; dollars are written so, and so are pesos."""
    (inbox.folder.parent / "rates.csv").write_text(RATES, encoding="utf-8")
    for currency in ("", "COP", "USD"):
        told = sentence(partial(load, inbox, deal(1, currency, "€ 10"), deal(2, "EUR", "€ 10")))
        assert f"1 amounts with €, such as '€ 10' (line 2), whose row says the currency {currency or 'COP'}" in told
    assert load(inbox, deal(1, "", "$ 10"), deal(2, "USD", "$ 10")) == [
        ("w1", Decimal(10), Decimal(10)),
        ("w2", Decimal(40000), Decimal(41005)),
    ]
