"""How long customers stay: the title names the tier that keeps fewest, of those that are told whole."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards.journey import stays
from crm_metrics.boards.process.cuts import Compared
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
MONTH = date(2026, 10, 1)


def kept(share: float | None, *, whole: bool = True) -> Reading | None:
    """The share of a tier's customers who were still there after a year."""
    if share is None:
        return None
    return Reading(
        metric="survival_at_365", period=MONTH, groups=(), numerator=share * 100, denominator=100, value=share, n=100,
        complete=whole,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        (
            {"high": kept(0.9), "medium": kept(0.7), "low": kept(0.8)},
            "70% of tier medium are still there after a year, the least of 3 tiers",
        ),
        (
            {"high": kept(0.9), "medium": kept(0.7, whole=False), "low": kept(0.8)},
            "80% of tier low are still there after a year, the least of 2 tiers",
        ),
        ({"high": kept(0.9), "low": kept(None)}, "How long customers stay, by tier"),
    ],
)
def test_the_title_names_the_tier_that_keeps_fewest(shares: dict[str, Reading | None], title: str) -> None:
    shown = Compared(
        process="retention", month=MONTH, metrics=("survival_at_365",), ids=tuple(shares), names=tuple(shares),
        readings=tuple((one,) for one in shares.values()),
    )  # fmt: skip
    assert stays.card(shown, FRAME, EN).title == title
