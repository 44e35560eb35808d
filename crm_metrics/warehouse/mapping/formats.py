"""How a column is written: its kind, what a value of each kind looks like, and the SQL that reads it.

Every conversion is one SQL expression over a column of text; a value that doesn't fit gives NULL, never another value.
A new kind is one more line of KINDS: named in a mapping, checked, read, typed and said by what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.warehouse.mapping import civil, durations, moments, numbers, scores
from crm_metrics.warehouse.mapping.moments import ISO

_TRUE = ("true", "t", "yes", "y", "1", "si", "sí", "s", "verdadero", "x")
_FALSE = ("false", "f", "no", "n", "0", "falso")

NUMBER = numbers.TYPE
# What has to be known of a column to read it, beside its kind.
PLAIN, MARKS, DATES, UNITS = "plain", "marks", "dates", "units"
MILLISECONDS = "milliseconds"


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a column is written."""

    kind: str
    """A word of KINDS."""
    said: str = ""
    """The format of dates, as people write it."""
    decimal: str = "."
    """The mark before the decimals of numbers."""
    thousands: str = ""
    """The mark between their thousands."""
    sign: str = ""
    """The one currency sign that may stand beside them."""
    pairs: bool = False
    """Whether groups before the last three digits have two, as in 12,34,567.50."""
    zone: str = "UTC"
    """The time zone of instants without offset."""
    exact: bool = False
    """Whether dates and numbers are kept to the letter of their format, without the liberties that people take."""
    civil_zone: str = "UTC"
    """The time zone of days without an hour."""
    only_days: bool = False
    """Whether its instants tell days alone: all of them are written at midnight, and none with an offset."""
    typed: bool = False
    """Whether its cells had a type of their own: a number among dates is a day as Excel counts them."""

    def sql(self, text: str) -> str:
        """The value of `text` (an SQL expression of type varchar), NULL where it doesn't fit."""
        return KINDS[self.kind].read(text, self)

    @property
    def of_typed(self) -> Format:
        """How a cell that had a type of its own is written: dates are ISO, numbers have a point, shares no sign."""
        kind = "number" if self.kind == "percent" else self.kind
        said = ISO if self.is_moment else self.said
        return replace(
            Format(kind=kind, said=said, zone=self.zone, civil_zone=self.civil_zone),
            only_days=self.only_days,
            typed=True,
        )

    @property
    def first(self) -> Format:
        """The format as programs write by it: what it reads, the whole format reads alike, and in less time."""
        return replace(self, exact=True) if self.kind in ("number", "whole", "date", "instant") else self

    @property
    def is_score(self) -> bool:
        """Whether it holds answers on a scale."""
        return self.kind in scores.KINDS

    @property
    def is_moment(self) -> bool:
        """Whether it has a format of dates."""
        return KINDS[self.kind].written == DATES


@dataclass(frozen=True)
class Kind:
    """What the columns of one kind hold."""

    type: str
    """The engine's type of the values."""
    read: Callable[[str, Format], str]
    """SQL of the value of a text; NULL where it doesn't fit."""
    shown: Callable[[Format], str]
    """A value, or the format, as people write it."""
    written: str = PLAIN
    """PLAIN: in one way; MARKS, DATES, UNITS: by marks of numbers, a format of dates or units, which are declared or
    found from the values."""


KINDS: Mapping[str, Kind] = {
    "text": Kind("varchar", lambda text, _: text, lambda _: "text"),
    "number": Kind(NUMBER, lambda text, how: _number_sql(text, how), lambda how: f"1234{how.decimal}56", MARKS),
    "whole": Kind("bigint", lambda text, how: _whole_sql(text, how), lambda _: "1234", MARKS),
    "percent": Kind(
        NUMBER,
        lambda text, how: numbers.percent_sql(text, decimal=how.decimal, thousands=how.thousands),
        lambda how: f"12{how.decimal}5 %",
        MARKS,
    ),
    "duration": Kind(
        NUMBER,
        lambda text, how: durations.sql(text, _number_sql(text, how), durations.HOURS),
        lambda _: "27:15:00",
        MARKS,
    ),
    durations.MINUTES: Kind(
        NUMBER,
        lambda text, how: durations.sql(text, _number_sql(text, how), durations.MINUTES),
        lambda _: durations.MINUTES,
        MARKS,
    ),
    "seconds": Kind(
        "bigint",
        lambda text, how: _whole_seconds_sql(text, how),
        lambda _: "1234, 27:15:00",
        MARKS,
    ),
    scores.SCORE: Kind(NUMBER, lambda text, _: scores.label_sql(text), lambda _: "5, Extremely likely - 10"),
    scores.TEN: Kind(NUMBER, lambda text, _: scores.sql(text), lambda _: "0-10"),
    scores.CODED: Kind(NUMBER, lambda text, _: scores.sql(text), lambda _: "0-10"),
    "epoch": Kind("timestamptz", lambda text, how: _epoch_sql(text, how), lambda _: "1768471200", UNITS),
    "serial": Kind("timestamptz", lambda text, how: _serial_sql(text, how), lambda _: "45000.5"),
    "yes/no": Kind("boolean", lambda text, _: _yes_no_sql(text), lambda _: "true/false"),
    "time": Kind("time", lambda text, _: _time_sql(text), lambda _: "HH:MM"),
    "list": Kind("varchar[]", lambda text, _: _list_sql(text), lambda _: "list"),
    "date": Kind(
        "date",
        lambda text, how: moments.day_sql(text, how.said, exact=how.exact),
        lambda how: moments.as_said(how.said),
        DATES,
    ),
    "instant": Kind(
        "timestamptz",
        lambda text, how: _instant_sql(text, how),
        lambda how: "YYYY-MM-DD HH:MM:SS" if how.said == ISO else moments.as_said(how.said),
        DATES,
    ),
}


def known_kind(text: str) -> str:
    """`text` when it is a kind of column or a format of dates; else a ValueError that says so."""
    known = (*KINDS, ISO)
    if text not in known and not moments.is_format(text):
        raise ValueError(f"'{text}' is neither a kind ({', '.join(known)}) nor a format of dates such as DD/MM/YYYY")
    return text


def known_way(text: str) -> str:
    """`text` when it may stand in a list: a format of dates; else a ValueError that says so."""
    if text != ISO and not moments.is_format(text):
        raise ValueError(f"'{text}' in a list is no format of dates such as DD/MM/YYYY or {ISO}")
    return text


def is_number(kind: str) -> bool:
    """Whether a kind of column has marks and a sign."""
    return kind in KINDS and KINDS[kind].written == MARKS


def is_time(kind: str) -> bool:
    """Whether a kind of column holds days or instants, however they are written."""
    return KINDS[kind].type in ("date", "timestamptz")


def has_types(kind: str | tuple[str, ...]) -> bool:
    """Whether a typed cell of a workbook or Parquet file may be written otherwise than a text in the same column."""
    return isinstance(kind, tuple) or kind not in KINDS or KINDS[kind].written in (MARKS, DATES)


def declared(
    kind: str, *, decimal: str | None, thousands: str | None, dates: str | None, instants: str | None
) -> Format | None:
    """The format that a mapping declares for a column of `kind`; None: it has to be found."""
    if kind not in KINDS:  # a format of dates itself
        return Format(kind="instant" if moments.is_instant(kind) else "date", said=kind)
    written = KINDS[kind].written
    if written == MARKS:
        if decimal is None and thousands is None:
            return None
        mark = decimal or ("," if thousands == "." else ".")
        return Format(kind=kind, decimal=mark, thousands=thousands or "")
    if written == DATES:
        said = dates if kind == "date" else instants
        if said and said in KINDS:  # as in instants = "epoch"
            return declared(said, decimal=decimal, thousands=thousands, dates=None, instants=None)
        return Format(kind=kind, said=said) if said else None
    return None if written == UNITS else Format(kind=kind)


def one_of(ways: tuple[str, ...]) -> tuple[Format, ...]:
    """The formats of a column that is written in one of several ways; all give values of one type."""
    kind = "instant" if any(map(moments.is_instant, ways)) else "date"
    return tuple(Format(kind=kind, said=way) for way in ways)


def sql_type(kind: str | tuple[str, ...]) -> str:
    """The type of the values of a kind of column."""
    if isinstance(kind, tuple):
        return KINDS[one_of(kind)[0].kind].type
    if kind in KINDS:
        return KINDS[kind].type
    return KINDS["instant" if moments.is_instant(kind) else "date"].type


def shown(how: Format) -> str:
    """A format as people write it."""
    return KINDS[how.kind].shown(how)


def in_zone(how: Format, zone: str) -> Format:
    """The format, with the zone of its instants without offset."""
    return replace(how, zone=zone)


def _instant_sql(text: str, how: Format) -> str:
    if how.typed and not how.only_days:
        near = f"case when regexp_full_match({text}, '[2-5][0-9]{{4}}([.][0-9]+)?') then {text} end"
        return f"coalesce({_instant_sql(text, replace(how, typed=False))}, {_serial_sql(near, how)})"
    if not how.only_days:
        return moments.instant_sql(text, how.said, how.zone, how.civil_zone, exact=how.exact)
    day = f"cast({moments.instant_sql(text, how.said, 'UTC', 'UTC', exact=how.exact)} at time zone 'UTC' as date)"
    return civil.marked(day, how.civil_zone)


def _number_sql(text: str, how: Format) -> str:
    if how.exact and how.decimal == "." and not how.pairs:
        return numbers.exact_sql(text)
    return numbers.sql(text, decimal=how.decimal, thousands=how.thousands, sign=how.sign, pairs=how.pairs)


def _whole_sql(text: str, how: Format) -> str:
    return _whole(_number_sql(text, how))


def _whole_seconds_sql(text: str, how: Format) -> str:
    return _whole(durations.sql(text, _number_sql(text, how)))


def _whole(value: str) -> str:
    """SQL of a number that is whole: 12.0 is, 12.5 is not; a cast alone would round it."""
    return f"list_transform([{value}], lambda n: case when n = trunc(n) then try_cast(n as bigint) end)[1]"


def _epoch_sql(text: str, how: Format) -> str:
    """SQL of the instant so many seconds, or milliseconds, after 1970; NULL before 1973, for a zero means: unknown."""
    fits = rf"regexp_full_match({text}, '\d{{9,13}}(\.\d+)?')"
    number = f"case when {fits} then try_cast({text} as decimal(22, 6)) end"
    seconds = f"{number} / 1000" if how.said == MILLISECONDS else number
    low, high = ("1e11", "1e13") if how.said == MILLISECONDS else ("1e8", "1e11")
    return f"case when ({number}) >= {low} and ({number}) < {high} then to_timestamp({seconds}) end"


def _serial_sql(text: str, how: Format) -> str:
    """SQL of the moment so many days after 1899, as Excel counts since March 1900; 1904 is not guessed.

    A whole number is a day without an hour.
    """
    number = f"case when regexp_full_match({text}, '\\d{{2,7}}(\\.\\d+)?') then try_cast({text} as double) end"
    moment = f"timestamp '1899-12-30' + to_milliseconds(cast(round(({number}) * 86400000) as bigint))"
    day = civil.marked(f"date '1899-12-30' + cast(({number}) as integer)", how.civil_zone)
    known = f"case when ({number}) = trunc({number}) then {day} else ({moment}) at time zone '{how.zone}' end"
    return f"case when ({number}) between 61 and 2958465 then {known} end"


def _yes_no_sql(text: str) -> str:
    return (
        f"case when lower({text}) in ({_words(_TRUE)}) then true"
        f" when lower({text}) in ({_words(_FALSE)}) then false end"
    )


def _time_sql(text: str) -> str:
    pattern = r"\d{1,2}[:.]\d{2}([:.]\d{2})?"  # 14.08 as in Finland
    plain = f"case when regexp_full_match({text}, '{pattern}') then try_cast(replace({text}, '.', ':') as time) end"
    with_day = moments.instant_sql(f"('2000-01-01 ' || {text})", ISO, "UTC", "UTC")  # for its p. m. and its hs
    return f"coalesce({plain}, cast(({with_day}) at time zone 'UTC' as time))"


def _list_sql(text: str) -> str:
    return f"list_filter(list_transform(string_split({text}, '|'), lambda one: trim(one)), lambda one: one <> '')"


def _words(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
