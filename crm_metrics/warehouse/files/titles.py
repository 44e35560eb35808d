"""The days that the lines above a header name, "del 01/01/2026 al 20/11/2026": how far a report says it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from crm_metrics.warehouse.mapping import months

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:º|°)?[ /.-]+(?:del? )?({months.MONTH})[ /.,-]+(?:del? )?(\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b({months.MONTH})[ .]+(\d{{1,2}}),? +(\d{{4}})\b")


_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTH_YEAR = re.compile(rf"(?<![^\W\d_])({months.MONTH})[ ./,'-]*(?:del? )?(20\d\d|\d\d)(?!\d)")
_NUMBER_YEAR = re.compile(r"(?<![\d/.-])(0?[1-9]|1[0-2])[/-](20\d\d)(?![\d/.-])")
_MONTH = re.compile(rf"(?<![^\W\d_])({months.MONTH})(?![^\W\d_])")


def month_told(texts: Sequence[str]) -> tuple[int, int] | None:
    """The one year and month that texts name, "MARZO 2026", or a month in one and a year in another; else None."""
    whole = {(_full(year), months.number(name)) for text in texts for name, year in _MONTH_YEAR.findall(text)}
    whole |= {(int(year), int(month)) for text in texts for month, year in _NUMBER_YEAR.findall(text)}
    if not whole:
        named = {months.number(name) for text in texts for name in _MONTH.findall(text)}
        years = {int(year) for text in texts for year in _YEAR.findall(text)}
        whole = {(year, month) for year in years for month in named}
    return whole.pop() if len(whole) == 1 else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def last_day(texts: Iterable[str], *, month_first: bool = False) -> date | None:
    """The last of the days that texts name; None where they name none.

    month_first: how days of numbers alone are written in the file.
    """
    return max((day for text in texts for day in _days(text, month_first)), default=None)


def _days(text: str, month_first: bool) -> Iterator[date]:
    for year, month, day in _ISO.findall(text):
        yield from _day(int(year), int(month), int(day))
    for first, second, year in _NUMBERS.findall(text):
        day, month = (second, first) if month_first else (first, second)
        yield from _day(int(year), int(month), int(day))
    for day, name, year in _DAY_FIRST.findall(text):
        yield from _day(int(year), months.number(name), int(day))
    for name, day, year in _MONTH_FIRST.findall(text):
        yield from _day(int(year), months.number(name), int(day))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
