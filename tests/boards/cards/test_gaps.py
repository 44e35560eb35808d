from __future__ import annotations

from dataclasses import replace

import pytest

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
    assert (first.cells[3].text, first.cells[3].tone, first.cells[5].text) == ("−20.0\u00a0pp", "bad", "Sur")
    assert (second.cells[0].text, second.cells[3].tone) == ("Service · App, CSAT", "plain")


def test_no_gap_is_said_apart_from_no_target() -> None:
    for judged, title in (
        (4, "Each of the 4 results that can be judged meets its target"),
        (0, "No target is known"),
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


def test_a_real_decline_that_misses_no_target_stands_in_the_list_and_its_title() -> None:
    fell = made("csat", [0.80, 0.82] * 5 + [0.6], process="service")
    bare = MissedTarget(indicator=CSAT, value=0.6, goal=None, n=100, series=fell, missed=False)
    met = MissedTarget(indicator=CSAT, value=0.6, goal=Goal(0.5, 0.0), n=100, series=fell, missed=False)
    routine = made("csat", [0.50, 0.52] * 6, process="sales", goal=0.8)
    gap = MissedTarget(indicator=Indicator("csat", "sales"), value=0.52, goal=Goal(0.8, 0.0), n=100, series=routine)
    for listed, title, judged in (
        ((bare,), "Really worse, without missing a target: CSAT (top two of five), Service", 0),
        ((met, gap), "2 results; targets missed: 1; really worse: CSAT (top two of five), Service", 2),
    ):
        card = gaps.card(Gaps(listed, judged, aimed=judged > 0), FRAME, EN)
        assert card.title == title
        assert isinstance(card.body, Grid)
        assert len(card.body.rows) == len(listed)
        first = card.body.rows[0].cells
        assert first[-1].chip is not None and first[-1].chip.kind == "worse"
        assert first[3].tone == "plain"
        assert first[4].text == ("the objective is reached" if listed[0].goal else "–")
    assert gaps.card(Gaps((bare,), 0), FRAME, EN).body.rows[0].cells[3].text == "–"  # type: ignore[union-attr]


def test_a_gap_closes_widens_or_neither_and_says_by_how_much_a_week() -> None:
    # Thirteen weeks that come nearer by 1 pp each: 78 pairs fall, z = −4.70; the usual step is 1 pp.
    nearer = tuple(0.13 - 0.01 * week for week in range(13))
    for distances, told, muted in (
        (nearer, "closes, 1.0\u00a0pp a week", False),
        (nearer[::-1], "widens, 1.0\u00a0pp a week", False),
        ((0.05, 0.06) * 6, "no sure trend", True),
        (nearer[:9], "too few weeks", True),
    ):
        gap = MissedTarget(indicator=CSAT, value=0.79, goal=Goal(0.8, 0.0), n=100, distances=distances)
        card = gaps.card(Gaps((gap,), 1, aimed=True), FRAME, EN)
        assert isinstance(card.body, Grid)
        cell = card.body.rows[0].cells[4]
        assert (cell.text, cell.muted) == (told, muted)
        assert cell.series == tuple(-one for one in distances)


def test_the_distance_is_on_the_wrong_side_of_todays_target_and_few_answers_are_no_week() -> None:
    aim = Goal(0.8, 0.0)
    csat = made("csat", [0.7] * 12 + [0.9], process="service", n=40)
    told = gaps._distances(csat.readings, aim, csat.definition)
    assert told == pytest.approx([0.1] * 12 + [-0.1])
    waits = made("average_handle_time", [400.0] * 13, process="service")
    assert gaps._distances(waits.readings, Goal(300.0, 0.0), waits.definition) == pytest.approx([100.0] * 13)
    few = made("csat", [0.7] * 13, process="service", n=9)
    assert gaps._distances(few.readings, aim, few.definition) == ()
    assert gaps._distances(csat.readings, None, csat.definition) == ()


def test_who_answers_is_who_the_file_names_else_the_team_else_the_role_of_the_process() -> None:
    bare = MissedTarget(indicator=CSAT, value=0.7, goal=Goal(0.8, 0.0), n=40)
    for gap, told in (
        (replace(bare, team="Sur", owner="Ana Ruiz"), "Ana Ruiz · Sur"),
        (replace(bare, owner="Ana Ruiz"), "Ana Ruiz"),
        (replace(bare, team="Sur"), "Sur"),
        (bare, "Head of service"),
    ):
        card = gaps.card(Gaps((gap,), 1, aimed=True), FRAME, EN)
        assert isinstance(card.body, Grid)
        assert card.body.rows[0].cells[5].text == told
        assert "A gap without a plan leads to a new one" in card.footer
