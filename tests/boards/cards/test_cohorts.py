from __future__ import annotations

from datetime import date

from crm_metrics.analysis.limits import individual
from crm_metrics.analysis.signals import Signal
from crm_metrics.boards.cards import cohorts
from crm_metrics.boards.cards.cohorts import Cohort, Cohorts
from crm_metrics.boards.core import Heat
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
OCTOBER = date(2026, 10, 1)


def test_the_triangle_leaves_out_the_months_that_have_not_come() -> None:
    kept = (Cohort(date(2026, 9, 1), 50, (1.0, 0.9)), Cohort(OCTOBER, 40, (1.0,)))
    signal = Signal(kind="small", values=(), marks=(), lacking="points")
    card = cohorts.card(Cohorts(kept, signal), FRAME, EN)
    assert isinstance(card.body, Heat)
    assert card.body.texts == (("100", "90"), ("100", ""))
    assert card.title == "Customers kept, by month of joining"
    assert card.body.hovers[0][1] == "September 2026, month 1: 90.0% of 50"
    assert card.alt == f"{card.title}. 2 cohorts. Of 50 who joined in September 2026, 90.0% are there after one month."


def test_of_a_cohort_that_joined_in_the_month_shown_nothing_is_left_to_say() -> None:
    signal = Signal(kind="small", values=(), marks=(), lacking="points")
    assert cohorts.card(Cohorts((Cohort(OCTOBER, 40, (1.0,)),), signal), FRAME, EN).alt.endswith(". One cohort.")


def test_the_title_tells_the_share_of_the_cohorts_shown() -> None:
    """Twelve cohorts of 100 that kept 60 and one of 200 that kept 90, behind ten older ones that kept 20."""
    old = [Cohort(date(2024, 12, 1), 100, (1.0, 0.5, 0.4, 0.2))] * 10
    shown = [Cohort(date(2025, month, 1), 100, (1.0, 0.9, 0.8, 0.6)) for month in range(1, 12)]
    shown += [Cohort(date(2025, 12, 1), 200, (1.0, 1.0, 0.9, 0.9))]
    values = [0.2] * 10 + [0.6] * 11 + [0.9]
    limits = individual([OCTOBER] * 6, [0.2, 0.3] * 3)
    signal = Signal(kind="routine", values=tuple(values), marks=(None,) * 22, limits=limits)
    title = cohorts.card(Cohorts((*old, *shown), signal), FRAME, EN).title
    # (11 × 60 + 180) ÷ 1,300 = 64.6 %; the centre of the baseline, 25 %, is of cohorts that nobody sees.
    assert title == "Cohorts stay as before: 64.6% on average after 3 months"


def test_a_change_is_told_from_the_first_cohort_shown_that_it_holds_for() -> None:
    shown = [Cohort(date(2025, month, 1), 100, (1.0, 0.9, 0.8, 0.5)) for month in range(1, 13)]
    signal = Signal(
        kind="worse", values=(), marks=(), limits=individual([OCTOBER] * 6, [0.7, 0.8] * 3), since=date(2024, 9, 1),
        recent=0.4, rule="run", side=-1,
    )  # fmt: skip
    title = cohorts.card(Cohorts(tuple(shown), signal), FRAME, EN).title
    assert title == "Customers who joined since January 2025 leave sooner: 50.0% after 3 months"
