"""How a column is written: its kind, what a value of each kind looks like, and the SQL that reads it.

Every conversion is one SQL expression over a column of text; a value that doesn't fit gives NULL, never another value.
A new kind is one more line of KINDS: named in a mapping, checked, read, typed and said by what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.warehouse.mapping import civil, moments
from crm_metrics.warehouse.mapping.moments import ISO

_BLANK = r"[ \x{00A0}\x{202F}]*"
_GAP = r"[ '’\x{00A0}\x{202F}]"  # thousands as some countries write them
_SIGN = r"([$€£¥₡₲]|(?:US|R|C)\$|S/\.?|[A-Z]{3})"  # as in $ 1.250, -$5, US$ 1,250, COP 300, 5 €
_TRUE = ("true", "t", "yes", "y", "1", "si", "sí", "s", "verdadero", "x")
_FALSE = ("false", "f", "no", "n", "0", "falso")

NUMBER = "decimal(38, 10)"
PLAIN, MARKS, DATES = "plain", "marks", "dates"  # what has to be known of a column to read it, beside its kind


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
    zone: str = "UTC"
    """The time zone of instants without offset."""
    civil_zone: str = "UTC"
    """The time zone of days without an hour."""
    only_days: bool = False
    """Whether its instants tell days alone: all of them are written at midnight, and none with an offset."""

    def sql(self, text: str) -> str:
        """The value of `text` (an SQL expression of type varchar), NULL where it doesn't fit."""
        return KINDS[self.kind].read(text, self)

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
    """PLAIN: in one way; MARKS, DATES: by marks of numbers or a format of dates, declared or found from the values."""


KINDS: Mapping[str, Kind] = {
    "text": Kind("varchar", lambda text, _: text, lambda _: "text"),
    "number": Kind(NUMBER, lambda text, how: _number_sql(text, how), lambda how: f"1234{how.decimal}56", MARKS),
    "whole": Kind("bigint", lambda text, how: _whole_sql(text, how), lambda _: "1234", MARKS),
    "yes/no": Kind("boolean", lambda text, _: _yes_no_sql(text), lambda _: "true/false"),
    "time": Kind("time", lambda text, _: _time_sql(text), lambda _: "HH:MM"),
    "list": Kind("varchar[]", lambda text, _: _list_sql(text), lambda _: "list"),
    "date": Kind(
        "date", lambda text, how: moments.day_sql(text, how.said), lambda how: moments.as_said(how.said), DATES
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


def is_number(kind: str) -> bool:
    """Whether a kind of column has marks and a sign."""
    return kind in KINDS and KINDS[kind].written == MARKS


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
        return Format(kind=kind, said=said) if said else None
    return Format(kind=kind)


def sql_type(kind: str) -> str:
    """The type of the values of a kind of column."""
    if kind in KINDS:
        return KINDS[kind].type
    return KINDS["instant" if moments.is_instant(kind) or kind.endswith(moments.ANY_HOUR) else "date"].type


def shown(how: Format) -> str:
    """A format as people write it."""
    return KINDS[how.kind].shown(how)


def currency_sign_sql(text: str) -> str:
    """The currency sign before or after the number in `text` (SQL of type varchar); NULL without one."""
    before = f"nullif(regexp_extract({text}, '^[+-]?{_SIGN}{_BLANK}[+-]?[0-9.,]', 1), '')"
    return f"coalesce({before}, nullif(regexp_extract({text}, '[0-9]{_BLANK}{_SIGN}$', 1), ''))"


def in_zone(how: Format, zone: str) -> Format:
    """The format, with the zone of its instants without offset."""
    return replace(how, zone=zone)


def _instant_sql(text: str, how: Format) -> str:
    if not how.only_days:
        return moments.instant_sql(text, how.said, how.zone, how.civil_zone)
    day = f"cast({moments.instant_sql(text, how.said, 'UTC', 'UTC')} at time zone 'UTC' as date)"
    return civil.marked(day, how.civil_zone)


def _number_sql(text: str, how: Format) -> str:
    fits, value = _number(text, how)
    return f"case when {fits} then {value} end"


def _whole_sql(text: str, how: Format) -> str:
    fits, value = _number(text, how)  # 12.0 is whole, 12.5 is not: a cast alone would round it
    return f"case when {fits} and {value} = trunc({value}) then try_cast({value} as bigint) end"


def _number(text: str, how: Format) -> tuple[str, str]:
    """SQL: whether a text is a number so written, and the number."""
    if how.sign:
        sign = re.escape(how.sign)  # one that _SIGN found: no quote is among them
        bare = f"regexp_replace({text}, '^([+-]?){sign}{_BLANK}', '\\1')"
        text = f"regexp_replace({bare}, '{_BLANK}{sign}$', '')"
    decimal = re.escape(how.decimal)
    gap = f"({_GAP}|{re.escape(how.thousands)})" if how.thousands not in ("", " ", "'") else _GAP
    whole = rf"(\d+|[1-9]\d{{0,2}}({gap}\d{{3}})+)" if how.thousands else r"\d+"
    pattern = rf"[+-]?({whole}({decimal}\d+)?|{decimal}\d+)".replace("'", "''")
    digits = rf"regexp_replace({text}, '[^0-9{decimal}-]', '', 'g')" if how.thousands else f"ltrim({text}, '+')"
    point = digits if how.decimal == "." else f"replace({digits}, ',', '.')"
    value = f"try_cast({point} as {NUMBER})"
    return f"regexp_full_match({text}, '{pattern}')", value


def _yes_no_sql(text: str) -> str:
    return (
        f"case when lower({text}) in ({_words(_TRUE)}) then true"
        f" when lower({text}) in ({_words(_FALSE)}) then false end"
    )


def _time_sql(text: str) -> str:
    pattern = r"\d{1,2}:\d{2}(:\d{2})?"
    return f"case when regexp_full_match({text}, '{pattern}') then try_cast({text} as time) end"


def _list_sql(text: str) -> str:
    return f"list_filter(list_transform(string_split({text}, '|'), lambda one: trim(one)), lambda one: one <> '')"


def _words(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
