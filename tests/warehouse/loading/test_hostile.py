"""Files that go wrong: each is refused with a sentence, or every row of it is loaded right or rejected by name."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import File, Inbox, packed, parquet, workbook

HEAD = "entry_id,invoice_id,customer_id,kind,entry_on,amount"
GOOD = f"{HEAD}\nE1,F1,C1,invoice,2026-01-05,100.50\nE2,F2,C2,invoice,2026-01-06,20\n"
LOADED = [("E1", "100.50", "2026-01-05"), ("E2", "20.00", "2026-01-06")]

Row = tuple[str, str, str]
Why = tuple[int, str, str]


@dataclass(frozen=True)
class Case:
    """A file and what must come of it: `refused` words of the sentence, or the rows loaded and those rejected."""

    name: str
    content: File | Callable[[Path], bytes]
    refused: str = ""
    loaded: tuple[Row, ...] = ()
    rejected: tuple[Why, ...] = ()
    file: str = "receivable.csv"
    told: str = ""


def lines(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows]) + "\n"


def entry(number: int, amount: str = "100", day: str = "2026-01-05") -> str:
    return f"E{number},F{number},C{number},invoice,{day},{amount}"


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def rows(*found: Row) -> tuple[Row, ...]:
    return found


ONE = ("E1", "100.00", "2026-01-05")
TWO = ("E2", "100.00", "2026-01-05")

CASES = [
    Case("dates of two digits", lines(entry(1, day="01/01/26"), entry(2, day="28/01/26")), refused="two digits"),
    Case("month or day first", lines(entry(1, day="01/02/2026"), entry(2, day="12/11/2025")), refused="MM/DD/YYYY"),
    Case(
        "day first, settled by one value",
        lines(entry(1, day="05/01/2026"), entry(2, day="31/12/2025")),
        loaded=rows(ONE, ("E2", "100.00", "2025-12-31")),
    ),
    Case(
        "a day that does not exist",
        lines(entry(1), entry(2, day="2026-02-29")),
        loaded=rows(ONE),
        rejected=((3, "entry_on", "format"),),
    ),
    Case("two formats in a column", lines(entry(1), entry(2, day="31/12/2025")), refused="31/12/2025"),
    Case("1.234 alone", lines(entry(1, "1.234")), refused="1.234 or 1234"),
    Case(
        "1.234 settled by 1.234,50",
        lines(entry(1, "1.234"), entry(2, '"1.234,50"')),
        loaded=rows(("E1", "1234.00", "2026-01-05"), ("E2", "1234.50", "2026-01-05")),
    ),
    Case(
        "1.5 makes the point a decimal mark",
        lines(entry(1, "1.234"), entry(2, "1.5")),
        loaded=rows(("E1", "1.23", "2026-01-05"), ("E2", "1.50", "2026-01-05")),
        told="1 rows hold amounts with more decimals",
    ),
    Case("points and commas mixed", lines(entry(1, "1.5"), entry(2, '"1,5"')), refused="mixes"),
    Case(
        "columns in another order",
        "amount,entry_on,kind,customer_id,invoice_id,entry_id\n100,2026-01-05,invoice,C1,F1,E1\n",
        loaded=rows(ONE),
    ),
    Case("no header", lines(entry(1), entry(2)).split("\n", 1)[1], refused="looks like data"),
    Case("a column twice", lines("E1,F1,C1,invoice,2026-01-05,100,999", head=HEAD + ",amount"), refused="amount twice"),
    Case(
        "a column twice under two names",
        lines("E1,F1,C1,invoice,2026-01-05,100,999", head=HEAD + ",Importe"),
        refused="'Importe'",
    ),
    Case(
        "a required column missing",
        "entry_id,invoice_id,customer_id,kind,entry_on\nE1,F1,C1,invoice,2026-01-05\n",
        refused="no column amount",
    ),
    Case(
        "an unknown column",
        lines("E1,F1,C1,invoice,2026-01-05,100,x", head=HEAD + ",mood"),
        loaded=rows(ONE),
        told="mood",
    ),
    Case(
        "many unknown columns",
        lines("E1,F1,C1,invoice,2026-01-05,100,1,2,3,4,5,6,7", head=HEAD + ",a1,a2,a3,a4,a5,a6,a7"),
        loaded=rows(ONE),
        told="7 columns are not known and were left aside: a1, a2, a3, a4, a5 …",
    ),
    Case("cells missing", lines(entry(1), "E2,F2,C2,invoice"), loaded=rows(ONE), rejected=((3, "", "cells"),)),
    Case("a cell too many", lines(entry(1), entry(2) + ",9"), loaded=rows(ONE), rejected=((3, "", "cells"),)),
    Case("the last line cut", lines(entry(1)) + "E2,F2,C", loaded=rows(ONE), rejected=((3, "", "cells"),)),
    Case("a quote left open", lines(entry(1), 'E2,F2,"C2,invoice,2026-01-05,100', entry(3)), refused="line 3"),
    Case("a quote closed too late", lines('E1,F1,"C1,invoice', 'E2,F2,"C2,invoice,2026-01-05,1'), refused="line 2"),
    Case(
        "line breaks inside a cell keep the lines right",
        lines('E1,F1,"C\n1",invoice,2026-01-05,100', entry(2, "oops")),
        loaded=rows(ONE),
        rejected=((4, "amount", "format"),),
    ),
    Case("latin-1 not declared", lines(entry(1).replace("C1", "Peña")).encode("latin-1"), refused="Peña"),
    Case("utf-16 with a mark", GOOD.encode("utf-16"), loaded=tuple(LOADED)),
    Case("utf-16 without a mark", GOOD.encode("utf-16-le"), refused="NUL"),
    Case("utf-8 with a mark", b"\xef\xbb\xbf" + GOOD.encode(), loaded=tuple(LOADED)),
    Case(
        "a byte that is no UTF-8 late in the file",
        GOOD.encode() + b"E3,F3,C\xff,invoice,2026-01-05,1\n",
        refused="line 4",
    ),
    Case("sep=; as Excel writes it", "sep=;\n" + GOOD.replace(",", ";"), loaded=tuple(LOADED)),
    Case("title lines", "Cartera de enero\n\n" + GOOD, refused="stand in line 3"),
    Case(
        "title lines over columns split by another mark",
        "Cartera de enero;;\n;;\n;;\n" + GOOD.replace(",", ";"),
        refused="stand in line 4",
    ),
    Case(
        "a title in a workbook",
        workbook([["Cartera de enero"], [], HEAD.split(","), ["E1", "F1", "C1", "invoice", "2026-01-05", 100]]),
        refused="stand in line 3",
        file="receivable.xlsx",
    ),
    Case(
        "a header deeper than titles go",
        "nota\n" * 30 + GOOD,
        refused="none of the expected columns",
    ),
    Case(
        "money with its sign",
        lines(
            entry(1, '"$ 1.250.000,50"'), "E2,F1,C1,payment,2026-01-06,-$300", entry(3, '"€ 5,00"'), entry(4, "COP 1")
        ),
        loaded=rows(("E1", "1250000.50", "2026-01-05"), ("E2", "-300.00", "2026-01-06")),
        rejected=((4, "amount", "format"), (5, "amount", "format")),
        told="amount is written with $",
    ),
    Case(
        "money with the sign behind it",
        lines(entry(1, '"1.234,50 €"'), entry(2, '"7,25\u00a0€"')),
        loaded=rows(("E1", "1234.50", "2026-01-05"), ("E2", "7.25", "2026-01-05")),
        told="amount is written with €",
    ),
    Case(
        "a sign inside a number",
        lines(entry(1), entry(2, "1$2")),
        loaded=rows(ONE),
        rejected=((3, "amount", "format"),),
    ),
    Case(
        "1.234 kept as text in a workbook",
        workbook(
            [
                HEAD.split(","),
                ["E1", "F1", "C1", "invoice", "2026-01-05", 100],
                ["E2", "F2", "C2", "invoice", "2026-01-05", "1.234"],
                ["E3", "F3", "C3", "invoice", "2026-01-05", "$ 25.000"],
                ["4.321", "F4", "C4", "invoice", "2026-01-05", "100"],
            ]
        ),
        loaded=rows(ONE, ("4.321", "100.00", "2026-01-05")),
        rejected=((3, "amount", "format"), (4, "amount", "format")),
        file="receivable.xlsx",
    ),
    Case("blank lines before the header", "\n\n" + GOOD, loaded=tuple(LOADED)),
    Case("tabs", GOOD.replace(",", "\t"), loaded=tuple(LOADED)),
    Case("bars", GOOD.replace(",", "|"), loaded=tuple(LOADED)),
    Case("old Mac line ends", GOOD.replace("\n", "\r"), loaded=tuple(LOADED)),
    Case("mixed line ends", GOOD.replace("\n", "\r\n", 1), loaded=tuple(LOADED)),
    Case("NaN", lines(entry(1), entry(2, "NaN")), loaded=rows(ONE), rejected=((3, "amount", "format"),)),
    Case("Infinity", lines(entry(1), entry(2, "Infinity")), loaded=rows(ONE), rejected=((3, "amount", "format"),)),
    Case("1e308", lines(entry(1), entry(2, "1e308")), loaded=rows(ONE), rejected=((3, "amount", "format"),)),
    Case(
        "more money than there is",
        lines(entry(1), entry(2, "9" * 20)),
        loaded=rows(ONE),
        rejected=((3, "amount", "range"),),
    ),
    Case(
        "ids with leading zeros", lines(entry(1).replace("E1", "0017")), loaded=rows(("0017", "100.00", "2026-01-05"))
    ),
    Case(
        "an id that a spreadsheet shortened",
        lines(entry(1), entry(2).replace("C2", "1.23457E+10")),
        loaded=rows(ONE),
        rejected=((3, "customer_id", "shortened_id"),),
    ),
    Case("NUL bytes", lines(entry(1)) + "E2,F\x002,C2,invoice,2026-01-05,1\n", refused="line 3 holds NUL"),
    Case("marks of writing direction", lines(entry(1).replace("E1", "E1\u200f")), loaded=rows(ONE)),
    Case(
        "the same id composed and decomposed",
        lines(entry(1).replace("E1", "Añ"), entry(1, "7").replace("E1", "An\u0303")),
        rejected=((2, "entry_id", "key_twice"), (3, "entry_id", "key_twice")),
    ),
    Case("blanks around values", lines(" E1 ,F1,C1,invoice,2026-01-05,\u00a0100 "), loaded=rows(ONE)),
    Case(
        "a key twice with different content",
        lines(entry(1), entry(1, "7"), entry(2)),
        loaded=rows(TWO),
        rejected=((2, "entry_id", "key_twice"), (3, "entry_id", "key_twice")),
    ),
    Case("a key twice with equal content", lines(entry(1), entry(1)), loaded=rows(ONE)),
    Case(
        "the year 2999",
        lines(entry(1), entry(2, day="2999-01-01")),
        loaded=rows(ONE),
        rejected=((3, "entry_on", "future"),),
    ),
    Case(
        "the year 16",
        lines(entry(1), entry(2, day="0016-10-20")),
        loaded=rows(ONE),
        rejected=((3, "entry_on", "past"),),
    ),
    Case("an invoice below zero", lines(entry(1), entry(2, "-5")), loaded=rows(ONE), rejected=((3, "amount", "sign"),)),
    Case(
        "SQL in the header and in a cell",
        lines(
            "'; drop table receivable; --,F1,C1,invoice,2026-01-05,100,1",
            head=HEAD + ',"x""); drop table receivable; --"',
        ),
        loaded=rows(("'; drop table receivable; --", "100.00", "2026-01-05")),
        told="drop table",
    ),
    Case(
        "a formula as an id",
        lines(entry(1).replace("E1", "=cmd|' /C calc'!A0")),
        loaded=rows(("=cmd|' /C calc'!A0", "100.00", "2026-01-05")),
    ),
    Case("an empty file", b"", refused="is empty"),
    Case("only blank lines", "\n\n\n", refused="neither a header"),
    Case("a header and no rows", HEAD + "\n", told="no rows"),
    Case(
        "a line of totals",
        lines(entry(1), "TOTAL,F9,C9,invoice,2026-01-05,100"),
        loaded=rows(ONE),
        rejected=((3, "entry_id", "total"),),
    ),
    Case(
        "a line of totals with empty cells",
        lines(entry(1), "Totales:,,,,,100"),
        loaded=rows(ONE),
        rejected=((3, "entry_id", "total"),),
    ),
    Case("lines of commas alone", lines(entry(1), ",,,,,", entry(2), ",,,,,"), loaded=rows(ONE, TWO), told="2 blank"),
    Case(
        "a spreadsheet's error",
        lines(entry(1), entry(2).replace("C2", "#N/A")),
        loaded=rows(ONE),
        rejected=((3, "customer_id", "spreadsheet_error"),),
    ),
    Case(
        "an unknown word",
        lines(entry(1), entry(2).replace("invoice", "Invoice!")),
        loaded=rows(ONE),
        rejected=((3, "kind", "unknown_value"),),
    ),
    Case(
        "an empty key",
        lines(entry(1), entry(2).replace("E2", "")),
        loaded=rows(ONE),
        rejected=((3, "entry_id", "missing"),),
    ),
    Case(
        "a payment beyond the invoice",
        lines(entry(1), "E2,F1,C1,payment,2026-01-06,-60", "E3,F1,C1,payment,2026-01-07,-60"),
        loaded=rows(ONE, ("E2", "-60.00", "2026-01-06"), ("E3", "-60.00", "2026-01-07")),  # 20 are the customer's
    ),
    Case("20,000 columns", ",".join(f"c{n}" for n in range(20_000)) + "\n", refused="at most 500"),
    Case("a line of 3 MB", lines(entry(1), "E2," + "x" * 3_000_000), refused="line 3 is longer"),
    Case(
        "a bomb in gzip", gzip.compress(b"0,0,0\n" * 30_000_000, 1), refused="unpacks to more", file="receivable.csv.gz"
    ),
    Case("a damaged gzip", packed(GOOD)[:-12], refused="damaged gzip", file="receivable.csv.gz"),
    Case("a gzip that isn't called so", packed(GOOD), loaded=tuple(LOADED)),
    Case("a png called csv", b"\x89PNG\r\n\x1a\n" + b"0" * 50, refused="PNG"),
    Case("a pdf called csv", b"%PDF-1.7\n", refused="PDF"),
    Case("a zip of csv", zipped("receivable.csv", GOOD.encode()), refused="zip archive"),
    Case("a zip that is no zip", b"PK\x03\x04 oops", refused="damaged Excel or zip"),
    Case(
        "a workbook that isn't one",
        zipped("xl/workbook.xml", b"<oops"),
        refused="can't be opened",
        file="receivable.xlsx",
    ),
    Case(
        "a bomb called workbook",
        zipped("xl/workbook.xml", b"0" * 150_000_000),
        refused="unpacks to more",
        file="receivable.xlsx",
    ),
    Case(
        "a workbook called csv",
        workbook([HEAD.split(","), ["E1", "F1", "C1", "invoice", "2026-01-05", 100.1 + 0.2]]),
        loaded=rows(("E1", "100.30", "2026-01-05")),
    ),
    Case(
        "a workbook with an id as a number and an empty row",
        workbook(
            [HEAD.split(","), [], [17, "F1", "C1", "invoice", "2026-01-05", 100], ["E2", "F", "C", "invoice", "x", 1]]
        ),
        loaded=rows(("17", "100.00", "2026-01-05")),
        rejected=((4, "entry_on", "format"),),
        file="receivable.xlsx",
    ),
    Case(
        "Parquet with a NaN",
        lambda folder: parquet(
            folder,
            "select * from (values ('E1', 'F1', 'C1', 'invoice', date '2026-01-05', 100.0::double),"
            " ('E2', 'F2', 'C2', 'invoice', date '2026-01-05', 'nan'::double))"
            " as t(entry_id, invoice_id, customer_id, kind, entry_on, amount)",
        ),
        loaded=rows(ONE),
        rejected=((2, "amount", "format"),),
        file="receivable.parquet",
    ),
    Case(
        "Parquet cut short",
        lambda folder: parquet(folder, "select 1 as entry_id")[:-20],
        refused="whole Parquet",
        file="receivable.parquet",
    ),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    made = Inbox(tmp_path_factory.mktemp("inbox"))
    yield made
    made.connection.close()


@pytest.fixture
def inbox(warehouse: Inbox) -> Inbox:
    """The warehouse with one known entry, and without the company that signs of another case have made."""
    for table in ("receivable", "load_log", "load_file", "omitted_row", "company"):
        warehouse.connection.execute(f"delete from {table}")
    warehouse.connection.execute(
        "insert into receivable values"
        " ('E0', 'F0', 'C0', 'invoice', '2025-01-01', null, 5, null, null, null, false, 'plain')"
    )
    return warehouse


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_refused_or_accounted_for_row_by_row(case: Case, inbox: Inbox) -> None:
    content = case.content(inbox.folder) if callable(case.content) else case.content
    got = inbox.load({case.file: content})
    now = got.rows("select entry_id, cast(amount as varchar), cast(entry_on as varchar) from receivable order by all")
    if case.refused:
        assert got.error is not None, got.why
        assert case.refused in str(got.error)
        assert now == [("E0", "5.00", "2025-01-01")]
        return
    assert got.error is None
    assert now == sorted([("E0", "5.00", "2025-01-01"), *case.loaded])
    assert got.why == list(case.rejected)
    assert case.told in " ".join(got.notices)
    count = got.counts["receivable"]
    assert count.read == count.loaded + count.unchanged + count.rejected
    assert (count.loaded, count.rejected) == (len(case.loaded), len(case.rejected))


def test_there_are_at_least_57_hostile_files_and_no_two_alike() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 57


def test_money_is_never_read_through_a_floating_number(inbox: Inbox) -> None:
    got = inbox.load({"receivable.csv": lines(entry(1, "123456789012.29"), entry(2, "0.1"), entry(3, "0.2"))})
    assert got.rows("select sum(amount) from receivable where entry_id in ('E2', 'E3')") == [(Decimal("0.30"),)]
    assert got.rows("select amount from receivable where entry_id = 'E1'") == [(Decimal("123456789012.29"),)]
