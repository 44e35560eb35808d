"""The liberties that people take with days and hours where one reading is left: weekdays, p. m., hs, UTC, fractions."""

from __future__ import annotations

from crm_metrics.warehouse.mapping import months
from crm_metrics.warehouse.mapping.numbers import BLANK

_BLANKS = rf"(?:{BLANK}|\t)"
_WEEKDAY = rf"(?:{months.WEEKDAY},?{_BLANKS}+)?"
_JOIN = rf"(?:,|T|{_BLANKS})(?:{_BLANKS}|- |a las? |às |as |at )*"  # between day and hour
_CLOCK = r"(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
_OFFSET_TOLD = r"(?:Z|UTC|GMT)?[+-]\d{2}:?\d{2}|Z|(?:UTC|GMT)(?:[+-]\d{1,2})?"
NAMED_ZONE = r"[CWE]ES?T"  # of Europe: the hour of its countries, whichever of the two names a tool writes in summer
_HALF = rf"(?:{_BLANKS}*([ap])\.?{_BLANKS}*m\.?|{_BLANKS}*(?:hs|hrs|hr|horas|h)\.?)?"
_ZONE = rf"(?:{_BLANKS}*({_OFFSET_TOLD}|{NAMED_ZONE})(?: \([^)]*\))?)?"

_MIDNIGHT = rf"(?:0?0:00(?::00(?:[.,]0{{1,9}})?)?|12:00(?::00)?{_BLANKS}*a\.?{_BLANKS}*m\.?)"
_ORDINAL = r"(?:º|°|\.º|ro|er|st|nd|rd|th)?"
_BETWEEN = rf"(?:{_BLANKS}|[-/.,])*(?:del?{_BLANKS}+)?"
_DAY_FIRST = rf"\d{{1,2}}{_ORDINAL}{_BETWEEN}{months.MONTH}{_BETWEEN}\d{{4}}"
_MONTH_FIRST = rf"{months.MONTH}(?:{_BLANKS}+|-|/)\d{{1,2}}{_ORDINAL}(?:,?{_BLANKS}+(?:del?{_BLANKS}+)?|-|/)\d{{4}}"
_YEAR_FIRST = rf"\d{{4}}(?:{_BLANKS}|[-/.])+{months.MONTH}(?:{_BLANKS}|[-/.])+\d{{1,2}}"
SPELT_DAY = f"(?i:{_DAY_FIRST}|{_MONTH_FIRST}|{_YEAR_FIRST})"


def spelt_day_sql(text: str) -> str:
    """The day that a text (SQL of type varchar) with a month's name holds; NULL where it is none."""
    year = f"regexp_extract({text}, '[0-9]{{4}}')"
    day = f"lpad(regexp_extract({text}, '(?:^|[^0-9])([0-9]{{1,2}})(?:[^0-9]|$)', 1), 2, '0')"
    month = months.number_sql(f"regexp_extract({text}, '(?i){months.MONTH}')")
    return (
        f"case when regexp_full_match({text}, '{SPELT_DAY}')"
        f" then try_cast({year} || '-' || {month} || '-' || {day} as date) end"
    )


def moment_sql(text: str, pattern: str, day: str, *, with_hour: bool, zone: str, alone: str) -> str:
    """The moment in a text: a day by a pattern, after a weekday or none, and with `with_hour` an hour and an offset.

    A day alone may be written with its midnight.

    day: SQL of the day, over the text `x.day`; zone: of what tells no offset; "": the local moment is the value, and
    NULL what tells one; alone: where the zone is told, SQL of the instant of a day without an hour, over `{}`.
    """
    midnight = f"(?:{_JOIN}{_MIDNIGHT})?" if not zone else ""
    tail = f"(?:{_JOIN}{_CLOCK}{_HALF}{_ZONE})?" if with_hour else midnight
    whole = f"(?i){_WEEKDAY}({pattern}){tail}"
    names = "['day', 'hour', 'minute', 'second', 'part', 'half', 'zone']" if with_hour else "['day']"
    local = f"({day}) + to_microseconds({_MICROSECONDS})" if with_hour else f"({day})"
    if not zone:
        value = f"case when x.zone = '' then {local} end" if with_hour else local
    elif with_hour:
        value = (
            f"case when x.hour = '' then {alone.format(f'({day})')}"
            f" when x.zone = '' then ({local}) at time zone '{zone}'"
            f" when regexp_full_match(x.zone, '(?i){NAMED_ZONE}')"
            f" then ({local}) at time zone (upper(x.zone[1]) || 'ET')"
            f" else (({local}) - to_minutes({_OFFSET})) at time zone 'UTC' end"
        )
    else:
        value = alone.format(local)
    return (
        f"case when regexp_full_match({text}, '{whole}')"
        f" then list_transform([regexp_extract({text}, '^{whole}$', {names})], lambda x: {value})[1] end"
    )


def tidied(text: str) -> str:
    """SQL of a text whose blanks are plain, whose half of the day is AM or PM and whose hour has no unit behind it."""
    blanks = f"regexp_replace({text}, '{_BLANKS}+', ' ', 'g')"
    halves = rf"regexp_replace({blanks}, '(?i)([ap])\.? ?m\.?$', '\1M')"
    return rf"regexp_replace({halves}, '(?i)([0-9]) ?(?:hs|hrs|hr|horas|h)\.?$', '\1')"


def _microseconds() -> str:
    """SQL of the time of the day over the struct `x`; NULL where there is no such time, 0 where none is told."""
    hour = "cast(x.hour as bigint)"
    of_day = (
        f"case when lower(x.half) = '' and {hour} < 24 then {hour}"
        f" when {hour} between 1 and 12 then {hour} % 12 + case lower(x.half) when 'p' then 12 else 0 end end"
    )
    second = "coalesce(try_cast(nullif(x.second, '') as bigint), 0)"
    sixty = f"cast(x.minute as bigint) < 60 and {second} < 60"
    part = "coalesce(try_cast(rpad(substr(nullif(x.part, ''), 1, 6), 6, '0') as bigint), 0)"
    told = f"case when {sixty} then ({of_day}) * 3600000000 + cast(x.minute as bigint) * 60000000 end"
    return f"case when x.hour = '' then 0 else {told} + {second} * 1000000 + {part} end"


def _offset() -> str:
    """SQL of the minutes east of UTC that `x.zone` tells."""
    bare = "regexp_replace(x.zone, '[^0-9+-]', '', 'g')"
    hours = f"coalesce(try_cast(substr({bare}, 2, 2) as bigint), 0)"
    minutes = f"coalesce(try_cast(nullif(substr({bare}, 4, 2), '') as bigint), 0)"
    return f"case when {bare}[1] = '-' then -1 else 1 end * ({hours} * 60 + {minutes})"


_MICROSECONDS = _microseconds()
_OFFSET = _offset()
