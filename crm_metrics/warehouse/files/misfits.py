"""Values that the one rule of a column doesn't read: slips of one cell, or another way of writing, which is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.columns import TextColumn
from crm_metrics.warehouse.mapping import formats, moments, numbers
from crm_metrics.warehouse.mapping.formats import Format, shown
from crm_metrics.warehouse.mapping.moments import ANY_HOUR, ISO, SHORT, TIMES, TRIED, as_said
from crm_metrics.words import mark

SEVERAL = 2  # values that share another way of writing: no slip of one cell
NAMED = 3  # of the values that don't fit, those that a refusal shows


def candidates(column: TextColumn) -> tuple[str, ...]:
    """The formats of dates, two-digit years among them, that fit every value of a column."""
    to_the_letter = [ISO, *TRIED, *(day + time for day in TRIED for time in TIMES), *SHORT]
    formats_of = [Format(kind="instant", said=name, exact=True) for name in to_the_letter]
    with_liberties = [Format(kind="instant", said=day + ANY_HOUR) for day in (*TRIED, *SHORT)]
    for tried in (formats_of, with_liberties):
        fits = column.fits(tried)
        found = [as_said(how.said) for how, (good, total) in zip(tried, fits, strict=True) if good == total > 0]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def refuse_misfit(column: TextColumn, how: Format) -> None:
    """Raise for a column of which no value fits its format, naming those that fit all."""
    fitting = candidates(column) if how.is_moment else ()
    if not fitting:
        refuse_other_ways(column, how)
        raise nothing_fits(column, shown(how))
    raise column.refusal(
        mark(
            "{file}: {column}: none of {count} values fits {format}, which the mapping expects; '{value}' (line {line})"
            " and all others fit {formats}. Declare the format."
        ),
        count=column.count("true"),
        format=shown(how),
        formats=listed(fitting),
    )


def refuse_other_ways(column: TextColumn, how: Format) -> None:
    """Raise when several values that a format doesn't read share another known way of writing."""
    unread = f"not {column.is_typed} and not {column.is_error} and ({how.sql(column.cell)}) is null"
    ways = list(_other_ways(column, how))
    if not ways or not column.count(unread):
        return
    counts = ", ".join(f"count(*) filter ({condition})" for _, condition in ways)
    found = column.connection.execute(f"select {counts} from {column.filled} and {unread}").fetchall()[0]
    most = max(range(len(ways)), key=lambda at: found[at])
    if found[most] < SEVERAL:
        return
    other, condition = ways[most]
    rows = column.connection.execute(
        f"select {column.cell}, _line from {column.filled} and {unread} and ({condition}) order by _line limit {NAMED}"
    ).fetchall()
    raise DataError(
        "{file}: {column} is not written in one way: {count} of {total} values look like {other} and not like {format},"
        " in lines {lines}: {values}. Write them all alike, or declare in a source (--source) how they are written.",
        file=column.file,
        column=column.written,
        count=found[most],
        total=column.count("true"),
        other=other,
        format=shown(how),
        lines=", ".join(str(line) for _, line in rows),
        values=", ".join(f"'{value}'" for value, _ in rows),
    )


def refuse_exchanged_days(column: TextColumn, how: Format) -> None:
    """Raise for a workbook's column that a spreadsheet read month first: what it could it made dates, the rest is text.

    Then no date has a day above the twelfth, and every text has one.
    """
    if not column.mark or not moments.is_day_and_month(how.said):
        return
    day = f"day({moments.day_sql(column.cell, how.said.split(' ')[0] + ANY_HOUR)})"
    typed, texts, telling = column.connection.execute(
        f"select count(*) filter ({column.is_typed}), count(*) filter (not {column.is_typed} and {day} > 12),"
        f" count(*) filter (if({column.is_typed}, day(try_cast({column.cell}[1:10] as date)) > 12, {day} <= 12))"
        f" from {column.filled}"
    ).fetchall()[0]
    if typed and texts and not telling:
        raise column.refusal(
            mark(
                "{file}: {column} holds {typed} dates and {texts} texts such as '{value}' (line {line}). All days up to"
                " the twelfth are dates and all later ones text: the spreadsheet has exchanged days and months. Export"
                " the column again, as text or as YYYY-MM-DD."
            ),
            f"{day} > 12",
            typed=typed,
            texts=texts,
        )


def _other_ways(column: TextColumn, how: Format) -> Iterable[tuple[str, str]]:
    """The known ways of writing beside a column's own: how each is said, and SQL of whether a cell is so written."""
    if formats.is_time(how.kind):
        names = [ISO, *(day + ANY_HOUR for day in TRIED), *(day + ANY_HOUR for day in SHORT)]
        for name in names:
            way = Format(kind="instant", said=name)
            said = f"{as_said(name)} H:MM" if as_said(name) == shown(how) else as_said(name)
            yield said, f"({way.sql(column.cell)}) is not null"
    elif formats.is_number(how.kind):
        yield from _other_numbers(column, how)


def _other_numbers(column: TextColumn, how: Format) -> Iterable[tuple[str, str]]:
    cell, digits = column.cell, r"[0-9][0-9.,]*"
    yield "1.2E+3", rf"regexp_full_match({cell}, '[+-]?{digits}[Ee][+-]?\d+')"
    if how.kind != "percent":
        yield "12 %", f"regexp_full_match({cell}, '[+-]?{digits} ?%')"
    if how.kind in ("whole", "seconds"):
        yield "1.5", rf"regexp_full_match({cell}, '[+-]?\d+[.,]\d+')"
    if how.kind == "seconds":
        yield "H:MM, MM:SS", rf"regexp_full_match({cell}, '\d+:[0-5]\d')"
    if how.kind != "number" or not how.decimal:
        return
    yield "12,34,567", f"({replace(how, decimal='.', thousands=',', pairs=True).sql(cell)}) is not null"
    signs = f"select distinct {numbers.sign_sql(cell)} as sign from {column.values} and sign is not null order by 1"
    for (sign,) in column.connection.execute(signs).fetchall():
        if sign != how.sign:
            yield f"{sign} 1234.56", f"{numbers.sign_sql(cell)} = '{sign}'"
    other = "," if how.decimal == "." else "."
    swapped = replace(how, decimal=other, thousands=how.decimal)
    yield f"1{how.decimal}234{other}56", f"({swapped.sql(cell)}) is not null"


def nothing_fits(column: TextColumn, expected: str) -> DataError:
    """The refusal of a column that no value of which is written as expected, and in no other way that is known."""
    return column.refusal(
        mark(
            "{file}: no value of {column} is written like {format}; line {line} has '{value}'. Is it the right column?"
        ),
        format=expected,
    )


def listed(names: Iterable[str]) -> str:
    """Names with commas between them, each once."""
    return ", ".join(dict.fromkeys(names))
