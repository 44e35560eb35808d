"""What remains of relations once all that was asked together is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_metrics.analysis.relating import relations, verdicts
from crm_metrics.analysis.relating.linked import Best, Effect
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.metrics.readings import because
from tests.analysis.relating.made_pairs import FLAG, pairs, shares

TESTED = Relation(
    metric="occupancy", satisfaction="csat", process="service", unit="contact", verdict="inconclusive", p=0.04
)


def test_each_q_is_that_of_the_family_and_who_was_not_tested_has_none() -> None:
    # Of two: 0.01 × 2 ÷ 1 = 0.02 and 0.04 × 2 ÷ 2 = 0.04; at 10 % both are reported.
    few = replace(TESTED, p=None)
    first, untested, second = verdicts.corrected([TESTED, few, replace(TESTED, p=0.01)])
    assert (first.q, second.q, untested) == (0.04, 0.02, few)
    assert (first.family, second.family, first.verdict, second.verdict) == (2, 2, "related", "related")


def test_a_reason_that_was_there_before_keeps_the_verdict() -> None:
    doubtful = replace(TESTED, reason=because("there is no rate to foretell from"))
    assert verdicts.judged(doubtful, 0.001, 1).verdict == "inconclusive"
    described = replace(TESTED, verdict="description")
    assert verdicts.judged(described, 0.001, 1).verdict == "description"


@pytest.mark.parametrize(
    ("share", "low", "high", "verdict"),
    [
        (True, -0.029, 0.029, "none"),
        (True, -0.031, 0.029, "inconclusive"),
        (False, -2.9, 2.9, "none"),
        (False, -2.9, 3.1, "inconclusive"),
    ],
)
def test_within_three_points_on_either_side_there_is_no_relation(
    share: bool, low: float, high: float, verdict: str
) -> None:
    unclear = replace(TESTED, share=share, effect=Effect(0.0, low, high))
    assert verdicts.judged(unclear, 0.11, 1).verdict == verdict


def test_the_largest_effect_comes_first_and_what_is_not_related_last() -> None:
    # A share of 0.05 is five points; a summit that costs 0.08 at half and double is eight; a score of 6 points is 0.06.
    related = replace(TESTED, verdict="related")
    small = replace(related, metric="small", effect=Effect(-0.05, -0.06, -0.04))
    bent = replace(related, metric="bent", best=Best(100.0, 90.0, 110.0, Effect(-0.08, -0.09, -0.07)))
    score = replace(related, metric="score", share=False, effect=Effect(6.0, 5.0, 7.0))
    none = replace(TESTED, metric="none", verdict="none", effect=Effect(0.5, 0.4, 0.6))
    assert [each.metric for each in verdicts.ordered([none, small, score, bent])] == ["bent", "score", "small", "none"]


def test_small_and_certain_is_called_no_relation_and_unclear_is_called_unclear() -> None:
    held = pairs(*shares((1.0, 8_000, 10_000), (0.0, 8_000, 10_000)), FLAG)
    one = verdicts.corrected([relations.of_contacts("service", "transfer_rate", FLAG, held)])[0]
    assert one.verdict == "none"
    few = pairs(*shares((1.0, 30, 40), (0.0, 30, 40)), FLAG)
    assert verdicts.corrected([relations.of_contacts("service", "transfer_rate", FLAG, few)])[0].verdict == (
        "inconclusive"
    )
