"""The glossary: what the terms of the boards mean, what else they are called, and which metrics they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from crm_metrics.boards import freshness
from crm_metrics.boards.bodies.meanings import Meaning, Meanings
from crm_metrics.boards.catalogue import folded
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.orientation import reading_terms, service_terms, trade_terms
from crm_metrics.boards.orientation.term import Term
from crm_metrics.languages import LANGUAGES
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

THEMES: Mapping[str, tuple[Term, ...]] = {**reading_terms.TERMS, **service_terms.TERMS, **trade_terms.TERMS}
SEARCH = "q"  # the word of the address that holds what is looked for
# By language, the countries whose managers may say another word, those with most speakers first.
COUNTRIES = {
    "es": ("MX", "CO", "ES", "AR", "PE", "VE", "CL", "EC", "GT", "BO", "CR", "DO", "UY", "PY", "PA", "SV", "HN")
}
NAMED = 3  # countries that are named beside a word
# Those that open from the foot of a card whose text has them: what a manager meets there and is told nowhere else.
OPENED = frozenset((
    "Natural limits", "Noise", "Gap", "Effective n", "95% interval", "At one mix", "Association", "q", "Inverted U",
    "Lag", "Simpson's paradox", "Inconclusive", "Cohort", "Erlang C", "RFM",
))  # fmt: skip
PAGES = {  # how the navigation calls them
    "daily": mark("Daily · supervision"),
    "weekly": mark("Weekly · management"),
    "monthly": mark("Monthly · executive"),
    "journey": mark("Journey"),
    "customers": mark("Customers"),
    "customer": mark("Customer file"),
    "pairing": mark("Productivity × satisfaction"),
}


@dataclass(frozen=True)
class GlossaryFacts:
    """What the page shows, in no language: what is looked for, and what surrounds every board."""

    view: View
    frame: Frame


def gather(warehouse: Warehouse, view: View) -> GlossaryFacts:
    """What is looked for; the terms are the same for every company."""
    return GlossaryFacts(view, freshness.around(warehouse, view))


def board(facts: GlossaryFacts, words: Words) -> Board:
    """The terms that fit what is looked for, by theme."""
    typed = next((value for key, value in facts.view.where if key == SEARCH), "")
    found = fitting(typed, words)
    cards = [_card(theme, terms, facts, words) for theme, terms in found.items() if terms]
    search = Filter(
        key=SEARCH,
        label=words("Search"),
        everything=words("Search the terms"),
        choices=(),
        chosen=(typed,) if typed else (),
        free=True,
    )
    return Board(
        key="glossary",
        title=words("Glossary"),
        period=words.many(sum(map(len, found.values())), "One term", "{n} terms"),
        state=Chip("closed", words("what the words mean")),
        summary=(),
        tiles=(),
        cards=tuple(cards) or (_nothing(typed, facts, words),),
        freshness=facts.frame.freshness(words),
        filters=(search,),
        own=(SEARCH,),
    )


def fitting(typed: str, words: Words) -> Mapping[str, Sequence[Term]]:
    """The terms that fit what is looked for, by theme: of a name typed whole, those that are called so alone."""
    asked = folded(typed.strip())
    called = {theme: [term for term in terms if asked in map(folded, names(term, words))]
              for theme, terms in THEMES.items()}  # fmt: skip
    if any(called.values()):
        return called
    return {theme: [term for term in terms if fits(term, typed, words)] for theme, terms in THEMES.items()}


def fits(term: Term, typed: str, words: Words) -> bool:
    """Whether each word typed stands in a term's meaning, or in its names; accents don't matter."""
    texts = folded(" ".join([*names(term, words), words(term.means)]))
    return all(part in texts for part in folded(typed).split())


def names(term: Term, words: Words) -> list[str]:
    """What a term is called: by the reader, in any language, and in other countries of the reader's language."""
    speakers = (words, *map(Words, LANGUAGES))
    said = [words_of(text) for words_of in speakers for text in (term.name, term.also) if text]
    return [one for text in said for one in text.split(", ")] + list(elsewhere(term, words))


def meaning(term: Term, words: Words) -> Meaning:
    """A term in the reader's language; a name that it has already is not said again."""
    name = words(term.name)
    abroad = elsewhere(term, words)
    said = {one.casefold() for one in (name, *abroad)}
    also = [one for one in (words(term.also) if term.also else "").split(", ") if one.casefold() not in said]
    also += [f"{one} ({', '.join(countries)})" for one, countries in abroad.items()]
    metrics = [metric_of(one) for one in term.metrics]
    uses = [(words(one.label), f"explore?{urlencode({'metric': one.name})}") for one in metrics]
    uses += [(words(PAGES[page]), f"{page}?") for page in term.pages]
    return Meaning(name, words(term.means), ", ".join(filter(None, also)), tuple(uses))


def elsewhere(term: Term, words: Words) -> Mapping[str, list[str]]:
    """What companies of other countries call a term in the reader's language, and the first of these countries."""
    found: dict[str, list[str]] = {}
    for code in COUNTRIES.get(words.language, ()):
        said = Words(f"{words.language}-{code}")(term.name)
        if said.casefold() != words(term.name).casefold():
            found.setdefault(said, []).append(words.country(code))
    return {said: [*countries[:NAMED], *(["…"] if len(countries) > NAMED else [])] for said, countries in found.items()}


def named_in(texts: Mapping[str, str], words: Words) -> dict[str, tuple[Meaning, ...]]:
    """By the key of each text of a board the terms worth opening that it has, in the order of the glossary."""
    found: dict[str, tuple[Meaning, ...]] = dict.fromkeys(texts, ())
    for forms, term in _forms(words):
        having = [key for key, text in texts.items() if forms.search(text.casefold())]
        told = meaning(term, words) if having else None
        found |= {key: (*found[key], told) for key in having if told}
    return found


def _forms(words: Words) -> list[tuple[re.Pattern[str], Term]]:
    """Each such term after what finds one of its names as whole words, in small letters."""
    found = []
    for term in (one for terms in THEMES.values() for one in terms if one.name in OPENED):
        names = [words(term.name), *(words(term.also).split(", ") if term.also else ())]
        found.append((re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one.casefold()) for one in names)})(?!\w)"), term))
    return found


def _card(theme: str, terms: Sequence[Term], facts: GlossaryFacts, words: Words) -> Card:
    said = tuple(meaning(term, words) for term in terms)
    count = words.many(len(said), "One term", "{n} terms")
    return Card(
        key="terms-" + theme.split()[0].casefold(),
        title=words(theme),
        subtitle=words("{count} · a link opens where it is used", count=count),
        on_paper=count,
        body=Meanings(said, words("Also:"), words("See:")),
        footer=_footer(facts, words),
        alt=words("{theme}: what its terms mean", theme=words(theme)),
    )


def _nothing(typed: str, facts: GlossaryFacts, words: Words) -> Card:
    title = words("No term fits what was asked")
    reason = words("The words typed have to stand together in the name or the meaning of one term.")
    return Card(
        key="terms",
        title=title,
        subtitle=words("Looked for {asked}", asked=words("“{text}”", text=typed)),
        body=Empty(title, reason, words("Remove the filter"), ((SEARCH, ""),)),
        footer=_footer(facts, words),
        alt=title,
    )


def _footer(facts: GlossaryFacts, words: Words) -> str:
    return " · ".join(filter(None, (words("Source: the glossary of Pulso"), facts.frame.updated_text(words))))
