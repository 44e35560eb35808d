"""A list of invoices: a sale without tax, a debt with it, and the payment of it, from one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.dictionary import document_of, plain
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.subjects import paying
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.entries import draft_entries, named_invoice
from crm_metrics.warehouse.suggesting.subjects.lines import (
    Lines,
    is_told_again,
    lines_of,
    net_of,
    number_lines,
    numbered_by,
    telling,
)
from crm_metrics.warehouse.suggesting.subjects.money import Money, money_of
from crm_metrics.warehouse.suggesting.subjects.paying import Owing
from crm_metrics.warehouse.suggesting.subjects.slips import SOME, are_slips, slips_of

_PREFIX = re.compile(r"[A-Za-z]{1,4}(?=[ \d/_-])")
_TERMS = frozenset((  # how it was sold, beside which "crédito" is no credit note
    "contado", "cash", "efectivo", "a vista", "al contado", "de contado", "a prazo", "prazo", "cuenta corriente",
    "cta cte", "cuenta cte", "on account", "account", "tarjeta", "card", "transferencia", "plazo", "a plazo",
    "dinheiro",
))  # fmt: skip
_RECEIPTS = frozenset(("receipt", "recibo", "customer receipt", "sales receipt on account"))
_EITHER = frozenset(("credito", "credit", "debito", "debit", "a credito", "al credito"))
_PLACES = frozenset(("SC", "SA", "SR", "SI", "CN", "P", "E", "I"))  # of numbers: a series by a place as well as a kind


@dataclass(frozen=True)
class Document:
    """What tells one document from another, which take money off, are sales, are paid at once, or are payments: SQL."""

    id: str
    credit: str
    invoices: str
    cash: str = ""
    payments: str = ""


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
    elsewhere = any(table.subject == "payments" for table in draft.everything)
    entries = bool(document.payments) and not elsewhere
    told = entries or paying.told_by(draft)
    if money.total and (elsewhere or told) and not (draft.summed and _is_mixed(draft)):
        owing = paying.Owing() if elsewhere or entries else paying.owing_of(draft, money.total)
        _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=owing)
        if not elsewhere and (not entries or draft.table.has("paid_on")):
            _payments(draft, money, counted, document)
        elif document.cash:
            _paid_at_once(draft, money, day, counted, document)
        if entries:
            draft_entries(draft, document.payments, document.id, total=money.total, counted=counted)


def _is_mixed(draft: MappingDraft) -> bool:
    """Whether lines with amounts of their own say again what is paid or left of their whole document."""
    return any(draft.table.has(one) and is_told_again(draft.table, one) for one in ("paid", "balance"))


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
        invoice, lookup = named_invoice(draft, all_do=False)
        note |= {"kind": "'credit_note'", "amount": f"-abs({money.total})", "invoice_id": invoice}
        kept["lookup"] = kept.get("lookup", {}) | lookup
        draft.offer("receivable", note, when=both(counted, document.invoices, document.credit), **kept)


def _payments(draft: MappingDraft, money: Money, counted: str, document: Document) -> None:
    """The payment of each invoice that tells its day; one dated after the end of the list is no payment yet."""
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


def document_of_rows(draft: MappingDraft, day: str) -> Document:
    """How a row's document is told: by its number, with its series where numbers come again, else by its place."""
    table = draft.table
    named = numbered_by(table)
    kinds = _kinds(draft, named)
    if named is None:
        return Document(draft.numbered(day), *kinds)
    parts = [draft.column(one) for one in (*telling(table, named), named)]
    return Document(f"concat_ws('-', {', '.join(parts)})" if len(parts) > 1 else parts[0], *kinds)


def _kinds(draft: MappingDraft, named: str | None) -> tuple[str, str, str, str]:
    """SQL of whether a row takes money off, is a document of sale at all, is paid at once, or is a payment itself.

    The kind has a column of its own, or is what numbers begin with: NC 2026/4.
    """
    table = draft.table
    values = set(table.by["document_kind"].look.counts) if table.has("document_kind") else set()
    kind = "document_kind" if values else named
    if not values and named:
        values = {found[0] for one in table.cells(named) if (found := _PREFIX.match(one))} - _PLACES
        if not any(document_of(one) == "credit" or document_of(one) == "cash" for one in values):
            return _below_nought(draft), "", "", ""
    meant = kinds_of(values)
    meant |= {one: "cash" for one, what in meant.items() if what == "payment" and _is_sale(table, kind, one)}
    if kind is None or sum(map(bool, meant.values())) < 0.5 * len(values) or not values:
        return _below_nought(draft), "", "", ""
    text = said(draft.column(kind))
    text = text if kind == "document_kind" else f"regexp_extract({text}, '^[a-z]+')"

    def among(*kinds: str, no: str = "") -> str:
        listed = [bare(one) for one, what in meant.items() if what in kinds]
        return f"coalesce({text}, '') {no}in ({quoted(sorted(listed))})" if listed else ""

    sales = among("payment", "other", no="not ")
    return among("credit") or _below_nought(draft), sales, among("cash"), among("payment")


def _is_sale(table: FoundTable, kind: str | None, value: str) -> bool:
    """Whether a receipt is what was sold and paid at once: it has a tax, and a payment alone has none."""
    if kind != "document_kind" or plain(value) not in _RECEIPTS or not table.has("tax"):
        return False
    told = zip(table.cells("document_kind"), table.cells("tax"), strict=True)
    taxes = [any(digit in "123456789" for digit in tax) for one, tax in told if one == value]
    return sum(taxes) > len(taxes) // 2


def kinds_of(values: Iterable[str]) -> dict[str, str | None]:
    """Each value of a column of kinds with the document that it says.

    "Crédito" is a credit note beside a word for invoices, and how it was sold beside "Contado" or alone.
    """
    said = {one: plain(one) for one in values}
    of_sale = any(document_of(one) == "invoice" for one in said) and not _TERMS.intersection(said.values())
    return {one: None if word in _EITHER and not of_sale else document_of(one) for one, word in said.items()}


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
