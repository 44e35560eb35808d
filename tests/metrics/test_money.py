"""Which metrics have money behind them, and by which rule of their formula; of all others the reason."""

from __future__ import annotations

import pytest

from crm_metrics.metrics.money import NEITHER, NOTHING, ORDERED, SHARE, STANDS, TRAILING, MoneyBehind, money_behind
from crm_metrics.metrics.readings import Reason
from crm_metrics.metrics.registry import known, metric_of
from tests.metrics.made import metric


def behind(name: str) -> MoneyBehind:
    found = money_behind(metric_of(name))
    assert isinstance(found, MoneyBehind), found
    return found


@pytest.mark.parametrize(
    ("name", "kind", "better"),
    [
        ("bookings", "income", "up"),  # a sum of money
        ("departed_mrr", "recurring", "down"),  # what they paid a month
        ("lost_revenue", "yearly", "down"),
        ("pipeline_created", "expected", "up"),  # no income yet
        ("promise_kept_rate", "cash", "up"),  # money over money: the points are of what was promised
        ("discount_rate", "income", "down"),
        ("mrr_churn_gross", "recurring", "down"),
        ("cost_to_collect", "cost", "down"),  # a cost over cash: what is off is cost
        ("cost_per_contact", "cost", "down"),  # money over a count
        ("revenue_per_selling_hour", "income", "up"),  # and over hours
        ("win_rate_value", "income", "up"),  # of other metrics
    ],
)
def test_what_sums_money_above_its_line_is_money_at_any_volume(name: str, kind: str, better: str) -> None:
    assert behind(name) == MoneyBehind(kind=kind, better=better)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind", "price"),
    [
        ("win_rate", "income", ("sum(amount)", "count(amount)", "(won)")),
        ("lead_conversion_rate", "income", ("sum(amount)", "count(amount)", "(kind = 'lead') and (won_60d)")),
        ("return_rate", "income", ("sum(amount)", "count(amount)", "(returned_30d)")),
        ("save_rate", "recurring", ("sum(amount)", "count(amount)", "(saved_90d)")),
        ("customer_churn_rate", "recurring", ("sum(opening_mrr)", "count_if(opening_active)", None)),
        ("departures", "recurring", ("sum(mrr)", "count(*)", None)),
        ("average_book_churn", "recurring", ("sum(mrr)", "count(*)", None)),
    ],
)
def test_what_counts_rows_that_say_what_one_brings_has_their_mean_as_its_price(
    name: str, kind: str, price: tuple[str, str, str | None]
) -> None:
    found = behind(name)
    assert found.kind == kind and found.price is not None and not found.work
    assert (found.price.numerator, found.price.denominator, found.price.rows) == price
    assert found.price.process == (metric_of(name).process if name != "average_book_churn" else "retention")


def test_time_of_work_has_what_an_hour_costs_and_is_cheaper_the_less_it_is() -> None:
    found = behind("average_handle_time")
    assert (found.kind, found.better, found.work) == ("cost", "down", True)
    assert found.price is not None and (found.price.shape, found.price.process) == ("agent_day", "service")
    assert behind("utilization").better == "up"
    assert money_behind(metric_of("average_speed_of_answer")) == Reason(NOTHING)  # nobody is paid for that wait


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("csat", NOTHING),
        ("nps", NOTHING),
        ("sla_compliance", NOTHING),
        ("csat_revenue_weighted", NOTHING),  # its weights are money, what it tells is not
        ("cases_opened", NOTHING),
        ("sales_conversion_rate", NOTHING),  # its rows are calls: they do not say what a sale brought
        ("overdue_receivables", STANDS),
        ("overdue_rate", STANDS),
        ("due_pipeline", STANDS),
        ("pipeline_coverage", STANDS),
        ("cac", TRAILING),
        ("median_deal_size", ORDERED),
        ("sales_velocity", ORDERED),  # it multiplies what is uncertain alone
        ("upsell_revenue_share", SHARE),
        ("discounts_given", NEITHER),
    ],
)
def test_nothing_else_has_money_and_says_why(name: str, why: str) -> None:
    assert money_behind(metric_of(name)) == Reason(why)


def test_a_metric_of_the_company_itself_is_read_by_its_formula() -> None:
    own = metric(unit="percent", on="order_line.ordered_on", numerator="sum(discount)", denominator="sum(list_amount)")
    assert money_behind(own) == MoneyBehind(kind="income", better="up")
    assert money_behind(metric(unit="money", numerator="sum(toll)")) == MoneyBehind(kind="amount", better="up")
    assert money_behind(metric(numerator="sum(toll)")) == Reason(NOTHING)
    mixed = metric(unit="money", numerator="sum(amount) - sum(cost)", denominator="count(*)")
    assert isinstance(money_behind(mixed), Reason)  # income less cost is of neither kind


def test_none_of_the_catalogue_fails_to_be_read() -> None:
    told = [money_behind(one) for one in known().values()]
    assert sum(isinstance(one, MoneyBehind) for one in told) > 60
    assert all(one.template for one in told if isinstance(one, Reason))
