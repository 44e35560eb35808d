"""A list of invoices: a sale without tax, a debt with it, and the payment of it, from one line each."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.warehouse.suggesting.drafts import REPEATED, MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.parts import PartPayments, is_left_over, part_payments
from crm_metrics.warehouse.suggesting.subjects import paying, repeated
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.entries import draft_entries, draft_parts, has_entries, named_invoice
from crm_metrics.warehouse.suggesting.subjects.kinds import Document, below_nought, document_of_rows
from crm_metrics.warehouse.suggesting.subjects.lines import Lines, groups_of, lines_of, net_of, number_lines
from crm_metrics.warehouse.suggesting.subjects.links import settled_rows
from crm_metrics.warehouse.suggesting.subjects.money import Money, money_of
from crm_metrics.warehouse.suggesting.subjects.paying import Owing
from crm_metrics.warehouse.suggesting.subjects.slips import SOME, are_slips, slips_of
from crm_metrics.words import mark

_OF_WHOLE = ("paid", "balance", "part_paid")  # what a line may say again of its whole document
PAID_ONCE = mark("that each invoice was paid once, as its first row tells")


def draft_invoices(draft: MappingDraft) -> None:
    """The rules of a list of invoices, or of their lines."""
    groups = groups_of(draft.table)
    by_payment = repeated.tells_payments(draft.table, groups)
    lines = None if by_payment else lines_of(draft.table)
    draft.is_summed = not by_payment and lines is None and repeated.adds_up(draft.table, groups)
    money = _money_of_lines(draft, lines) if lines else money_of(draft)
    day = draft.table.any("issued", "date", "opened", "submitted") or "date"
    counted, document = draft.counted(), document_of_rows(draft, day)
    draft.document, draft.credit, draft.billed = document.id, document.credit, document.invoices
    if lines or by_payment or draft.is_summed:
        alike = repeated.same_of(draft.table) if draft.is_summed else []
        draft.per = [document.id, *(draft.column(one) for one in alike)]
        number_lines(draft, *draft.per)
    if draft.is_summed:
        document = _summed(draft, document, groups)
    if not are_slips(draft.table, draft.everything):
        _sales(draft, money, day, {"counted": counted, **beside(draft)}, document, once=by_payment)
    slips = slips_of(draft.table, draft.everything)
    if slips:
        draft.peer_of(slips.table).assumed_of |= {} if slips.whole else {"receivable": SOME}
        return
    if money.total:
        _owed(draft, money, day, counted, document, groups=groups if not by_payment else None)


def _owed(
    draft: MappingDraft, money: Money, day: str, counted: str, document: Document, *, groups: repeated.Groups | None
) -> None:
    """The debts of a list, and what settles them: where no list of payments does, its rows, parts of them, or days.

    groups: the rows of each document; None where each row is a payment of its own.
    """
    elsewhere = any(table.subject == "payments" for table in draft.everything)
    entries = bool(document.payments) and not elsewhere and has_entries(draft.table)
    parts = part_payments(draft.table.columns)
    told = (entries or parts.pairs or paying.told_by(draft)) and _is_of_documents(draft, groups)
    if not elsewhere and not told:
        return
    owing = Owing() if elsewhere or entries or parts.pairs else paying.owing_of(draft, money.total)
    if groups is not None and not entries:
        document = replace(document, cash=_at_once(draft, document, parts, elsewhere=elsewhere))
    if not elsewhere and (parts.loose or is_left_over(draft.table.columns)):
        draft.assumed_of["receivable"] = paying.UNDATED
    _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=owing)
    if not elsewhere and parts.pairs:
        draft_parts(draft, parts, document, counted=counted)
    elif not elsewhere and (not entries or draft.table.has("paid_on")):
        _payments(draft, money, counted, document, each=groups is None)
    elif document.cash:
        _paid_at_once(draft, money, day, counted, document)
    if entries:
        draft_entries(draft, document, total=money.total, counted=counted)


def _at_once(draft: MappingDraft, document: Document, parts: PartPayments, *, elsewhere: bool) -> str:
    """SQL of what was paid on its own day: receipts that are invoices, too, and what was sold for cash."""
    table = draft.table
    in_parts = [[bool(cell) for cell in pair.amount.look.cells] for pair in parts.pairs]
    told = [any(row) for row in zip(table.paid_rows, *in_parts, strict=True)]
    cash = paying.cash_of(draft, settled_rows(table, draft.everything) if elsewhere else None, told)
    if cash and not elsewhere and (parts.pairs or not table.has("paid_on")):
        draft.assumed_of.setdefault("receivable", paying.AT_ONCE)
        cash = ""
    return " or ".join(one for one in (document.cash, cash) if one)


def _money_of_lines(draft: MappingDraft, lines: Lines) -> Money:
    """What a line says without tax, and the whole of its document with it."""
    return Money(net_of(draft, lines), draft.column("total"))


def _summed(draft: MappingDraft, document: Document, groups: repeated.Groups) -> Document:
    """A document that is the sum of its rows; one of them below nought is a discount, where no whole one is."""
    if repeated.comes_again(draft.table, groups):
        draft.assumed.append(REPEATED)
    if document.credit and document.credit == below_nought(draft) and not repeated.takes_off(draft.table, groups):
        return replace(document, credit="")
    return document


def _is_of_documents(draft: MappingDraft, groups: repeated.Groups | None) -> bool:
    """Whether what its rows tell of payments can be told of its documents; marked where only the first one is."""
    table = draft.table
    if groups is None:
        return table.has("paid_on")
    if draft.per and repeated.is_paid_often(table, groups):
        draft.assumed_of["receivable"] = PAID_ONCE
    return not (draft.is_summed and any(repeated.says_whole(table, one, groups) for one in _OF_WHOLE))


def _sales(draft: MappingDraft, money: Money, day: str, words: Rule, document: Document, *, once: bool) -> None:
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
    if draft.per and not once:
        columns["line_no"] = "n"
        columns |= _goods(draft)
    if document.credit:
        columns["is_return"] = document.credit
    if draft.table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    kept = dict(words)
    draft.offer("order_line", columns, when=both(kept.pop("counted"), document.invoices), once=once, **kept)


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
        "amount": draft.of_document(money.total),
    }
    if draft.table.has("due"):
        columns["due_on"] = draft.day("due")
    owed = f"not ({document.credit})" if document.credit else ""
    debt = columns | ({"amount": draft.of_document(owing.amount)} if owing.amount else {})
    draft.offer("receivable", debt, when=both(counted, document.invoices, owed, owing.condition), **kept)
    if document.credit:
        note = {name: value for name, value in columns.items() if name != "due_on"}
        invoice, lookup, _ = named_invoice(draft, document)
        note |= {"kind": "'credit_note'", "amount": f"-abs({draft.of_document(money.total)})", "invoice_id": invoice}
        kept["lookup"] = kept.get("lookup", {}) | lookup
        draft.offer("receivable", note, when=both(counted, document.invoices, document.credit), **kept)


def _payments(draft: MappingDraft, money: Money, counted: str, document: Document, *, each: bool) -> None:
    """The payment of each invoice that tells its day; one dated after the end of the list is no payment yet.

    each: whether every row is one of its own.
    """
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
    elif document.cash:
        day = f"coalesce({day}, case when {document.cash} then {issued} end)"
    amount = money.total
    if table.has("paid"):
        amount = draft.column("paid")
        if document.cash:
            amount = f"coalesce(nullif({amount}, 0), case when {document.cash} then {money.total} end)"
    elif table.has("balance"):
        amount = f"({money.total} - {draft.column('balance')})"
    columns = {
        "entry_id": f"{document.id} || '-P'"
        + (" || case when n > 1 then cast(n as varchar) else '' end" if each else ""),
        "invoice_id": document.id,
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": day,
        "amount": f"-abs({amount if each else draft.of_document(amount)})",
    }
    until = ending.condition(day)
    owed = f"not ({document.credit})" if document.credit else ""
    conditions = both(counted, document.invoices, owed, both(f"{day} is not null", until, f"{amount} <> 0"))
    lookup = ending.lookup | beside(draft).get("lookup", {})
    draft.offer("receivable", columns, when=conditions, lookup=lookup, once=bool(draft.per) and not each)


def _paid_at_once(draft: MappingDraft, money: Money, day: str, counted: str, document: Document) -> None:
    """The payment of each document that is its own receipt: no list of receipts has it."""
    columns = {
        "entry_id": f"{document.id} || '-P'",
        "invoice_id": document.id,
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": draft.day(day),
        "amount": f"-abs({draft.of_document(money.total)})",
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
