"""What a query answers: stocks and flows, parts, n and intervals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from tests.metrics.made import JAN, House, Row, answer, case, metric, values


def test_a_stock_is_read_at_the_close_of_the_last_day_asked(house: House) -> None:
    rows = [case("a", date(2026, 1, 5), date(2026, 2, 10)), case("b", date(2026, 1, 31)), case("c", date(2026, 2, 20))]
    warehouse = house({"work_item": rows}, through=date(2026, 3, 31))
    assert values(CATALOGUE["backlog"].measure(warehouse).readings) == [2, 2, 2]
    clipped = CATALOGUE["backlog"].measure(warehouse, until=date(2026, 2, 15)).readings
    assert values(clipped) == [2, 1]


def test_a_stock_is_never_read_later_than_its_watermark(house: House) -> None:
    warehouse = house({"work_item": [case("a", date(2026, 1, 5))], "survey": []}, through=date(2026, 1, 20))
    age = CATALOGUE["backlog_age_p90"].measure(warehouse, until=date(2026, 1, 31)).readings[0]
    assert (age.value, age.complete) == (15.0, False)  # 5 to 20 January, not to the 31st


def test_a_trailing_window_ends_with_the_last_day_asked(house: House) -> None:
    rows = [case("a", date(2026, 1, 1)), case("b", date(2026, 1, 2)), case("c", date(2026, 1, 31))]
    window = metric(trailing="30 days")
    (only,) = window.measure(
        house({"work_item": rows}), since=date(2026, 1, 31), until=date(2026, 1, 31), every="day"
    ).readings
    assert only.value == 2  # 2 to 31 January
    assert only.complete


def test_a_trailing_window_that_begins_before_the_data_is_incomplete(house: House) -> None:
    (only,) = (
        metric(trailing="12 months").measure(house({"work_item": [case("a", JAN)]}), until=date(2026, 1, 31)).readings
    )
    assert (only.value, only.complete) == (1, False)
    assert str(only.reason) == "work_item is loaded from 2026-01-01"


def test_churn_of_a_quarter_is_between_its_own_ends_never_a_sum_of_months(house: House) -> None:
    live = {"product_id": "p", "mrr": 10, "starts_on": date(2025, 6, 1)}
    rows = [
        {**live, "subscription_id": "1", "customer_id": "a"},
        # left in January, back in March: no churn of the quarter
        {**live, "subscription_id": "2", "customer_id": "b", "ends_on": date(2026, 1, 15), "end_reason": "voluntary"},
        {**live, "subscription_id": "3", "customer_id": "b", "starts_on": date(2026, 3, 10)},
        {**live, "subscription_id": "4", "customer_id": "c", "ends_on": date(2026, 2, 15), "end_reason": "voluntary"},
        # joined and left inside the quarter: in neither side
        {
            **live,
            "subscription_id": "5",
            "customer_id": "d",
            "starts_on": date(2026, 2, 1),
            "ends_on": date(2026, 3, 1),
        },
    ]
    warehouse = house({"subscription": rows}, first=date(2025, 6, 1), through=date(2026, 3, 31))
    churn = CATALOGUE["customer_churn_rate"]
    (quarter,) = churn.measure(warehouse, every="quarter", since=JAN).readings
    assert (quarter.numerator, quarter.denominator, quarter.n) == (1, 3, 3)
    months = churn.measure(warehouse, since=JAN).readings
    assert [(one.numerator, one.denominator) for one in months] == [(1, 3), (1, 2), (1, 2)]


def test_the_average_of_a_stock_is_the_mean_of_its_days(house: House) -> None:
    live = {"product_id": "p", "mrr": 10}
    rows = [
        {**live, "subscription_id": "1", "customer_id": "a", "starts_on": date(2025, 6, 1)},
        {**live, "subscription_id": "2", "customer_id": "b", "starts_on": date(2026, 1, 17)},  # 15 of 31 days
    ]
    warehouse = house({"subscription": rows}, first=date(2025, 6, 1), through=date(2026, 1, 31))
    (only,) = CATALOGUE["average_active_customers"].measure(warehouse, since=JAN).readings
    assert (only.numerator, only.denominator, only.value) == (46, 31, 46 / 31)


def test_value_is_numerator_over_denominator_and_n_the_rows_behind(house: House) -> None:
    rows = [answer("1", date(2026, 1, 5), 10), answer("2", date(2026, 1, 6), 8), answer("3", date(2026, 1, 7), 0)]
    (only,) = CATALOGUE["nps"].measure(house({"survey": rows}), since=JAN, until=date(2026, 1, 31)).readings
    assert (only.numerator, only.denominator, only.n) == (0, 3, 3)
    assert only.value == 0


def test_n_is_never_money(house: House) -> None:
    sale: Row = {"process": "sales", "kind": "new_sale", "outcome": "won"}
    rows = [case("a", JAN, JAN, **sale, amount=100), case("b", JAN, JAN, **sale, amount=250.5)]
    asked = ask(
        house({"work_item": rows}),
        [CATALOGUE["bookings"], CATALOGUE["average_deal_size"]],
        since=JAN,
        until=date(2026, 1, 31),
    )
    booked, mean = asked["bookings"].readings[0], asked["average_deal_size"].readings[0]
    assert (booked.value, booked.n) == (350.5, 2)
    assert (mean.value, mean.n) == (175.25, 2)


def test_money_is_added_exactly(house: House) -> None:
    sale: Row = {"process": "sales", "kind": "new_sale", "outcome": "won"}
    rows = [case(str(i), JAN, JAN, **sale, amount="0.10") for i in range(3)]
    (only,) = CATALOGUE["bookings"].measure(house({"work_item": rows}), since=JAN, until=date(2026, 1, 31)).readings
    assert str(only.numerator) == "0.30"


def test_a_count_over_no_rows_in_a_loaded_period_is_zero(house: House) -> None:
    (only,) = (
        metric(numerator="count_if(won)").measure(house({"work_item": []}), since=JAN, until=date(2026, 1, 31)).readings
    )
    assert (only.numerator, only.value, only.n, only.complete) == (0, 0, 0, True)


def test_a_sum_over_no_rows_in_a_loaded_period_is_zero(house: House) -> None:
    (only,) = (
        metric(numerator="sum(amount)").measure(house({"work_item": []}), since=JAN, until=date(2026, 1, 31)).readings
    )
    assert (only.value, only.complete) == (0, True)


def test_nps_of_no_answers_is_empty_not_zero(house: House) -> None:
    (only,) = CATALOGUE["nps"].measure(house({"survey": []}), since=JAN, until=date(2026, 1, 31)).readings
    assert (only.value, only.n, only.low, only.high, only.complete) == (None, 0, None, None, True)
    assert str(only.reason) == "nothing to divide by: no answers"


def test_a_quantile_has_neither_numerator_nor_denominator(house: House) -> None:
    rows = [case(str(age), date(2026, 1, 31) - timedelta(days=age)) for age in (1, 2, 3, 4, 10)]
    (only,) = (
        CATALOGUE["backlog_age_p90"].measure(house({"work_item": rows}), since=JAN, until=date(2026, 1, 31)).readings
    )
    assert (only.numerator, only.denominator, only.n) == (None, None, 5)
    assert only.value == pytest.approx(7.6)  # 0.9 × 4 = 3.6: six tenths of the way from 4 to 10


def test_a_quantile_of_no_rows_is_empty_and_says_so(house: House) -> None:
    (only,) = (
        CATALOGUE["backlog_age_p90"].measure(house({"work_item": []}), since=JAN, until=date(2026, 1, 31)).readings
    )
    assert (only.value, only.complete, str(only.reason)) == (None, True, "nothing to measure: no rows")


def test_a_share_of_counts_has_the_wilson_interval(house: House) -> None:
    sale: Row = {"process": "sales", "kind": "new_sale"}
    rows = [case(str(i), JAN, JAN, **sale, outcome="won" if i < 23 else "lost") for i in range(60)]
    (only,) = CATALOGUE["win_rate"].measure(house({"work_item": rows}), since=JAN, until=date(2026, 1, 31)).readings
    assert (only.numerator, only.denominator) == (23, 60)
    assert [only.low, only.high] == pytest.approx([0.27088, 0.50982], abs=1e-5)  # V22


def test_nps_has_the_adjusted_wald_interval(house: House) -> None:
    scores = [9] * 5 + [7] * 3 + [3] * 2
    rows = [answer(str(i), date(2026, 1, 5), score) for i, score in enumerate(scores)]
    (only,) = CATALOGUE["nps"].measure(house({"survey": rows}), since=JAN, until=date(2026, 1, 31)).readings
    assert only.value == 30
    assert [only.low, only.high] == pytest.approx([-19.1, 65.2], abs=0.05)  # V21


def test_a_quantile_has_an_interval_of_order_statistics(house: House) -> None:
    rows = [case(str(age), date(2026, 4, 30) - timedelta(days=age)) for age in range(1, 101)]
    median = metric(on="open_item_span", numerator="quantile(days_between(opened_on, last), 0.5)", unit="days")
    (only,) = median.measure(house({"work_item": rows}), since=date(2026, 4, 1), until=date(2026, 4, 30)).readings
    assert (only.value, only.low, only.high) == (50.5, 41, 60)  # ranks 41 and 60 of the ages 1 to 100


def test_a_mean_has_the_linearised_interval(house: House) -> None:
    scale = {"instrument": "csat", "scale_min": 1, "scale_max": 5}
    rows = [answer(str(i), date(2026, 1, 5), score, **scale) for i, score in enumerate((2, 3, 4, 5))]
    (only,) = CATALOGUE["csat_mean"].measure(house({"survey": rows}), since=JAN, until=date(2026, 1, 31)).readings
    # 25, 50, 75, 100: mean 62.5, standard deviation 32.2749, standard error 16.1374; × 1.959964 = 31.6288
    assert only.value == 62.5
    # A score lies in 0 to 100: half of 31.6288 is 1.349496 in logits, odds of 62.5 to 37.5 divided and times 3.855482.
    assert [only.low, only.high] == pytest.approx([30.1815, 86.5334], abs=1e-3)


def test_a_survival_median_counts_those_who_still_wait(house: House) -> None:
    # Freireich's 6-MP data [V15], as days an open case has been waiting or waited.
    events = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    today = date(2026, 3, 31)
    rows = [case(f"e{i}", JAN + timedelta(days=3), JAN + timedelta(days=3 + t)) for i, t in enumerate(events)]
    rows += [case(f"c{i}", today - timedelta(days=t)) for i, t in enumerate(censored)]
    median = metric(numerator="survival_quantile(cycle_days, closed, 0.5)", unit="days")
    (only,) = median.measure(house({"work_item": rows}, through=today), every="all").readings
    assert (only.value, only.n) == (23, 21)
    assert (only.numerator, only.denominator) == (None, None)
    assert only.low == 13  # 0.6902 − 1.96 × 0.1068 = 0.481; at 10 days 0.7529 − 1.96 × 0.0963 = 0.564
    assert only.high is None  # the upper limit never falls to a half: nothing is known above


def test_a_survival_quantile_that_is_not_reached_says_so(house: House) -> None:
    rows = [case("a", JAN, date(2026, 1, 3)), case("b", JAN), case("c", JAN)]
    median = metric(numerator="survival_quantile(cycle_days, closed, 0.5)", unit="days")
    (only,) = median.measure(house({"work_item": rows}), since=JAN, until=date(2026, 1, 31)).readings
    assert (only.value, only.n) == (None, 3)
    assert str(only.reason) == "longer than observed: too few have ended so far"


@pytest.mark.parametrize(
    "name", ["cases_opened", "bookings", "backlog", "overdue_rate", "cases_resolved_per_agent_day"]
)
def test_counts_sums_stocks_and_computed_metrics_have_no_interval(house: House, name: str) -> None:
    rows = [case("a", JAN, JAN, agent_id="eva", amount=5)]
    money = [{"entry_id": "1", "invoice_id": "1", "customer_id": "a", "kind": "invoice", "entry_on": JAN, "amount": 5}]
    warehouse = house({"work_item": rows, "receivable": money, "interaction": []})
    (only,) = CATALOGUE[name].measure(warehouse, since=JAN, until=date(2026, 1, 31)).readings
    assert only.value is not None
    assert (only.low, only.high) == (None, None)
