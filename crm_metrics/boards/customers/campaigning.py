"""The campaigns drawn from lists of customers: what each brought, and whom the chosen one is to contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics import settings
from crm_metrics.access import EVERYTHING
from crm_metrics.boards.campaigns import measuring
from crm_metrics.boards.campaigns.forming import Reachable, left_out, reachable
from crm_metrics.boards.campaigns.kept import all_of
from crm_metrics.boards.campaigns.measuring import CampaignsShown
from crm_metrics.boards.core import Card, Cell, Empty, Filter, Grid, GridColumn, Row, View
from crm_metrics.boards.customers.listing import SHEET, last_sheet, on_sheet
from crm_metrics.boards.customers.selection import PARTS, SEGMENTS, CustomersAsked
from crm_metrics.boards.daylist.gathering import held_today
from crm_metrics.boards.daylist.listing import NAMES
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.filters import one_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.office.campaigns.campaign import CampaignContent, KeptCampaign
from crm_metrics.warehouse.attending.reason import Contact
from crm_metrics.warehouse.attending.reasons import contacts
from crm_metrics.warehouse.company import daylist
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.customers.merged import ids_today
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

PARTED = mark("a campaign is of customers of the whole company: it is outside of what you may see")


@dataclass(frozen=True, kw_only=True)
class CampaignRegister:
    """The campaigns, and the list of the chosen one."""

    shown: CampaignsShown
    """All of them with what they brought, the last to begin first."""
    chosen: KeptCampaign | None
    """The one whose list is shown; None where none is asked for."""
    reached: Reachable
    """Whom of it one may still contact, and how many are left out since it was drawn."""
    names: Mapping[str, str]
    """What the customers of the page of its list are called; personal."""
    contacts: Mapping[str, Contact]
    """How they may be contacted."""
    sheet: int
    """The page of the list, from 1."""
    personal: bool
    """Whether names are shown."""

    @property
    def listed(self) -> tuple[str, ...]:
        """Whom the chosen campaign is to contact, and nobody who is held out of it or of another list."""
        return self.reached.customers

    @property
    def on_page(self) -> tuple[str, ...]:
        """Those of them of the page shown."""
        return self.listed[(self.sheet - 1) * SHEET : self.sheet * SHEET]


def gather(
    warehouse: Warehouse, view: View, asked: CustomersAsked, last: date, close: date
) -> CampaignRegister | Reason:
    """All campaigns, or why they can't be shown.

    last: the last day that counts. close: the last day that was over when the data came.
    """
    if view.scope != EVERYTHING:
        return because(PARTED)
    known = all_of(warehouse)
    chosen = next((one for one in known if one.id == asked.drawn and one.stands), None)
    listed = tuple(ids_today(warehouse, chosen.content.listed).values()) if chosen else ()
    found = contacts(warehouse, listed)
    # Of those drawn some asked since not to be contacted, or another list holds them out by now.
    apart = held_today(warehouse, close) if listed else ()
    reached = reachable(listed, found, daylist.in_force(settings.company_folder()), apart)
    return CampaignRegister(
        shown=measuring.measured(warehouse, known, last),
        chosen=chosen,
        reached=reached,
        names=called(warehouse, reached.customers) if view.personal else {},
        contacts=found,
        sheet=min(asked.sheet, last_sheet(len(reached.customers))),
        personal=view.personal,
    )


def cards(register: CampaignRegister, frame: Frame, words: Words) -> tuple[Card, ...]:
    """What each brought; then whom the chosen one is to contact."""
    if not register.shown.measured and frame.unkept is not None:
        fact = words("Campaigns can't be shown")
        return (empty_card("no_campaign", Empty(fact, words.error(frame.unkept))),)
    if not register.shown.measured:
        fact = words("There is no campaign yet")
        reason = words("One is drawn below each list of customers: chance holds a part of it out, and what the campaign"
                       " brings is told against them.")  # fmt: skip
        return (empty_card("no_campaign", Empty(fact, reason)),)
    whole = measuring.card(register.shown, frame, words)
    return (whole, _list(register.chosen, register, frame, words)) if register.chosen else (whole,)


def _list(chosen: KeptCampaign, register: CampaignRegister, frame: Frame, words: Words) -> Card:
    content, count = chosen.content, len(register.listed)
    title = words.many(count, "{name}: {n} customer to contact", "{name}: {n} customers to contact", name=content.name)
    said = [
        words("from {day} on", day=words.day(content.begins)),
        words("of the list “{part}”", part=words(PARTS.get(_part(content), PARTS[SEGMENTS]))),
        words("drawn by {name}", name=words.name(chosen.author)),
        on_sheet(register.sheet, count, words),
        words.many(len(content.held), "one is held out by chance and stands in no list through {day}",
                   "{n} are held out by chance and stand in no list through {day}",
                   day=words.day(content.last)),
    ]  # fmt: skip
    if register.reached.without:
        said.append(words("left out since it was drawn: {list}", list=left_out(register.reached, words)))
    columns = (GridColumn("customer", words("Customer")), GridColumn("by", words("By which channels")))
    return Card(
        key="list",
        title=title,
        subtitle=" · ".join(said),
        body=Grid(columns, tuple(_row(one, register, words) for one in register.on_page), title),
        footer=frame.rows_footer(words, ("customer",)),
        alt=title,
    )


def _part(content: CampaignContent) -> str:
    """The part of the page whose list it was."""
    return next(iter(content.asked.get("part", ())), SEGMENTS)


def _row(customer: str, register: CampaignRegister, words: Words) -> Row:
    key = masking.key_of(customer, personal=register.personal)
    label = masking.label(customer, register.names.get(customer), personal=register.personal)
    channels = register.contacts.get(customer, Contact()).channels
    by = words.listed(words(NAMES[one]) for one in channels) if channels else words("none that it agreed to")
    return Row(key, (Cell(text=label, leads=masking.page_of(key)), Cell(text=by, muted=not channels)))


def choice(register: CampaignRegister, words: Words) -> Filter | None:
    """Which campaign's list is shown; None without any."""
    standing = [(one.campaign.id, one.campaign.content.name) for one in register.shown.measured if one.campaign.stands]
    if not standing:
        return None
    chosen = register.chosen.id if register.chosen else ""
    return one_of("drawn", words("Campaign"), standing, chosen, everything=words("Campaign: none chosen"))


def table(register: CampaignRegister) -> RowTable:
    """Whom the chosen campaign is to contact, for a file; never who is held out of it."""
    if register.chosen is None:
        return RowTable((), ())
    content, personal = register.chosen.content, register.personal
    head = ("campaign", "begins", "customer", *(("name",) if personal else ()), "channels")
    rows = tuple(
        (
            content.name,
            content.begins,
            masking.key_of(one, personal=personal),
            *((register.names.get(one),) if personal else ()),
            "|".join(register.contacts.get(one, Contact()).channels),
        )
        for one in register.listed
    )
    return RowTable(head, rows)
