"""ERPs that keep a ledger of debtors, as they export it; every number here was worked out by hand from the lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import crm_metrics as crm
from crm_metrics.errors import DataError
from crm_metrics.warehouse.loading.account import ImportReport
from crm_metrics.warehouse.loading.load import import_folder
from tests.warehouse.founded import founded

EXPORTS = Path(__file__).parent / "exports"


class Ledger:
    """A ledger in a warehouse of a company in Bogotá."""

    def __init__(self, source: str, folder: Path, place: Path) -> None:
        founded(place, name="Ejemplo", country="CO")
        self.report: ImportReport = import_folder(folder, place, source, finish=None)
        self.shop = crm.open(place)

    def reading(self, name: str, month: int) -> crm.Reading:
        """A metric of one month of 2026, as of its last day that the data reach."""
        metric = getattr(crm.metrics, name)
        last = {8: 31, 9: 30, 10: 31, 11: 28}[month]
        span = {"since": date(2026, month, 1), "until": date(2026, month, last)}
        reading: crm.Reading = metric.measure(self.shop, every="all", **span).readings[0]
        return reading

    def values(self, name: str, *months: int) -> list[Any]:
        return [self.reading(name, month).value for month in months]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.shop.fetch(sql)


@pytest.fixture(scope="module")
def tryton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = Ledger("tryton", EXPORTS / "tryton", tmp_path_factory.mktemp("tryton"))
    yield made
    made.shop.close()


SPANISH = {
    "ID": "ID", "Effective Date": "Fecha efectiva", "Move/Number": "Asiento/Número", "Move State": "Estado del asiento",
    "Journal": "Diario", "Journal/Type": "Diario/Tipo", "Account": "Cuenta", "Party": "Tercero",
    "Account/Type/Receivable": "Cuenta/Tipo/A cobrar", "Party/ID": "Tercero/ID", "Debit": "Debe", "Credit": "Haber",
    "Maturity Date": "Fecha de vencimiento", "Reconciliation/Number": "Conciliación/Número",
    "Second Currency": "Moneda secundaria", "Amount Second Currency": "Importe moneda secundaria", "Origin": "Origen",
    "Move Origin": "Origen del asiento", "Number": "Número", "Reference": "Referencia", "Type": "Tipo",
    "State": "Estado",
    "Invoice Date": "Fecha factura", "Currency": "Moneda", "Untaxed": "Base imponible", "Total": "Total",
    "Cancel Move/Number": "Asiento cancelación/Número", "Origin Invoices/Number": "Facturas origen/Número",
    "Lines to Pay/Maturity Date": "Líneas a pagar/Fecha de vencimiento", "Reconciled": "Conciliado", "Name": "Nombre",
    "Code": "Código", "Identifiers/Code": "Identificadores/Código", "Currency Exchange": "Diferencias de cambio",
}  # fmt: skip


def as_in_spanish(text: str) -> str:
    """An export in the format of a Spanish locale on Windows: labels, days, decimals, semicolons."""
    head, *rows = csv.reader(io.StringIO(text))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow([SPANISH[name] for name in head])
    for row in rows:
        cells = [re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", SPANISH.get(cell, cell)) for cell in row]
        writer.writerow([re.sub(r"^(-?\d+)\.(\d\d)$", r"\1,\2", cell) for cell in cells])
    return "\ufeff" + written.getvalue()


def test_tryton_in_spanish_and_in_the_format_of_its_country_is_the_same_ledger(tryton: Ledger, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    names = {"account_move_line": "Apuntes contables", "account_invoice": "Facturas", "party_party": "Terceros"}
    for name, spanish in names.items():
        text = (EXPORTS / "tryton" / f"{name}.csv").read_text(encoding="utf-8")
        (inbox / f"{spanish}.csv").write_text(as_in_spanish(text), encoding="utf-8")
    made = Ledger("tryton", inbox, tmp_path / "warehouse")
    for table in ("receivable", "order_line", "customer"):
        asked = f"select * from main.{table} order by 1, 2"
        assert [row[:9] for row in made.rows(asked)] == [row[:9] for row in tryton.rows(asked)]
    made.shop.close()


def test_tryton_owes_by_instalment_and_an_exchange_difference_is_no_debt(tryton: Ledger) -> None:
    # 31 October: of invoice 1 of 1190 in three parts, that of 1 November (400) was paid on 20 October: 790 is owed, of
    # it 400 overdue since 1 October. Invoice 2: 200. Invoice 4: 4000. The opening balance: 60, due on 4 August.
    # 28 November: 200 more was paid on the oldest part of invoice 1: 590, of it 200 overdue. 2 is credited. 4 was paid
    # on the 5th with 3940, and the 60 that the rate made are no debt. 7 and 8 were paid together. Left: 60, overdue.
    assert tryton.values("receivables", 10, 11) == [790 + 200 + 4000 + 60, 590 + 60]
    assert tryton.values("overdue_receivables", 10, 11) == [400 + 60, 200 + 60]
    assert tryton.rows(
        "select sum(amount) from shape.receivable where invoice_id = 'tryton:4' and entry_on <= '2026-11-05'"
    ) == [(0,)]
    assert tryton.report.rejected == 0


def test_tryton_owes_its_customers_what_they_paid_too_much_and_what_a_credit_note_alone_gives(tryton: Ledger) -> None:
    # Invoice 5 of 330 was paid with 350: 20 too much. Credit note 6 of 55 credits no invoice.
    assert tryton.values("customer_credits", 10, 11) == [0, 20 + 55]
    assert tryton.rows("select sum(amount) from main.receivable") == [(590 + 60 - 20 - 55,)]


def test_tryton_takes_as_cash_what_went_through_cash_and_bank(tryton: Ledger) -> None:
    # September: 70 of invoice 9. October: 400. November: 200 + 3940 + 350 + 250 of the bank, for 7 and 8.
    assert tryton.values("cash_collected", 9, 10, 11) == [70, 400, 200 + 3940 + 350 + 250]
    assert [tryton.reading("cash_collected", month).complete for month in (9, 10, 11)] == [
        True,
        True,
        False,
    ]  # to the 20th


def test_tryton_credits_what_a_credit_note_or_a_cancellation_takes_back_and_writes_off_the_rest(tryton: Ledger) -> None:
    # October: 11 was cancelled by a move of 500. November: 200 of invoice 2, which the wizard left cancelled, and 55.
    # The currency exchange journal is of type write-off and writes nothing off.
    assert tryton.values("credit_notes", 10, 11) == [500, 200 + 55]
    assert tryton.rows("select sum(amount) from main.receivable where kind = 'write_off'") == [(-10,)]
    assert tryton.rows("select entry_on, amount from main.receivable where kind = 'adjustment'") == [
        (date(2026, 11, 5), -60)
    ]


def test_tryton_pays_on_the_day_of_the_payment_and_not_on_that_of_reconciled(tryton: Ledger) -> None:
    # 5 was paid on the day of its invoice though Reconciled says 14 November, 7 and 8 on the 20th though it says 4
    # December; the exchange was booked on the 28th, and 4 was paid on the 5th.
    asked = (
        "select invoice_id, max(entry_on) from shape.receivable where amount < 0 and invoice_id in"
        " ('tryton:4', 'tryton:5', 'tryton:7', 'tryton:8') and kind <> 'credit_note' group by 1 order by 1"
    )
    assert tryton.rows(asked) == [
        ("tryton:4", date(2026, 11, 5)), ("tryton:5", date(2026, 11, 2)),
        ("tryton:7", date(2026, 11, 20)), ("tryton:8", date(2026, 11, 20)),
    ]  # fmt: skip


def test_tryton_sells_without_tax_in_the_money_of_the_company(tryton: Ledger) -> None:
    # 4 was 1000 USD, booked as 4000. 2 was sold and credited; 11 was cancelled and never sold. Drafts and what the
    # company bought are no sales, nor is a row that holds one more due day.
    asked = "select strftime(ordered_at, '%m'), cast(sum(amount) as varchar) from main.order_line group by 1 order by 1"
    assert tryton.rows(asked) == [("08", "67.23"), ("09", "1000.00"), ("10", "4168.07"), ("11", "273.10")]
    assert tryton.rows("select customer_id, name from main.customer order by 1") == [
        ("tryton:11", "Café Alba"),
        ("tryton:12", "Taller Brío"),
        ("tryton:13", "Nube SA"),
    ]


HEAD = (
    "ID,Effective Date,Move/Number,Move State,Journal,Journal/Type,Account/Type/Receivable,Party/ID,Debit,Credit,"
    "Maturity Date,Reconciliation/Number,Origin,Move Origin\n"
)
INVOICES = (
    "ID,Number,Type,State,Party/ID,Invoice Date,Untaxed,Total,Move/Number,Cancel Move/Number,Origin Invoices/Number\n"
)


def billed(party: int, number: int, amount: int, settled: str = "") -> str:
    """The line of an invoice of 1 September 2026, due on the 30th, or of a credit note where it is below nought."""
    sides = f"{amount},0" if amount > 0 else f"0,{-amount}"
    start = f"{number},2026-09-01,M{number},posted,Revenue,revenue,True,{party},{sides},2026-09-30,{settled},"
    return f'{start},"account.invoice,{number}"\n'


def moved(party: int, line: int, amount: int, about: int, settled: str = "") -> str:
    """Money of 10 September that came in about an invoice, or went out where it is above nought."""
    sides = f"{amount},0" if amount > 0 else f"0,{-amount}"
    start = f"{line},2026-09-10,M{line},posted,Cash,cash,True,{party},{sides},,{settled}"
    return f'{start},"account.invoice,{about}","account.invoice,{about}"\n'


# By party: its lines, what it owes in the end, what it is owed, what it paid.
SETTLED = {
    # Two invoices, 200 and 100, settled by one payment of 300 that names the first alone.
    1: (billed(1, 11, 200, "1") + billed(1, 12, 100, "1") + moved(1, 13, -300, 11, "1"), 0, 0, 300),
    # The same, not settled yet: the 100 beyond the first is the customer's.
    2: (billed(2, 21, 200) + billed(2, 22, 100) + moved(2, 23, -300, 21), 100, 100, 300),
    # A credit note of no invoice, 55, paid back.
    3: (billed(3, 31, -55, "3") + moved(3, 32, 55, 31, "3"), 0, 0, -55),
    # A credit note of 100 on an invoice of 300, posted and settled with nothing yet: the file of invoices tells whose.
    4: (billed(4, 41, 300) + billed(4, 42, -100), 200, 0, 0),
    # Not in the file of invoices: nobody can tell what it credits, and it is the customer's.
    5: (billed(5, 51, 300) + billed(5, 52, -100), 300, 100, 0),
    # A payment that bounced.
    6: (billed(6, 61, 80) + moved(6, 62, -80, 61) + moved(6, 63, 80, 61), 80, 0, 0),
    # An invoice settled with a credit note of no invoice, and the rest in money.
    7: (billed(7, 71, 100, "7") + billed(7, 72, -30, "7") + moved(7, 73, -70, 71, "7"), 0, 0, 70),
}


def inbox(place: Path, lines: str, invoices: str) -> Path:
    (place / "inbox").mkdir()
    (place / "inbox" / "account_move_line.csv").write_text(HEAD + lines, encoding="utf-8")
    (place / "inbox" / "account_invoice.csv").write_text(INVOICES + invoices, encoding="utf-8")
    return place / "inbox"


def test_what_tryton_settles_together_pays_each_other(tmp_path: Path) -> None:
    lines = "".join(case[0] for case in SETTLED.values())
    folder = inbox(tmp_path, lines, "42,42,out,posted,4,2026-09-01,-84,-100,M42,,41\n")
    made = Ledger("tryton", folder, tmp_path / "warehouse")
    accounts = "select customer, account, sum(amount) as owed, sum(cash) as cash from shape.receivable group by 1, 2"
    asked = f"select customer, sum(greatest(owed, 0)), sum(greatest(-owed, 0)), sum(cash) from ({accounts}) group by 1"
    got = {row[0]: row[1:] for row in made.rows(asked)}
    totals = [made.reading(name, 9).value for name in ("receivables", "customer_credits", "cash_collected")]
    made.shop.close()
    assert got == {f"tryton:{party}": case[1:] for party, case in SETTLED.items()}
    assert totals == [680, 200, 615]  # 100 + 200 + 300 + 80; 100 + 100; 300 + 300 - 55 + 70


def test_a_number_that_two_invoices_of_tryton_have_is_refused(tmp_path: Path) -> None:
    twice = billed(1, 1, 200) + billed(1, 1, 100).replace("1,2026", "7,2026", 1).replace("M1", "M7")
    with pytest.raises(DataError, match="numbered"):
        Ledger("tryton", inbox(tmp_path, twice, ""), tmp_path / "warehouse")


# -------------------------------------------------------------------- Odoo, by its journal items


@pytest.fixture(scope="module")
def odoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = Ledger("odoo", EXPORTS / "odoo_ledger", tmp_path_factory.mktemp("odoo"))
    yield made
    made.shop.close()


def test_odoo_owes_by_instalment_where_its_journal_items_are_there(odoo: Ledger) -> None:
    # 31 October: of invoice 101 of 1190 the first part was paid on the 20th: 790, none of it due before 1 November.
    # 102: 200. 104: 4000. The opening balance: 60, due on 4 August.
    # 28 November: 200 more was paid on the second part of 101, due on the 1st: 590, of it 200 overdue. 102 is credited,
    # 104 paid with what the rate made of it, 107 and 108 together. Of 110 and 111 (200) 150 was paid: 50. The 60 still.
    assert odoo.values("receivables", 10, 11) == [790 + 200 + 4000 + 60, 590 + 50 + 60]
    assert odoo.values("overdue_receivables", 10, 11) == [60, 200 + 60]
    assert odoo.values("customer_credits", 10, 11) == [0, 20 + 55]  # 105 was paid with 350; 106 credits no invoice
    assert odoo.rows("select sum(amount) from main.receivable") == [(700 - 75,)]
    assert odoo.report.rejected == 0


def test_what_a_payment_of_odoo_writes_off_is_no_cash(odoo: Ledger) -> None:
    # 109 of 80 was closed by a payment of 70: the entry on the debtors' account is 80. 1000 USD came in as 3940.
    assert odoo.values("cash_collected", 9, 10, 11) == [70, 400, 200 + 3940 + 350 + 250 + 150]
    assert odoo.rows("select entry_on, amount from main.receivable where kind = 'write_off'") == [
        (date(2026, 9, 2), -10)
    ]
    assert odoo.values("credit_notes", 10, 11) == [0, 200 + 55]
    assert odoo.rows("select entry_on, amount from main.receivable where kind = 'adjustment'") == [
        (date(2026, 11, 5), -60)
    ]
    assert odoo.rows("select count(*) from main.receivable where entry_id like 'odoo:payment-%'") == [(0,)]  # not twice


def test_journal_items_of_odoo_that_do_not_tell_their_account_leave_the_lists_in_force(tmp_path: Path) -> None:
    # The bare table has no account type: of 101 (1190), 102 (200, credited) and 104 (1000) and 106 (-55) the lists tell
    # payments of 400, 200 and 1000: 590 is owed. What was paid of 105, 109, 110 and 111, which are not there, and the
    # credit note are the customers'.
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("account_move", "account_payment"):
        text = (EXPORTS / "odoo_ledger" / f"{name}.csv").read_text(encoding="utf-8").replace("USD", "COP")
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    items = csv.reader(io.StringIO((EXPORTS / "odoo_ledger" / "account_move_line.csv").read_text(encoding="utf-8")))
    with (folder / "account_move_line.csv").open("w", encoding="utf-8", newline="") as bare:
        csv.writer(bare).writerows(row[:3] + row[4:6] + row[8:] for row in items)
    made = Ledger("odoo", folder, tmp_path / "warehouse")
    owed = made.rows("select sum(amount) from main.receivable where invoice_id in ('odoo:101', 'odoo:102', 'odoo:104')")
    kinds = made.rows("select distinct split_part(entry_id, '-', 1) from main.receivable order by 1")
    made.shop.close()
    assert owed == [(590,)]
    assert kinds == [("odoo:credit",), ("odoo:invoice",), ("odoo:payment",)]


def test_a_warehouse_of_the_lists_of_odoo_changes_over_to_its_journal_items(odoo: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("account_move", "account_payment"):
        text = (EXPORTS / "odoo_ledger" / f"{name}.csv").read_text(encoding="utf-8").replace("USD", "COP")
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    Ledger("odoo", folder, tmp_path / "warehouse").shop.close()
    import_folder(EXPORTS / "odoo_ledger", tmp_path / "warehouse", "odoo", finish=None)
    shop = crm.open(tmp_path / "warehouse")
    asked = "select entry_id, invoice_id, kind, entry_on, due_on, amount from main.receivable order by 1"
    got, clean = shop.fetch(asked), odoo.rows(asked)
    shop.close()
    assert got == clean
