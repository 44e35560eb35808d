"""Which format a column is written in: the declared one, or the only one that fits all its values; else a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.reading import CELLS, quoted
from crm_metrics.warehouse.mapping import formats
from crm_metrics.warehouse.mapping.formats import TIMES, Format, as_said, in_zone, shown

# Tried on a column without a declared format. Two-digit years are only named, never taken.
_DATES = (
    "YYYY-M-D",
    "YYYY/MM/DD",
    "YYYYMMDD",
    "D/M/YYYY",
    "M/D/YYYY",
    "D-M-YYYY",
    "M-D-YYYY",
    "D.M.YYYY",
    "D-MMM-YYYY",
)
_SHORT_DATES = ("DD-MM-YY", "MM-DD-YY", "YY-MM-DD", "DD/MM/YY", "MM/DD/YY", "YY/MM/DD", "DD.MM.YY")


def settle(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    table: str,
    column: str,
    written: str,
    kind: str,
    zone: str,
    sign: str = "",
) -> Format:
    """The only format of `kind` that fits all values of a column, those aside that fit none at all.

    sign: the currency sign beside its numbers.

    Raises DataError, naming the candidates, when several fit or when different values need different ones.
    """
    if kind in ("number", "whole"):
        return _settle_number(connection, file, table, column, written, Format(kind, sign=sign))
    return in_zone(_settle_moment(connection, file, table, column, written, kind), zone)


def currency_sign(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    """The sign that most amounts of a column carry, '' when none does; amounts with another one are not read."""
    row = connection.execute(
        f"select {formats.currency_sign_sql(quoted(column))} as sign, count(*) from {_values(table, column)}"
        " and sign is not null group by all order by 2 desc, 1 limit 1"
    ).fetchone()
    return str(row[0]) if row else ""


def fits_any(connection: duckdb.DuckDBPyConnection, table: str, column: str, how: Format) -> bool:
    """Whether at least one value of a column is written so."""
    return _fits(connection, table, column, [how])[0][0] > 0


def candidates(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> tuple[str, ...]:
    """The formats of dates, two-digit years among them, that fit every value of a column."""
    names = ["ISO", *_all_formats(), *_SHORT_DATES]
    fits = _fits(connection, table, column, [Format("instant", name) for name in names])
    return tuple(
        dict.fromkeys(as_said(name) for name, (good, total) in zip(names, fits, strict=True) if good == total > 0)
    )


def _settle_moment(
    connection: duckdb.DuckDBPyConnection, file: str, table: str, column: str, written: str, kind: str
) -> Format:
    (good, total), *_ = _fits(connection, table, column, [Format(kind, "ISO")])
    if good == total:
        return Format(kind, "ISO")
    names = ["ISO", *(_families() if kind == "instant" else _DATES)]
    formats = [Format(kind, name) for name in names]
    readable = " or ".join(f"({one.sql(quoted(column))}) is not null" for one in formats)
    fits = _fits(connection, table, column, formats, readable)
    fitting = [one for one, (good, some) in zip(formats, fits, strict=True) if good == some > 0]
    # What is ISO is also YYYY-M-D, read alike; no other two formats agree.
    if len(fitting) == 1 or (fitting and fitting[0].said == "ISO"):
        return fitting[0]
    place = _Place(connection, file, table, column, written)
    if fitting:
        raise place.ambiguous([as_said(one.said) for one in fitting], readable)
    counts = {one.said: good for one, (good, _) in zip(formats, fits, strict=True) if good}
    if counts:
        main = Format(kind, max(counts, key=lambda said: counts[said]))
        raise place.mixed(main, f"({main.sql(quoted(column))}) is null and ({readable})")
    raise place.unknown("YYYY-MM-DD HH:MM:SS" if kind == "instant" else "YYYY-MM-DD")


@dataclass(frozen=True)
class _Place:
    """A column of a file, for the sentences about its dates."""

    connection: duckdb.DuckDBPyConnection
    file: str
    table: str
    column: str
    written: str

    def ambiguous(self, fitting: Sequence[str], readable: str) -> DataError:
        """Several formats fit all its values."""
        sample, line = _sample(self.connection, self.table, self.column, readable)
        return DataError(
            "{file}: {column} '{value}' (line {line}) fits {formats}, and so do all its values. Write them as"
            " YYYY-MM-DD, or declare the format in a source (--source).",
            file=self.file,
            column=self.written,
            value=sample,
            line=str(line),
            formats=_listed(fitting),
        )

    def mixed(self, main: Format, others: str) -> DataError:
        """No format fits all its values, though each fits one."""
        sample, line = _sample(self.connection, self.table, self.column, others)
        return DataError(
            "{file}: {column} is not written in one format: most values fit {format}, '{value}' (line {line}) doesn't."
            " Write them all alike, best as YYYY-MM-DD.",
            file=self.file,
            column=self.written,
            format=as_said(main.said),
            value=sample,
            line=str(line),
        )

    def unknown(self, expected: str) -> DataError:
        """None of its values is a date in a known format, two-digit years aside."""
        sample, line = _sample(self.connection, self.table, self.column)
        short = candidates(self.connection, self.table, self.column)
        if not short:
            return _nothing_fits(self.file, self.written, sample, line, expected)
        return DataError(
            "{file}: {column} '{value}' (line {line}) fits {formats}; years of two digits are never guessed. Write"
            " them as YYYY-MM-DD, or declare the format in a source (--source).",
            file=self.file,
            column=self.written,
            value=sample,
            line=str(line),
            formats=_listed(short),
        )


def _settle_number(
    connection: duckdb.DuckDBPyConnection, file: str, table: str, column: str, written: str, how: Format
) -> Format:
    point, comma = replace(how, decimal=".", thousands=","), replace(how, decimal=",", thousands=".")
    reads_point, reads_comma = (one.sql(quoted(column)) for one in (point, comma))
    row = connection.execute(
        "select count(p), count(c), count(*) filter (p is not null or c is not null),"
        " count(*) filter (p is not null and c is not null and p <> c), count(*)"
        f" from (select {reads_point} as p, {reads_comma} as c from {_values(table, column)})"
    ).fetchall()[0]
    by_point, by_comma, readable, differing, total = row
    if total and not readable:
        sample, line = _sample(connection, table, column)
        raise _nothing_fits(file, written, sample, line, "1234.56")
    if by_point == readable and (by_comma < readable or not differing):
        return point
    if by_comma == readable and by_point < readable:
        return comma
    if by_point == by_comma == readable:
        sample, line = _sample(connection, table, column, f"({reads_point}) <> ({reads_comma})")
        first, second = _both_readings(sample)
        raise DataError(
            "{file}: {column} '{value}' (line {line}) is {first} or {second}, and no other value of the column tells"
            " which. Write amounts as 1234.00, or declare the decimal mark in a source (--source).",
            file=file,
            column=written,
            value=sample,
            line=str(line),
            first=first,
            second=second,
        )
    sample, line = _sample(connection, table, column, f"({reads_point}) is null and ({reads_comma}) is not null")
    raise DataError(
        "{file}: {column} mixes decimal points and decimal commas, see '{value}' (line {line}). Write them all alike.",
        file=file,
        column=written,
        value=sample,
        line=str(line),
    )


def refuse_misfit(
    connection: duckdb.DuckDBPyConnection, file: str, table: str, column: str, written: str, how: Format
) -> None:
    """Raise for a column of which no value fits its declared format, naming those that fit all."""
    sample, line = _sample(connection, table, column)
    total = connection.execute(f"select count({quoted(column)}) from {quoted(table)} where {CELLS} is null").fetchall()[
        0
    ][0]
    said = shown(how)
    fitting = candidates(connection, table, column) if how.kind in ("date", "instant") else ()
    if fitting:
        raise DataError(
            "{file}: {column}: none of {count} values fits {format}, which the mapping expects; '{value}' (line {line})"
            " and all others fit {formats}. Declare the format.",
            file=file,
            column=written,
            count=total,
            format=said,
            value=sample,
            line=str(line),
            formats=_listed(fitting),
        )
    raise _nothing_fits(file, written, sample, line, said)


def _nothing_fits(file: str, written: str, sample: str, line: int, said: str) -> DataError:
    return DataError(
        "{file}: no value of {column} is written like {format}; line {line} has '{value}'. Is it the right column?",
        file=file,
        column=written,
        format=said,
        line=str(line),
        value=sample,
    )


def _both_readings(value: str) -> tuple[str, str]:
    return value.replace(",", ""), value.replace(".", "").replace(",", ".")


def _fits(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, formats: Sequence[Format], among: str = "true"
) -> list[tuple[int, int]]:
    """For each format: how many values fit it, of how many among those asked."""
    counts = ", ".join(f"count({one.sql(quoted(column))})" for one in formats)
    row = connection.execute(f"select count(*), {counts} from {_values(table, column)} and ({among})").fetchall()[0]
    return [(good, row[0]) for good in row[1:]]


def _sample(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, where: str | None = None
) -> tuple[str, int]:
    row = connection.execute(
        f"select {quoted(column)}, _line from {_values(table, column)} and ({where or 'true'}) order by _line limit 1"
    ).fetchone()
    return (str(row[0]), int(row[1])) if row else ("", 0)


def _values(table: str, column: str) -> str:
    """The filled cells of a column, in lines that have as many cells as the header."""
    return f"{quoted(table)} where {CELLS} is null and {quoted(column)} is not null"


def _families() -> tuple[str, ...]:
    return tuple(f"{day} *" for day in _DATES)


def _all_formats() -> list[str]:
    return [*_DATES, *(day + time for day in _DATES for time in TIMES)]


def _listed(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    return ", ".join(listed)
