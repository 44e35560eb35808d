"""What the values of a column look like: days and their order, amounts and their marks, tax ids, addresses, scales."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.mapping import months, numbers
from crm_metrics.warehouse.suggesting import taxes
from crm_metrics.warehouse.suggesting.dictionary import dictionary, plain

MISSING = frozenset((  # what is written where there is nothing
    "-", "--", "---", "n/a", "N/A", "n/d", "N/D", "N.D.", "s/d", "S/D", "s/f", "S/F", "NA", "ND", "null", "NULL",
    "None", "none", "ninguno", "Ninguno", "sin fecha", "Sin fecha", "no aplica", "No aplica", "00/00/0000",
    "0000-00-00",
    "N/E", "—", "–",
))  # fmt: skip
SURE = 0.8  # of the values of a column: what so many look like, it is
_TIME = (
    r"(?P<time>\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:[ap]\.?\s*m\.?)?\s*(?:hs|hrs|h)?\.?"
    r"(?:\s*(?:GMT|UTC|Z|[+-]\d{2}|[A-Z]{3,4}\b).*)?)?"
)
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{2,4}})(?:[ T,]+(?:a las )?{_TIME})?", re.I
)
_SPELT = re.compile(
    rf"(?:{months.WEEKDAY},? +)?(?:\d{{1,2}}(?:º|°)?[ /.-]+(?:de +)?{months.MONTH}|{months.MONTH}[ /.-]+\d{{1,2}})"
    rf"[ /.,-]+(?:del? +)?(?P<c>\d{{2,4}})(?:[ T,]+{_TIME})?",
    re.I,
)
_IN_TITLES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s*m\.?)?", re.I)
_SIGN = rf"(?:[A-Z]{{1,3}}\$|{numbers.SIGN})"
_BARE = r"\d[\d.,' \u00a0\u202f’]*"
_NUMBER = re.compile(rf"[-−(]?\s*(?:{_SIGN}\s*)?[-−(]?\s*(?P<digits>{_BARE}|[.,]\d+)\s*(?:{_SIGN})?\s*[)−-]?")
_NO_CENTS = re.compile(r"(?<=\d)[.,](?:[-–]{1,2}|—)(?!\d)")  # $ 1.500,-
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LABELLED = re.compile(r"\s*(?P<first>\d{1,2})\s*[-–.:)=(].*|.*[-–:(=]\s*(?P<last>\d{1,2})\s*\)?\s*")


@dataclass(frozen=True, kw_only=True)
class DayLook:
    """How the days of a column are written."""

    share: float
    """Of its values that are days."""
    mark: str
    """What stands between the parts; "" for a month's name or ISO."""
    order: str
    """D, M or Y: which part is the first; "?" where day and month can't be told apart; "" for ISO and names."""
    year: int
    """Digits of the year."""
    hours: bool
    """Whether some tell an hour."""
    days: tuple[str, ...] = ()
    """The values of numbers with marks, for who has to tell the order."""


@dataclass(frozen=True)
class NumberLook:
    """How the numbers of a column are written.

    share: of its values; decimal: "." or ",", "" where none has decimals or marks, "?" where a mark has two readings.
    """

    share: float
    decimal: str
    low: float
    high: float
    whole: bool


@dataclass
class ColumnLook:
    """The values of one column: `cells` as they stand in its rows, empty ones too.

    texts: those that say something; missing: the words that others have for nothing; typed: how many have a type.
    """

    cells: Sequence[str]
    texts: list[str] = field(init=False)
    missing: frozenset[str] = field(init=False)
    typed: int = field(init=False)

    def __post_init__(self) -> None:
        filled = [cell for cell in self.cells if cell.rstrip(TYPED).strip()]
        self.typed = sum(cell.endswith(TYPED) for cell in filled)
        told = [cell.rstrip(TYPED).strip() for cell in filled]
        self.missing = MISSING.intersection(told)
        self.texts = [one for one in told if one not in MISSING] if self.missing else told

    @cached_property
    def counts(self) -> Counter[str]:
        """Each value with how often it stands there."""
        return Counter(self.texts)

    @property
    def samples(self) -> tuple[str, ...]:
        """Three of the values."""
        return tuple(list(self.counts)[:3])

    @property
    def filled(self) -> float:
        """The share of filled cells."""
        return len(self.texts) / len(self.cells) if self.cells else 0.0

    @property
    def is_choice(self) -> bool:
        """Whether a few words come again and again."""
        return 0 < len(self.counts) <= max(12, len(self.texts) // 20) and all(len(one) < 60 for one in self.counts)

    @cached_property
    def day(self) -> DayLook | None:
        """How its days are written; None where most values are none."""
        return _days(self.texts)

    @cached_property
    def number(self) -> NumberLook | None:
        """How its numbers are written; None where most values are none."""
        return _numbers(self.counts, len(self.texts))

    @cached_property
    def is_numbered(self) -> bool:
        """Whether its values are numbers of documents: with digits, and no days."""
        return self.day is None and self._most(lambda one: any(letter.isdigit() for letter in one))

    @cached_property
    def is_time(self) -> bool:
        """Whether its values are hours alone."""
        return self._most(lambda one: bool(_CLOCK.fullmatch(one)))

    @cached_property
    def is_email(self) -> bool:
        """Whether its values are addresses."""
        return self._most(lambda one: bool(_EMAIL.fullmatch(one)))

    @cached_property
    def is_tax_id(self) -> bool:
        """Whether its values are tax ids by their check digits."""
        return self._most(lambda one: taxes.kind(one) is not None) and len(self.counts) > 1

    @cached_property
    def scale(self) -> tuple[str, int, int] | None:
        """How answers are told (number, label, words), with the lowest and highest; None where they are none."""
        if not self.texts:
            return None
        if self._all(lambda one: one.isdigit() and int(one) <= 10):
            told = [int(one) for one in self.counts]
            return ("number", min(told), max(told))
        if self._all(lambda one: labelled(one) is not None):
            told = [labelled(one) or 0 for one in self.counts]
            return ("label", min(told), max(told))
        if places_of(self.counts) is not None:
            return ("words", 1, 5)
        return None

    def _most(self, holds: Callable[[str], bool]) -> bool:
        good = sum(count for one, count in self.counts.items() if holds(one))
        return bool(self.texts) and good >= SURE * len(self.texts)

    def _all(self, holds: Callable[[str], bool]) -> bool:
        return all(holds(one) for one in self.counts)


def labelled(text: str) -> int | None:
    """The number at one end of an answer such as "Extremely likely - 10"; None without one up to 10."""
    if text.isdigit():
        return int(text) if int(text) <= 10 else None
    found = _LABELLED.fullmatch(text) if any(letter.isalpha() for letter in text) else None
    number = int(found["first"] or found["last"]) if found else 11
    return number if number <= 10 else None


def places_of(texts: Iterable[str]) -> dict[str, int] | None:
    """Each answer in words with its place, 5 for "Muy satisfecho" … 1 for "Muy insatisfecho"; None for other words.

    Words that are two steps of one scale and one of another ("Excelente", "Muy bueno") are read by the scale that has
    both; a "Bueno" beside an "Excelente" alone may stand on either, and nobody can tell.
    """
    said = {text: plain(text) for text in texts}
    words = set(said.values())
    for ladder in dictionary().ladders:
        if all(words & step for step in ladder[:2]) and words <= frozenset().union(*ladder):
            return {text: next(5 - at for at, step in enumerate(ladder) if word in step) for text, word in said.items()}
    five = dictionary().five
    if not words <= frozenset().union(*five):
        return None
    if any(
        words & ladder[0] and words & ladder[2] and words <= frozenset().union(*ladder)
        for ladder in dictionary().ladders
    ):
        return None
    return {text: next(5 - at for at, step in enumerate(five) if word in step) for text, word in said.items()}


def _days(texts: Sequence[str]) -> DayLook | None:
    found = [match for one in texts if (match := _NUMERIC.fullmatch(one))]
    spelt = [match for one in texts if (match := _SPELT.fullmatch(one))]
    matches = found if len(found) >= len(spelt) else spelt
    if not matches or len(matches) < 0.6 * len(texts):
        return None
    hours = any(match["time"] for match in matches)
    share = len(matches) / len(texts)
    years = Counter(len(match["c"]) for match in matches)
    if matches is spelt:
        return DayLook(share=share, mark="", order="", year=years.most_common(1)[0][0], hours=hours)
    mark = Counter(match["mark"] for match in found).most_common(1)[0][0]
    if sum(len(match["a"]) == 4 for match in found) > len(found) / 2:
        order, year = ("" if mark == "-" else "Y"), 4
    else:
        order, year = order_of([(int(match["a"]), int(match["b"])) for match in found]), years.most_common(1)[0][0]
    if order == "X":
        return None
    days = tuple(match[0] for match in found)
    return DayLook(share=share, mark=mark, order=order, year=year, hours=hours, days=days)


def order_of(pairs: Sequence[tuple[int, int]]) -> str:
    """D or M, whichever part is the first; "?" where both readings are days, X where neither is."""
    day_first = all(0 < second <= 12 and 0 < first <= 31 for first, second in pairs)
    month_first = all(0 < first <= 12 and 0 < second <= 31 for first, second in pairs)
    if day_first and month_first:
        return "?" if any(first != second for first, second in pairs) else "D"
    if day_first or month_first:
        return "D" if day_first else "M"
    over = [sum(first > 12 for first, _ in pairs), sum(second > 12 for _, second in pairs)]
    if max(over) > 20 * max(1, min(over)) or max(over) >= 0.95 * len(pairs):
        return "D" if over[0] > over[1] else "M"  # a few slips of single cells
    return "X"


def order_of_titles(titles: Sequence[str]) -> str | None:
    """D or M where a day in the lines above a header tells which part is the first."""
    pairs = [(int(a), int(b)) for title in titles for a, b in _IN_TITLES.findall(title)]
    order = order_of(pairs) if pairs else "?"
    return order if order in ("D", "M") and any(first != second for first, second in pairs) else None


def month_of(name: str) -> int | None:
    """The one month that a sheet or file is named after."""
    found = {months.number(word) for word in re.findall(r"[^\W\d_]+", name) if re.fullmatch(months.MONTH, word)}
    return found.pop() if len(found) == 1 else None


def day_parts(cells: Sequence[str]) -> list[tuple[int, int]]:
    """The first two parts of each day of numbers."""
    matches = (_NUMERIC.fullmatch(cell.strip()) for cell in cells)
    return [(int(match["a"]), int(match["b"])) for match in matches if match and len(match["a"]) < 3]


def sorted_days(days: Sequence[str]) -> str | None:
    """D or M where the days follow one another in one reading and not in the other: a list is written day after day."""
    parts = [match for one in days if (match := _NUMERIC.fullmatch(one))]
    if len({match[0] for match in parts}) < 8:
        return None
    rising = {}
    for order, (month, day) in (("D", ("b", "a")), ("M", ("a", "b"))):
        try:
            told = [date(int(match["c"]), int(match[month]), int(match[day])) for match in parts]
        except ValueError:
            return None
        up = all(one <= other for one, other in pairwise(told))
        down = all(one >= other for one, other in pairwise(told))
        rising[order] = up or down
    return next(order for order, good in rising.items() if good) if sum(rising.values()) == 1 else None


def _numbers(counts: Counter[str], total: int) -> NumberLook | None:
    digits = {one: match["digits"].strip() for one in counts if (match := _NUMBER.fullmatch(one))}
    good = sum(counts[one] for one in digits)
    if not total or good < 0.6 * total:
        return None
    decimal = decimal_of(list(digits.values()))
    values = [value for one in digits if (value := value_of(one, decimal)) is not None] or [0.0]
    whole = all(value == int(value) for value in values)
    return NumberLook(good / total, decimal, min(values), max(values), whole)


def decimal_of(texts: Sequence[str]) -> str:
    """The decimal mark of numbers: the last of two kinds, one before other than three digits; "?" where both fit."""
    points = commas = doubtful = 0
    for text in texts:
        marks = [letter for letter in text if letter in ".,"]
        if not marks:
            continue
        last = marks[-1]
        tail = text.rpartition(last)[2]
        if len(set(marks)) == 2:
            kind = last
        elif len(marks) > 1:
            kind = "," if last == "." else "."
        elif len(tail) != 3 or text.startswith(("0", last)):
            kind = last
        else:
            doubtful += 1
            continue
        points, commas = points + (kind == "."), commas + (kind == ",")
    if points or commas:
        return "." if points >= commas else ","
    return "?" if doubtful else ""


def value_of(cell: str, decimal: str) -> float | None:
    """The number in a cell, its decimal mark known; None where there is none."""
    cell = _NO_CENTS.sub("", cell)
    match = _NUMBER.fullmatch(cell.strip())
    if not match:
        return None
    bare = re.sub(r"[ '\u00a0\u202f’]", "", match["digits"])
    bare = bare.replace(".", "").replace(",", ".") if decimal == "," else bare.replace(",", "")
    try:
        value = float(bare)
    except ValueError:
        return None
    before, _, after = cell.partition(match["digits"])
    return -value if re.search("[-−(]", before) or after.strip().endswith(("-", "−")) else value
