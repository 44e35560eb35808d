"""A campaign drawn from a list of customers: whom it reaches, whom chance held out, who may draw it. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crm_metrics.access import EVERYTHING, Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.notes.noting import clean
from crm_metrics.office.saved import key_of_name
from crm_metrics.words import mark

LONGEST = 60  # letters of a name
LONGEST_WHY = 300  # letters of why a campaign is withdrawn
LONGEST_ID = 400  # letters of a customer's id
MOST = 100_000  # customers of a campaign
LATEST = 365  # days that a campaign may begin after it is drawn
DAYS = (7, 14, 28, 60, 90)  # in which it counts whether somebody buys or pays
SHARES = (0.1, 0.2, 0.3, 0.5)  # that may be held out


@dataclass(frozen=True, kw_only=True)
class CampaignContent:
    """What is drawn."""

    name: str
    """What people call it."""
    begins: date
    """The day from which on its customers are contacted."""
    days: int
    """Within how many days from then it counts whether somebody buys or pays; one of DAYS."""
    share: float
    """The share that chance holds out; one of SHARES."""
    asked: Mapping[str, Sequence[str]]
    """What the address of the list asked of the page of customers, by filter."""
    listed: tuple[str, ...]
    """The ids of the customers to contact, in the order of the list."""
    held: tuple[str, ...]
    """The ids of those held out."""

    @property
    def last(self) -> date:
        """The last day that counts: from the first one through it no list asks to contact those held out."""
        return self.begins + timedelta(days=self.days - 1)


@dataclass(frozen=True, kw_only=True)
class KeptCampaign:
    """A campaign as it is kept: for good, also where it was withdrawn."""

    id: str
    """Its own for good: by it the draw was made."""
    version: int
    """How often it was written."""
    content: CampaignContent
    """What was drawn."""
    author: str
    """Who drew it, by the name of a reader."""
    drawn_at: datetime
    """When, in UTC."""
    withdrawn_by: str = ""
    """Who withdrew it; "" while it stands."""
    withdrawn_at: datetime | None = None
    """When, in UTC."""
    withdrawn_why: str = ""
    """Why."""

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


class CampaignChangedError(QuestionError):
    """Somebody withdrew a campaign after it was read; `campaign` is what it is now."""

    campaign: KeptCampaign

    def __init__(self, campaign: KeptCampaign) -> None:
        super().__init__(
            mark("{name} withdrew this campaign meanwhile, so nothing of yours was saved."), name=campaign.withdrawn_by
        )
        self.campaign = campaign


def may_draw(reader: Reader) -> bool:
    """Whether a reader may draw a campaign: who sees all customers of the company, and who they are."""
    return reader.scope == EVERYTHING and reader.personal


def may_withdraw(reader: Reader, campaign: KeptCampaign) -> bool:
    """Whether a reader may withdraw it: who drew it, or who may found the company."""
    return reader.scope == EVERYTHING and (reader.founds or reader.name == campaign.author)


def draw_id(campaign: str) -> str:
    """The id of the list by which chance draws, of the id of a campaign."""
    return f"campaign {campaign}"


def checked(content: CampaignContent) -> CampaignContent:
    """A content as it is kept. Raises QuestionError where it has no name, nobody to contact, or nobody held out."""
    name = clean(content.name)
    if not name:
        raise QuestionError("A campaign needs a name.")
    if len(name) > LONGEST:
        raise QuestionError("A name has {n} letters; {most} are the most. Shorten it.", n=len(name), most=LONGEST)
    if content.days not in DAYS or content.share not in SHARES:
        raise QuestionError("A campaign is counted over some weeks, and holds out a tenth to a half.")
    everybody = (*content.listed, *content.held)
    if len(everybody) > MOST:
        raise QuestionError("The list holds {n} customers; a campaign has {most} at most. Narrow it.", n=len(everybody),
                            most=MOST)  # fmt: skip
    if not content.listed or not content.held:
        raise QuestionError("Of so few customers chance left one group empty: a campaign needs a larger list.")
    if len(set(everybody)) < len(everybody) or not all(0 < len(one) <= LONGEST_ID for one in everybody):
        raise QuestionError("A campaign names each customer once.")
    return replace(content, name=name)


def placed(content: CampaignContent, closed: date) -> CampaignContent:
    """The same content. Raises QuestionError where its days are known by now, or lie too far ahead.

    closed: the last day that was over when the data came.
    """
    if content.begins <= closed:
        raise QuestionError(
            "The data reach to {day}: a campaign begins after it, or what it brings would be known when it is drawn.",
            day=closed,
        )
    if content.begins > closed + timedelta(days=LATEST):
        raise QuestionError("The data reach to {day}: a campaign begins within a year of it.", day=closed)
    return content


def standing_of(content: CampaignContent) -> str:
    """What no two campaigns have that stand."""
    return key_of_name(content.name)
