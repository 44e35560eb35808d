"""The tables of docs/mapping.md: words, kinds of columns, words of dates, functions, each from the code."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain

import duckdb

from crm_metrics.warehouse.mapping import civil, expressions, formats, moments
from crm_metrics.warehouse.mapping.expressions import Expression
from tests.mapping_page import samples
from tests.mapping_page.words import Part

ZONE = "America/Bogota"
_TYPES = {
    "varchar": "text",
    "bigint": "whole number",
    "boolean": "true or false",
    "date": "day",
    "timestamptz": "instant",
    "time": "hour",
    "varchar[]": "list of texts",
}
_LONGEST_CALL = 4  # arguments with which a function is tried


def of_words(part: Part) -> str:
    """The words of a part of the language, each with what it says."""
    return grid(("write", "it says"), ((code(word.written), plain(word.says)) for word in part.words))


def of_kinds() -> str:
    """Every kind of column, with cells of it and what they are read as."""
    return grid(("kind", "holds", "a cell", "is read as"), _kinds())


def of_moments() -> str:
    """Every word of a format of dates."""
    rows = []
    for name, word in moments.WORDS.items():
        text = samples.MOMENTS.get(name, "")
        if text and not re.fullmatch(word.matches, text, re.IGNORECASE):
            raise ValueError(f"{text} is not what {name} stands for")
        tells = " and ".join(word.tells) + (" (after an hour: minutes)" if name == "MM" else "")
        rows.append((code(name), tells, code(text) if text else ""))
    return grid(("word", "tells", "as in"), rows)


def of_tried() -> str:
    """The formats that are found without being told, and those that never are."""
    found = ", ".join(code(one) for one in dict.fromkeys(moments.TRIED.values()))
    never = ", ".join(code(one) for one in moments.SHORT)
    return f"Found by itself: {found}, each with or without an hour. Never taken, but named to you: {never}."


def of_functions() -> str:
    """Expressions by what they are for, with the value that the engine gives."""
    with _engine() as connection:
        row = ", ".join(f"{value} as {name}" for name, value in samples.ROW.items())
        connection.execute(f"create temp table one as select {row}")
        lines = []
        for purpose, texts in samples.VALUES.items():
            values = ((code(text), code(_value(connection, text))) for text in texts)
            lines += [f"**To {purpose}**" if purpose == "choose" else f"**{purpose.capitalize()}**", ""]
            lines += [grid(("expression", "gives"), values), ""]
    return "\n".join(lines).strip()


def of_looking() -> str:
    """What draws rows into one, and what looks around in a case."""
    rows = ", ".join(
        f"(timestamptz '2026-02-01 {at}:00-05', '{state}', {who}, {amount})" for at, state, who, amount in samples.ROWS
    )
    with _engine() as connection:
        connection.execute(f'create temp table log as select * from (values {rows}) as t ("at", state, who, amount)')
        drawn = [(code(text), code("".join(_column(connection, text, "")))) for text in samples.DRAWN]
        around = [(code(text), code(" · ".join(_column(connection, text, "true")))) for text in samples.AROUND]
    return "\n\n".join((grid(("with `by`", "gives"), drawn), grid(("with `within`", "gives, row by row"), around)))


@cache
def of_all_functions() -> str:
    """Every function that a mapping may call and the engine has, by name."""
    query = (
        "select distinct function_name from duckdb_functions() where function_type in ('scalar', 'aggregate', 'macro')"
        " and regexp_full_match(function_name, '[a-z][a-z0-9_]*') order by all"
    )
    with duckdb.connect() as connection, contextlib.redirect_stderr(io.StringIO()):
        names = [name for (name,) in connection.execute(query).fetchall() if _allowed(name)]
    own = [*expressions._WINDOW, expressions._CIVIL_DAY]
    return ", ".join(code(name) for name in sorted({*names, *own}))


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def code(text: str) -> str:
    """A text as code within a cell of a table."""
    mark = "``" if "`" in text else "`"
    return f"{mark}{text.replace('|', chr(92) + '|')}{mark}"


def plain(text: str) -> str:
    """A sentence within a cell of a table."""
    return text.replace("|", r"\|").replace("*", r"\*").replace("<", "&lt;")


def _kinds() -> Iterator[tuple[str, str, str, str]]:
    with _engine() as connection:
        for name, kind in formats.KINDS.items():
            holds = _TYPES.get(kind.type, "number")
            cells = samples.KINDS.get(name)
            if cells is None:
                yield code(name), holds, code(kind.shown(formats.Format(kind=name))), ""
                continue
            how = formats.Format(
                kind=name,
                said=cells.said or "",
                decimal=cells.decimal or ".",
                thousands=cells.thousands or "",
                zone=ZONE,
                civil_zone=ZONE,
            )
            for text in cells.texts:
                ((value,),) = connection.execute(f"select {how.sql('c')} from (select ? as c)", [text]).fetchall()
                yield code(name), holds, code(text), code(said(value)) if value is not None else "not read"


def _value(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    sql = Expression.parse(text).sql("one", "1", "")
    ((value,),) = connection.execute(f"select {sql} from one").fetchall()
    return said(value)


def _column(connection: duckdb.DuckDBPyConnection, text: str, within: str) -> list[str]:
    sql = Expression.parse(text).sql("log", '"log"."at"', within)
    return [said(value) for (value,) in connection.execute(f"select {sql} from log").fetchall()]


def said(value: object) -> str:
    """A value as it is written in the page: nothing for null, instants in the hour of the company."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        local = value.replace(tzinfo=None)
        return local.date().isoformat() if local.microsecond == civil.MARK else local.isoformat(" ")
    if isinstance(value, (date, str)):
        return str(value)
    if isinstance(value, (Decimal, float)):
        number = f"{value:.4f}".rstrip("0").rstrip(".")
        return number if number not in ("-0", "") else "0"
    return str(value)


def _allowed(name: str) -> bool:
    calls = (f"{name}({', '.join('abcd'[:count])})" for count in range(_LONGEST_CALL + 1))
    return any(chain(_parses(call) for call in calls))


def _parses(call: str) -> bool:
    try:
        Expression.parse(call)
    except ValueError:
        return False
    return True


@contextlib.contextmanager
def _engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute(f"set TimeZone = '{ZONE}'")
        connection.execute(expressions.SECONDS)
        connection.execute(civil.macro(ZONE, ZONE))
        yield connection
