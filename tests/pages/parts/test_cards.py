from __future__ import annotations

from dataclasses import replace
from itertools import count

from crm_metrics.boards.bodies.meanings import Meaning
from crm_metrics.boards.core import Attend, Attention, Card, Chip
from crm_metrics.words import Words
from pages.parts import cards
from pages.parts.sheet import LARGEST, WrittenOnce


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
