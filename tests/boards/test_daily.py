from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.access import Scope
from crm_metrics.boards import daily, freshness
from crm_metrics.boards.cards import attention, control
from crm_metrics.boards.core import Attend, Board, Control, Empty, Grid, View
from crm_metrics.boards.facts import DailyFacts, Item, with_cards
from crm_metrics.boards.freshness import Hole
from crm_metrics.boards.series import scoped
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, NOWHERE, day, made

EN, ES = Words("en"), Words("es-CO")
LAST = date(2026, 11, 16)


def shown(shop: Warehouse, view: View) -> Board:
    return daily.board(daily.gather(shop, view), EN)


def test_a_company_with_cases_alone_sees_what_they_tell_and_which_files_would_tell_more(shop: Warehouse) -> None:
    board = shown(shop, View(process="service"))
    assert [one.metric for one in board.tiles] == ["cases_resolved_per_agent_day", "backlog"]
    grid = next(one.body for one in board.cards if one.key == "unlock")
    assert isinstance(grid, Grid)
    told = {row.cells[0].text: row.cells[1].text for row in grid.rows}
    assert {"interaction.csv", "survey.csv", "sla_policy.csv"} <= set(told)
    assert "CSAT" in told["survey.csv"]


def test_old_cases_of_strategic_customers_come_first_and_others_are_not_listed(shop: Warehouse) -> None:
    attend = shown(shop, View()).cards[0].body
    assert isinstance(attend, Attend)
    (item,) = attend.items
    assert item.fact == "2 cases of the strategic tier open for more than 10 days"
    assert item.detail == "The oldest has been open for 15 days"
    assert (item.team, item.owner) == ("Voz Norte", "Servicio")


def test_a_scope_of_one_team_hides_what_belongs_to_another(shop: Warehouse) -> None:
    view = View(scope=Scope(teams=("Voz Sur",)))
    board = shown(shop, view)
    assert isinstance(board.cards[0].body, Empty)
    assert "Voz Norte" not in repr(board)
    assert "Ana" not in repr(board)


def test_a_process_that_the_reader_may_not_see_is_refused_in_words(shop: Warehouse) -> None:
    board = shown(shop, View(scope=Scope(processes=("sales",)), process="service"))
    assert board.tiles == ()
    assert [one.title for one in board.cards] == ["Your role does not see Service"]


def test_a_process_without_data_says_so_and_what_would_bring_them(shop: Warehouse) -> None:
    board = shown(shop, View(process="telemarketing"))
    assert [one.key for one in board.cards] == ["no_data", "unlock"]
    assert isinstance(board.cards[0].body, Empty)
    assert board.cards[0].body.goto == (("process", ""),)


def test_a_filter_that_leaves_no_row_can_be_removed(shop: Warehouse) -> None:
    board = shown(shop, View(process="service", where=(("team", "Voz Oeste"),)))
    assert [one.key for one in board.cards] == ["without_rows"]


def test_a_day_without_rows_leads_to_the_last_that_has_some(shop: Warehouse) -> None:
    around = replace(FRAME, latest=date(2026, 11, 22), whole=date(2026, 11, 22))
    facts = DailyFacts(
        view=View(process="service"), frame=around, period=day(date(2026, 11, 22)), active=date(2026, 11, 21)
    )
    empty = daily.board(facts, EN).cards[0].body
    assert isinstance(empty, Empty)
    assert empty.fact == "Service has no contacts on Sunday 22 Nov 2026"
    assert empty.goto == (("until", "2026-11-21"),)


def test_a_day_that_was_still_running_when_loaded_is_partial() -> None:
    series = made("backlog", [30.0, 32.0] * 6, every="day", process="service")
    facts = DailyFacts(
        view=View(process="service"),
        frame=replace(FRAME, running=14 / 24),
        period=day(date(2026, 11, 21)),
        tiles=(series,),
    )
    assert daily.board(facts, EN).state.text == "partial day: 58%"
    assert daily.board(facts, ES).state.kind == "partial"


def test_the_title_of_the_worst_chart_comes_from_its_own_signal() -> None:
    shown_day = date(2026, 11, 21)
    fell = made(
        "sla_compliance", [0.9, 0.92] * 6 + [0.5, 0.52], every="day", process="service", team="Digital", base=12
    )
    facts = DailyFacts(
        view=View(),
        frame=FRAME,
        period=day(shown_day),
        active=shown_day,
        tiles=(fell,),
        worst=fell,
        items=(Item(kind="signal", score=40.0, process="service", team="Digital", series=fell),),
    )
    board = daily.board(with_cards(NOWHERE, facts, (attention, control)), EN)
    assert board.cards[0].subtitle == "1 of 1, by customers touched and their tier"
    assert board.cards[1].title == "Digital · SLA attainment: fell on 17 Jan and stays low"
    assert isinstance(board.cards[1].body, Control)
    assert board.cards[1].body.group == "Digital"


def test_the_filters_offer_what_the_reader_may_see(shop: Warehouse) -> None:
    board = shown(shop, View(process="service"))
    day_shown, process, team = board.filters
    assert (day_shown.key, day_shown.day, len(day_shown.chosen)) == ("until", True, 1)
    assert process.chosen == ("service",)
    assert [one.id for one in team.choices] == ["Voz Norte", "Voz Sur"]
    scoped = shown(shop, View(process="service", scope=Scope(teams=("Voz Sur",))))
    assert [one.id for one in scoped.filters[2].choices] == ["Voz Sur"]


def test_beside_other_processes_a_tile_says_whose_number_it_is() -> None:
    period = day(date(2026, 1, 16))
    tiles = (
        made("backlog", [30.0, 32.0] * 6, every="day", process="service"),
        made("csat", [0.8, 0.9] * 6, every="day"),
    )
    named = [
        one.name
        for one in daily.board(
            DailyFacts(view=View(), frame=FRAME, period=period, active=period.last, tiles=tiles), EN
        ).tiles
    ]
    assert named == ["Service · backlog", "The company · CSAT (top two of five)"]
    alone = DailyFacts(view=View(process="service"), frame=FRAME, period=period, active=period.last, tiles=tiles[:1])
    assert daily.board(alone, EN).tiles[0].name == "Backlog"
    bound = DailyFacts(
        view=View(scope=Scope(teams=("Digital",))), frame=FRAME, period=period, active=period.last, tiles=tiles
    )
    assert daily.board(bound, EN).tiles[1].name == "CSAT (top two of five)"


def test_a_reader_of_one_team_is_not_held_against_the_sum_of_all() -> None:
    one, two = Scope(teams=("Digital",)), Scope(teams=("Digital", "Voz Sur"))
    assert scoped(View(scope=one)) == {"scope": one, "team": "Digital"}
    assert scoped(View(scope=two)) == {"scope": two, "team": "Digital, Voz Sur"}
    assert scoped(View(where=(("team", "Voz Sur"),))) == {"scope": Scope(), "team": "Voz Sur"}


def test_holidays_and_missing_days_get_no_verdict() -> None:
    gone = freshness.unjudged([Hole("service", LAST, 0, 40)], frozenset({date(2026, 11, 2)}))
    assert gone["service"] == {LAST, date(2026, 11, 2)}
    assert gone["sales"] == {date(2026, 11, 2)}
    assert gone[None] == {LAST, date(2026, 11, 2)}


def test_a_band_is_left_and_not_missed() -> None:
    signal = made("points_redeemed", [9.0, 11.0] * 6, every="day", process="loyalty").signal
    said = claims.movement("Points", "count", signal, 30.0, goal=20.0, missed=True, band=True)
    assert sentences.say(said, EN) == "Points: away from its target of 20, within its routine"
