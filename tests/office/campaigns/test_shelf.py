"""Campaigns in the database: drawn once by name, withdrawn with a reason, and two who withdraw at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.campaigns.campaign import CampaignChangedError, KeptCampaign
from crm_metrics.office.campaigns.shelf import CampaignShelf, campaigns
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.tables import TrailRow
from tests.office.campaigns.test_campaign import CONTENT

CLOSED = date(2026, 11, 30)
ANA = Reader("Ana", "manager", rights=("personal",))
DORA = Reader("Dora", "executive", rights=("founds",))


def test_before_the_first_there_is_nothing_and_no_file(database: OfficeDatabase) -> None:
    assert campaigns(database) == ()
    assert database.place.file is None or not database.place.file.exists()


def test_it_is_kept_as_it_was_drawn_and_withdrawn_with_its_reason(database: OfficeDatabase) -> None:
    kept = CampaignShelf(database, ANA).draw("a1", CONTENT, CLOSED)
    assert (kept.id, kept.content, kept.author, kept.version, kept.stands) == ("a1", CONTENT, "Ana", 1, True)
    assert kept.drawn_at.utcoffset() is not None and campaigns(database) == (kept,)
    with pytest.raises(QuestionError, match="say why"):
        CampaignShelf(database, ANA).withdraw(kept, " ")
    with pytest.raises(QuestionError, match="301 letters"):
        CampaignShelf(database, ANA).withdraw(kept, "x" * 301)
    with pytest.raises(QuestionError, match="by who drew it"):
        CampaignShelf(database, replace(ANA, name="Beto")).withdraw(kept, "No")
    gone = CampaignShelf(database, DORA).withdraw(kept, "Sin\n presupuesto")
    assert (gone.stands, gone.withdrawn_by, gone.withdrawn_why, gone.version) == (False, "Dora", "Sin presupuesto", 2)
    assert campaigns(database) == (gone,)
    again = CampaignShelf(database, ANA).draw("a2", CONTENT, CLOSED)  # its name is free again
    assert {one.id for one in campaigns(database)} == {gone.id, again.id}
    with database.reading() as session:
        trail = [(line.author, line.did) for line in session.scalars(select(TrailRow).order_by(TrailRow.id))]
    assert trail == [("Ana", "created"), ("Dora", "changed"), ("Ana", "created")]


def test_the_last_to_begin_comes_first(database: OfficeDatabase) -> None:
    shelf = CampaignShelf(database, ANA)
    shelf.draw("a1", CONTENT, CLOSED)
    shelf.draw("a2", replace(CONTENT, name="Otra", begins=date(2026, 12, 2)), CLOSED)
    assert [one.id for one in campaigns(database)] == ["a2", "a1"]


def test_who_may_not_know_the_customers_draws_none(database: OfficeDatabase) -> None:
    with pytest.raises(QuestionError, match="who sees all customers"):
        CampaignShelf(database, DORA).draw("a1", CONTENT, CLOSED)
    with pytest.raises(QuestionError, match="begins after it"):
        CampaignShelf(database, ANA).draw("a1", CONTENT, CONTENT.begins)
    assert campaigns(database) == ()


def test_of_many_who_draw_one_name_at_once_one_does(database: OfficeDatabase) -> None:
    database.prepare()

    def draw(number: int) -> KeptCampaign | QuestionError:
        try:
            return CampaignShelf(database, ANA).draw(f"a{number}", CONTENT, CLOSED)
        except QuestionError as error:
            return error

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(draw, range(8)))
    assert len([one for one in results if isinstance(one, KeptCampaign)]) == 1 == len(campaigns(database))
    assert {str(one) for one in results if isinstance(one, QuestionError)} == {
        "There is a campaign of this name: choose another one, or withdraw that one first."
    }


def test_of_two_who_withdraw_it_the_second_is_told(database: OfficeDatabase) -> None:
    kept = CampaignShelf(database, ANA).draw("a1", CONTENT, CLOSED)
    CampaignShelf(database, DORA).withdraw(kept, "Antes")
    with pytest.raises(CampaignChangedError, match="Dora withdrew this campaign meanwhile") as told:
        CampaignShelf(database, ANA).withdraw(kept, "Después")
    assert told.value.campaign.withdrawn_why == "Antes"
