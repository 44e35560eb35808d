"""What a list of invoices tells of their payment: by a day, a state, an amount paid or left; and what is owed by it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.dictionary import plain, state_of
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, bare, quoted, said
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.words import mark

UNDATED = mark("that nothing came in of what is paid without a day of payment")
STATES = mark("that an invoice whose state it does not know is still owed")
AT_ONCE = mark("that what was sold for cash is still owed, for nothing tells when it was paid")
_CREDIT = re.compile(  # how a thing was sold that is paid later
    r"(?:venta |factura )?(?:a |al |de )?(?:credito|credit|plazos?|prazo)|cuenta corriente|(?:cta|cuenta) cte"
    r"|(?:on )?account|(?:net )?\d+ ?(?:d|dias|days)?"
)
_CASH = frozenset((  # how a thing was sold, as people say that it was paid at once
    "contado", "al contado", "de contado", "pago de contado", "venta de contado", "efectivo", "en efectivo", "cash",
    "pago en efectivo", "a vista", "dinheiro", "em dinheiro", "inmediato", "pago inmediato", "immediate",
))  # fmt: skip
_KNOWN = ("cancelled", "valid", "owed", "paid")


@dataclass(frozen=True)
class Owing:
    """SQL of the rows that are debts, and of how large those are; "" for all rows, and for all of their amount."""

    condition: str = ""
    amount: str = ""


def told_by(draft: MappingDraft) -> bool:
    """Whether a list tells of any payment: where nothing does, what is owed can't be known."""
    return bool(draft.table.any("paid_on", "paid", "balance")) or _states_tell(draft.table)


def owing_of(draft: MappingDraft, total: str) -> Owing:
    """What is owed by a list: all less its payments, or what is open where no day of payment is known."""
    table = draft.table
    if _has_unknown_states(table):
        draft.assumed_of["receivable"] = STATES
    if not undated(table) or is_on_the_day(draft):
        return Owing()
    if table.has("paid_on"):  # some tell their day: of the others neither debt nor payment is known
        draft.assumed_of["receivable"] = UNDATED
        return Owing(f"not ({_paid(draft)} and {draft.column('paid_on')} is null)")
    draft.open_debts = True
    if table.has("balance"):
        left = draft.column("balance")
        return Owing(f"{left} > 0", left)
    if table.has("paid"):
        left = f"{total} - coalesce({draft.column('paid')}, 0)"
        return Owing(f"{left} > 0", f"({left})")
    return Owing(f"not ({_paid(draft)})")


def _has_unknown_states(table: FoundTable) -> bool:
    """Whether a state that says neither paid nor owed stands where nothing else tells of a payment."""
    if not table.has("state") or table.any("balance"):
        return False
    strange = {one for one in table.by["state"].look.counts if state_of(one, _KNOWN) is None}
    return any(state in strange and not paid for state, paid in zip(table.cells("state"), table.paid_rows, strict=True))


def cash_of(draft: MappingDraft, settled: Collection[int] | None, told: Sequence[bool]) -> str:
    """SQL of the rows that were sold for cash and paid on their own day, though nothing tells it; "" for none.

    They are where others of the list were sold on credit and none of them tells a payment, or the owner says so; else
    what is owed is marked. settled: the rows that a list of payments names, None where there is no such list; told: of
    each row, whether it tells a payment itself.
    """
    table = draft.table
    if table.has("balance") or _states_tell(table):
        return ""
    for way in (one for one in ("document_kind", "due_days") if table.has(one)):
        words = [plain(cell) for cell in table.cells(way)]
        cash = [at for at, word in enumerate(words) if word in _CASH]
        count = sum(not told[at] for at in cash)
        if not count or (settled and settled.intersection(cash)):
            continue
        is_plain = count == len(cash) and any(_CREDIT.fullmatch(word) for word in words)
        if is_plain or draft.choice("paid_without_date", count=count) == "invoice_day":
            listed = quoted(dict.fromkeys(bare(one) for one in table.by[way].look.counts if plain(one) in _CASH))
            return f"coalesce({said(draft.column(way))}, '') in ({listed})"
        draft.assumed_of.setdefault("receivable", AT_ONCE)
    return ""


def _states_tell(table: FoundTable) -> bool:
    """Whether states say of invoices that they are paid, or still owed."""
    states = table.by["state"].look.counts if table.has("state") else ()
    return any(state_of(one, ("valid", "owed", "paid")) in ("owed", "paid") for one in states)


def _paid(draft: MappingDraft) -> str:
    """SQL of whether a row's state says that it is paid."""
    states = quoted(dict.fromkeys(map(bare, paid_states(draft.table))))
    return f"coalesce({said(draft.column('state'))}, '') in ({states})"


def is_on_the_day(draft: MappingDraft) -> bool:
    """Whether what was paid without a day of payment was paid on the day of its invoice: so the owner says."""
    count = undated(draft.table)
    return bool(count) and draft.choice("paid_without_date", count=count) == "invoice_day"


def undated(table: FoundTable) -> int:
    """How many rows tell that they are paid, or what is left of them, and no day of it."""
    return _undated(table, paid_states(table)) or _partly(table)


def _partly(table: FoundTable) -> int:
    """How many rows tell what was paid, or what is left, and no day of payment at all."""
    told = table.any("paid", "balance")
    if told is None or table.has("paid_on"):
        return 0
    return sum(value.strip("0.,$ ") != "" for value in table.cells(told))


def paid_states(table: FoundTable) -> list[str]:
    """The states that say that an invoice is paid."""
    if not table.has("state"):
        return []
    return [value for value in table.by["state"].look.counts if state_of(value, ("owed", "paid")) == "paid"]


def _undated(table: FoundTable, paid: list[str]) -> int:
    """How many rows are paid and tell no day of it."""
    if not paid:
        return 0
    days = table.cells("paid_on") if table.has("paid_on") else [""] * len(table.cells("state"))
    return sum(state in paid and not day for state, day in zip(table.cells("state"), days, strict=True))
