"""A Parquet file as it describes itself, and its cells as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files.containers import refuse_bomb
from crm_metrics.warehouse.mapping.formats import NUMBER

ROWS = "read_parquet(?, binary_as_string = true, file_row_number = true)"
TEXTS = ("VARCHAR", "BLOB", "JSON")  # what is written there is text, as in CSV

_WHOLE = 2**53  # up to here a floating number holds every whole one


def described(path: Path, file: str) -> tuple[list[str], list[tuple[str, str]], int]:
    """The columns' names as the file has them, their names and types as the engine has them, and the number of rows.

    The engine renames the second of two names that differ by case alone. All of the file is read aside, for an error
    would end the load.
    """
    with duckdb.connect() as aside:
        try:
            found = aside.execute(f"describe select * from {ROWS}", [str(path)]).fetchall()
            schema = aside.execute(
                "select name, coalesce(num_children, 0) from parquet_schema(?)", [str(path)]
            ).fetchall()
            records = _sum(aside, "num_rows", "parquet_file_metadata", path)
            size = _sum(aside, "total_uncompressed_size", "parquet_metadata", path)
            refuse_bomb(file, size, path.stat().st_size)
            aside.execute(f"select max(hash(one_row)) from {ROWS} as one_row", [str(path)]).fetchall()
        except duckdb.Error as error:
            raise DataError("{file} is not a whole Parquet file. Export it again.", file=file) from error
    return _top_names(schema), [(row[0], row[1]) for row in found], records


def _top_names(schema: Sequence[tuple[str, int]]) -> list[str]:
    """The names of the columns among all parts of a schema, each of which stands before its own parts."""
    names: list[str] = []
    open_parts = 0  # of the column that was last begun
    for name, parts in schema[1:]:
        if not open_parts:
            names.append(name)
        open_parts += parts - (1 if open_parts else 0)
    return names


def as_text(name: str, kind: str) -> str:
    """SQL of a column's cells as text, given its name and type as the engine has them."""
    if kind.endswith("[]"):
        return f"array_to_string(cast({quoted(name)} as varchar[]), '|')"
    text = f"nfc_normalize(cast({quoted(name)} as varchar))"
    if kind in ("DOUBLE", "FLOAT"):  # 17 is 17.0 as text, 0.00001 is 1e-05; of larger whole numbers digits are lost
        value = quoted(name)
        exact = f"cast(try_cast({text} as {NUMBER}) as varchar)"
        return (
            f"case when abs({value}) >= {_WHOLE} then format('{{:E}}', {value})"
            f" when {value} = trunc({value}) then cast(try_cast({value} as bigint) as varchar)"
            f" when contains({text}, 'e-') then coalesce({exact}, {text}) else {text} end"
        )
    return text


def _sum(connection: duckdb.DuckDBPyConnection, column: str, function: str, path: Path) -> int:
    row = connection.execute(f"select sum({column}) from {function}(?)", [str(path)]).fetchone()
    return int(row[0] or 0) if row else 0
