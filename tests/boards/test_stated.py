"""Whoever does not see a chart or table hears what it found: a number or what can't be told, never a label alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module

import pytest

from crm_metrics.boards.core import Card, Grid, Heat, Multiples, View
from crm_metrics.figures import bodies
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from tests.demo_company import demo_company

UNTIL = date(2026, 11, 20)
BOARDS: Mapping[str, View] = {
    "daily": View(personal=True),
    "weekly": View(),
    "monthly": View(),
    "process.overview": View(),
    "process": View(process="service"),
    "journey": View(),
    "pairing": View(),
    "customers": View(),
    "portfolio": View(),
    "customer": View(where=(("customer", "crm:C000001"),), personal=True),
    "explore": View(),
    "chosen": View(where=(("shown", "csat,month"), ("shown", "promise_kept_rate,week"), ("shown", "bookings,day"))),
    "objectives": View(),
    "catalogue": View(),
}
# A finding without a number says what the numbers do not carry, or names the one thing that they do.
TOLD = re.compile(
    r"not known|can't be|nothing|no sign|too few|too little|as usual|really|beside its satisfaction|Next line",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def company() -> Iterator[Shop]:
    with demo_company(Asked(customers=1_500, months=15, until=UNTIL), finish=None) as company:
        yield company


@pytest.fixture(scope="module", params=BOARDS)
def told(company: Shop, request: pytest.FixtureRequest) -> dict[str, tuple[Card, ...]]:
    """The cards of a board in both languages."""
    page = import_module(f"crm_metrics.boards.{request.param}")
    facts = page.gather(company, BOARDS[request.param])
    return {language: page.board(facts, Words(language)).cards for language in ("en", "es")}


def numbers(text: str) -> list[str]:
    """The digits of a text, whatever stands between them."""
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", text)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_chart_says_more_than_its_title_and_with_numbers(told: dict[str, tuple[Card, ...]], language: str) -> None:
    for card in told[language]:
        if bodies.charts(card.body) or isinstance(card.body, Heat):
            more = card.alt.removeprefix(card.title)
            # Of several small charts each has a text of its own; the card says the signal of each.
            assert len(more) > 20 if isinstance(card.body, Multiples) else numbers(more), f"{card.key}: {card.alt}"


def test_a_table_is_titled_by_what_it_found(told: dict[str, tuple[Card, ...]]) -> None:
    bare = [
        f"{card.key}: {card.title}"
        for card in told["en"]
        if isinstance(card.body, Grid)
        and not (numbers(card.title) or TOLD.search(card.title) or numbers(card.subtitle.split(" · ")[0]))
    ]
    assert bare == []


def test_both_languages_state_the_same_numbers(told: dict[str, tuple[Card, ...]]) -> None:
    for english, spanish in zip(told["en"], told["es"], strict=True):
        assert english.key == spanish.key
        if isinstance(english.body, Grid | Heat) or bodies.charts(english.body):
            assert numbers(english.title) == numbers(spanish.title), english.key
