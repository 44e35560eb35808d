"""When each row was last changed, as its source tells it: an older file that comes later sets nothing back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.tables import DAYS, Table

UPDATED = "_updated"  # beside the offered columns: when the row was last changed


@dataclass(frozen=True)
class RowUpdates:
    """What is known of the rows of one input table that one source brings."""

    connection: duckdb.DuckDBPyConnection
    source: str
    table: Table

    def keep_newest(self, offers: Sequence[str], first: Collection[str]) -> int:
        """Of several offered rows of one key keep the newest, with the earliest instants of `first`; how many go."""
        dated = bool(first)
        lows = "".join(f", offered.{quoted(name)}" for name in first) + (f", offered.{DAYS} as days" if dated else "")
        every = " union all ".join(
            f"select '{name}' as offer, offered.rowid as n, {key_text('offered', self.table)} as key,"
            f" {UPDATED} as changed{lows} from {name} as offered"
            for name in offers
        )
        of_key = "over (partition by key)"
        least = "".join(f", min({quoted(name)}) {of_key} as {quoted(name)}" for name in first)
        least += f", flatten(list(days) {of_key}) as days" if dated else ""
        self.connection.execute(
            "create or replace temp table newest as select *, changed < last_changed as older from"
            f" (select offer, n, key, changed, max(changed) {of_key} as last_changed, count(*) {of_key} as many{least}"
            f" from ({every}) where key is not null) where many > 1"
        )
        for name in offers:
            if dated:
                sets = ", ".join(f"{quoted(one)} = newest.{quoted(one)}" for one in first)
                days = f"list_distinct(list_concat(offered.{DAYS}, {_among('newest.days', first)}))"
                self.connection.execute(
                    f"update {name} as offered set {sets}, {DAYS} = {days} from newest"
                    f" where newest.offer = '{name}' and newest.n = offered.rowid and not coalesce(newest.older, false)"
                )
            self.connection.execute(
                f"delete from {name} where rowid in (select n from newest where offer = '{name}' and older)"
            )
        row = self.connection.execute("select count(*) from newest where older").fetchone()
        return int(row[0]) if row else 0

    def hold(self, offer: str, given: Collection[str], first: Collection[str]) -> list[int]:
        """Give offered rows that are older than known ones the values of those, but for `first`; drop the others.

        The numbers of these rows.
        """
        key, known = key_text("offered", self.table), f"main.{quoted(self.table.name)}"
        self.connection.execute(
            f"create or replace temp table stale as select offered.rowid as n from {offer} as offered"
            f" join main.row_update as told on told.key = {key}"
            f" where told.source = ? and told.table_name = ? and offered.{UPDATED} < told.updated_at",
            [self.source, self.table.name],
        )
        held = [n for (n,) in self.connection.execute("select n from stale order by 1").fetchall()]
        kept = [name for name in given if name not in (*first, *self.table.key)]
        sets = [f"{quoted(name)} = known.{quoted(name)}" for name in kept]
        if self.table.instants:
            others = [name for name in self.table.instants if name not in first]
            days = f"list_concat({_among(f'known.{DAYS}', others)}, {_among(f'offered.{DAYS}', first)})"
            sets.append(f"{DAYS} = {days}")
        same = " and ".join(f"known.{quoted(name)} = offered.{quoted(name)}" for name in self.table.key)
        self.connection.execute(
            f"update {offer} as offered set {', '.join([*sets, '_unfit = null', '_rounded = null'])}"
            f" from {known} as known where offered.rowid in (select n from stale) and {same} and known._source = ?",
            [self.source],
        )
        self.connection.execute(
            f"delete from {offer} as offered where rowid in (select n from stale)"
            f" and not exists (select 1 from {known} as known where {same} and known._source = ?)",
            [self.source],
        )
        return held

    def spare(self, gone: str) -> None:
        """Take from rows that a rule leaves out those that are older than what is known of their key."""
        self.connection.execute(
            f"delete from {gone} as gone where exists (select 1 from main.row_update as told where told.source = ?"
            f" and told.table_name = ? and told.key = {key_text('gone', self.table)}"
            f" and gone.{UPDATED} < told.updated_at)",
            [self.source, self.table.name],
        )

    def remember(self, relation: str, where: str = "true") -> None:
        """Keep when the rows of a relation were last changed."""
        key = key_text("one", self.table)
        self.connection.execute(
            "create or replace temp table told_update as select key, max(changed) as changed from"
            f" (select {key} as key, {UPDATED} as changed from {relation} as one where {where})"
            " where key is not null and changed is not null group by 1"
        )
        asked = [self.source, self.table.name]
        same = "known.source = ? and known.table_name = ? and known.key = told.key"
        self.connection.execute(
            "update main.row_update as known set updated_at = told.changed from told_update as told"
            f" where {same} and told.changed > known.updated_at",
            asked,
        )
        self.connection.execute(
            "insert into main.row_update select ?, ?, key, changed from told_update as told"
            f" where not exists (select 1 from main.row_update as known where {same})",
            [*asked, *asked],
        )


def _among(days: str, names: Collection[str]) -> str:
    """SQL of those of a list of columns that are among some."""
    listed = ", ".join(f"'{name}'" for name in names)
    return f"list_intersect(coalesce({days}, []), [{listed}]::varchar[])"


def drop_older(
    connection: duckdb.DuckDBPyConnection, relation: str, *, key: str, changed: Sequence[str]
) -> Sequence[int]:
    """Delete the rows of a relation for which another one of their key was changed later; their numbers."""
    moment = f"coalesce({', '.join(map(quoted, changed))})"
    older = (
        f"select _row from (select _row, {moment} as moved, max({moment}) over (partition by {quoted(key)}) as newest"
        f" from {quoted(relation)} where {quoted(key)} is not null) where moved < newest"
    )
    gone = connection.execute(f"delete from {quoted(relation)} where _row in ({older}) returning _row").fetchall()
    return [row for (row,) in gone]


def key_text(relation: str, table: Table) -> str:
    """SQL of a row's key as one text, the same in every zone; NULL where a part of it is missing."""
    parts = []
    for name in table.key:
        column = f"{relation}.{quoted(name)}"
        parts.append(f"epoch_us({column})" if table.columns[name].is_instant else column)
    return " || chr(31) || ".join(f"cast({part} as varchar)" for part in parts)
