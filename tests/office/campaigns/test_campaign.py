"""What a campaign may be: its name, its days, both of its groups, and who may draw it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_metrics.access import LOCAL, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.campaigns.campaign import (
    MOST,
    CampaignContent,
    KeptCampaign,
    checked,
    draw_id,
    may_draw,
    may_withdraw,
    placed,
    standing_of,
)

CONTENT = CampaignContent(
    name="Volver a comprar", begins=date(2026, 12, 1), days=28, share=0.1, asked={"part": ["stimulus"]},
    listed=("c1", "c2"), held=("c3",),
)  # fmt: skip


def test_a_name_is_kept_in_one_line_and_two_alike_are_one() -> None:
    kept = checked(replace(CONTENT, name="  Volver\n a  comprar "))
    assert kept == CONTENT
    assert standing_of(kept) == standing_of(replace(CONTENT, name="VOLVER A COMPRAR"))


def test_its_last_day_is_the_last_that_counts() -> None:
    assert CONTENT.last == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " \n"}, "needs a name"),
        ({"name": "x" * 61}, "has 61 letters; 60 are the most"),
        ({"days": 27}, "counted over some weeks"),
        ({"share": 0.9}, "a tenth to a half"),
        ({"listed": ()}, "larger list"),
        ({"held": ()}, "larger list"),
        ({"held": ("c1",)}, "each customer once"),
        ({"held": ("",)}, "each customer once"),
        ({"listed": tuple(map(str, range(MOST)))}, "100001 customers; a campaign has 100000"),
    ],
)
def test_what_no_campaign_may_be_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        checked(replace(CONTENT, **wrong))  # type: ignore[arg-type]


def test_it_begins_after_the_data_and_within_a_year_of_them() -> None:
    closed = date(2026, 11, 30)
    assert placed(CONTENT, closed) is CONTENT
    with pytest.raises(QuestionError, match="begins after it"):
        placed(replace(CONTENT, begins=closed), closed)
    assert placed(replace(CONTENT, begins=date(2027, 11, 30)), closed)
    with pytest.raises(QuestionError, match="within a year"):
        placed(replace(CONTENT, begins=date(2027, 12, 1)), closed)


def test_who_sees_all_customers_and_their_names_draws_and_the_author_or_a_founder_withdraws() -> None:
    named = Reader("Ana", "manager", rights=("personal",))
    assert may_draw(named) and all(may_draw(one) for one in LOCAL)
    assert not may_draw(Reader("Ana", "manager"))
    assert not may_draw(Reader("Ana", "manager", Scope(teams=("Norte",)), ("personal",)))
    kept = KeptCampaign(id="1", version=1, content=CONTENT, author="Ana", drawn_at=datetime(2026, 11, 30, tzinfo=UTC))
    assert may_withdraw(Reader("Ana", "manager"), kept)
    assert not may_withdraw(Reader("Beto", "executive"), kept)
    assert may_withdraw(Reader("Dora", "executive", rights=("founds",)), kept)
    assert draw_id(kept.id) == "campaign 1"
