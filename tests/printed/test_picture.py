"""The picture of a card: what it is, whence, of when and of whom; a Chromium takes it, or a sentence says why not."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from crm_metrics.access import Scope
from crm_metrics.boards.bodies.noted import CardNote, ChartMark
from crm_metrics.boards.core import Card, View
from crm_metrics.errors import QuestionError
from crm_metrics.figures import bodies
from crm_metrics.figures.look import Look
from crm_metrics.figures.notes import STRIP
from crm_metrics.figures.palette import LIGHT
from crm_metrics.metrics.shop import Shop
from crm_metrics.printed import picture as module
from crm_metrics.printed.paper import Paper, paper
from crm_metrics.printed.picture import WIDTH, has_picture, lacking, page, picture
from crm_metrics.words import Words
from tests.printed.reading import NOW, board_of

needs_chromium = pytest.mark.skipif(
    not any(shutil.which(name) for name in module.NAMES), reason="a Chromium takes the picture"
)


@pytest.fixture
def anew() -> Iterator[None]:
    """What a machine lacks is looked up anew, before and after."""
    module._looked_up.cache_clear()
    yield
    module._looked_up.cache_clear()


def board(company: Shop, name: str, locale: str = "es-CO", view: View | None = None) -> Paper:
    made = board_of(name, company, locale, view)
    return paper(company, made, view or View(), Words(locale), address="https://pulso.example.com", at=NOW)


def told(html: str) -> str:
    """What a page says, each gap one space."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html.split("</style>")[1])))


def drawn(sheet: Paper) -> list[Card]:
    return [card for card in sheet.board.cards if has_picture(card)]


@pytest.mark.parametrize("locale", ["es-CO", "en"])
@pytest.mark.parametrize("name", ["daily", "weekly", "monthly"])
def test_a_picture_says_what_it_is_whence_of_when_and_of_whom(company: Shop, name: str, locale: str) -> None:
    sheet = board(company, name, locale)
    cards = drawn(sheet)
    assert cards
    for card in cards:
        said = told(page(sheet, card)[0])
        wanted = [card.title, card.on_paper or card.subtitle, card.footer, sheet.company, sheet.board.title]
        wanted += [sheet.board.period, *sheet.asked, f"https://pulso.example.com/{name}", *sheet.notices]
        assert [one for one in wanted if re.sub(r"\s+", " ", one) not in said] == []


def test_its_numbers_are_those_of_the_screen(company: Shop) -> None:
    sheet = board(company, "monthly")
    card = next(card for card in drawn(sheet) if card.key == "plan")
    figure = bodies.spec(card.body, Look(sheet.words, LIGHT, sheet.currency))
    notes = [re.sub(r"<[^>]+>", "", note["text"]) for note in figure["layout"]["annotations"]]
    assert notes
    said = re.sub(r"\s", "", told(page(sheet, card)[0]))
    assert [note for note in notes if re.sub(r"\s", "", unescape(note)) not in said] == []


def test_a_reader_of_a_part_sends_his_part_by_name(company: Shop) -> None:
    sheet = board(company, "daily", view=View(scope=Scope(processes=("collections",))))
    assert all("Solo Cobranzas" in told(page(sheet, card)[0]) for card in drawn(sheet))


def test_a_picture_asks_for_nothing_and_runs_nothing(company: Shop) -> None:
    sheet = board(company, "daily")
    card = replace(drawn(sheet)[0], title='<script>alert(1)</script><img src="http://evil.example">')
    html = page(sheet, card)[0]
    assert "<script" not in html and "<img" not in html and "<a " not in html
    assert "default-src 'none'" in html
    assert not re.search(r"url\((?!\"data:)", html)


def test_a_card_without_a_chart_has_no_picture(company: Shop) -> None:
    made = {card.key: card for card in board(company, "daily").board.cards}
    assert has_picture(made["control"]) and not has_picture(made["attend"])


@needs_chromium
def test_it_is_a_png_of_two_pixels_for_one_in_light_colours(company: Shop) -> None:
    sheet = board(company, "monthly")
    card = drawn(sheet)[0]
    made = Image.open(io.BytesIO(picture(sheet, card))).convert("RGB")
    assert made.format is None and made.size == (2 * WIDTH, 2 * page(sheet, card)[1])
    corners = [made.getpixel((x, y)) for x in (2, made.width - 3) for y in (2, made.height - 3)]
    assert set(corners) == {(255, 255, 255)}
    inks = {ink for _, ink in made.getcolors(made.width * made.height) or ()}
    assert tuple(bytes.fromhex(LIGHT.data[1:])) in inks and tuple(bytes.fromhex(LIGHT.ink[1:])) in inks


def test_where_no_chromium_is_found_one_sentence_says_what_to_install(
    company: Shop, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(module, "ELSEWHERE", ())
    lack = lacking()
    assert lack is not None and "apt-get install chromium" in Words("es-CO").error(lack)
    sheet = board(company, "daily")
    with pytest.raises(QuestionError, match="needs Chromium or Chrome"):
        picture(sheet, drawn(sheet)[0])


def test_a_chromium_is_looked_for_once_a_minute_and_one_installed_later_is_found(
    monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    asked: list[str] = []
    now = 600.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    monkeypatch.setattr(shutil, "which", lambda name: asked.append(name))
    monkeypatch.setattr(module, "ELSEWHERE", ())
    assert lacking() is not None and lacking() is not None
    assert asked == list(module.NAMES)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium")
    assert lacking() is not None
    now = 660.0
    assert lacking() is None


def test_a_chromium_that_gives_nothing_is_told_and_tried_without_its_sandbox(
    company: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, anew: None
) -> None:
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str], **_: Any) -> Any:
        asked.append(command)
        if len(asked) == 2:
            raise subprocess.TimeoutExpired(command, 60)
        return subprocess.CompletedProcess(command, 1, b"", b"No usable sandbox!")

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    sheet = board(company, "daily")
    with pytest.raises(QuestionError, match="chromium gave no picture"):
        picture(sheet, drawn(sheet)[0])
    assert ["--no-sandbox" in command for command in asked] == [False, True]


@pytest.mark.parametrize("written", ["w" * 280, "警" * 280, "<script>alert(1)</script> 🚧"])
def test_a_picture_has_the_notes_of_its_chart_below_it_and_room_for_them(company: Shop, written: str) -> None:
    sheet = board(company, "weekly")
    card = next(one for one in drawn(sheet) if one.key.startswith("six_twelve"))
    mark = ChartMark(chart=0, x=2, until=2)
    noted = replace(card, notes=(CardNote(number=1, when="12 nov", text=written, said="evento", marks=(mark,)),))
    (bare, before), (html, after) = page(sheet, card), page(sheet, noted)
    assert f"1 · 12 nov: {written} (evento)" in told(html).replace("( ", "(") and "<script" not in html
    letters = len(written) * (2 if written.startswith("警") else 1)
    assert after - before >= STRIP + 18 * (letters * 13 * 0.5 // WIDTH + 1)
    assert "12 nov:" not in bare
