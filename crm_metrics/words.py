"""The reader's language: sentences, numbers, money, dates and units as they are written where the reader lives.

Every sentence of the program is English in the code and is looked up among the translations of the reader's language.
A sentence that is kept in a table is wrapped in `mark`, so that it is found and translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, reduce
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names, get_timezone_location, match_skeleton, parse_pattern
from babel.numbers import format_decimal, get_currency_symbol

from crm_metrics import terms
from crm_metrics.digits import Number, apart, form_of, further
from crm_metrics.languages import DEFAULT, FORMS, LANGUAGES, SOURCE, unaccented, usage
from crm_metrics.names import LACKED, NAMES, TABLES, LackedId, MetricId, TableId
from crm_metrics.processes import PROCESSES, own_names
from crm_metrics.singular import of_one
from crm_metrics.translations import mark as mark
from crm_metrics.translations import varied

NBSP = "\u00a0"
MINUS = "\u2212"


class Sentence(Protocol):
    """An English sentence with named gaps and what fills them: an error or the reason of an empty number."""

    @property
    def template(self) -> str:
        """The sentence with its gaps."""

    @property
    def parts(self) -> Mapping[str, object]:
        """What fills them."""


class Said(str):
    """A text that its author wrote in several languages, as a company does in its own files; `texts` holds them."""

    texts: Mapping[str, str]

    def __new__(cls, text: str, texts: Mapping[str, str]) -> Said:
        """`text` stands where no reader's language is known."""
        written = super().__new__(cls, text)
        written.texts = dict(texts)
        return written


# What `errors.unknown` adds to a sentence; looked up apart from it.
ENDINGS = (mark(" Did you mean '{meant}'? Known: {known}."), mark(" Known: {known}."))

OF_TABLE = "{table}: "  # so begins what is said of the rows of a table
STEP = " → "  # between the steps of a path, each an id of its own
_SYMBOLS = {"percent": "%", "permille": "‰", "pp": "pp", "hours": "h"}


class Words:
    """One reader's words: `words("{n} open cases", n=3)` is that sentence, translated and filled.

    locale: a language with or without a country ("es-CO", "es_MX", "en"); one that is not known falls back to its
    language, and a language that Pulso does not speak to the default one. Its country says which words of that country
    are used (`terms`); the company's own choice goes before.
    """

    def __init__(self, locale: str = DEFAULT) -> None:
        self.locale = _locale(locale)
        self.language: str = self.locale.language
        self._said = varied(self.language, terms.swaps(self.language, self.locale.territory))

    def __call__(self, text: str, /, **parts: object) -> str:
        """The sentence in the reader's language with its gaps filled; a part may itself be a number or a date."""
        return self._filled(self._translated(text), parts)

    def many(self, n: int, singular: str, plural: str, /, **parts: object) -> str:
        """`singular` when n is 1, else `plural`; in another language the form that n takes there. All may use {n}."""
        return self._filled(self._said.of(n, singular, plural), {"n": n, **parts})

    def error(self, sentence: Sentence) -> str:
        """The sentence of an error or a reason in the reader's language."""
        parts = dict(sentence.parts)
        template = of_one(sentence.template, parts)
        for ending in ENDINGS:
            if template.endswith(ending):
                head = template.removesuffix(ending)
                return self(head, **parts) + self(ending, **parts) if parts else template
        said = self(template, **parts)
        return said[:1].upper() + said[1:] if self._translated(template).startswith(OF_TABLE) else said

    def name(self, thing: str | None) -> str:
        """The word for an id that every company shares ("service" → Servicio); another id stays as it is.

        A process has the name that the company gave it; of a path each step has its own.
        """
        if thing is None or thing == "":
            return self("no data")
        if thing in PROCESSES and (own := own_names().get(thing, {}).get(self.language)):
            return own
        if thing not in NAMES and STEP in thing:
            return STEP.join(map(self.name, thing.split(STEP)))
        return self._translated(NAMES[thing]) if thing in NAMES else thing

    def listed(self, things: Iterable[str]) -> str:
        """`a, b and c`."""
        *head, last = list(things) or [""]
        return self("{first} and {last}", first=", ".join(head), last=last) if head else last

    def country(self, code: str) -> str:
        """The name of a country (ISO 3166): "Colombia", "México"."""
        return str(self.locale.territories.get(code, code))

    # Numbers -----------------------------------------------------------------------------------------------------

    def number(self, x: Number, decimals: int | None = None, *, sign: bool = False) -> str:
        """`1.234,5`; at most two decimals when `decimals` is None. sign: a plus before what is above zero, `±0`."""
        places = decimals if decimals is not None else (0 if float(x).is_integer() else 2)
        size = round(_size(x), places)
        pattern = "#,##0" + ("." + ("0" if decimals is not None else "#") * places if places else "")
        text = str(format_decimal(size, pattern, locale=self.locale))
        return _signed(x, size, text, sign)

    def percent(self, fraction: Number, decimals: int = 1, *, sign: bool = False) -> str:
        """A fraction × 100 with its sign: `82,4 %`."""
        return self.glued(self.number(Decimal(str(fraction)) * 100, decimals, sign=sign), "%")

    def glued(self, digits: str, sign: str) -> str:
        """Digits with their `%` or `‰`, and the gap between them where the reader writes one."""
        own = usage(self.language).percent_gap
        pattern = str(self.locale.percent_formats[None].pattern)
        apart = any(letter.isspace() for letter in pattern) if own is None else own
        return digits + (NBSP if apart else "") + sign

    def money(self, x: Number, currency: str = "", *, sign: bool = False) -> str:
        """An amount with its currency, shortened from ten thousand on: `$ 61,4 mil`, `$ 4.812 M`."""
        value, scale = self.split(x, "money", currency, sign=sign)
        return value + (NBSP + scale if scale else "")

    def value(self, x: Number | None, unit: str, currency: str = "", *, sign: bool = False, more: int = 0) -> str:
        """A value in the unit of its metric, as text; a dash where there is none. more: digits more than usual."""
        value, suffix = self.split(x, unit, currency, sign=sign, more=more)
        return self.glued(value, suffix) if suffix in ("%", "‰") else value + (NBSP + suffix if suffix else "")

    def variance(self, x: Number | None, unit: str, currency: str = "", *, more: int = 0) -> str:
        """The difference of two values of a unit, with its sign: percentages in `pp`."""
        return self.value(x, "pp" if unit == "percent" else unit, currency, sign=True, more=more)

    def apart(self, value: Number, aim: Number, unit: str, currency: str = "") -> tuple[str, str, str]:
        """A value, what it is held against and their difference, with digits enough that its reader finds the same."""
        more, of_away = further(value, aim, unit)
        away = self.variance(apart(value, aim), unit, currency, more=of_away)
        return self.value(value, unit, currency, more=more), self.value(aim, unit, currency, more=more), away

    def split(
        self, x: Number | None, unit: str, currency: str = "", *, sign: bool = False, more: int = 0
    ) -> tuple[str, str]:
        """A value and the unit that stands beside it in smaller type: ("78,4", "%"), ("$ 61,4", "mil").

        unit: as in `Metric.unit`. An unknown one raises KeyError: it is a bug.
        """
        if x is None:
            return "–", ""
        if unit == "seconds":
            return self._clock(float(x), sign)
        form = form_of(x, unit)
        digits = self.number(form.times(x), form.places + more, sign=sign)
        scale = self(form.scale) if form.scale else ""
        if not unit.startswith("money"):
            return digits, scale or (self("days") if unit == "days" else _SYMBOLS.get(unit, ""))
        digits, after = self._with_symbol(digits, currency)
        per = {"money": "", "money_per_hour": self("h"), "money_per_day": self("day")}[unit]
        return digits, NBSP.join(part for part in (scale, after, "/" + NBSP + per if per else "") if part)

    def row(self, values: Sequence[Number | None], *, sign: bool = False) -> tuple[list[str], str]:
        """Numbers of one row, in one scale and without a unit, and the word of the scale: (["+21", "−7"], "M")."""
        most = max((_size(value) for value in values if value is not None), default=Decimal(0))
        divisor, word = (10**6, self("M")) if most >= 10**6 else (10**3, self("k")) if most >= 10**4 else (1, "")
        places = 0 if most / divisor >= 20 or most == most.to_integral_value() < 20 else 1
        scaled = [
            "" if value is None else self.number(Decimal(str(value)) / divisor, places, sign=sign) for value in values
        ]
        return scaled, word

    def _with_symbol(self, digits: str, currency: str) -> tuple[str, str]:
        """The digits with the currency's sign before them, or the sign apart where it stands after them."""
        if not currency:
            return digits, ""
        symbol = _symbol(currency, str(self.locale))
        pattern = str(self.locale.currency_formats["standard"].pattern)
        if not pattern.startswith("¤"):
            return digits, symbol
        sign, size = (digits[0], digits[1:]) if digits[0] in "+±" + MINUS else ("", digits)
        own = usage(self.language).currency_gap
        apart = (pattern[1].isspace() if own is None else own) or symbol[-1].isalpha()
        return sign + symbol + (NBSP if apart else "") + size, ""

    def _clock(self, seconds: float, sign: bool) -> tuple[str, str]:
        size = round(abs(seconds))
        if size < 60:
            return self.number(seconds, 0 if size >= 10 or seconds.is_integer() else 1, sign=sign), "s"
        big, small, unit = (size // 60, size % 60, "min") if size < 3600 else (size // 3600, size % 3600 // 60, "h")
        return _signed(seconds, size, f"{big}:{small:02d}", sign), unit

    # Days --------------------------------------------------------------------------------------------------------

    def zone(self, name: str) -> str:
        """A time zone by its city in the reader's language."""
        return str(get_timezone_location(name, locale=self.locale, return_city=True))

    def day(self, day: date) -> str:
        """`21 nov 2026`."""
        return self._date(day, "day")

    def short_day(self, day: date) -> str:
        """`21 nov`."""
        return self._date(day, "short_day")

    def long_day(self, day: date) -> str:
        """`sábado 21 nov 2026`."""
        return self._date(day, "long_day")

    def weekday(self, day: date) -> str:
        """`sáb`."""
        return self._date(day, "weekday")

    def moment(self, at: datetime) -> str:
        """`21 nov 2026, 14:05`, in the zone that `at` is in."""
        return f"{self.day(at)}, {self.clock(at)}"

    def clock(self, at: datetime | time) -> str:
        """`14:05`."""
        return self._date(at, "clock")

    def week(self, day: date) -> str:
        """The ISO week of a day: `semana 46 · 9–15 nov`."""
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=6)
        day_first = _pattern(self.locale, "short_day").startswith("d")
        begins = str(first.day) if first.month == last.month and day_first else self.short_day(first)
        return self("week {week} · {days}", week=first.isocalendar().week, days=f"{begins}–{self.short_day(last)}")

    def month(self, day: date) -> str:
        """`octubre de 2026`, `October 2026`."""
        return self._date(day, "month")

    def short_month(self, day: date) -> str:
        """`oct 26`."""
        return self._date(day, "short_month")

    def initial(self, day: date) -> str:
        """The first letter of the month, for narrow charts."""
        return self.months()[day.month - 1][0].upper()

    def months(self, *, short: bool = False) -> list[str]:
        """The twelve months."""
        names = get_month_names("abbreviated" if short else "wide", locale=self.locale)
        return [str(names[n]).removesuffix(".") for n in range(1, 13)]

    def weekdays(self, *, short: bool = False) -> list[str]:
        """The seven days, Monday first."""
        names = get_day_names("abbreviated" if short else "wide", locale=self.locale)
        return [str(names[n]).removesuffix(".") for n in range(7)]

    def _date(self, at: date | time, form: str) -> str:
        """One of `languages.FORMS`, its short words without their point."""
        written = parse_pattern(_pattern(self.locale, form)).apply(at, self.locale)
        return re.sub(r"(?<=[^\W\d_])\.", "", str(written))

    # Sentences ---------------------------------------------------------------------------------------------------

    def _translated(self, text: str) -> str:
        if isinstance(text, Said):
            return text.texts.get(self.language) or str(text)
        return self._said.text(text)

    def _filled(self, said: str, parts: Mapping[str, object]) -> str:
        return said.format(**{name: self._part(part) for name, part in parts.items()}) if parts else said

    def _part(self, part: object) -> str:
        if isinstance(part, TableId | MetricId) and self.language == SOURCE:
            return str(part)
        if isinstance(part, TableId):
            return self._either([self._translated(TABLES.get(one, one)) for one in part.split(" / ")])
        if isinstance(part, LackedId | MetricId):
            return self._translated(part.label if isinstance(part, MetricId) else LACKED.get(part, part))
        if isinstance(part, datetime):
            return self.moment(part)
        if isinstance(part, date):
            return self.day(part)
        if isinstance(part, time):
            return self.clock(part)
        if isinstance(part, int | float | Decimal) and not isinstance(part, bool):
            return self.number(part)
        if hasattr(part, "template") and hasattr(part, "parts"):
            return self.error(part)
        return ", ".join(map(self._part, part)) if isinstance(part, list | tuple) else str(part)

    def _either(self, given: Sequence[str]) -> str:
        """Things of which any will do."""
        return reduce(lambda first, last: self("{first} or {last}", first=first, last=last), given)


def own_name(language: str) -> str:
    """What a language calls itself: "Español", "English"."""
    name = str(Locale.parse(language).get_language_name(language))
    return name[:1].upper() + name[1:]


@cache
def weekday_names() -> Mapping[str, int]:
    """The names of the days in every language, small and with and without their accents → 1 for Monday … 7."""
    names: dict[str, int] = {}
    for language in (SOURCE, *LANGUAGES):
        for day, name in enumerate(Words(language).weekdays(), start=1):
            for written in (name.lower(), unaccented(name.lower(), "NFD")):
                names[written] = day
    return names


@cache
def _locale(name: str) -> Locale:
    for candidate in (name.replace("-", "_"), name.replace("-", "_").split("_")[0]):
        try:
            locale = Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
        if locale.language in LANGUAGES:
            return locale
    return Locale.parse(DEFAULT)


@cache
def _pattern(locale: Locale, form: str) -> str:
    """How the language itself writes a form of a date, else how the tables of the reader's country have it."""
    own = usage(locale.language).dates.get(form)
    if own is not None:
        return own
    skeletons = locale.datetime_skeletons
    return str(skeletons[match_skeleton(FORMS[form], skeletons)].pattern)


@cache
def _symbol(currency: str, locale: str) -> str:
    """The sign of a currency: the reader's own, else that of its own country, else the common one, else its code."""
    for candidate in (locale, f"{DEFAULT}_{currency[:2]}", SOURCE):
        try:
            symbol = str(get_currency_symbol(currency, candidate))
        except (UnknownLocaleError, ValueError):
            continue
        if symbol != currency:
            return symbol
    return currency


def _size(x: Number) -> Decimal:
    return abs(Decimal(str(x)))


def _signed(x: Number, size: Number, text: str, plus: bool) -> str:
    if size == 0:
        return "±0" if plus else text
    return (MINUS if x < 0 else "+" if plus else "") + text
