"""Rows of a list of invoices that are payments: complements of payment, receipts of a ledger of customers."""

from __future__ import annotations

from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, both
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK, link_of, names_documents


def draft_entries(draft: MappingDraft, payments: str, document: str, *, total: str, counted: str) -> None:
    """The rule of rows that are payments themselves, each of the invoice that it names.

    payments: SQL of whether a row is one; document: SQL of its id; total: of its amount where no column says what was
    paid; counted: of whether it counts.
    """
    table = draft.table
    issued = draft.day(table.any("issued", "date") or "date")
    day = f"coalesce({draft.day('paid_on')}, {issued})" if table.has("paid_on") else issued
    amount = f"coalesce(nullif({draft.column('paid')}, 0), {total})" if table.has("paid") else total
    invoice, lookup = named_invoice(draft, all_do=True)
    if invoice == "null":
        draft.assumed_of.setdefault("receivable", NO_LINK)
    columns: Rule = {
        "entry_id": document,
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": day,
        "amount": f"-abs({amount})",
        "invoice_id": invoice,
    }
    words = beside(draft)
    words["lookup"] = words.get("lookup", {}) | lookup
    draft.offer("receivable", columns, when=both(counted, payments, f"coalesce({amount}, 0) <> 0"), **words)


def named_invoice(draft: MappingDraft, *, all_do: bool) -> tuple[str, Rule]:
    """SQL of the invoice that a payment or a credit note names, and what is looked up for it; null where none does.

    all_do: whether all that stands there has to be invoices; else orders of customers may stand beside them.
    """
    if not draft.table.has("reference"):
        return "null", {}
    named = draft.column("reference")
    link = None if not all_do and names_documents(draft.table) else link_of(draft, "reference")
    if link is None:
        return named, {}
    rows, key = link
    return f"coalesce({rows}.id, {named})", {rows: {"key": key}}
