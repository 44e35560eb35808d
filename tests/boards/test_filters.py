from __future__ import annotations

from crm_metrics.access import PROCESSES, Scope
from crm_metrics.boards import filters
from crm_metrics.boards.core import View
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
SERVICE = Scope(processes=("service",))


def test_a_process_outside_the_scope_is_not_permitted_and_what_belongs_to_none_is() -> None:
    assert filters.permitted(SERVICE, "service")
    assert not filters.permitted(SERVICE, "sales")
    assert filters.permitted(SERVICE, None)


def test_a_view_shows_the_process_asked_for_else_all_that_its_reader_may_see() -> None:
    assert filters.processes(View(process="loyalty")) == ("loyalty",)
    assert filters.processes(View(scope=SERVICE)) == ("service",)
    assert filters.processes(View()) == PROCESSES


def test_what_belongs_to_another_process_is_not_within_a_view() -> None:
    assert filters.within(View(process="sales"), "sales")
    assert not filters.within(View(process="sales"), "service")
    assert not filters.within(View(scope=SERVICE), "sales")


def test_a_filter_offers_its_values_by_name_and_knows_which_is_in_force() -> None:
    view = View(where=(("tier", "high"), ("team", "Voz Sur")))
    tier = filters.dimension_filter("tier", ("high", "low"), view, EN, label="Tier", everything="All tiers")
    assert [(choice.id, choice.text) for choice in tier.choices] == [("high", "High"), ("low", "Low")]
    assert (tier.chosen, tier.everything) == (("high",), "All tiers")
    process = filters.process_filter(FRAME.processes, View(process="sales"), EN)
    assert [choice.id for choice in process.choices] == list(PROCESSES)
    assert process.chosen == ("sales",)


def test_several_processes_narrow_what_is_seen_to_those_that_the_reader_may_see() -> None:
    two = filters.of_processes(View(processes=("service", "sales")))
    assert filters.processes(two) == ("sales", "service")
    assert filters.within(two, "sales") and not filters.within(two, "loyalty")
    assert filters.of_processes(View(scope=SERVICE, processes=("service", "sales"))).scope == SERVICE
    assert filters.process_filter(FRAME.processes, two, EN).chosen == ("service", "sales")


def test_a_view_of_one_process_or_of_all_is_left_as_it_is() -> None:
    assert filters.several_processes(View(process="sales")) == View(process="sales")
    assert filters.of_processes(View()) == View()
    assert filters.of_processes(View(process="sales")).scope == Scope(processes=("sales",))
