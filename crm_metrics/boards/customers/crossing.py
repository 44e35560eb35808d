"""What to offer to whom: the customers in expansion who own one line and lack another that most of its owners have."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crm_metrics.boards.behind.provenance import Provenance, provenance
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.customers.amounts import Amounts, amount_cell, amounts, months_to
from crm_metrics.boards.customers.listing import SHEET, held_text, last_sheet, on_sheet
from crm_metrics.boards.customers.selection import CustomersAsked
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading, Reason
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.customers.book import BookEntry, book, lines_bought
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CONFIDENCE, LIFT, INCOME = "affinity_confidence", "affinity_lift", "customer_revenue"
EXPANSION = "expansion"
OWNERS_LEAST = 30  # owners of a line below which what they own besides is chance
BY = ("product_line", "with_line")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A line, and another that its owners have too."""

    owned: str
    """The line that the customer has."""
    offered: str
    """The one that it lacks."""
    owners: int
    """The customers who have bought the first."""
    both: int
    """Those of them who have bought the other too."""
    confidence: float
    """Both, of the owners."""
    lift: float
    """Both, per customer to be expected were the two lines independent."""
    led: Provenance | None
    """What leads to the rows of the confidence."""
    lift_led: Provenance | None
    """What leads to the rows of the lift."""


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """The offers of a month."""

    pairs: tuple[Pair, ...]
    """The pairs of lines that go together, the surest first."""
    offers: tuple[tuple[BookEntry, Pair], ...]
    """Each customer with the surest line that it lacks; those of most value first."""
    staged: bool
    """Whether stages are told; else every active customer is looked at."""
    income: Amounts
    """What each customer brought in twelve months."""
    month: Period
    """The month."""
    sheet: int
    """The page of the list, from 1."""
    personal: bool
    """Whether names are shown."""
    held: int = 0
    """How many are left out because they are held out of the day's list."""

    def less(self, held: Collection[str]) -> Crossing:
        """The list without these customers, and how many they were."""
        left = tuple(one for one in self.offers if one[0].customer not in held)
        out, sheet = len(self.offers) - len(left), min(self.sheet, last_sheet(len(left)))
        return replace(self, offers=left, held=out, sheet=sheet)


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, month: Period) -> Crossing | Reason:
    """The offers as of the close of a month, or why there are none."""
    question: dict[str, Any] = {"since": month.first, "until": month.last, "scope": view.scope}
    results = ask(warehouse, [metric_of(CONFIDENCE), metric_of(LIFT)], by=BY, **question)
    reason = results[CONFIDENCE].reason
    if reason is not None:
        return reason
    pairs = _pairs(results[CONFIDENCE].readings, results[LIFT].readings)
    members = book(warehouse, month.last)
    staged = any(one.lifecycle_stage for one in members)
    income = amounts(warehouse, INCOME, months_to(month.last), view.scope)
    offers = _offers([one for one in members if not staged or one.lifecycle_stage == EXPANSION], pairs,
                     lines_bought(warehouse, month.last), income)  # fmt: skip
    return Crossing(
        pairs=tuple(pairs),
        offers=offers,
        staged=staged,
        income=income,
        month=month,
        sheet=min(asked.sheet, last_sheet(len(offers))),
        personal=view.personal,
    )


def _pairs(sure: Sequence[Reading], lifted: Sequence[Reading]) -> list[Pair]:
    """The pairs of lines bought together more often than by chance, of owners enough, the surest first."""
    lifts = {one.groups: one for one in lifted}
    pairs = []
    for one in sure:
        lift = lifts.get(one.groups)
        owners = int(one.denominator or 0)
        if one.value is None or lift is None or lift.value is None or lift.value <= 1 or owners < OWNERS_LEAST:
            continue
        owned, offered = (str(group) for group in one.groups)
        pairs.append(
            Pair(
                owned=owned,
                offered=offered,
                owners=owners,
                both=int(one.numerator or 0),
                confidence=float(one.value),
                lift=float(lift.value),
                led=provenance(metric_of(CONFIDENCE), "month", one, by=BY),
                lift_led=provenance(metric_of(LIFT), "month", lift, by=BY),
            )
        )
    return sorted(pairs, key=lambda pair: (-pair.confidence, pair.owned, pair.offered))


def _offers(
    members: list[BookEntry], pairs: list[Pair], held: Mapping[str, frozenset[str]], income: Amounts
) -> tuple[tuple[BookEntry, Pair], ...]:
    """The first of the pairs, the surest, that fits each customer."""
    found = []
    for one in members:
        lines = held.get(one.customer, frozenset())
        pair = next((pair for pair in pairs if pair.owned in lines and pair.offered not in lines), None)
        if pair is not None:
            found.append((one, pair))
    return tuple(sorted(found, key=lambda offer: _worth(offer[0], income)))


def _worth(one: BookEntry, income: Amounts) -> tuple[int, float, str]:
    return (tier_place(one.tier), -income.of(one.customer), one.customer)


def cards(crossing: Crossing, frame: Frame, words: Words) -> tuple[Card, ...]:
    """The list, and the evidence that it rests on."""
    if not crossing.pairs:
        reason = words(
            "No two product lines are bought together more often than by chance by {n} owners or more.", n=OWNERS_LEAST
        )
        return (empty_card("no_pairs", Empty(words("There is nothing to cross-sell yet"), reason)),)
    return (_list(crossing, frame, words), _evidence(crossing, frame, words))


def _list(crossing: Crossing, frame: Frame, words: Words) -> Card:
    count, first = len(crossing.offers), (crossing.sheet - 1) * SHEET
    title = words.many(
        count,
        "One customer lacks a line that others like it have",
        "{n} customers lack a line that others like them have",
    )
    if not count:
        reason = words("Customers in expansion that lack a line which goes with what they own: none.")
        return empty_card("list", Empty(title, reason))
    shown = crossing.offers[first : first + SHEET]
    stage = words("only customers in the stage of expansion") if crossing.staged else words(
        "nobody tells the stage of the relation: all active customers")  # fmt: skip
    said = [words.month(crossing.month.first), stage]
    said += [on_sheet(crossing.sheet, count, words), *held_text(crossing.held, words)]
    columns = (
        GridColumn("customer", words("Customer")),
        GridColumn("tier", words.name("tier")),
        GridColumn("owned", words("Has")),
        GridColumn("offered", words("Offer")),
        GridColumn("evidence", words("Why")),
        GridColumn("income", words("Revenue, 12 months"), "bar"),
    )
    return Card(
        key="list",
        title=title,
        subtitle=" · ".join(said),
        body=Grid(columns, tuple(_row(one, pair, crossing, frame, words) for one, pair in shown), title),
        footer=frame.footer(words, (CONFIDENCE, INCOME), count),
        alt=title,
        definitions=(definition(metric_of(CONFIDENCE), words), definition(metric_of(INCOME), words)),
    )


def _row(one: BookEntry, pair: Pair, crossing: Crossing, frame: Frame, words: Words) -> Row:
    key = masking.key_of(one.customer, personal=crossing.personal)
    why = words("{share} of the {n} who have bought it have this one too", share=words.percent(pair.confidence, 0),
                n=pair.owners)  # fmt: skip
    return Row(
        key,
        (
            Cell(text=masking.label(one.customer, one.name, personal=crossing.personal), leads=masking.page_of(key)),
            Cell(text=words.name(one.tier) if one.tier else "–", muted=not one.tier),
            Cell(text=pair.owned),
            Cell(text=pair.offered),
            Cell(text=why, behind=pair.led),
            amount_cell(one.customer, crossing.income, frame, words, personal=crossing.personal),
        ),
    )


def _evidence(crossing: Crossing, frame: Frame, words: Words) -> Card:
    """The pairs of lines, how sure each is, and how many of the list it is offered to."""
    title = words("{share} of those who have bought {owned} have {offered} too", owned=crossing.pairs[0].owned,
                  offered=crossing.pairs[0].offered,
                  share=words.percent(crossing.pairs[0].confidence, 0))  # fmt: skip
    columns = (
        GridColumn("owned", words("Has")),
        GridColumn("offered", words("Offer")),
        GridColumn("owners", words("Have bought the first"), "number"),
        GridColumn("both", words("Of them, the other too"), "number"),
        GridColumn("confidence", words(metric_of(CONFIDENCE).label), "bar"),
        GridColumn("lift", words(metric_of(LIFT).label), "number"),
        GridColumn("offers", words("In the list"), "number"),
    )
    offered = [pair for _, pair in crossing.offers]
    rows = tuple(
        Row(
            f"{place}",
            (
                Cell(text=pair.owned),
                Cell(text=pair.offered),
                Cell(text=words.number(pair.owners)),
                Cell(text=words.number(pair.both)),
                Cell(text=words.percent(pair.confidence, 0), share=pair.confidence, behind=pair.led),
                Cell(text=words.number(pair.lift, 1), behind=pair.lift_led),
                Cell(text=words.number(offered.count(pair))),
            ),
        )
        for place, pair in enumerate(crossing.pairs)
    )
    return Card(
        key="evidence",
        title=title,
        subtitle=words(
            "Pairs bought together more often than by chance (lift above 1), of {n} owners or more", n=OWNERS_LEAST
        ),
        body=Grid(columns, rows, title, 10 if len(rows) > 10 else None),
        footer=frame.footer(words, (CONFIDENCE, LIFT), None),
        alt=title,
        definitions=(definition(metric_of(CONFIDENCE), words), definition(metric_of(LIFT), words)),
    )


def table(crossing: Crossing, currency: str) -> RowTable:
    """All offers with raw values, for a file."""
    named = ("name",) if crossing.personal else ()
    head = ("customer", *named, "tier", "segment", "has", "offer", "owners", "both", "confidence", "lift", "income",
            "income_unit")  # fmt: skip
    rows = tuple(
        (
            masking.key_of(one.customer, personal=crossing.personal),
            *((one.name,) if crossing.personal else ()),
            one.tier,
            one.segment,
            pair.owned,
            pair.offered,
            pair.owners,
            pair.both,
            pair.confidence,
            pair.lift,
            crossing.income.of(one.customer),
            currency,
        )
        for one, pair in crossing.offers
    )
    return RowTable(head, rows)
