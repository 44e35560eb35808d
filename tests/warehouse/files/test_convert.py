"""A column without a declared format is read by the only one that fits, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pytest

from crm_metrics.warehouse.files import convert
from crm_metrics.warehouse.files.columns import TextColumn
from crm_metrics.warehouse.mapping import formats
from crm_metrics.warehouse.mapping.civil import MARK
from crm_metrics.warehouse.mapping.formats import Format
from tests.warehouse.conftest import Read
from tests.warehouse.loading.importing import sentence


def column(connection: duckdb.DuckDBPyConnection, values: Sequence[str | None]) -> None:
    connection.execute("create or replace table t (_line bigint, _cells bigint, v varchar)")
    connection.executemany("insert into t values (?, null, ?)", [[at + 2, one] for at, one in enumerate(values)])


def cells(connection: duckdb.DuckDBPyConnection) -> TextColumn:
    return TextColumn(connection=connection, file="f.csv", table="t", name="v", written="Column")


def settled(connection: duckdb.DuckDBPyConnection, kind: str, *values: str | None) -> Format:
    column(connection, values)
    return convert.settle(cells(connection), kind, zone="America/Bogota")


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


def test_a_settled_instant_may_come_with_or_without_its_time(connection: duckdb.DuckDBPyConnection, read: Read) -> None:
    how = settled(connection, "instant", "31/12/2025", "05/01/2026 10:30", "05/01/2026 10:30:15")
    assert read(how, "31/12/2025") == datetime(2025, 12, 31, 0, 0, 0, MARK, tzinfo=UTC)  # a day, and no hour
    assert read(how, "05/01/2026 10:30") == datetime(2026, 1, 5, 15, 30, tzinfo=UTC)
    assert read(how, "05/01/2026 10:30:15") == datetime(2026, 1, 5, 15, 30, 15, tzinfo=UTC)


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
    values: list[str], first: str, connection: duckdb.DuckDBPyConnection, read: Read
) -> None:
    assert read(settled(connection, "number", *values), values[0]) == Decimal(first)


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


@pytest.mark.parametrize("kind", ["whole", "seconds", "duration"])
def test_a_group_of_three_is_two_numbers_in_every_kind(kind: str, connection: duckdb.DuckDBPyConnection) -> None:
    assert "1.234 or 1234" in sentence(lambda: settled(connection, kind, "1.234"))
    assert settled(connection, kind, "1.234", "1.234.567").thousands == "."


def test_a_day_with_an_offset_is_no_year_of_two_digits(connection: duckdb.DuckDBPyConnection) -> None:
    said = sentence(lambda: settled(connection, "date", "2026-01-05T00:00:00Z"))
    assert said.startswith("f.csv: no value of Column is written like YYYY-MM-DD; line 2")


def test_a_line_with_the_wrong_number_of_cells_does_not_unsettle_its_column(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    column(connection, ["2026-01-05"])
    connection.execute("insert into t values (3, 2, '31/12/2025')")
    assert convert.settle(cells(connection), "date", zone="UTC").said == "ISO"


# ------------------------------------------------- one of several declared ways


def among(connection: duckdb.DuckDBPyConnection, ways: tuple[str, ...], *values: str | None) -> Format:
    column(connection, values)
    return convert.settle_among(cells(connection), formats.one_of(ways))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["2017-10-02 10:56:33", "2017-10-18 00:00:00"], "ISO"),
        (["10/2/2017 10:56", "10/18/2017 0:00"], "M/D/YYYY H:MM"),
        (["10/2/2017 10:56", "n/a"], "M/D/YYYY H:MM"),  # a slip that no way reads is left to its row
        ([None], "ISO"),
    ],
)
def test_of_several_declared_ways_the_one_that_fits_all_is_taken(
    values: list[str | None], said: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert among(connection, ("ISO", "M/D/YYYY H:MM"), *values).said == said


def test_a_column_in_two_of_its_declared_ways_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    said = sentence(lambda: among(connection, ("ISO", "M/D/YYYY H:MM"), "2017-10-02 10:56:33", "10/2/2017 10:56"))
    assert "not written in one format" in said and "'10/2/2017 10:56' (line 3)" in said


def test_two_declared_ways_that_read_other_days_are_refused(connection: duckdb.DuckDBPyConnection) -> None:
    # 2 March or 3 February; 1 January is the same day by both.
    assert among(connection, ("D/M/YYYY", "M/D/YYYY"), "01/01/2026").said == "D/M/YYYY"
    assert among(connection, ("D/M/YYYY", "M/D/YYYY"), "02/03/2026", "02/13/2026").said == "M/D/YYYY"
    said = sentence(lambda: among(connection, ("D/M/YYYY", "M/D/YYYY"), "01/01/2026", "02/03/2026"))
    assert "'02/03/2026' (line 3) fits DD/MM/YYYY, MM/DD/YYYY" in said


def test_days_and_instants_in_one_list_are_instants(connection: duckdb.DuckDBPyConnection) -> None:
    how = among(connection, ("D/M/YYYY", "D/M/YYYY H:MM"), "13/02/2026")
    assert (how.kind, how.said) == ("instant", "D/M/YYYY")
    assert formats.sql_type(("D/M/YYYY", "YYYY-MM-DD")) == "date"
