"""A list of invoices: a sale without tax, a debt with it, and the payment of it, from one line each."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.dictionary import document_of, state_of
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.money import Money, money_of


@dataclass(frozen=True)
class Document:
    """What tells one document from another, and which of them take money off (SQL; "" where none does)."""

    id: str
    credit: str
    invoices: str


def draft_invoices(draft: MappingDraft) -> None:
    """The rules of a list of invoices."""
    money, day = money_of(draft), draft.table.any("issued", "date", "opened", "submitted") or "date"
    counted, document = draft.counted(), document_of_rows(draft, day)
    shared: Rule = beside(draft)
    _sales(draft, money, day, {"counted": counted, **shared}, document)
    if money.total:
        _debts(draft, money, day, {"counted": counted, **shared}, document)
        elsewhere = any(table.subject == "payments" for table in draft.everything)
        if not elsewhere:
            _payments(draft, money, counted, document)


def _sales(draft: MappingDraft, money: Money, day: str, words: Rule, document: Document) -> None:
    if not money.net:
        return
    amount = money.net
    if document.credit:
        amount = f"case when {document.credit} then -abs({amount}) else {amount} end"
    columns = {
        "order_id": document.id,
        "line_no": "1",
        "customer_id": customer(draft),
        "product_id": "'unknown'",
        "ordered_at": moment(draft, day),
        "quantity": "1",
        "amount": amount,
    }
    if document.credit:
        columns["is_return"] = document.credit
    if draft.table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    kept = dict(words)
    draft.offer("order_line", columns, when=both(kept.pop("counted"), document.invoices), **kept)


def _debts(draft: MappingDraft, money: Money, day: str, words: Rule, document: Document) -> None:
    kept = dict(words)
    counted = kept.pop("counted")
    columns = {
        "entry_id": document.id,
        "invoice_id": document.id,
        "customer_id": customer(draft),
        "kind": "'invoice'",
        "entry_on": draft.day(day),
        "amount": money.total,
    }
    if draft.table.has("due"):
        columns["due_on"] = draft.day("due")
    owed = f"not ({document.credit})" if document.credit else ""
    draft.offer("receivable", columns, when=both(counted, document.invoices, owed), **kept)
    if document.credit:
        note = {name: value for name, value in columns.items() if name != "due_on"}
        note |= {"kind": "'credit_note'", "amount": f"-abs({money.total})", "invoice_id": "null"}
        if draft.table.has("reference"):
            note["invoice_id"] = draft.column("reference")
        draft.offer("receivable", note, when=both(counted, document.invoices, document.credit), **kept)


def _payments(draft: MappingDraft, money: Money, counted: str, document: Document) -> None:
    """The payment of each invoice that tells its day; one dated after the end of the list is no payment yet."""
    table = draft.table
    ending = ending_of(draft, counted)
    paid = paid_states(table)
    undated = _undated(table, paid) or _partly(table)
    on_the_day = bool(undated) and draft.choice("paid_without_date", count=undated) == "invoice_day"
    if not table.has("paid_on") and not on_the_day:
        return
    day = draft.day("paid_on") if table.has("paid_on") else ""
    issued = draft.day(table.any("issued", "date") or "date")
    if on_the_day:
        told = issued
        if not table.any("paid", "balance"):
            is_paid = f"coalesce({said(draft.column('state'))}, '') in ({quoted(dict.fromkeys(map(bare, paid)))})"
            told = f"case when {is_paid} then {issued} end"
        day = f"coalesce({day}, {told})" if day else told
    amount = money.total
    if table.has("paid"):
        amount = draft.column("paid")
    elif table.has("balance"):
        amount = f"({money.total} - {draft.column('balance')})"
    columns = {
        "entry_id": f"{document.id} || '-P'",
        "invoice_id": document.id,
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": day,
        "amount": f"-abs({amount})",
    }
    until = ending.condition(day)
    owed = f"not ({document.credit})" if document.credit else ""
    conditions = both(counted, document.invoices, owed, both(f"{day} is not null", until, f"{amount} <> 0"))
    lookup = ending.lookup | beside(draft).get("lookup", {})
    draft.offer("receivable", columns, when=conditions, lookup=lookup)


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


def document_of_rows(draft: MappingDraft, day: str) -> Document:
    """How a row's document is told: by its number, with its series where numbers come again, else by its place."""
    credit, invoices = _kinds(draft)
    table = draft.table
    named = table.any("document", "order", "ticket", "receipt", "row_number")
    if named is None:
        return Document(draft.numbered(day), credit, invoices)
    number = draft.column(named)
    ids = [one for one in table.cells(named) if one]
    if len(set(ids)) == len(ids):
        return Document(number, credit, invoices)
    if table.has("series"):
        series = draft.column("series")
        return Document(f"concat_ws('-', {series}, {number})", credit, invoices)
    if table.has("document_kind"):
        return Document(f"concat_ws(' ', {draft.column('document_kind')}, {number})", credit, invoices)
    return Document(number, credit, invoices)


def _kinds(draft: MappingDraft) -> tuple[str, str]:
    """SQL of whether a row takes money off, and of whether it is a document of sale at all."""
    table = draft.table
    if table.has("document_kind"):
        values = table.by["document_kind"].look.counts
        notes = [one for one in values if document_of(one) == "credit"]
        others = [one for one in values if document_of(one) in ("payment", "other")]
        known = [one for one in values if document_of(one)]
        if len(known) >= 0.5 * len(values):
            kind = draft.column("document_kind")
            credit = f"coalesce({said(kind)}, '') in ({quoted(map(bare, notes))})" if notes else ""
            sold = f"coalesce({said(kind)}, '') not in ({quoted(map(bare, others))})" if others else ""
            return credit or _below_nought(draft), sold
    return _below_nought(draft), ""


def _below_nought(draft: MappingDraft) -> str:
    meaning = draft.table.any("total", "net", "amount")
    number = draft.table.by[meaning].look.number if meaning else None
    return f"{draft.column(meaning)} < 0" if meaning and number and number.low < 0 else ""


def moment(draft: MappingDraft, meaning: str) -> str:
    """The SQL of when something happened: with the hour of a column of its own, where one stands beside the day."""
    day = draft.table.by[meaning]
    at = draft.column(meaning)
    hour = next((one for one in draft.table.columns if one.place == day.place + 1 and one.look.is_time), None)
    if hour is None and meaning in ("date", "issued", "opened"):
        hour = draft.table.by.get("time")
    if hour is None or day.look.day is None or day.look.day.hours:
        return at
    clock = draft.use(hour, kind="time")
    return f"coalesce({at} + {clock}, cast({at} as timestamp))"
