"""Which invoice a payment names, however both files write its number; or that it names none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.suggesting.columns import AMOUNTS, DAYS, Column
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.people import WHO, folded_name
from crm_metrics.warehouse.suggesting.subjects.kinds import kinds_in
from crm_metrics.warehouse.suggesting.subjects.lines import has_several_rows, numbered_by, telling
from crm_metrics.words import mark

NO_LINK = mark("which invoices its payments settle: they name none that the list of invoices has")
STRAYS = mark("that payments which name no invoice of the list settle none of it")
_KNOWN = 0.5  # of the payments that name an invoice: so many name one of the list as it writes it
_FOUND = 0.9  # … and so many by a key, where the list writes it otherwise
_NO_SALES = ("credit", "payment", "other")
_SEVERAL = re.compile(r"\s*(?:[,;/+&|]| y | e | and )\s*")
_LAST = re.compile(r"(\d+)\D*$")
_TWO = re.compile(r"(\d+)\D+(\d+)\D*$")
_LETTER = re.compile(r"([A-Z])[^A-Z]*$")
_FIRST = re.compile(r"([A-Z])")


@dataclass(frozen=True)
class LinkKey:
    """What two ways of writing one number share: of a text in Python, "" where it has none, and in SQL."""

    parts: tuple[str, ...]
    of: Callable[[str], str]
    sql: str


def _last(text: str) -> str:
    found = _LAST.search(text)
    return found[1].lstrip("0") if found else ""


def _two(text: str) -> str:
    found = _TWO.search(text)
    return f"{found[1].lstrip('0')}-{found[2].lstrip('0')}" if found else ""


def _letter(text: str) -> str:
    found = _LETTER.search(text.upper())
    return f"{found[1]}-{_last(text)}" if found and _last(text) else ""


def _letter_two(text: str) -> str:
    found, two = _LETTER.search(text.upper()), _two(text)
    return f"{found[1]}-{two}" if found and two else ""


def _kind_letter_two(text: str) -> str:
    first, rest = _FIRST.search(text.upper()), _letter_two(text)
    return f"{first[1]}-{rest}" if first and rest else ""


def _whole(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", bare(text))


_SQL_WHOLE = "regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', '', 'g')"
_SQL_LAST = "ltrim(regexp_extract({text}, '([0-9]+)[^0-9]*$', 1), '0')"
_SQL_BEFORE = "ltrim(regexp_extract({text}, '([0-9]+)[^0-9]+[0-9]+[^0-9]*$', 1), '0')"
_SQL_LETTER = "regexp_extract(upper({text}), '([A-Z])[^A-Z]*$', 1)"
_SQL_FIRST = "regexp_extract(upper({text}), '([A-Z])', 1)"
_SQL_LETTER_TWO = f"{_SQL_LETTER} || '-' || {_SQL_BEFORE} || '-' || {_SQL_LAST}"
_KEYS = (
    LinkKey(("document_kind", "series"), _whole, _SQL_WHOLE),
    LinkKey(("series",), _whole, _SQL_WHOLE),
    LinkKey((), _whole, _SQL_WHOLE),
    LinkKey(("series",), _two, f"{_SQL_BEFORE} || '-' || {_SQL_LAST}"),
    LinkKey((), _last, _SQL_LAST),
    LinkKey(("document_kind", "series"), _letter, f"{_SQL_LETTER} || '-' || {_SQL_LAST}"),
    LinkKey(("document_kind", "series"), _letter_two, _SQL_LETTER_TWO),
    LinkKey(("document_kind", "series"), _kind_letter_two, f"{_SQL_FIRST} || '-' || {_SQL_LETTER_TWO}"),
)


def link_of(draft: MappingDraft, invoice: str | None, those: Sequence[str] | None = None) -> tuple[str, str] | None:
    """The rows to be looked up for the invoice of a payment, and the SQL of its key; None where it is named as it is.

    Where payments name no invoice of the list, what is owed can't be told: their numbers are marked. those: what is
    named there, where other rows than payments have that column too.
    """
    bills = next(
        (one for one in draft.everything if one.subject == "invoices" and one.any("total", "amount", "net")), None
    )
    if bills is None or numbered_by(bills) is None:
        return None
    cells = draft.table.cells(invoice) if invoice and those is None else those or ()
    named = [one for one in cells if one]
    ids = set(_ids(bills))
    if any(one not in ids and len(ids.intersection(_SEVERAL.split(one))) > 1 for one in named):
        draft.assumed_of.setdefault(
            "receivable", NO_LINK
        )  # one payment of several invoices: of each, nobody says how much
    if named and _share(named, ids) >= _KNOWN:
        _mark_strays(draft, [one for one in named if one not in ids], bills)
        return None
    key = _key(bills, named) if named else None
    if key is None or invoice is None:
        draft.assumed_of.setdefault("receivable", NO_LINK)
        return None
    keys = {key.of(text) for text in _texts(bills, key.parts)}
    _mark_strays(draft, [one for one in named if key.of(one) not in keys], bills)
    return f"{bills.name}_link_{_KEYS.index(key)}", key.sql.format(text=draft.column(invoice))


def _mark_strays(draft: MappingDraft, unknown: Sequence[str], bills: FoundTable) -> None:
    """Mark what is owed where payments name invoices that the list has not, and that are not older than all of it."""
    first = min((int(_last(one) or 0) for one in _ids(bills)), default=0)
    if any(int(_last(one) or 0) >= first or not _last(one) for one in unknown):
        draft.assumed_of.setdefault("receivable", STRAYS)


def with_named_invoices(tables: Sequence[FoundTable]) -> list[FoundTable]:
    """The tables, each list of payments with the column that names invoices by its values, whatever it is called.

    A number that invoices have as well, and other customers, is that of the payment itself.
    """
    bills = next((one for one in tables if one.subject == "invoices" and numbered_by(one)), None)
    if bills is None:
        return list(tables)
    return [_with_named(one, bills) if one.subject == "payments" else one for one in tables]


def _with_named(payments: FoundTable, bills: FoundTable) -> FoundTable:
    held = payments.by.get("reference") or payments.by.get("document")
    if held is not None and (held.certainty == 1 or _agrees(held, payments, bills)):
        return payments
    told = [one for one in payments.columns if one is not held and _may_name(one)]
    found = next((one for one in told if _agrees(one, payments, bills)), None)
    if found is None:
        return payments

    def renamed(one: Column) -> Column:
        if one is found:
            return replace(one, meaning="reference", certainty=_FOUND)
        return replace(one, meaning="receipt") if one is held and not payments.has("receipt") else one

    return replace(payments, columns=[renamed(one) for one in payments.columns])


def _may_name(one: Column) -> bool:
    """Whether a column of a list of payments may hold numbers of invoices."""
    return one.meaning not in AMOUNTS | DAYS | set(WHO) and one.certainty < 1 and one.look.is_numbered


def _agrees(column: Column, payments: FoundTable, bills: FoundTable) -> bool:
    """Whether most of its values name an invoice, and one of the customer who pays where both lists say him."""
    found = _rows_named(column, bills)
    meaning = next((one for one in WHO if payments.has(one) and bills.has(one)), None)
    if found is None or meaning is None:
        return found is not None
    whose = bills.cells(meaning)
    told = [
        folded_name(whose[row]) == folded_name(who)
        for row, who in zip(found, payments.cells(meaning), strict=True)
        if row is not None and who
    ]
    return sum(told) >= _KNOWN * len(told)


def settled_rows(bills: FoundTable, everything: Sequence[FoundTable]) -> set[int]:
    """The rows of a list of invoices that lists of payments name."""
    if numbered_by(bills) is None:
        return set()
    named = [one.by.get("reference") or one.by.get("document") for one in everything if one.subject == "payments"]
    found = [_rows_named(column, bills) or [] for column in named if column is not None]
    return {row for rows in found for row in rows if row is not None}


def _rows_named(column: Column, bills: FoundTable) -> list[int | None] | None:
    """The row of the invoice that each value of a column names, None for one that names none; None where most do."""
    cells = [cell.rstrip(TYPED).strip() for cell in column.look.cells]
    named, ids = [cell for cell in cells if cell], _ids(bills)
    if not named:
        return None
    if _share(named, set(ids)) >= _KNOWN:
        of = {ids[row]: row for row in _invoices(bills)}
        return [of.get(cell) for cell in cells]
    key = _key(bills, named)
    if key is None:
        return None
    of = dict(zip((key.of(text) for text in _texts(bills, key.parts)), _invoices(bills), strict=True))
    return [of.get(key.of(cell)) if cell else None for cell in cells]


def own_link(draft: MappingDraft, document: str, no_sale: str, named: Sequence[str]) -> tuple[str, Rule] | None:
    """SQL of the invoice that a row names, of the same list, and what has to be looked up for it; None where none is.

    The invoice may be named by another number than the one that tells it: a tax office's beside the company's own.
    """
    table, told = draft.table, draft.column("reference")
    if not named or numbered_by(table) is None:
        return None
    ids = _ids(table)
    if _share(named, set(ids)) >= _KNOWN:
        return told, {}
    shares = [(_share(named, _alone(one, ids)), -one.place, one) for one in table.columns if _may_tell(one)]
    best = max(shares, default=None, key=lambda each: each[:2])
    if best is None or best[0] < _KNOWN:
        return None
    made, number = f"{draft.name}_named", draft.use(best[2], kind="text")
    draft.rows[made] = {
        "from": draft.base,
        "when": f"{number} is not null" + (f" and not ({no_sale})" if no_sale else ""),
        **draft.each_document({"key": number, "id": document}),
    }
    return f"coalesce({made}.id, {told})", {made: {"key": told}}


def _may_tell(one: Column) -> bool:
    """Whether a column may hold another number of documents; one that counts its rows is none."""
    return one.meaning not in ("reference", "row_number") and one.look.is_numbered


def _alone(one: Column, ids: Sequence[str]) -> set[str]:
    """The values of a column, where each is of one document alone."""
    cells = [cell.rstrip("\u2060").strip() for cell in one.look.cells]
    pairs = {(cell, of) for cell, of in zip(cells, ids, strict=True) if cell}
    values = {cell for cell, _ in pairs}
    return values if len(values) == len(pairs) else set()


def link_rows(drafts: Sequence[MappingDraft]) -> None:
    """The key and the id of each invoice, for payments that write its number otherwise."""
    wanted = {name for draft in drafts for rule in draft.tables for name in rule.get("lookup", {})}
    for draft in drafts:
        for at, key in enumerate(_KEYS):
            made = f"{draft.name}_link_{at}"
            if made in wanted:
                number = numbered_by(draft.table) or ""
                parts = [draft.column(one) for one in (*key.parts, number) if draft.table.has(one)]
                text = f"concat_ws(' ', {', '.join(parts)})"
                owed = both(draft.billed, f"not ({draft.credit})" if draft.credit else "")
                told = {"key": key.sql.format(text=text), "id": draft.document}
                draft.rows[made] = {"from": draft.base, **({"when": owed} if owed else {}), **draft.each_document(told)}


def names_documents(table: FoundTable) -> bool:
    """Whether a list of invoices names some of its own documents as it writes them."""
    known = set(_ids(table)) if numbered_by(table) else set()
    return any(one in known for one in table.cells("reference"))


def _key(bills: FoundTable, named: Sequence[str]) -> LinkKey | None:
    """The first key that tells the invoices of a list apart and that nearly all payments have."""
    for key in _KEYS:
        keys = [key.of(text) for text in _texts(bills, key.parts)]
        if len(set(keys)) == len(keys) and _share([key.of(one) for one in named], set(keys)) >= _FOUND:
            return key
    return None


def _texts(bills: FoundTable, parts: Sequence[str]) -> list[str]:
    """What the list writes of each invoice: the parts before its number, and the number."""
    told = [bills.cells(one) for one in (*parts, numbered_by(bills) or "") if bills.has(one)]
    return [" ".join(cells[row] for cells in told) for row in _invoices(bills)]


def _invoices(bills: FoundTable) -> list[int]:
    """The rows that are invoices, credit notes aside; of an invoice of several rows the last one."""
    meant = kinds_in(bills)
    rows = [row for row, kind in enumerate(bills.kinds[1]) if meant.get(kind) not in _NO_SALES]
    ids = _ids(bills)
    return list({ids[row]: row for row in rows}.values()) if has_several_rows(bills) else rows


def _ids(bills: FoundTable) -> list[str]:
    """The ids of the invoices of a list, as its rules make them."""
    number = numbered_by(bills) or ""
    cells = [bills.cells(one) for one in (*telling(bills, number), number)]
    return ["-".join(part for part in row if part) for row in zip(*cells, strict=True)]


def _share(named: Sequence[str], known: set[str]) -> float:
    return sum(one in known for one in named) / len(named)
