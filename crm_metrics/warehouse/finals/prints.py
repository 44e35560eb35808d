"""What a whole month of a period shape was made of, as sums of hashes: where they are the same, so are its rows.

A period reads, of the shapes that the head names with a day, the rows of its own days. Of a span it does not ask what
begins after its end, nor when something ends that lasts beyond it; where the head says from when on the rows of a span
may be read (those of a customer: from what is first told of it), they count from then. Of any other shape it may read
all rows. The twelve months that stand beside them were made of what each of them was made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import accumulate

import duckdb

from crm_metrics.warehouse.presence import columns_held
from crm_metrics.warehouse.shape import Shape, read_by

ENDS = {"from_on", "to_on"}


def prints(
    connection: duckdb.DuckDBPyConnection, shape: Shape, select: str, months: Sequence[date]
) -> Mapping[date, str]:
    """What each of these would be made of now. select: of the shape, as it is filled.

    months: one after the other; after them, under its last day, what are twelve of them together.
    """
    single = [month for month in months if month.day == 1]
    read = [_of_source(connection, name, select, shape, single) for name in sorted(read_by(select))]
    text = sha256(select.encode()).hexdigest()
    told = {month: " ".join((text, *(sums[place] for sums in read))) for place, month in enumerate(single)}
    year = [sha256(" ".join(sums[-12:]).encode()).hexdigest() for sums in read]
    return told | {last: " ".join((text, *year)) for last in months if last.day != 1}


def _of_source(
    connection: duckdb.DuckDBPyConnection, name: str, select: str, shape: Shape, months: Sequence[date]
) -> list[str]:
    """The sum of what each month reads of one stored shape."""
    columns = _read(connection, name, select)
    day = (shape.finals or {}).get(name)
    if day is not None:
        own = _by_month(connection, f"shape.{name}", day, columns)
        return [f"{own.get(month, 0):x}" for month in months]
    if set(columns) >= ENDS:
        rows, first, last = _span(name, shape)
        begun = _until(_by_month(connection, rows, first, [one for one in columns if one != "to_on"]), months)
        ended = _until(_by_month(connection, rows, last, columns), months)
        return [f"{one:x}/{other:x}" for one, other in zip(begun, ended, strict=True)]
    told = connection.execute(f"select {_sum(columns)} from shape.{name}").fetchall()
    return [f"{told[0][0] or 0:x}"] * len(months)


def _span(name: str, shape: Shape) -> tuple[str, str, str]:
    """SQL of the rows of a span, of the day from which on one is read, and of the one from which on its end is."""
    if name not in shape.known:
        return f"shape.{name}", "from_on", "to_on"
    column, *days = shape.known[name]
    told = " union all ".join(
        f"select {column}, {day} as day from shape.{table}" for table, _, day in (one.partition(".") for one in days)
    )
    first = f"select {column}, min(day) as _known_on from ({told}) group by {column}"
    rows = f"(select * from shape.{name} join ({first}) using ({column}))"
    return rows, "greatest(from_on, _known_on)", "greatest(to_on, _known_on)"


def _read(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> list[str]:
    """The columns of a stored shape whose names the select holds: those that it reads, and perhaps others."""
    words = set(re.findall(r"\w+", select))
    return [column for column in columns_held(connection, f"shape.{name}") if column in words]


def _by_month(
    connection: duckdb.DuckDBPyConnection, rows: str, day: str, columns: Sequence[str]
) -> dict[date | None, int]:
    """The sums of the rows of each month of a day; under None those of no day, or of one before all days."""
    month = f"case when isfinite({day}) then date_trunc('month', {day}) end"
    ever = f"{day} is distinct from date 'infinity'"
    sql = f"select cast({month} as date), {_sum(columns)} from {rows} where {ever} group by 1"
    return dict(connection.execute(sql).fetchall())


def _sum(columns: Sequence[str]) -> str:
    return "sum(cast(hash(" + ", ".join(f'"{one}"' for one in columns) + ") as hugeint))"


def _until(sums: Mapping[date | None, int], months: Sequence[date]) -> list[int]:
    """By month the sum of all rows through it."""
    before = sum(total for month, total in sums.items() if month is None or (months and month < months[0]))
    return list(accumulate((sums.get(month, 0) for month in months), initial=before))[1:]
