"""A list of open debts and a file of payments are no ledger: what they do not tell is absent, never nought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse import shape
from tests.metrics.made import House, Row

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
THROUGH = date(2026, 2, 28)
OWED = ("receivables", "overdue_receivables")
PAID = (
    *("cash_collected", "cei", "recovery_rate", "cure_rate", "roll_rate", "days_to_pay", "exposure_by_payer"),
    *(
        "late_payer_share",
        "collected_after_contact",
        "write_off_rate",
        "promise_kept_rate",
        "cost_to_collect",
        "customer_credits",
    ),
)
SOLD = ("credit_sales", "dso", "best_possible_dso", "average_days_delinquent", "dso_countback", "credit_terms")


def entry(key: str, invoice: str | None, kind: str, day: date, amount: int, source: str = "erp") -> Row:
    due = date(2026, 1, 31) if kind == "invoice" else None
    base: Row = {"entry_id": key, "invoice_id": invoice, "customer_id": "c", "kind": kind, "entry_on": day}
    return base | {"due_on": due, "amount": amount, "_source": source}


def told(
    house: House, rows: Sequence[Row], start: date, *names: str, open_debts: bool = False, undated: bool | str = False
) -> dict[str, Reading]:
    needs: dict[str, Sequence[Row]] = {"receivable": rows, "interaction": [], "agent_time": [], "agent": []}
    shop = house(needs, first=date(2025, 1, 1), through=THROUGH)
    if open_debts:
        shop.connection.execute("insert into main.declared_open values ('erp')")
    if undated:
        shop.connection.execute("insert into main.undated_source values (?)", ["erp" if undated is True else undated])
    metrics = [CATALOGUE[name] for name in names]
    found = ask(shop, metrics, every="month", since=JAN, until=THROUGH)
    return {name: next(one for one in result.readings if one.period == start) for name, result in found.items()}


OPEN = [entry("1", "a", "invoice", date(2026, 1, 5), 100), entry("2", "b", "invoice", date(2026, 2, 5), 30)]
NO_PAYMENT = (
    "no payment was ever loaded from erp: its rows may be only what is still open, or hold what is long paid; "
    "a payment of 0 says that nothing was paid, open_debts in its mapping that all is still open"
)


def test_invoices_without_payments_may_be_paid_ones_and_no_day_of_what_is_owed_is_known(house: House) -> None:
    """A list of all invoices, paid ones among them, looks like one of open debts."""
    february = told(house, OPEN, FEB, *OWED, "aging_bucket")
    assert [february[name].value for name in OWED] == [130, 130]
    assert {(one.complete, str(one.reason)) for one in february.values()} == {(False, NO_PAYMENT)}


def test_what_is_said_to_be_a_list_of_open_debts_tells_its_own_day_and_nothing_of_what_was_paid(house: House) -> None:
    february = told(house, OPEN, FEB, *OWED, *PAID, *SOLD, open_debts=True)
    assert [(february[name].value, february[name].complete) for name in OWED] == [(130, True), (130, True)]
    for name in PAID:
        assert (february[name].value, str(february[name].reason)) == (None, NO_PAYMENT), name
    for name in SOLD:
        assert (february[name].complete, str(february[name].reason)) == (False, NO_PAYMENT), name
    january = told(house, OPEN, JAN, *OWED, open_debts=True)
    assert {str(one.reason) for one in january.values()} == {
        "erp lists what is open on 2026-02-28: what was owed on an earlier day is not known"
    }
    assert not any(one.complete for one in january.values())


def test_what_was_paid_of_an_open_debt_by_another_source_is_not_taken_off_twice(house: House) -> None:
    # 70 are still open of an invoice of 100, of which a bank tells the 30 that were paid: owed are 70, and not 40
    listed = [entry("1", "a", "invoice", date(2026, 1, 5), 70)]
    bank = [entry("2", "a", "payment", date(2026, 2, 5), -30, "bank")]
    february = told(house, [*listed, *bank], FEB, *OWED, *SOLD, "cei", "cash_collected", open_debts=True)
    assert february.pop("cash_collected").value == 30
    assert {one.value for one in february.values()} == {None}
    assert str(february["receivables"].reason) == (
        "erp lists what is still open, and another source tells entries of the same invoices: what was paid is off the "
        "list already, and would be taken off twice"
    )


def test_what_a_bank_tells_of_paid_invoices_is_cash_beside_a_list_of_open_debts(house: House) -> None:
    rows = [entry("1", "a", "invoice", date(2026, 2, 5), 70), entry("2", "z", "payment", date(2026, 2, 5), -30, "bank")]
    february = told(house, rows, FEB, *OWED, "cash_collected", open_debts=True)
    found = {name: (one.value, one.complete) for name, one in february.items()}
    assert found == {"receivables": (70, False), "overdue_receivables": (70, False), "cash_collected": (30, True)}


def test_an_advance_on_a_list_of_open_debts_is_no_cash(house: House) -> None:
    rows = [entry("1", "a", "invoice", date(2026, 2, 5), 70), entry("2", None, "payment", date(2026, 2, 5), -30)]
    february = told(house, rows, FEB, "cash_collected", open_debts=True)
    assert (february["cash_collected"].value, str(february["cash_collected"].reason)) == (None, NO_PAYMENT)


@pytest.mark.parametrize(
    ("entries", "incomplete"),
    [
        ([("a", -60), (None, 60)], set()),  # 100 of an advance pay 60 of the invoice: 40 are left
        ([("a", -60)], {"customer_credits"}),  # the advance seems to be there whole: 100 in place of 40
        ([(None, 60)], {"customer_credits", "receivables"}),  # the invoice seems unpaid: 60 in place of 0
    ],
)
def test_an_allocation_told_on_one_side_alone_leaves_too_much_on_the_other(
    house: House, entries: Sequence[tuple[str | None, int]], incomplete: set[str]
) -> None:
    day = date(2026, 2, 5)
    moved = [entry(f"m{at}", invoice, "allocation", day, amount) for at, (invoice, amount) in enumerate(entries)]
    rows = [entry("1", "a", "invoice", date(2026, 1, 5), 60), entry("2", None, "payment", day, -100), *moved]
    february = told(house, rows, FEB, "customer_credits", "receivables", "cash_collected")
    assert {name for name, one in february.items() if not one.complete} == incomplete


def test_what_an_older_file_told_and_the_last_one_does_not_may_be_paid(house: House) -> None:
    shop = house(
        {"receivable": OPEN}, first=date(2025, 1, 1), through=THROUGH, shapes=("invoice_span", "ledger_source")
    )
    shop.connection.execute("update main.load_log set source = 'erp', rows_read = 1 where table_name = 'receivable'")
    shop.connection.execute("insert into main.declared_open values ('erp')")
    shop.connection.execute("drop table shape.ledger_source")
    shape.add(shop.connection, ["ledger_source"])
    (found,) = ask(shop, [CATALOGUE["receivables"]], since=FEB, until=THROUGH)["receivables"].readings
    assert (found.value, found.complete, str(found.reason)) == (130, False, NO_PAYMENT)


def test_a_payment_of_nought_says_that_nothing_was_paid_yet(house: House) -> None:
    # 100 of 5 January, due in March or not at all, and 30 of February: nothing came in, so nothing of 130 was collected
    rows = [*OPEN, entry("3", None, "payment", date(2026, 2, 10), 0)]
    february = told(house, rows, FEB, *OWED, "cash_collected", "customer_credits", "cei")
    assert [(one.value, one.complete) for one in february.values()] == [
        (130, True), (130, True), (0, True), (0, True), (0, True),
    ]  # fmt: skip


def test_with_its_first_payment_a_list_becomes_a_ledger(house: House) -> None:
    rows = [*OPEN, entry("3", "a", "payment", date(2026, 2, 10), -40)]
    february = told(house, rows, FEB, *OWED, "cash_collected", "credit_sales")
    assert [one.value for one in february.values()] == [90, 90, 40, 30]
    assert all(one.complete for one in february.values())


def test_payments_of_another_source_make_a_ledger_of_the_invoices_that_they_name(house: House) -> None:
    rows = [*OPEN, entry("3", "a", "payment", date(2026, 2, 10), -40, source="bank")]
    february = told(house, rows, FEB, *OWED, "cash_collected")
    assert [(one.value, one.complete) for one in february.values()] == [(90, True), (90, True), (40, True)]


def test_a_file_of_payments_is_payments_and_no_debt_below_zero(house: House) -> None:
    rows = [entry("1", "a", "payment", date(2026, 2, 5), -40, "bank"), entry("2", "b", "payment", date(2026, 2, 6), -2)]
    february = told(house, [row | {"_source": "bank"} for row in rows], FEB, *OWED, "customer_credits", *SOLD, "cei",
                    "aging_bucket", "cash_collected", "exposure_by_payer", "days_to_pay")  # fmt: skip
    cash = february.pop("cash_collected")
    assert (cash.value, cash.complete) == (42, True)
    for name, one in february.items():
        sentence = "bank brings payments and no invoices: what is owed there is not known"
        assert (one.value, str(one.reason)) == (None, sentence), name


def test_beside_a_ledger_a_file_of_payments_leaves_debts_and_credits_incomplete(house: House) -> None:
    ledger = [*OPEN, entry("3", "a", "payment", date(2026, 2, 10), -140)]
    rows = [*ledger, entry("4", "z", "payment", date(2026, 2, 11), -7, "bank")]
    february = told(house, rows, FEB, *OWED, "customer_credits", "cash_collected")
    assert [(one.value, one.complete) for one in february.values()] == [
        (30, False),
        (30, False),
        (40, False),
        (147, True),
    ]


@pytest.mark.parametrize("name", ["receivables", "cash_collected", "dso"])
def test_an_empty_ledger_is_silent_about_nothing(house: House, name: str) -> None:
    assert told(house, [], FEB, name)[name].complete


def test_credits_are_a_number_of_their_own_and_pay_no_debt(house: House) -> None:
    """A owes 100 and is paid 130; B owes 200 that nobody paid; C paid 50 in advance."""
    rows: list[dict[str, Any]] = [
        entry("1", "a", "invoice", date(2026, 1, 5), 100),
        entry("2", "a", "payment", date(2026, 1, 18), -130),
        entry("3", "b", "invoice", date(2026, 1, 5), 200),
        entry("4", "", "payment", date(2026, 1, 10), -50) | {"invoice_id": None, "customer_id": "other"},
    ]
    february = told(house, rows, FEB, *OWED, "customer_credits", "overdue_rate")
    assert [one.value for one in february.values()] == [200, 200, 80, 1]
    assert all(one.complete for one in february.values())
    assert told(house, rows, JAN, "cash_collected", "cei", "dso")["cash_collected"].value == 180


def test_a_payment_of_an_invoice_that_was_never_loaded_may_be_no_credit(house: House) -> None:
    """An export that begins in February holds payments of invoices of the year before."""
    rows = [
        *OPEN,
        entry("3", "a", "payment", date(2026, 2, 10), -40),
        entry("4", "z", "payment", date(2026, 2, 11), -7),
    ]
    february = told(house, rows, FEB, *OWED, "customer_credits", "cash_collected")
    assert [(one.value, one.complete) for one in february.values()] == [(90, True), (90, True), (7, False), (47, True)]
    assert "name invoices that were never loaded (1)" in str(february["customer_credits"].reason)
    note = [*rows[:3], entry("4", "n", "credit_note", date(2026, 2, 11), -7)]  # a note of its own number is a credit
    assert told(house, note, FEB, "customer_credits")["customer_credits"].complete


def test_without_credit_sales_there_are_no_days_of_them_and_the_reason_says_so(house: House) -> None:
    rows = [OPEN[0], entry("3", "a", "payment", date(2026, 2, 10), -40)]
    february = told(house, rows, FEB, "dso", "cei")
    assert (february["dso"].value, str(february["dso"].reason)) == (None, "nothing to divide by: no credit sales")
    assert february["cei"].value == 0.4


def test_invoices_that_tell_no_due_day_are_owed_and_nobody_knows_what_of_them_is_overdue(house: House) -> None:
    """Of a source that says so; elsewhere an invoice without a due day is due at once."""
    undated = {**entry("3", "c", "invoice", date(2026, 2, 7), 50), "due_on": None}
    paid = entry("4", "c", "payment", date(2026, 2, 20), -20)
    names = ("receivables", "overdue_receivables", "aging_bucket", "best_possible_dso")
    plain = told(house, [undated, paid], FEB, *names)
    assert [plain[name].value for name in names[:2]] == [30, 30]
    silent = told(house, [undated, paid], FEB, *names, undated=True)
    reason = "the invoices of erp tell no due day: what of them is overdue is not known"
    assert [(silent[name].value, str(silent[name].reason)) for name in names[1:]] == [(None, reason)] * 3
    assert silent["receivables"].value == 30
    mixed = told(house, [*OPEN, undated, paid], FEB, *names, undated=True)
    said = "invoices of erp tell no due day (1): what of them is overdue is not known"
    assert (mixed["overdue_receivables"].complete, str(mixed["overdue_receivables"].reason)) == (False, said)
    # a and b fell due on 31 January, 100 and 30; the 30 that are left of c may be overdue or not.
    assert (mixed["overdue_receivables"].value, mixed["receivables"].value) == (130, 160)
    assert mixed["receivables"].complete


def test_of_invoices_as_xml_the_reason_names_the_small_file_that_would_tell(house: House) -> None:
    """Chile's XML tells no payment, Mexico's no due day; each can be added beside it."""
    chile = told(house, [entry("1", "a", "invoice", date(2026, 1, 5), 100, source="dte")], FEB, "receivables")
    assert (chile["receivables"].complete, "as pagos.csv" in str(chile["receivables"].reason)) == (False, True)
    rows = [{**entry("1", "a", "invoice", date(2026, 1, 5), 100, source="cfdi"), "due_on": None},
            entry("2", "a", "payment", date(2026, 1, 9), -40, source="cfdi")]  # fmt: skip
    mexico = told(house, rows, FEB, "overdue_receivables", undated="cfdi")["overdue_receivables"]
    assert (mexico.value, "as plazos.csv" in str(mexico.reason)) == (None, True)


def test_numbers_that_rest_on_what_nobody_has_said_have_their_value_and_are_not_complete(house: House) -> None:
    rows = [entry("1", "a", "invoice", date(2026, 1, 5), 100), entry("2", "a", "payment", date(2026, 1, 9), -40)]
    needs: dict[str, Sequence[Row]] = {"receivable": rows, "interaction": [], "agent_time": [], "agent": []}
    shop = house(needs, first=date(2025, 1, 1), through=THROUGH)
    shop.connection.execute(
        "insert into main.declared_assumption values ('erp', 'receivable', 'that cancelled rows are left out')"
    )
    (january, _) = ask(shop, [CATALOGUE["cash_collected"]], every="month", since=JAN, until=THROUGH)[
        "cash_collected"
    ].readings
    assert (january.value, january.complete) == (40, False)
    assert str(january.reason) == (
        "receivable: it is taken for granted, for nobody has said so, that cancelled rows are left out"
    )
