"""What may stand in a formula, and how it is written."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import duckdb
import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.rows import formula
from tests.metrics.made import JAN, House, answer, metric


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("avg(amount)", "avg"),
        ("(select 1)", "select"),
        ("sum(read_csv('x'))", "read_csv"),
        ("count(*) filter (where won)", "filter"),
        ("sum(amount) over ()", "window"),
        ("count_if(amount in (select 1))", "select"),
        ("sum(cast(amount as int))", "cast"),
    ],
)
def test_other_words_are_named_and_refused(text: str, found: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        formula.parse(text, "mine")
    assert str(caught.value).startswith("mine: ")
    assert caught.value.parts["found"] == found or found in str(caught.value).lower()


def test_two_statements_are_not_a_formula() -> None:
    with pytest.raises(DefinitionError):
        formula.parse("count(*); drop table survey", "mine")


def test_an_open_parenthesis_is_a_sentence_not_a_traceback() -> None:
    with pytest.raises(DefinitionError, match="cannot be read"):
        formula.parse("sum(amount", "mine")


def test_an_aggregate_inside_another_is_refused() -> None:
    with pytest.raises(DefinitionError, match="one aggregate inside another"):
        formula.parse("sum(count(*))", "mine")


def test_a_star_outside_of_count_is_refused() -> None:
    with pytest.raises(DefinitionError, match="outside of count"):
        formula.parse("sum(*)", "mine")


def test_a_column_that_stands_alone_is_refused() -> None:
    with pytest.raises(DefinitionError, match="'amount' stands alone"):
        formula.check_aggregated(formula.parse("sum(margin) / amount", "mine"), "mine")


def test_a_misspelt_column_gets_the_closest_one() -> None:
    with pytest.raises(DefinitionError, match=r"no column 'promotor' in survey\. Did you mean 'promoter'\?"):
        formula.check_columns(formula.parse("count_if(promotor)", "mine"), ("promoter", "score"), "mine", "survey")


def test_counts_and_sums_over_no_rows_are_zero_and_a_division_by_zero_is_null() -> None:
    text = "count_if(x > 1) + sum(x) + count(x) + count(distinct x)"
    zero = formula.written(formula.parse(text, "mine")).sql("duckdb")
    divided = formula.written(formula.parse("sum(x) / count(*)", "mine")).sql("duckdb")
    with duckdb.connect() as connection:
        row = connection.execute(f"select {zero}, {divided} from (select 1 as x where false)").fetchone()
    assert row == (0, None)


@pytest.mark.parametrize(
    "number",
    ["0.000001", "0.000000000000001", "0.123456789012345", "123456789012345", "999999999999999", "12345678901234.5"],
)
@pytest.mark.parametrize("text", ["sum(amount * #)", "sum(-# * amount)", "# * sum(seconds)", "sum(seconds * (0 + #))",
                                  "count(*) * #", "sum(amount) * # * #"])  # fmt: skip
def test_a_number_of_fifteen_digits_finds_room_in_every_product(text: str, number: str) -> None:
    # amounts 0.00, 1.50, 3.00 … 1498.50 sum to 749,250; seconds 0, 1000 … 999,000 to 499,500,000; 1,000 rows
    factors = {"amount": 749_250, "seconds": 499_500_000, "count": 1_000}
    base = next(factor for word, factor in factors.items() if word in text)
    right = Fraction(number) ** (2 if text.count("#") == 2 else 1) * base * (-1 if "-#" in text else 1)
    sql = formula.written(formula.parse(text.replace("#", number), "mine")).sql("duckdb")
    with duckdb.connect() as connection:
        connection.execute(
            "create table r as select cast(range * 1.5 as decimal(18, 2)) as amount, range * 1000 as seconds"
            " from range(1000)"
        )
        ((got,),) = connection.execute(f"select {sql} from r").fetchall()
    assert float(got) == pytest.approx(float(right), rel=1e-12)


@pytest.mark.parametrize(
    ("share", "right"),
    [  # of 2, 5 and 9, by linear interpolation: at 2 + 2 × 0.000001 × 3, at the ends, and a hair below the highest
        ("0", 2.0),
        ("0.000001", 2.000006),
        ("1e-6", 2.000006),
        ("0.000000000000001", 2.0),
        ("0.5", 5.0),
        ("0.999999", 8.999992),
        ("1", 9.0),
    ],
)
def test_a_quantile_reaches_from_the_lowest_value_to_the_highest(house: House, share: str, right: float) -> None:
    shop = house({"survey": [answer(str(score), JAN, score) for score in (2, 5, 9)]})
    asked = metric(on="survey.responded_on", numerator=f"quantile(score, {share})", unit="points")
    (only,) = asked.measure(shop, since=JAN, until=date(2026, 1, 31)).readings
    assert only.value == pytest.approx(right, abs=1e-9)
    assert only.low is None or only.low <= right <= (only.high or 0)


def test_days_between_is_written_inside_other_words_too() -> None:
    sql = formula.written(formula.parse("count_if(days_between(a, b) < 90)", "mine")).sql("duckdb")
    with duckdb.connect() as connection:
        row = connection.execute(
            f"select {sql} from (select date '2026-01-01' as a, date '2026-03-31' as b)"
        ).fetchone()
    assert row == (1,)
