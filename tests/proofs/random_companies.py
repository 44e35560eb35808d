"""Random companies for the boards: a made one of which tables are missing, thin, late, without tiers, or left out."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from crm_metrics.access import EVERYTHING, PROCESSES, Scope
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, fill

LAST = date(2026, 6, 30)
# What a company may lack; the calendar and the company itself are always there.
TABLES = (
    *("work_item", "interaction", "survey", "agent_time", "order_line", "subscription", "receivable", "loyalty_entry"),
    *("status_event", "target", "customer", "agent", "sla_policy", "product", "campaign"),
)
TEAMS = ("Voz Norte", "Voz Sur", "Ventas Digital", "Cobranza Temprana", "Digital")
WHOLE = {"receivable": "invoice_id", "order_line": "order_id"}  # rows that stand or fall together


@dataclass(frozen=True)
class RandomCompany:
    """A company as it was made poorer, and what was done to it."""

    shop: Shop
    told: str
    omitted: dict[str, int]
    """How many rows of a table were left out, where the version can tell."""


def base(folder: Path, seed: int) -> Path:
    """A made company of nine months as a file, its facts only; built once for many poorer ones."""
    path = folder / f"base-{seed}.duckdb"
    if not path.exists():
        with duckdb.connect(str(path)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            schema.create(connection)
            connection.execute("begin")
            fill(connection, Asked(customers=200, months=9, until=LAST, seed=seed))
            connection.execute("commit")
    return path


@contextmanager
def poorer(path: Path, seed: int) -> Iterator[RandomCompany]:
    """A copy of a company that lacks something, shaped and open until the end of the block."""
    chance = random.Random(seed)
    copy = path.with_name(f"{path.stem}-{seed}.duckdb")
    shutil.copy(path, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        told = [*_missing(connection, chance), *_thin(connection, chance), *_late(connection, chance)]
        omitted = _left_out(connection, chance)
        if chance.random() < 0.4:
            connection.execute("update main.customer set value_tier = null")
            told.append("no tiers")
        shape.build(connection)
        yield RandomCompany(shop_of(store.reading(connection)), "; ".join(told), omitted)
    copy.unlink()


def _missing(connection: duckdb.DuckDBPyConnection, chance: random.Random) -> list[str]:
    gone = chance.sample(TABLES, chance.choice((0, 1, 2, 4, 8, 12)))
    for table in gone:
        connection.execute(f"delete from main.{table}")
        connection.execute("delete from main.load_log where table_name = ?", [table])
    return [f"without {table}" for table in gone]


def _thin(connection: duckdb.DuckDBPyConnection, chance: random.Random) -> list[str]:
    thin = chance.sample(TABLES[:8], chance.choice((0, 1, 3)))
    for table in thin:
        row, kept = WHOLE.get(table, "rowid"), chance.choice((2, 10, 40))
        connection.execute(f"delete from main.{table} where hash({row}) % 100 >= {kept:d}")
    return [f"thin {table}" for table in thin]


def _late(connection: duckdb.DuckDBPyConnection, chance: random.Random) -> list[str]:
    late = chance.sample(TABLES[:4], chance.choice((0, 0, 1)))
    for table in late:
        days = chance.choice((3, 12, 40))
        column = {"work_item": "opened_at", "interaction": "offered_at", "survey": "sent_at"}.get(table, "started_at")
        connection.execute(f"delete from main.{table} where {column} >= date '{LAST}' - {days - 1:d}")
        connection.execute(
            f"update main.load_log set loaded_through = date '{LAST}' - {days:d} where table_name = ?", [table]
        )
    return [f"late {table}" for table in late]


def _left_out(connection: duckdb.DuckDBPyConnection, chance: random.Random) -> dict[str, int]:
    """Rows taken out and written down as left out, of a day that could not be read."""
    known = connection.execute("select 1 from duckdb_tables() where table_name = 'omitted_row'").fetchall()
    out: dict[str, int] = {}
    held = [table for table in TABLES[:4] if connection.execute(f"from main.{table} limit 1").fetchone()]
    for table in chance.sample(held, min(len(held), chance.choice((0, 1, 2)))) if known else ():
        row = connection.execute(f"select count(*) from main.{table}").fetchone()
        connection.execute(f"delete from main.{table} where hash(rowid) % 100 >= 70")
        left = connection.execute(f"select count(*) from main.{table}").fetchone()
        count = (row[0] if row else 0) - (left[0] if left else 0)
        if count:
            connection.execute(
                "insert into main.omitted_row (load_id, source, table_name, file, rule, lacks, row_count)"
                " values (1, 'crm', ?, 'x.csv', 'type', '', ?)",
                [table, count],
            )
            out[table] = count
    return out


def scopes(chance: random.Random) -> Scope:
    """All of the company, a team, an area or a process."""
    return chance.choice(
        (
            EVERYTHING,
            EVERYTHING,
            Scope(teams=(chance.choice(TEAMS),)),
            Scope(teams=tuple(sorted(chance.sample(TEAMS, 2)))),
            Scope(processes=(chance.choice(PROCESSES),)),
        )
    )
