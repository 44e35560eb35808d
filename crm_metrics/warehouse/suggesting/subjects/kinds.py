"""Which document each row of a list of invoices is: its id, and whether it sells, takes money off, or is a payment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.accounts import beginning_of
from crm_metrics.warehouse.suggesting.dictionary import document_of, plain
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, bare, both, quoted, said
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.grids import GROUP
from crm_metrics.warehouse.suggesting.subjects.lines import numbered_by, telling
from crm_metrics.words import mark

UNKNOWN_KIND = mark("that documents of a kind which it does not know are invoices")
_TERMS = frozenset((  # how it was sold, beside which "crédito" is no credit note
    "contado", "cash", "efectivo", "a vista", "al contado", "de contado", "a prazo", "prazo", "cuenta corriente",
    "cta cte", "cuenta cte", "on account", "account", "tarjeta", "card", "transferencia", "plazo", "a plazo",
    "dinheiro",
))  # fmt: skip
_MEANS = ("deposito", "deposit", "cheque", "transferencia")  # how it was paid, where no kind says an invoice
_RECEIPTS = frozenset(("receipt", "recibo", "customer receipt", "sales receipt on account"))
_EITHER = frozenset(("credito", "credit", "debito", "debit", "a credito", "al credito"))
_MOST = 0.5  # of the kinds have to be known


@dataclass(frozen=True)
class Document:
    """What tells one document from another; which take money off, are sales, paid at once, or payments: SQL or ""."""

    id: str
    credit: str = ""
    invoices: str = ""
    cash: str = ""
    payments: str = ""

    @property
    def no_sale(self) -> str:
        """SQL of the rows that are no invoices: they take money off, or are payments."""
        return " or ".join(one for one in (self.credit, self.payments) if one)


def document_of_rows(draft: MappingDraft, day: str) -> Document:
    """How a row's document is told: by its number, with its series where numbers come again, else by its place."""
    table = draft.table
    named = numbered_by(table)
    kinds = _kinds(draft)
    if named is None:
        return Document(draft.numbered(day), *kinds)
    parts = [draft.column(one) for one in (*telling(table, named), named)]
    return Document(f"concat_ws('-', {', '.join(parts)})" if len(parts) > 1 else parts[0], *kinds)


def kinds_of(values: Iterable[str]) -> dict[str, str | None]:
    """Each value of a column of kinds with the document that it says.

    "Crédito" is a credit note beside a word for invoices, and how it was sold beside "Contado" or alone; "Depósito" is
    a payment beside such a word, and else how it was paid.
    """
    said = {one: plain(one) for one in values}
    sold = any(document_of(one) == "invoice" for one in said)
    means = {word for word in said.values() if word.startswith(_MEANS)}
    terms = _TERMS - {word for word in said.values() if document_of(word) == "payment"} if sold else _TERMS | means
    of_sale = sold and not _TERMS.intersection(said.values())
    return {
        one: None if word in terms or (word in _EITHER and not of_sale) else document_of(one)
        for one, word in said.items()
    }


def kinds_in(table: FoundTable) -> Mapping[str, str | None]:
    """Each kind that rows of a list have with the document that it says; none where too few of them are known."""
    kind, rows = table.kinds
    meant = kinds_of({one for one in rows if one})
    meant |= {one: "cash" for one, what in meant.items() if what == "payment" and _is_sale(table, kind, one)}
    return meant if sum(map(bool, meant.values())) >= _MOST * len(meant) else {}


def are_payments(table: FoundTable) -> list[bool]:
    """Whether each row of a list of invoices is a payment itself."""
    meant = kinds_in(table)
    return [meant.get(one) == "payment" for one in table.kinds[1]]


def _kinds(draft: MappingDraft) -> tuple[str, ...]:
    """SQL of whether a row takes money off, is a document of sale at all, is paid at once, and is a payment itself.

    The kind has a column of its own, or is what numbers begin with: NC 2026/4.
    """
    kind, meant = draft.table.kinds[0], kinds_in(draft.table)
    if not meant:
        if kind and draft.table.by[kind].name == GROUP:
            draft.assumed.append(UNKNOWN_KIND)
        return (below_nought(draft),)
    text = said(draft.column(kind))
    text = text if kind == "document_kind" else beginning_of(text, kind)

    def among(*kinds: str, no: str = "") -> str:
        listed = [bare(one) for one, what in meant.items() if what in kinds]
        return f"coalesce({text}, '') {no}in ({quoted(sorted(listed))})" if listed else ""

    if _has_unknown(meant):
        draft.assumed.append(UNKNOWN_KIND)
    credit, sales = among("credit") or below_nought(draft), among("payment", "other", no="not ")
    if draft.table.has("debit", "credited"):  # of what is credited, only what is known takes money off
        charged = f"coalesce({draft.column('debit')}, 0) <> 0"
        sales = both(sales, f"{charged} or {credit}" if credit else charged)
    return credit, sales, among("cash"), among("payment")


def _has_unknown(meant: Mapping[str, str | None]) -> bool:
    """Whether some kind is not known; how a thing was sold is none, unless it may be a document beside payments."""
    may_be = _TERMS if "payment" in meant.values() else _TERMS | _EITHER
    return any(what is None and plain(one) not in may_be for one, what in meant.items())


def _is_sale(table: FoundTable, kind: str, value: str) -> bool:
    """Whether a receipt is what was sold and paid at once: it has a tax, and a payment alone has none."""
    if kind != "document_kind" or plain(value) not in _RECEIPTS or not table.has("tax"):
        return False
    told = zip(table.cells("document_kind"), table.cells("tax"), strict=True)
    taxes = [any(digit in "123456789" for digit in tax) for one, tax in told if one == value]
    return sum(taxes) > len(taxes) // 2


def below_nought(draft: MappingDraft) -> str:
    """SQL of whether a row has an amount below nought; "" where none has."""
    meaning = draft.table.any("total", "net", "amount")
    number = draft.table.by[meaning].look.number if meaning else None
    return f"{draft.column(meaning)} < 0" if meaning and number and number.low < 0 else ""
