"""Names, e-mails, telephones, tax ids and ids of customers as a reader sees them: as they are, or masked.

An id is masked too where it may tell who somebody is: many companies know their customers by tax id, e-mail or name.
In its place stands a key, the same for one customer everywhere, also in addresses. A key hides an id; it is no cipher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from crm_metrics.boards.behind.provenance import ABSENT, Provenance
from crm_metrics.metrics.behind.rows import PartRows, RowsBehind
from crm_metrics.warehouse.customers import identities
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

DIGITS = 10  # of a key; two of a million customers hardly ever share one
NOBODY = ("unknown", ABSENT, "")
OWN_ACCOUNT = "customer "  # how the account of a customer without an invoice begins
# A number of a list and nothing else: three letters at most, or the word for a customer, then six digits at most.
# A tax id has more of them, or more letters before them.
CODE = re.compile(r"(?:[a-z]{1,3}|cli|cliente?|cust|customer)?[-_ ]?0*\d{1,6}", re.IGNORECASE)
CONTACTS = ("name", "email", "phone", "tax_id", "comment")  # who writes may name himself or others
HIDDEN = "•••"
FILE = "customer"  # the page of one customer


def tells_person(customer: str) -> bool:
    """Whether an id may say who somebody is: all but a plain number of a list."""
    return customer not in NOBODY and not is_key(customer) and CODE.fullmatch(customer.rpartition(":")[2]) is None


def is_key(text: str) -> bool:
    """Whether a text is what stands in place of an id."""
    return re.fullmatch(rf"#[0-9a-f]{{{DIGITS}}}", text) is not None


def key_of(customer: str, *, personal: bool) -> str:
    """The id of a customer as its reader sees it, in texts and in addresses."""
    if personal or not tells_person(customer):
        return customer
    return "#" + sha256(customer.encode()).hexdigest()[:DIGITS]


def page_of(key: str) -> str:
    """The address of the page of one customer. key: its id as the reader sees it."""
    return f"{FILE}?{urlencode({'customer': key})}"


def label(customer: str, name: str | None, *, personal: bool) -> str:
    """What a customer is called: by name where there is one and its reader may see it, else by its id or key."""
    return name if personal and name else key_of(customer, personal=personal)


def contact(value: str | None, words: Words, *, personal: bool) -> str:
    """An e-mail, telephone, tax id or name as its reader sees it; without the right, only whether there is one."""
    if not value:
        return words("no data")
    return value if personal else HIDDEN


def ids_of(warehouse: Warehouse, asked: str) -> tuple[str, ...]:
    """The ids that an id or key of an address stands for; a key of nobody stands for itself, and for no row."""
    if not is_key(asked):
        return (asked,)
    return tuple(one for one in identities.by_digest(warehouse, asked[1:]) if tells_person(one)) or (asked,)


def where_of(warehouse: Warehouse, where: Iterable[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """The conditions of an address as a question takes them: keys of customers are the ids that they stand for."""
    asked: list[tuple[str, str | None]] = []
    for name, value in where:
        if name == "customer" and value:
            asked += [(name, one) for one in ids_of(warehouse, value)]
        else:
            asked.append((name, value))
    return asked


def masked(behind: RowsBehind, *, personal: bool) -> RowsBehind:
    """The rows behind a number as their reader sees them."""
    if personal:
        return behind
    return replace(behind, parts=tuple(_part(part) for part in behind.parts))


def led(source: Provenance | None, *, personal: bool) -> Provenance | None:
    """What leads to rows, without an id in its address that its reader does not see."""
    if source is None or personal:
        return source
    where = tuple((name, key_of(one, personal=False) if name == "customer" else one) for name, one in source.where)
    return replace(source, where=where)


def _part(part: PartRows) -> PartRows:
    places = [place for place, name in enumerate(part.head) if _is_personal(name)]
    return replace(part, rows=tuple(_row(row, part.head, places) for row in part.rows)) if places else part


def _is_personal(column: str) -> bool:
    return column in (*CONTACTS, "customer", "account") or column.startswith("customer_id")


def _row(row: Sequence[Any], head: Sequence[str], places: Sequence[int]) -> tuple[Any, ...]:
    values = list(row)
    for place in places:
        values[place] = _value(head[place], values[place])
    return tuple(values)


def _value(column: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if column in CONTACTS:
        return HIDDEN
    if column == "account":
        own = value.startswith(OWN_ACCOUNT)
        return OWN_ACCOUNT + key_of(value.removeprefix(OWN_ACCOUNT), personal=False) if own else value
    return key_of(value, personal=False)
