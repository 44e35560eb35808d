"""What an address asks of a board of one's own, there and back; what a change of it leaves."""

from __future__ import annotations

from crm_metrics.boards.chosen import selection
from crm_metrics.boards.chosen.selection import ChosenMetric, chosen, chosen_metric, of_id
from crm_metrics.boards.core import View

AWKWARD = "Norte, «A» = 1/2 & más"


def test_a_metric_goes_into_an_address_and_comes_back_as_it_was() -> None:
    one = chosen_metric("csat", "day", tier="high", team=AWKWARD, process="service")
    assert one.parts == (("process", "service"), ("team", AWKWARD), ("tier", "high")), "in one order, however chosen"
    assert of_id(one.id) == one
    assert of_id(chosen_metric("csat", "week").id) == ChosenMetric("csat")
    assert chosen_metric("csat", "month").id == "csat,month"


def test_what_is_strange_in_an_id_is_passed_over() -> None:
    assert of_id("csat") == of_id("csat,yearly") == of_id("csat,week,agent=a1,=,tier=") == ChosenMetric("csat")
    assert of_id("") == ChosenMetric("")


def test_the_metrics_stand_in_the_order_of_the_address_each_once() -> None:
    view = View(where=(("shown", "nps,month"), ("shown", "csat,week"), ("shown", "csat"), ("title", "Mío")))
    assert [one.metric for one in chosen(view)] == ["nps", "csat"]
    assert selection.title_of(view) == "Mío"
    assert selection.without_choices(view).where == view.where[:3]


def test_one_is_added_at_the_end_and_a_full_board_stays_as_it_is() -> None:
    assert selection.with_one(["a"], "b") == ["a", "b"]
    assert selection.with_one(["a", "b"], "a") == ["a", "b"]
    full = [str(number) for number in range(selection.MOST)]
    assert selection.with_one(full, "more") == full


def test_one_is_moved_and_stops_at_the_ends() -> None:
    assert selection.moved(["a", "b", "c"], "c", -1) == ["a", "c", "b"]
    assert selection.moved(["a", "b", "c"], "a", 1) == ["b", "a", "c"]
    assert selection.moved(["a", "b", "c"], "a", -1) == ["a", "b", "c"]
    assert selection.moved(["a", "b", "c"], "c", 1) == ["a", "b", "c"]
    assert selection.moved(["a", "b"], "gone", 1) == ["a", "b"]
    assert selection.without_one(["a", "b"], "a") == ["b"]
