from __future__ import annotations

import pytest

from crm_metrics.boards.telling.calm import LookedAt, Waiting, calm
from crm_metrics.boards.telling.sentences import say
from crm_metrics.words import Words

EN, ES = Words("en"), Words("es")


def told(looked: LookedAt) -> list[str]:
    return [say(one, EN) for one in calm(looked, 10)]


def test_a_company_without_a_judged_team_or_a_tier_is_not_told_that_all_is_well() -> None:
    assert told(LookedAt(0, Waiting(state="known", all=25))) == [
        "What asks for attention can't be told yet",
        "No team has enough data in these weeks to be judged.",
        "Whether customers of value wait is not known: no open case has a customer's tier.",
    ]


def test_what_was_looked_at_is_told_with_its_counts() -> None:
    assert told(LookedAt(4, Waiting(state="known", valued=12, tiered=30, all=30))) == [
        "No team asks for attention",
        "None of the 4 teams that can be judged surely left its routine.",
        "None of the 12 open cases of customers of value is older than 10 days.",
    ]


def test_where_only_a_part_was_looked_at_the_headline_says_so() -> None:
    headline, *_ = told(LookedAt(4, Waiting(state="absent")))
    assert headline == "Nothing of what can be judged asks for attention"
    headline, *_ = told(LookedAt(0, Waiting(state="known", valued=3, tiered=9, all=9)))
    assert headline == "Nothing of what can be judged asks for attention"


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (Waiting(state="rows"), "Whether customers of value wait is not known: rows of the cases were left out."),
        (Waiting(state="known"), "No case is open."),
        (Waiting(state="known", tiered=5, all=5), "No open case is of a customer of value."),
        (
            Waiting(state="known", tiered=5, all=9),
            "Open cases: 9; with a customer's tier: 5, none of them of value.",
        ),
        (
            Waiting(state="known", valued=2, tiered=5, all=9),
            "Open cases: 9; with a customer's tier: 5; of value: 2, none older than 10 days.",
        ),
    ],
)
def test_nobody_of_value_waits_only_where_the_cases_tell_whose_they_are(waiting: Waiting, said: str) -> None:
    assert told(LookedAt(2, waiting))[-1] == said


def test_a_reader_without_service_hears_nothing_of_cases() -> None:
    assert len(told(LookedAt(2, None))) == 2
