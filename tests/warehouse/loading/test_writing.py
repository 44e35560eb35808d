"""Numbers, dates and lengths of time as people write them come in right, or are refused: never another number."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.warehouse.loading.importing import File, Inbox, Outcome, parquet, workbook

HEAD = "entry_id,invoice_id,customer_id,kind,entry_on,amount"
NAMES = HEAD.split(",")


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(tmp_path / "inbox")
    made.folder.mkdir()
    yield made
    made.connection.close()


def entries(*amounts: str) -> str:
    lines = [f'E{at},F{at},C1,invoice,2026-01-05,"{amount}"' for at, amount in enumerate(amounts)]
    return "\n".join([HEAD, *lines]) + "\n"


def amounts(got: Outcome) -> list[Decimal]:
    assert got.error is None
    return [row[0] for row in got.rows("select amount from receivable order by entry_id")]


def mapped(inbox: Inbox, columns: str, file: File, name: str = "calls.csv", words: str = "") -> Outcome:
    """An import of calls by a mapping of its own: the file's columns are `id`, `at` and `spent`."""
    source = inbox.folder.parent / "calls.toml"
    source.write_text(
        f'name = "calls"\nprefix = ""\n{words}\n[files.calls]\nnames = ["calls*"]\ncolumns = {{ {columns} }}\n'
        '[[tables]]\ntable = "agent_time"\nfrom = "calls"\n[tables.columns]\nagent_id = "id"\nteam = "\'T\'"\n'
        'process = "\'service\'"\nstarted_at = "at"\nstate = "\'handling\'"\nseconds = "spent"\n',
        encoding="utf-8",
    )
    return inbox.load({name: file}, str(source))


def spent(got: Outcome) -> list[tuple[str, int]]:
    assert got.error is None, got.error
    return got.rows("select agent_id, seconds from agent_time order by all")


# ------------------------------------------------------------------ numbers


def test_negatives_of_accountants_are_payments(inbox: Inbox) -> None:
    file = f'{HEAD}\nE1,F1,C1,invoice,2026-01-05,"1,250.00"\nE2,F1,C1,payment,2026-01-18,"(250.00)"\n'
    file += "E3,F1,C1,payment,2026-01-19,100.00-\nE4,F1,C1,payment,2026-01-20,-50.00\n"
    assert amounts(inbox.load({"receivable.csv": file})) == [1250, -250, -100, -50]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["1.234,56 €", "€ 12,00"], [Decimal("1234.56"), Decimal(12)]),
        (["$ 1 234.50", "$ 7.00"], [Decimal("1234.5"), Decimal(7)]),
        (["$1,234.50 MXN", "$7.00 MXN"], [Decimal("1234.5"), Decimal(7)]),
        (["1'234.50", "7.5"], [Decimal("1234.5"), Decimal("7.5")]),
        (["1.234.567", "1.234"], [Decimal(1234567), Decimal(1234)]),
        (["12,34,567.50", "1,23,456"], [Decimal("1234567.5"), Decimal(123456)]),
    ],
)
def test_amounts_have_the_marks_and_signs_of_many_countries(
    written: list[str], read: list[Decimal], inbox: Inbox
) -> None:
    assert amounts(inbox.load({"receivable.csv": entries(*written)})) == read


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (["1.234"], "1.234 or 1234"),
        (["10.50", "12%", "13%"], "look like 12 %"),
        (["12%", "13%"], "look like 12 %"),
        (["10.50", "1.2E+3", "1.3E+3"], "look like 1.2E+3"),
        (["$ 10.50", "$ 7", "€ 3", "€ 4"], "look like € 1234.56"),
    ],
)
def test_what_is_partly_written_in_another_way_is_refused_as_a_whole(
    written: list[str], words: str, inbox: Inbox
) -> None:
    got = inbox.load({"receivable.csv": entries(*written)})
    assert words in str(got.error)
    assert got.rows("select count(*) from receivable") == [(0,)]


def test_a_single_cell_that_cannot_be_read_is_a_fault_of_its_row(inbox: Inbox) -> None:
    got = inbox.load({"receivable.csv": entries("10.50", "N/A", "20")})
    assert amounts(got) == [Decimal("10.5"), Decimal(20)]
    assert got.why == [(3, "amount", "format")]


def test_amounts_in_another_currency_than_the_company_are_not_taken_for_its_own(inbox: Inbox) -> None:
    company = "insert into company (name, time_zone, currency) values ('Case', 'America/Bogota', 'COP')"
    inbox.connection.execute(company)
    got = inbox.load({"receivable.csv": entries("€ 10.50", "€ 3")})
    assert "written with €, and the company's currency is COP" in str(got.error)
    assert amounts(inbox.load({"receivable.csv": entries("$ 10.50", "$ 3")})) == [Decimal("10.5"), Decimal(3)]


def test_amounts_with_more_decimals_are_told_with_an_example(inbox: Inbox) -> None:
    got = inbox.load({"receivable.csv": entries("10.505", "1000.5")})
    assert "1 rows hold amounts with more decimals than are kept, such as amount 10.505 (line 2)" in " ".join(
        got.notices
    )


def test_amounts_whose_rounding_changes_their_sum_are_refused(inbox: Inbox) -> None:
    # 400 times 0.0035 is 1.40; rounded to cents it is 0.
    got = inbox.load({"receivable.csv": entries(*["0.0035"] * 400)})
    assert "their sum would change by 1.40" in str(got.error)


# ------------------------------------------------------------------ dates


def survey(*days: str) -> str:
    head = "survey_id,instrument,relationship,customer_id,process,sent_at,responded_at,score,scale_min,scale_max"
    lines = [f'S{at},nps,true,C1,service,"{day}","{day}",9,0,10' for at, day in enumerate(days)]
    return "\n".join([head, *lines]) + "\n"


def answered(got: Outcome) -> list[datetime]:
    assert got.error is None, got.error
    return [row[0] for row in got.rows("select responded_at from survey order by survey_id")]


@pytest.mark.parametrize(
    "days",
    [
        ["01-ene-2026", "16-feb-2026", "17-abr-2026", "18-ago-2026"],
        ["1 de enero de 2026", "16 de fevereiro de 2026", "April 17, 2026", "18 Aug. 2026"],
        ["2026-01-01 00:00:00 UTC", "2026-02-16 00:00:00 UTC", "2026-04-17 00:00:00 GMT", "2026-08-18 00:00:00Z"],
        ["01/01/2026 12:00 a. m.", "16/02/2026 12:00 a. m.", "17/04/2026 12:00:00 AM", "18/08/2026 00:00 hs"],
        ["1767225600", "1771200000", "1776384000", "1787011200"],
        ["1767225600000", "1771200000000", "1776384000000", "1787011200000"],
    ],
)
def test_days_are_found_whatever_they_are_written_in(days: list[str], inbox: Inbox) -> None:
    # 1767225600 is 2026-01-01 00:00 UTC; + 46, 106 and 229 days of 86400.
    right = [datetime(2026, month, day, tzinfo=UTC) for month, day in ((1, 1), (2, 16), (4, 17), (8, 18))]
    assert answered(inbox.load({"survey.csv": survey(*days)})) == right


def test_a_day_may_be_written_with_its_midnight(inbox: Inbox) -> None:
    file = f"{HEAD}\nE1,F1,C1,invoice,15/01/2026 0:00,1\nE2,F2,C1,invoice,02/01/2026 12:00:00 a. m.,1\n"
    got = inbox.load({"receivable.csv": file})
    days = [(date(2026, 1, 15),), (date(2026, 1, 2),)]
    assert got.rows("select entry_on from receivable order by entry_id") == days


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["01-ene-26", "02-feb-26"], "years of two digits are never guessed"),
        (["2026-01-01", "2 de enero de 2026"], "is not written in one format"),
        (["1767225600", "1771200000000"], "is not written in one format"),
        (["2026011510", "2026011611"], "no value of"),
        (["45000", "45001"], "no value of"),
    ],
)
def test_days_with_two_readings_are_refused(days: list[str], words: str, inbox: Inbox) -> None:
    assert words in str(inbox.load({"survey.csv": survey(*days)}).error)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ('instants = "epoch"', ["1767225600", "1771200000"]),
        ('instants = "epoch"', ["1767225600000", "1771200000000"]),
        ('instants = "serial"', ["46023", "46069"]),
        ('instants = "D-MMM-YY"', ["1-ene-26", "16-feb-26"]),
    ],
)
def test_what_is_not_guessed_can_be_declared(words: str, days: list[str], inbox: Inbox) -> None:
    # 46023 = 45000 (2023-03-15) + 1023 days = 2026-01-01 in Excel.
    source = inbox.folder.parent / "form.toml"
    source.write_text(f'name = "form"\nextends = "plain"\n{words}\n', encoding="utf-8")
    got = inbox.load({"survey.csv": survey(*days)}, str(source))
    assert answered(got) == [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 16, tzinfo=UTC)]


def test_a_column_of_any_hour_keeps_its_hours(inbox: Inbox) -> None:
    got = mapped(inbox, 'at = "DD/MM/YYYY *", spent = "whole"', "id,at,spent\nA,15/01/2026 14:05,60\nB,15/01/2026,60\n")
    assert got.rows("select started_at from agent_time order by agent_id") == [
        (datetime(2026, 1, 15, 14, 5, tzinfo=UTC),),
        (datetime(2026, 1, 15, tzinfo=UTC),),
    ]


# ------------------------------------------------------------------ lengths of time


def test_seconds_with_parts_among_whole_ones_refuse_the_column(inbox: Inbox) -> None:
    head = "agent_id,team,process,started_at,state,seconds\n"
    lines = "".join(f"A,T,service,2026-01-0{at},handling,{told}\n" for at, told in enumerate(("70", "60.25", "9.5"), 1))
    got = inbox.load({"agent_time.csv": head + lines})
    assert "2 of 3 values look like 1.5 and not like" in str(got.error)


def test_an_hour_without_its_half_among_hours_of_twelve_refuses_the_column(inbox: Inbox) -> None:
    """2:05 was the night or the afternoon; 14:05 and a day alone have one reading."""
    for odd, is_read in (("5/1/2026 2:05", False), ("5/1/2026 14:05", True), ("5/1/2026", True)):
        got = mapped(inbox, 'at = "instant", spent = "duration"', f"id,at,spent\nA,{odd},1\nB,16/1/2026 2:05 p. m.,1\n")
        assert (got.error is None) == is_read
        assert is_read or "does not tell whether it is a. m. or p. m." in str(got.error)


def test_a_length_above_a_day_is_read_by_its_kind_and_by_epoch(inbox: Inbox) -> None:
    file = "id,at,spent\nA,2026-01-01,07:30:00\nB,2026-01-05,27:15:00\nC,2026-01-06,2 h 05 min\nD,2026-01-07,90\n"
    right = [("A", 27000), ("B", 98100), ("C", 7500), ("D", 90)]
    assert spent(mapped(inbox, 'at = "date", spent = "duration"', file)) == right


def test_epoch_of_a_length_is_its_seconds(inbox: Inbox) -> None:
    source = inbox.folder.parent / "shifts.toml"
    source.write_text(
        'name = "shifts"\nprefix = ""\n[files.shifts]\nnames = ["shifts*"]\ncolumns = { d = "date", n = "duration" }\n'
        '[[tables]]\ntable = "agent_time"\nfrom = "shifts"\n[tables.columns]\nagent_id = "id"\nteam = "\'T\'"\n'
        'process = "\'service\'"\nstarted_at = "cast(d as timestamptz)"\nstate = "\'handling\'"\n'
        'seconds = "epoch(n)"\n',
        encoding="utf-8",
    )
    got = inbox.load({"shifts.csv": "id,d,n\nA,2026-01-05,27:15:00\n"}, str(source))
    assert spent(got) == [("A", 98100)]


def test_seconds_of_the_input_tables_may_be_written_as_lengths(inbox: Inbox) -> None:
    head = "agent_id,team,process,started_at,state,seconds\n"
    file = head + "A,T,service,2026-01-05,handling,01:00:00\nB,T,service,2026-01-05,handling,90\n"
    assert spent(inbox.load({"agent_time.csv": file})) == [("A", 3600), ("B", 90)]
    wrong = inbox.load({"agent_time.csv": head + "A,T,service,2026-01-06,handling,03:25\n"})
    assert "look like" in str(wrong.error) or "no value of seconds" in str(wrong.error)


# ------------------------------------------------------------------ workbooks and Parquet


def formulas(*cells: tuple[str, str | int | None]) -> bytes:
    """A workbook of entries; each formula with its stored value, whose place is the day that an invoice is due."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 2, [*NAMES, "due_on"])  # the first two columns are empty
        for at, (formula, value) in enumerate(cells, 1):
            sheet.write_row(at, 2, [f"E{at}", f"F{at}", "C1", "invoice", "2026-01-05", 100])
            sheet.write_formula(at, 8, formula, None, value)
    return buffer.getvalue()


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!"])
def test_an_error_cell_in_an_optional_column_rejects_its_row_by_name(error: str, inbox: Inbox) -> None:
    file = formulas(("=A1", error), ('="2026-01-20"', "2026-01-20"))
    got = inbox.load({"receivable.xlsx": file})
    assert got.rows("select entry_id, due_on from receivable") == [("E2", date(2026, 1, 20))]
    assert got.why == [(2, "due_on", "spreadsheet_error")]


@pytest.mark.parametrize("error", ["#¡VALOR!", "#N/D", "#¡DIV/0!", "#NOME?", "Err:502"])
def test_errors_in_other_languages_are_errors_in_every_column(error: str, inbox: Inbox) -> None:
    file = f"{HEAD},due_on\nE1,F1,C1,invoice,2026-01-05,1,{error}\nE2,F2,C1,invoice,2026-01-05,{error},\n"
    got = inbox.load({"receivable.csv": file + "E3,F3,C1,invoice,2026-01-05,1.5,2026-01-20\n"})
    assert got.why == [(2, "due_on", "spreadsheet_error"), (3, "amount", "spreadsheet_error")]


def test_formulas_that_were_never_calculated_are_counted(inbox: Inbox) -> None:
    got = inbox.load({"receivable.xlsx": formulas(("=A1", ""), ("=A2", 0), ('="x"', "2026-01-20"))})
    assert "2 formulas, the first in I2, have no stored value" in " ".join(got.notices)


def test_a_workbook_with_a_wrong_checksum_is_refused(inbox: Inbox) -> None:
    good = workbook([NAMES, ["E1", "F1", "C1", "invoice", "2026-01-05", 100]])
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        torn = io.BytesIO()
        with zipfile.ZipFile(torn, "w", zipfile.ZIP_STORED) as target:
            for name in packed.namelist():
                target.writestr(name, packed.read(name))
    wrong = torn.getvalue().replace(b"<t>C1</t>", b"<t>C2</t>")
    assert wrong != torn.getvalue()
    assert "damaged Excel" in str(inbox.load({"receivable.xlsx": wrong}).error)


@pytest.mark.parametrize("texts", [["$1,234.56", "$7.00"], ["1.234,56", "7,00"]])
def test_texts_of_a_workbook_are_settled_as_in_csv(texts: Sequence[str], inbox: Inbox) -> None:
    rows = [[f"E{at}", f"F{at}", "C1", "invoice", "2026-01-05", text] for at, text in enumerate(texts)]
    numbers = [["E5", "F5", "C1", "invoice", datetime(2026, 1, 5), 1.234]]
    got = inbox.load({"receivable.xlsx": workbook([NAMES, *rows, *numbers])})
    assert amounts(got) == [Decimal("1234.56"), Decimal(7), Decimal("1.23")]


def test_days_and_months_exchanged_by_a_spreadsheet_are_refused(inbox: Inbox) -> None:
    # Written 05/01, 06/02 and 15/01 (day first); a spreadsheet that reads month first made dates of the first two.
    days: list[object] = [datetime(2026, 5, 1), datetime(2026, 6, 2), "15/01/2026", "16/01/2026"]
    rows = [[f"E{at}", f"F{at}", "C1", "invoice", day, 1] for at, day in enumerate(days)]
    got = inbox.load({"receivable.xlsx": workbook([NAMES, *rows])})
    assert "has exchanged days and months" in str(got.error)
    rows[0][4] = datetime(2026, 1, 20)  # one date that a month could not be: they are what they say
    assert inbox.load({"receivable.xlsx": workbook([NAMES, *rows])}).error is None


def test_an_id_of_sixteen_digits_in_a_workbook_has_lost_some(inbox: Inbox) -> None:
    row = [1234567890123456, "F1", "C1", "invoice", "2026-01-05", 100]
    got = inbox.load({"receivable.xlsx": workbook([NAMES, row, ["0017", *row[1:]]])})
    assert got.why == [(2, "entry_id", "shortened_id")]
    assert got.rows("select entry_id from receivable") == [("0017",)]


def test_text_amounts_of_parquet_are_settled_as_in_csv(inbox: Inbox) -> None:
    sql = (
        "select 'E' || n as entry_id, 'F' || n as invoice_id, 'C1' as customer_id, 'invoice' as kind,"
        " date '2026-01-05' as entry_on, {} as amount from (values (0, '2.234'), (1, '{}')) as t (n, a)"
    )
    got = inbox.load({"receivable.parquet": parquet(inbox.folder, sql.format("a", "1.000,50"))})
    assert amounts(got) == [Decimal(2234), Decimal("1000.5")]
    got = inbox.load({"receivable.parquet": parquet(inbox.folder, sql.format("a", "3.500"))})
    assert "2.234 or 2234" in str(got.error)
    typed = sql.format("cast(a as double) / 1000", "0.01")
    assert inbox.load({"receivable.parquet": parquet(inbox.folder, typed)}).error is None


def test_an_id_with_an_exponent_has_lost_its_digits_and_one_with_a_letter_has_not(inbox: Inbox) -> None:
    ids = ("1.5E12", "1,5E+12", "1e+5", "A1E12", "12e5")  # hexadecimal keys may look like the last
    lines = "".join(f'"{one}",F1,C1,invoice,2026-01-05,1\n' for one in ids)
    got = inbox.load({"receivable.csv": f"{HEAD}\n{lines}"})
    assert got.why == [(line, "entry_id", "shortened_id") for line in (2, 3, 4)]
    assert got.rows("select entry_id from receivable order by 1") == [("12e5",), ("A1E12",)]


def test_several_dates_among_serials_refuse_the_column(inbox: Inbox) -> None:
    file = "id,at,spent\nA1,46037,60\nA2,15/01/2026,60\nA3,16/01/2026,60\n"
    got = mapped(inbox, 'at = "serial", spent = "whole"', file)
    assert "2 of 3 values look like DD/MM/YYYY" in str(got.error)


def test_ids_that_parquet_holds_as_numbers_or_bytes_are_those_of_a_csv_file(inbox: Inbox) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    writer = pytest.importorskip("pyarrow.parquet")
    names = [pyarrow.array([value.encode() for value in ("Peña", "Luz")], pyarrow.binary())]
    path = inbox.folder.parent / "ids.parquet"
    table = pyarrow.Table.from_arrays([pyarrow.array([17.0, 1.5e16]), *names], names=["customer_id", "name"])
    writer.write_table(table, path)
    got = inbox.load({"customer.parquet": path.read_bytes()})
    assert got.rows("select customer_id, name from customer") == [("17", "Peña")]
    assert got.why == [(2, "customer_id", "shortened_id")]


def test_names_of_parquet_that_differ_by_case_alone_are_refused(inbox: Inbox) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    writer = pytest.importorskip("pyarrow.parquet")
    columns = [pyarrow.array(["C1"]), pyarrow.array([["x"]]), pyarrow.array(["Ana"]), pyarrow.array(["Luz"])]
    path = inbox.folder.parent / "twins.parquet"
    writer.write_table(pyarrow.Table.from_arrays(columns, names=["customer_id", "l", "name", "Name"]), path)
    got = inbox.load({"customer.parquet": path.read_bytes()})
    assert "name twice ('name' and 'Name')" in str(got.error)


# ------------------------------------------------------------------ text files


DATABASE = 'id,at,spent,note\nA,2026-01-05,60,"said \\"hi\\", thanks"\nB,2026-01-06,\\N,"a,\\\\b"\n'


def test_quotes_of_a_database_are_read_once_declared(inbox: Inbox) -> None:
    columns = 'at = "date", spent = "duration"'
    assert 'escape = "\\\\" in a source' in str(mapped(inbox, columns, DATABASE).error)
    got = mapped(inbox, columns, DATABASE, words='escape = "\\\\"')
    assert spent(got) == [("A", 60)]
    assert got.why == [(3, "spent", "missing")]  # \\N is empty


def test_a_first_line_of_a_long_name_leaves_that_column_aside(inbox: Inbox) -> None:
    got = inbox.load({"customer.csv": "customer_id,name," + "n" * 140_000 + "\nC1,Ana,1\n"})
    assert got.error is None
    assert max(map(len, got.notices)) < 300
    many = "customer_id,name," + ",".join("n" * 50 for _ in range(3000)) + "\nC1,Ana\n"
    assert "at most 500" in str(inbox.load({"customer.csv": many}).error)


def test_text_decoded_twice_is_told(inbox: Inbox) -> None:
    got = inbox.load({"customer.csv": "customer_id,name\nC1,Rosa PeÃ±a\nC2,Ãlvaro\nC3,São Paulo\n"})
    assert "1 cells such as 'Rosa PeÃ±a' look like 'Rosa Peña' decoded twice" in " ".join(got.notices)
