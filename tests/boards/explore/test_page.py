"""The page of any metric: every metric has one, and a question that can't be put is refused in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import explore
from crm_metrics.boards.core import Empty, View
from crm_metrics.metrics.registry import known
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import NBSP, Words
from tests.boards.explaining import two_months
from tests.boards.process.asked import card, company
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
CHANNELS = ("chat", "email", "phone")
LATELY = datetime(2026, 10, 5, 15, tzinfo=UTC)


def test_every_metric_has_its_page_with_value_or_reason_and_definition(shop: Warehouse) -> None:
    for name, metric in known().items():
        facts = explore.gather(shop, View(where=(("metric", name),)))
        board = explore.board(facts, ES)
        assert board.title == ES(metric.label)
        assert card(board, "meaning").body is not None
        first = board.cards[0]
        assert first.key in ("cut", "no_data", "no_value"), name
        assert first.title
        if isinstance(first.body, Empty):
            assert first.body.reason, name


def test_a_dimension_that_a_metric_does_not_have_is_refused_in_words_with_a_way_back(shop: Warehouse) -> None:
    where = (("metric", "cases_opened"), ("rows", "bucket"))
    board = explore.board(explore.gather(shop, View(where=where)), EN)
    body = board.cards[0].body
    assert isinstance(body, Empty)
    assert "bucket" in body.reason
    assert dict(body.goto) == {"rows": "", "columns": ""}


@pytest.mark.parametrize("where", [(("team", "Nobody"),), (("tier", "strategic"), ("team", "Voz"))])
def test_conditions_that_leave_no_row_say_which(house: House, where: tuple[tuple[str, str], ...]) -> None:
    shop = company(house)
    board = explore.board(explore.gather(shop, View(where=(("metric", "csat"), *where))), EN)
    assert board.cards[0].key == "without_rows"
    kept = {one.key: one.chosen for one in board.filters}
    assert kept["team"] == (where[-1][1] if where[-1][0] == "team" else where[0][1],)


def test_a_reader_sees_the_rows_of_the_own_part_only(house: House) -> None:
    view = View(scope=Scope(teams=("Digital",)), where=(("metric", "csat"), ("rows", "team")))
    board = explore.board(explore.gather(company(house), view), EN)
    body = card(board, "cut").body
    assert [row.cells[0].text for row in body.rows] == ["Digital", "The whole"]  # type: ignore[union-attr] # a table
    assert board.summary[0].startswith("In Digital: ")
    assert card(board, "cut").title == "CSAT (top two of five): 25.0%"


def test_the_process_of_a_link_is_a_condition_like_another(house: House) -> None:
    shop = company(house)
    shop.connection.execute("update main.survey set process = 'sales' where touchpoint_id = 't2'")  # 8 answers by chat
    asked = View(process="sales", where=(("metric", "csat"),))
    board = explore.board(explore.gather(shop, asked), EN)
    assert card(board, "cut").title == "CSAT (top two of five): 25.0%"  # 2 of 8
    assert {one.key: one.chosen for one in board.filters}["process"] == ("sales",)
    refused = View(scope=Scope(processes=("service",)), process="sales", where=(("metric", "csat"),))
    assert "25.0%" not in str(explore.board(explore.gather(shop, refused), EN))


def test_a_condition_is_said_by_its_name(house: House) -> None:
    shop = company(house)
    asked = (("metric", "csat"), ("touchpoint", "t1"))
    board = explore.board(explore.gather(shop, View(where=asked)), EN)
    assert "Touchpoint: Línea" in card(board, "cut").subtitle
    chosen = next(one for one in board.filters if one.key == "touchpoint")
    assert [(one.id, one.text) for one in chosen.choices] == [("t1", "Línea"), ("t2", "Chat")]
    assert chosen.chosen == ("t1",)
    other = explore.board(explore.gather(shop, View(scope=Scope(teams=("Digital",)), process=None, where=asked)), EN)
    assert "Línea" not in str(other)


def test_several_values_of_one_filter_are_any_of_them_and_no_sum_of_what_is_distinct(house: House) -> None:
    # Lead a by chat and by mail, b by chat, c by telephone: two by chat, one by mail, two by either (not three).
    tried = (("a", "chat"), ("a", "email"), ("b", "chat"), ("c", "phone"))
    of_it = {"process": "presales", "customer_id": "c"}
    leads = [{"work_item_id": one, "kind": "lead", "status": "open", "opened_at": LATELY} | of_it for one in "abc"]
    made = {"direction": "outbound", "disposition": "no_answer", "offered_at": LATELY} | of_it
    contacts = [
        {"interaction_id": f"i{place}", "work_item_id": name, "touchpoint_id": channel} | made
        for place, (name, channel) in enumerate(tried)
    ]
    points = [{"touchpoint_id": one, "name": one, "channel": one, "process": "presales"} for one in CHANNELS]
    shop = house({"work_item": leads, "interaction": contacts, "touchpoint": points})
    written = "select count(distinct work_item_id) from main.interaction where touchpoint_id in ('chat', 'email')"
    (independent,) = shop.fetch(written)[0]
    view = View(until=date(2026, 10, 31), where=(("metric", "leads_worked"), ("channel", "chat"), ("channel", "email")))
    facts = explore.gather(shop, view)
    assert facts.answer is not None and facts.answer.whole is not None
    assert facts.answer.whole.value == independent == 2
    board = explore.board(facts, ES)
    assert "Canal: Chat y Correo" in card(board, "cut").subtitle
    chosen = next(one for one in board.filters if one.key == "channel")
    assert (chosen.several, chosen.chosen) == (True, ("chat", "email"))
    assert [one.id for one in chosen.choices] == ["chat", "email", "phone"]


def test_without_data_the_page_says_what_to_do(house: House) -> None:
    board = explore.board(explore.gather(house({}, company=False), View()), ES)
    assert [one.key for one in board.cards] == ["nothing_loaded"]


def test_the_trend_ends_with_a_whole_week(house: House) -> None:
    facts = explore.gather(company(house), View(where=(("metric", "csat"),)))
    assert facts.trend is not None
    assert facts.trend.readings[-1].period.isoformat() == "2026-10-19"  # October ends on a Saturday
    assert facts.trend.readings[-1].complete


def test_days_compared_by_team_are_explained_by_team(house: House) -> None:
    """Worked by hand in tests/analysis/test_attribution.py: of −3.3 points Sur's share brings −3.9."""
    asked = (("metric", "csat"), ("rows", "team"), ("since", "2026-02-01"), ("against", "before"))
    shop = two_months.company(house)
    board = explore.board(explore.gather(shop, View(where=asked, until=two_months.END)), EN)
    assert card(board, "explained").title.replace(NBSP, " ") == "Of −3.3 pp, Sur brings −3.9 pp (its share)"
    alone = explore.board(explore.gather(shop, View(where=asked[:-1], until=two_months.END)), EN)
    assert "explained" not in {one.key for one in alone.cards}
