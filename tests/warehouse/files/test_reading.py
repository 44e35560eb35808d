"""A file of any kind becomes a table of text, cell by cell as it was written, with the line of each row."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pytest

from crm_metrics.warehouse.files import texts, workbooks
from crm_metrics.warehouse.files.headers import Wanted
from crm_metrics.warehouse.files.reading import LandedFile, LandingZone
from crm_metrics.warehouse.mapping.source import FileRule
from tests.warehouse.loading.importing import open_document, open_row, sentence, workbook

_ENCRYPTED = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="256">
<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"""
RULE = FileRule(names=("f",), aliases={"b": ("Importe total",)})


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[LandingZone]:
    with duckdb.connect(config={"threads": "1"}) as connection:
        yield LandingZone(connection, tmp_path, lambda *_: None)


def land(landing: LandingZone, content: str | bytes, rule: FileRule = RULE, name: str = "f.csv") -> LandedFile:
    path = landing.folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    landing.connection.execute("drop view if exists landed; drop table if exists landed_text")
    return landing.land(path, Wanted(rule, ("a", "b"), ("a",)), "landed")


def rows(landing: LandingZone, columns: str = "_line, a, b") -> list[tuple[object, ...]]:
    return landing.connection.execute(f"select {columns} from landed order by _row").fetchall()


# A quote anywhere sends a file down the careful way; the two must agree.
@pytest.mark.parametrize("quote", ["", '"'])
def test_simple_and_quoted_text_land_alike(quote: str, landing: LandingZone) -> None:
    got = land(landing, f"a,x,b\n{quote}1{quote},y, 2 \n03,z,\n")
    assert rows(landing) == [(2, "1", "2"), (3, "03", None)]
    assert (got.records, got.blank, got.header.unknown) == (2, 0, ("x",))


def test_columns_are_found_by_name_whatever_their_dress(landing: LandingZone) -> None:
    got = land(landing, " IMPORTE-TOTAL ;Á\n5;x\n")
    assert rows(landing) == [(2, "x", "5")]
    assert got.header.written == {"b": "IMPORTE-TOTAL", "a": "Á"}


def test_a_missing_optional_column_is_absent_and_not_empty(landing: LandingZone) -> None:
    assert list(land(landing, "a\n1\n").header.present) == ["a"]


def test_lines_are_those_that_a_person_counts(landing: LandingZone) -> None:
    land(landing, 'sep=,\n\na,b\n1,"two\nlines"\n\n,,\n3,4\n')
    assert rows(landing) == [(4, "1", "two\nlines"), (8, "3", "4")]


@pytest.mark.parametrize("tail", ["", "5,6\n\n,\n"])
def test_records_read_are_landed_and_blank_ones(tail: str, landing: LandingZone) -> None:
    got = land(landing, "a,b\n1,2\n" + tail)
    assert got.records == len(rows(landing)) + got.blank
    assert got.blank == (2 if tail else 0)


def test_a_row_with_the_wrong_number_of_cells_keeps_what_it_has(landing: LandingZone) -> None:
    land(landing, "a,b\n1\n2,3,4\n5,6\n")
    assert rows(landing, "_cells, a, b") == [(1, "1", None), (3, "2", "3"), (None, "5", "6")]


def test_many_rows_keep_their_order_and_lines(landing: LandingZone) -> None:
    count = 300_000
    land(landing, "a,b\n" + "".join(f"{n},x\n" for n in range(count)))
    wrong = landing.connection.execute("select count(*) from landed where _line <> cast(a as bigint) + 2").fetchall()
    assert wrong == [(0,)]
    assert landing.connection.execute("select count(*) from landed").fetchall() == [(count,)]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-32", None), ("cp1252", "cp1252")],
)
def test_accents_survive_every_encoding_that_is_certain(
    encoding: str, declared: str | None, landing: LandingZone
) -> None:
    land(landing, "a,b\nPeña,São\n".encode(encoding), FileRule(names=("f",), encoding=declared))
    assert rows(landing) == [(2, "Peña", "São")]


def test_utf_8_comes_before_the_declared_encoding(landing: LandingZone) -> None:
    land(landing, "a,b\nPeña,São\n", FileRule(names=("f",), encoding="cp1252"))
    assert rows(landing) == [(2, "Peña", "São")]


def test_an_encoding_that_does_not_exist_is_named(landing: LandingZone) -> None:
    klingon = FileRule(names=("f",), encoding="klingon")
    assert "klingon" in sentence(lambda: land(landing, b"a,b\n\xf1,1\n", klingon))


def test_text_is_composed_and_trimmed(landing: LandingZone) -> None:
    land(landing, "a,b\n\u00a0Pen\u0303a ,\u200b7\n")
    assert rows(landing) == [(2, "Peña", "7")]


def test_a_packed_file_and_a_plain_one_land_alike(landing: LandingZone) -> None:
    land(landing, gzip.compress(b"a,b\n1,2\n"), name="f.csv.gz")
    assert rows(landing) == [(2, "1", "2")]


def test_a_workbook_lands_as_text_with_the_rows_that_excel_shows(landing: LandingZone) -> None:
    got = land(landing, workbook([["a", "b"], [7, 0.1], [], ["007", "1e5"]]), name="f.xlsx")
    assert rows(landing) == [(2, "7", "0.1"), (4, "007", "1e5")]
    assert (got.records, got.blank, got.typed) == (3, 1, True)


def test_an_open_document_lands_as_the_values_that_it_holds_and_not_as_what_it_shows(landing: LandingZone) -> None:
    """Row 3 of the sheet is blank, so that 0.1 stands in line 4; a time of a day and more is one like all others."""
    values = [
        open_row("a", "b"),
        open_row(date(2026, 1, 5), 1234.5),
        open_row(None, None),
        open_row(datetime(2026, 1, 5, 9, 30), 0.1),
        open_row("007", timedelta(hours=27, minutes=5, seconds=3)),
        open_row("PTA", timedelta(minutes=5)),
    ]
    got = land(landing, open_document({"Hoja1": "".join(values), "Hoja2": open_row("c")}), name="f.ods")
    assert rows(landing) == [
        (2, "2026-01-05", "1234.5"),
        (4, "2026-01-05 09:30:00", "0.1"),
        (5, "007", "27:05:03"),
        (6, "PTA", "00:05:00"),
    ]
    assert (got.blank, got.typed) == (1, True)


def test_an_error_in_an_open_document_is_no_empty_cell(landing: LandingZone) -> None:
    error = '<table:table-cell table:formula="of:=1/0" calcext:value-type="error" office:value-type="string">'
    made = open_row("a", "b") + f"<table:table-row><table:table-cell/>{error}<text:p>#DIV/0!</text:p>"
    land(landing, open_document({"Hoja1": made + "</table:table-cell></table:table-row>"}), name="f.ods")
    assert rows(landing) == [(2, None, "#DIV/0!")]


def test_a_workbook_behind_a_password_is_refused_with_what_to_do(landing: LandingZone) -> None:
    """An encrypted .xlsx is an OLE container, an encrypted .ods a zip of parts that nobody can read."""
    closed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
    assert "protected by a password" in sentence(lambda: land(landing, closed, name="f.xlsx"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", bytes(range(256)))
        packed.writestr("META-INF/manifest.xml", _ENCRYPTED)
    assert "protected by a password" in sentence(lambda: land(landing, buffer.getvalue(), name="f.ods"))


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(landing: LandingZone) -> None:
    asked = FileRule(names=("f",), sheet="Dat")
    said = sentence(lambda: land(landing, workbook([["a"], [1]], "Data"), asked, "f.xlsx"))
    assert "no sheet 'Dat'. Did you mean 'Data'" in said


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (12345678901.0, "12345678901"),
        (True, "true"),
        (datetime(2026, 1, 5, 10, 30), "2026-01-05 10:30:00"),
        (datetime(2026, 1, 5), "2026-01-05"),
        (date(2026, 1, 5), "2026-01-05"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=27, seconds=8.64), "27:00:09"),
        (-timedelta(minutes=90), "-01:30:00"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_cell_of_a_workbook_is_written_exactly(cell: object, text: str) -> None:
    assert workbooks.text_of(cell) == text


def test_a_column_that_stands_several_times_is_one_list_in_every_row_of_a_long_sheet(landing: LandingZone) -> None:
    """Rows beyond the first hundred travel in blocks."""
    rows = [["a", "b", "b"], *([f"A{at}", "x", f"y{at}"] for at in range(1, 401))]
    path = landing.folder / "f.xlsx"
    path.write_bytes(workbook(rows))
    landing.land(path, Wanted(FileRule(names=("f",), repeated=("b",)), ("a", "b"), ("a",)), "landed")
    told = landing.connection.execute("select _line, b from landed order by _row").fetchall()
    assert told == [(at + 1, f"x|y{at}") for at in range(1, 401)]


def test_parquet_lands_as_text_and_lists_by_bars(landing: LandingZone) -> None:
    path = landing.folder / "f.parquet"
    landing.connection.execute(f"copy (select 12.50::decimal(9,2) as a, ['x', 'y'] as b) to '{path}'")
    landing.land(path, Wanted(RULE, ("a", "b"), ("a",)), "landed")
    assert rows(landing) == [(1, "12.50", "x|y")]


def test_two_delimiters_that_fit_alike_must_be_declared(landing: LandingZone) -> None:
    assert "Declare the delimiter" in sentence(
        lambda: land(landing, "1,2;3\n", FileRule(names=("f",), header=("a", "b")))
    )


def test_a_declared_delimiter_holds(landing: LandingZone) -> None:
    land(landing, "1,2;3\n", FileRule(names=("f",), header=("a", "b"), delimiter=";"))
    assert rows(landing) == [(1, "1,2", "3")]


def test_progress_is_told_to_the_end(landing: LandingZone) -> None:
    heard: list[tuple[str, int, int]] = []
    told = LandingZone(landing.connection, landing.folder, lambda *step: heard.append(step))
    land(told, "a,b\n" + "1,2\n" * 40_000)
    assert heard[-1][1] == heard[-1][2] > 0
    assert len(heard) > 2


def test_a_line_at_the_cap_is_read_and_one_beyond_is_not(landing: LandingZone) -> None:
    land(landing, f"a,b\n1,{'x' * (texts.LINE_CAP - 3)}\n")
    assert "line 2 is longer" in sentence(lambda: land(landing, f"a,b\n1,{'x' * texts.LINE_CAP}\n"))
