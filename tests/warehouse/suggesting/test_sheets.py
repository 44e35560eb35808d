"""Workbooks whose sheets are several tables: each with a subject is read by itself, what only tells it again is not."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import asked, brought

Lines = Sequence[Sequence[object]]

# Three invoices: sold without tax 100 + 50.5 + 200 = 350.50; with tax 116 + 58.58 + 232 = 406.58.
INVOICES: Lines = [
    ["Factura", "Fecha", "Cliente", "Neto", "IVA", "Total"],
    ["F-1", "15/01/2026", "Sol", 100, 16, 116],
    ["F-2", "18/01/2026", "Mar", 50.5, 8.08, 58.58],
    ["F-3", "20/01/2026", "Sol", 200, 32, 232],
]
# Paid: F-1 whole and 100 of F-3, 216; owed 58.58 + 132 = 190.58.
PAYMENTS: Lines = [
    ["Recibo", "Fecha de pago", "Factura", "Importe pagado"],
    ["R-1", "25/01/2026", "F-1", 116],
    ["R-2", "27/01/2026", "F-3", 100],
]
TICKETS: Lines = [
    ["Ticket", "Abierto", "Cliente", "Asunto", "Estado", "Cerrado"],
    ["T-1", "16/01/2026", "Sol", "Entrega", "Resuelto", "17/01/2026"],
    ["T-2", "21/01/2026", "Mar", "Factura", "Abierto", ""],
]
# Three answers, 5, 4 and 2 of 5.
SURVEY: Lines = [
    ["Marca temporal", "Cliente", "Del 1 al 5, ¿qué tan satisfecho quedó con la atención?"],
    ["22/01/2026 10:00:00", "Sol", 5],
    ["23/01/2026 11:00:00", "Mar", 4],
    ["24/01/2026 12:00:00", "Sol", 2],
]
NOTES: Lines = [["Notas internas"], ["revisar con el contador"], ["pedir folios"]]


def workbook(**sheets: Lines) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name.replace("_", " "))
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    return buffer.getvalue()


def test_each_sheet_with_a_subject_is_a_table_and_the_others_are_told(understood: Understood, tmp_path: Path) -> None:
    book = workbook(Notas=NOTES, Facturas=INVOICES, Pagos=PAYMENTS, Tickets=TICKETS, Encuesta=SURVEY)
    found = understood({"control.xlsx": book}, survey_about="contact", pending_state="pending")
    told = {one.sheet: one.table.subject for one in found.files if one.table}
    assert told == {"Facturas": "invoices", "Pagos": "payments", "Tickets": "tickets", "Encuesta": "surveys"}
    assert [sheet for one in found.files for sheet in one.left.sheets] == ["Notas"]
    got = brought(found, tmp_path)
    assert got.error is None
    assert got.rows("select count(*), sum(amount) from main.order_line") == [(3, 350.5)]
    assert [(kind, float(amount)) for kind, amount in got.rows(
        "select kind, sum(amount) from main.receivable group by 1 order by 1"
    )] == [("invoice", 406.58), ("payment", -216)]  # fmt: skip
    assert got.rows("select work_item_id, closed_at is null from main.work_item order by 1") == [
        ("T-1", False),
        ("T-2", True),
    ]
    assert got.rows("select score from main.survey order by score") == [(2,), (4,), (5,)]
    assert got.rows("select file, rows_read from main.load_file") == [("control.xlsx", 3 + 2 + 2 + 3)]


def january(first: int, amounts: Sequence[float], month: int) -> Lines:
    rows = [
        [f"F-{first + at}", f"{13 + at:02}/{month:02}/2026", "Sol" if at % 2 else "Mar", amount, amount * 0.16,
         amount * 1.16]
        for at, amount in enumerate(amounts)
    ]  # fmt: skip
    return [INVOICES[0], *rows]


def test_months_of_one_list_stand_beside_customers_and_a_summary(understood: Understood, tmp_path: Path) -> None:
    """Sold: 100 + 200 in January, 300 + 400 in February: 1,000. The summary would make it twice as much."""
    summary: Lines = [["Cliente", "Fecha", "Total"], ["Mar", "31/01/2026", 116], ["Sol", "28/02/2026", 464]]
    customers: Lines = [["Cliente", "Correo", "Teléfono"], ["Sol", "a@sol.mx", "55"], ["Mar", "b@mar.mx", "56"]]
    sheets = {"Enero": january(1, [100, 200], 1), "Febrero": january(3, [300, 400], 2)}
    found = understood({"ventas.xlsx": workbook(Resumen=summary, **sheets, Clientes=customers)})
    assert asked(found) == []
    assert {one.table.subject for one in found.files if one.table} == {"invoices", "customers"}
    assert [sheet for one in found.files for sheet in one.left.sheets] == ["Resumen"]
    assert brought(found, tmp_path).rows("select sum(amount) from main.order_line") == [(1000,)]
    got = brought(found, tmp_path, "again").rows("select customer_id, email from main.customer order by 1")
    assert got == [("Mar", "b@mar.mx"), ("Sol", "a@sol.mx")]
    # The next month is a new sheet, and asks nothing.
    march = {**sheets, "Marzo": january(5, [500], 3)}
    (tmp_path / "ventas.xlsx").write_bytes(workbook(Resumen=summary, **march, Clientes=customers))
    assert brought(found, tmp_path).rows("select sum(amount) from main.order_line") == [(1500,)]


def test_months_of_two_lists_are_two_tables(understood: Understood, tmp_path: Path) -> None:
    """Sold 300, paid 116 in January and 50 in February."""
    later: Lines = [PAYMENTS[0], ["R-9", "15/02/2026", "F-2", 50]]
    book = workbook(
        Ventas_Ene=january(1, [100], 1), Ventas_Feb=january(2, [200], 2), Pagos_Ene=PAYMENTS[:2], Pagos_Feb=later
    )
    got = brought(understood({"ventas.xlsx": book}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(300,)]
    assert got.rows("select sum(amount) from main.receivable where kind = 'payment'") == [(-166,)]


def test_what_is_bought_is_left_aside_by_the_name_of_its_sheet(understood: Understood, tmp_path: Path) -> None:
    """Four invoices bought, three sold for 350.50."""
    bought = january(90, [1, 2, 3, 4], 1)
    found = understood({"libro.xlsx": workbook(Compras=bought, Ventas=INVOICES)})
    assert [sheet for one in found.files for sheet in one.left.sheets] == ["Compras"]
    assert brought(found, tmp_path).rows("select sum(amount) from main.order_line") == [(350.5,)]


def test_what_is_bought_is_none_of_the_months_either(understood: Understood, tmp_path: Path) -> None:
    """Sold: 100 in January and 200 in February; bought: 10."""
    book = workbook(Enero=january(1, [100], 1), Febrero=january(2, [200], 2), Compras=january(90, [1, 2, 3, 4], 1))
    got = brought(understood({"libro.xlsx": book}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(300,)]


def test_a_sheet_that_tells_the_same_documents_again_counts_once(understood: Understood, tmp_path: Path) -> None:
    again: Lines = [["Factura", "Fecha", "Cliente", "Total"], ["F-2", "18/01/2026", "Mar", 58.58]]
    found = understood({"libro.xlsx": workbook(Ventas=INVOICES, Pendientes=again)})
    assert [sheet for one in found.files for sheet in one.left.sheets] == ["Pendientes"]
    assert brought(found, tmp_path).rows("select sum(amount) from main.order_line") == [(350.5,)]


def test_a_workbook_of_next_month_may_lack_a_sheet(understood: Understood, tmp_path: Path) -> None:
    found = understood({"control.xlsx": workbook(Facturas=INVOICES, Pagos=PAYMENTS)})
    (tmp_path / "control.xlsx").write_bytes(workbook(Facturas=INVOICES))
    got = brought(found, tmp_path)
    assert got.error is None
    assert got.rows("select kind, count(*) from main.receivable group by 1") == [("invoice", 3)]


def test_two_forms_of_different_questions_in_one_workbook_are_both_answered(
    understood: Understood, tmp_path: Path
) -> None:
    """Two answers of two sheets, on the same days: 9 and 3 would recommend, 5 and 2 were the satisfaction."""
    first: Lines = [
        ["Marca temporal", "¿Qué tan probable es que nos recomiende? (0 a 10)"],
        ["2026-01-15 10:00:00", 9],
        ["2026-01-16 10:00:00", 3],
    ]
    second: Lines = [
        ["Marca temporal", "¿Qué tan satisfecho quedó con la atención? (1 a 5)"],
        ["2026-01-15 11:00:00", 5],
        ["2026-01-16 11:00:00", 2],
    ]
    book = workbook(Uno=first, Dos=second)
    got = brought(understood({"encuestas.xlsx": book}, survey_about="company"), tmp_path)
    assert got.rejects == []
    told = got.rows("select instrument, score::int from main.survey order by 1, 2")
    assert told == [("csat", 2), ("csat", 5), ("nps", 3), ("nps", 9)]


def test_two_forms_that_ask_for_the_same_on_the_same_days_keep_all_answers(
    understood: Understood, tmp_path: Path
) -> None:
    ours = "Marca temporal,¿Nos recomendaría? (0 a 10)\n2026-01-15 10:00:00,9\n2026-01-16 10:00:00,3\n"
    theirs = "Marca temporal,¿Recomendaría a su agente? (0 a 10),Comentarios\n2026-01-15 10:00:00,10,\n"
    theirs += "2026-01-16 10:00:00,7,Bien\n"
    got = brought(understood({"empresa.csv": ours, "zagente.csv": theirs}, survey_about="company"), tmp_path)
    assert got.rejects == []
    assert got.rows("select score::int from main.survey order by 1") == [(3,), (7,), (9,), (10,)]
