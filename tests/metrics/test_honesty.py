"""What no metric of the catalogue can do: average a rate, leave its bounds, or answer with no number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import isfinite

import pytest
from sqlglot import exp

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company
from tests.metrics.made import House, case, metric

UNTIL = date(2026, 6, 30)
BEGIN = date(2026, 1, 1)
ADDS = ("sum", "ratio", "cohort")
# Shares whose numerator is no part of the denominator: the definition lets them leave 0 to 1, and its text says so.
UNBOUNDED: dict[str, str] = {}


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    with demo_company(Asked(customers=1_200, months=13, until=UNTIL)) as company:
        yield company


# ------------------------------------------------------------ the words


@pytest.mark.parametrize(
    "word", ["avg", "mean", "average", "median", "mode", "any_value", "max", "min", "first", "last"]
)
def test_no_word_of_a_formula_averages_or_picks(word: str) -> None:
    with pytest.raises(DefinitionError):
        formula.parse(f"{word}(amount)", "mine")


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda one: one.name)
def test_a_formula_is_sums_divided_last(metric: Metric) -> None:
    """Within each aggregate stand values of one row; a quotient of a row is never summed as a rate."""
    for text in filter(None, (metric.numerator, metric.denominator, metric.low, metric.high)):
        tree = formula.parse(text, metric.name)
        assert not list(tree.find_all(exp.Avg, exp.Median, exp.AggFunc)) or all(
            isinstance(one, (exp.Count, exp.CountIf, exp.Sum, exp.Quantile, exp.AnyValue))
            for one in tree.find_all(exp.AggFunc)
        )
        for aggregate in tree.find_all(exp.Sum):
            assert not list(aggregate.find_all(exp.Div)), "a quotient of rows is summed: that is a mean of ratios"


@pytest.mark.parametrize("metric", [one for one in CATALOGUE.values() if one.on == "period"], ids=lambda one: one.name)
def test_arithmetic_over_metrics_has_no_mean_of_them(metric: Metric) -> None:
    """Several metrics added and divided by how many they are would be one; an index of unlike scales has points."""
    if metric.name.endswith("_index"):
        assert metric.unit == "points" and "0 to 100" in metric.means
        return
    sides = [formula.parse(text, metric.name) for text in (metric.numerator, metric.denominator) if text]
    divided = [(one.this, one.expression) for side in sides for one in side.find_all(exp.Div)]
    divided += [(sides[0], sides[1])] if len(sides) > 1 else []
    for above, below in divided:
        added = {name for one in above.find_all(exp.Add) for name in formula.names(one)}
        assert list(formula.names(below)) or len(added) < 2, "metrics are added and divided by a plain number"
    assert not [one for side in sides for one in formula.aggregates(side)]


# ------------------------------------------------------------ the numbers of a whole company


def test_the_ratio_of_a_long_period_is_that_of_the_sums_of_the_short_ones(demo: Shop) -> None:
    """V03 over the whole catalogue: for what is a flow of rows, the half year's parts are the months' parts summed."""
    chosen = [
        one
        for one in CATALOGUE.values()
        if one.aggregation in ADDS and _flows(one) and one.trailing is None and one.share_of is None
    ]
    assert len(chosen) > 100
    months = ask(demo, chosen, every="month", since=BEGIN, until=UNTIL)
    whole = ask(demo, chosen, every="all", since=BEGIN, until=UNTIL)
    differing = 0
    for one in chosen:
        (total,) = whole[one.name].readings
        parts = [reading for reading in months[one.name].readings if reading.numerator is not None]
        constant = one.denominator and not formula.aggregates(formula.parse(one.denominator, one.name))
        for side in ("numerator",) if constant else ("numerator", "denominator"):
            got = getattr(total, side)
            summed = sum((Fraction(getattr(part, side) or 0) for part in parts), Fraction(0))
            assert got is None or Fraction(got) == pytest.approx(summed, rel=1e-12), (one.name, side)
        rates = [part.value for part in parts if part.value is not None]
        if total.denominator and not constant and len(rates) > 1:
            assert total.numerator is not None
            assert total.value == pytest.approx(
                float(Fraction(total.numerator) / Fraction(total.denominator)), rel=1e-12
            )
            differing += abs((total.value or 0) - sum(rates) / len(rates)) > 1e-9
    assert differing > 30  # the mean of the months is another number: the test could tell


def test_every_number_of_every_metric_is_finite_and_within_its_bounds(demo: Shop) -> None:
    for every in ("month", "all"):
        found = ask(demo, list(CATALOGUE.values()), every=every, since=BEGIN, until=UNTIL)
        for name, result in found.items():
            for reading in result.readings:
                _sound(CATALOGUE[name], reading)


def test_forms_of_every_kind_over_one_row_no_rows_and_zero_are_numbers_or_reasons(house: House) -> None:
    one = [case("w1", date(2026, 1, 5), date(2026, 1, 5), amount=0, expected_amount=0)]
    formulas = [
        ("count_if(resolved)", "count(*)"),
        ("sum(amount)", "sum(amount)"),
        ("sum(amount)", "count(*)"),
        ("sum(amount) / sum(expected_amount)", None),
        ("100 * (count_if(resolved) - count_if(won))", "count(*)"),
        ("quantile(cycle_days, 0.9)", None),
        ("quantile(cycle_days, 0.5) / 0", None),
        ("survival_quantile(cycle_days, resolved, 0.5)", None),
        ("survival_quantile(cycle_days, resolved, 0.5, amount)", None),
        ("survival_at(cycle_days, resolved, 0)", None),
        ("survival_at(cycle_days, resolved, 30, 1, amount)", None),
        ("count(distinct customer)", "sum(amount)"),
    ]
    for rows in (one, [], [one[0] | {"amount": None, "expected_amount": None}]):
        warehouse = house({"work_item": rows}, shapes=["work_item"])
        for top, bottom in formulas:
            mine = metric(numerator=top, denominator=bottom, unit="ratio")
            for reading in mine.measure(warehouse, since=BEGIN, until=date(2026, 1, 31)).readings:
                _sound(mine, reading)


def _flows(one: Metric) -> bool:
    return "." in one.on and not one.on.startswith("application") and one.anchor != "days"


def _sound(one: Metric, reading: Reading) -> None:
    where = (one.name, reading.period, reading)
    assert reading.value is not None or reading.reason is not None, where
    for number in (reading.numerator, reading.denominator, reading.value, reading.low, reading.high):
        assert number is None or isfinite(number), where
    if reading.low is not None and reading.high is not None:
        assert reading.low <= reading.high, where
    bounded = one.unit == "percent" and one.name not in UNBOUNDED
    if bounded and formula.is_count(formula.parse(one.numerator, one.name)) and one.denominator and one.on != "period":
        assert reading.value is None or 0 <= reading.value <= 1, where
    if one.aggregation == "model":
        assert (reading.numerator, reading.denominator) == (None, None), where
