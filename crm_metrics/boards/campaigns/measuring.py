"""What campaigns bring: those contacted against those held out, with an interval; or why it is not told yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis.effects.holdout import LEAST
from crm_metrics.analysis.effects.lift import Lift, share_lift
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.campaigns.kept import all_of
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row, View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.office.campaigns.campaign import KeptCampaign
from crm_metrics.warehouse.attending import outcomes
from crm_metrics.warehouse.customers.kept import kept
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import NBSP, Words

KEY = "campaigns"
SINCE = 365  # days of campaigns that a board shows
SHOWN = 6  # campaigns of a board, the last to begin first
MOST = 1000  # results kept while a version is open: a few numbers each, and the page of customers shows all


@dataclass(frozen=True)
class MeasuredCampaign:
    """A campaign and what it brought; no lift where the data can't tell it. hits: how many bought of each group;
    known: whether any of its customers is in the data."""

    campaign: KeptCampaign
    lift: Lift | None = None
    hits: tuple[int, int] = (0, 0)
    known: bool = True

    @property
    def told(self) -> bool:
        """Whether both groups are large enough for a share that tells of nobody."""
        return self.known and self.lift is not None and min(self.lift.n_attended, self.lift.n_held) >= LEAST

    @property
    def sure(self) -> bool:
        """Whether it brought something for sure: the whole interval lies above nought."""
        return self.told and self.lift is not None and self.lift.difference is not None and self.lift.difference.low > 0


@dataclass(frozen=True)
class CampaignsShown:
    """Campaigns and what they brought. tables: the input tables that tell what customers buy or pay."""

    measured: tuple[MeasuredCampaign, ...]
    tables: tuple[str, ...]


def measured(warehouse: Warehouse, campaigns: Sequence[KeptCampaign], last: date) -> CampaignsShown:
    """What campaigns brought by the data through a day, or through the last day of purchases and payments before it."""
    through = outcomes.told_through(warehouse)
    over = min(last, through) if through is not None else None
    return CampaignsShown(tuple(_measured(warehouse, one, over) for one in campaigns), outcomes.told(warehouse))


def gather(warehouse: Warehouse, facts: BoardFacts) -> CampaignsShown | None:
    """The last campaigns of a year; None without any, or where the reader sees a part of the company alone."""
    if not of_whole_company(facts.view):
        return None
    first = facts.last - timedelta(days=SINCE)
    shown = [one for one in all_of(warehouse) if one.stands and first <= one.content.begins <= facts.last]
    return measured(warehouse, shown[:SHOWN], facts.last) if shown else None


def _measured(warehouse: Warehouse, one: KeptCampaign, over: date | None) -> MeasuredCampaign:
    """over: the last day of which the data tell who buys or pays; None where they don't."""
    content = one.content
    if not one.stands or over is None or content.last > over:
        return MeasuredCampaign(one)

    def asked() -> tuple[Lift, tuple[int, int], bool]:
        everybody = [(customer, content.begins) for customer in (*content.listed, *content.held)]
        dealt = {customer for customer, _ in outcomes.dealt(warehouse, everybody, content.days)}
        hits, held = (sum(each in dealt for each in group) for group in (content.listed, content.held))
        known = hits + held > 0 or outcomes.any_known(warehouse, [customer for customer, _ in everybody])
        return share_lift(hits, len(content.listed), held, len(content.held)), (hits, held), known

    return MeasuredCampaign(one, *kept(warehouse, "campaigns", (one.id, one.version), MOST, asked))


def card(shown: CampaignsShown, frame: Frame, words: Words) -> Card:
    """A row for each campaign, the last to begin first."""
    told = [one for one in shown.measured if one.told]
    title = words("What the campaigns bring is not told yet")
    if told:
        sure = sum(one.sure for one in told)
        title = words("Campaigns that brought purchases or payments for sure: {sure} of {n} that are counted",
                      sure=sure, n=len(told))  # fmt: skip
    return Card(
        key=KEY,
        title=title,
        subtitle=words("Bought or paid within the days of each campaign · some are held out by chance"),
        body=Grid(columns(words), tuple(row(one, shown, words) for one in shown.measured), title),
        footer=frame.rows_footer(words, shown.tables),
        alt=title,
        aside=True,
    )


def columns(words: Words) -> tuple[GridColumn, ...]:
    """What is told of each campaign."""
    return (
        GridColumn("campaign", words("Campaign")),
        GridColumn("days", words("Days that count")),
        GridColumn("listed", words("To contact"), "number"),
        GridColumn("held", words("Held out"), "number"),
        GridColumn("attended", words("Bought or paid"), "number"),
        GridColumn("apart", words("Of those held out"), "number"),
        GridColumn("lift", words("What it brings, in points; 95 % interval")),
    )


def row(one: MeasuredCampaign, shown: CampaignsShown, words: Words) -> Row:
    """A campaign; no number where it is not told, but why."""
    content, lift = one.campaign.content, one.lift
    shares = ("–", "–")
    if one.told and lift is not None and lift.attended is not None and lift.held is not None:
        shares = (words.percent(lift.attended), words.percent(lift.held))
    texts = (
        words("{first} – {last}", first=words.day(content.begins), last=words.day(content.last)),
        words.number(len(content.listed)),
        words.number(len(content.held)),
        *shares,
    )
    name = Cell(text=content.name, leads=address_of(one.campaign))
    return Row(one.campaign.id, (name, *(Cell(text=text) for text in texts), _brought(one, shown, words)))


def in_points(found: Estimate, words: Words) -> str:
    """A difference of two shares in points, with its interval."""
    value, low, high = (words.number(100 * each, 1, sign=True) for each in (found.value, found.low, found.high))
    return words("{value} [{low} to {high}]", value=value, low=low, high=high).replace(" ", NBSP)


def of_whole_company(view: View) -> bool:
    """Whether a board shows all of the company: a lift of a part of those drawn would be of no draw."""
    return view.scope == EVERYTHING and not (view.where or view.process or view.processes)


def address_of(campaign: KeptCampaign) -> str:
    """Where the list of a campaign stands; "" of one that was withdrawn."""
    return f"customers?{urlencode([('part', KEY), ('drawn', campaign.id)])}" if campaign.stands else ""


def _brought(one: MeasuredCampaign, shown: CampaignsShown, words: Words) -> Cell:
    """In points with its interval, and whether that is more than chance; else why nothing is told."""
    if (why := _why(one, shown, words)) or one.lift is None or one.lift.difference is None:
        return Cell(text=why, muted=True)
    found = one.lift.difference
    said = in_points(found, words)
    return Cell(text=said if found.side else words("{said}: no effect is proven", said=said))


def _why(one: MeasuredCampaign, shown: CampaignsShown, words: Words) -> str:
    """Why what a campaign brings is not told; "" where it is."""
    campaign = one.campaign
    if not campaign.stands:
        return words("withdrawn by {name}: {why}", name=words.name(campaign.withdrawn_by), why=campaign.withdrawn_why)
    if not shown.tables:
        return words("What customers buy or pay is not loaded: order_line.csv or receivable.csv would tell it.")
    if one.lift is None:
        return words("counted once the data reach to {day}", day=words.day(campaign.content.last))
    if not one.known:
        return words("none of its customers is in the data any more")
    if not one.told:
        return words("{listed} to contact and {held} held out: a share needs {least} of each",
                     listed=one.lift.n_attended, held=one.lift.n_held, least=LEAST)  # fmt: skip
    return ""
