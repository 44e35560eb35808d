"""Text becomes values by a declared format, or by the only one that fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pytest

from crm_metrics.warehouse.files import convert
from crm_metrics.warehouse.mapping.formats import Format, known_kind
from tests.warehouse.loading.importing import sentence


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "1"}) as made:
        made.execute("set TimeZone = 'UTC'")
        yield made


def read(connection: duckdb.DuckDBPyConnection, how: Format, text: str) -> object:
    return connection.execute(f"select {how.sql('cell')} from (select ? as cell)", [text]).fetchall()[0][0]


def column(connection: duckdb.DuckDBPyConnection, values: Sequence[str | None]) -> None:
    connection.execute("create or replace table t (_line bigint, _cells bigint, v varchar)")
    connection.executemany("insert into t values (?, null, ?)", [[at + 2, one] for at, one in enumerate(values)])


def settled(connection: duckdb.DuckDBPyConnection, kind: str, *values: str | None) -> Format:
    column(connection, values)
    return convert.settle(connection, "f.csv", "t", "v", "Column", kind, "America/Bogota")


@pytest.mark.parametrize(
    ("said", "text", "value"),
    [
        ("DD/MM/YYYY", "31/12/2025", date(2025, 12, 31)),
        ("DD/MM/YYYY", "1/2/2025", date(2025, 2, 1)),
        ("MM/DD/YYYY", "31/12/2025", None),
        ("DD-MM-YY", "20-10-16", date(2016, 10, 20)),
        ("YY-MM-DD", "20-10-16", date(2020, 10, 16)),
        ("YYYYMMDD", "20251231", date(2025, 12, 31)),
        ("YYYYMMDD", "2025123", None),
        ("D-MMM-YYYY", "5-Jan-2026", date(2026, 1, 5)),
        ("YYYY-MM-DD", "2026-02-29", None),
        ("YYYY-MM-DD", "2026-02-28 10:00", None),
        ("ISO", "2026-01-05", date(2026, 1, 5)),
        ("ISO", "2026-01-05 00:00:00", date(2026, 1, 5)),
        ("ISO", "2026-01-05 10:00:00", None),
    ],
)
def test_a_date_is_read_by_its_declared_format_alone(
    said: str, text: str, value: date | None, connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(connection, Format("date", said), text) == value


@pytest.mark.parametrize(
    ("said", "text", "value"),
    [
        ("M/D/YYYY H:MM", "2/26/2018 19:58", datetime(2018, 2, 27, 0, 58, tzinfo=UTC)),
        ("M/D/YYYY H:MM", "2/26/2018 19:58:01", None),
        ("DD/MM/YYYY HH:MM:SS AM", "05/01/2026 12:30:00 AM", datetime(2026, 1, 5, 5, 30, tzinfo=UTC)),
        ("YYYY-MM-DDTHH:MM:SSZ", "2026-01-05T10:00:00-0300", datetime(2026, 1, 5, 13, tzinfo=UTC)),
        ("YYYY-MM-DD HH:MM:SS", "2026-01-05 25:00:00", None),
        ("ISO", "2026-01-05", datetime(2026, 1, 5, 5, tzinfo=UTC)),
        ("ISO", "2026-01-05T10:00", datetime(2026, 1, 5, 15, tzinfo=UTC)),
        ("ISO", "2026-01-05 10:00:00.25", datetime(2026, 1, 5, 15, 0, 0, 250_000, tzinfo=UTC)),
        ("ISO", "2026-01-05T10:00:00Z", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("ISO", "2026-01-05 10:00:00+02", datetime(2026, 1, 5, 8, tzinfo=UTC)),
        ("ISO", "2026-01-05 10:00:00+05:30", datetime(2026, 1, 5, 4, 30, tzinfo=UTC)),
        ("ISO", "05/01/2026", None),
    ],
)
def test_an_instant_without_offset_is_local_and_one_with_it_is_not(
    said: str, text: str, value: datetime | None, connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(connection, Format("instant", said, zone="America/Bogota"), text) == value


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "value"),
    [
        (".", "", "1234.5", "1234.5"),
        (".", "", "-0.07", "-0.07"),
        (".", "", ".5", "0.5"),
        (".", "", "1,234", None),
        (".", ",", "1,234,567.89", "1234567.89"),
        (".", ",", "1,23,456", None),
        (",", ".", "1.234,5", "1234.5"),
        (",", "", "1234,5", "1234.5"),
        (",", "", "1.5", None),
        (".", ",", "1 234.5", "1234.5"),
        (".", "", "NaN", None),
        (".", "", "1e5", None),
        (".", "", "$5", None),
        (".", "", "12345678901234567890.1", "12345678901234567890.1"),
    ],
)
def test_a_number_is_read_exactly_or_not_at_all(
    decimal: str, thousands: str, text: str, value: str | None, connection: duckdb.DuckDBPyConnection
) -> None:
    got = read(connection, Format("number", decimal=decimal, thousands=thousands), text)
    assert got == (Decimal(value) if value else None)


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("12.0", 12), ("12.5", None), ("-3", -3), ("", None)])
def test_a_whole_number_is_never_rounded(text: str, value: int | None, connection: duckdb.DuckDBPyConnection) -> None:
    assert read(connection, Format("whole"), text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("Sí", True), ("TRUE", True), ("0", False), ("No", False), ("maybe", None)]
)
def test_yes_and_no_in_both_languages(text: str, value: bool | None, connection: duckdb.DuckDBPyConnection) -> None:
    assert read(connection, Format("yes/no"), text) == value


# -------------------------------------------------------------------- without a declared format


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["2026-01-05", "2026-12-31"], "ISO"),
        (["31/12/2025", "05/01/2026"], "D/M/YYYY"),
        (["12/31/2025", "01/05/2026"], "M/D/YYYY"),
        (["31.12.2025"], "D.M.YYYY"),
        (["20251231"], "YYYYMMDD"),
        (["2026-1-5", "2026-01-06"], "YYYY-M-D"),
        ([None, None], "ISO"),
        (["2026-01-05", "never"], "ISO"),
    ],
)
def test_the_only_format_that_fits_is_taken(
    values: list[str | None], said: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert settled(connection, "date", *values).said == said


def test_a_settled_instant_may_come_with_or_without_its_time(connection: duckdb.DuckDBPyConnection) -> None:
    how = settled(connection, "instant", "31/12/2025", "05/01/2026 10:30", "05/01/2026 10:30:15")
    assert read(connection, how, "31/12/2025") == datetime(2025, 12, 31, 5, tzinfo=UTC)
    assert read(connection, how, "05/01/2026 10:30") == datetime(2026, 1, 5, 15, 30, tzinfo=UTC)
    assert read(connection, how, "05/01/2026 10:30:15") == datetime(2026, 1, 5, 15, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["05/01/2026", "06/01/2026"], "'05/01/2026' (line 2) fits DD/MM/YYYY, MM/DD/YYYY"),
        (["2026-01-05", "31/12/2025"], "'31/12/2025' (line 3) doesn't"),
        (["20-10-16"], "fits DD-MM-YY, YY-MM-DD; years of two digits are never guessed"),
        (["soon"], "no value of Column is written like YYYY-MM-DD"),
    ],
)
def test_dates_that_could_be_two_things_are_refused_with_the_candidates(
    values: list[str], words: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert words in sentence(lambda: settled(connection, "date", *values))


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["1234", "-5"], "1234"),
        (["1.5", "1.234"], "1.5"),
        (["1,5", "1.234"], "1.5"),
        (["1.234,50", "1.234"], "1234.5"),
        (["1,234.50", "1,234"], "1234.5"),
        (["1.234.567", "1.234"], "1234567"),
        (["0.125"], "0.125"),
        (["2.5", "n/a"], "2.5"),
    ],
)
def test_one_value_may_settle_the_marks_of_its_column(
    values: list[str], first: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(connection, settled(connection, "number", *values), values[0]) == Decimal(first)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["1.234"], "'1.234' (line 2) is 1.234 or 1234"),
        (["7", "1,234"], "'1,234' (line 3) is 1234 or 1.234"),
        (["1.5", "1,5"], "mixes decimal points and decimal commas"),
        (["x"], "no value of Column is written like 1234.56"),
    ],
)
def test_numbers_that_could_be_two_things_are_refused_with_both_readings(
    values: list[str], words: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert words in sentence(lambda: settled(connection, "number", *values))


def test_a_line_with_the_wrong_number_of_cells_does_not_unsettle_its_column(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    column(connection, ["2026-01-05"])
    connection.execute("insert into t values (3, 2, '31/12/2025')")
    assert convert.settle(connection, "f.csv", "t", "v", "Column", "date", "UTC").said == "ISO"


@pytest.mark.parametrize("text", ["DD/MM", "YYYY", "hello", "DD/MM/YYYY; drop", "%Y-%m-%d"])
def test_what_is_neither_a_kind_nor_a_format_is_said_to_be_so(text: str) -> None:
    with pytest.raises(ValueError, match="neither a kind"):
        known_kind(text)
