"""A gap is the difference that its reader works out of the value and the goal beside it; worked out by hand."""

from __future__ import annotations

from random import Random

import pytest

from crm_metrics.digits import MORE, apart, form_of, further
from crm_metrics.words import MINUS, NBSP, Words

EN, ES = Words("en"), Words("es")

# Each value rounded by itself, then with the digits that let the reader's own subtraction agree.
TOGETHER = {
    # 0.07 − 0.12 = −0.05, while −0.0582 is read as −0.06
    (0.0652, 0.1234, "ratio"): ("0.065", "0.123", "−0.058"),
    # 82.4 − 82.4 = 0, while −0.08 is read as −0.1
    (0.8236, 0.8244, "percent"): ("82.36%", "82.44%", "−0.08 pp"),
    # 4.86 − 5.24 = −0.38, while −0.372 is read as −0.37
    (4.864, 5.236, "money"): ("$4.864", "$5.236", "−$0.372"),
    # 61.5 k − 60.0 k = 1.5 k, while 1,420 is nearer to 1.4 k; it is fine enough itself
    (61_460, 60_040, "money"): ("$61.46 k", "$60.04 k", "+$1,420"),
    # 99.6 − 100 = −0.4, while −0.8 is what lies between 99.6 and 100.4
    (99.6, 100.4, "count"): ("99.60", "100.4", "−0.80"),
    # 2.3 − 2.1 = 0.2, while 0.12 is read as 0.1
    (2.26, 2.14, "days"): ("2.26 days", "2.14 days", "+0.12 days"),
}
# What agrees by itself stays as it is.
ALONE = {
    (0.784, 0.85, "percent"): ("78.4%", "85.0%", "−6.6 pp"),
    (0.0652, 0.12, "ratio"): ("0.07", "0.12", "−0.05"),
    (61_440, 60_040, "money"): ("$61.4 k", "$60.0 k", "+$1,400"),
    # 9,851 − 14.5 k is −4,649, and by the k its reader knows that 14,500 is rounded to hundreds
    (9_850.63, 14_530.42, "money"): ("$9,851", "$14.5 k", "−$4,680"),
    (42, 40, "count"): ("42", "40", "+2"),
    (271.6, 240, "seconds"): ("4:32 min", "4:00 min", "+32 s"),
    (0.85, 0.85, "percent"): ("85.0%", "85.0%", "±0 pp"),
}


@pytest.mark.parametrize(("given", "told"), [*TOGETHER.items(), *ALONE.items()])
def test_the_three_are_read_as_one_sum(given: tuple[float, float, str], told: tuple[str, str, str]) -> None:
    value, aim, unit = given
    said = EN.apart(value, aim, unit, "USD" if unit == "money" else "")
    assert tuple(one.replace(NBSP, " ") for one in said) == told
    assert MINUS == "−"


def test_spanish_has_its_own_signs() -> None:
    assert ES.apart(0.0652, 0.1234, "ratio") == ("0,065", "0,123", "−0,058")


def test_alone_a_value_keeps_the_digits_of_its_unit() -> None:
    assert EN.value(0.0652, "ratio") == "0.07"
    assert EN.value(0.0652, "ratio", more=2) == "0.0652"


def test_a_difference_has_nothing_left_over_of_binary_fractions() -> None:
    assert str(apart(0.3, 0.1)) == "0.2"  # 0.19999999999999998 as floats
    assert 0.3 - 0.1 != 0.2


@pytest.mark.parametrize("unit", ["ratio", "percent", "points", "days", "hours", "count", "money"])
def test_of_a_thousand_pairs_hardly_any_contradicts_itself(unit: str) -> None:
    random = Random(7)
    scale = {"percent": 1.0, "ratio": 2.0, "money": 90_000.0, "count": 120.0}.get(unit, 40.0)
    longer = apart_still = 0
    for _ in range(1000):
        value, aim = random.uniform(0, scale), random.uniform(0, scale)
        more, digits = further(value, aim, unit)
        forms, away = (form_of(value, unit), form_of(aim, unit)), apart(value, aim)
        worked_out = forms[0].read(value, more) - forms[1].read(aim, more)
        of_away = form_of(away, unit)
        step = max(*(one.step(more) for one in forms), of_away.step(digits))
        off = abs(of_away.read(away, digits) - worked_out)
        assert off <= step
        apart_still += more == MORE and off > step / 2
        longer += more > 0
    assert apart_still <= 1 and 0 < longer < 500  # most need no digit more
