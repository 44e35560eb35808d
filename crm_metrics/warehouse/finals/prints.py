"""What a whole month of a period shape was made of, as sums of hashes: where they are the same, so are its rows.

A period reads, of the shapes that the head names with a day, the rows of its own days. Of a span it does not ask what
begins after its end, nor when something ends that lasts beyond it. Of any other shape it may read all rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import accumulate

import duckdb

from crm_metrics.warehouse.shape import Shape, read_by

ENDS = {"from_on", "to_on"}


def prints(
    connection: duckdb.DuckDBPyConnection, shape: Shape, select: str, months: Sequence[date]
) -> Mapping[date, str]:
    """What each of these months, one after the other, would be made of now. select: of the shape, as it is filled."""
    read = [_of_source(connection, name, select, shape, months) for name in sorted(read_by(select))]
    text = sha256(select.encode()).hexdigest()
    return {month: " ".join((text, *(sums[place] for sums in read))) for place, month in enumerate(months)}


def _of_source(
    connection: duckdb.DuckDBPyConnection, name: str, select: str, shape: Shape, months: Sequence[date]
) -> list[str]:
    """The sum of what each month reads of one stored shape."""
    columns = _read(connection, name, select)
    day = (shape.finals or {}).get(name)
    if day is not None:
        own = _by_month(connection, name, day, columns)
        return [f"{own.get(month, 0):x}" for month in months]
    if set(columns) >= ENDS:
        begun = _until(_by_month(connection, name, "from_on", [one for one in columns if one != "to_on"]), months)
        ended = _until(_by_month(connection, name, "to_on", columns), months)
        return [f"{one:x}/{other:x}" for one, other in zip(begun, ended, strict=True)]
    rows = connection.execute(f"select {_sum(columns)} from shape.{name}").fetchall()
    return [f"{rows[0][0] or 0:x}"] * len(months)


def _read(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> list[str]:
    """The columns of a stored shape whose names the select holds: those that it reads, and perhaps others."""
    words = set(re.findall(r"\w+", select))
    rows = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database() and schema_name = 'shape'"
        " and table_name = ? order by column_index",
        [name],
    ).fetchall()
    return [column for (column,) in rows if column in words]


def _by_month(
    connection: duckdb.DuckDBPyConnection, name: str, day: str, columns: Sequence[str]
) -> dict[date | None, int]:
    """The sums of the rows of each month of a day; under None those of no day, or of one before all days."""
    month = f"case when isfinite({day}) then date_trunc('month', {day}) end"
    ever = f"{day} is distinct from date 'infinity'"
    sql = f"select cast({month} as date), {_sum(columns)} from shape.{name} where {ever} group by 1"
    return dict(connection.execute(sql).fetchall())


def _sum(columns: Sequence[str]) -> str:
    return "sum(cast(hash(" + ", ".join(f'"{one}"' for one in columns) + ") as hugeint))"


def _until(sums: Mapping[date | None, int], months: Sequence[date]) -> list[int]:
    """By month the sum of all rows through it."""
    before = sum(total for month, total in sums.items() if month is None or (months and month < months[0]))
    return list(accumulate((sums.get(month, 0) for month in months), initial=before))[1:]
