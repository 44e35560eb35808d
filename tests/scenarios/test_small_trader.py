"""What a small Mexican trader really has, untouched and reshaped by hand: right, refused, or told what is left out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import crm_metrics as crm
from crm_metrics.command.main import main
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from tests.scenarios.known.core import DATA
from tests.scenarios.real_life.exports import Row, ours, text_of

FOLDER = DATA / "sme_mx"
MONTHS = tuple(date(2026, month, 1) for month in range(1, 12))
OURS = ours(encoding="cp1252", instants="DD/MM/YYYY HH:MM", dates="DD/MM/YYYY", decimal=".", thousands=",")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the files of the trader are not in {FOLDER}"),
]

# Counted from the files by scripts of their own, and written in the README beside them.
OPENED = (155, 162, 162, 158, 162, 101)
SOLVED = (131, 144, 141, 134, 150, 98)
SALES = (459657.94, 491809.15, 488741.44, 457466.88, 341520.31, 409863.92, 491838.16, 480861.48, 352309.71, 415891.94)
CASH = (137553.13, 228657.45, 661889.51, 407018.40, 317339.84, 399803.95, 342326.71, 569613.57, 494916.04, 293505.00)
ANSWERS = (45, 47, 47, 45, 47, 29)
SATISFIED = (34, 35, 32, 31, 34, 22)
PROMOTERS, DETRACTORS = (18, 16, 20, 26, 19, 12), (10, 14, 9, 7, 12, 7)


class Trader:
    """The trader's own warehouse, and the folder from which it imports."""

    def __init__(self, place: Path) -> None:
        self.warehouse, self.inbox = place / "warehouse", place / "inbox"
        self.inbox.mkdir()
        self.own = place / "ours.toml"
        self.own.write_text(OURS, encoding="utf-8")
        founded = ("--name", "Comercializadora del Valle", "--country", "MX", "--time-zone", "America/Mexico_City")
        assert main(["init", *founded, "--warehouse", str(self.warehouse)]) == 0

    def bring(self, tables: Mapping[str, list[Row]], *more: str) -> int:
        """The exit code of an import of these rows."""
        for name, rows in tables.items():
            (self.inbox / f"{name}.csv").write_text(text_of(rows), encoding="utf-8")
        return self.run("--source", str(self.own), *more)

    def run(self, *more: str) -> int:
        return main(["import", str(self.inbox), "--warehouse", str(self.warehouse), *more])

    def readings(self, *names: str) -> dict[str, dict[date, Any]]:
        """The months of some metrics."""
        shop = crm.open(self.warehouse)
        try:
            metrics = [CATALOGUE[name] for name in names]
            found = ask(shop, metrics, every="month", since=MONTHS[0], until=date(2026, 11, 30))
            return {name: {one.period: one for one in result.readings} for name, result in found.items()}
        finally:
            shop.close()

    def values(self, name: str, first: int, count: int) -> list[float]:
        """The values of the months from `first` on, as numbers."""
        found = self.readings(name)[name]
        return [float(found[month].value) for month in MONTHS[first - 1 : first - 1 + count]]


@pytest.fixture
def trader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Trader:
    return Trader(tmp_path)


def test_the_untouched_files_are_known_to_no_source_and_change_nothing(trader: Trader) -> None:
    for path in _files():
        (trader.inbox / path.name).write_bytes(path.read_bytes())
    assert trader.run() == 2


@pytest.mark.parametrize(
    ("number", "name"), [(0, "survey.csv"), (1, "receivable.xlsx"), (1, "order_line.xlsx"), (2, "work_item.csv")]
)
def test_an_untouched_file_under_the_name_of_a_table_is_refused(trader: Trader, number: int, name: str) -> None:
    (trader.inbox / name).write_bytes(_files()[number].read_bytes())
    assert trader.run() == 2
    assert trader.run("--source", str(trader.own)) == 2


def test_tickets_with_their_endings_told_give_the_right_months(trader: Trader) -> None:
    assert trader.bring({"work_item": tickets("resolved")}) == 0
    assert trader.values("cases_opened", 6, 6) == list(OPENED)
    assert trader.values("cases_resolved", 6, 6) == list(SOLVED)
    assert trader.values("backlog", 11, 1) == [102]


def test_tickets_whose_endings_are_states_are_not_published_unless_somebody_says_so(trader: Trader) -> None:
    """'Resuelto' is a known ending; 'Cerrado' is none, and 434 of the 900 are left out."""
    rows = {"work_item": tickets("as their state")}
    assert trader.bring(rows) == 2
    assert trader.bring(rows, "--accept-rejects") == 1
    found = trader.readings("cases_opened", "backlog")
    told = [one for months in found.values() for one in months.values() if one.value is not None]
    assert told
    assert [one for one in told if one.complete] == []


def test_tickets_whose_endings_are_not_told_are_never_told_as_unsolved(trader: Trader) -> None:
    """They may be refused, left out, or kept as closed: none of the months may say that nothing was solved."""
    if trader.bring({"work_item": tickets("")}) == 2 and trader.bring({}, "--accept-rejects") == 2:
        return
    found = trader.readings("cases_opened", "cases_resolved")
    for name, right in (("cases_opened", OPENED), ("cases_resolved", SOLVED)):
        for month, count in zip(MONTHS[5:], right, strict=True):
            one = found[name][month]
            assert one.value is None or not one.complete or one.value == count, (name, month)


def test_invoices_cut_out_of_the_workbook_give_the_right_sales_and_cash(trader: Trader) -> None:
    invoices = _invoices()
    assert len(invoices) == 394
    assert trader.bring({"order_line": sales(invoices), "receivable": ledger(invoices)}) == 0
    assert trader.values("revenue", 1, 10) == pytest.approx(list(SALES), abs=0.005)
    assert trader.values("cash_collected", 1, 10) == pytest.approx(list(CASH), abs=0.005)


def test_the_line_of_totals_and_the_cancelled_ones_are_left_out_by_name_or_not_at_all(trader: Trader) -> None:
    rows = ledger(_invoices())
    total: Row = {"entry_id": "TOTAL", "invoice_id": "", "customer_id": "", "kind": "", "amount": "$5,683,288.73"}
    assert trader.bring({"receivable": [*rows, total]}) == 1
    with (trader.warehouse / "rejects.csv").open(encoding="utf-8", newline="") as lines:
        rejected = list(csv.DictReader(lines))
    assert [one["rule"] for one in rejected] == ["total"]
    assert trader.values("cash_collected", 1, 10) == pytest.approx(list(CASH), abs=0.005)


def test_payments_dated_after_the_end_of_the_list_are_told_and_not_taken_for_cash(trader: Trader) -> None:
    """Twenty-two of them, up to January 2027, are left in by whoever forgets them."""
    rows = ledger(_invoices(), late=True)
    code = trader.bring({"receivable": rows})
    assert code in (1, 2)
    if code == 1:
        cash = trader.readings("cash_collected")["cash_collected"]
        for month, right in zip(MONTHS, CASH, strict=False):
            value = cash[month].value
            assert value is None or not cash[month].complete or float(value) == pytest.approx(right, abs=0.005)


def test_invoices_alone_are_no_list_of_what_is_owed(trader: Trader) -> None:
    """The workbook without its days of payment: most of 5,683,288.73 was paid long ago."""
    rows = [row for row in ledger(_invoices()) if row["kind"] == "invoice"]
    assert trader.bring({"receivable": rows}) == 0
    found = trader.readings("receivables", "overdue_receivables", "cash_collected")
    assert not [one for months in found.values() for one in months.values() if one.complete and one.value is not None]
    assert str(found["receivables"][MONTHS[9]].reason).startswith("no payment was ever loaded from ours")


def test_a_survey_of_the_company_as_a_whole_gives_the_right_months(trader: Trader) -> None:
    assert trader.bring({"survey": answers(relationship="true")}) == 0
    assert trader.values("csat", 6, 6) == pytest.approx([s / n for s, n in zip(SATISFIED, ANSWERS, strict=True)])
    scores = [100 * (p - d) / n for p, d, n in zip(PROMOTERS, DETRACTORS, ANSWERS, strict=True)]
    assert trader.values("nps", 6, 6) == pytest.approx(scores)


def test_a_survey_that_does_not_tell_what_it_is_about_is_no_nps_of_the_company(trader: Trader) -> None:
    if trader.bring({"survey": answers(relationship=None)}) == 2:
        return
    found = trader.readings("nps", "csat")
    assert [one for one in found["nps"].values() if one.value is not None and one.complete] == []
    assert all(one.reason is not None for one in found["nps"].values())
    assert trader.values("csat", 6, 6) == pytest.approx([s / n for s, n in zip(SATISFIED, ANSWERS, strict=True)])


def tickets(ended: str) -> list[Row]:
    """The list with the columns named as a table's; how the tickets ended is told by a word, by their state, or not."""
    with _files()[2].open(encoding="cp1252", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    return [
        {"work_item_id": row["Nº de ticket"], "process": "service", "kind": "request", "reason": row["Asunto"],
         "customer_id": row["Solicitante"], "agent_id": row["Asignado a"], "priority": row["Prioridad"],
         "opened_at": row["Fecha de creación"], "first_response_at": row["Primera respuesta"],
         "first_resolved_at": row["Fecha de solución"], "closed_at": row["Fecha de solución"], "status": row["Estado"],
         "outcome": (row["Estado"] if ended == "as their state" else ended) if row["Fecha de solución"] else None}
        for row in rows
    ]  # fmt: skip


def sales(invoices: list[Mapping[str, str]]) -> list[Row]:
    """A line of each invoice, without tax."""
    return [
        {"order_id": row["Folio"], "line_no": 1, "customer_id": row["Cliente"], "product_id": "mercancía",
         "ordered_at": f"{row['Fecha']} 12:00", "quantity": 1, "amount": row["Subtotal"].lstrip("$")}
        for row in invoices
    ]  # fmt: skip


def ledger(invoices: list[Mapping[str, str]], late: bool = False) -> list[Row]:
    """Each invoice with tax, and its payment where one came by the end of the list."""
    rows: list[Row] = []
    for row in invoices:
        amount = row["Total"].lstrip("$")
        kept: Row = {"invoice_id": row["Folio"], "customer_id": row["Cliente"]}
        rows.append(kept | {"entry_id": row["Folio"], "kind": "invoice", "entry_on": row["Fecha"], "amount": amount})
        paid = row["Fecha de pago"]
        if paid and (late or datetime.strptime(paid, "%d/%m/%Y").date() <= date(2026, 11, 20)):
            rows.append(
                kept | {"entry_id": f"{row['Folio']}-P", "kind": "payment", "entry_on": paid, "amount": f"-{amount}"}
            )
    return rows


def answers(relationship: str | None) -> list[Row]:
    """Two questions of each answer; what nobody told is left empty."""
    with _files()[0].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    made: list[Row] = []
    for number, (at, who, csat, nps, comment) in enumerate(rows):
        for instrument, score, low, high in (("csat", csat, 1, 5), ("nps", nps, 0, 10)):
            made.append(
                {"survey_id": f"{number}-{instrument}", "instrument": instrument, "relationship": relationship,
                 "customer_id": who, "process": "service", "sent_at": at[:16], "responded_at": at[:16], "score": score,
                 "scale_min": low, "scale_max": high, "comment": comment if instrument == "nps" else None}
            )  # fmt: skip
    if relationship is None:
        made = [{name: value for name, value in row.items() if name != "relationship"} for row in made]
    return made


def _invoices() -> list[Mapping[str, str]]:
    """The rows of the workbook below its header, without the cancelled ones and the line of totals."""
    rows = CalamineWorkbook.from_path(_files()[1]).get_sheet_by_index(0).to_python()
    header = [str(cell) for cell in rows[4]]
    records = [dict(zip(header, (str(cell) for cell in row), strict=True)) for row in rows[5:]]
    return [one for one in records if one["Folio"] and one["Estatus"] != "Cancelada"]


def _files() -> list[Path]:
    """The survey, the workbook of invoices and the list of tickets."""
    return [*sorted(FOLDER.glob("Encuesta*.csv")), *FOLDER.glob("*.xlsx"), FOLDER / "tickets_export.csv"]
