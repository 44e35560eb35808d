from __future__ import annotations

from crm_metrics.boards.cards import gaps
from crm_metrics.boards.cards.gaps import Gaps, MissedTarget
from crm_metrics.boards.core import Empty, Grid
from crm_metrics.boards.series import Indicator
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, MONDAY, made

EN = Words("en")
CSAT = Indicator("csat", "service")


def test_a_touchpoint_is_pooled_over_its_teams_and_owned_by_the_one_that_lacks_most() -> None:
    teams = [
        Reading(
            metric="csat",
            period=MONDAY,
            groups=("service", "app", "Norte"),
            numerator=9,
            denominator=10,
            value=0.9,
            n=10,
        ),
        Reading(
            metric="csat",
            period=MONDAY,
            groups=("service", "app", "Sur"),
            numerator=21,
            denominator=30,
            value=0.7,
            n=30,
        ),
    ]
    gap = gaps._pooled(CSAT, "App", teams, Goal(0.8, 0.0))
    # 30 of 40; Norte has one more than its goal of 8, Sur three less than its 24.
    assert gap == MissedTarget(indicator=CSAT, value=0.75, goal=Goal(0.8, 0.0), n=40, place="App", team="Sur")


def test_gaps_are_listed_with_their_distance_and_coloured_only_by_a_signal() -> None:
    fell = made("csat", [0.80, 0.82] * 5 + [0.6], process="service", goal=0.8)
    facts = Gaps(
        (
            MissedTarget(indicator=CSAT, value=0.6, goal=Goal(0.8, 0.0), n=100, place="", team="Sur", series=fell),
            MissedTarget(indicator=CSAT, value=0.75, goal=Goal(0.8, 0.0), n=40, place="App"),
        ),
        5,
    )
    card = gaps.card(facts, FRAME, EN)
    assert card.title == "2 results miss their target; really worse: CSAT (top two of five), Service"
    assert isinstance(card.body, Grid)
    first, second = card.body.rows
    assert (first.cells[4].text, first.cells[4].tone, first.cells[5].text) == ("−20.0\u00a0pp", "bad", "Sur")
    assert (second.cells[1].text, second.cells[4].tone) == ("CSAT (top two of five) · App", "plain")


def test_no_gap_is_said_apart_from_no_target() -> None:
    for judged, title in (
        (4, "Each of the 4 results that can be judged meets its target"),
        (0, "No target has been set"),
    ):
        card = gaps.card(Gaps((), judged), FRAME, EN)
        assert isinstance(card.body, Empty)
        assert card.title == title


def test_targets_that_no_result_can_be_held_against_are_not_called_missing() -> None:
    card = gaps.card(Gaps((), 0, aimed=True), FRAME, EN)
    assert card.title == "Too few cases to hold a result against its target"
    assert isinstance(card.body, Empty)
    assert card.body.reason == "No result of the week has enough cases behind it."


def test_when_all_meet_their_goal_the_reason_says_how_many_were_judged() -> None:
    for judged, reason in (
        (4, "Each of the 4 results judged meets its target."),
        (1, "The one result judged meets its target."),
        (0, "Targets are set in the targets file."),
    ):
        body = gaps.card(Gaps((), judged), FRAME, EN).body
        assert isinstance(body, Empty)
        assert body.reason == reason


def test_a_real_decline_leads_and_the_list_holds_every_gap_counted() -> None:
    """Eight gaps in their routine, each wider than the one that really got worse."""
    fell = made("csat", [0.80, 0.82] * 5 + [0.6], process="service", goal=0.8)
    wide = made("csat", [0.50, 0.52] * 6, process="sales", goal=0.8)
    gap = MissedTarget(indicator=Indicator("csat", "sales"), value=0.52, goal=Goal(0.8, 0.0), n=100, series=wide)
    worse = MissedTarget(indicator=CSAT, value=0.6, goal=Goal(0.8, 0.0), n=100, series=fell)
    found = [*[gap] * 8, worse]
    ordered = sorted(found, key=lambda gap: (not gap.worse, -gap.size))
    card = gaps.card(Gaps(tuple(ordered), 9), FRAME, EN)
    assert card.title == "9 results miss their target; really worse: CSAT (top two of five), Service"
    assert isinstance(card.body, Grid)
    assert (len(card.body.rows), card.body.first) == (9, 6)


def test_the_only_result_is_not_called_every_result() -> None:
    assert gaps.card(Gaps((), 1), FRAME, EN).title == "The only result that can be judged meets its target"
