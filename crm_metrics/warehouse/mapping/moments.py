"""How days and instants are written: the words of a format of dates, and the SQL that reads a text by one.

A new word is one more line of WORDS: recognised in a mapping, checked, matched, read and said by what stands there.
What a format leaves no doubt about may be written with liberties (`liberties.py`), unless the format is to be kept to
the letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from crm_metrics.warehouse.mapping import civil, liberties, months, numbers

ISO = "ISO"  # 2026-01-31, of instants also 2026-01-31 10:30:00, with any part of the time and an offset or none
SPELT = "spelt"  # a day with its month's name, in whichever order: 15 de enero de 2026, Jan 15, 2026
ANY_HOUR = " *"  # the end of a format: a day with one of TIMES, or with none
TIMES = (" H:MM", " H:MM:SS", " H:MM AM", " H:MM:SS AM")

# Tried on a column without a declared format → how it is said to people.
TRIED: Mapping[str, str] = {
    "YYYY-M-D": "YYYY-MM-DD",
    "YYYY/MM/DD": "YYYY/MM/DD",
    "YYYYMMDD": "YYYYMMDD",
    "D/M/YYYY": "DD/MM/YYYY",
    "M/D/YYYY": "MM/DD/YYYY",
    "D-M-YYYY": "DD-MM-YYYY",
    "M-D-YYYY": "MM-DD-YYYY",
    "D.M.YYYY": "D.M.YYYY",
    SPELT: "D MMM YYYY",
}
# Years of two digits are only named, never taken.
SHORT = ("DD-MM-YY", "MM-DD-YY", "YY-MM-DD", "DD/MM/YY", "MM/DD/YY", "YY/MM/DD", "DD.MM.YY", "D-MMM-YY",
         "D/MMM/YY", "D MMM YY", "D.MMM.YY")  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word of a format."""

    matches: str
    """The pattern of what it stands for in a text; a group in it doesn't capture."""
    strptime: str
    """The engine's own word for it."""
    tells: tuple[str, ...]
    """Which parts of a moment it settles. A format settles year, month and day; with an hour it is an instant."""
    tight: str = ""
    """The pattern where nothing stands between the words, as in YYYYMMDD; `matches` when not given."""
    piece: str = ""
    """SQL of the text that `strptime` reads in place of `{piece}`, for what the engine has no word of its own."""


WORDS: Mapping[str, Word] = {
    "YYYY": Word(r"\d{4}", "%Y", ("year",)),
    "YY": Word(r"\d{2}", "%y", ("year",)),
    "MMMM": Word(months.MONTH, "%m", ("month",), piece=months.number_sql("{piece}")),
    "MMM": Word(months.MONTH, "%m", ("month",), piece=months.number_sql("{piece}")),  # short or long, in any language
    "MM": Word(r"\d{1,2}", "%m", ("month",), tight=r"\d{2}"),  # after an hour MINUTES
    "M": Word(r"\d{1,2}", "%m", ("month",)),
    "DD": Word(r"\d{1,2}", "%d", ("day",), tight=r"\d{2}"),
    "D": Word(r"\d{1,2}", "%d", ("day",)),
    "HH": Word(r"\d{1,2}", "%H", ("hour",), tight=r"\d{2}"),  # with AM in the format HALF_DAY
    "H": Word(r"\d{1,2}", "%H", ("hour",)),
    "SS": Word(r"\d{2}", "%S", ("second",)),
    "AM": Word(r"[AaPp][Mm]", "%p", ("half of the day",)),
    "Z": Word(r"(?:Z|[+-]\d{2}:?\d{2})", "%z", ("offset",), piece="replace({piece}, 'Z', '+00')"),
}
MINUTES = Word(r"\d{2}", "%M", ("minute",))
HALF_DAY = "%I"

_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_ISO_TIME = r"[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ISO_OFFSET = r" ?(Z|z|[+-]\d{2}(:?\d{2})?)"
_ISO_MIDNIGHT = r"[ T]00:00(:00(\.0{1,9})?)?"


def is_format(text: str) -> bool:
    """Whether a text is a format of dates: it settles year, month and day, and nothing in it could be another word."""
    rest = re.sub(r"\bde\b|T", "", _WORD.sub("", text))  # as in D de MMM de YYYY
    return {"year", "month", "day"} <= _told(text) and not re.search(r"[A-Za-z0-9]", rest)


def is_instant(text: str) -> bool:
    """Whether a format tells the hour, or may tell one."""
    return text == ISO or text.endswith(ANY_HOUR) or "hour" in _told(text)


def tells_offset(said: str) -> bool:
    """Whether each text of a format tells its offset; of ISO some may."""
    return said != ISO and "offset" in _told(said)


def tells_half(said: str) -> bool:
    """Whether each text of a format tells the half of the day; with liberties some of any other may."""
    return "half of the day" in _told(said)


def hour_with_half(text: str) -> str:
    """SQL: whether a text has an hour with its half of the day, as in 2:05 p. m."""
    return f"regexp_matches({text}, '(?i)[0-9]:[0-9]{{2}}[^a-z]*[ap][.]?{numbers.BLANK}*m([^a-z]|$)')"


def hour_without_half(text: str) -> str:
    """SQL: whether a text has an hour from 1 to 12 and not its half of the day."""
    hour = f"regexp_matches({text}, '(^|[^0-9:])(0?[1-9]|1[0-2]):[0-9]{{2}}')"
    return f"({hour} and not {hour_with_half(text)})"


def offset_told(text: str) -> str:
    """SQL: whether a text ends with an offset from UTC, or the name of a zone."""
    offset = f"(Z|UTC|GMT|{liberties.NAMED_ZONE}|(UTC|GMT)?[+-][0-9]{{1,2}}(:?[0-9]{{2}})?)( \\([^)]*\\))?$"
    return f"regexp_matches({text}, '(?i):[0-9]{{2}}.*?{offset}')"


def is_day_and_month(said: str) -> bool:
    """Whether a format tells day and month by numbers, so that one could be taken for the other."""
    return {"month", "day"} <= _told(said) and "MMM" not in said and not said.startswith("Y")


def as_said(said: str) -> str:
    """The name of a format in sentences."""
    if said == ISO:
        return "YYYY-MM-DD"
    day, _, time = said.removesuffix(ANY_HOUR).partition(" ")
    spelt = TRIED.get(day, day)
    return f"{spelt} {time}" if time else spelt


def day_sql(text: str, said: str, *, exact: bool = False) -> str:
    """The day written in `text` (SQL of type varchar) by a format; NULL where it doesn't fit.

    exact: without the liberties that people take.
    """
    if said == ISO:
        day = f"try_cast({text}[1:10] as date)"
        read = f"case when regexp_full_match({text}, '{_ISO_DAY}({_ISO_MIDNIGHT})?') then {day} end"
    elif said.removesuffix(ANY_HOUR) == SPELT:
        read = liberties.spelt_day_sql(text)
    else:
        read = _read(text, _ways(said), "cast({} as date)")
    if exact:
        return read
    loose = _loosely(text, said)
    return f"coalesce({read}, cast(({loose}) as date))" if loose else read


def instant_sql(text: str, said: str, zone: str, civil_zone: str, *, exact: bool = False) -> str:
    """The instant written in `text` by a format, in `zone` where it tells no offset; NULL where it doesn't fit.

    A text without an hour is that day in `civil_zone`, marked as one (civil.py).
    exact: without the liberties that people take.
    """
    if said == ISO:
        read = (
            f"case when length({text}) = 10 and regexp_full_match({text}, '{_ISO_DAY}')"
            f" then {civil.marked(f'try_cast({text} as date)', civil_zone)}"
            f" when regexp_full_match({text}, '{_ISO_DAY}{_ISO_TIME}')"
            f" then try_cast({text} as timestamp) at time zone '{zone}'"
            f" when regexp_full_match({text}, '{_ISO_DAY}{_ISO_TIME}{_ISO_OFFSET}')"
            f" then try_cast({text} as timestamptz) end"
        )
    elif said.removesuffix(ANY_HOUR) == SPELT:
        read = civil.marked(liberties.spelt_day_sql(text), civil_zone)
    else:
        day = civil.marked("cast({} as date)", civil_zone)
        instant = "{}" if "offset" in _told(said) else f"({{}} at time zone '{zone}')"
        if said.endswith(ANY_HOUR):
            alone, *timed = _ways(said)
            read = f"coalesce({_read(text, (alone,), day)}, {_read(text, tuple(timed), instant)})"
        else:
            read = _read(text, _ways(said), instant if is_instant(said) else day)
    if exact:
        return read
    loose = _loosely(text, said, zone, civil_zone)
    return f"coalesce({read}, {loose})" if loose else read


def midnights(text: str) -> str:
    """SQL: whether nothing in a text tells an offset, or an hour with a colon that is not midnight."""
    midnight = "(T| )(0?0:00(:00([.]0{1,9})?)?|12:00(:00)? ?[Aa][.]? ?[Mm][.]?)"
    return f"regexp_full_match({text}, '[^:]*[0-9]({midnight})?')"


def _loosely(text: str, said: str, zone: str = "", civil_zone: str = "") -> str:
    """SQL of what a format reads in a text that takes liberties with it; "" where it allows none.

    zone: of instants without offset; "": the local moment is wanted, and what has an offset is no day.
    """
    with_hour = said.endswith(ANY_HOUR) or (bool(zone) and said in (ISO, SPELT))
    if said != ISO and "hour" in _told(said):
        tidied = liberties.tidied(text)
        value = "{}" if "offset" in _told(said) or not zone else f"({{}} at time zone '{zone}')"
        return f"case when {tidied} <> {text} then {_read(tidied, _ways(said), value)} end"
    day = said.removesuffix(ANY_HOUR)
    if said == ISO:
        pattern, read = _ISO_DAY, "try_cast(x.day as date)"
    elif day == SPELT:
        pattern, read = liberties.SPELT_DAY, liberties.spelt_day_sql("x.day")
    else:
        pattern, read = _ways(day)[0].pattern, _ways(day)[0].read("x.day")
    alone = civil.marked("cast({} as date)", civil_zone) if zone else ""
    return liberties.moment_sql(text, pattern, read, with_hour=with_hour, zone=zone, alone=alone)


def _told(said: str) -> set[str]:
    return {part for word in _WORD.findall(said) for part in WORDS[word].tells}


def _read(text: str, ways: tuple[_Way, ...], value: str) -> str:
    """`value` of what strptime reads in a text that has the pattern of one of the ways of writing."""
    if any(way.pieces for way in ways):  # each way needs a text of its own
        return f"coalesce({', '.join(_case(text, way.pattern, way.read(text), value) for way in ways)})"
    if len(ways) == 1:
        return _case(text, ways[0].pattern, ways[0].read(text), value)
    pattern = "|".join(f"({way.pattern})" for way in ways)
    names = ", ".join(f"'{way.name}'" for way in ways)
    return _case(text, pattern, f"try_strptime({text}, [{names}])", value)


def _case(text: str, pattern: str, read: str, value: str) -> str:
    return f"case when regexp_full_match({text}, '{pattern}') then {value.format(read)} end"


@dataclass(frozen=True)
class _Way:
    """One way of writing, compiled."""

    pattern: str
    """What a text must match as a whole, as it stands between the quotes of an SQL literal."""
    name: str
    """The format as strptime reads it, likewise."""
    pieces: tuple[str, ...]
    """SQL of the parts of the text that strptime gets, over `{text}`; empty where it gets the text itself."""

    def read(self, text: str) -> str:
        """The moment that strptime reads."""
        pieces = ", ".join(piece.replace("{text}", text) for piece in self.pieces)
        return f"try_strptime({f'concat({pieces})' if pieces else text}, '{self.name}')"


@cache
def _ways(said: str) -> tuple[_Way, ...]:
    """The ways of writing of a format: one, or with ANY_HOUR the day alone and with each of TIMES."""
    if said.endswith(ANY_HOUR):
        day = said.removesuffix(ANY_HOUR)
        return tuple(_way(variant) for variant in (day, *(day + time for time in TIMES)))
    return (_way(said),)


def _way(said: str) -> _Way:
    tight, hours, at = not re.search(r"[^A-Z]", said), False, 0
    parts: list[tuple[str, str, str]] = []  # pattern, strptime, SQL of the piece
    for found in _WORD.finditer(said):
        between = said[at : found.start()].replace("'", "''")
        word = MINUTES if found[0] == "MM" and hours else WORDS[found[0]]
        hours = hours or "hour" in word.tells
        name = HALF_DAY if "hour" in word.tells and "AM" in said else word.strptime
        if between:
            parts.append((re.escape(said[at : found.start()]).replace("'", "''"), between.replace("%", "%%"), ""))
        parts.append((word.tight or word.matches if tight else word.matches, name, word.piece))
        at = found.end()
    pattern = "".join(matches for matches, _, _ in parts)
    return _Way(pattern, "".join(name for _, name, _ in parts), _pieces(parts) if any(p for _, _, p in parts) else ())


def _pieces(parts: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """Each part cut out of the text, those with SQL of their own rewritten by it."""
    pieces = []
    for place, (_, _, sql) in enumerate(parts):
        pattern = "".join(f"({part[0]})" if at == place else part[0] for at, part in enumerate(parts))
        cut = f"regexp_extract({{text}}, '^{pattern}$', 1)"
        pieces.append(sql.replace("{piece}", cut) if sql else cut)
    return tuple(pieces)
