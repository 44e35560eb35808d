"""Who the customers are, over all files: one id for one customer however files write the name, and who is nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.dictionary import plain
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.values import SURE

WHO = ("customer", "requester", "tax_id", "customer_code", "email")  # by what a customer is told, the best first
_SELLING = ("invoices", "sales", "payments", "debts", "customers", "subscriptions")
_FEW = 3  # names: so few may be alike by chance
NOBODY = frozenset((
    "consumo final", "s n", "sn", "sin nit", "sin ruc", "sin rut", "sin razon social", "sin datos",
    "control tributario", "cash",
    "cash customer", "cash sale", "retail customer", "consumidores finales", "ventas menores", "cliente eventual",
    "cliente de mostrador",
    "publico en general", "publico general", "venta al publico", "ventas al publico", "consumidor final", "mostrador",
    "cliente mostrador", "venta mostrador", "ventas mostrador", "ventas de mostrador", "venta de mostrador",
    "cliente generico",
    "clientes varios", "cliente varios", "varios", "cliente final", "consumidor", "anonimo", "sin nombre",
    "cliente contado",
    "clientes contado", "walk in", "walk in customer", "cliente ocasional", "consumidor nao identificado",
    "nao identificado",
    "cliente no identificado", "consumidor finales", "cuantias menores", "cliente de contado", "contado",
))  # fmt: skip
NOBODY_IDS = frozenset(("XAXX010101000", "CF", "C/F"))  # tax ids under which sales to nobody are declared …
_ONE_DIGIT = re.compile(r"(\d)(?:[.-]?\1){4,}")  # … beside those of one digit: 00000000, 222222222222, 66.666.666-6


@dataclass
class People:
    """The names of customers in all tables."""

    tables: Sequence[FoundTable]
    vary: bool = False
    nobody: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        written: dict[str, set[str]] = defaultdict(set)
        for table in self.tables:
            for one in names(table):
                written[folded_name(one)].add(one)
        self.vary = any(len(forms) > 1 for forms in written.values())
        found = {form for name, forms in written.items() if plain(name) in NOBODY for form in forms}
        self.nobody = sorted(found)

    def id_of(self, name: str) -> str:
        """The SQL of the id of a customer told by the column `name` of names."""
        told = f"trim(regexp_replace(upper(strip_accents({name})), '[^A-Z0-9&]+', ' ', 'g'))" if self.vary else name
        if not self.nobody:
            return f"coalesce({told}, 'unknown')"
        listed = ", ".join("'" + one.replace("'", "''") + "'" for one in self.nobody)
        return f"case when {name} is null or {name} in ({listed}) then 'unknown' else {told} end"


def told_by_names(tables: Sequence[FoundTable]) -> list[FoundTable]:
    """The tables, each with the column of customers that its values tell: names that lists of sales have.

    A column whose name says nothing of customers may hold them, and one whose name does may hold their people.
    """
    known = {folded_name(one) for table in tables if table.subject in _SELLING for one in names(table)}
    known -= NOBODY
    return [table if table.subject in _SELLING else _with_names(table, known) for table in tables]


def _with_names(table: FoundTable, known: set[str]) -> FoundTable:
    held = table.by.get("customer")
    if len(known) < _FEW or (held and (held.certainty == 1 or _share(held, known) >= SURE)):
        return table
    told = [one for one in table.columns if one.meaning in ("", "requester") and len(one.look.counts) >= _FEW]
    found = max(told, key=lambda one: _share(one, known), default=None)
    if found is None or _share(found, known) < SURE:
        return table

    def renamed(one: Column) -> Column:
        if one is found:
            return replace(one, meaning="customer", certainty=SURE)
        return replace(one, meaning="", certainty=0.0) if one is held else one

    return replace(table, columns=[renamed(one) for one in table.columns])


def _share(column: Column, known: set[str]) -> float:
    """The share of its values that are known names."""
    good = sum(count for one, count in column.look.counts.items() if folded_name(one) in known)
    return good / len(column.look.texts) if column.look.texts else 0.0


def nobody_ids(table: FoundTable) -> list[str]:
    """The tax ids of a list that are nobody's."""
    values = table.by["tax_id"].look.counts if table.has("tax_id") else ()
    return sorted({*NOBODY_IDS, *(one for one in values if _ONE_DIGIT.fullmatch(one))})


def names(table: FoundTable) -> set[str]:
    """The names of customers in a table, as they are written."""
    meaning = who(table)
    return set(table.by[meaning].look.counts) if meaning in ("customer", "requester") else set()


def who(table: FoundTable) -> str | None:
    """By which column a table tells its customers."""
    return table.any(*WHO)


def folded_name(name: str) -> str:
    """A name in which case, accents, blanks and points don't matter."""
    return re.sub(r"[^a-z0-9&]+", " ", plain(name)).strip()


def variants(table: FoundTable) -> dict[str, set[str]]:
    """Tax id → the names that it has, where it has several."""
    if not table.has("customer", "tax_id"):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for tax_id, name in zip(table.cells("tax_id"), table.cells("customer"), strict=True):
        if tax_id and name and folded_name(name) not in NOBODY:
            found[tax_id].add(folded_name(name))
    return {tax_id: forms for tax_id, forms in found.items() if 1 < len(forms) <= 4}
