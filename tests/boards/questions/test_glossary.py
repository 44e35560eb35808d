"""What somebody new to the boards asks of the glossary: where each answer stands, and what it leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_metrics.boards import explore
from crm_metrics.boards.bodies.meanings import Meaning, Meanings
from crm_metrics.boards.core import Board, View
from crm_metrics.boards.orientation import glossary
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.questions.asking import APRIL, EN, SEEN, cells, queried

ES = Words("es-CO")


def page(company: Shop, typed: str = "", words: Words = ES) -> Board:
    view = View(where=(("q", typed),) if typed else ())
    return glossary.board(glossary.gather(company, view), words)


def terms(board: Board) -> list[Meaning]:
    return [term for card in board.cards if isinstance(card.body, Meanings) for term in card.body.terms]


def test_what_does_this_word_mean(company: Shop) -> None:
    (found,) = terms(page(company, "ANS"))
    assert found.name == "ANS"
    assert found.means.startswith("El tiempo prometido para responder o resolver")


def test_what_do_we_call_it_at_home(company: Shop) -> None:
    """The word of another country stands beside the own one, and finds it."""
    (found,) = terms(page(company, "Cobro"))
    assert found.name == "Recaudo" and "Cobro (México, España, Argentina, …)" in found.also


def test_where_do_i_see_it_and_what_is_it_here(company: Shop) -> None:
    """The link of the term opens its metric, whose value is that of the clocks that ran out in the month."""
    (found,) = terms(page(company, "SLA", EN))
    led = dict(found.uses)["First-response SLA"]
    assert led == "explore?metric=first_response_sla"
    met, due = company.fetch(
        "select count_if(c.met), count(c.met) from shape.sla_clock c where clock = 'first_response'"
        f" and due_on {APRIL} and process <> 'presales'"
    )[0]
    view = replace(SEEN, where=(("metric", "first_response_sla"), ("process", "service")))
    whole = cells(explore.board(explore.gather(company, view), EN), "cut")["whole"]["value"]
    assert whole.text == EN.percent(met / due)
    assert queried(company, "first_response_sla", process="service") == pytest.approx(met / due)


def test_how_do_i_know_whether_a_change_is_real(company: Shop) -> None:
    names = {term.name for term in terms(page(company))}
    assert {"Señal", "Ruido", "Límites naturales"} <= names
    (signal,) = terms(page(company, "Señal"))
    assert ("Gestión semanal", "weekly?") in [(text, page) for text, page in signal.uses] or signal.uses
