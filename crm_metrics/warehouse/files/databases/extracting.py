"""What queries give, written out as the CSV files that a mapping reads; a whole table is never in memory."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases import embedded
from crm_metrics.warehouse.files.databases.answers import Database, QueryResult, is_untold, text
from crm_metrics.warehouse.files.databases.servers import Server
from crm_metrics.warehouse.mapping.source import Source
from crm_metrics.warehouse.notes import Note, note, warning


def extract(place: Path | Server, source: Source, queries: Mapping[str, str], into: Path) -> tuple[Note, ...]:
    """Write the answer of each query to `<name>.csv` in `into`; without queries, each table that the source knows.

    place: a SQLite or DuckDB file, or a server. Gives what is to be told of the values.
    Raises DataError when it is no such database, can't be opened, or a query fails; then no file is whole.
    """
    with _opened(place) as database:
        asked = dict(queries) or _whole_tables(database, source)
        for name in asked:
            if Path(name).name != name or not source.file_for(f"{name}.csv"):  # else it could be written anywhere
                raise DataError("{file}: the mapping knows no file '{name}' that a query could fill.",
                                file=database.name, name=name)  # fmt: skip
        return tuple(
            told
            for name, query in asked.items()
            for told in _write(into / f"{name}.csv", name, _asked(database, name, query, whole=not queries))
        )


def check(server: Server) -> None:
    """Whether a server answers and lets its user in. Raises DataError when not."""
    with _opened(server):
        pass


def _opened(place: Path | Server) -> AbstractContextManager[Database]:
    if isinstance(place, Path):
        return embedded.opened(place)
    if place.kind == "mysql":
        from crm_metrics.warehouse.files.databases import mysql  # slow: its driver, which few companies need

        return mysql.opened(place)
    from crm_metrics.warehouse.files.databases import postgresql  # slow: its driver, which few companies need

    return postgresql.opened(place)


def _whole_tables(database: Database, source: Source) -> dict[str, str]:
    """A query for each table that the mapping knows. Raises DataError when it knows none."""
    names = [str(row[0]) for row in database.ask(database.name, database.tables).rows]
    known = [name for name in names if source.file_for(f"{name}.csv") and database.quote not in name]
    if not known:
        raise DataError(
            "{database} has no table that source {source} knows. It reads tables named {expected}; write"
            " [source.queries] for others.",
            database=database.name,
            source=source.name,
            expected=", ".join(name for rule in source.files.values() for name in rule.names),
        )
    return {name: f"select * from {database.quote}{name}{database.quote}" for name in sorted(known)}


def _asked(database: Database, name: str, query: str, whole: bool) -> QueryResult:
    """The rows of one query. whole: nobody chose its columns, so it may have such that hold bytes."""
    answer = database.ask(name, query)
    if not answer.columns:
        raise DataError("{file}: the query of {name} gives no rows; it must be one select.", file=database.name,
                        name=name)  # fmt: skip
    if answer.binary and not whole:
        raise DataError(
            "{database}: {columns} in the query of {name} hold bytes, no text. Leave them out, or make them text.",
            database=database.name, columns=_binary(answer), name=name,
        )  # fmt: skip
    return answer


def _binary(answer: QueryResult) -> str:
    return ", ".join(column for column in answer.columns if column in answer.binary)


def _write(path: Path, table: str, answer: QueryResult) -> Iterator[Note]:
    """Write the rows but for the columns that hold bytes, and tell what was left aside."""
    untold: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(_rows(answer, untold))
    if answer.binary:
        yield note("{table}: {columns} hold bytes and were left aside.", table=table, columns=_binary(answer))
    for column, count in untold.items():
        yield warning(
            "{table}: {count} values of {column} are no day or number that there is (0000-00-00, infinity, NaN) and are"
            " read as empty.",
            table=table, count=count, column=column,
        )  # fmt: skip


def _rows(answer: QueryResult, untold: Counter[str]) -> Iterator[list[str]]:
    """The header and each row as texts; counts, by column, the values that say nothing."""
    kept = [at for at, column in enumerate(answer.columns) if column not in answer.binary]
    yield [answer.columns[at] for at in kept]
    for row in answer.rows:
        for at in kept:
            if is_untold(row[at]):
                untold[answer.columns[at]] += 1
        yield [text(row[at]) for at in kept]
