"""The glossary explains each term in both languages, leads to where it is used, and finds it by any of its names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_metrics.boards.bodies.meanings import Meanings
from crm_metrics.boards.core import Card, Empty, View
from crm_metrics.boards.orientation import glossary
from crm_metrics.boards.orientation.glossary import THEMES, GlossaryFacts
from crm_metrics.boards.orientation.term import Term
from crm_metrics.metrics import CATALOGUE
from crm_metrics.words import Words
from pages.parts.asked import answered
from pages.parts.shell import PAGES
from tests.boards.board_facts import FRAME

ES, EN = Words("es-CO"), Words("en")
TERMS = [term for terms in THEMES.values() for term in terms]


def cards(words: Words, typed: str = "") -> tuple[Card, ...]:
    asked = (("q", typed),) if typed else ()
    return glossary.board(GlossaryFacts(View(where=asked), FRAME), words).cards


def found(words: Words, typed: str = "") -> list[str]:
    bodies = [card.body for card in cards(words, typed)]
    return [term.name for body in bodies if isinstance(body, Meanings) for term in body.terms]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (ES, "ANS FCR TMO NPS CSAT CES Deserción MRR q U·invertida Brecha Señal Ruido A·igual·mezcla n·efectivo"),
        (EN, "SLA FCR AHT NPS CSAT CES Churn MRR q Inverted·U Gap Signal Noise At·one·mix Effective·n"),
    ],
    ids=["es", "en"],
)
def test_the_terms_that_readers_ask_for_are_there(words: Words, names: str) -> None:
    assert {name.replace("·", " ") for name in names.split()} <= set(found(words))


@pytest.mark.parametrize("words", [ES, EN], ids=["es", "en"])
def test_each_term_is_said_once_in_one_or_two_sentences(words: Words) -> None:
    said = found(words)
    assert len(said) == len({name.casefold() for name in said}) == len(TERMS)
    for term in TERMS:
        means = words(term.means)
        ends = re.findall(r"[.?](?= [A-ZÁÉÍÓÚÑ]|$)", means)
        assert 1 <= len(ends) <= 2 and means.endswith("."), means


def test_each_term_leads_to_metrics_and_pages_that_there_are() -> None:
    pages = {entry.name: entry.title for entry in PAGES}
    for term in TERMS:
        assert set(term.metrics) <= set(CATALOGUE), term.name
        assert all(pages[page] == glossary.PAGES[page] for page in term.pages), term.name
    of_sla = glossary.meaning(next(term for term in TERMS if term.name == "SLA"), ES)
    assert of_sla.uses[0] == ("Cumplimiento de ANS", "explore?metric=sla_compliance")
    assert glossary.meaning(next(term for term in TERMS if term.name == "Gap"), EN).uses[-1] == (
        "Weekly · management", "weekly?",
    )  # fmt: skip


@pytest.mark.parametrize("words", [ES, EN], ids=["es", "en"])
@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_does_not_give_its_own_name_as_another_one(term: Term, words: Words) -> None:
    said = glossary.meaning(term, words)
    others = [one.casefold() for one in said.also.split(", ")]
    assert said.name.casefold() not in others
    assert len(others) == len(set(others))


@pytest.mark.parametrize("typed", ["churn", "desercion", "Deserción", "attrition", "FUGA de clientes"])
@pytest.mark.parametrize("words", [ES, EN], ids=["es", "en"])
def test_a_term_is_found_by_its_names_in_any_language_without_accents(words: Words, typed: str) -> None:
    assert words("Churn") in found(words, typed)
    assert len(found(words, typed)) < 4


@pytest.mark.parametrize(
    ("locale", "typed"), [("es-CO", "cobro"), ("es-MX", "Cobro"), ("es-MX", "recaudo"), ("es", "Cobro")]
)
def test_a_term_is_found_by_what_it_is_called_in_any_country(locale: str, typed: str) -> None:
    words = Words(locale)
    assert words("Cash collected") in found(words, typed)  # Recaudo in Colombia, Cobro in Mexico


def test_a_name_typed_whole_finds_the_term_of_that_name_alone() -> None:
    assert found(ES, "ANS") == found(ES, "sla") == ["ANS"]  # not every word that holds these letters
    assert len(found(ES, "an")) > 1


def test_nothing_found_quotes_what_was_asked_and_offers_the_way_back() -> None:
    (only,) = cards(ES, "ñandú")
    assert isinstance(only.body, Empty)
    assert only.subtitle == "Se buscó «ñandú»"
    assert only.body.goto == (("q", ""),)


def test_the_page_answers_to_its_search_and_keeps_it_to_itself() -> None:
    board = glossary.board(GlossaryFacts(View(), FRAME), EN)
    assert answered({"q": ["churn"]}, board) == ({"q": ["churn"]}, [])
    assert board.own == ("q",)
    assert board.period == f"{len(TERMS)} terms"


def test_a_word_of_other_countries_stands_beside_the_readers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    term = next(term for term in TERMS if term.name == "SLA")  # ANS in Colombia, SLA in Mexico, Spain and Argentina
    said = {"es-MX": "SLA", "es-ES": "SLA", "es-AR": "SLA", "es-CO": "ANS"}
    monkeypatch.setattr(glossary, "Words", lambda locale: lambda _: said.get(locale, "ANS"))
    assert glossary.elsewhere(term, ES) == {"SLA": ["México", "España", "Argentina"]}
    assert glossary.meaning(term, ES).also == "acuerdo de nivel de servicio, SLA (México, España, Argentina)"
    monkeypatch.setattr(glossary, "Words", lambda locale: lambda _: "ANS" if locale == "es-CO" else "SLA")
    assert glossary.elsewhere(term, ES) == {"SLA": ["México", "España", "Argentina", "…"]}
    assert glossary.elsewhere(term, EN) == {}


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Teams at one mix · q: corrected for 12 tests", EN, ["At one mix", "q"]),
        ("Equipos a igual mezcla · q: corregido por 12 pruebas", ES, ["A igual mezcla", "q"]),
        ("banda: rutina · límites naturales", ES, ["Ruido", "Límites naturales"]),
        ("Quality, quarters and routines of n = 30", EN, []),  # whole words alone
        ("Casos por equipo", ES, []),
    ],
)
def test_the_text_of_a_card_opens_the_terms_that_it_has(text: str, words: Words, names: list[str]) -> None:
    found = glossary.named_in({"card": text, "other": "n"}, words)
    assert [term.name for term in found["card"]] == names
    assert found["other"] == ()


def test_a_word_that_the_company_chooses_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    promise, card = next(one for one in TERMS if one.name == "SLA"), {"card": "Es una U invertida"}
    (told,) = glossary.named_in(card, Words("es-CO"))["card"]
    assert "un asesor" in told.means and "SLA" in glossary.elsewhere(promise, Words("es-CO"))
    (tmp_path / "terms.toml").write_text('agent = "agente"\nservice_promise = "SLA"\n', encoding="utf-8")
    (told,) = glossary.named_in(card, Words("es-CO"))["card"]
    assert "un agente" in told.means and glossary.elsewhere(promise, Words("es-CO")) == {}


def test_what_opens_from_a_card_is_in_the_glossary() -> None:
    assert {term.name for term in TERMS} >= glossary.OPENED
