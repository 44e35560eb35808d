"""A list of invoices: a sale without tax, a debt with it, and the payment of it, from one line each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crm_metrics.warehouse.suggesting.dictionary import document_of
from crm_metrics.warehouse.suggesting.drafts import REPEATED, MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.subjects import paying, repeated
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.lines import (
    Lines,
    documents_of,
    lines_of,
    net_of,
    number_lines,
    numbered_by,
    telling,
)
from crm_metrics.warehouse.suggesting.subjects.money import Money, money_of
from crm_metrics.warehouse.suggesting.subjects.paying import Owing
from crm_metrics.words import mark

PAID_ONCE = mark("that each invoice was paid once, as its first row tells")
_PREFIX = re.compile(r"[A-Za-z]{1,4}(?=[ \d/_-])")


@dataclass(frozen=True)
class Document:
    """What tells one document from another, which of them take money off, are sales, or are paid at once: SQL or ""."""

    id: str
    credit: str
    invoices: str
    cash: str = ""


def draft_invoices(draft: MappingDraft) -> None:
    """The rules of a list of invoices, or of their lines."""
    groups = _groups(draft)
    by_payment = repeated.tells_payments(draft.table, groups)
    lines = None if by_payment else lines_of(draft.table)
    draft.is_summed = not by_payment and lines is None and repeated.adds_up(draft.table, groups)
    money = _money_of_lines(draft, lines) if lines else money_of(draft)
    day = draft.table.any("issued", "date", "opened", "submitted") or "date"
    counted, document = draft.counted(), document_of_rows(draft, day)
    draft.document, draft.credit = document.id, document.credit
    if lines or by_payment or draft.is_summed:
        alike = repeated.same_of(draft.table) if draft.is_summed else []
        draft.per = [document.id, *(draft.column(one) for one in alike)]
        number_lines(draft, *draft.per)
    if draft.is_summed:
        document = _summed(draft, document, groups)
    _sales(draft, money, day, {"counted": counted, **beside(draft)}, document, once=by_payment)
    elsewhere = any(table.subject == "payments" for table in draft.everything)
    told = paying.told_by(draft) and _is_of_documents(draft, groups, by_payment=by_payment)
    if money.total and (elsewhere or told):
        owing = paying.Owing() if elsewhere else paying.owing_of(draft, money.total)
        _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=owing)
        if not elsewhere:
            _payments(draft, money, counted, document, each=by_payment)
        elif document.cash:
            _paid_at_once(draft, money, day, counted, document)


def _money_of_lines(draft: MappingDraft, lines: Lines) -> Money:
    """What a line says without tax, and the whole of its document with it."""
    return Money(net_of(draft, lines), draft.column("total"))


def _groups(draft: MappingDraft) -> list[list[int]]:
    """The rows of each document that has a number."""
    number = numbered_by(draft.table)
    return documents_of(draft.table, number) if number and number != "row_number" else []


def _summed(draft: MappingDraft, document: Document, groups: repeated.Groups) -> Document:
    """A document that is the sum of its rows; one of them below nought is a discount, where no whole one is."""
    if repeated.comes_again(draft.table, groups):
        draft.assumed.append(REPEATED)
    if document.credit and document.credit == _below_nought(draft) and not repeated.takes_off(draft.table, groups):
        return replace(document, credit="")
    return document


def _is_of_documents(draft: MappingDraft, groups: repeated.Groups, *, by_payment: bool) -> bool:
    """Whether what its rows tell of payments can be told of its documents; marked where only the first one is."""
    table = draft.table
    if by_payment:
        return table.has("paid_on")
    if draft.per and repeated.is_paid_often(table, groups):
        draft.assumed_of["receivable"] = PAID_ONCE
    return not (draft.is_summed and any(repeated.says_whole(table, one, groups) for one in ("paid", "balance")))


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
        note |= {"kind": "'credit_note'", "amount": f"-abs({draft.of_document(money.total)})", "invoice_id": "null"}
        if draft.table.has("reference"):
            note["invoice_id"] = draft.column("reference")
        draft.offer("receivable", note, when=both(counted, document.invoices, document.credit), **kept)


def _payments(draft: MappingDraft, money: Money, counted: str, document: Document, *, each: bool) -> None:
    """The payment of each invoice that tells its day; one dated after the end of the list is no payment yet.

    each: whether every row is one of its own.
    """
    table = draft.table
    ending = ending_of(draft, counted)
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


def document_of_rows(draft: MappingDraft, day: str) -> Document:
    """How a row's document is told: by its number, with its series where numbers come again, else by its place."""
    table = draft.table
    named = numbered_by(table)
    kinds = _kinds(draft, named)
    if named is None:
        return Document(draft.numbered(day), *kinds)
    parts = [draft.column(one) for one in (*telling(table, named), named)]
    return Document(f"concat_ws('-', {', '.join(parts)})" if len(parts) > 1 else parts[0], *kinds)


def _kinds(draft: MappingDraft, named: str | None) -> tuple[str, str, str]:
    """SQL of whether a row takes money off, whether it is a document of sale at all, and whether it is paid at once.

    The kind has a column of its own, or is what numbers begin with: NC 2026/4.
    """
    table = draft.table
    values = set(table.by["document_kind"].look.counts) if table.has("document_kind") else set()
    kind = "document_kind" if values else named
    if not values and named:
        values = {found[0] for one in table.cells(named) if (found := _PREFIX.match(one))}
        if not any(document_of(one) == "credit" or document_of(one) == "cash" for one in values):
            return _below_nought(draft), "", ""
    meant = {one: document_of(one) for one in values}
    if kind is None or sum(map(bool, meant.values())) < 0.5 * len(values) or not values:
        return _below_nought(draft), "", ""
    text = said(draft.column(kind))
    text = text if kind == "document_kind" else f"regexp_extract({text}, '^[a-z]+')"

    def among(*kinds: str, no: str = "") -> str:
        listed = [bare(one) for one, what in meant.items() if what in kinds]
        return f"coalesce({text}, '') {no}in ({quoted(sorted(listed))})" if listed else ""

    return among("credit") or _below_nought(draft), among("payment", "other", no="not "), among("cash")


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
