"""Paper equals screen: every page that offers its PDF is printed by its button in both languages and read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from crm_metrics.printed.sheet import SHAPES as DRAWN
from pages.parts import printing, shell
from tests.printed.conftest import Screens
from tests.printed.reading import A4, POPPLER, boxes, collisions, fonts, numbers, sizes, squeezed, texts
from tests.printed.screen import BOARDS, BUTTONS, Screen

# Pages: all indicators of a process; fifty things that happened with a customer; a hundred objectives and thirty days.
MORE = {"process": 3, "customer": 3, "objectives": 4}
PRESSED = re.compile(
    r"\b(elija|pulse|haga clic|abre|abren|un enlace|choose|click|press|opens? (?:the|both|where)|a link)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[+−]?\d+(?:[.,:]\d+)*")
PRINTED_AT = "23 2026 08:05 8:05"  # `NOW`, in Bogotá
needs_poppler = pytest.mark.skipif(not POPPLER, reason="poppler reads where words lie")


@pytest.fixture(
    scope="module", params=[(page, language) for page in BUTTONS for language in ("es", "en")], ids="-".join
)
def screen(request: pytest.FixtureRequest, screens: Screens) -> Screen:
    """Every page that offers its PDF, in both languages; the tests of one page follow each other."""
    return screens(*request.param)


def test_every_page_of_cards_gives_its_pdf_or_a_file_of_its_own() -> None:
    assert {*BUTTONS, *printing.LEFT_OUT} == set(BOARDS) and not {*BUTTONS} & {*printing.LEFT_OUT}
    assert {entry.name for entry in shell.PAGES} - {*BOARDS} == {"data"}  # of files, and no board


def test_a_page_takes_one_or_two_pages_of_a4_that_lie(screen: Screen) -> None:
    assert 1 <= len(sizes(screen.made)) <= MORE.get(screen.board.key, 2)
    assert {(round(wide, 1), round(high, 1)) for wide, high in sizes(screen.made)} == {(841.9, 595.3)}


def test_every_font_is_embedded_and_is_that_of_the_boards(screen: Screen) -> None:
    found = fonts(screen.made)
    assert found and all(found.values())
    code = {"DejaVu-Sans"} if screen.board.key == "explore" else set()  # what the engine runs, in letters of one width
    assert {name.partition("+")[2][:11] for name in found} - code == {"Source-Sans"}


def test_every_text_of_the_screen_stands_on_paper(screen: Screen) -> None:
    told = squeezed("".join(texts(screen.made)))
    shorter = {card.subtitle for card in screen.board.cards if card.on_paper}
    assert len(screen.texts) > 10
    assert [said for said in screen.texts if squeezed(said) not in told and said not in {*shorter, *DRAWN}] == []
    assert [card.key for card in screen.board.cards if squeezed(card.on_paper) not in told] == []


def test_every_row_of_the_screen_stands_on_paper_with_its_numbers_in_order(screen: Screen) -> None:
    told = squeezed("".join(texts(screen.made)))
    assert [said for said in numbers(screen.board) if squeezed(said) not in told] == []


def test_every_number_of_the_screen_stands_on_paper_as_often_and_none_besides(screen: Screen) -> None:
    shorter = {card.subtitle: card.on_paper for card in screen.board.cards if card.on_paper}
    shown = counted(shorter.get(said, said) for said in screen.texts)
    printed = counted(texts(screen.made))
    assert shown - printed == Counter()
    assert {*printed} - {*shown} - {*counted(about(screen))} == set()


def test_nothing_on_paper_asks_to_be_pressed(screen: Screen) -> None:
    assert [line for text in texts(screen.made) for line in text.splitlines() if PRESSED.search(line)] == []


@needs_poppler
def test_nothing_lies_beyond_the_page_and_nothing_on_one_another(screen: Screen) -> None:
    wide, high = A4
    for words in boxes(screen.made):
        assert [word for word in words if word.left < 15 or word.right > wide - 15] == []
        assert [word for word in words if word.top < 10 or word.foot > high - 5] == []
        assert collisions(words) == []


@needs_poppler
def test_no_page_is_nearly_empty_but_the_last_and_that_holds_more_than_a_line(screen: Screen) -> None:
    *before, last = [max(word.foot for word in words if word.foot < A4[1] - 30) for words in boxes(screen.made)]
    assert [foot for foot in before if foot < 0.55 * A4[1]] == []
    assert last > 0.1 * A4[1]


def counted(given: Iterable[str]) -> Counter[str]:
    """How often each number is said."""
    return Counter(number for said in given for number in NUMBER.findall(said))


def about(screen: Screen) -> Iterator[str]:
    """What head and foot of a sheet say besides: how fresh, filtered how, printed when, what else the screen has."""
    yield from screen.board.freshness
    yield from (card.title for card in screen.board.cards if card.aside)
    for one in screen.board.filters:
        yield one.everything
        yield from (choice.text for choice in one.choices if choice.id in one.chosen)
        yield from one.chosen
        yield from (f"{date.fromisoformat(day):%Y} {date.fromisoformat(day).day}" for day in one.chosen if one.day)
    yield PRINTED_AT
    yield from map(str, range(1, len(sizes(screen.made)) + 1))
