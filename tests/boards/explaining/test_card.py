"""What explains a gap on the page of its number: the sentence, the parts that add up, what leads to their rows."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.behind.provenance import ABSENT
from crm_metrics.boards.core import Card, Empty, Grid, View
from crm_metrics.words import NBSP, Words
from tests.boards.explaining.two_months import END, FEB, company, explained, page
from tests.conftest import House
from tests.metrics.made import JAN

ES = Words("es-CO")


def table(card: Card) -> list[list[str]]:
    assert isinstance(card.body, Grid)
    return [[cell.text.replace(NBSP, " ") for cell in row.cells] for row in card.body.rows]


def title(card: Card) -> str:
    return card.title.replace(NBSP, " ")


def test_a_change_is_told_by_result_and_by_share(house: House) -> None:
    """Worked by hand in tests/analysis/test_attribution.py: Norte +5.0 and −4.4, Sur 0 and −3.9."""
    card = explained(company(house), "csat")
    assert title(card) == "Of −3.3 pp, Sur brings −3.9 pp (its share)"
    assert isinstance(card.body, Grid)
    assert [column.title for column in card.body.columns] == [
        "Team", "Before", "Now", "n", "By its own result", "By its share", "Adds",
    ]  # fmt: skip
    assert table(card) == [
        ["The whole", "73.3%", "70.0%", "150", "+5.0 pp", "−8.3 pp", "−3.3 pp"],
        ["Sur", "60.0%", "60.0%", "100", "±0 pp", "−3.9 pp", "−3.9 pp"],
        ["Norte", "80.0%", "90.0%", "50", "+5.0 pp", "−4.4 pp", "+0.6 pp"],
    ]


def test_a_gap_to_the_objective_is_each_parts_own_by_its_share(house: House) -> None:
    """A third of the answers 10 points above 80 %, two thirds 20 below: +3.3 and −13.3 are −10."""
    shop = company(house, {"metric": "csat", "goal": 0.8})
    card = explained(shop, "csat")  # missed: it is what is explained first
    assert title(card) == "Of −10.0 pp, Sur brings −13.3 pp"
    assert table(card) == [
        ["The whole", "80.0%", "70.0%", "150", "−10.0 pp"],
        ["Sur", "80.0%", "60.0%", "100", "−13.3 pp"],
        ["Norte", "80.0%", "90.0%", "50", "+3.3 pp"],
    ]
    assert explained(shop, "csat", gap="before").title.startswith("Of −3.3")


def test_the_spanish_sentence_and_the_rows_without_a_team(house: House) -> None:
    """Cases: 10 in January, 7 in February, one of them nobody's."""
    card = explained(company(house), "cases_opened", ES)
    assert title(card) == "De −3, Norte aporta −2 y sin equipo −1"
    assert table(card)[0] == ["Todo", "10", "7", "7", "−3"]
    assert ["sin equipo", "1", "–", "–", "−1"] in table(card)


def test_an_objective_of_a_sum_is_shared_out_as_the_month_before_was(house: House) -> None:
    """Of 20 cases: 12, 6 and 2 by the 6, 3 and 1 of January; 4, 3 and none were opened."""
    card = explained(company(house, {"metric": "cases_opened", "goal": 20}), "cases_opened", gap="objective")
    assert [[row[0], row[1], row[-1]] for row in table(card)] == [
        ["The whole", "20", "−13"], ["Norte", "12", "−8"], ["Sur", "6", "−3"], ["rows without team", "2", "−2"],
    ]  # fmt: skip
    assert "shared out" in card.footer


@pytest.mark.parametrize("picked", ["touchpoint", "channel", "product", "customer"])
def test_a_sum_of_some_rows_is_not_held_against_the_objective_of_all(house: House, picked: str) -> None:
    shop = company(house, {"metric": "cases_opened", "goal": 20})
    view = View(process="service", where=((picked, "ana" if picked == "customer" else ABSENT),))
    board = page(shop, "cases_opened", view=view, gap="objective")
    assert [one.id for one in board.filters[0].choices] == ["before", "year"]
    card = next(one for one in board.cards if one.key == "explained")
    assert title(card) == "Of −3, Norte brings −2 and rows without team −1"


def test_objectives_of_the_parts_themselves_come_first(house: House) -> None:
    goals = ({"metric": "cases_opened", "goal": 20}, {"metric": "cases_opened", "goal": 15, "team": "Norte"},
             {"metric": "cases_opened", "goal": 5, "team": "Sur"})  # fmt: skip
    card = explained(company(house, *goals), "cases_opened", gap="objective")
    assert [[row[0], row[1], row[-1]] for row in table(card)] == [
        ["The whole", "20", "−13"], ["Norte", "15", "−11"], ["Sur", "5", "−2"],
    ]  # fmt: skip
    assert "own objectives" in card.footer


def test_a_part_of_few_rows_is_grey_stands_last_and_in_no_sentence(house: House) -> None:
    few = (("Oeste", JAN, 10, 10), ("Oeste", FEB, 10, 0))
    card = explained(company(house, more=few), "csat")
    assert "Oeste" not in card.title
    assert isinstance(card.body, Grid)
    last = card.body.rows[-1]
    assert (last.cells[0].text, last.cells[-1].muted) == ("Oeste", True)
    assert "too few rows" in card.footer


def test_each_number_of_a_part_leads_to_its_rows(house: House) -> None:
    card = explained(company(house), "cases_opened")
    assert isinstance(card.body, Grid)
    rows = {row.key: row.cells for row in card.body.rows}
    before = rows["of:None"][1].behind
    assert before is not None
    assert (before.since, before.until, before.where) == (JAN, date(2026, 1, 31), (("team", ABSENT),))
    now = rows["of:Norte"][2].behind
    assert now is not None
    assert (now.since, now.until, now.where, now.value) == (date(2026, 2, 1), END, (("team", "Norte"),), 4)


def test_a_number_of_a_process_says_it_where_its_metric_is_of_several(house: House) -> None:
    """The page's own filter of processes comes to no link."""
    card = explained(company(house), "csat")
    assert isinstance(card.body, Grid)
    whole, sur, _ = ([cell.behind for cell in row.cells if cell.behind] for row in card.body.rows)
    assert {one.where for one in whole} == {(("process", "service"),)}
    assert {one.where for one in sur} == {(("process", "service"), ("team", "Sur"))}


def test_whoever_sees_one_team_sees_no_part_of_the_others(house: House) -> None:
    card = explained(company(house), "csat", view=View(process="service", scope=Scope(teams=("Sur",))))
    assert [row[0] for row in table(card)] == ["The whole", "Sur"]
    assert "Norte" not in card.alt


def test_what_may_be_chosen_stands_in_the_header(house: House) -> None:
    goal = {"metric": "csat", "goal": 0.8}
    board = page(company(house, goal), "csat")
    gap, by = board.filters
    assert (gap.key, gap.chosen, [one.id for one in gap.choices]) == (
        "gap", ("objective",), ["objective", "before", "year"],
    )  # fmt: skip
    assert (by.key, by.chosen) == ("explain", ("team",))
    assert {"team", "touchpoint", "channel", "tier"} <= {one.id for one in by.choices}


def test_what_cannot_be_split_says_why_and_offers_nothing(house: House) -> None:
    shop = company(house)
    card = explained(shop, "backlog_age_p90")
    assert isinstance(card.body, Empty)
    assert card.body.reason.startswith("It is read from its rows put in order")
    assert page(shop, "backlog_age_p90").filters == ()


def test_without_a_time_before_the_reason_is_said(house: House) -> None:
    card = explained(company(house), "csat", gap="year")
    assert isinstance(card.body, Empty)
    assert card.body.reason == "survey is loaded from 1 Jan 2026"


def test_a_filter_of_the_page_holds_for_the_parts_too(house: House) -> None:
    card = explained(company(house), "csat", team="Norte", explain="channel")
    assert table(card) == [
        ["The whole", "80.0%", "90.0%", "50", "+10.0 pp", "±0 pp", "+10.0 pp"],
        ["rows without channel", "80.0%", "90.0%", "50", "+10.0 pp", "±0 pp", "+10.0 pp"],
    ]
