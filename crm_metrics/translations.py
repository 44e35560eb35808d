"""What a language says for each sentence of the code: one alone, or one of the forms that a number asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from crm_metrics import languages, terms

ENGLISH_FORMS = "n != 1"  # the rule of the source language, as gettext writes it


def mark(text: str) -> str:
    """`text` itself; tells the search for sentences that it is one."""
    return text


@dataclass(frozen=True)
class Translations:
    """The sentences of a language under those of the code; what is not there is said as the code has it."""

    texts: Mapping[str, str]
    """By the English sentence; of a counted one, by its singular, the form of one."""
    counted: Mapping[str, tuple[str, ...]]
    """The forms of a counted sentence, in the order of the catalogue, by its English singular."""
    form: Callable[[int], int]
    """Which of these forms a number takes: Plural-Forms of the catalogue's head."""

    def text(self, sentence: str) -> str:
        """The sentence in this language, else in English."""
        return self.texts.get(sentence) or sentence

    def of(self, n: int, singular: str, plural: str) -> str:
        """The form that n takes; where the catalogue has no such pair, `singular` when n is 1, else `plural`."""
        forms = self.counted.get(singular, ())
        said = forms[self.form(abs(n))] if forms else ""
        return said or self.text(singular if abs(n) == 1 else plural)


@cache
def varied(language: str, instead: terms.Swaps) -> Translations:
    """The catalogue of a language in the words that a company uses: each of its sentences with `instead` put in."""
    plain = translations(language)
    if not instead:
        return plain
    texts = {sentence: terms.put(said, instead) for sentence, said in plain.texts.items()}
    counted = {one: tuple(terms.put(form, instead) for form in forms) for one, forms in plain.counted.items()}
    return Translations(texts, counted, plain.form)


@cache
def translations(language: str, folder: Path = languages.LOCALES) -> Translations:
    """The catalogue of a language, read at run time; an empty one where it has none, as English."""
    path = folder / language / languages.CATALOGUE
    if not path.exists():
        return Translations({}, {}, c2py(ENGLISH_FORMS))
    with path.open("rb") as file:
        return _of_catalogue(read_po(file, locale=language))


def _of_catalogue(catalogue: Catalog) -> Translations:
    form = c2py(catalogue.plural_expr)
    texts: dict[str, str] = {}
    counted: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:  # the head, and what a translator has still to look at
            continue
        sentence, said = message.id, message.string
        if isinstance(sentence, str):
            texts[sentence] = str(said)
        else:
            counted[sentence[0]] = tuple(map(str, said or ()))
            texts[sentence[0]] = counted[sentence[0]][form(1)]
    return Translations(texts, counted, form)
