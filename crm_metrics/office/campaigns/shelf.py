"""Campaigns in the database: drawn once, read by boards, withdrawn with a reason, none changed or overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_metrics.access import Reader
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.office.campaigns.campaign import (
    LONGEST_WHY,
    CampaignChangedError,
    CampaignContent,
    KeptCampaign,
    checked,
    may_draw,
    may_withdraw,
    placed,
    standing_of,
)
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import clean, reason_of
from crm_metrics.office.tables import CampaignRow
from crm_metrics.office.trail import Author
from crm_metrics.words import mark


def campaigns(database: OfficeDatabase) -> tuple[KeptCampaign, ...]:
    """All that were ever drawn, also those withdrawn, the last to begin first."""
    if not database.place.begun:
        return ()
    order = (CampaignRow.begins.desc(), CampaignRow.drawn_at.desc(), CampaignRow.id)
    with database.reading() as session:
        return tuple(_campaign(row) for row in session.scalars(select(CampaignRow).order_by(*order)))


class CampaignShelf:
    """The campaigns as one reader draws and withdraws them."""

    def __init__(self, database: OfficeDatabase, reader: Reader) -> None:
        self.database, self.reader = database, reader

    def draw(self, campaign: str, content: CampaignContent, closed: date) -> KeptCampaign:
        """Keep a campaign as it was drawn by its id. closed: the last day that was over when the data came.

        Raises QuestionError where the reader may not, or another one of this name stands.
        """
        if not may_draw(self.reader):
            raise QuestionError("A campaign is drawn by who sees all customers of the company, and who they are.")
        kept = placed(checked(content), closed)
        with self.database.writing(Author(self.reader.name)) as session:
            asked = select(CampaignRow).where(CampaignRow.standing == standing_of(kept))
            if session.scalars(asked).first() is not None:
                raise QuestionError("There is a campaign of this name: choose another one, or withdraw that one first.")
            row = CampaignRow(id=campaign, author=self.reader.name, drawn_at=datetime.now(UTC), withdrawn_by="",
                              withdrawn_at=None, withdrawn_why="", **_columns(kept))  # fmt: skip
            session.add(row)
            session.flush()
            return _campaign(row)

    def withdraw(self, seen: KeptCampaign, why: str) -> KeptCampaign:
        """Withdraw a campaign as it was seen: nobody is held out of it any more, and what it brought is not told."""
        if not may_withdraw(self.reader, seen):
            raise QuestionError("A campaign is withdrawn by who drew it, or by who may found the company.")
        said = reason_of(why, mark("To withdraw a campaign ends its proof: say why."), LONGEST_WHY)
        with self.database.writing(Author(self.reader.name)) as session:
            row = _known(session, seen)
            if row.version != seen.version or row.standing is None:
                raise CampaignChangedError(_campaign(row))
            row.withdraw(self.reader.name, said)
            session.flush()
            return _campaign(row)


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a campaign."""
    try:
        row = CampaignRow(**columns)
        kept = _campaign(row).content
        same = (checked(kept), clean(row.withdrawn_why)) == (kept, row.withdrawn_why)
        texts = all(isinstance(one, str) for one in (*kept.listed, *kept.held))
        return (
            same
            and texts
            and row.begins == kept.begins.isoformat()
            and row.ends_alike
            and row.standing in (None, standing_of(kept))
        )
    except (AttributeError, CrmError, KeyError, TypeError, ValueError):
        return False


def _known(session: Session, seen: KeptCampaign) -> CampaignRow:
    row = session.get(CampaignRow, seen.id)
    if row is None:
        raise QuestionError("There is no such campaign any more: nothing was changed.")
    return row


def _columns(content: CampaignContent) -> dict[str, Any]:
    return {
        "name": content.name,
        "standing": standing_of(content),
        "begins": content.begins.isoformat(),
        "days": content.days,
        "share": content.share,
        "asked": {name: list(values) for name, values in content.asked.items()},
        "listed": {"list": list(content.listed)},
        "held": {"list": list(content.held)},
    }


def _campaign(row: CampaignRow) -> KeptCampaign:
    return KeptCampaign(
        id=row.id,
        version=row.version,
        content=CampaignContent(
            name=row.name,
            begins=date.fromisoformat(row.begins),
            days=row.days,
            share=row.share,
            asked=row.asked,
            listed=tuple(row.listed["list"]),
            held=tuple(row.held["list"]),
        ),
        author=row.author,
        drawn_at=row.drawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
    )
