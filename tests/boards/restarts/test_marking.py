"""The foot and the alternative text of a card say what its charts mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.boards.cards import control, ranked, scorecard
from crm_metrics.boards.core import Card, Control, Multiples
from crm_metrics.boards.facts import ProcessLine
from crm_metrics.boards.restarts.marking import told
from crm_metrics.boards.tiles import anew_notes, chip, tile
from crm_metrics.boards.tiles import control as drawn
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, MONDAY, made
from tests.boards.restarts.test_telling import ANEW, YOUNG

EN = Words("en")
USUAL = made("csat", [0.80, 0.82] * 6, process="service")
RESTARTED = replace(
    USUAL, restart=ANEW, signal=replace(USUAL.signal, kind="small", limits=None, lacking="anew", points=2)
)
SAID = f"new baseline since {EN.day(date(2026, 8, 3))} (Guion nuevo <b>): too few weeks yet, 2 of 6"


def card_of(*charts: Control) -> Card:
    body = charts[0] if len(charts) == 1 else Multiples(charts, ())
    return Card(key="a", title="A", subtitle="", body=body, footer="Source: surveys", alt="A")


def test_a_chart_says_since_when_by_whom_and_why_and_marks_the_day() -> None:
    chart = drawn(RESTARTED, EN, "COP", every="week")
    assert (chart.anew, chart.anew_text, chart.anew_said) == (date(2026, 8, 3), "new baseline", SAID)
    (card,) = told([card_of(chart)])
    assert (card.footer, card.alt) == (f"Source: surveys · {SAID}", f"A. {SAID}")


def test_of_several_charts_each_says_what_it_is_of() -> None:
    charts = [drawn(one, EN, "COP", every="week", group="Service") for one in (USUAL, RESTARTED)]
    (card,) = told([card_of(*charts)])
    assert card.footer == f"Source: surveys · Service · {charts[1].name}: {SAID}"


def test_a_card_with_the_usual_baseline_stays_as_it_is() -> None:
    card = card_of(drawn(USUAL, EN, "COP", every="week"))
    assert told([card]) == (card,)


def test_a_tile_and_a_row_say_that_the_baseline_is_new() -> None:
    assert chip(YOUNG, EN).text == "new baseline"
    made_tile = tile(RESTARTED, EN, "COP", every="week", period=RESTARTED.readings[-1].period, aim="Target")
    assert SAID in made_tile.footer
    assert made_tile.chip.text == "new baseline"


def test_a_table_says_below_of_which_of_its_rows_the_baseline_is_new() -> None:
    assert anew_notes([USUAL], "week", EN) == []
    assert anew_notes([USUAL, RESTARTED], "week", EN) == [f"Service · CSAT (top two of five): {SAID}"]
    rows = scorecard.card(scorecard.Scorecard((ProcessLine("service", RESTARTED, USUAL),), MONDAY), FRAME, EN)
    assert f"CSAT (top two of five): {SAID}" in rows.footer


def test_the_chart_of_a_day_is_titled_by_what_it_lacks() -> None:
    card = control.card(replace(RESTARTED, readings=USUAL.readings), FRAME, EN)
    assert "new baseline, too few periods for a verdict yet" in card.title


def test_the_ranked_signals_say_how_many_baselines_were_started_anew_and_by_whom() -> None:
    shown = ranked.Ranking((), 7, anew=(ANEW,))
    assert "One baseline was started anew in these periods, by Ana (1)" in ranked.card(shown, FRAME, EN).footer
    assert "anew" not in ranked.card(ranked.Ranking((), 7), FRAME, EN).footer
