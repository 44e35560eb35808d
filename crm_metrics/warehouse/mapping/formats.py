"""How values are written: the formats of dates and numbers, and the SQL that reads each of them.

Every conversion is one SQL expression over a column of text; a value that doesn't fit gives NULL, never another value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

KINDS = ("text", "number", "whole", "yes/no", "time", "list", "date", "instant", "ISO")

TIMES = (" H:MM", " H:MM:SS", " H:MM AM", " H:MM:SS AM")
_SHOWN = {
    "D/M/YYYY": "DD/MM/YYYY",
    "M/D/YYYY": "MM/DD/YYYY",
    "D-M-YYYY": "DD-MM-YYYY",
    "M-D-YYYY": "MM-DD-YYYY",
    "YYYY-M-D": "YYYY-MM-DD",
}

_TOKEN = re.compile(r"YYYY|YY|MMM|MM|M|DD|D|HH|H|SS|AM|Z")
_PARTS: Mapping[str, tuple[str, str]] = {  # token → what it matches, what strptime calls it
    "YYYY": (r"\d{4}", "%Y"),
    "YY": (r"\d{2}", "%y"),
    "MMM": (r"[A-Za-z]{3}", "%b"),
    "MM": (r"\d{1,2}", "%m"),
    "M": (r"\d{1,2}", "%m"),
    "DD": (r"\d{1,2}", "%d"),
    "D": (r"\d{1,2}", "%d"),
    "HH": (r"\d{1,2}", "%H"),
    "H": (r"\d{1,2}", "%H"),
    "SS": (r"\d{2}", "%S"),
    "AM": (r"[AaPp][Mm]", "%p"),
    "Z": (r"(Z|[+-]\d{2}:?\d{2})", "%z"),
}
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_ISO_TIME = r"[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ISO_OFFSET = r" ?(Z|z|[+-]\d{2}(:?\d{2})?)"
_ISO_MIDNIGHT = r"[ T]00:00(:00(\.0{1,9})?)?"

_BLANK = r"[ \x{00A0}\x{202F}]*"
_GAP = r"[ '’\x{00A0}\x{202F}]"  # thousands as some countries write them
_SIGN = r"([$€£¥₡₲]|(?:US|R|C)\$|S/\.?|[A-Z]{3})"  # as in $ 1.250, -$5, US$ 1,250, COP 300, 5 €
_TRUE = ("true", "t", "yes", "y", "1", "si", "sí", "s", "verdadero", "x")
_FALSE = ("false", "f", "no", "n", "0", "falso")

NUMBER = "decimal(38, 10)"


@dataclass(frozen=True)
class Format:
    """How a column is written. kind: text, number, whole, yes/no, time, list, date or instant.

    said: the format of dates as people write it; decimal, thousands: the marks of numbers; sign: the one currency sign
    that may stand beside them; zone: of instants without offset.
    """

    kind: str
    said: str = ""
    decimal: str = "."
    thousands: str = ""
    sign: str = ""
    zone: str = "UTC"

    def sql(self, text: str) -> str:
        """The value of `text` (an SQL expression of type varchar), NULL where it doesn't fit."""
        if self.kind in ("number", "whole"):
            return _number_sql(text, self)
        if self.kind in ("date", "instant"):
            return _moment_sql(text, self)
        if self.kind == "yes/no":
            return (
                f"case when lower({text}) in ({_words(_TRUE)}) then true"
                f" when lower({text}) in ({_words(_FALSE)}) then false end"
            )
        if self.kind == "time":
            pattern = r"\d{1,2}:\d{2}(:\d{2})?"
            return f"case when regexp_full_match({text}, '{pattern}') then try_cast({text} as time) end"
        if self.kind == "list":
            return (
                f"list_filter(list_transform(string_split({text}, '|'), lambda one: trim(one)), lambda one: one <> '')"
            )
        return text


def known_kind(text: str) -> str:
    """`text` when it is a kind of column or a format of dates; else a ValueError that says so."""
    if text not in KINDS and not _is_date_format(text):
        raise ValueError(f"'{text}' is neither a kind ({', '.join(KINDS)}) nor a format of dates such as DD/MM/YYYY")
    return text


def declared(
    kind: str, decimal: str | None, thousands: str | None, dates: str | None, instants: str | None
) -> Format | None:
    """The format that a mapping declares for a column of `kind`; None: it has to be found."""
    if kind in ("number", "whole"):
        if decimal is None and thousands is None:
            return None
        mark = decimal or ("," if thousands == "." else ".")
        return Format(kind, decimal=mark, thousands=thousands or "")
    if kind in ("date", "instant"):
        said = dates if kind == "date" else instants
        return Format(kind, said) if said else None
    if kind in ("text", "yes/no", "time", "list"):
        return Format(kind)
    return Format("instant" if kind == "ISO" or "H" in kind else "date", kind)


def sql_type(kind: str) -> str:
    """The type of the values of a kind of column."""
    known = {"text": "varchar", "number": NUMBER, "whole": "bigint", "yes/no": "boolean", "time": "time"}
    known |= {"list": "varchar[]", "date": "date", "instant": "timestamptz", "ISO": "timestamptz"}
    return known.get(kind) or ("timestamptz" if "H" in kind or kind.endswith(" *") else "date")


def currency_sign_sql(text: str) -> str:
    """The currency sign before or after the number in `text` (SQL of type varchar); NULL without one."""
    before = f"nullif(regexp_extract({text}, '^[+-]?{_SIGN}{_BLANK}[+-]?[0-9.,]', 1), '')"
    return f"coalesce({before}, nullif(regexp_extract({text}, '[0-9]{_BLANK}{_SIGN}$', 1), ''))"


def in_zone(how: Format, zone: str) -> Format:
    """The format, with the zone of its instants without offset."""
    return replace(how, zone=zone)


def shown(how: Format) -> str:
    """A format as people write it."""
    if how.kind in ("date", "instant"):
        return "YYYY-MM-DD HH:MM:SS" if how.said == "ISO" and how.kind == "instant" else as_said(how.said)
    return {
        "number": f"1234{how.decimal}56",
        "whole": "1234",
        "yes/no": "true/false",
        "time": "HH:MM",
    }.get(how.kind, how.kind)


def as_said(said: str) -> str:
    """The name of a format in sentences."""
    if said == "ISO":
        return "YYYY-MM-DD"
    day, _, time = said.partition(" ")
    shown = _SHOWN.get(day, day)
    return shown if time in ("", "*") else f"{shown} {time}"


def _number_sql(text: str, how: Format) -> str:
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
    read = f"case when regexp_full_match({text}, '{pattern}') then {value} end"
    if how.kind == "number":
        return read
    # 12.0 is whole, 12.5 is not: a cast alone would round it.
    fits = f"regexp_full_match({text}, '{pattern}') and {value} = trunc({value})"
    return f"case when {fits} then try_cast({value} as bigint) end"


def _moment_sql(text: str, how: Format) -> str:
    if how.said == "ISO":
        return _iso_sql(text, how)
    pattern, names, offset = _compiled(how.said)
    read = f"try_strptime({text}, {names})"
    if how.kind == "date":
        value = f"cast({read} as date)"
    elif offset:
        value = read
    else:
        value = f"({read} at time zone '{how.zone}')"
    return f"case when regexp_full_match({text}, '{pattern}') then {value} end"


def _iso_sql(text: str, how: Format) -> str:
    if how.kind == "date":
        day = f"try_cast({text}[1:10] as date)"
        return f"case when regexp_full_match({text}, '{_ISO_DAY}({_ISO_MIDNIGHT})?') then {day} end"
    return (
        f"case when regexp_full_match({text}, '{_ISO_DAY}({_ISO_TIME})?')"
        f" then try_cast({text} as timestamp) at time zone '{how.zone}'"
        f" when regexp_full_match({text}, '{_ISO_DAY}{_ISO_TIME}{_ISO_OFFSET}')"
        f" then try_cast({text} as timestamptz) end"
    )


@cache
def _compiled(said: str) -> tuple[str, str, bool]:
    """The pattern of a format, the strptime formats that read it (SQL), and whether it tells the offset.

    A format that ends in ` *` is a day with any time of day, or none.
    """
    if said.endswith(" *"):
        variants = [said[:-2], *(said[:-2] + time for time in TIMES)]
        parts = [_compiled(one) for one in variants]
        names = ", ".join(names for _, names, _ in parts)
        return "|".join(f"({pattern})" for pattern, _, _ in parts), f"[{names}]", False
    pattern, name, at, hours, tight = "", "", 0, False, not re.search(r"[^A-Z]", said)
    for token in _TOKEN.finditer(said):
        between = said[at : token.start()]
        word = token[0]
        matches, called = _PARTS[word]
        if word == "MM" and hours:
            matches, called = r"\d{2}", "%M"
        if tight and word in ("MM", "DD", "HH"):
            matches = r"\d{2}"
        if word in ("H", "HH"):
            hours = True
            called = "%I" if "AM" in said else "%H"
        pattern += re.escape(between).replace("'", "''") + matches
        name += between.replace("%", "%%").replace("'", "''") + called
        at = token.end()
    return pattern, f"'{name}'", "Z" in said


def _is_date_format(text: str) -> bool:
    tokens = [found[0] for found in _TOKEN.finditer(text)]
    rest = _TOKEN.sub("", text)
    has_day = any(one in tokens for one in ("YYYY", "YY")) and any(one in tokens for one in ("MM", "M", "MMM"))
    return (
        has_day and any(one in tokens for one in ("DD", "D")) and not re.search(r"[A-Za-z0-9]", rest.replace("T", ""))
    )


def _words(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
