"""A list of invoices: a sale without tax, a debt with it, and the payment of it, from one line each."""

from __future__ import annotations

from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.parts import is_left_over, part_payments
from crm_metrics.warehouse.suggesting.subjects import paying
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.entries import draft_entries, draft_parts, has_entries, named_invoice
from crm_metrics.warehouse.suggesting.subjects.kinds import Document, document_of_rows
from crm_metrics.warehouse.suggesting.subjects.lines import Lines, is_told_again, lines_of, net_of, number_lines
from crm_metrics.warehouse.suggesting.subjects.money import Money, money_of
from crm_metrics.warehouse.suggesting.subjects.paying import Owing
from crm_metrics.warehouse.suggesting.subjects.slips import SOME, are_slips, slips_of


def draft_invoices(draft: MappingDraft) -> None:
    """The rules of a list of invoices, or of their lines."""
    lines = lines_of(draft.table)
    money = _money_of_lines(draft, lines) if lines and not lines.summed else money_of(draft)
    day = draft.table.any("issued", "date", "opened", "submitted") or "date"
    counted, document = draft.counted(), document_of_rows(draft, day)
    draft.document, draft.credit, draft.billed = document.id, document.credit, document.invoices
    if lines:
        number_lines(draft, document.id)
        draft.per, draft.summed = document.id, lines.summed
    if not are_slips(draft.table, draft.everything):
        _sales(draft, money, day, {"counted": counted, **beside(draft)}, document)
    slips = slips_of(draft.table, draft.everything)
    if slips:
        draft.peer_of(slips.table).assumed_of |= {} if slips.whole else {"receivable": SOME}
        return
    if money.total and not (draft.summed and _is_mixed(draft)):
        _owed(draft, money, day, counted, document)


def _owed(draft: MappingDraft, money: Money, day: str, counted: str, document: Document) -> None:
    """The debts of a list, and what settles them: where no list of payments does, its rows, parts of them, or days."""
    elsewhere = any(table.subject == "payments" for table in draft.everything)
    entries = bool(document.payments) and not elsewhere and has_entries(draft.table)
    parts = part_payments(draft.table.columns)
    if not (elsewhere or entries or parts.pairs or paying.told_by(draft)):
        return
    owing = Owing() if elsewhere or entries or parts.pairs else paying.owing_of(draft, money.total)
    if not elsewhere and (parts.loose or is_left_over(draft.table.columns)):
        draft.assumed_of["receivable"] = paying.UNDATED
    _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=owing)
    if not elsewhere and parts.pairs:
        draft_parts(draft, parts, document, counted=counted)
    elif not elsewhere and (not entries or draft.table.has("paid_on")):
        _payments(draft, money, counted, document)
    elif document.cash:
        _paid_at_once(draft, money, day, counted, document)
    if entries:
        draft_entries(draft, document, total=money.total, counted=counted)


def _is_mixed(draft: MappingDraft) -> bool:
    """Whether lines with amounts of their own say again what is paid or left of their whole document."""
    return any(draft.table.has(one) and is_told_again(draft.table, one) for one in ("paid", "balance", "part_paid"))


def _money_of_lines(draft: MappingDraft, lines: Lines) -> Money:
    """What a line says without tax, and the whole of its document with it."""
    return Money(net_of(draft, lines), draft.column("total"))


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
    if draft.per:
        columns["line_no"] = "n"
        columns |= _goods(draft)
    if document.credit:
        columns["is_return"] = document.credit
    if draft.table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    kept = dict(words)
    draft.offer("order_line", columns, when=both(kept.pop("counted"), document.invoices), **kept)


def _goods(draft: MappingDraft) -> Rule:
    """What was sold by a line, and how many of it, where the line tells it."""
    product = draft.table.any("product_code", "product")
    told = {"product_id": f"coalesce({draft.column(product)}, 'unknown')"} if product else {}
    return told | ({"quantity": draft.column("quantity")} if draft.table.has("quantity") else {})


def _debts(draft: MappingDraft, money: Money, day: str, words: Rule, document: Document, *, owing: Owing) -> None:
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
    debt = columns | ({"amount": owing.amount} if owing.amount else {})
    draft.offer("receivable", debt, when=both(counted, document.invoices, owed, owing.condition), **kept)
    if document.credit:
        note = {name: value for name, value in columns.items() if name != "due_on"}
        invoice, lookup, _ = named_invoice(draft, document)
        note |= {"kind": "'credit_note'", "amount": f"-abs({money.total})", "invoice_id": invoice}
        kept["lookup"] = kept.get("lookup", {}) | lookup
        draft.offer("receivable", note, when=both(counted, document.invoices, document.credit), **kept)


def _payments(draft: MappingDraft, money: Money, counted: str, document: Document) -> None:
    """The payment of each invoice that tells its day; one dated after the end of the list is no payment yet."""
    table = draft.table
    ending = ending_of(draft, counted, [table.by["paid_on"]] if table.has("paid_on") else [])
    paid = paying.paid_states(table)
    on_the_day = paying.is_on_the_day(draft)
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


def _paid_at_once(draft: MappingDraft, money: Money, day: str, counted: str, document: Document) -> None:
    """The payment of each document that is its own receipt: no list of receipts has it."""
    columns = {
        "entry_id": f"{document.id} || '-P'",
        "invoice_id": document.id,
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": draft.day(day),
        "amount": f"-abs({money.total})",
    }
    draft.offer("receivable", columns, when=both(counted, document.cash), **beside(draft))


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
