from __future__ import annotations

from crm_metrics.boards.cards.unlock import Unlock, card, gather, missing, unlocks
from crm_metrics.boards.core import View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.series import Indicator
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME


def test_a_metric_names_the_tables_that_were_never_loaded(shop: Warehouse) -> None:
    assert missing(shop, "csat") == ("survey",)
    assert missing(shop, "cases_opened") == ()
    assert set(missing(shop, "cases_resolved_per_hour")) == {"agent_time"}


def test_a_place_asks_for_the_candidate_that_lacks_fewest_files(shop: Warehouse) -> None:
    place = (Indicator("enrolments_per_hour", "loyalty"), Indicator("csat", "loyalty"))
    assert unlocks(shop, [place]) == (Unlock("survey", ("csat",)),)


def test_either_of_two_files_is_said_as_such() -> None:
    found = card([Unlock("subscription|order_line", ("active_customers",))], FRAME, Words("en"))
    assert "subscription.csv or order_line.csv: Active customers" in found.alt


def test_a_complete_board_has_no_such_card(shop: Warehouse) -> None:
    assert gather(shop, WeeklyFacts(view=View(), frame=FRAME)) is None
