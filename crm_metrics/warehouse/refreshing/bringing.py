"""The stored shapes of a version brought up to what a load changed, each row as a whole build would make it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from crm_metrics.warehouse import manifest, shape
from crm_metrics.warehouse.engines import all_or_none
from crm_metrics.warehouse.heads.refreshes import Refresh
from crm_metrics.warehouse.presence import columns_held, expect, rows_read, tables_held
from crm_metrics.warehouse.refreshing.changes import (
    delta,
    keep_difference,
    keep_input_changes,
    keep_part,
    rows_in,
)
from crm_metrics.warehouse.refreshing.cutting import INPUT, columns_read, cut
from crm_metrics.warehouse.refreshing.keys import TOUCHED, Keys, Passed, moving_rows
from crm_metrics.warehouse.shape import Shape, ShapeRules

LEAST = 10_000  # rows of a shape; fewer are made anew in less time than it takes to find which of them
SHARE = 0.2  # of a shape's rows; where more of them are touched, making all of them anew costs less
BEFORE = "version_before"  # as which the version before is read
NEW = "__new"  # the ending of a shape's name while it is made beside itself
WATERMARK = "shape.watermark"

_Reaches = dict[tuple[str, date | None], date | None]  # by table and its first day, how far it reaches


def bring_up(
    connection: duckdb.DuckDBPyConnection,
    before: Path,
    rules: ShapeRules | None = None,
    then: Callable[[Bringing], object] | None = None,
) -> dict[str, str]:
    """Bring schema `shape`, which is that of the version in the file `before`, up to the tables of `main` as they are.

    Gives for each shape what was done: "kept", "refreshed" or "anew". `then` is told what changed, while it can still
    be asked. All of it is done, or nothing.
    """
    place, others = str(before).replace("'", "''"), _temporary(connection)
    connection.execute(f"attach '{place}' as {BEFORE} (read_only)")
    try:
        with all_or_none(connection):
            bringing = Bringing(connection=connection, rules=rules)
            done = bringing.all()
            if then is not None:
                then(bringing)
            for table in _temporary(connection) - others:  # what comes after may need their room
                connection.execute(f"drop table temp.{table}")
        return done
    finally:
        connection.execute(f"detach {BEFORE}")


@dataclass(kw_only=True)
class Bringing:
    """One pass over the shapes; after it, what changed in it."""

    connection: duckdb.DuckDBPyConnection
    """The version being built, which holds the shapes of the one before."""

    rules: ShapeRules | None = None
    """The settings behind the flags."""

    changed: set[str] = field(default_factory=set)
    """The inputs with changed rows so far; each has its table of them, but those of `whole`."""

    whole: set[str] = field(default_factory=set)
    """Those that were not there before."""

    passed: Passed | None = None
    """The time that passed, once the watermarks are known; None where none did, or more than time changed."""

    zone: str = "UTC"
    """The company's time zone."""

    there: frozenset[str] = frozenset()
    """The shapes that the version before holds."""

    _columns: dict[str, Sequence[str]] = field(default_factory=dict)
    """The columns of inputs, as far as they were asked for."""

    _parts: dict[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)
    """By input the columns and the rows of the part of its changed rows that was made last."""

    def _fill(self, text: str) -> str:
        return shape.fill(text, self.zone, self.rules)

    def all(self) -> dict[str, str]:
        """Bring up every stored shape; what was done with each."""
        self.zone = shape.zone_of(self.connection)
        order = shape.in_order(shape.stored())
        selects = {one.name: self._fill(one.sql) for one in order}
        read = {name: set(INPUT.findall(select)) for name, select in selects.items()}
        self.there = tables_held(self.connection, "shape")
        self._compare_inputs(sorted({of[5:] for mine in read.values() for of in mine if of.startswith("main.")}))
        wanted = set().union(*read.values(), *(INPUT.findall(one.sql) for one in shape.kept()))
        return {one.name: self._bring(one, selects[one.name], read[one.name], wanted) for one in order}

    def _compare_inputs(self, tables: Collection[str]) -> None:
        now, then = (manifest.written(self.connection, "main", place) for place in ("main", f"{BEFORE}.main"))
        for table in tables:
            if now.get(table) != then.get(table) and keep_input_changes(self.connection, BEFORE, table):
                self.changed.add(f"main.{table}")

    def _bring(self, one: Shape, select: str, read: set[str], wanted: Collection[str]) -> str:
        table = f"shape.{one.name}"
        if one.name not in self.there:
            shape.store(self.connection, table, select)
            self.changed.add(table)
            self.whole.add(table)
            return "anew"
        mine = {of for of in sorted(read & self.changed) if self._concerns(of, one)}
        if "main.company" in self.changed:  # perhaps another zone
            mine.add("main.company")
        if not mine or shape.filled_later(select) or self._only_time(one, mine):
            return "kept"
        way = self._by_key(one, select, mine) if self._may(one, mine) else "anew"
        if way == "anew":
            self._anew(one, select, wanted=table in wanted)
        return way

    def keys_of(self, one: Shape, table: str, moved: Collection[str]) -> Keys | None:
        """Of a table of other rows made of the shapes: which of its keys their changed rows touch.

        moved: the inputs that count. None where the head does not say what the changed rows of all of these touch.
        """
        mine = {of for of in moved if of in self.changed and self._concerns(of, one)}
        told = self.changed | {f"shape.{span}" for span in one.known}  # of these, what others tell may move what counts
        if one.refresh is None or self.whole & set(moved) or not set(moved) <= one.refresh.named & told:
            return None
        refresh = one.refresh.with_texts(self._fill)
        keys = self._keys(table, refresh, mine, None)
        keys.find()
        return keys

    def _concerns(self, of: str, one: Shape) -> bool:
        """Whether what a shape, its head included, reads of an input changed."""
        if of in self.whole:
            return True
        columns = tuple(columns_read(self._held(of), of, one.sql))
        before, rows = self._parts.get(of, ((), 0))
        if before != columns:
            rows = keep_part(self.connection, of, columns)
            self._parts[of] = (columns, rows)
        return rows > 0

    def _held(self, of: str) -> Sequence[str]:
        """The columns of an input; asked once, for a shape keeps those that it has."""
        if of not in self._columns:
            self._columns[of] = columns_held(self.connection, of)
        return self._columns[of]

    def _keys(self, table: str, refresh: Refresh, mine: Collection[str], passed: Passed | None) -> Keys:
        return Keys(
            connection=self.connection,
            table=table,
            refresh=refresh,
            changed=frozenset(mine),
            passed=passed,
            held=self._held,
        )

    def _only_time(self, one: Shape, mine: Collection[str]) -> bool:
        """Whether nothing but time passed for a shape, and changed none of its rows."""
        if mine != {WATERMARK} or one.refresh is None or not one.refresh.in_time or self.passed is None:
            return False
        moving = moving_rows(f"shape.{one.name}", one.refresh.with_texts(self._fill), self.passed)
        return self.connection.execute(f"{moving} limit 1").fetchone() is None

    def _may(self, one: Shape, mine: Collection[str]) -> bool:
        """Whether the head says what the changed rows of all its changed inputs touch."""
        if one.refresh is None or self.whole & set(mine) or rows_in(self.connection, f"shape.{one.name}") < LEAST:
            return False
        in_time = {WATERMARK} if self.passed is not None and one.refresh.in_time else set[str]()
        return set(mine) <= one.refresh.named | in_time

    # ------------------------------------------------------------ by key

    def _by_key(self, one: Shape, select: str, mine: Collection[str]) -> str:
        """Make the touched keys of a shape anew, or say "anew" where they are too many."""
        assert one.refresh is not None
        table, key = f"shape.{one.name}", one.refresh.key
        passed = self.passed if WATERMARK in mine else None
        refresh = one.refresh.with_texts(self._fill)
        keys = self._keys(table, refresh, mine, passed)
        if not keys.find():
            return "kept"
        if rows_in(self.connection, TOUCHED) > SHARE * rows_in(self.connection, table):
            return "anew"
        inside = f'where "{key}" in (select key from {TOUCHED})'
        self.connection.execute(f"create or replace temp table refresh_removed as select * from {table} {inside}")
        made = f"select * from ({cut(keys, select)}) {inside}"
        self.connection.execute(f"create or replace temp table refresh_made as {made}")
        if not keep_difference(self.connection, table, "refresh_made", "refresh_removed"):
            return "kept"
        odd = f'where "{key}" in (select "{key}" from {delta(table)})'
        self.connection.execute(f"delete from {table} {odd}")
        row = self.connection.execute(f"insert into {table} select * from refresh_made {odd} order by 1").fetchone()
        expect(table, int(row[0]) if row else 0, rows_read(self.connection, table, odd[6:]))
        self.changed.add(table)
        return "refreshed"

    # ------------------------------------------------------------ anew

    def _anew(self, one: Shape, select: str, *, wanted: bool) -> None:
        """Make a shape beside itself, and put it in its place where a row differs."""
        table = f"shape.{one.name}"
        shape.store(self.connection, table + NEW, select)
        before = self._reaches() if table == WATERMARK else {}
        if "main.company" in self.changed:  # nobody asks which rows are others: all of all shapes are made
            self.whole.add(table)
        elif wanted:
            if not keep_difference(self.connection, table, table + NEW, table):
                self.connection.execute(f"drop table {table}{NEW}")
                return
            self.changed.add(table)
        self.connection.execute(f"drop table {table}")
        self.connection.execute(f"alter table {table}{NEW} rename to {one.name}")
        if table == WATERMARK:
            self.passed = _passed(before, self._reaches())

    def _reaches(self) -> _Reaches:
        rows = self.connection.execute(f"select table_name, loaded_from, loaded_through from {WATERMARK}").fetchall()
        return {(table, first): through for table, first, through in rows}


def _temporary(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    return {table for (table,) in rows}


def _passed(before: _Reaches, now: _Reaches) -> Passed | None:
    """The time that passed between two watermarks; None where more differs, or time went back."""
    if before.keys() != now.keys():
        return None
    moved = [(before[table], until) for table, until in now.items() if before[table] != until]
    steps = [(then, until) for then, until in moved if then is not None and until is not None and then < until]
    if not moved or len(steps) < len(moved):
        return None
    return Passed(min(then for then, _ in steps), max(until for _, until in steps))
