"""What a layer above adds to a version before it is published: rows that no SQL can shape, such as fitted scores.

It may fail and the load is still published: the tables stay empty and `shape.score_fit` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from crm_metrics.warehouse import shape
from crm_metrics.words import mark

if TYPE_CHECKING:
    import pandas

FAILED = mark("the fit stopped with an error, so no customer has a score")
STOPPED = mark("No customer has a score: the fit stopped with an error ({detail}). The load itself is whole.")
FAILURES = (  # what a calculation or a library raises; the disk and the file itself are told by publishing
    ArithmeticError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
    duckdb.Error,
)


@dataclass(frozen=True)
class Draft:
    """A version whose shapes are built and which no reader has seen yet."""

    connection: duckdb.DuckDBPyConnection

    def frame(self, sql: str, params: Sequence[object] = ()) -> pandas.DataFrame:
        """All rows of a query as a table; money becomes float64."""
        return self.connection.execute(sql, list(params)).df()

    def run(self, sql: str) -> None:
        """Run a statement that changes rows which are there."""
        self.connection.execute(sql)

    def empty(self) -> None:
        """Take out what was added to the version before."""
        for name, known in shape.stored().items():
            if shape.filled_later(known.sql):
                self.connection.execute(f'delete from shape."{name}"')

    def write(self, sql: str, rows: pandas.DataFrame) -> None:
        """Run an insert that reads `rows` as a table of that name."""
        self.connection.register("rows", rows)
        try:
            self.connection.execute(sql)
        finally:
            self.connection.unregister("rows")


Finish = Callable[[Draft], None]


def finished(connection: duckdb.DuckDBPyConnection, finish: Finish | None) -> None:
    """Let `finish` bring its rows up, all or none; what stops it is written down and stops nothing else.

    It finds what was added to the version before, where that has the same shapes. With None, or stopped, nothing stays.
    """
    draft = Draft(connection)
    connection.execute("begin")
    try:
        (finish or Draft.empty)(draft)
    except FAILURES as error:
        connection.execute("rollback")
        draft.empty()
        detail = f"{type(error).__name__}: {error}"
        connection.execute(
            "insert into shape.score_fit (model, failed, reason, detail) values ('scores', true, ?, ?)",
            [FAILED, detail[:500]],
        )
    except BaseException:
        connection.execute("rollback")
        raise
    else:
        connection.execute("commit")
