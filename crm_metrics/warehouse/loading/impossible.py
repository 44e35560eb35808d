"""What can't be known of rows that are kept: a difference of two dates in the wrong order, an outcome not told."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.tables import DAYS, ORDERED, Table

MANY, MANY_SHARE = 20, 0.2  # from so many rows on, and so large a share of those with both dates, a format may be wrong


def told(connection: duckdb.DuckDBPyConnection, table: Table, made: str, zone: str, batch: int) -> Iterator[Note]:
    """What an import says of the accepted rows of a batch, the temporary table `made`; days are cut in `zone`."""
    for later, earlier in ORDERED.get(table.name, ()):
        rows = f"select count(*) from {made} where {later} is not null and {earlier} is not null"
        count, both = (
            _count(connection, sql) for sql in (f"{rows} and {_reversed(table, later, earlier, zone)}", rows)
        )
        if count:
            parts = {"count": count, "table": table.name, "later": later, "earlier": earlier}
            if count >= MANY and count > MANY_SHARE * both:
                yield Note(
                    "{count} rows of {table}: {later} is before {earlier}; their durations are unknown. So many may"
                    " come from a wrong format of dates: look at some of them.",
                    parts,
                    misleads=True,
                )
            else:
                yield Note("{count} rows of {table}: {later} is before {earlier}; their durations are unknown.", parts)
    if table.name == "survey":  # omissions.py has noted them before the column was filled with its default
        noted = f"select _n from lacking where batch = {batch}"
        count = _count(connection, f"select count(*) from {made} where _n in ({noted})")
        if count:
            yield Note(
                "{count} answers on 0–10 do not tell whether they are about the relationship or about one contact:"
                " neither NPS is complete without it. Give them a column {column}.",
                {"count": count, "column": "relationship"},
            )
    if table.name == "work_item":
        untold = "closed_at is not null and outcome is null and first_resolved_at is null"
        count = _count(connection, f"select count(*) from {made} where {untold}")
        if count:
            yield Note(
                "{count} rows of {table} are closed without an outcome: they count as closed, and as nothing more.",
                {"count": count, "table": table.name},
            )


def _reversed(table: Table, later: str, earlier: str, zone: str) -> str:
    """SQL: whether one comes before the other; where one tells only a day, the days are compared."""
    if not table.columns[later].is_instant:
        return f"{later} < {earlier}"
    by_day = " < ".join(table.columns[name].civil_day(zone) for name in (later, earlier))
    return f"case when list_has_any({DAYS}, ['{later}', '{earlier}']) then {by_day} else {later} < {earlier} end"


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])
