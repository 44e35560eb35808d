"""Tables and tiles as CSV: nothing a spreadsheet would run, the numbers of the screen, the ids of the metrics."""

from __future__ import annotations

import csv
import io

import pytest

from crm_metrics.boards.core import Board, Card, Cell, Chip, Definition, Empty, Grid, GridColumn, Row, Tile
from crm_metrics.words import Words
from pages.parts import export

ROUTINE = Chip("routine", "rutina")
CSAT = Definition(
    metric="csat", name="CSAT", means="Share of the top two marks.", formula="top / all", source="house definition"
)


def card(*rows: Row) -> Card:
    columns = (GridColumn("name", "Equipo"), GridColumn("v", "CSAT", "number"), GridColumn("s", "14 días", "spark"))
    return Card(
        key="teams",
        title="Dos equipos",
        subtitle="CSAT, %",
        body=Grid((*columns, GridColumn("c", "Señal", "chip")), rows, ""),
        footer="",
        alt="",
        width=12,
        definitions=(CSAT,),
    )


def row(name: str, value: str, group: str = "") -> Row:
    return Row(name, (Cell(text=name), Cell(text=value), Cell(series=(1.0, 2.0)), Cell(chip=ROUTINE)), group)


def read(text: str, mark: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=mark))


def test_a_table_goes_out_with_its_rows_its_chips_as_words_and_its_metrics() -> None:
    told = read(export.table(card(row("Norte", "78,4 %"), row("Sur", "1.234,5")), Words("es-CO")), ";")
    assert told[3:6] == [["Equipo", "CSAT", "Señal"], ["Norte", "78,4 %", "rutina"], ["Sur", "1.234,5", "rutina"]]
    assert told[-1][0] == "csat"


def test_the_mark_between_cells_is_never_the_decimal_mark_of_the_reader() -> None:
    held = card(row("Norte", "78.4 %"))
    assert read(export.table(held, Words("es-MX")), ",")[4] == ["Norte", "78.4 %", "rutina"]
    assert read(export.table(held, Words("en")), ",")[4] == ["Norte", "78.4 %", "rutina"]


def test_a_difference_is_a_number_for_a_spreadsheet_and_one_with_a_unit_is_no_formula() -> None:
    held = card(row("a", "−14,4"), row("b", "+2,3 pp"), row("c", "−2,7 pp"), row("d", "+0,05"))
    told = read(export.table(held, Words("es-CO")), ";")
    assert [one[1] for one in told[4:8]] == ["-14,4", "2,3 pp", "−2,7 pp", "0,05"]


def test_a_row_of_a_group_carries_its_group() -> None:
    told = read(export.table(card(row("NPS", "24,3", "Fidelización")), Words("es")), ";")
    assert told[3][0] == "Proceso"
    assert told[4][:2] == ["Fidelización", "NPS"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(start: str) -> None:
    assert export.safe(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("number", ["-12", "+1.234,5", "-6,6\u00a0%", "+2%"])
def test_a_number_stays_a_number(number: str) -> None:
    assert export.safe(number) == number


@pytest.mark.parametrize("sum_", ["-1+cmd|'!A1", "+2,3 pp", "-", "-1-1", "+1*2"])
def test_a_sum_is_no_number(sum_: str) -> None:
    assert export.safe(sum_) == f"'{sum_}"


def test_a_name_that_is_a_formula_goes_out_as_text() -> None:
    told = read(export.table(card(row('=HYPERLINK("http://x";"a")', "1")), Words("es")), ";")
    assert told[4][0] == '\'=HYPERLINK("http://x";"a")'


def test_a_card_without_a_table_has_no_file() -> None:
    assert (
        export.table(Card(key="none", title="t", subtitle="s", body=Empty("f", "r"), footer="", alt=""), Words("es"))
        == ""
    )


def test_the_tiles_go_out_with_id_value_target_and_signal() -> None:
    tile = Tile(
        metric="csat",
        name="CSAT",
        value="75,3",
        unit="%",
        target="Meta 78,0 %",
        variance="−2,7 pp",
        tone="plain",
        series=(),
        low=None,
        high=None,
        goal=None,
        chip=ROUTINE,
        footer="n = 73",
        definition=CSAT,
    )
    board = Board(
        key="daily",
        title="Diario",
        period="21 nov 2026",
        state=ROUTINE,
        summary=(),
        tiles=(tile,),
        cards=(),
        freshness=(),
    )
    told = read(export.tiles(board, Words("es-CO")), ";")
    assert told[3] == ["csat", "CSAT", "75,3", "%", "Meta 78,0 %", "−2,7 pp", "rutina", "n = 73"]
