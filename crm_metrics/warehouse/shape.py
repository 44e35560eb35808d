"""Shapes: rows derived from the input tables, with every flag settled once.

A shape is a select in `shapes/ROOM/NAME.sql`. Its head, lines of `-- word: …`, says by

    its name             what a row is
    kind                 "rows", "span" or "period" (see `Shape`)
    tables               the input tables behind every column
    a column's name      the input tables behind that column, where it needs more
    nothing              what a reader is told where there is nothing to divide by; `nothing of WORD`: in a denominator
                         that holds the word
    finals               "month" in a period shape whose rows of whole months are kept, too (see `finals`); then
                         the shapes of which a period reads the rows of its own days alone: receivable.entry_on;
                         `finals of SPAN`: a column, and the days from the first of which on a row of that value of
                         the column may be read: customer, book_span.from_on, order_line.ordered_on
    ledger               the sides of the debtors' ledger that every column needs, of SIDES; `ledger of COLUMN`: those
                         that this column needs instead
    refresh, …           how a stored one is brought up to changed rows (see `heads.refreshes`)

and in its select stand, filled in when it is read or built,

    {customer: c.%}      the text once for each attribute of a group in `attributes.py`: c.tier, c.segment, …; % is its
                         column, $ that of the input table, as in {customer_then: min_by($, day) as first_%}
    {customer exclude tier, region: c.%}
                         the same without these
    :time_zone           the company's zone and the settings of `ShapeRules`, as literals
    {customer_period}    in a period shape: the select of another one
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files

import duckdb

from crm_metrics.errors import DefinitionError, unknown
from crm_metrics.warehouse import attributes
from crm_metrics.warehouse.engines import all_or_none
from crm_metrics.warehouse.heads import refreshes
from crm_metrics.warehouse.heads.parting import parts
from crm_metrics.warehouse.heads.refreshes import Refresh
from crm_metrics.warehouse.presence import columns_of, declare, expect, rows_read

KINDS = ("rows", "span", "period")
# Of the debtors' ledger; numbers: every invoice that a payment names, dues: the day on which each invoice is due.
SIDES = ("invoices", "payments", "numbers", "dues")
_HEAD = re.compile(r"--\s*(\w+)(?: of ([\w.]+))?:\s*(.*)")
_FILLED_LATER = re.compile(r"\bwhere false\s*$")
_GROUP = re.compile(r"\{(\w+)(?: exclude ([\w, ]+))?: ((?:[^{}]|\{[^{}]*\})+)\}")  # {'v': value} may stand in its text


@dataclass(frozen=True, kw_only=True)
class ShapeRules:
    """The settings behind the flags; each stands in the shapes as `:name`."""

    answer_target_seconds: int = 20
    """A contact is answered in target up to so many seconds."""

    short_abandon_seconds: int = 5
    """Who hangs up within them did not wait."""

    late_connect_seconds: int = 2
    """A dialled person who hears nobody for longer was connected late."""

    active_book_days: int = 365
    """A customer is in the active book for so long after an order."""

    promise_grace_days: int = 3
    """A promise to pay is kept up to so many days after its day."""

    first_contact_days: int = 7
    """A case is resolved in its first contact when nothing follows within them."""

    detractor_followup_seconds: int = 48 * 3600
    """A detractor is called back in time within so much open time."""

    inactivity_gaps: int = 3
    """A customer is inactive after so many times its own usual gap between purchases."""

    written_reply_seconds: int = 24 * 3600
    """A message is answered in time within so much open time."""

    acsi_satisfaction_weight: int = 1
    """The weight of satisfaction in the index of satisfaction."""

    acsi_expectation_weight: int = 1
    """The weight of what was expected."""

    acsi_ideal_weight: int = 1
    """The weight of how near to the ideal."""

    sla_floor_percent: int = 80
    """No tier may have less of its promises kept."""

    stale_record_days: int = 180
    """A record that nothing was added to for longer is stale."""

    least_peers: int = 8
    """Fewer customers alike have no upper quartile to look up to."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One derived table."""

    name: str
    """Its file's name, and its table's."""

    kind: str
    """"rows"; "span", rows alive from `from_on` until before `to_on`; or "period", a select over
    `asked(period, first, last, next, days)` that is computed for each question."""

    sql: str
    """The text of its file, its groups of attributes written out."""

    tables: tuple[str, ...]
    """The input tables behind every column; "a|b" stands for any of them."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those behind a column that needs more."""

    nothing: Mapping[str, str] = field(default_factory=dict)
    """What a reader is told where there is nothing to divide by, by a word of the denominator; "" is any."""

    finals: Mapping[str, str] | None = None
    """Of one whose whole months are kept: the shapes of which a period reads the rows of its own days, by which day."""

    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of such a one: by span, the column that its rows are found by, and the days from which on they may be."""

    ledger: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of SIDES those that a column needs; "" is every other column."""

    refresh: Refresh | None = None
    """How a stored one is brought up to changed rows; None: it is made anew."""

    def sides_behind(self, column: str) -> tuple[str, ...]:
        """The sides of the debtors' ledger that `column` is made from; none where it needs no ledger."""
        return self.ledger.get(column, self.ledger.get("", ()))

    def tables_behind(self, column: str) -> tuple[str, ...]:
        """The input tables that `column` is made from."""
        return self.columns.get(column, self.tables)

    def nothing_of(self, denominator: str) -> str | None:
        """Why there is nothing to divide by in such a denominator; None where the head says no more than that."""
        closest_first = sorted(self.nothing, key=len, reverse=True)
        return next((self.nothing[word] for word in closest_first if word in denominator), None)


@cache
def shapes() -> Mapping[str, Shape]:
    """Every shape by name, read from `shapes/*/*.sql`; DefinitionError when one does not say what it is."""
    rooms = [room for room in files("crm_metrics.warehouse").joinpath("shapes").iterdir() if room.is_dir()]
    parsed = [
        parse(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for room in rooms
        for file in room.iterdir()
        if file.name.endswith(".sql")
    ]
    return {shape.name: shape for shape in sorted(parsed, key=lambda shape: shape.name)}


def build(connection: duckdb.DuckDBPyConnection, rules: ShapeRules | None = None, only: Collection[str] = ()) -> None:
    """Make schema `shape` and every stored table of it, in the order of their needs; or `only` these and their needs.

    Rows lie in the order of their first column, which is a day in all large ones: a reader who asks for a few days then
    reads only those.
    """
    with all_or_none(connection):  # one commit: sixty of them took three times as long on a file
        connection.execute("drop schema if exists shape cascade")
        connection.execute("create schema shape")
        add(connection, needed(only or stored()), rules)


def add(connection: duckdb.DuckDBPyConnection, names: Collection[str], rules: ShapeRules | None = None) -> None:
    """Make these stored tables in the order of their needs; what else they read is there already."""
    zone = zone_of(connection)
    for shape in in_order({name: stored()[name] for name in names}):
        store(connection, f'shape."{shape.name}"', fill(shape.sql, zone, rules), shape.refresh)


def zone_of(connection: duckdb.DuckDBPyConnection) -> str:
    """The time zone in which the company's days are cut; UTC where no company is told."""
    row = connection.execute("select time_zone from main.company").fetchone()
    return str(row[0]) if row else "UTC"


def filled_later(select: str) -> bool:
    """Whether a select gives no rows by itself, for the analysis fills its table."""
    return _FILLED_LATER.search(select) is not None


def store(connection: duckdb.DuckDBPyConnection, table: str, select: str, refresh: Refresh | None = None) -> None:
    """Keep the rows of a select, each read again; one that gives none here is declared, for the analysis fills it.

    refresh: what the shape's head says of its keys, by which a large one is made in parts.
    """
    if filled_later(select):
        declare(connection, table, columns_of(connection, select))
        return
    written, begin = 0, f"create table {table} as"
    for part in parts(connection, select, refresh):
        row = connection.execute(f"{begin} {part}\norder by 1").fetchone()
        written, begin = written + (int(row[0]) if row else 0), f"insert into {table}"
    expect(table, written, rows_read(connection, table))


def stored() -> Mapping[str, Shape]:
    """The shapes that are kept as tables; the others are selects of a question."""
    return {name: shape for name, shape in shapes().items() if shape.kind != "period"}


def kept() -> list[Shape]:
    """The period shapes whose rows of whole months are kept."""
    return [shape for shape in shapes().values() if shape.finals is not None]


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every stored shape; the room of the old ones is used again by new ones."""
    connection.execute("drop schema if exists shape cascade")
    connection.execute("checkpoint")


def needed(names: Collection[str]) -> set[str]:
    """These stored shapes and all that they are made from; of one that is computed, what it reads."""
    known, needs = stored(), set[str]()
    left = {name for name in names if name in known}
    for name in set(names) - left:
        left |= read_by(period_select(name, "UTC"))
    while left:
        needs |= left
        left = {need for name in left for need in read_by(known[name].sql)} - needs
    return needs


def period_select(
    name: str, time_zone: str, rules: ShapeRules | None = None, finals: Mapping[str, str] | None = None
) -> str:
    """The select of a period shape, over `asked(period, first, last, next, days)`; `{other}` in it is another one.

    finals: by shape, the select that stands in its place.
    """
    if finals and name in finals:
        return finals[name]
    sql = fill(shapes()[name].sql, time_zone, rules)
    return re.sub(r"\{(\w+)\}", lambda place: period_select(place[1], time_zone, rules, finals), sql)


def fill(sql: str, time_zone: str, rules: ShapeRules | None = None) -> str:
    """`sql` without its comments, its placeholders written as literals."""
    values: dict[str, str] = {name: str(value) for name, value in asdict(rules or ShapeRules()).items()}
    values["time_zone"] = "'" + time_zone.replace("'", "''") + "'"
    code = re.sub(r"[ \t]*--[^\n]*", "", sql).strip()
    return re.sub(r"(?<!:):(" + "|".join(values) + r")\b", lambda place: values[place[1]], code)


def in_order(tables: Mapping[str, Shape]) -> list[Shape]:
    """The shapes, each after those that it reads; DefinitionError when they need each other in a circle."""
    done: dict[str, Shape] = {}
    left = dict(tables)
    while left:
        ready = [shape for shape in left.values() if read_by(shape.sql) & set(left) <= {shape.name}]
        if not ready:
            raise DefinitionError("These shapes need each other in a circle: {names}.", names=", ".join(left))
        for shape in ready:
            done[shape.name] = left.pop(shape.name)
    return list(done.values())


def parse(name: str, text: str) -> Shape:
    """The shape that a file's text says it is; DefinitionError when its head does not say enough."""
    head: dict[str, str] = {}
    nothing: dict[str, str] = {}
    lists: dict[str, dict[str, tuple[str, ...]]] = {"ledger": {}, "finals": {}}
    refresh: list[tuple[str, str, str]] = []
    for word, of, says in _head(text):
        if word in refreshes.WORDS:
            refresh.append((word, of, says))
        elif word == "nothing":
            nothing[of] = says
        elif word == "ledger" or (word == "finals" and of):
            lists[word][of] = tuple(part.strip() for part in says.split(","))
        else:
            head[word] = says
    missing = {name, "kind", "tables"} - set(head)
    if missing:
        raise DefinitionError(
            "The head of shapes/{name}.sql lacks {missing}.", name=name, missing=", ".join(sorted(missing))
        )
    kind = head["kind"]
    if kind not in KINDS:
        raise DefinitionError("shapes/{name}.sql is of no known kind: {kind}.", name=name, kind=kind)
    if wrong := {side for sides in lists["ledger"].values() for side in sides} - set(SIDES):
        raise DefinitionError("shapes/{name}.sql: the ledger has no side {side}.", name=name, side=min(wrong))
    finals = _finals(name, kind, head.pop("finals", None))
    split = {key: tuple(part.strip() for part in value.split(",")) for key, value in head.items()}
    columns = {key: value for key, value in split.items() if key not in (name, "kind", "tables")}
    sql = written_out(name, text)
    return Shape(
        name=name,
        kind=kind,
        sql=sql,
        tables=split["tables"],
        columns=columns,
        nothing=nothing,
        finals=finals,
        known=lists["finals"],
        ledger=lists["ledger"],
        refresh=refreshes.parse(name, refresh),
    )


def _head(text: str) -> list[tuple[str, str, str]]:
    """The lines of a head, each as (word, of, what it says); one that is indented goes on with the one before."""
    lines: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if line.startswith("--   ") and lines:
            lines[-1] = (*lines[-1][:2], f"{lines[-1][2]} {line[2:].strip()}")
        elif entry := _HEAD.fullmatch(line):
            word, of, says = entry.groups(default="")
            lines.append((word, of, says))
    return lines


def _finals(name: str, kind: str, said: str | None) -> Mapping[str, str] | None:
    """What a head says of the whole months of a period shape; None where it says nothing."""
    if said is None:
        return None
    first, *days = (part.strip() for part in said.split(","))
    if kind != "period" or first != "month" or not all(re.fullmatch(r"\w+\.\w+", one) for one in days):
        raise DefinitionError("shapes/{name}.sql has no finals by {word}.", name=name, word=said)
    return {table: day for table, _, day in (one.partition(".") for one in days)}


def written_out(name: str, sql: str) -> str:
    """`sql` with each group of attributes as its columns; DefinitionError when there is no such group."""

    def columns(place: re.Match[str]) -> str:
        group, exclude, text = place.groups(default="")
        if group not in attributes.GROUPS:
            raise unknown(DefinitionError, "shapes/{name}.sql: no group '{word}'.", group, attributes.GROUPS, name=name)
        return attributes.listed(group, text, [column.strip() for column in exclude.split(",")])

    return _GROUP.sub(columns, sql)


@cache
def read_by(sql: str) -> frozenset[str]:
    """The stored shapes that a select names."""
    code = re.sub(r"--[^\n]*", "", sql)
    return frozenset(re.findall(r"\bshape\.(\w+)", code))
