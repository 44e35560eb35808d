"""Lengths of time as people write them, in seconds: clocks above 24 hours, words, ISO 8601, plain seconds.

`27:15` is hours and minutes in a column of kind "duration", as spreadsheets show a length; minutes and seconds are the
kind "M:SS"; where neither is declared it is not read.
"""

from __future__ import annotations

from crm_metrics.warehouse.mapping.numbers import BLANK, TYPE

_AMOUNT = r"(\d+(?:[.,]\d{1,2})?)"  # three decimals could be thousands
_UNITS = {
    "w": (604800, "semanas?|sem|weeks?|w"),
    "d": (86400, "d[ií]as?|days?|d"),
    "h": (3600, "horas?|hours?|hrs?|hs|h"),
    "m": (60, "minutos?|minutes?|mins?|min|m"),
    "s": (1, "segundos?|seconds?|segs?|secs?|seg|s"),
}
_AND = rf"{BLANK}*,?{BLANK}*(?:(?:y|e|and){BLANK}+)?"
_DAYS = rf"(?:(\d+){BLANK}*(?:d[ií]as?|days?|d),?{BLANK}+)?"
_CLOCK = rf"{_DAYS}(\d{{1,5}}):([0-5]\d):([0-5]\d)(?:[.,](\d{{1,6}}))?{BLANK}*(?:h|hs|hrs|horas)?"
_WORDS = _AND.join(rf"(?:{_AMOUNT}{BLANK}*(?:{words})\.?)?" for _, words in _UNITS.values())
_ISO = rf"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:(\d+(?:[.,]\d{{1,6}})?)S)?)?"
_TIGHT = rf"(\d{{1,4}}){BLANK}?h{BLANK}?([0-5]\d)"  # 2h05
_PAIR = r"(\d{1,5}):([0-5]\d)"

HOURS, MINUTES = "H:MM", "M:SS"  # what two numbers with a colon between them are


def sql(text: str, plain: str, pair: str = "") -> str:
    """SQL of the seconds that `text` (SQL of type varchar) tells, a decimal; NULL where it is no length of time.

    plain: the SQL of the number that the text is without any unit: seconds; pair: HOURS or MINUTES, what `27:15` is; ""
    when nobody said it.
    """
    ways: list[tuple[str, tuple[str, ...], str]] = [
        (_CLOCK, ("d", "h", "m", "s", "f"), _clock()),
        (_WORDS, tuple(_UNITS), _sum()),
        (_ISO, tuple(_UNITS), _sum()),
        (_TIGHT, ("h", "m"), "3600 * cast(x.h as bigint) + 60 * cast(x.m as bigint)"),
        (rf"{_PAIR}{BLANK}*(?:h|hs|hrs|horas)\.?", ("a", "b"), _pair(HOURS)),
        (rf"{_PAIR}{BLANK}*(?:m|min|mins|minutos)\.?", ("a", "b"), _pair(MINUTES)),
    ]
    if pair:
        ways.append((_PAIR, ("a", "b"), _pair(pair)))
    spelt = " ".join(
        f"when {_fits(text, pattern)} then {_read(text, pattern, names, value)}" for pattern, names, value in ways
    )
    return f"coalesce({plain}, case when regexp_matches({text}, '[0-9]') then case {spelt} end end)"


def _fits(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, '(?i){pattern}')"


def _read(text: str, pattern: str, names: tuple[str, ...], value: str) -> str:
    """SQL of `value` over the struct `x` of the pattern's groups."""
    listed = ", ".join(f"'{name}'" for name in names)
    return (
        f"list_transform([regexp_extract({text}, '(?i)^(?:{pattern})$', [{listed}])],"
        f" lambda x: try_cast({value} as {TYPE}))[1]"
    )


def _clock() -> str:
    days = "coalesce(try_cast(nullif(x.d, '') as bigint), 0)"
    seconds = f"86400 * {days} + 3600 * cast(x.h as bigint) + 60 * cast(x.m as bigint) + cast(x.s as bigint)"
    part = "coalesce(try_cast('0.' || nullif(x.f, '') as decimal(10, 6)), 0)"
    return f"case when x.d = '' or cast(x.h as bigint) < 24 then {seconds} + {part} end"


def _sum() -> str:
    return " + ".join(
        f"{seconds} * coalesce(try_cast(nullif(replace(x.{unit}, ',', '.'), '') as decimal(18, 6)), 0)"
        for unit, (seconds, _) in _UNITS.items()
    )


def _pair(pair: str) -> str:
    big, small = (3600, 60) if pair == HOURS else (60, 1)
    return f"{big} * cast(x.a as bigint) + {small} * cast(x.b as bigint)"
