"""All that happened with a customer, over every process, the newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.customer.facts import PART, CustomerFacts
from crm_metrics.boards.customer.waiting import KINDS as CASES
from crm_metrics.boards.filters import asked_processes
from crm_metrics.boards.freshness import Frame
from crm_metrics.warehouse.dossier.events import KINDS, Event, events
from crm_metrics.warehouse.roster import agent_name
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

OPEN = 15  # rows that stand open
CHANNEL_SAID = {
    "inbound": mark("Contact from the customer"),
    "outbound": mark("Contact to the customer"),
}
HOW = {
    "handled": mark("attended"), "abandoned": mark("abandoned"), "no_answer": mark("no answer"), "busy": mark("busy"),
    "machine": mark("answering machine"), "invalid": mark("wrong number"), "refused": mark("refused"),
    "opt_out": mark("asked not to be called"), "self_served": mark("served itself"),
}  # fmt: skip
ENDS = {
    "won": mark("won"), "lost": mark("lost"), "resolved": mark("resolved"), "unresolved": mark("not resolved"),
    "disqualified": mark("disqualified"),
}  # fmt: skip
LEDGER = {
    "invoice": mark("Invoice"), "payment": mark("Payment"), "credit_note": mark("Credit note"),
    "write_off": mark("Write-off"), "reversal": mark("Payment bounced"), "adjustment": mark("Adjustment"),
    "allocation": mark("Credit allotted"),
}  # fmt: skip
POINTS = {
    "enrol": mark("Joined the programme"), "earn": mark("Points earned"), "redeem": mark("Points redeemed"),
    "expire": mark("Points expired"), "adjust": mark("Points adjusted"), "leave": mark("Left the programme"),
}  # fmt: skip
ATTRIBUTES = {
    "value_tier": "tier",
    "segment": "segment",
    "lifecycle_stage": "lifecycle_stage",
    "relationship_type": "relationship_type",
}
ENDED = {
    "upgrade": mark("upgrade"), "downgrade": mark("downgrade"), "price": mark("change of price"),
    "voluntary": mark("the customer left"), "involuntary": mark("failed payment"),
    "end_of_life": mark("product withdrawn"), "ended_by_us": mark("ended by us"), "pause": mark("paused"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A page of the events of a customer."""

    events: tuple[Event, ...]
    """Those of the page, the newest first."""
    count: int
    """Of all pages."""
    first: int
    """The place of the first of them, from 1."""
    processes: tuple[str, ...]
    """Those chosen; empty for all."""
    people: Mapping[str, str]
    """The names of the agents in it."""
    places: Mapping[str, str]
    """The names of the touchpoints in it."""


def gather(warehouse: Warehouse, facts: CustomerFacts) -> Timeline:
    """The page of events that was asked for."""
    skip = (facts.part - 1) * PART
    chosen = asked_processes(facts.view)
    found = events(warehouse, facts.known.id, facts.view.scope, processes=chosen, skip=skip, most=PART)
    return Timeline(
        events=found,
        count=facts.shown,
        first=skip + 1,
        processes=chosen,
        people={one.agent: agent_name(facts.people, one.agent) for one in found},
        places={one.place: facts.places.get(one.place, one.place) for one in found if one.place},
    )


def card(shown: Timeline, frame: Frame, words: Words) -> Card:
    """The list, one row for each event."""
    title = words.many(
        shown.count, "One thing is recorded of this customer", "{n} things are recorded of this customer"
    )
    if shown.processes:
        title = words("{process}: {said}", process=words.listed(map(words.name, shown.processes)), said=title)
    columns = (
        GridColumn("day", words("Day")),
        GridColumn("process", words("Process")),
        GridColumn("what", words("What")),
        GridColumn("detail", words("Detail")),
        GridColumn("amount", words("Amount"), "number"),
        GridColumn("who", words("Who")),
    )
    rows = tuple(_row(place, one, shown, frame, words) for place, one in enumerate(shown.events))
    last = shown.first + len(rows) - 1
    body: Grid | Empty = Grid(columns, rows, title, OPEN)
    if not rows:
        body = Empty(title, words("No row of the files that are loaded names it here."))
    return Card(
        key="timeline",
        title=title,
        subtitle=words("{first} to {last}, the newest first · contacts, cases, orders, invoices and payments, answers,"
                       " points, contracts, changes of tier and stage", first=shown.first, last=last),
        body=body,
        footer=frame.rows_footer(words, (KINDS[one.kind].table or "customer" for one in shown.events)),
        alt=title,
    )  # fmt: skip


def _row(place: int, one: Event, shown: Timeline, frame: Frame, words: Words) -> Row:
    what, detail = said(one, shown.places, words)
    when = words.moment(one.at) if one.at else words.day(one.day)
    money = "–" if one.amount is None else words.money(one.amount, frame.currency)
    who = shown.people.get(one.agent) or one.team
    cells = (Cell(text=when), Cell(text=words.name(one.process) if one.process else words("the company")),
             Cell(text=what), Cell(text=detail), Cell(text=money), Cell(text=who or "–"))  # fmt: skip
    return Row(f"{place}-{one.kind}-{one.reference}", cells)


def said(one: Event, places: Mapping[str, str], words: Words) -> tuple[str, str]:
    """What an event is, and what is known of it besides."""
    return _SAYERS[one.kind](one, places.get(one.place, ""), words)


def _contact(one: Event, place: str, words: Words) -> tuple[str, str]:
    direction, disposition, channel = one.words
    how = words(HOW[disposition]) if disposition in HOW else disposition
    return words(CHANNEL_SAID.get(direction, direction)), _joined(place or words.name(channel), how)


def _opened(one: Event, place: str, words: Words) -> tuple[str, str]:
    kind, priority, reason = one.words
    priority = words("priority: {priority}", priority=words.name(priority).lower()) if priority else ""
    return words("Case opened: {kind}", kind=_kind(kind, words)), _joined(_reason(reason, words), priority, place)


def _closed(one: Event, place: str, words: Words) -> tuple[str, str]:
    kind, outcome, reason = one.words
    ended = words(ENDS[outcome]) if outcome in ENDS else outcome
    return words("Case closed: {kind}", kind=_kind(kind, words)), _joined(ended, _reason(reason, words), place)


def _order(one: Event, _: str, words: Words) -> tuple[str, str]:
    lines = words.many(int(one.quantity or 0), "one line", "{n} lines")
    return (words("Return") if one.words[0] == "return" else words("Order")), _joined(one.reference, lines)


def _ledger(one: Event, _: str, words: Words) -> tuple[str, str]:
    kind, due, _third = one.words
    until = words("due {day}", day=date.fromisoformat(due)) if due and kind == "invoice" else ""
    return words(LEDGER[kind]) if kind in LEDGER else kind, _joined(one.reference, until)


def _answer(one: Event, place: str, words: Words) -> tuple[str, str]:
    instrument, least, most = one.words
    scale = words(
        "{score} on a scale of {least} to {most}", score=one.quantity or 0.0, least=float(least), most=float(most)
    )
    return words("Answer: {instrument}", instrument=instrument.upper().replace("_", " ")), _joined(scale, place)


def _points(one: Event, _: str, words: Words) -> tuple[str, str]:
    kind = one.words[0]
    many = "" if one.quantity is None else words.many(int(one.quantity), "one point", "{n} points")
    return words(POINTS[kind]) if kind in POINTS else kind, many


def _began(one: Event, _: str, words: Words) -> tuple[str, str]:
    return words("Contract began"), _joined(one.words[0], words("a month"))


def _ended(one: Event, _: str, words: Words) -> tuple[str, str]:
    reason = one.words[1]
    return words("Contract ended"), _joined(one.words[0], words(ENDED[reason]) if reason in ENDED else reason)


def _changed(one: Event, _: str, words: Words) -> tuple[str, str]:
    attribute, before, after = one.words
    name = words.name(ATTRIBUTES.get(attribute, attribute))
    none = words("not told")
    before, after = (words.name(each) if each else none for each in (before, after))
    return words("{name} changed", name=name), words("from {before} to {after}", before=before, after=after)


def _kind(kind: str, words: Words) -> str:
    return words(CASES[kind]) if kind in CASES else kind


def _reason(reason: str, words: Words) -> str:
    return words(HOW[reason]) if reason in HOW else words.name(reason).lower() if reason else ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts)) or "–"


_SAYERS = {
    "contact": _contact, "opened": _opened, "closed": _closed, "order": _order, "ledger": _ledger, "answer": _answer,
    "points": _points, "began": _began, "ended": _ended, "changed": _changed,
}  # fmt: skip
