"""Random sequences of loads over a small company, each drawn from its seed, for what has to hold after any load.

A load brings rows of a new day, late ones, corrected ones, or ids that turned out to be one customer; it withdraws
rows, all files being handed over anew (`--full`); or the last version is rolled back. What the company's systems would
tell stands in `main` of a database of its own, what they told so far in `told`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from benchmarks import days
from crm_metrics.warehouse import schema, shape, versions
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.publish import rollback
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.tables import HAPPENED, Table, tables

KINDS: Mapping[str, int] = {
    "new": 4,
    "late": 2,
    "corrected": 4,
    "merged": 1,
    "withdrawn": 2,
    "rolled back": 1,
}  # weights
CUSTOMERS = 40
LATE_EVERY = 8  # a row of the last days comes late

# What may be corrected, and how; in SQL over the row, {other} is any id of the same column.
CORRECTIONS: Mapping[str, tuple[str, ...]] = {
    "interaction": (
        "talk_seconds = talk_seconds + 30", "customer_id = {other}", "work_item_id = null", "work_item_id = {other}",
        "agent_id = {other}", "offered_at = offered_at - interval 1 day", "transferred = not transferred",
        "right_party = not right_party", "touchpoint_id = {other}", "direction = {other}", "answered_at = null",
        "customer_id = 'unknown'",
    ),
    "work_item": (
        "customer_id = {other}", "reason = {other}", "priority = {other}", "opened_at = opened_at - interval 9 day",
        "first_response_at = null", "amount = amount * 2", "touchpoint_id = {other}", "product_id = {other}",
        "closed_at = closed_at - interval 1 day",
    ),
    "survey": (
        "score = case when responded_at is not null then scale_max end", "customer_id = {other}",
        "score = case when responded_at is not null then scale_min end", "sent_at = sent_at - interval 15 day",
        "customer_id = 'unknown'", "order_id = (select max(order_id) from main.order_line)",
    ),
    "status_event": ("new_value = old_value",),
    "agent_time": ("seconds = seconds + 600", "team = {other}", "cost = 5"),
    "order_line": ("amount = amount * 2", "product_id = {other}", "customer_id = {other}",
                   "ordered_at = ordered_at - interval 35 day"),
    "subscription": ("mrr = mrr + 10", "customer_id = {other}", "ends_on = null, end_reason = null"),
    "receivable": ("amount = amount * 2", "due_on = due_on + 10", "entry_on = entry_on - 35", "invoice_id = {other}",
                   "customer_id = {other}"),
    "loyalty_entry": ("points = points * 2", "entry_at = entry_at - interval 35 day", "customer_id = {other}"),
    "customer": ("value_tier = {other}", "segment = {other}", "region = {other}", "owner_agent_id = {other}",
                 "do_not_contact = true", "acquired_on = acquired_on - 40"),
    "agent": ("hourly_cost = hourly_cost * 2", "area = {other}", "team = {other}"),
    "product": ("line = {other}", "unit_cost = unit_cost + 1"),
    "touchpoint": ("channel = {other}",),
    "campaign": ("cost = cost * 2", "ends_on = ends_on - 3"),
    "sla_policy": ("target_seconds = target_seconds * 2",),
    "target": ("goal = goal * 2",),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SmallLoad:
    """One load of a sequence."""

    number: int
    """From 0: the first brings the history."""

    kind: str
    """"history", or one of KINDS."""

    folder: Path
    """Its files; of one rolled back there are none."""

    through: date
    """The day at whose end the files were told."""

    rows: Mapping[str, int]
    """How many rows its files hold, by table."""

    full: bool = False
    """The files are all there is."""


def play(
    source: Path,
    place: Path,
    *,
    seed: int,
    loads: int,
    check: Callable[[Path, SmallLoad, duckdb.DuckDBPyConnection], object],
    before: Callable[[Path, SmallLoad], object] | None = None,
    finish: Finish | None = None,
) -> list[SmallLoad]:
    """Load a random sequence into a warehouse below `place`, and call `check` after each load; the loads.

    before: is handed the warehouse and each load that imports files, before it does.

    source: the file of a version of a small demo company. check is handed the warehouse, the load, and the database
    whose tables in `told` hold what the warehouse was told of, column by column as in its files.
    """
    warehouse, done = place / "warehouse", list[SmallLoad]()
    with systems_of(source, seed) as systems:
        while len(done) < loads:
            load = systems.next(place, len(done))
            if load.kind == "rolled back":
                rollback(warehouse)
                systems.restore(versions.current(warehouse))
            elif load.rows:
                if before is not None:
                    before(warehouse, load)
                import_folder(load.folder, warehouse, full=load.full, accept_rejects=True, finish=finish)
                systems.keep(versions.current(warehouse))
            else:  # nothing new was told
                continue
            done.append(load)
            check(warehouse, load, systems.connection)
    return done


@contextmanager
def systems_of(source: Path, seed: int) -> Iterator[Systems]:
    """The systems of a company of a few customers of the one in `source`, eight days before its end."""
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute(f"attach '{source}' as source (read_only)")
        connection.execute("create schema told")
        for name in input_tables():
            columns = ", ".join(days.names(tables()[name]))
            connection.execute(f"insert into main.{name} ({columns}) select {columns} from source.main.{name}")
            connection.execute(f"create table told.{name} as select {columns} from main.{name} limit 0")
        row = connection.execute("select max(loaded_through) from source.main.load_log").fetchone()
        connection.execute("detach source")
        assert row is not None
        systems = Systems(connection, random.Random(seed), row[0] - timedelta(days=8))
        systems.shrink()
        yield systems


class Systems:
    """What the systems of a company know, and what they told so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, draw: random.Random, day: date) -> None:
        self.connection = connection
        self._draw = draw
        self._day = day
        self._zone = shape.zone_of(connection)
        self._pack = list[str]()

    def shrink(self) -> None:
        """Leave the rows of a few customers."""
        self.connection.execute(f"""
            create temp table few as select customer_id as id from main.customer
            order by hash(customer_id, {self._salt()}) limit {CUSTOMERS};
            insert into few select alias_id from main.customer_alias where customer_id in (select id from few)""")
        for name in input_tables():
            if name != "customer_alias" and "customer_id" in tables()[name].columns:
                self.connection.execute(f"delete from main.{name} where customer_id not in (select id from few)")
        self.connection.execute("""
            delete from main.customer_alias where customer_id not in (select id from few);
            delete from main.status_event where entity = 'customer' and entity_id not in (select id from few)
              or entity = 'work_item' and entity_id not in (select work_item_id from main.work_item)""")

    def next(self, place: Path, number: int) -> SmallLoad:
        """Draw what happens, and write the files that tell it."""
        kind = self._kind(number) if number else "history"
        folder = place / f"load-{number}-{self._salt():x}"
        if kind == "rolled back":
            return SmallLoad(number=number, kind=kind, folder=folder, through=self._day, rows={})
        happens = {"new": self._go_on, "corrected": self._correct, "merged": self._merge, "withdrawn": self._withdraw}
        happens.get(kind, lambda: None)()
        full = kind == "withdrawn"
        folder.mkdir(parents=True)
        salt = 0 if kind == "late" else self._salt()
        rows = {name: self._tell(tables()[name], folder, salt, full) for name in input_tables()}
        rows = {name: count for name, count in rows.items() if count}
        return SmallLoad(number=number, kind=kind, folder=folder, through=self._day, rows=rows, full=full)

    def keep(self, version: int) -> None:
        """Remember what a version was told of."""
        self.connection.execute(f"create schema told_{version}")
        for name in input_tables():
            self.connection.execute(f"create table told_{version}.{name} as from told.{name}")

    def restore(self, version: int) -> None:
        """Only what that version was told of was told."""
        for name in input_tables():
            self.connection.execute(f"create or replace table told.{name} as from told_{version}.{name}")

    # ------------------------------------------------------------ what happens

    def _kind(self, number: int) -> str:
        """The next kind, as of a pack of cards that is shuffled anew when it is used up; the first load is kept."""
        if not self._pack:
            self._pack = [kind for kind, count in KINDS.items() for _ in range(count)]
            self._draw.shuffle(self._pack)
        return self._pack.pop(next(at for at, kind in enumerate(self._pack) if kind != "rolled back" or number > 1))

    def _go_on(self) -> None:
        self._day += timedelta(days=self._draw.choice((1, 1, 2)))

    def _correct(self) -> None:
        for _ in range(self._draw.randint(1, 4)):
            name = self._draw.choice(list(CORRECTIONS))
            change = self._draw.choice(CORRECTIONS[name])
            column = change.partition(" ")[0]
            other = self.connection.execute(
                f"select cast({column} as varchar) from main.{name} where {column} is not null"
                f" order by hash({column}, {self._salt()}) limit 1"
            ).fetchone()
            value = "'" + other[0].replace("'", "''") + "'" if other else "null"
            chosen = self._some(name, self._draw.randint(1, 3))
            self.connection.execute(f"update main.{name} set {change.format(other=value)} where rowid in ({chosen})")

    def _merge(self) -> None:
        """Two customers are one, or an alias of one turns out to be of another."""
        self.connection.execute(f"""
            insert or replace into main.customer_alias (alias_id, customer_id, rule)
            select min(customer_id), max(customer_id), 'as the company said' from (
              select customer_id from told.customer order by hash(customer_id, {self._salt()}) limit 2) as two""")

    def _withdraw(self) -> None:
        for _ in range(self._draw.randint(1, 3)):
            name = self._draw.choice((*HAPPENED, "customer_alias", "sla_policy", "target"))
            self.connection.execute(f"delete from main.{name} where rowid in ({self._some(name, 2)})")

    def _some(self, name: str, count: int) -> str:
        """The select of a few rows of a table that were told."""
        key = ", ".join(f"t.{column}" for column in tables()[name].key)
        same = _same(tables()[name], "t", "o")
        return f"""select t.rowid from main.{name} as t join told.{name} as o on {same}
            order by hash({key}, {self._salt()}) limit {count}"""

    # ------------------------------------------------------------ how it is told

    def _tell(self, table: Table, folder: Path, salt: int, full: bool) -> int:
        """Write what is new of a table, or all of it, and note that it was told."""
        told = f"told.{table.name}"
        known = _same(table, "s", "o")
        stood = days.stood(table, self._zone, self._day)
        standing = f"from ({stood}) as s where exists (from {told} as o where {known}) or {self._in_time(table, salt)}"
        self.connection.execute(f"create or replace temp table standing as {standing}")
        news = "from standing" if full else f"(from standing) except all (from {told})"
        self.connection.execute(f"create or replace temp table news as {news}")
        count = days.save(self.connection, table, "select * from news", folder)
        if full:
            self.connection.execute(f"create or replace table {told} as from standing")
        elif count:
            self.connection.execute(f"delete from {told} as s where exists (from news as o where {known})")
            self.connection.execute(f"insert into {told} from news")
        return count

    def _in_time(self, table: Table, salt: int) -> str:
        """The condition of rows that come in time. salt: by which it is drawn; 0: all of them."""
        if not salt or table.name not in HAPPENED or table.name in days.NEVER_LATE:
            return "true"
        key = f"hash({', '.join(table.key)}, {salt})"
        first = self._day - timedelta(days=days.LATE_DAYS - 1)
        return f"not ({days.told_on(table, self._zone)} >= date '{first}' and {key} % {LATE_EVERY} = 0)"

    def _salt(self) -> int:
        return self._draw.randint(1, 2**31)


def _same(table: Table, one: str, other: str) -> str:
    """The condition that two rows of a table are of one key; a company has a single row."""
    key = [column for column in table.key if column in days.names(table)]
    return " and ".join(f"{one}.{column} is not distinct from {other}.{column}" for column in key) or "true"
