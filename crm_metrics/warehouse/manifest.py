"""The manifest of a version: how many rows each table holds and their checksum, kept in the file itself.

The checksum is a sum, so that of a table is that of its parts; of a part that is made of what it was made of in the
version before, it is carried over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from crm_metrics.warehouse.sealing.parts import Fetch, Table, TablePart, counted, parts

SCHEMAS = ("main", "shape", "final")
_SUMS = "count(*), cast(coalesce(sum(cast(hash(one_row) as hugeint)), 0) as varchar)"
_OWN = ("manifest", "manifest_part")

Known = Mapping[tuple[Table, str], tuple[int, str]]  # by table and what a part is made of: its rows and their checksum


@dataclass(frozen=True)
class Summed:
    """The rows of a part, counted and summed."""

    part: TablePart
    rows: int
    checksum: str


def write(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Write down the tables of `schema`, one of SCHEMAS, as they stand, in place of what was there.

    Their parts stay those of the version that this one is a copy of.
    """
    fetch = _asking(connection)
    _tell(connection, schema, _summed(fetch, _tables(fetch, schema), _known(fetch, schema), whole=False))


def rows(connection: duckdb.DuckDBPyConnection) -> Mapping[Table, int]:
    """How many rows each table holds, of which a manifest tells."""
    fetch = _asking(connection)
    tables = [table for schema in SCHEMAS for table in _tables(fetch, schema)]
    return _counts(fetch, tables)


def seal(connection: duckdb.DuckDBPyConnection, rows: Mapping[Table, int]) -> tuple[Sequence[Summed], Sequence[str]]:
    """Write down what a file holds that was closed and opened again, and the parts of which that is added up.

    Gives these parts, and the tables that hold other rows than they did, or than was written down of those of `main`.
    rows: how many each table held before it was closed.
    """
    fetch, sealed = _asking(connection), list[Summed]()
    was = {("main", table): told for table, told in written(connection, "main").items()}
    for schema in SCHEMAS:
        summed = _summed(fetch, _tables(fetch, schema), _known(fetch, schema), whole=True)
        _tell(connection, schema, summed)
        _tell_parts(connection, schema, summed)
        sealed += summed
    now = _totals(sealed)
    wrong = {one for one in now.keys() | rows.keys() if one not in now or now[one][0] != rows.get(one)}
    wrong |= {one for one, told in was.items() if now.get(one) != told}
    return sealed, sorted(f"{schema}.{table}" for schema, table in wrong)


def differences(fetch: Fetch, sealed: Sequence[Summed] = ()) -> list[str]:
    """The tables whose rows are not those of the manifest, or that only one of the two has; empty when all is well.

    Reads every block of the file: DuckDB raises where a block's own checksum fails. sealed: the parts of a file that
    was sealed just before; then the rows of each table are only counted.
    """
    written = {
        (schema, table): (rows, checksum)
        for schema, table, rows, checksum in fetch(
            "select schema_name, table_name, row_count, checksum from main.manifest"
        )
    }
    there = {one for schema in SCHEMAS for one in _tables(fetch, schema)}
    wrong = there ^ written.keys()
    if both := sorted(there & written.keys()):
        held = _totals(sealed) if sealed else _totals(_measured(fetch, [TablePart(table) for table in both]))
        count = _counts(fetch, both) if sealed else {one: rows for one, (rows, _) in held.items()}
        wrong |= {one for one in both if held.get(one) != written[one] or count[one] != written[one][0]}
    return sorted(f"{schema}.{table}" for schema, table in wrong)


def _counts(fetch: Fetch, tables: Sequence[Table]) -> Mapping[Table, int]:
    asked = (f'select {at}, count(*) from "{schema}"."{table}"' for at, (schema, table) in enumerate(tables))
    return {tables[at]: rows for at, rows in fetch(" union all ".join(asked))}


def _tables(fetch: Fetch, schema: str) -> list[Table]:
    rows = fetch(
        "select schema_name, table_name from duckdb_tables()"
        " where database_name = current_database() and not temporary order by 1, 2"
    )
    return [(where, table) for where, table in rows if where == schema and table not in _OWN]


def written(connection: duckdb.DuckDBPyConnection, schema: str, place: str = "main") -> dict[str, tuple[int, str]]:
    """By table of `schema` what is written down of it: its rows and their checksum. place: where the manifest lies."""
    sql = f"select table_name, row_count, checksum from {place}.manifest where schema_name = ?"
    return {table: (rows, checksum) for table, rows, checksum in connection.execute(sql, [schema]).fetchall()}


def measure(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[int, str]:
    """How many rows a table or a select in brackets gives, and their checksum."""
    rows, checksum = connection.execute(f"select {_SUMS} from {relation} as one_row").fetchall()[0]
    return rows, checksum


def held(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> dict[Table, tuple[int, str]]:
    """The rows and the checksum of tables as they stand.

    A part that nobody wrote to is not summed, but each block of it is held against its checksum; where that fails,
    DuckDB raises.
    """
    fetch = _asking(connection)
    known = {key: sums for schema in SCHEMAS for key, sums in _known(fetch, schema).items()}
    return _totals(_summed(fetch, tables, known, whole=True))


def _asking(connection: duckdb.DuckDBPyConnection) -> Fetch:
    return lambda sql: connection.execute(sql).fetchall()


def _tell(connection: duckdb.DuckDBPyConnection, schema: str, summed: Sequence[Summed]) -> None:
    _put(connection, "manifest", schema, [(*table, *told) for table, told in _totals(summed).items()])


def _tell_parts(connection: duckdb.DuckDBPyConnection, schema: str, summed: Sequence[Summed]) -> None:
    told = [(*one.part.table, one.part.made_of, one.rows, one.checksum) for one in summed if one.part.made_of]
    _put(connection, "manifest_part", schema, told)


def _put(connection: duckdb.DuckDBPyConnection, table: str, schema: str, lines: Sequence[tuple[object, ...]]) -> None:
    connection.execute(f"delete from main.{table} where schema_name = ?", [schema])
    if lines:
        columns = ", ".join(["unnest(?)"] * len(lines[0]))
        connection.execute(
            f"insert into main.{table} select {columns}", [list(one) for one in zip(*lines, strict=True)]
        )


def _known(fetch: Fetch, schema: str) -> Known:
    """The parts of a schema that are written down."""
    sql = "select table_name, made_of, row_count, checksum from main.manifest_part"
    return {
        ((schema, table), made_of): (rows, checksum)
        for table, made_of, rows, checksum in fetch(f"{sql} where schema_name = '{schema}'")
    }


def _summed(fetch: Fetch, tables: Sequence[Table], known: Known, *, whole: bool) -> list[Summed]:
    """The sum of each part of these tables: as it is known, else as it is measured."""
    there = {(table, made_of.partition(" ")[0]) for table, made_of in known}
    found = parts(fetch, tables, whole=whole)
    lying = list(counted(fetch, [one for one in found if (one.table, one.blocks) in there]))
    carried = [Summed(one, *known[one.table, one.made_of]) for one in lying if (one.table, one.made_of) in known]
    done = {(one.part.table, one.part.first) for one in carried}
    return [*carried, *_measured(fetch, [one for one in found if (one.table, one.first) not in done])]


def _measured(fetch: Fetch, asked: Sequence[TablePart]) -> list[Summed]:
    """Rows and checksum of each part, whatever their order, in one question: one by one took five times as long.

    The names in it come from the database's own list.
    """
    if not asked:
        return []
    listed = (f"select {at}, {_SUMS}, {one.count} from {one.relation}" for at, one in enumerate(asked))
    return [
        Summed(replace(asked[at], left=f"{rows} {places}"), rows, checksum)
        for at, rows, checksum, _, places in fetch(" union all ".join(listed))
    ]


def _totals(summed: Sequence[Summed]) -> dict[Table, tuple[int, str]]:
    found = dict[Table, tuple[int, str]]()
    for one in summed:
        rows, checksum = found.get(one.part.table, (0, "0"))
        found[one.part.table] = rows + one.rows, str(int(checksum) + int(one.checksum))
    return found
