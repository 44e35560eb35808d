"""The page of pairs on small companies: who has a name, who is too few, whose it is, what stands without data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import pairing
from crm_metrics.boards.bodies.quadrant import Quadrant
from crm_metrics.boards.core import Board, Empty, Grid, View
from crm_metrics.words import Words
from pages.parts.asked import answered
from pages.parts.filters import unanswered
from tests.boards.pairing.units import AGENTS, MONDAY, company, pair_of, shown
from tests.boards.process.asked import card, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def states(board: Board) -> dict[str, str]:
    """Where each unit of the table stands."""
    return {name: cells[-1] for name, cells in texts(board, "units").items()}


def test_who_surely_is_fast_with_little_satisfaction_or_slow_with_much_has_a_name(house: House) -> None:
    shop = company(house)
    board = shown(shop)
    # 204 of 305 = 66.9 % and (6000 + 24000 + 45000 + 500) / 305 = 247.5 s are the middle
    assert states(board) == {
        "Ana": "fast that hurts",  # 20 of 60: 22.7 to 45.9 %
        "Berta": "slow that delights",  # 58 of 60
        "Carla": "inconclusive", "Dora": "inconclusive", "Elsa": "inconclusive",  # 42 of 60: 57.5 to 80.1 %
        "Fina": "small sample",  # 0 of 5
    }  # fmt: skip
    assert card(board, "quadrant").title == "Of 5 agents, fast that hurt: 1, slow that delight: 1"
    spanish = shown(shop, words=ES)
    assert states(spanish)["Ana"] == "rápido que daña"
    assert states(spanish)["Berta"] == "lento que enamora"
    assert states(spanish)["Carla"] == "no concluyente"


def test_the_middle_of_the_cloud_is_the_whole_and_the_few_are_hollow(house: House) -> None:
    body = card(shown(company(house)), "quadrant").body
    assert isinstance(body, Quadrant)
    assert body.middle[0] == pytest.approx(75_500 / 305)
    assert body.middle[1] == pytest.approx(204 / 305)
    assert [one.name for one in body.points if one.small] == ["Fina"]
    assert {one.name: one.standing for one in body.points if one.standing != "plain"} == {"Ana": "bad", "Berta": "good"}
    assert body.corners[:2] == ("Fast and well rated", "Slow and well rated")  # less time is to the left
    ends = [x for x, _ in body.line]
    assert ends == [100.0, 400.0]  # the line ends with the units that can be judged


def test_of_a_unit_whose_contacts_all_agree_no_lack_of_weeks_is_said(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "update main.interaction set ended_at = offered_at + interval 400 second, talk_seconds = 400"
        " where agent_id = 'a1'"
    )
    board = shown(shop)
    assert states(board)["Berta"] == "inconclusive"
    body = card(board, "units").body
    assert isinstance(body, Grid)
    (detail,) = [row.detail for row in body.rows if row.cells[0].text == "Berta"]
    assert detail is not None
    said = [value for _, value in detail.facts if "no interval" in value]
    assert said == ["6:40\u00a0min · no interval: too few rows or periods, or they all agree"]


def test_those_that_cannot_be_judged_stand_last_and_the_table_lists_them_all(house: House) -> None:
    board = shown(company(house))
    assert list(texts(board, "units")) == ["Ana", "Carla", "Dora", "Elsa", "Berta", "Fina"]
    assert card(board, "units").title == "All of them: 6 agents"


def test_a_choice_narrows_the_table_and_reads_nothing_anew(house: House) -> None:
    facts = pairing.gather(company(house), View())
    view = View(process="service", where=(("unit", "agent"), ("picked", "a0"), ("picked", "a5"), ("picked", "nobody")))
    assert pairing.without_choices(view) == View()
    board = pairing.board(replace(facts, view=view), EN)
    kept, strange = answered({"picked": ["a0", "a5", "nobody", "Norte"]}, board)
    assert (kept, strange) == ({"picked": ["a0", "a5", "Norte"]}, [("picked", "nobody")])  # teams are units too
    told = unanswered("picked", "nobody", board, EN)
    assert told == "The link asks for agent “nobody”, which does not exist here or is not yours to see."
    assert list(texts(board, "units")) == ["Ana", "Fina"]
    assert card(board, "units").title == "2 chosen of 6 agents"
    body = card(board, "quadrant").body
    assert isinstance(body, Quadrant)
    assert [one.name for one in body.points if one.chosen] == ["Ana", "Fina"]


def test_teams_and_touchpoints_have_their_own_cloud(house: House) -> None:
    shop = company(house)
    teams = shown(shop, View(where=(("unit", "team"),)))
    assert set(texts(teams, "units")) == {"Norte", "Sur"}
    line = shown(shop, View(where=(("unit", "touchpoint"),)))
    # one touchpoint is the whole: nothing to be apart from
    assert states(line) == {"Línea": "inconclusive"}


def test_a_reader_of_a_team_sees_its_agents_alone_and_its_own_middle(house: House) -> None:
    view = View(scope=Scope(teams=("Sur",)))
    board = shown(company(house), view)
    assert set(texts(board, "units")) == {"Dora", "Elsa", "Fina"}
    assert "Ana" not in str(board)
    body = card(board, "quadrant").body
    assert isinstance(body, Quadrant)
    assert body.middle[1] == pytest.approx(84 / 125)
    assert card(board, "quadrant").subtitle.startswith("Sur · ")
    assert board.summary[0].startswith("In Sur: ")


def test_no_sentence_of_the_page_says_that_one_thing_makes_another(house: House) -> None:
    said = str(shown(company(house))).lower()
    for word in ("because of", "causes", "leads to", "improves", "due to"):
        assert word not in said
    assert "association, not cause" in said
    spanish = str(shown(company(house), words=ES))
    assert "relación, no causa" in spanish
    assert "q: de todo lo que se señala" in spanish


def test_without_answers_by_agent_the_page_says_what_would_tell_them(house: House) -> None:
    shop = company(house, survey=[])
    asked = shown(shop, View(where=(("unit", "agent"),)))
    body = card(asked, "untold").body
    assert isinstance(body, Empty)
    assert "agent_id" in body.reason
    assert states(asked)["Ana"] == "no answers"
    assert "asesor" in card(shown(shop, View(where=(("unit", "agent"),)), ES), "untold").title


def test_where_nobody_asked_the_file_is_named(house: House) -> None:
    made = {"agent_id": "a0", "name": "Ana", "team": "Norte", "area": "Servicio", "process": "service"}
    contact = {
        "interaction_id": "i1", "customer_id": "c1", "direction": "inbound", "disposition": "handled",
        "agent_id": "a0", "team": "Norte", "process": "service", "touchpoint_id": "line", "talk_seconds": 60,
    }  # fmt: skip
    at = MONDAY
    contact |= {"offered_at": at, "answered_at": at, "ended_at": at}
    shop = house({"interaction": [contact], "agent": [made]}, first=at.date(), through=at.date().replace(month=10))
    body = card(shown(shop), "untold").body
    assert isinstance(body, Empty)
    assert "survey.csv" in body.reason


def test_a_survey_alone_is_told_with_what_its_units_lack(house: House) -> None:
    shop = company(house, interaction=[], agent=[])
    board = shown(shop)
    assert isinstance(card(board, "untold").body, Empty)
    assert set(states(board).values()) == {"no measure"}


def test_without_data_or_any_of_it_the_page_says_why(house: House) -> None:
    nothing = shown(house({}, company=False), words=ES)
    assert [one.key for one in nothing.cards] == ["nothing_loaded"]
    silent = shown(house({"customer": [{"customer_id": "c1"}]}))
    assert [one.key for one in silent.cards] == ["no_data"]
    shop = company(house)
    filtered = shown(shop, View(where=(("tier", "low"),)))
    assert [one.key for one in filtered.cards] == ["without_rows"]
    other = shown(shop, View(scope=Scope(teams=("Nobody",))))
    assert [one.key for one in other.cards] == ["nothing_within"]
    refused = shown(shop, View(scope=Scope(processes=("sales",)), process="service"))
    assert [one.key for one in refused.cards] == ["not_permitted"]


def test_one_answer_alone_is_too_few_to_say_anything(house: House) -> None:
    board = shown(company(house, {"Ana": ("Norte", 100, 1, 1)}))
    assert states(board) == {"Ana": "small sample"}
    assert all(cells[-1] != "associated" for cells in texts(board, "evidence").values())


def test_months_are_whole_ones_and_as_many_as_are_asked_for(house: House) -> None:
    shop = company(house)
    assert shown(shop).period == "1 Jan 2026 – 31 Oct 2026"  # nobody was asked before
    three = shown(shop, View(where=(("months", "3"),)))
    assert three.period == "1 Aug 2026 – 31 Oct 2026"
    facts = pairing.gather(shop, View(where=(("months", "3"), ("unit", "agent"))))
    # from 5 January every four days: turns 52 (1 Aug) to 59 are in it
    assert {one.y.n for one in pair_of(facts).units if one.y is not None} == {8}


def test_a_pair_of_another_process_is_no_mistake_and_gives_way_to_the_first_here(house: House) -> None:
    facts = pairing.gather(company(house), View())
    asked = (("productivity", "collected_per_hour"), ("satisfaction", "nps_transactional"), ("unit", "agent"))
    board = pairing.board(replace(facts, view=View(process="service", where=asked)), EN)
    assert {"productivity", "satisfaction"} <= set(board.takes)
    chosen = {one.key: one.chosen for one in board.filters}
    assert (chosen["productivity"], chosen["satisfaction"]) == (("average_handle_time",), ("csat",))


def test_every_unit_of_every_table_leads_to_its_rows(house: House) -> None:
    body = card(shown(company(house)), "units").body
    assert isinstance(body, Grid)
    for row in body.rows:
        x, y = (cell.behind for cell in row.cells[1:3])
        assert x is not None and y is not None
        assert (x.metric, y.metric) == ("average_handle_time", "csat")
        assert dict(x.where)["agent"] == row.key == dict(y.where)["agent"]
    assert len(body.rows) == len(AGENTS)
