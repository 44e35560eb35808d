"""One rule reads a column: a slip of one cell is a fault of its row, another way of writing one of the whole column."""

from __future__ import annotations

import duckdb
import pytest

from crm_metrics.warehouse.files import misfits
from crm_metrics.warehouse.mapping.formats import Format
from tests.warehouse.files.test_convert import cells, column
from tests.warehouse.loading.importing import sentence

POINT = Format(kind="number", decimal=".", thousands=",", sign="$")


@pytest.mark.parametrize(
    ("how", "values", "words"),
    [
        (POINT, ["1.50", "12%", "15 %"], "2 of 3 values look like 12 % and not like 1234.56, in lines 3, 4"),
        (POINT, ["1.50", "1.2E+3", "1.3E+3"], "2 of 3 values look like 1.2E+3"),
        (POINT, ["$ 1.50", "€ 5", "€ 6"], "2 of 3 values look like € 1234.56"),
        (POINT, ["1.50", "1.234,56", "9,5"], "2 of 3 values look like 1.234,56"),
        (POINT, ["1.50", "12,34,567", "1,23,456"], "2 of 3 values look like 12,34,567"),
        (Format(kind="seconds"), ["15", "03:25", "02:10"], "2 of 3 values look like H:MM, MM:SS"),
        (
            Format(kind="date", said="DD/MM/YYYY"),
            ["15/01/2026", "2026-01-16", "2026-01-17"],
            "2 of 3 values look like YYYY-MM-DD and not like DD/MM/YYYY",
        ),
        (Format(kind="date", said="D/M/YYYY"), ["15/01/2026", "15/01/26", "16/01/26"], "look like DD/MM/YY"),
        (Format(kind="date", said="D/M/YYYY"), ["15/01/2026", "15/01/2026 9:30", "16/01/2026 9:30"], "DD/MM/YYYY H:MM"),
        (Format(kind="instant", said="ISO"), ["2026-01-05", "5 ene 2026", "6 feb 2026"], "look like D MMM YYYY"),
    ],
)  # fmt: skip
def test_several_values_in_another_way_refuse_the_column(
    how: Format, values: list[str], words: str, connection: duckdb.DuckDBPyConnection
) -> None:
    column(connection, values)
    assert words in sentence(lambda: misfits.refuse_other_ways(cells(connection), how))


@pytest.mark.parametrize(
    ("how", "values"),
    [
        (POINT, ["1.50", "12%"]),
        (POINT, ["1.50", "N/A", "n/d", "?"]),
        (POINT, ["$ 1", "€ 2", "COP 3"]),
        (Format(kind="date", said="ISO"), ["2026-01-05", "31/02/2026", "31/02/2026"]),
        (Format(kind="date", said="ISO"), ["2026-01-05", "31/12/2025"]),
    ],
)
def test_a_slip_of_one_cell_and_what_is_written_in_no_known_way_are_faults_of_their_rows(
    how: Format, values: list[str], connection: duckdb.DuckDBPyConnection
) -> None:
    column(connection, values)
    misfits.refuse_other_ways(cells(connection), how)
