"""Who a customer is: the record that stays, its contact data, and whether a reader may see it at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.dossier.events import SPOKEN, WHOSE, counted
from crm_metrics.warehouse.dossier.limits import limited
from crm_metrics.warehouse.store import Warehouse

NOBODY = "unknown"  # the id under which facts without a customer stand
RECORD = "name, kind, tier, segment, lifecycle_stage, relationship_type, region, reputation, agent, acquired_on"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A customer as of now; "" or None where nobody told."""

    id: str
    """The id that stays, of those joined into one."""
    name: str = ""
    """As the list of customers has it: personal data."""
    kind: str = ""
    """person or company."""
    tier: str = ""
    """The value tier of today."""
    segment: str = ""
    """The segment of today."""
    stage: str = ""
    """The stage of the relation of today."""
    relation: str = ""
    """The type of relation of today."""
    region: str = ""
    """Where it is."""
    reputation: str = ""
    """high for one whom others follow, else normal."""
    manager: str = ""
    """The agent who answers for it."""
    since: date | None = None
    """The first purchase or contract, as told or as the ledgers have it."""
    email: str = ""
    """Personal data."""
    phone: str = ""
    """Personal data."""
    listed: bool = False
    """Whether a list of customers has it; else only its rows tell of it."""


@dataclass(frozen=True)
class LastContact:
    """The last time that somebody of the company spoke with a customer: no message, no machine."""

    day: date
    channel: str
    agent: str


def person(warehouse: Warehouse, asked: str, scope: Scope) -> Person | None:
    """The customer of an id, or of an id joined to another; None where there is none in the reader's part.

    A customer is in a reader's part where a row of that part names it, or where its account manager is of that part.
    """
    found = warehouse.fetch("select customer from shape.customer_key where alias_id = ?", [asked])
    customer = str(found[0][0]) if found else asked
    if not customer or customer == NOBODY:
        return None
    rows = warehouse.fetch(f"select {RECORD} from shape.customer where customer = ?", [customer])
    contact = _contact(warehouse, customer)
    known = _person(customer, rows[0], contact) if rows else _unlisted(warehouse, customer)
    managed = scope == EVERYTHING and known.listed
    managed = managed or (scope != EVERYTHING and known.manager in roster.people(warehouse, scope))
    return known if managed or counted(warehouse, customer, scope) else None


def last_contact(warehouse: Warehouse, customer: str, scope: Scope) -> LastContact | None:
    """The last contact in person with a customer, as far as the reader may see; None without one."""
    seen, values = limited(scope, WHOSE)
    rows = warehouse.fetch(
        f"select offered_on, channel, agent from shape.interaction where customer = $customer and {SPOKEN}{seen}"
        " order by offered_at desc limit 1",
        {"customer": customer, **values},
    )
    return LastContact(rows[0][0], rows[0][1] or "", rows[0][2] or "") if rows else None


def _unlisted(warehouse: Warehouse, customer: str) -> Person:
    """A customer of no list: its tier may follow from what it bought."""
    rows = warehouse.fetch(
        "select tier from shape.customer_span where customer = ? and to_on = date '9999-12-31'", [customer]
    )
    return Person(id=customer, tier=(rows[0][0] or "") if rows else "")


def _contact(warehouse: Warehouse, customer: str) -> tuple[str, str]:
    """The e-mail and telephone of a customer, of whichever of its records has one."""
    email, phone = warehouse.fetch(
        "select min_by(email, customer_id) filter (where email is not null),"
        " min_by(phone, customer_id) filter (where phone is not null)"
        " from main.customer where customer_id = $customer"
        " or customer_id in (select alias_id from shape.customer_key where customer = $customer)",
        {"customer": customer},
    )[0]
    return email or "", phone or ""


def _person(customer: str, row: tuple[object, ...], contact: tuple[str, str]) -> Person:
    name, kind, tier, segment, stage, relation, region, reputation, manager = (str(one or "") for one in row[:9])
    email, phone = contact
    return Person(
        id=customer,
        name=name,
        kind=kind,
        tier=tier,
        segment=segment,
        stage=stage,
        relation=relation,
        region=region,
        reputation=reputation,
        manager=manager,
        since=row[9] if isinstance(row[9], date) else None,
        email=email,
        phone=phone,
        listed=True,
    )
