"""Customers found by what somebody has in hand: an id, and where it may be used a name, an e-mail or a telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.warehouse.customers.identities import TABLES
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped
from crm_metrics.warehouse.store import Warehouse

TELEPHONE = 4  # digits that a telephone is looked for by, at least
MET = ("interaction", "work_item")  # the shapes that tell who met a customer


@dataclass(frozen=True, kw_only=True)
class Found:
    """A customer who was found."""

    customer: str
    """Its id, the one that stays where it has several."""
    name: str | None
    """What it is called; personal."""
    email: str | None
    """Its e-mail; personal."""
    phone: str | None
    """Its telephone; personal."""
    tier: str | None
    """Its value tier today."""
    segment: str | None
    """Its segment today."""
    ids: tuple[str, ...]
    """Every id that it goes by."""


def find(warehouse: Warehouse, text: str, *, personal: bool, scope: Scope = EVERYTHING) -> tuple[Found, ...]:
    """The customers of whom every word of a text is a part of the id, the name or the e-mail, without accents.

    Digits alone, whatever marks stand between them, are looked for in telephones too. Without `personal` only ids are
    searched. scope: only customers whom the reader's part of the company met, in contacts or cases.
    """
    words = text.lower().split()
    if not words:
        return ()
    named = " union ".join(f"select customer_id from main.{table}" for table in TABLES)
    seen = f"strip_accents(lower({'all_ids || chr(32) || about' if personal else 'all_ids'}))"
    kept = [" and ".join(f"contains({seen}, strip_accents($word_{place}))" for place, _ in enumerate(words))]
    values: dict[str, object] = {f"word_{place}": word for place, word in enumerate(words)}
    digits = re.sub(r"[^0-9]", "", text)
    if personal and len(digits) >= TELEPHONE and not re.search(r"[^\W\d_]", text):
        kept.append("contains(digits, $digits)")
        values["digits"] = digits
    within, more = _met(scope)
    rows = warehouse.fetch(
        f"""
        with known as (
          select coalesce(k.customer, n.customer_id) as customer, n.customer_id
          from ({named}) n left join shape.customer_key k on k.alias_id = n.customer_id
          where n.customer_id <> 'unknown'
        ),
        told as (
          select k.customer, string_agg(k.customer_id, ' ' order by k.customer_id) as all_ids,
            list(k.customer_id order by k.customer_id) as ids, max(c.name) as name, max(c.email) as email,
            max(c.phone) as phone, coalesce(string_agg(concat_ws(' ', c.name, c.email), ' '), '') as about,
            coalesce(string_agg(regexp_replace(c.phone, '[^0-9]', '', 'g'), ' '), '') as digits
          from known k left join main.customer c on c.customer_id = k.customer_id group by k.customer
        )
        select t.customer, coalesce(n.name, t.name), t.email, t.phone, n.tier, n.segment, t.ids
        from told t left join shape.customer_today n on n.customer = t.customer
        where ({" or ".join(f"({one})" for one in kept)}){within}
        order by strip_accents(lower(coalesce(n.name, t.name))) nulls last, 1
        """,
        {**values, **more},
    )
    return tuple(
        Found(customer=one, name=name, email=email, phone=phone, tier=tier, segment=segment, ids=tuple(ids))
        for one, name, email, phone, tier, segment, ids in rows
    )


def met(warehouse: Warehouse, scope: Scope) -> frozenset[str]:
    """The customers whom a part of the company met, in contacts or cases; of a scope of everything, all of them."""
    within, values = _met(scope)
    parts = " union ".join(f"select customer from shape.{shape}" for shape in MET)
    rows = warehouse.fetch(f"select t.customer from ({parts}) t where t.customer <> 'unknown'{within}", values)
    return frozenset(customer for (customer,) in rows)


def _met(scope: Scope) -> tuple[str, dict[str, str]]:
    """The condition that a customer `t.customer` was met within a scope, as SQL with its values; "" for everything."""
    if scope == EVERYTHING:
        return "", {}
    limited = [Restriction(f"scope_{name}", f"m.{name}", values) for name, values in scoped(scope)]
    where = " and ".join(restriction.sql for restriction in limited)
    parts = " union ".join(f"select m.customer from shape.{shape} m where {where}" for shape in MET)
    return f" and t.customer in ({parts})", bound(limited)
