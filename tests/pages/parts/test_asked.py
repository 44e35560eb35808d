"""What an address asks: which ids stand, which are said, what goes along to the next page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.boards.bodies.picked import PickedAmong
from crm_metrics.boards.core import Board, Chip, Choice, Filter, View
from pages.parts import asked

TIERS = tuple(Choice(name, name.title()) for name in ("high", "low"))
ANA = Reader("Ana", "manager")
SERVICE = Scope(processes=("service",))


def board(*filters: Filter, takes: tuple[str, ...] = ()) -> Board:
    state = Chip("closed", "closed")
    return Board(key="b", title="B", period="", state=state, summary=(), tiles=(), cards=(), freshness=(),
                 filters=filters, takes=takes)  # fmt: skip


def tier(*, several: bool = True) -> Filter:
    return Filter(key="tier", label="Tier", everything="All", choices=TIERS, several=several)


def test_a_process_that_there_is_not_and_a_day_that_is_none_are_set_apart_and_twins_are_one() -> None:
    wanted = {"process": ["sales", "sale", "sales"], "until": ["2026-05-31", "31"], "tier": ["high"]}
    known, strange = asked.sifted(wanted)
    assert known == {"process": ["sales"], "until": ["2026-05-31"], "tier": ["high"]}
    assert strange == [("process", "sale"), ("until", "31")]


def test_of_several_processes_a_reader_keeps_his_own_and_one_alone_is_left_to_the_board() -> None:
    both = {"process": ["sales", "service"]}
    assert asked.permitted(both, SERVICE) == ({"process": ["service"]}, [("process", "sales")])
    assert asked.permitted(both, EVERYTHING) == (both, [])
    assert asked.permitted({"process": ["sales"]}, SERVICE) == ({"process": ["sales"]}, [])


def test_a_board_answers_to_what_it_offers_and_the_rest_is_said() -> None:
    known = {"tier": ["high", "gold", "low"], "channel": ["chat"], "process": ["sales"]}
    kept, strange = asked.answered(known, board(tier(), takes=("process",)))
    assert kept == {"tier": ["high", "low"], "process": ["sales"]}
    assert strange == [("tier", "gold"), ("channel", "chat")]


def test_what_may_be_picked_on_a_card_is_kept_and_the_rest_is_said() -> None:
    shown = replace(board(), among=(PickedAmong("picked", "Agent", frozenset({"ana", "luis"})),))
    kept, strange = asked.answered({"picked": ["ana", "nobody", "luis"]}, shown)
    assert (kept, strange) == ({"picked": ["ana", "luis"]}, [("picked", "nobody")])


def test_where_one_stands_alone_the_first_is_kept() -> None:
    kept, strange = asked.answered({"tier": ["low", "high"]}, board(tier(several=False)))
    assert (kept, strange) == ({"tier": ["low"]}, [("tier", "high")])


def test_filters_of_rows_go_along_and_the_days_of_a_page_stay_with_it() -> None:
    along = asked.along({"channel": ["chat"], "tier": ["low"]}, board(tier()), {"tier": ["high", "low"]})
    assert along == {
        "channel": ["chat"],
        "tier": ["high", "low"],
    }  # it waits for a page with a channel
    own = {"until": ["2026-05-31"], "tier": ["low"], "team": ["Norte"]}
    assert asked.carried(own, along) == {"until": ["2026-05-31"], "channel": ["chat"], "tier": ["high", "low"]}
    assert asked.along(along, board(tier()), {})["tier"] == []  # what was taken away does not come back


def test_one_process_is_the_view_s_own_and_several_stand_in_their_fixed_order() -> None:
    everybody, own = Reader("Eva", "executive"), Reader("Ana", "manager", SERVICE, rights=("personal",))
    assert asked.view({"process": ["sales"]}, everybody) == View(process="sales")
    several = asked.view({"process": ["service", "sales"], "tier": ["low", "high"]}, own)
    where = (("tier", "low"), ("tier", "high"))
    assert several == View(scope=SERVICE, where=where, processes=("sales", "service"), personal=True)
    assert asked.view({"until": ["2026-05-31"]}, everybody).until == date(2026, 5, 31)


def test_a_day_out_of_reach_is_none() -> None:
    assert asked.day("1902-12-31") is None
    assert asked.day("1903-01-01") == date(1903, 1, 1)
