"""What a difference is in money, in words, in both languages."""

from __future__ import annotations

from crm_metrics.analysis.effects.worth import counted
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.worth.pricing import FEW, MoneyWorth
from crm_metrics.boards.worth.telling import amount, gap_notes, price_text, volume_text
from crm_metrics.metrics.readings import because
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import NBSP, Words

EN, ES = Words("en"), Words("es-CO")
PRICED = MoneyWorth(
    kind="income", better="up", money=Estimate(-440, -480, -400), units=40, price=Estimate(110, 100, 120), days=182
)
WORK = MoneyWorth(
    kind="cost", better="down", money=counted(100), units=1_200, price=counted(10 / 3_600), work=True
)  # fmt: skip


def said(found: MoneyWorth, metric: str, words: Words = EN) -> list[str]:
    return [one.replace(NBSP, " ") for one in gap_notes(found, metric_of(metric), "USD", words)]


def test_an_amount_has_its_range_where_it_has_one() -> None:
    assert amount(counted(1_000), "USD", EN).replace(NBSP, " ") == "+$1,000"
    assert amount(Estimate(-440, -480, -400), "USD", EN).replace(NBSP, " ") == "−$440 (−$480 to −$400)"


def test_a_gap_says_its_money_its_volume_its_price_and_what_is_supposed() -> None:
    assert said(PRICED, "win_rate") == [
        "In money: −$440 (−$480 to −$400) of revenue, below zero it is lost",
        "40 × what one of them brings, $110 ($100 to $120)",
        "Supposed: one more or less brings what one of the same part did in the mean of 182 days",
    ]
    assert said(WORK, "average_handle_time")[1] == "1,200 × what an hour of work costs, $10"


def test_what_is_counted_says_that_it_has_no_range() -> None:
    exact = MoneyWorth(kind="cash", better="up", money=counted(-1_000), units=50_000)
    assert said(exact, "promise_kept_rate") == [
        "In money: −$1,000 of cash collected, below zero it is lost",
        "Denominator: $50.0 k, counted, so that it has no range",
    ]
    assert said(MoneyWorth(kind="income", money=counted(-7)), "bookings") == ["It is money as it stands: revenue"]


def test_what_has_no_money_says_why() -> None:
    few = MoneyWorth(kind="income", reason=because(FEW, least=30))
    assert said(few, "win_rate") == [
        "In money: not told, for fewer than 30 of them say what one brings, so that no mean is taken for a price"
    ]
    assert said(few, "win_rate", ES) == [
        "En dinero: no se dice, porque menos de 30 dicen cuánto trae cada uno, así que ningún promedio se toma por"
        " precio"
    ]


def test_seconds_of_work_over_paid_time_are_said_in_hours() -> None:
    paid = MoneyWorth(kind="cost", better="up", money=counted(5), units=7_200, price=counted(0.01), work=True)
    assert volume_text(paid, metric_of("utilization"), "USD", EN).replace(NBSP, " ") == "2.0 h"
    assert price_text(paid, "USD", EN) == "$36"
