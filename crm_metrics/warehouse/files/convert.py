"""Which format a column is written in: the declared one, or the only one that fits all its values; else a refusal.

One rule reads a column. A single value that it can't read is a fault of its row; several that share another known way
of writing are a fault of the column, which is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.columns import TextColumn
from crm_metrics.warehouse.files.misfits import candidates, listed, nothing_fits, refuse_other_ways
from crm_metrics.warehouse.mapping import formats, moments
from crm_metrics.warehouse.mapping.civil import MARK
from crm_metrics.warehouse.mapping.formats import MILLISECONDS, Format, in_zone, shown
from crm_metrics.warehouse.mapping.moments import ANY_HOUR, ISO, TRIED, as_said
from crm_metrics.words import mark

_DAY = 86_400_000_000  # microseconds
_WITH_DECIMALS = {"whole": "number", "seconds": "duration"}  # kind of whole numbers → that of its texts


def settle(column: TextColumn, kind: str, *, zone: str, sign: str = "") -> Format:
    """The only format of `kind` that fits all values of a column, those aside that fit none at all.

    sign: the currency sign beside its numbers.

    Raises DataError, naming the candidates, when several fit or when different values need different ones.
    """
    if formats.is_number(kind):
        return _settle_number(column, Format(kind=kind, sign=sign))
    if kind == "epoch":
        return in_zone(_settle_epoch(column), zone)
    return in_zone(_settle_moment(column, kind), zone)


def settle_among(column: TextColumn, ways: Sequence[Format], beside: Sequence[TextColumn] = ()) -> Format:
    """The one of several declared formats of dates that fits all values of a column, those aside that fit none at all.

    beside: columns of the file that are written in one of the same ways: one tool writes all of them alike, so that a
    13th of one tells the order of the others.

    Raises DataError when different values need different ones, or when two fit all and read other days.
    """
    fits, readable = _fits_among(column, ways)
    fitting = [how for how, (good, some) in zip(ways, fits, strict=True) if good == some]
    if not fitting:
        main, _ = max(zip(ways, fits, strict=True), key=lambda one: one[1][0])
        raise _mixed(column, main, f"({main.sql(column.cell)}) is null and ({readable})")
    first, *others = (how.sql(column.cell) for how in fitting)
    differing = " or ".join(f"({first}) <> ({other})" for other in others)
    if differing and column.sample(differing)[1]:
        agreed = [how for how in fitting if all(_fits_whole(other, how, ways) for other in beside)]
        if not 0 < len(agreed) < len(fitting):
            raise _ambiguous(column, [shown(how) for how in fitting], differing)
        return settle_among(column, agreed)
    return fitting[0]


def _fits_among(column: TextColumn, ways: Sequence[Format]) -> tuple[list[tuple[int, int]], str]:
    """For each way how many values fit it, of how many that any fits; and the SQL of whether any does."""
    readable = " or ".join(f"({how.sql(column.cell)}) is not null" for how in ways)
    return column.fits(ways, readable), readable


def _fits_whole(column: TextColumn, how: Format, ways: Sequence[Format]) -> bool:
    """Whether a way fits all values of a column that any fits."""
    fits, _ = _fits_among(column, ways)
    good, some = fits[list(ways).index(how)]
    return good == some


def only_days(column: TextColumn, how: Format) -> bool:
    """Whether every readable value of a column of instants is a day, alone or with midnight for its hour and no offset.

    The text tells whether there is an offset, the value whether there is an hour: 103000 and 10h30 are hours, too.
    """
    if moments.tells_offset(how.said):
        return False
    value = column.value(replace(how, zone="UTC", civil_zone="UTC"))
    at_midnight = f"epoch_us({value}) % {_DAY} in (0, {MARK}, {MARK - _DAY})"  # the last before 1970
    row = column.connection.execute(
        f"select 1 from {column.filled} and ({value}) is not null"
        f" and not ({moments.midnights(column.cell)} and {at_midnight}) limit 1"
    ).fetchone()
    return row is None


def refuse_half_told(column: TextColumn, how: Format) -> None:
    """Raise for instants of which some tell a half of the day, as `2:05 p. m.`, and others an hour up to 12 without it.

    Those may have lost theirs: 2:05 would be the night or the afternoon.
    """
    if how.kind != "instant" or moments.tells_half(how.said):
        return
    unsaid = moments.hour_without_half(column.cell)
    told = f"select 1 from {column.values} and {moments.hour_with_half(column.cell)} limit 1"
    if column.connection.execute(told).fetchone() and column.count(f"not {column.is_typed} and {unsaid}"):
        raise column.refusal(
            mark(
                "{file}: {column} is written by the clock of 12 hours, and '{value}' (line {line}) does not tell"
                " whether it is a. m. or p. m. Write them all alike."
            ),
            unsaid,
        )


def refuse_untold_zone(column: TextColumn, how: Format) -> None:
    """Raise for instants of which some tell no offset, where nobody has said what zone they are of."""
    if how.kind != "instant" or how.only_days or moments.tells_offset(how.said):
        return
    untold = f"({column.is_typed} or not {moments.offset_told(column.cell)})"
    if column.count(untold):
        raise column.refusal(
            mark(
                "{file}: {column} '{value}' (line {line}) tells no time zone, and the tool that wrote it uses its"
                ' owner\'s. Say it: time_zone = "America/Bogota" in a source that extends this one (--source).'
            ),
            untold,
        )


def _settle_epoch(column: TextColumn) -> Format:
    seconds, milliseconds = Format(kind="epoch"), Format(kind="epoch", said=MILLISECONDS)
    (good, total), (large, _) = column.fits([seconds, milliseconds])
    if good and large:
        raise _mixed(column, seconds, f"({milliseconds.sql(column.cell)}) is not null")
    return milliseconds if large or not total else seconds


def _settle_moment(column: TextColumn, kind: str) -> Format:
    iso = Format(kind=kind, said=ISO)
    (good, total), *_ = column.fits([iso])
    if good == total:
        return iso
    days = [day + ANY_HOUR for day in TRIED] if kind == "instant" else list(TRIED)
    to_the_letter = [Format(kind=kind, said=name, exact=True) for name in days]
    fitting = [how for how, (good, _) in zip(to_the_letter, column.fits(to_the_letter), strict=True) if good == total]
    if len(fitting) == 1:
        return replace(fitting[0], exact=False)
    tried = [iso, *(replace(how, exact=False) for how in to_the_letter)]
    if kind == "instant":
        tried += [Format(kind="epoch"), Format(kind="epoch", said=MILLISECONDS)]
    readable = " or ".join(f"({_sure(how, column.cell)}) is not null" for how in tried)
    fits = column.fits(tried, readable)
    fitting = [how for how, (good, some) in zip(tried, fits, strict=True) if good == some > 0]
    # What is ISO is also YYYY-M-D, read alike; no other two formats agree.
    if len(fitting) == 1 or (fitting and fitting[0] == iso):
        return fitting[0]
    if fitting:
        raise _ambiguous(column, [as_said(how.said) for how in fitting], readable)
    counts = {how: good for how, (good, _) in zip(tried, fits, strict=True) if good}
    if counts:
        main = max(counts, key=lambda how: counts[how])
        raise _mixed(column, main, f"({main.sql(column.cell)}) is null and ({readable})")
    raise _no_date(column, shown(iso))


def _sure(how: Format, cell: str) -> str:
    """SQL of a value without a declared format; of seconds since 1970 only what lies between 2000 and 2030.

    Ten digits later than that may be a day with its hour, as in 2026011510.
    """
    if how.kind != "epoch":
        return how.sql(cell)
    bounds = "timestamptz '2000-01-01 00:00:00+00' and timestamptz '2030-01-01 00:00:00+00'"
    return f"case when ({how.sql(cell)}) between {bounds} then 1 end"


def _settle_number(column: TextColumn, how: Format) -> Format:
    point, comma = replace(how, decimal=".", thousands=","), replace(how, decimal=",", thousands=".")
    # A value that is whole by one reading alone, such as 1.234, is still two numbers.
    kind = _WITH_DECIMALS.get(how.kind, how.kind)
    reads_point, reads_comma = (replace(way, kind=kind).sql(column.cell) for way in (point, comma))
    row = column.connection.execute(
        "select count(p), count(c), count(*) filter (p is not null or c is not null),"
        " count(*) filter (p is not null and c is not null and p <> c), count(*)"
        f" from (select {reads_point} as p, {reads_comma} as c from {column.values})"
    ).fetchall()[0]
    by_point, by_comma, readable, differing, total = row
    if readable < total:
        pairs = replace(point, pairs=True)
        if column.fits([pairs])[0] == (total, total):
            return pairs
    if total and not readable:
        refuse_other_ways(column, point)
        raise nothing_fits(column, shown(point))
    if by_point == readable and (by_comma < readable or not differing):
        return point
    if by_comma == readable and by_point < readable:
        return comma
    if by_point == by_comma == readable:
        if column.mark and column.count(column.is_typed):  # a stray text among numbers: only what has one reading
            return replace(how, decimal="", thousands="")
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
        formats=listed(fitting),
    )


def _mixed(column: TextColumn, main: Format, others: str) -> DataError:
    """No format fits all its values, though each fits one."""
    return column.refusal(
        mark(
            "{file}: {column} is not written in one format: most values fit {format}, '{value}' (line {line}) doesn't."
            " Write them all alike, best as YYYY-MM-DD."
        ),
        others,
        format=shown(main),
    )


def _no_date(column: TextColumn, expected: str) -> DataError:
    """None of its values is a date in a known format, two-digit years aside."""
    short = [name for name in candidates(column) if "YYYY" not in name]
    if not short:
        return nothing_fits(column, expected)
    return column.refusal(
        mark(
            "{file}: {column} '{value}' (line {line}) fits {formats}; years of two digits are never guessed. Write"
            " them as YYYY-MM-DD, or declare the format in a source (--source)."
        ),
        formats=listed(short),
    )
