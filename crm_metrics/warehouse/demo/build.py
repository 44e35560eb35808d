"""Builds the demo company: the same arguments give the same rows on every machine.

Its SQL stands in rooms: `company/` who works there, when, for how much and towards what; `customers/` who buys what and
what becomes of them; `processes/` the work done for them; `exports/` what the sources would have brought of it all.
`draws.sql` makes the chance of them all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import holidays

from crm_metrics.errors import QuestionError
from crm_metrics.warehouse import engines, schema
from crm_metrics.warehouse.demo.truths import Truths, months_before
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.presence import declare, expect, rows_read
from crm_metrics.warehouse.publish import publish
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.warehouse.versions import exists

Say = Callable[[str], None]

FULL_SIZE = 12_000  # customers at which the volumes and the teams have their full size
ROWS_OF_A_CUSTOMER = 100  # of all tables together, over 25 months, about
FULL_DAYS = 760  # about 25 months: what happens once to a customer happens in this share of them in so many days ...
JOINING = 0.38  # ... who join
DOUBTING = 0.16  # ... who doubt for a while
ZONE = ZoneInfo("America/Bogota")
CALENDARS = ("company", "linea")
DRAFTS = ("work_item", "interaction", "status_event")
STEPS = (  # in the order in which they need each other, across the rooms
    ("company/calendar", "The calendar"),
    ("company/people", "Teams and agents"),
    ("company/campaigns", "Campaigns"),
    ("customers/customers", "Customers"),
    ("customers/subscriptions", "Plans"),
    ("customers/orders", "Orders"),
    ("processes/sales", "Sales"),
    ("exports/orders_out", "Order lines"),
    ("processes/presales", "Presales"),
    ("processes/old_cases", "Old cases"),
    ("processes/service", "Service"),
    ("processes/telemarketing", "Telemarketing"),
    ("processes/collections", "Collections"),
    ("processes/retention", "Retention"),
    ("customers/loyalty", "Loyalty"),
    ("company/effort", "Agents' time"),
    ("customers/surveys", "Surveys"),
    ("processes/messages", "Messages"),
    ("processes/quality", "Quality and training"),
    ("customers/history", "Customers' history"),
    ("customers/records", "Customer records"),
    ("customers/trials", "Trials"),
    ("processes/reasons", "Reasons"),
    ("company/promises", "Service levels"),
    ("company/targets", "Goals"),
    ("company/long_goals", "Goals of quarters and years"),
    ("exports/facts", "Facts in the order of time"),
    ("exports/books", "The loader's books"),
)


@dataclass(frozen=True)
class Asked:
    """What demo was asked for: its last day, how many customers and months (with the running one), by which seed."""

    until: date
    customers: int = FULL_SIZE
    months: int = 25
    seed: int = 7

    def __post_init__(self) -> None:
        """Refuse what can't be built.

        Raises QuestionError.
        """
        if not 100 <= self.customers <= 1_000_000:
            raise QuestionError("--customers is {value}; it must be from 100 to 1000000.", value=self.customers)
        if not 1 <= self.months <= 120:
            raise QuestionError("--months is {value}; it must be from 1 to 120.", value=self.months)

    @property
    def first(self) -> date:
        """The first day: the first of the month, so that there are `months` months with the running one."""
        return months_before(self.until, self.months - 1)

    @property
    def truths(self) -> Truths:
        """When the planted truths begin."""
        return Truths(self.first, self.until, frozenset(self.holidays))

    @property
    def holidays(self) -> dict[date, str]:
        """Colombia's holidays of the years that the demo touches, by day."""
        years = range(self.first.year - 1, self.until.year + 2)
        return dict(holidays.country_holidays("CO", years=years, language="es"))


def _silent(_: str) -> None:
    """Say nothing."""


def build_demo(
    folder: Path,
    *,
    finish: Finish | None,
    customers: int = FULL_SIZE,
    months: int = 25,
    seed: int = 7,
    until: date | None = None,
    progress: Say = _silent,
) -> None:
    """Make the demo company the current version of the warehouse in `folder`; without `until`, through today there.

    Its last day is whole, so that the same day gives the same rows at any hour.

    Raises QuestionError when the folder holds imported rows, or when the numbers asked can't be.
    """
    asked = Asked(until or datetime.now(ZONE).date(), customers, months, seed)
    _refuse_company(folder)

    def all_of_it(connection: duckdb.DuckDBPyConnection) -> bool:
        fill(connection, asked, progress)
        return True

    publish(folder, all_of_it, fresh=True, finish=finish, progress=progress)


def fill(connection: duckdb.DuckDBPyConnection, asked: Asked, progress: Say = _silent) -> None:
    """Insert the demo's rows, its load log and its origin into the empty tables of `connection`."""
    engines.make_room(connection, asked.customers * ROWS_OF_A_CUSTOMER)
    _declare(connection, asked)
    named = sorted(asked.holidays.items())
    for calendar in CALENDARS:
        rows = [(calendar, day, name) for day, name in named]
        connection.executemany("insert into main.holiday values (?, ?, ?, 'crm')", rows)
    connection.execute(_text("draws"))
    written = _draft(connection)
    for step, title in STEPS:
        progress(title)
        _run(connection, _text(step), written)
    for table, told in written.items():
        expect(table, told, rows_read(connection, table))
    _drop_drafts(connection)
    _count_rows(connection)
    connection.execute("insert into main.warehouse_info values ('origin', 'demo'), ('demo', ?)", [str(asked)])


def _draft(connection: duckdb.DuckDBPyConnection) -> Counter[str]:
    """Declare the drafts of the tables that several processes write; no row is written yet.

    Each is put into the warehouse once, whole and in the order of time: into one with a key, in parts and in one
    transaction, it took three times as long.
    """
    for table in DRAFTS:
        described = connection.execute(
            "select column_name, data_type, column_default from duckdb_columns() where schema_name = 'main'"
            " and table_name = ? and database_name = current_database() order by column_index",
            [table],
        ).fetchall()
        columns = {name: f"{kind} default {default}" if default else kind for name, kind, default in described}
        declare(connection, f"demo_{table}", columns, temp=True)
    return Counter()


def _run(connection: duckdb.DuckDBPyConnection, script: str, written: Counter[str]) -> None:
    """Run a script, and add up how many rows its inserts say that they wrote into each table."""
    for statement in duckdb.extract_statements(script):
        row = connection.execute(statement)
        if statement.type == duckdb.StatementType.INSERT:
            into = re.search(r"insert\s+into\s+([\w.]+)", statement.query, re.IGNORECASE)
            if into is None:
                raise AssertionError(statement.query)
            written[into[1]] += int((row.fetchone() or (0,))[0])


def _declare(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Set what the SQL reads by getvariable: sizes and days."""
    truths = asked.truths
    days = {
        "first": asked.first,
        "last": asked.until,
        "first_open": _working(asked, asked.first, 1),
        "last_open": _working(asked, asked.until, -1),
        "step": truths.step,
        "price_rise": truths.price_rise,
        "failing": truths.failing,
        "plan_works": truths.plan_works,
        "unlucky": truths.unlucky,
        "missing": truths.missing,
        "late": truths.late,
    }
    connection.execute("set variable demo_seed = ?::integer", [asked.seed])
    connection.execute("set variable demo_customers = ?::integer", [asked.customers])
    connection.execute("set variable demo_size = ?::double", [asked.customers / FULL_SIZE])
    window = min(1.0, ((asked.until - asked.first).days + 1) / FULL_DAYS)
    connection.execute("set variable demo_joining = ?::double", [JOINING * window])
    connection.execute("set variable demo_doubting = ?::double", [DOUBTING * window])
    for name, day in days.items():
        connection.execute(f"set variable demo_{name} = ?::date", [day])


def _working(asked: Asked, day: date, step: int) -> date:
    """`day`, or the nearest working day after it (step 1) or before it (step -1)."""
    closed = asked.holidays
    while day.weekday() == 6 or day in closed:
        day += timedelta(days=step)
    return day


def _drop_drafts(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the working tables, all named demo_ and temporary."""
    drafts = "select table_name from duckdb_tables() where temporary and starts_with(table_name, 'demo_')"
    for (name,) in connection.execute(drafts).fetchall():
        connection.execute(f'drop table temp."{name}"')
    connection.execute("reset asof_loop_join_threshold")


def _count_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Write into the load log how many rows each source brought to each table."""
    for table in schema.input_tables():
        connection.execute(
            f'update main.load_log set rows_read = (select count(*) from main."{table}" as t where t._source = source)'
            " where table_name = ?",
            [table],
        )


def _refuse_company(folder: Path) -> None:
    """Raise QuestionError when `folder` holds imported rows."""
    if not exists(folder):
        return
    warehouse = open_warehouse(folder)
    try:
        imported = warehouse.origin != "demo" and warehouse.sources
    finally:
        warehouse.close()
    if imported:
        raise QuestionError(
            "{folder} holds imported rows; the demo company would replace them. Give --warehouse another folder.",
            folder=folder,
        )


def _text(name: str) -> str:
    return files("crm_metrics.warehouse.demo").joinpath(f"{name}.sql").read_text(encoding="utf-8")
