"""Rows in another currency than the company's: their rates have to be there before an import can add them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.dictionary import currency_of
from crm_metrics.warehouse.suggesting.drafts import MappingDraft

_MONEY = ("order_line", "receivable", "subscription")


@dataclass(frozen=True)
class ForeignMoney:
    """The rows of some files that are in one other currency and tell no rate of their own."""

    files: Sequence[str]
    currency: str
    count: int


def foreign_money(drafts: Sequence[MappingDraft], own: str) -> list[ForeignMoney]:
    """What the lists hold in other currencies, by list and currency. own: the company's, "" while nobody knows it."""
    return [
        ForeignMoney(draft.table.files, code, count)
        for draft in drafts
        if own and draft.table.has("currency") and any(rule["table"] in _MONEY for rule in draft.tables)
        for code, count in sorted(_counted(draft, own).items())
    ]


def without_rates(found: Sequence[ForeignMoney], rated: Collection[str]) -> list[ForeignMoney]:
    """Those whose currency has no rate yet."""
    return [one for one in found if one.currency not in rated]


def _counted(draft: MappingDraft, own: str) -> Counter[str]:
    """Currency → rows; a row that tells its rate needs none, nor does what settles an invoice that told its own."""
    table = draft.table
    if not table.has("rate") and any(one.has("rate", "currency") for one in draft.everything):
        return Counter()
    rates = table.cells("rate") if table.has("rate") else [""] * len(table.cells("currency"))
    told = (
        currency_of(value) for value, rate in zip(table.cells("currency"), rates, strict=True) if value and not rate
    )
    return Counter(code for code in told if code and code != own)
