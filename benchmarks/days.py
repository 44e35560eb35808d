"""An ordinary day of a company, as the files that it loads: its history through the day before, and what is new then.

Both are plain input tables, made of a demo company. The history is what the company's systems would have told at the
end of the day before: what happened later stands in none of its rows, and a few rows of its last days came late. The
files of the day hold what these systems tell a day later and had not told: new rows, changed ones, and the late ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.shape import zone_of
from crm_metrics.warehouse.tables import HAPPENED, Table, tables

LATE_DAYS = 5  # of the rows of so many days before
LATE_EVERY = 50  # one in so many comes late
NEVER_LATE = ("customer",)
BETWEEN = "|"  # the values of a list in one cell

# By what a row is told first, where that is not the first of what happens to it. A contact is told once it is over.
TOLD: Mapping[str, str] = {
    "customer": '"created_at"',
    "interaction": 'greatest("offered_at", "answered_at", "connected_at", "ended_at")',
}

# What happens to a row that was told already, and the other columns that nobody knows before.
LATER: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "customer": {"acquired_on": ("acquisition_campaign_id",)},
    "work_item": {
        "first_response_at": (),
        "qualified_at": (),
        "first_resolved_at": (),
        "closed_at": ("outcome", "outcome_reason", "amount"),
    },
    "survey": {"responded_at": ("score", "comment")},
    "order_line": {"delivered_at": ()},
    "subscription": {"ends_on": ("end_reason",)},
}

# The columns whose past is told by status events.
TRACKED: Mapping[str, tuple[str, ...]] = {
    "customer": ("value_tier", "segment", "lifecycle_stage", "relationship_type"),
    "work_item": ("status", "priority", "team", "expected_amount", "expected_close_on"),
}


@dataclass(frozen=True, kw_only=True)
class Files:
    """The folders of a history and of the day after it, and how many rows of each table the files of the day hold."""

    history: Path
    day: Path
    rows: Mapping[str, int]


def write(connection: duckdb.DuckDBPyConnection, folder: Path, day: date) -> Files:
    """The files of the history before `day`, and of `day` itself, of the company in `connection`: below `folder`."""
    history, new, rows = folder / "history", folder / "day", dict[str, int]()
    history.mkdir(parents=True)
    new.mkdir()
    zone, yesterday = zone_of(connection), day - timedelta(days=1)
    for name in input_tables():
        table = tables()[name]
        before = f"select * from ({stood(table, zone, yesterday)}) where {in_time(table, zone, yesterday)}"
        told = f"({stood(table, zone, day)}) except all ({before})"
        save(connection, table, before, history)
        rows[name] = save(connection, table, told, new)
    return Files(history=history, day=new, rows={name: count for name, count in rows.items() if count})


def stood(table: Table, zone: str, day: date) -> str:
    """The select of a table's rows as they stood at the end of a day in a time zone."""
    if table.name not in HAPPENED:
        return f"select {', '.join(names(table))} from main.{table.name}"
    over = f"cast(date '{day}' + 1 as timestamp) at time zone '{zone}'"
    values, joined = _tracked(table, over)
    for happens, more in LATER.get(table.name, {}).items():
        is_later = f"{_civil(table, happens, zone)} > date '{day}'"
        known = {name: f"case when t.{happens} is null or not {is_later} then {values[name]} end" for name in more}
        values |= known | {happens: f"case when not {is_later} then {values[happens]} end"}
    columns = ", ".join(f"{value} as {name}" for name, value in values.items())
    told = f"coalesce({told_on(table, zone)} <= date '{day}', true)"
    return f"select {columns} from main.{table.name} as t {joined} where {told}"


def in_time(table: Table, zone: str, day: date) -> str:
    """The condition of rows of a select that were told by the end of a day: a few of its last days come late."""
    if table.name not in HAPPENED or table.name in NEVER_LATE:
        return "true"
    key = f"hash({', '.join(table.key)})"
    first = day - timedelta(days=LATE_DAYS - 1)
    return f"not ({told_on(table, zone)} between date '{first}' and date '{day}' and {key} % {LATE_EVERY} = 0)"


def names(table: Table) -> list[str]:
    """The columns that stand in a file."""
    return [name for name in table.columns if name != "only_row"]


def _tracked(table: Table, over: str) -> tuple[dict[str, str], str]:
    """The value of each column at an instant, as its status events tell it, and what is joined for that."""
    values = {name: f"t.{name}" for name in names(table)}
    if table.name not in TRACKED:
        return values, ""
    past = TRACKED[table.name]
    boxes = ", ".join(  # the value before the first change that comes later; a box, for that may be none
        f"arg_min({{'v': old_value}}, row(changed_at, seq)) filter (where attribute = '{name}') as {name}"
        for name in past
    )
    joined = f"""left join (
        select entity_id, {boxes} from main.status_event
        where entity = '{table.name}' and changed_at >= {over} group by entity_id
    ) as c on c.entity_id = t.{table.key[0]}"""
    for name in past:
        before = f"try_cast(c.{name}.v as {table.columns[name].type})"
        values[name] = f"case when c.{name} is not null then {before} else t.{name} end"
    if table.name == "work_item":  # of an item without a history: as most stand that are open
        joined += """ left join (select process, kind, mode(status) as status from main.work_item
            where closed_at is null group by process, kind) as o on o.process = t.process and o.kind = t.kind"""
        reopened = f"c.status is null and t.closed_at >= {over}"
        values["status"] = f"case when {reopened} then coalesce(o.status, 'open') else {values['status']} end"
    return values, joined


def told_on(table: Table, zone: str) -> str:
    """The day on which a row is told first."""
    told = TOLD.get(table.name)
    return f"cast({told} at time zone '{zone}' as date)" if told else _civil(table, HAPPENED[table.name][0], zone)


def _civil(table: Table, column: str, zone: str) -> str:
    return table.columns[column].civil_day(zone)


def save(connection: duckdb.DuckDBPyConnection, table: Table, select: str, folder: Path) -> int:
    """Write the rows of a select, if there are any, as the file of a table in a folder; how many they are."""
    cells = {
        name: f"array_to_string({name}, '{BETWEEN}')" if column.type.endswith("[]") else f"cast({name} as double)"
        for name, column in table.columns.items()
        if column.type.endswith(("[]", ",3)"))  # 1.000 might be a thousand
    }
    replaced = f"replace ({', '.join(f'{cell} as {name}' for name, cell in cells.items())})" if cells else ""
    file = folder / f"{table.name}.csv"
    row = connection.execute(f"copy (select * {replaced} from ({select}) order by all) to '{file}' (header)").fetchone()
    count = int(row[0]) if row else 0
    if not count:
        file.unlink()
    return count
