"""A list of invoices: a sale without tax, a debt with it, and the payment of it, from one line each."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.accounts import beginning_of, opens_with_debts
from crm_metrics.warehouse.suggesting.dictionary import document_of
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.parts import PartPayments, is_left_over, part_payments
from crm_metrics.warehouse.suggesting.subjects import paying
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.ends import ending_of
from crm_metrics.warehouse.suggesting.subjects.lines import Lines, lines_of, net_of, number_lines, numbered_by, telling
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK, own_link
from crm_metrics.warehouse.suggesting.subjects.money import Money, money_of
from crm_metrics.warehouse.suggesting.subjects.paying import Owing
from crm_metrics.words import mark

_ABOVE = 60  # lines of a sheet in which it says what was owed before
UNKNOWN_KIND = mark("that documents of a kind which it does not know are invoices")
OPENED = mark("that nothing was owed before the list begins")


@dataclass(frozen=True)
class Document:
    """What tells one document from another; which take money off, are sales, paid at once, or payments: SQL or ""."""

    id: str
    credit: str = ""
    invoices: str = ""
    cash: str = ""
    payments: str = ""


def draft_invoices(draft: MappingDraft) -> None:
    """The rules of a list of invoices, or of their lines."""
    lines = lines_of(draft.table)
    money = _money_of_lines(draft, lines) if lines else money_of(draft)
    day = draft.table.any("issued", "date", "opened", "submitted") or "date"
    counted, document = draft.counted(), document_of_rows(draft, day)
    draft.document, draft.credit = document.id, document.credit
    if lines:
        number_lines(draft, document.id)
        draft.per = document.id
    _sales(draft, money, day, {"counted": counted, **beside(draft)}, document)
    elsewhere = any(table.subject == "payments" for table in draft.everything)
    parts = part_payments(draft.table.columns)
    if money.total and not elsewhere and document.payments and _are_paid(draft):
        _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=Owing())
        _received(draft, day, counted, document)
        return
    if money.total and not elsewhere and parts.pairs:
        _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=Owing())
        _paid_in_parts(draft, parts, counted, document)
        return
    told = paying.told_by(draft)
    if money.total and (elsewhere or told):
        owing = paying.Owing() if elsewhere else paying.owing_of(draft, money.total)
        if (parts.loose or is_left_over(draft.table.columns)) and not elsewhere:
            draft.assumed_of["receivable"] = paying.UNDATED
        _debts(draft, money, day, {"counted": counted, **beside(draft)}, document, owing=owing)
        if not elsewhere:
            _payments(draft, money, counted, document)
        elif document.cash:
            _paid_at_once(draft, money, day, counted, document)


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
        note |= {"kind": "'credit_note'", "amount": f"-abs({money.total})", "invoice_id": "null"}
        if draft.table.has("reference"):
            note["invoice_id"], lookup, _ = own_link(draft, document.id, _no_sale(document))
            kept["lookup"] = kept.get("lookup", {}) | lookup
        draft.offer("receivable", note, when=both(counted, document.invoices, document.credit), **kept)


def _no_sale(document: Document) -> str:
    """SQL of the rows that are no invoices: they take money off, or are payments."""
    return " or ".join(one for one in (document.credit, document.payments) if one)


def _are_paid(draft: MappingDraft) -> bool:
    """Whether some rows of a list are payments with an amount of their own."""
    table = draft.table
    amount = table.any("credited", "total", "amount", "net")
    if amount is None:
        return False
    rows = zip(draft.table.kinds[1], table.cells(amount), strict=True)
    return any(document_of(kind) == "payment" and any(map(str.isdigit, paid.strip("0.,"))) for kind, paid in rows)


def _received(draft: MappingDraft, day: str, counted: str, document: Document) -> None:
    """The payments that stand among the invoices, each with the invoice that it names."""
    table = draft.table
    if opens_with_debts(cells for grid in table.grids for page in grid.pages for _, cells in page.records[:_ABOVE]):
        draft.assumed_of["receivable"] = OPENED
    amount = draft.column(table.any("credited", "total", "amount", "net") or "total")
    columns = {
        "entry_id": f"{document.id} || '-P'",
        "customer_id": customer(draft),
        "kind": "'payment'",
        "entry_on": draft.day(day),
        "amount": f"-abs({amount})",
    }
    lookup: Rule = {}
    found = False
    if table.has("reference"):
        columns["invoice_id"], lookup, found = own_link(draft, document.id, _no_sale(document))
        named = zip(draft.table.kinds[1], table.cells("reference"), strict=True)
        found = found and all(one for kind, one in named if document_of(kind) == "payment")
    if not found:
        draft.assumed_of["receivable"] = NO_LINK
    words = beside(draft)
    words["lookup"] = words.get("lookup", {}) | lookup
    draft.offer("receivable", columns, when=both(counted, document.payments, f"coalesce({amount}, 0) <> 0"), **words)
    if table.has("debit"):  # a cheque that came back
        back = draft.column("debit")
        columns = columns | {"kind": "'reversal'", "entry_id": f"{document.id} || '-R'", "amount": f"abs({back})"}
        draft.offer("receivable", columns, when=both(counted, document.payments, f"coalesce({back}, 0) <> 0"), **words)


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


def _paid_in_parts(draft: MappingDraft, parts: PartPayments, counted: str, document: Document) -> None:
    """A payment for each pair of a day and an amount that a row has filled."""
    ending = ending_of(draft, counted, [pair.day for pair in parts.pairs])
    if parts.loose or is_left_over(draft.table.columns):
        draft.assumed_of["receivable"] = paying.UNDATED
    owed = f"not ({document.credit})" if document.credit else ""
    for at, pair in enumerate(parts.pairs, 1):
        day, amount = f"civil_day({draft.use(pair.day)})", draft.use(pair.amount)
        columns = {
            "entry_id": f"{document.id} || '-P{at}'",
            "invoice_id": document.id,
            "customer_id": customer(draft),
            "kind": "'payment'",
            "entry_on": day,
            "amount": f"-abs({amount})",
        }
        paid = both(f"{day} is not null", ending.condition(day), f"coalesce({amount}, 0) <> 0")
        lookup = ending.lookup | beside(draft).get("lookup", {})
        draft.offer("receivable", columns, when=both(counted, document.invoices, owed, paid), lookup=lookup)


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
    kinds = _kinds(draft)
    if named is None:
        return Document(draft.numbered(day), *kinds)
    parts = [draft.column(one) for one in (*telling(table, named), named)]
    return Document(f"concat_ws('-', {', '.join(parts)})" if len(parts) > 1 else parts[0], *kinds)


def _kinds(draft: MappingDraft) -> tuple[str, ...]:
    """SQL of whether a row takes money off, is a document of sale at all, is paid at once, and is a payment itself.

    The kind has a column of its own, or is what numbers begin with: NC 2026/4.
    """
    kind, rows = draft.table.kinds
    values = {one for one in rows if one}
    meant = {one: document_of(one) for one in values}
    if not values or sum(map(bool, meant.values())) < 0.5 * len(values):
        return (_below_nought(draft),)
    text = said(draft.column(kind))
    text = text if kind == "document_kind" else beginning_of(text, kind)

    def among(*kinds: str, no: str = "") -> str:
        listed = [bare(one) for one, what in meant.items() if what in kinds]
        return f"coalesce({text}, '') {no}in ({quoted(sorted(listed))})" if listed else ""

    if not all(meant.values()):
        draft.assumed.append(UNKNOWN_KIND)
    credit, sales = among("credit") or _below_nought(draft), among("payment", "other", no="not ")
    if draft.table.has("debit", "credited"):  # of what is credited, only what is known takes money off
        charged = f"coalesce({draft.column('debit')}, 0) <> 0"
        sales = both(sales, f"{charged} or {credit}" if credit else charged)
    return credit, sales, among("cash"), among("payment")


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
