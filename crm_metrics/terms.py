"""Which word a company has for a thing that countries call by different names: ANS or SLA, recaudo, cobranza or cobro.

    service_promise = "SLA"        # terms.toml in the company's folder
    agent = "agente"

The catalogue of a language says one word for each thing; `locales/LANGUAGE/terms.toml` has the others. Which of them
holds is told by the country of the company's locale, and thing by thing by the company's own file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from crm_metrics import settings
from crm_metrics.declared import Problem, Stamp, read, stamp
from crm_metrics.errors import DefinitionError
from crm_metrics.languages import DEFAULT, LOCALES

FILE = "terms.toml"

Swaps = tuple[tuple[str, str], ...]  # what the catalogue says → what is said instead; small letters
Things = Mapping[str, Mapping[str, "TermForms"]]  # thing → word → its forms; the first word is the catalogue's


class TermForms:
    """A word for a thing. forms: as in the file; countries: whose companies say it."""

    def __init__(self, forms: tuple[str, ...], countries: frozenset[str]) -> None:
        self.forms = forms
        self.countries = countries


@cache
def things(language: str, folder: Path = LOCALES) -> Things:
    """The things of a language that have several words; none where it has no such file."""
    path = folder / language / FILE
    if not path.exists():
        return {}
    return {
        thing: {
            word: TermForms(tuple(section.values["forms"]), frozenset(section.values.get("countries", ())))
            for word, section in words.sections()
        }
        for thing, words in read(path).sections()
    }


def swaps(language: str, country: str | None, folder: Path | None = None) -> Swaps:
    """What is said instead of the catalogue's words by a company of a country (ISO 3166), or by its own choice."""
    return _swaps(language, (country or "").upper(), stamp((folder or settings.company_folder()) / FILE))


def problem(folder: Path | None = None) -> Problem | None:
    """Why the company's choices can't be used, or None."""
    return _chosen(stamp((folder or settings.company_folder()) / FILE))[1]


def put(text: str, instead: Swaps) -> str:
    """`text` with the words of the company: whole words only, a capital stays one, gaps are left alone."""
    if not instead or not text:
        return text
    found, by_form = _pattern(instead)
    return found.sub(lambda match: _in_case(match, by_form), text)


@lru_cache(maxsize=64)
def _pattern(instead: Swaps) -> tuple[re.Pattern[str], Mapping[str, str]]:
    by_form = {said.lower(): other for said, other in instead}
    forms = "|".join(re.escape(said) for said in sorted(by_form, key=len, reverse=True))
    return re.compile(rf"\{{[^}}]*\}}|(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE), by_form


def _in_case(match: re.Match[str], by_form: Mapping[str, str]) -> str:
    said = match[0]
    other = by_form.get(said.lower())
    if other is None:  # a gap
        return said
    return other[:1].upper() + other[1:] if said[:1].isupper() else other


@lru_cache(maxsize=64)
def _swaps(language: str, country: str, file: Stamp | None) -> Swaps:
    chosen = _chosen(file)[0] if language == DEFAULT else {}
    pairs: list[tuple[str, str]] = []
    for thing, words in things(language).items():
        own, *_ = words.values()
        of_country = (word for word in words.values() if country in word.countries)
        word = words[chosen[thing]] if thing in chosen else next(of_country, own)
        pairs += [pair for pair in zip(own.forms, word.forms, strict=True) if pair[0] != pair[1]]
    return tuple(pairs)


@lru_cache(maxsize=8)
def _chosen(file: Stamp | None) -> tuple[Mapping[str, str], Problem | None]:
    if file is None:
        return {}, None
    path, known = Path(file[0]), things(DEFAULT)
    try:
        given = read(path)
        given.only(known)
        return {thing: given.choice(thing, known[thing]) for thing in given.values}, None
    except DefinitionError as error:
        return {}, Problem(path.as_posix(), error)
