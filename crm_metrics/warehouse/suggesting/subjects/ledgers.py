"""Lists of payments, and of what is still owed."""

from __future__ import annotations

from crm_metrics.warehouse.suggesting.dictionary import says
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.people import who
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.kinds import kinds_in
from crm_metrics.warehouse.suggesting.subjects.links import link_of
from crm_metrics.warehouse.suggesting.subjects.sums import numbers

_WAYS = ("due_days", "document_kind", "channel", "category")  # what tells how a payment was made


def draft_payments(draft: MappingDraft) -> None:
    """The rules of a list of payments: each takes off what its invoice owes."""
    table = draft.table
    day = table.any("paid_on", "date", "issued") or "date"
    money = table.any("paid", "amount", "total") or "paid"
    amount = draft.column(money)
    invoice = table.any("reference", "document")
    receipt = table.any("receipt", "order", "row_number")
    if receipt and not _is_key(table, receipt):
        receipt = None
    if receipt is None and invoice == "reference" and table.has("document") and _is_key(table, "document"):
        receipt = "document"
    key = draft.column(receipt) if receipt else draft.numbered(day)
    columns: Rule = {
        "entry_id": f"'pago-' || {key}",
        "entry_on": draft.day(day),
        **_came_in(draft, money),
    }
    if invoice and invoice != receipt:
        columns["invoice_id"] = draft.column(invoice)
    words = beside(draft)
    columns["customer_id"], lookup = _payer(draft, invoice)
    link = link_of(draft, invoice if invoice != receipt else None)
    if link:
        rows, key = link
        lookup = lookup | {rows: {"key": key}}
        columns["invoice_id"] = f"coalesce({rows}.id, {columns['invoice_id']})"
    words["lookup"] = words.get("lookup", {}) | lookup
    words["if_there"] = list(lookup)
    counted = draft.counted()
    draft.offer(
        "receivable",
        columns,
        when=both(counted, f"coalesce({amount}, 0) <> 0", _not_told_twice(draft)),
        **words,
    )


def _came_in(draft: MappingDraft, money: str) -> Rule:
    """The kind and the amount of a row: what came in, what was taken back of it, or what settles without any money."""
    amount, values = draft.column(money), numbers(draft.table, draft.table.by[money])
    below, above = (sum(sign * (value or 0) > 0 for value in values) for sign in (-1, 1))
    cases = {}
    way, none = _without_money(draft.table)
    if way:
        cases[f"coalesce({said(draft.column(way))}, '') in ({quoted(dict.fromkeys(map(bare, none)))})"] = "adjustment"
    signed = f"-abs({amount})"
    if below and above:  # the sign that most rows have is that of money that came in
        signed = f"-({amount})" if above >= below else f"({amount})"
        cases[f"{amount} {'<' if above >= below else '>'} 0"] = "reversal"
    listed = " ".join(f"when {condition} then '{kind}'" for condition, kind in cases.items())
    return {"kind": f"case {listed} else 'payment' end" if cases else "'payment'", "amount": signed}


def _without_money(table: FoundTable) -> tuple[str, list[str]]:
    """The column that tells how a row was paid, and its values that are no money: what was withheld or set off."""
    for one in _WAYS:
        values = [value for value in table.by[one].look.counts if says("no_money", value)] if table.has(one) else []
        if values:
            return one, values
    return "", []


def _not_told_twice(draft: MappingDraft) -> str:
    """The SQL of rows that settle by no credit note, where the invoices have the notes themselves; "" for all."""
    way, none = _without_money(draft.table)
    notes = [value for value in none if says("credit_document", value)]
    bills = [one for one in draft.everything if one.subject == "invoices"]
    if not notes or not any(_has_notes(one) for one in bills):
        return ""
    return f"coalesce({said(draft.column(way))}, '') not in ({quoted(dict.fromkeys(map(bare, notes)))})"


def _has_notes(table: FoundTable) -> bool:
    """Whether a list of invoices has credit notes: by their kind, or by an amount below nought."""
    money = table.any("total", "net", "amount")
    number = table.by[money].look.number if money else None
    return "credit" in kinds_in(table).values() or bool(number and number.low < 0)


def _payer(draft: MappingDraft, invoice: str | None) -> tuple[str, Rule]:
    """The customer of a payment: as it says, else that of the invoice which it names."""
    if who(draft.table) is not None or invoice is None:
        return customer(draft), {}
    bills = next((one for one in draft.everything if one.subject == "invoices" and one.has("document")), None)
    if bills is None or not bills.has("customer"):
        return "'unknown'", {}
    return f"coalesce({bills.name}_payer.customer, 'unknown')", {
        f"{bills.name}_payer": {"document": draft.column(invoice)}
    }


def payer_rows(drafts: list[MappingDraft]) -> None:
    """The customer of each invoice, for payments that name the invoice alone."""
    wanted = {name for draft in drafts for rule in draft.tables for name in rule.get("lookup", {})}
    for draft in drafts:
        made = f"{draft.name}_payer"
        if made in wanted:
            told = {"document": draft.column("document"), "customer": customer(draft)}
            draft.rows[made] = {"from": draft.base, **beside(draft), **draft.each_document(told)}


def _is_key(table: FoundTable, meaning: str) -> bool:
    """Whether each row has a value of its own there."""
    filled = [one for one in table.cells(meaning) if one]
    return len(filled) == len(table.cells(meaning)) and len(set(filled)) == len(filled)


def draft_debts(draft: MappingDraft) -> None:
    """The rules of a list of what is owed: one debt for each line, as large as it still is."""
    table = draft.table
    day = table.any("issued", "date", "due") or "due"
    number = table.any("document", "order")
    key = draft.column(number) if number and _is_key(table, number) else draft.numbered(day)
    columns: Rule = {
        "entry_id": key,
        "invoice_id": key,
        "customer_id": customer(draft),
        "kind": "'invoice'",
        "entry_on": draft.day(day),
        "amount": draft.column("balance"),
    }
    if table.has("due"):
        columns["due_on"] = draft.day("due")
    draft.choice("balance_list")
    draft.offer("receivable", columns, when=both(draft.counted(), f"{draft.column('balance')} > 0"), **beside(draft))
