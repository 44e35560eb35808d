"""Which format a column is written in: the declared one, or the only one that fits all its values; else a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.reading import CELLS, quoted
from crm_metrics.warehouse.mapping import formats, moments
from crm_metrics.warehouse.mapping.formats import Format, in_zone, shown
from crm_metrics.warehouse.mapping.moments import ANY_HOUR, ISO, SHORT, TIMES, TRIED, as_said
from crm_metrics.words import mark


@dataclass(frozen=True, kw_only=True)
class TextColumn:
    """A column of a landed file, all of it text."""

    connection: duckdb.DuckDBPyConnection
    file: str
    """The file's name, for sentences."""
    table: str
    """Where it was landed."""
    name: str
    """The column's name in the mapping."""
    written: str
    """Its name in the file."""

    @property
    def cell(self) -> str:
        """The column as SQL."""
        return quoted(self.name)

    @property
    def values(self) -> str:
        """SQL of its filled cells, in lines that have as many cells as the header; more may be asked with `and`."""
        return f"{quoted(self.table)} where {CELLS} is null and {self.cell} is not null"

    def sample(self, where: str = "true") -> tuple[str, int]:
        """The first value for which a condition holds, and its line."""
        row = self.connection.execute(
            f"select {self.cell}, _line from {self.values} and ({where}) order by _line limit 1"
        ).fetchone()
        return (str(row[0]), int(row[1])) if row else ("", 0)

    def refusal(self, sentence: str, where: str = "true", **parts: object) -> DataError:
        """A sentence about the first value for which a condition holds."""
        value, line = self.sample(where)
        return DataError(sentence, file=self.file, column=self.written, value=value, line=str(line), **parts)

    def fits(self, formats: Sequence[Format], among: str = "true") -> list[tuple[int, int]]:
        """For each format: how many values fit it, of how many among those asked."""
        counts = ", ".join(f"count({how.sql(self.cell)})" for how in formats)
        row = self.connection.execute(f"select count(*), {counts} from {self.values} and ({among})").fetchall()[0]
        return [(good, row[0]) for good in row[1:]]


def settle(column: TextColumn, kind: str, *, zone: str, sign: str = "") -> Format:
    """The only format of `kind` that fits all values of a column, those aside that fit none at all.

    sign: the currency sign beside its numbers.

    Raises DataError, naming the candidates, when several fit or when different values need different ones.
    """
    if formats.is_number(kind):
        return _settle_number(column, Format(kind=kind, sign=sign))
    return in_zone(_settle_moment(column, kind), zone)


def currency_sign(column: TextColumn) -> str:
    """The sign that most amounts of a column carry, '' when none does; amounts with another one are not read."""
    row = column.connection.execute(
        f"select {formats.currency_sign_sql(column.cell)} as sign, count(*) from {column.values}"
        " and sign is not null group by all order by 2 desc, 1 limit 1"
    ).fetchone()
    return str(row[0]) if row else ""


def fits_any(column: TextColumn, how: Format) -> bool:
    """Whether at least one value of a column is written so."""
    return column.fits([how])[0][0] > 0


def only_days(column: TextColumn) -> bool:
    """Whether every value of a column of instants is a day, alone or with midnight for its hour and no offset."""
    row = column.connection.execute(
        f"select 1 from {column.values} and not {moments.midnights(column.cell)} limit 1"
    ).fetchone()
    return row is None


def candidates(column: TextColumn) -> tuple[str, ...]:
    """The formats of dates, two-digit years among them, that fit every value of a column."""
    names = [ISO, *TRIED, *(day + time for day in TRIED for time in TIMES), *SHORT]
    fits = column.fits([Format(kind="instant", said=name) for name in names])
    return tuple(
        dict.fromkeys(as_said(name) for name, (good, total) in zip(names, fits, strict=True) if good == total > 0)
    )


def refuse_misfit(column: TextColumn, how: Format) -> None:
    """Raise for a column of which no value fits its declared format, naming those that fit all."""
    fitting = candidates(column) if how.is_moment else ()
    if not fitting:
        raise _nothing_fits(column, shown(how))
    total = column.connection.execute(
        f"select count({column.cell}) from {quoted(column.table)} where {CELLS} is null"
    ).fetchall()[0][0]
    raise column.refusal(
        mark(
            "{file}: {column}: none of {count} values fits {format}, which the mapping expects; '{value}' (line {line})"
            " and all others fit {formats}. Declare the format."
        ),
        count=total,
        format=shown(how),
        formats=_listed(fitting),
    )


def _settle_moment(column: TextColumn, kind: str) -> Format:
    iso = Format(kind=kind, said=ISO)
    (good, total), *_ = column.fits([iso])
    if good == total:
        return iso
    days = [day + ANY_HOUR for day in TRIED] if kind == "instant" else list(TRIED)
    tried = [iso, *(Format(kind=kind, said=name) for name in days)]
    readable = " or ".join(f"({how.sql(column.cell)}) is not null" for how in tried)
    fits = column.fits(tried, readable)
    fitting = [how for how, (good, some) in zip(tried, fits, strict=True) if good == some > 0]
    # What is ISO is also YYYY-M-D, read alike; no other two formats agree.
    if len(fitting) == 1 or (fitting and fitting[0] == iso):
        return fitting[0]
    if fitting:
        raise _ambiguous(column, [as_said(how.said) for how in fitting], readable)
    counts = {how.said: good for how, (good, _) in zip(tried, fits, strict=True) if good}
    if counts:
        main = Format(kind=kind, said=max(counts, key=lambda said: counts[said]))
        raise _mixed(column, main, f"({main.sql(column.cell)}) is null and ({readable})")
    raise _no_date(column, shown(iso))


def _settle_number(column: TextColumn, how: Format) -> Format:
    point, comma = replace(how, decimal=".", thousands=","), replace(how, decimal=",", thousands=".")
    reads_point, reads_comma = point.sql(column.cell), comma.sql(column.cell)
    row = column.connection.execute(
        "select count(p), count(c), count(*) filter (p is not null or c is not null),"
        " count(*) filter (p is not null and c is not null and p <> c), count(*)"
        f" from (select {reads_point} as p, {reads_comma} as c from {column.values})"
    ).fetchall()[0]
    by_point, by_comma, readable, differing, total = row
    if total and not readable:
        raise _nothing_fits(column, "1234.56")
    if by_point == readable and (by_comma < readable or not differing):
        return point
    if by_comma == readable and by_point < readable:
        return comma
    if by_point == by_comma == readable:
        raise _two_numbers(column, f"({reads_point}) <> ({reads_comma})")
    raise column.refusal(
        mark(
            "{file}: {column} mixes decimal points and decimal commas, see '{value}' (line {line})."
            " Write them all alike."
        ),
        f"({reads_point}) is null and ({reads_comma}) is not null",
    )


def _two_numbers(column: TextColumn, differing: str) -> DataError:
    """Every value is a number by either mark, and not the same one."""
    value, _ = column.sample(differing)
    return column.refusal(
        mark(
            "{file}: {column} '{value}' (line {line}) is {first} or {second}, and no other value of the column tells"
            " which. Write amounts as 1234.00, or declare the decimal mark in a source (--source)."
        ),
        differing,
        first=value.replace(",", ""),
        second=value.replace(".", "").replace(",", "."),
    )


def _ambiguous(column: TextColumn, fitting: Sequence[str], readable: str) -> DataError:
    """Several formats fit all its values."""
    return column.refusal(
        mark(
            "{file}: {column} '{value}' (line {line}) fits {formats}, and so do all its values. Write them as"
            " YYYY-MM-DD, or declare the format in a source (--source)."
        ),
        readable,
        formats=_listed(fitting),
    )


def _mixed(column: TextColumn, main: Format, others: str) -> DataError:
    """No format fits all its values, though each fits one."""
    return column.refusal(
        mark(
            "{file}: {column} is not written in one format: most values fit {format}, '{value}' (line {line}) doesn't."
            " Write them all alike, best as YYYY-MM-DD."
        ),
        others,
        format=as_said(main.said),
    )


def _no_date(column: TextColumn, expected: str) -> DataError:
    """None of its values is a date in a known format, two-digit years aside."""
    short = candidates(column)
    if not short:
        return _nothing_fits(column, expected)
    return column.refusal(
        mark(
            "{file}: {column} '{value}' (line {line}) fits {formats}; years of two digits are never guessed. Write"
            " them as YYYY-MM-DD, or declare the format in a source (--source)."
        ),
        formats=_listed(short),
    )


def _nothing_fits(column: TextColumn, expected: str) -> DataError:
    return column.refusal(
        mark(
            "{file}: no value of {column} is written like {format}; line {line} has '{value}'. Is it the right column?"
        ),
        format=expected,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
