"""A list made to be printed lands as its rows alone, and what is no row is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from crm_metrics.warehouse.files.headers import Record, Wanted
from crm_metrics.warehouse.files.reading import LandingZone
from crm_metrics.warehouse.files.reports import LeftOut, joined, rows, says_total
from crm_metrics.warehouse.files.workbooks import singly
from crm_metrics.warehouse.mapping.source import FileRule
from tests.warehouse.loading.importing import sentence

RULE = FileRule(names=("f",), report=True, columns={"dia": "DD/MM/YYYY", "importe": "number"})
WANTED = ("folio", "dia", "cliente", "importe")


def wanted(rule: FileRule = RULE) -> Wanted:
    return Wanted(rule, WANTED, ("folio", "dia", "importe"), ("folio", "dia", "importe"))


def read(*lines: str, rule: FileRule = RULE) -> tuple[list[Record], LeftOut]:
    left = LeftOut()
    records = [(at, line.split(",")) for at, line in enumerate(lines, 1)]
    return list(singly(rows([("", records)], wanted(rule), left))), left


def test_titles_totals_remarks_and_headers_again_are_no_rows() -> None:
    found, left = read(
        "EMPRESA S.A.", "del 01/01/2026 al 31/03/2026", "", "folio,dia,cliente,importe", "1,02/01/2026,A,10.00",
        "Total enero,,,10.00", "folio,dia,cliente,importe", "2,03/02/2026,B,5.00", "Zona norte,,,", ",,,15.00",
        "----,,,", "", "Elaboró,Ana,,",
    )  # fmt: skip
    assert [line for line, cells in found if any(cells)] == [4, 5, 8]
    assert (left.titles, left.repeated, left.totals, left.remarks) == (2, 1, 2, 3)
    assert left.until == date(2026, 3, 31)


def test_a_row_that_has_all_it_needs_is_a_row_whatever_it_says() -> None:
    found, left = read("folio,dia,cliente,importe", "7,02/01/2026,Total Play S.A.,10.00", "8,03/01/2026,SUMA,1.00")
    assert [line for line, _ in found] == [1, 2, 3]
    assert left.totals == 0


def test_a_row_that_lacks_something_is_no_remark_while_rows_follow() -> None:
    """It is rejected with its reason; at the very end of a list two cells are a name and its value."""
    found, left = read("folio,dia,cliente,importe", "7,02/01/2026,A,1", "8,,B,", "9,03/01/2026,A,1", "a,9,,")
    assert [line for line, _ in found] == [1, 2, 3, 4]
    assert left.remarks == 1


def test_a_total_in_the_words_of_the_company_is_declared() -> None:
    rule = RULE.model_copy(update={"totals": ("acumulado*",)})
    assert read("folio,dia,cliente,importe", "Acumulado del año,,,9.00", rule=rule)[1].totals == 1
    assert read("folio,dia,cliente,importe", "1,02/01/2026,A,2", "Acumulado del año,x,,9.00")[1].totals == 0


@pytest.mark.parametrize(
    "cell", ["TOTAL", "Subtotal:", "Total general", "Suma total", "SOMA", "Saldo final", "Sub-total"]
)
def test_the_words_of_a_total_are_known(cell: str) -> None:
    assert says_total(cell)
    assert not says_total(f"de {cell}")


def test_names_in_two_lines_are_read_as_one() -> None:
    upper = ["Comprobante", "", "Fecha", "Importes", "", ""]
    lower = ["Tipo", "Número", "", "Subtotal", "IVA", "Total"]
    told = ["Comprobante Tipo", "Comprobante Número", "Fecha", "Importes Subtotal", "Importes IVA", "Importes Total"]
    assert joined([upper, lower]) == told


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[LandingZone]:
    with duckdb.connect(config={"threads": "1"}) as connection:
        yield LandingZone(connection, tmp_path, lambda *_: None)


def test_sheets_that_are_a_month_each_are_read_one_below_the_other(landing: LandingZone) -> None:
    path = landing.folder / "f.xlsx"
    head = ["Folio", "Dia", "Cliente", "Importe"]
    turned = ["Dia", "Folio", "Importe", "Cliente"]
    sheets: Mapping[str, Sequence[Sequence[object]]] = {
        "Ene": [["Ventas 2026"], head, ["1", date(2026, 1, 2), "A", 10], ["Total", None, None, 10]],
        "Feb": [turned, [date(2026, 2, 3), "2", 5.5, "B"]],
        "Notas": [["nada"], ["que", "ver"]],
    }
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    rule = RULE.model_copy(update={"sheets": ("*",)})
    landed = landing.land(path, wanted(rule), "landed")
    told = landing.connection.execute("select folio, dia, cliente, importe from landed order by _row").fetchall()
    assert told == [("1", "2026-01-02", "A", "10"), ("2", "2026-02-03", "B", "5.5")]
    assert landed.records == 2
    notices = [template.format(**parts) for template, parts in landed.notices]
    assert notices == [
        "f.xlsx: lines above the header, which are no rows: 1.",
        "f.xlsx: lines of totals, which are no rows: 1.",
        "f.xlsx: these sheets have other columns and were left aside: Notas.",
    ]


def test_a_report_without_its_header_is_refused_by_what_it_lacks(landing: LandingZone) -> None:
    path = landing.folder / "f.csv"
    path.write_text("Ventas\nfolio,cliente,importe\n1,A,2\n", encoding="utf-8")
    said = sentence(lambda: landing.land(path, wanted(RULE.model_copy(update={"delimiter": ","})), "landed"))
    assert "f.csv" in said


def test_a_day_of_the_month_is_a_day_where_titles_tell_the_rest() -> None:
    """29/2 is no day of a sheet of March, and stays what it is: the import says so."""
    rule = FileRule(names=("f",), day_of_month="dia", columns={"importe": "number"})
    found, _ = read(
        "VENTAS MARZO 2026", "folio,dia,cliente,importe", "1,3,A,10.00", "2,29/2,B,5.00", "Total,,,15.00", rule=rule
    )
    assert [cells[1] for _, cells in found[1:]] == ["2026-03-03", "29/2"]


def test_the_name_of_the_file_tells_the_year_of_sheets_that_are_months() -> None:
    rule = FileRule(names=("f",), day_of_month="dia", columns={"importe": "number"})
    pages = [
        (name, [(1, ["folio", "dia", "cliente", "importe"]), (2, ["1", "31", "A", "10"])])
        for name in ("Enero", "Marzo")
    ]
    found = list(singly(rows(pages, wanted(rule), LeftOut(), "Ventas 2026.xlsx")))
    assert [cells[1] for _, cells in found[1:]] == ["2026-01-31", "2026-03-31"]


def test_a_long_sheet_lands_as_row_by_row(landing: LandingZone) -> None:
    """Rows beyond the first hundred are taken by columns: what is no row among them is left out all the same."""
    path = landing.folder / "f.xlsx"
    head: list[object] = ["Folio", "Dia", "Cliente", "Importe"]
    lines: dict[int, list[object]] = {
        at: [f"F{at}", date(2026, 1, 1 + at % 28), " Ñandú ", at / 4] for at in range(1000)
    }
    lines |= {0: head, 300: ["Subtotal", None, None, 10], 400: head, 500: [], 1000: ["Total", None, None, 99]}
    lines[600] = [600, "03/02/2026", "Total", "1,50"]  # a number for a text, texts for day and amount
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for at, line in lines.items():
            sheet.write_row(at, 0, line)
        sheet.write_formula(700, 3, "=1/0", None, "#DIV/0!")
    landed = landing.land(path, wanted(), "landed")
    told = landing.connection.execute(
        'select _line, folio, dia, cliente, importe, "dia#typed", "importe#typed" from landed order by _row'
    ).fetchall()
    assert (landed.records, landed.blank, len(told)) == (997, 1, 996)  # 999 lines less a subtotal and a header
    by_line = {row[0]: row[1:] for row in told}
    assert {301, 401, 501, 1001}.isdisjoint(by_line)
    assert by_line[2] == ("F1", "2026-01-02", "Ñandú", "0.25", True, True)
    assert by_line[500] == ("F499", "2026-01-24", "Ñandú", "124.75", True, True)  # 499 = 17 · 28 + 23
    assert by_line[601] == ("600", "03/02/2026", "Total", "1,50", False, False)
    assert by_line[701] == ("F700", "2026-01-01", "Ñandú", "#DIV/0!", True, False)
    assert by_line[1000] == ("F999", "2026-01-20", "Ñandú", "249.75", True, True)
    notices = [template.format(**parts) for template, parts in landed.notices]
    assert notices == [
        "f.xlsx: lines that are the header again: 1.",
        "f.xlsx: lines of totals, which are no rows: 2.",
    ]


def test_a_remark_where_a_day_belongs_and_a_total_with_its_count_are_no_rows() -> None:
    """The first column is the day, which a footer has filled; a total of cases tells how many there are."""
    rule = RULE.model_copy(update={"columns": {"dia": "DD/MM/YYYY"}})
    needs_day = Wanted(rule, ("dia", "folio", "cliente", "nota"), ("dia",), ("dia", "folio"))
    left = LeftOut()
    lines = [
        "dia,folio,cliente,nota", "02/01/2026,1,Total Play,", "3,Subtotal enero,,", "Página 1 de 1,,,",
        "3 de enero de 2026,,,",
    ]  # fmt: skip
    records = [(at, line.split(",")) for at, line in enumerate(lines, 1)]
    only_day = Wanted(rule, ("dia", "folio", "cliente", "nota"), ("dia",), ("dia",))
    assert [line for line, _ in singly(rows([("", records)], needs_day, left))] == [1, 2]
    assert (left.totals, left.remarks) == (1, 2)
    alone = [line for line, _ in singly(rows([("", [*records[:2], *records[3:]])], only_day, LeftOut()))]
    assert alone == [1, 2, 5]  # a day is no remark


BY_NAME = RULE.model_copy(update={"group": "cliente"})


def test_a_line_that_says_one_thing_alone_names_the_rows_below_it_down_to_its_total() -> None:
    found, left = read(
        "Ventas,,", "folio,dia,importe", "Cliente: Sol,,", "1,02/01/2026,10.00", "sin firma,,", "2,03/02/2026,5.00",
        "Total Sol,,15.00", ",,", "Mar,,", "3,04/02/2026,1.00", "Total Mar,,1.00", "4,05/02/2026,7.00", "Elaboró Ana,,",
        rule=BY_NAME,
    )  # fmt: skip
    assert [(line, cells[3]) for line, cells in found[1:] if any(cells)] == [
        (4, "Sol"),
        (6, "Sol"),
        (10, "Mar"),
        (12, ""),
    ]
    assert found[0][1] == ["folio", "dia", "importe", "cliente"]
    assert (left.groups, left.totals, left.remarks) == (2, 2, 2)


def test_without_totals_each_such_line_names_the_rows_below_it() -> None:
    found, left = read(
        "folio,dia,importe", "Sol,,", "1,02/01/2026,10.00", "Mar,,", "2,03/02/2026,5.00", "3,04/02/2026,5.00",
        rule=BY_NAME,
    )  # fmt: skip
    assert [cells[3] for _, cells in found[1:]] == ["Sol", "Mar", "Mar"]
    assert left.groups == 2
