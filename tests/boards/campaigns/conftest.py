"""Campaigns drawn on the day before the list of the company that is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crm_metrics.access import Reader
from crm_metrics.boards.campaigns.kept import forget
from crm_metrics.office.campaigns.campaign import CampaignContent, KeptCampaign
from crm_metrics.office.campaigns.shelf import CampaignShelf
from crm_metrics.office.database import OfficeDatabase
from tests.boards.daylist.company import CLOSE, TODAY

ANA = Reader("Ana", "manager", rights=("personal",))
Draw = Callable[..., KeptCampaign]


@pytest.fixture
def draw(office: OfficeDatabase) -> Draw:
    """Draw a campaign by its two groups."""
    forget()

    def made(
        listed: tuple[str, ...], held: tuple[str, ...], name: str = "Volver", begins: date = TODAY, days: int = 28,
        closed: date = CLOSE,
    ) -> KeptCampaign:  # fmt: skip
        content = CampaignContent(
            name=name, begins=begins, days=days, share=0.1, asked={"part": ["stimulus"]}, listed=listed, held=held
        )
        return CampaignShelf(office, ANA).draw(f"id of {name}", content, closed)

    return made
