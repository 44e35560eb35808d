"""Who answers: response rates and what equal response would change, worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from crm_metrics.analysis.relating.bias import Bias, Group, bias
from crm_metrics.analysis.relating.pairs import MEASURES, Answers
from tests.analysis.relating.made_answers import NOON, SHAPES, SINCE, UNTIL, Row, answer

ASKED = Answers(since=SINCE, until=UNTIL)


def unanswered(key: str, **more: Any) -> Row:
    return answer(key, NOON, 0, **more) | {"responded_at": None, "score": None}


def test_response_rates_are_of_all_invitations_and_answers_of_the_same_customer_are_counted(house: Any) -> None:
    # Uno: 6 of 8 answered, five of them by one customer; Dos: 1 of 4. 4 of 7 satisfied.
    often = [
        answer(f"a{n}", NOON + timedelta(days=n), 5 if n < 3 else 1, team="Uno", customer_id="ana") for n in range(5)
    ]
    others = [answer("b", NOON, 5, team="Uno"), answer("c", NOON, 1, team="Dos")]
    silent = [unanswered(f"u{n}", team="Uno") for n in range(2)] + [unanswered(f"d{n}", team="Dos") for n in range(3)]
    response = bias(house({"survey": [*often, *others, *silent]}, shapes=SHAPES), MEASURES["csat"], ASKED)
    assert (response.sent, response.answered, response.often, response.value) == (12, 7, 5 / 7, 4 / 7)
    teams = {group.name: (group.sent, group.answered) for group in response.groups if group.dimension == "team"}
    assert teams == {"Uno": (8, 6), "Dos": (4, 1)}
    assert response.weighted == 4 / 7  # nobody has a tier: all are of one group
    assert response.widest is None  # of neither team 30 were asked


def test_where_all_invitations_are_answered_the_rate_is_unknown(house: Any) -> None:
    response = bias(
        house({"survey": [answer("a", NOON, 5), answer("b", NOON, 1)]}, shapes=SHAPES), MEASURES["csat"], ASKED
    )
    assert (response.sent, response.answered, response.groups, response.value) == (None, 2, (), 0.5)
    assert response.weighted is None


def test_of_no_invitations_there_is_nothing_to_say(house: Any) -> None:
    assert bias(house({}, shapes=SHAPES), MEASURES["csat"], ASKED) == Bias(sent=None, answered=0)


def test_the_widest_gap_is_between_groups_of_one_dimension_with_thirty_invitations() -> None:
    groups = (
        Group("tier", "high", 40, 30),
        Group("tier", "low", 30, 3),
        Group("tier", "mid", 29, 0),
        Group("team", "Uno", 100, 5),
        Group("team", "Dos", 100, 60),
    )
    # Tiers: 75 % against 10 %; teams: 60 % against 5 %.
    assert Bias(sent=299, answered=98, groups=groups).widest == (groups[1], groups[0])
