from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

from crm_metrics.boards.bodies.meanings import Meaning
from crm_metrics.boards.bodies.noted import CardNote, ChartMark
from crm_metrics.boards.core import Attend, Attention, Board, Card, Chip, Control, Empty, Point
from crm_metrics.words import Words
from pages.parts import cards
from pages.parts.sheet import LARGEST, Sheet, WrittenOnce


def test_cards_fill_rows_of_twelve() -> None:
    one = Card(
        key="a",
        title="t",
        subtitle="s",
        body=Attend((Attention(chip=Chip("watch", "w"), fact="f", detail="d", team="t", owner="o"),)),
        footer="f",
        alt="alt",
    )
    given = [replace(one, key=str(place), width=width) for place, width in enumerate((5, 7, 12, 6, 7, 5))]
    assert [[card.width for card in row] for row in cards._rows(given)] == [[5, 7], [12], [6], [7, 5]]


def test_the_foot_of_a_card_opens_its_terms_and_leads_to_the_glossary() -> None:
    one = Card(key="a", title="t", subtitle="s", body=Attend(()), footer="f", alt="alt")
    html = cards._footer(one, Words("es-CO"), (Meaning("A igual mezcla", "Lo mismo.", "ajustado"),))
    assert '<button class="tk-open" popovertarget="tk-term-a-0" title="Abrir el significado">A igual mezcla' in html
    assert '<div popover id="tk-term-a-0"' in html and "<p>Lo mismo.</p>" in html and "También: ajustado" in html
    assert 'href="glossary?q=A+igual+mezcla"' in html
    assert "tk-term" not in cards._footer(one, Words("es-CO"))


def test_a_small_chart_says_its_signal_and_its_last_value_and_a_card_its_title_once() -> None:
    points = (
        Point(day=date(2026, 1, 5), value=0.8, label="week 2: 80%"),
        Point(day=date(2026, 1, 12), value=None, label="week 3: none"),
    )
    chart = Control(name="CSAT", unit="percent", points=points, group="Sales", chip=Chip("worse", "real decline"))
    assert cards._said(chart) == "Sales CSAT: real decline. week 2: 80%"
    assert cards._said(Control(name="CSAT", unit="percent")) == "CSAT"
    one = Card(key="a", title="It rose", subtitle="s", body=Attend(()), footer="f", alt="It rose: 3")
    assert cards._without_eyes(one, Words("en")) == "It rose: 3"
    assert cards._without_eyes(replace(one, alt="3 weeks"), Words("en")) == "It rose. 3 weeks"
    noted = CardNote(number=1, when="12 Nov", text="Strike", said="event", marks=(ChartMark(chart=0, x=0, until=0),))
    assert cards._without_eyes(replace(one, notes=(noted,)), Words("en")) == (
        "It rose: 3. Notes: 1 · 12 Nov: Strike (event)"
    )


def test_beyond_the_first_cards_each_shows_its_finding_and_opens_by_a_tap_unless_it_holds_nothing() -> None:
    one = Card(key="a", title="Sube <", subtitle="s", body=Attend(()), footer="f", alt="alt")
    held = (one, replace(one, key="b"), replace(one, key="c"), replace(one, key="d", body=Empty("f", "r")))
    board = Board(
        key="daily", title="t", period="", state=Chip("closed", "c"), summary=(), tiles=(), cards=held, freshness=()
    )
    sheet = Sheet(board=board, words=Words("es-CO"), figures={}, config={})
    above = [cards._above(card, sheet) for card in held]
    assert ["tk-unfold" in html for html in above] == [False, False, True, False]
    assert all("<h2>Sube &lt;</h2>" in html for html in above)
    assert "Ver más" in above[2] and '<span class="tk-unseen">: Sube &lt;</span></summary>' in above[2]


def test_a_text_is_made_once_for_what_it_was_made_of_and_a_long_one_is_not_kept() -> None:
    held, made = WrittenOnce(), count(1)
    assert [held.text("a", of, lambda: f"{next(made)}") for of in ("x", "x", "y", "y", "x")] == [
        "1",
        "1",
        "2",
        "2",
        "3",
    ]
    assert held.text("b", "x", lambda: f"{next(made)}") == "4"
    assert [held.text("long", "x", lambda: f"{next(made)}".zfill(LARGEST + 1))[-1] for _ in range(2)] == ["5", "6"]
