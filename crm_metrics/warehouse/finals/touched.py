"""Of whole months that something touched, the rows made anew of those alone whom changed rows of the shapes concern."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import duckdb

from crm_metrics.warehouse.finals.months import FINAL, list_of, month_rows
from crm_metrics.warehouse.heads.refreshes import Refresh
from crm_metrics.warehouse.presence import expect, rows_read
from crm_metrics.warehouse.refreshing.bringing import SHARE, Bringing
from crm_metrics.warehouse.refreshing.changes import delta, keep_difference, rows_in
from crm_metrics.warehouse.refreshing.cutting import cut
from crm_metrics.warehouse.refreshing.keys import TOUCHED
from crm_metrics.warehouse.shape import Shape, read_by

MADE, WERE = "months_made", "months_were"

Prints = tuple[str | None, str]  # of what a month was made, None where it was not there, and of what it would be now


def bring_months(bringing: Bringing, one: Shape, select: str, prints: Mapping[date, Prints]) -> list[date]:
    """Bring these months of a shape up to what changed; gives those of which all rows are still to be made.

    select: of the shape, as it is filled. prints: of each of the months.
    """
    months = [month for month, (was, now) in prints.items() if was and was.split()[0] == now.split()[0]]
    moved = {f"shape.{source}" for month in months for source in _moved(select, prints[month])}
    keys = bringing.keys_of(one, f"{FINAL}.{one.name}", moved) if months else None
    if keys is None:
        return list(prints)
    connection, table = bringing.connection, f"{FINAL}.{one.name}"
    inside = f'"{keys.refresh.key}" in (select key from {TOUCHED})'
    kept = f"select * from {table} where period in {list_of(months)}"
    connection.execute(f"create or replace temp table {WERE} as {kept} and {inside}")
    if rows_in(connection, WERE) > SHARE * rows_in(connection, f"({kept})"):
        return list(prints)
    made = f"select * from ({month_rows(cut(keys, select), months)}) where {inside}"
    connection.execute(f"create or replace temp table {MADE} as {made}")
    others = _of_other_places(connection, keys.refresh)
    _put(connection, table, keys.refresh.key)
    return [month for month in prints if month not in months or month in others]


def _moved(select: str, prints: Prints) -> Sequence[str]:
    """The shapes of which a month reads something else than before."""
    was, now = ((told or "").split()[1:] for told in prints)
    return [source for source, then, told in zip(sorted(read_by(select)), was, now, strict=True) if then != told]


def _of_other_places(connection: duckdb.DuckDBPyConnection, refresh: Refresh) -> Collection[date]:
    """The months in which rows may have changed places; in all others a row keeps the place that it had."""
    if not refresh.placed:
        return frozenset()
    told = ", ".join(f'"{one}"' for one in ("period", refresh.key, *refresh.placed_by))
    sides = (f"(select {told} from {one} except all select {told} from {other})" for one, other in _BOTH)
    others = connection.execute(f"select distinct period from ({' union all '.join(sides)})").fetchall()
    places = ", ".join(f'"{one}" = w."{one}"' for one in refresh.placed)
    connection.execute(
        f"update {MADE} as m set {places} from {WERE} as w where m.period = w.period and"
        f' m."{refresh.key}" = w."{refresh.key}"'
    )
    return frozenset(month for (month,) in others)


_BOTH = ((MADE, WERE), (WERE, MADE))


def _put(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    """Put what was made in the place of what was, where a row differs."""
    if not keep_difference(connection, table, MADE, WERE):
        return
    odd = f'where (period, "{key}") in (select (period, "{key}") from {delta(table)})'
    connection.execute(f"delete from {table} {odd}")
    row = connection.execute(f"insert into {table} select * from {MADE} {odd} order by period").fetchone()
    expect(table, int(row[0]) if row else 0, rows_read(connection, table, odd[6:]))
