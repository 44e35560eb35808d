"""What may come next with one customer, and how often it buys."""

from __future__ import annotations

from datetime import date

from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.dossier import prospects
from tests.boards.customer.company import DAY


def test_the_next_line_is_what_buyers_of_its_lines_bought_too(whole: Shop) -> None:
    line = prospects.next_line(whole, "c1", DAY)
    assert line is not None
    # Two customers bought Planes, and one of them Equipos as well.
    assert (line.line, line.held, line.both, line.holders, line.share) == ("Equipos", "Planes", 1, 2, 0.5)
    asked = {"product_line": "Planes", "with_line": "Equipos"}
    told = metric_of("affinity_confidence").measure(
        whole, every="month", where=asked, since=date(2026, 5, 1), until=date(2026, 5, 31)
    )
    assert told.readings[-1].value == line.share  # as the metric has it at the close before the rule
    assert prospects.next_line(whole, "c2", DAY) is None  # it holds both


def test_the_usual_gap_lies_between_days_of_purchase(whole: Shop) -> None:
    found = prospects.rhythm(whole, "c1", DAY)
    assert found is not None
    # 10 January to 10 March are 59 days, to 10 May 61: half-way 60; silent after so many gaps as the rule has.
    assert (found.last_on, found.usual_days, found.purchases) == (date(2026, 5, 10), 60, 3)
    assert found.silent_on is not None and found.silent_on > DAY
    assert prospects.rhythm(whole, "c3", DAY) is None


def test_the_last_change_of_tier_is_told(whole: Shop) -> None:
    assert prospects.tier_change(whole, "c1") == prospects.TierChange(date(2026, 2, 15), "high", "medium")
    assert prospects.tier_change(whole, "c2") is None
