"""Which invoice a payment names, however both files write its number; or that it names none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.dictionary import document_of
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, bare
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.subjects.lines import numbered_by, telling
from crm_metrics.words import mark

NO_LINK = mark("which invoices its payments settle: they name none that the list of invoices has")
_KNOWN = 0.5  # of the payments that name an invoice: so many name one of the list as it writes it
_FOUND = 0.9  # … and so many by a key, where the list writes it otherwise
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


def link_of(draft: MappingDraft, invoice: str | None) -> tuple[str, str] | None:
    """The rows to be looked up for the invoice of a payment, and the SQL of its key; None where it is named as it is.

    Where payments name no invoice of the list, what is owed can't be told: their numbers are marked.
    """
    bills = next(
        (one for one in draft.everything if one.subject == "invoices" and one.any("total", "amount", "net")), None
    )
    if bills is None or numbered_by(bills) is None:
        return None
    named = [one for one in draft.table.cells(invoice) if one] if invoice else []
    if named and _share(named, set(_ids(bills))) >= _KNOWN:
        return None
    key = _key(bills, named) if named else None
    if key is None or invoice is None:
        draft.assumed.append(NO_LINK)
        return None
    return f"{bills.name}_link_{_KEYS.index(key)}", key.sql.format(text=draft.column(invoice))


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
                owed = f"not ({draft.credit})" if draft.credit else ""
                told = {"key": key.sql.format(text=text), "id": draft.document}
                draft.rows[made] = {"from": draft.base, **({"when": owed} if owed else {}), **draft.each_document(told)}


def _key(bills: FoundTable, named: Sequence[str]) -> LinkKey | None:
    """The first key that tells the invoices of a list apart and that nearly all payments have."""
    for key in _KEYS:
        keys = [key.of(text) for text in _texts(bills, key.parts)]
        if len(set(keys)) == len(keys) and _share([key.of(one) for one in named], set(keys)) >= _FOUND:
            return key
    return None


def _texts(bills: FoundTable, parts: Sequence[str]) -> list[str]:
    """What the list writes of each invoice, once: the parts before its number, and the number; credit notes aside."""
    told = [bills.cells(one) for one in (*parts, numbered_by(bills) or "") if bills.has(one)]
    kinds = bills.cells("document_kind") if bills.has("document_kind") else [""] * len(told[0])
    rows = zip(zip(*told, strict=True), kinds, _ids(bills), strict=True)
    return [
        text
        for text, _ in dict.fromkeys((" ".join(cells), of) for cells, kind, of in rows if document_of(kind) != "credit")
    ]


def _ids(bills: FoundTable) -> list[str]:
    """The ids of the invoices of a list, as its rules make them."""
    number = numbered_by(bills) or ""
    cells = [bills.cells(one) for one in (*telling(bills, number), number)]
    return ["-".join(part for part in row if part) for row in zip(*cells, strict=True)]


def _share(named: Sequence[str], known: set[str]) -> float:
    return sum(one in known for one in named) / len(named)
