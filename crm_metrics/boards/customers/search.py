"""The customers that a reader looks for, by id, and by name, e-mail or telephone where they are the reader's to see."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.warehouse.customers.finding import Found, find
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 200  # customers shown


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """Who was found."""

    text: str
    """What was looked for."""
    found: tuple[Found, ...]
    """The customers, by name."""
    personal: bool
    """Whether names, e-mails and telephones were searched and are shown."""
    scoped: bool
    """Whether only customers whom the reader's part of the company met are found."""


def gather(warehouse: Warehouse, view: View, text: str) -> SearchResult:
    """The customers of a text within what the reader may see."""
    found: dict[str, Found] = {}
    for one in masking.ids_of(warehouse, text):
        for customer in find(warehouse, one, personal=view.personal, scope=view.scope):
            if view.personal or _known(customer, one):
                found[customer.customer] = customer
    scoped = view.scope != EVERYTHING
    return SearchResult(text=text, found=tuple(found.values()), personal=view.personal, scoped=scoped)


def _known(customer: Found, text: str) -> bool:
    """Whether an id is found by who sees no person: whole, or by a part of one that tells nobody.

    A part of a tax id or an e-mail would tell, letter by letter, whose it is.
    """
    wanted, words = text.strip().lower(), text.lower().split()
    return any(
        one.lower() == wanted or (not masking.tells_person(one) and all(word in one.lower() for word in words))
        for one in customer.ids
    )


def card(result: SearchResult, frame: Frame, words: Words) -> Card:
    """Who was found, each with the way to his page."""
    count = len(result.found)
    said = [] if result.personal else [words("you search by id alone: names, e-mails and telephones are not yours to"
                                             " see")]  # fmt: skip
    if result.scoped:
        said.append(words("only customers whom your part of the company met, in contacts or cases"))
    if not count:
        title = words("“{text}”: no customer found", text=result.text)
        by = words("Looked for in id, name, e-mail and telephone; a telephone needs four digits.")
        reason = " · ".join([*([by] if result.personal else []), *said])
        empty = Empty(title, reason, words("Remove the search"), (("find", ""),))
        return empty_card("found", empty)
    title = words.many(count, "{n} customer found", "{n} customers found")
    if count > MOST:
        said.append(words("the first {shown} of {n}", shown=MOST, n=count))
    told = [("name", words("Customer"))]
    if result.personal:  # without names the first column is the id
        told += [("id", words("Id")), ("email", words("E-mail")), ("phone", words("Phone"))]
    told += [("tier", words.name("tier")), ("segment", words.name("segment"))]
    return Card(
        key="found",
        title=title,
        subtitle=" · ".join([words("“{text}”", text=result.text), *said]),
        body=Grid(
            tuple(GridColumn(key, name) for key, name in told),
            tuple(_row(one, words, personal=result.personal) for one in result.found[:MOST]),
            title,
        ),
        footer=frame.updated_text(words),
        alt=title,
    )


def _row(one: Found, words: Words, *, personal: bool) -> Row:
    key = masking.key_of(one.customer, personal=personal)
    contacts = (
        Cell(text=key, muted=True),
        *(Cell(text=masking.contact(value, words, personal=True), muted=not value) for value in (one.email, one.phone)),
    )
    return Row(
        key,
        (
            Cell(text=masking.label(one.customer, one.name, personal=personal), leads=masking.page_of(key)),
            *(contacts if personal else ()),
            *(Cell(text=words.name(value) if value else "–", muted=not value) for value in (one.tier, one.segment)),
        ),
    )
