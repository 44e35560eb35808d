"""What columns and states are called, in Spanish, Portuguese and English, and what the words mean."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as resources

from crm_metrics.warehouse.mapping.language import folded

EXACT, PART, WEAK = 0.95, 0.7, 0.5  # how sure a name is: it is listed, a listed one stands in it, a listed word does
_ASIDE = re.compile(  # what a name says beside its meaning: the currency, the tax, the zone
    r" (?:\$|%|r\$|mxn|cop|clp|usd|eur|brl|pen|ars|mn|m n|utc|pesos|euros|soles|sin iva|con iva|iva incluido|"
    r"sin igv|con igv|sin impuestos|con impuestos|antes de impuestos|antes de iva|sem impostos|com impostos|"
    r"excl tax|incl tax)(?= )"
)
_SMALL = frozenset(("de", "del", "la", "el", "los", "las", "da", "do", "das", "dos", "of", "the", "a", "al", "o", "os"))
_RUN = 7  # letters of words run together: fewer may be another word
_ALONE = frozenset(("cod", "codigo", "clave"))  # codes of anything, where they say more
_CODE = re.compile(r"^\d{1,3} (?=\D)")  # "1 - Factura A"
_SPELT = re.compile(r"(?<!\S)(?:[a-z] ){2,}[a-z](?!\S)")  # R.U.C., I.V.A.
_CODED = re.compile(r"\s+[-–—]\s+|\s*[:|/()=–—]\s*|(?<=^[A-Za-z])-(?=[A-Za-z]{3})")  # between a code and its words
_CREDIT_WORDS = ("devol", "nota", "credit", "return", "refund", "rectificativ", "abono")
_HEADING = 5  # words of a heading: more are a remark
_CODE_LETTERS = 4  # the longest code of a kind of document
_CANCELLED = re.compile(
    r"(?:anulad|anulac|cancelad|cancel+ed|void|nul[oa]s? |reversad|e[sx]tornad|sin efecto|(?:dad[oa] )?de baja)"
)
_PARTLY = re.compile(r"\b(?:parcial|total|partial)")  # an invoice that is cancelled in part is paid in part
_OF_ANOTHER = re.compile(r"\b(?:rectificad|modificad|afectad|relacionad|sustituid|corregid|referenciad|original)")
_PLURAL = re.compile(  # Facturas, notas de crédito: what stands above several
    r"\b(factura|boleta|venta|nota|invoice|sale|note|memo|devolucion|fatura|venda|ticket|recibo)(?:es|s)\b"
)
_MARKS = re.compile(r"[^\w$%#]+")
_CAPITAL = "A-ZÁÉÍÓÚÜÑÀÂÊÔÃÕÇ"
_JOINT = re.compile(  # InvoiceDate, IDCliente
    rf"(?<=[^\W\d_{_CAPITAL}])(?=[{_CAPITAL}])|(?<=[{_CAPITAL}])(?=[{_CAPITAL}][^\W\d_{_CAPITAL}])"
)


@dataclass(frozen=True, kw_only=True)
class Dictionary:
    """The words of `words.toml`, plain."""

    columns: Mapping[str, str]
    """A name of a column → its meaning."""
    shorter: Mapping[str, str]
    """The same without the small words between, where that leaves one meaning."""
    joined: Mapping[str, str]
    """The same with its words run together, where several are and that leaves one meaning."""
    states: Mapping[str, frozenset[str]]
    """What a state says → its words."""
    answers: Mapping[str, frozenset[str]]
    """What a cell says where a column asks whether somebody agrees → its words: yes, no; refused, granted."""
    documents: Mapping[str, frozenset[str]]
    """The kind of a document → its words."""
    signs: Mapping[str, tuple[str, ...]]
    """What parts of a text tell."""
    five: Sequence[frozenset[str]]
    """Answers in words, from the best to the worst."""
    ladders: Sequence[Sequence[frozenset[str]]]
    """Other scales in words, each from the best to the worst, on which a word has another place."""
    currencies: Mapping[str, frozenset[str]]
    """A currency (ISO 4217) → its words."""
    own_currency: frozenset[str]
    """What people call the money of their own country."""


@cache
def dictionary() -> Dictionary:
    """The words that come with the product."""
    text = resources("crm_metrics.warehouse.suggesting").joinpath("words.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    columns = {plain(word): meaning for meaning, listed in words["columns"].items() for word in listed}
    short, joined = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for word, meaning in columns.items():
        short[_short(word)].add(meaning)
        for one in (word, _short(word)):
            joined[one.replace(" ", "")].update([meaning] if " " in one else [])
    return Dictionary(
        columns=columns,
        shorter={word: next(iter(meant)) for word, meant in short.items() if len(meant) == 1 and word},
        joined={word: next(iter(meant)) for word, meant in joined.items() if len(meant) == 1 and len(word) >= _RUN},
        states={name: frozenset(map(plain, listed)) for name, listed in words["states"].items()},
        answers={name: frozenset(map(plain, listed)) for name, listed in words["answers"].items()},
        documents={name: frozenset(map(plain, listed)) for name, listed in words["documents"].items()},
        signs={name: tuple(map(plain, listed)) for name, listed in words["signs"].items()},
        five=[frozenset(map(plain, listed)) for listed in words["scales"]["five"]],
        ladders=[[frozenset(map(plain, step)) for step in steps] for steps in words["scales"]["ladders"]],
        own_currency=frozenset(map(plain, words["own_currency"]["words"])),
        currencies={name: frozenset(map(plain, listed)) for name, listed in words["currencies"].items()},
    )


def plain(text: str) -> str:
    """A text without case, accents and marks, its words one blank apart."""
    bare = folded(text.replace("°", "o").replace("№", "no")).replace("_", " ")
    return " ".join(_MARKS.sub(" ", bare).split()) or bare.strip()


def _short(name: str) -> str:
    """A plain name without the small words in it: fecha de la factura is fecha factura."""
    return " ".join(word for word in name.split() if word not in _SMALL)


def apart(name: str) -> str:
    """A name with a blank between words that it runs together."""
    return _JOINT.sub(" ", name)


def says(sign: str, text: str) -> bool:
    """Whether a text has one of the parts that tell `sign`, each at the beginning of a word."""
    words = f" {plain(text)}"
    return any(f" {part}" in words for part in dictionary().signs[sign])


def state_of(value: str, among: Sequence[str]) -> str | None:
    """Which of some states a value says."""
    said = plain(value)
    states = dictionary().states
    told = next((name for name in among if said in states[name]), None)
    if told is None and "cancelled" in among and not any(said in words for words in states.values()):
        return "cancelled" if _CANCELLED.match(said) and not _PARTLY.search(said) else None
    return told


def currency_of(value: str) -> str:
    """The currency that a value says; "" for the company's own, which people call pesos."""
    told = next((code for code, words in dictionary().currencies.items() if plain(value) in words), "")
    if not told and re.fullmatch(r"[A-Z]{3}", value) and value not in ("MXP", "XXX"):  # XXX: none, as in those of SAT
        return value
    return told


def document_of(value: str) -> str | None:
    """Which kind of document a value says: the whole of it, its words beside a code, or what it begins with."""
    said = plain(value)
    bare = _CODE.sub("", said)
    kinds = dictionary().documents
    whole = next((name for name, words in kinds.items() if said in words or bare in words), None)
    if whole:
        return whole
    for name in ("credit", "other"):
        if says(f"{name}_document", bare):
            return name
    if _PLURAL.search(bare):
        return document_of(_PLURAL.sub(r"\1", bare))
    code, worded = _coded(value)
    if worded:
        return document_of(worded) or (document_of(code) if len(code) > 1 else None)
    begun = [
        (len(word), name)
        for name, words in kinds.items()
        for word in words
        if bare.startswith(f"{word} ") and (len(word) > 3 or len(bare) - len(word) <= 3)
    ]
    return max(begun)[1] if begun else None


def heads_credits(line: str) -> bool:
    """Whether a line that stands alone names rows below it that take money off: Devoluciones, Notas de crédito."""
    words = plain(line).split()
    return 0 < len(words) <= _HEADING and words[0].startswith(_CREDIT_WORDS) and document_of(line) == "credit"


def _coded(value: str) -> tuple[str, str]:
    """A code of a few letters and the words beside it, of "E - Egreso" and "Egreso (E)"; nothing of another value."""
    parts = [part.strip() for part in _CODED.split(value) if part.strip()]
    if len(parts) != 2:
        return "", ""
    code, words = sorted(parts, key=len)
    return (code, words) if len(code) <= _CODE_LETTERS <= len(words) and len(code) < len(words) else ("", "")


@cache
def meanings(name: str) -> tuple[tuple[str, float], ...]:
    """What the name of a column may mean, the surest first, each with how sure it is."""
    said = plain(name)
    known = dictionary().columns
    if said in known:
        return ((known[said], EXACT),)
    bare = _ASIDE.sub(" ", f" {said} ").strip()
    if bare != said and bare in known:
        return ((known[bare], EXACT - 0.05),)
    short = _short(bare)
    if short in dictionary().shorter:
        return ((dictionary().shorter[short], EXACT - 0.05),)
    if said in dictionary().joined:
        return ((dictionary().joined[said], EXACT - 0.05),)
    spelt = _SPELT.sub(lambda letters: letters[0].replace(" ", ""), said)
    if spelt != said:
        return meanings(spelt)
    if plain(apart(name)) != said:
        return meanings(apart(name))
    found: dict[str, float] = {}
    for words in (said.split(), bare.split()):
        for length in range(min(len(words), 6), 0, -1):
            _add_parts(found, words, length)
    if "document" in found and _OF_ANOTHER.search(said):  # Factura rectificada: the one that this row is about
        found.setdefault("reference", found.pop("document"))
    return tuple(sorted(found.items(), key=lambda one: -one[1]))


def _add_parts(found: dict[str, float], words: Sequence[str], length: int) -> None:
    """The known names of so many words that stand in a longer one."""
    known = dictionary().columns
    for at in range(len(words) - length + 1):
        part = " ".join(words[at : at + length])
        if part in known and len(part) > 2 and part not in _ALONE:
            share = length / len(words)
            sure = PART + 0.15 * share if length > 1 else _of_one(at, share)
            found.setdefault(known[part], round(sure, 2))


def _of_one(at: int, share: float) -> float:
    """How sure a single known word in a longer name is: a name begins with what it is about."""
    if share >= 0.5:
        return PART - 0.1
    return PART - 0.15 if at == 0 else WEAK * share
