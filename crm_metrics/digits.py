"""With how many digits a value is written in the unit of its metric, alone and beside what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crm_metrics.translations import mark

Number = int | float | Decimal
MORE = 5  # digits more, at most, that let a difference be the one that its reader works out
SCALED = {"percent": 100, "permille": 1000, "pp": 100}
SCALES = ((10**6, 10**3, mark("k")), (10**10, 10**6, mark("M")), (10**99, 10**9, mark("bn")))
PLACES = {"points": 1, "ratio": 2, "hours": 1, "days": 1}


@dataclass(frozen=True)
class WrittenForm:
    """How a value is written: times `factor`, with so many decimals, before the word of its scale."""

    factor: Decimal
    places: int
    scale: str = ""

    def times(self, x: Number) -> Decimal:
        """The number that is written, before it is rounded."""
        return Decimal(str(x)) * self.factor

    def read(self, x: Number, more: int) -> Decimal:
        """The value as its reader has it, with so many digits more."""
        return round(self.times(x), self.places + more) / self.factor

    def step(self, more: int) -> Decimal:
        """What one of its last digit stands for."""
        return Decimal(10) ** -(self.places + more) / self.factor


def form_of(x: Number, unit: str) -> WrittenForm:
    """How a value is written. unit: as in `Metric.unit`, but seconds, which a clock tells; else KeyError."""
    size, whole = abs(Decimal(str(x))), float(x).is_integer()
    if unit in SCALED:
        return WrittenForm(Decimal(SCALED[unit]), 1)
    if unit.startswith("money"):
        return _scaled(size) if size >= 10_000 else WrittenForm(Decimal(1), 0 if whole or size >= 1000 else 2)
    if unit == "count":
        return _scaled(size) if size >= 10**6 else WrittenForm(Decimal(1), 0 if whole or size >= 100 else 1)
    return WrittenForm(Decimal(1), 0 if size >= 1000 else PLACES[unit])


def apart(value: Number, aim: Number) -> Decimal:
    """A value less what it is held against, without what binary fractions leave over."""
    return Decimal(str(value)) - Decimal(str(aim))


def further(value: Number, aim: Number, unit: str) -> tuple[int, int]:
    """How many digits more a value and its aim need, and their difference, so that its reader works out the same.

    Each is rounded by itself: 0.0652 and 0.1234 are read as 0.07 and 0.12, and their difference, −0.0582, as −0.06. A
    clock has no more digits.
    """
    if unit == "seconds":
        return 0, 0
    away = apart(value, aim)
    of_away, forms = form_of(away, "pp" if unit == "percent" else unit), (form_of(value, unit), form_of(aim, unit))
    for more in range(MORE + 1):
        told = _told(forms, more)
        digits = next((few for few in range(more) if of_away.step(few) <= told), more)  # it may be finer by itself
        worked_out = forms[0].read(value, more) - forms[1].read(aim, more)
        if abs(of_away.read(away, digits) - worked_out) * 2 <= max(told, of_away.step(digits)):
            return more, digits
    return MORE, MORE  # one pair of some thousands, apart in its last digit


def _told(forms: Sequence[WrittenForm], more: int) -> Decimal:
    """How fine a reader takes two numbers to be: by a scale word he knows that they are rounded, else as written."""
    rounded = [one.step(more) for one in forms if one.scale]
    return max(rounded) if rounded else min(one.step(more) for one in forms)


def _scaled(size: Decimal) -> WrittenForm:
    """A large number and its scale word. Spanish never says billón: it is another number in English."""
    for ceiling, divisor, word in SCALES:
        scaled = size / divisor
        places = 2 if scaled < 10 else 1 if scaled < 100 else 0
        if round(scaled, places) * divisor < ceiling:
            return WrittenForm(1 / Decimal(divisor), places, word)
    raise OverflowError(size)
