"""Payments in a list of invoices: rows of their own, as complements of payment and receipts are, or parts of a row."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.warehouse.suggesting.accounts import opens_with_debts
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, both
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.parts import PartPayments
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.kinds import Document, are_payments
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK, link_of, names_documents, own_link
from crm_metrics.words import mark

OPENED = mark("that nothing was owed before the list begins")
_ABOVE = 60  # lines of a sheet in which it says what was owed before


def has_entries(table: FoundTable) -> bool:
    """Whether some rows of a list are payments with an amount of their own."""
    told = [table.cells(one) for one in ("paid", _side(table)) if table.has(one)]
    return any(
        is_payment and any(any(map(str.isdigit, cells[at].strip("0.,"))) for cells in told)
        for at, is_payment in enumerate(are_payments(table))
    )


def draft_entries(draft: MappingDraft, document: Document, *, total: str, counted: str) -> None:
    """The rules of rows that are payments themselves, each of the invoice that it names.

    total: SQL of a row's amount where no column says what was paid; counted: of whether it counts.
    """
    table = draft.table
    if opens_with_debts(cells for grid in table.grids for page in grid.pages for _, cells in page.records[:_ABOVE]):
        draft.assumed_of["receivable"] = OPENED
    issued = draft.day(table.any("issued", "date") or "date")
    day = f"coalesce({draft.day('paid_on')}, {issued})" if table.has("paid_on") else issued
    is_account = table.has("debit", "credited")
    whole = draft.column("credited") if is_account else total
    amount = f"coalesce(nullif({draft.column('paid')}, 0), {whole})" if table.has("paid") else whole
    invoice, lookup, all_do = named_invoice(draft, document, are_payments(table))
    if not all_do:
        draft.assumed_of.setdefault("receivable", NO_LINK)
    columns: Rule = {
        "entry_id": f"{document.id} || '-P'",
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": day,
        "amount": f"-abs({draft.of_document(amount)})",
        "invoice_id": invoice,
    }
    words = beside(draft)
    words["lookup"] = words.get("lookup", {}) | lookup
    paid = both(counted, document.payments, f"coalesce({amount}, 0) <> 0")
    draft.offer("receivable", columns, when=paid, **words)
    if is_account:  # a cheque that came back
        back = draft.column("debit")
        amount = draft.of_document(back)
        columns = columns | {"kind": "'reversal'", "entry_id": f"{document.id} || '-R'", "amount": f"abs({amount})"}
        draft.offer("receivable", columns, when=both(counted, document.payments, f"coalesce({back}, 0) <> 0"), **words)


def draft_parts(draft: MappingDraft, parts: PartPayments, document: Document, *, counted: str) -> None:
    """A payment for each pair of a day and an amount that a row has filled."""
    ending = ending_of(draft, counted, [pair.day for pair in parts.pairs])
    owed = f"not ({document.credit})" if document.credit else ""
    for at, pair in enumerate(parts.pairs, 1):
        day, amount = f"civil_day({draft.use(pair.day)})", draft.use(pair.amount)
        columns = {
            "entry_id": f"{document.id} || '-P{at}'",
            "invoice_id": document.id,
            "customer_id": customer(draft),
            "kind": "'payment'",
            "entry_on": day,
            "amount": f"-abs({draft.of_document(amount)})",
        }
        paid = both(f"{day} is not null", ending.condition(day), f"coalesce({amount}, 0) <> 0")
        lookup = ending.lookup | beside(draft).get("lookup", {})
        draft.offer("receivable", columns, when=both(counted, document.invoices, owed, paid), lookup=lookup)


def named_invoice(
    draft: MappingDraft, document: Document, payments: Sequence[bool] | None = None
) -> tuple[str, Rule, bool]:
    """SQL of the invoice that a row names, null where none does; what is looked up for it; whether all rows name one.

    payments: the rows that are payments, which name invoices alone; None for credit notes, beside whose invoices
    orders of customers may stand.
    """
    table = draft.table
    if not table.has("reference"):
        return "null", {}, False
    told, cells = draft.column("reference"), table.cells("reference")
    rows = [cell for at, cell in enumerate(cells) if payments is None or payments[at]]
    named = [cell for cell in rows if cell]
    if payments is None and names_documents(table):
        return told, {}, True
    own = own_link(draft, document.id, document.no_sale, named)
    if own is not None:
        return *own, len(named) == len(rows)
    link = link_of(draft, "reference", named)
    if link is None:
        return told, {}, len(named) == len(rows)
    made, key = link
    return f"coalesce({made}.id, {told})", {made: {"key": key}}, len(named) == len(rows)


def _side(table: FoundTable) -> str:
    """What holds the amount of a row that is a payment."""
    return table.any("credited", "total", "amount", "net") or "total"
