"""Which invoice a payment names, however both files write its number; or that it names none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, bare, both
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.subjects.kinds import kinds_in
from crm_metrics.warehouse.suggesting.subjects.lines import has_several_rows, numbered_by, telling
from crm_metrics.words import mark

NO_LINK = mark("which invoices its payments settle: they name none that the list of invoices has")
_KNOWN = 0.5  # of the payments that name an invoice: so many name one of the list as it writes it
_FOUND = 0.9  # … and so many by a key, where the list writes it otherwise
_NO_SALES = ("credit", "payment", "other")
_SEVERAL = re.compile(r"\s*(?:[,;/+&|]| y | e | and )\s*")
_LAST = re.compile(r"(\d+)\D*$")
_TWO = re.compile(r"(\d+)\D+(\d+)\D*$")
_LETTER = re.compile(r"([A-Z])[^A-Z]*$")


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


def _whole(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", bare(text))


_SQL_WHOLE = "regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', '', 'g')"
_SQL_LAST = "ltrim(regexp_extract({text}, '([0-9]+)[^0-9]*$', 1), '0')"
_SQL_BEFORE = "ltrim(regexp_extract({text}, '([0-9]+)[^0-9]+[0-9]+[^0-9]*$', 1), '0')"
_SQL_LETTER = "regexp_extract(upper({text}), '([A-Z])[^A-Z]*$', 1)"
_KEYS = (
    LinkKey(("document_kind", "series"), _whole, _SQL_WHOLE),
    LinkKey(("series",), _whole, _SQL_WHOLE),
    LinkKey((), _whole, _SQL_WHOLE),
    LinkKey(("series",), _two, f"{_SQL_BEFORE} || '-' || {_SQL_LAST}"),
    LinkKey((), _last, _SQL_LAST),
    LinkKey(("document_kind", "series"), _letter, f"{_SQL_LETTER} || '-' || {_SQL_LAST}"),
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
        return None
    key = _key(bills, named) if named else None
    if key is None or invoice is None:
        draft.assumed_of.setdefault("receivable", NO_LINK)
        return None
    return f"{bills.name}_link_{_KEYS.index(key)}", key.sql.format(text=draft.column(invoice))


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
    """What the list writes of each invoice: the parts before its number, and the number; credit notes aside.

    Of an invoice of several rows once.
    """
    told = [bills.cells(one) for one in (*parts, numbered_by(bills) or "") if bills.has(one)]
    meant = kinds_in(bills)
    rows = zip(_ids(bills), zip(*told, strict=True), bills.kinds[1], strict=True)
    found = [(key, " ".join(cells)) for key, cells, kind in rows if meant.get(kind) not in _NO_SALES]
    return list(dict(found).values()) if has_several_rows(bills) else [text for _, text in found]


def _ids(bills: FoundTable) -> list[str]:
    """The ids of the invoices of a list, as its rules make them."""
    number = numbered_by(bills) or ""
    cells = [bills.cells(one) for one in (*telling(bills, number), number)]
    return ["-".join(part for part in row if part) for row in zip(*cells, strict=True)]


def _share(named: Sequence[str], known: set[str]) -> float:
    return sum(one in known for one in named) / len(named)
