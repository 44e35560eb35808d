"""A day without an hour among instants: how a load marks it, finds it again, and reads a value of any type as either.

Such a day is the company's civil day. On its way through a mapping it is that day's local midnight with a mark of some
microseconds, so that min, coalesce, previous and every other word keep it; where a row is offered to its table the mark
becomes an entry of the hidden column `_days`, and the instant is the midnight itself.
"""

from __future__ import annotations

MARK = 7  # microseconds: a clock of whole milliseconds or seconds never shows them right after midnight
MACRO = "_moment"  # of the connection of a load: a value of any type as an instant, days marked

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_OFFSET = r".*\d:\d{2}.*(Z|z|[+-]\d{2}(:?\d{2})?)"
_NAIVE = "'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'"


def midnight(day: str, zone: str) -> str:
    """SQL of the instant at which a day (SQL of type date) begins in a zone; 01:00 where the clock skips midnight."""
    return f"(cast({day} as timestamp) at time zone '{zone}')"


def marked(day: str, zone: str) -> str:
    """SQL of a day (SQL of type date) as it travels among instants."""
    return f"({midnight(day, zone)} + interval {MARK} microsecond)"


def is_day(moment: str, zone: str) -> str:
    """SQL: whether an instant is a marked day."""
    begins = midnight(f"cast({moment} at time zone '{zone}' as date)", zone)
    return (
        f"(case when epoch_us({moment}) % 1000000 in ({MARK}, {MARK - 1_000_000})"  # the latter before 1970
        f" then {moment} = {begins} + interval {MARK} microsecond end)"
    )


def unmarked(moment: str, zone: str) -> str:
    """SQL of the instant itself: of a marked day its midnight."""
    return f"case when {is_day(moment, zone)} then {moment} - interval {MARK} microsecond else {moment} end"


def macro(zone: str, civil_zone: str) -> str:
    """The statement that makes MACRO: days are days of `civil_zone`, times without offset are told in `zone`."""
    text = "trim(cast(x as varchar))"
    read = (
        f"case when regexp_full_match({text}, '{_DAY}') then {marked(f'try_cast({text} as date)', civil_zone)}"
        f" when regexp_full_match({text}, '{_OFFSET}') then try_cast({text} as timestamptz)"
        f" else try_cast({text} as timestamp) at time zone '{zone}' end"
    )
    return (
        f"create or replace temp macro {MACRO}(x) as case"
        f" when typeof(x) = 'DATE' then {marked('try_cast(x as date)', civil_zone)}"
        f" when typeof(x) = 'VARCHAR' then {read}"
        f" when typeof(x) in ({_NAIVE}) then try_cast(x as timestamp) at time zone '{zone}'"
        " else try_cast(x as timestamptz) end"
    )
