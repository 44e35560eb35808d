"""The catalogue finds a metric by the words of its reader, and says which file would make it computable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crm_metrics.boards import catalogue, handbook
from crm_metrics.boards.catalogue import CatalogueFacts, Line
from crm_metrics.boards.core import Card, Empty, FactSheet, Grid, View
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.lacks import Lack
from crm_metrics.metrics.own.inquiries import Inquiry
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

ES, EN = Words("es-CO"), Words("en")
THROUGH = date(2026, 11, 16)
LINES = (
    Line(CATALOGUE["win_rate"], (), THROUGH),
    Line(CATALOGUE["customer_retention_rate"], (Lack(("subscription", "order_line")),)),
    Line(CATALOGUE["csat"], (Lack(("survey",)),)),
)


def card(facts: CatalogueFacts, key: str, words: Words = EN) -> Card:
    return next(one for one in catalogue.board(facts, words).cards if one.key == key)


def found(words: Words = EN, **asked: str) -> list[str]:
    body = card(CatalogueFacts(view=View(where=tuple(asked.items())), frame=FRAME, lines=LINES), "metrics", words).body
    if isinstance(body, Empty):
        return []
    assert isinstance(body, Grid)
    return [row.key for row in body.rows]


@pytest.mark.parametrize(
    "typed", ["retencion", "RETENCIÓN", "retention customer", "customer_retention", "Retencion clientes"]
)
def test_a_search_needs_neither_accents_nor_capitals_and_reads_name_meaning_and_id(typed: str) -> None:
    assert found(ES, q=typed) == ["customer_retention_rate"]


def test_every_word_of_a_search_has_to_be_there() -> None:
    assert found(q="customers still") == ["customer_retention_rate"]
    assert found(q="customers nowhere") == []
    assert found(q="") == [one.metric.name for one in LINES]


def test_nothing_found_quotes_what_was_asked_and_offers_the_way_back() -> None:
    asked = (("q", "ñandú"), ("group", "retention"), ("level", "supervisor"))
    held = card(CatalogueFacts(view=View(where=asked), frame=FRAME, lines=LINES), "metrics", ES)
    assert isinstance(held.body, Empty)
    assert held.subtitle == "Se buscó «ñandú», Retención y Supervisor"
    assert held.body.goto == (("q", ""), ("group", ""), ("level", ""))
    assert held.body.action


def test_a_file_that_is_needed_anyway_is_not_offered_once_more_as_a_choice() -> None:
    lacks = (Lack(("agent_time",)), Lack(("agent_time", "agent")), Lack(("campaign", "target")))
    line = Line(CATALOGUE["win_rate"], lacks)
    assert catalogue.state(line, EN) == "needs agent_time.csv and campaign.csv or target.csv"


def test_the_list_narrows_to_a_process_a_reader_and_a_state() -> None:
    assert found(group="retention") == ["customer_retention_rate"]
    assert found(group="shared") == ["csat"]
    assert found(q="computable") == ["win_rate"]
    assert found(q="needs survey.csv") == ["csat"]
    assert found(level="supervisor") == ["csat"], "win rate is weekly, retention monthly"
    assert found(level="executive") == ["win_rate", "customer_retention_rate", "csat"]


def test_several_processes_and_readers_fit_any_of_theirs() -> None:
    asked = (("group", "retention"), ("group", "shared"), ("level", "supervisor"), ("level", "executive"))
    board = catalogue.board(CatalogueFacts(view=View(where=asked), frame=FRAME, lines=LINES), EN)
    body = next(one.body for one in board.cards if one.key == "metrics")
    assert isinstance(body, Grid)
    assert [row.key for row in body.rows] == ["customer_retention_rate", "csat"]
    chosen = {one.key: (one.chosen, one.several) for one in board.filters}
    assert chosen["group"] == (("retention", "shared"), True)
    assert chosen["level"] == (("supervisor", "executive"), True)


def test_a_metric_that_lacks_its_input_names_the_file() -> None:
    assert catalogue.state(LINES[2], EN) == "needs survey.csv"
    assert catalogue.state(LINES[1], EN) == "needs subscription.csv or order_line.csv"
    assert catalogue.state(LINES[0], ES) == "se puede calcular"
    column = Line(CATALOGUE["csat"], (Lack(("survey",), "score"),))
    assert catalogue.state(column, ES) == "requiere score en survey.csv"


def test_the_head_counts_what_these_data_can_tell() -> None:
    assert catalogue.board(CatalogueFacts(view=View(), frame=FRAME, lines=LINES), EN).period == "1 of 3 computable here"


def test_one_metric_in_full_shows_the_sql_that_runs(shop: Warehouse) -> None:
    board = catalogue.board(catalogue.gather(shop, View(where=(("metric", "cases_opened"),))), ES)
    body = board.cards[0].body
    assert isinstance(body, FactSheet)
    assert "from shape.work_item" in body.code
    assert dict(body.facts)["Datos hasta"] == "16 nov 2026"
    assert dict(body.facts)["Fórmula en palabras"] == "Número de filas (casos de servicio abiertos)"
    assert "cases_opened" in dict(body.made).values() and "cases_opened" not in dict(body.facts).values()


def test_the_questions_of_the_company_say_what_they_lack() -> None:
    asked = (
        Inquiry({"es": "¿Ganamos?", "en": "Do we win?"}, ("win_rate",), "sales"),
        Inquiry({"es": "¿Y la satisfacción?", "en": "And satisfaction?"}, ("win_rate", "csat")),
        Inquiry({"es": "¿Contentos?", "en": "Content?"}, ("csat",)),
        Inquiry({"es": "¿Algo más?"}),
    )
    body = card(CatalogueFacts(view=View(), frame=FRAME, lines=LINES, asked=asked), "questions").body
    assert isinstance(body, Grid)
    assert [(row.cells[0].text, row.cells[2].chip.text) for row in body.rows if row.cells[2].chip] == [
        ("Do we win?", "answered"),
        ("And satisfaction?", "answered in part"),
        ("Content?", "needs survey.csv"),
        ("¿Algo más?", "no metric yet"),
    ]


def test_a_wrong_file_of_questions_is_told_and_takes_nothing_down(shop: Warehouse, tmp_path: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    (tmp_path / "questions.toml").write_text('[[question]]\nes = "¿Y?"\nmetrics = ["csatt"]\n', encoding="utf-8")
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    board = catalogue.board(catalogue.gather(shop, View()), EN)
    assert len(board.notices) == 1
    assert "no metric 'csatt'. Did you mean 'csat'?" in board.notices[0]
    (tmp_path / "questions.toml").write_text('[[question]]\nes = "¿Y?"\nmetrics = []\n', encoding="utf-8")
    facts = catalogue.gather(shop, View())
    assert (facts.asked[0].text("en"), facts.problems) == ("¿Y?", ())


class Page(HTMLParser):
    """The ids and the text of a document; and what of it shows before anything is opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.said = self.shown = ""
        self.folded = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.folded = self.folded or tag == "details"

    def handle_endtag(self, tag: str) -> None:
        self.folded = self.folded and tag != "details"

    def handle_data(self, data: str) -> None:
        self.said += data
        self.shown += "" if self.folded else data


def test_the_document_holds_every_metric_and_every_question_in_the_readers_language(shop: Warehouse) -> None:
    page = Page(handbook.document(shop, ES))
    assert set(CATALOGUE) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    facts = catalogue.gather(shop, View())
    assert all(one.text("es") in page.said for one in facts.asked)
    assert "÷ todas las decididas" in page.shown and "count_if" not in page.shown and "count_if" in page.said
    assert "Tasa de cierre" in page.said or ES(CATALOGUE["win_rate"].label) in page.said


def test_the_document_shows_what_it_is_given_and_obeys_none_of_it(
    shop: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = replace(CATALOGUE["cases_opened"], source="<script>alert(1)</script>")
    monkeypatch.setattr(catalogue, "known", lambda: {"cases_opened": evil})
    text = handbook.document(shop, EN)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("words", [ES, EN], ids=lambda one: one.language)
def test_no_two_choices_of_a_filter_are_called_the_same(shop: Warehouse, words: Words) -> None:
    """A select box goes by what it shows: of two choices with one name it takes the last."""
    for one in catalogue.board(catalogue.gather(shop, View()), words).filters:
        names = [one.everything, *(choice.text for choice in one.choices)]
        twice = sorted({name for name in names if names.count(name) > 1})
        assert not twice, f"{one.key}: {twice}"


def test_the_template_of_questions_can_be_copied_as_it_is(shop: Warehouse, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    template = Path(__file__).parents[2] / "data" / "templates" / "questions.toml"
    (tmp_path / "questions.toml").write_bytes(template.read_bytes())
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    facts = catalogue.gather(shop, View())
    assert facts.problems == ()
    assert [one.process for one in facts.asked[:2]] == ["service", None]
    assert facts.asked[1].text("en") == "¿Cuántos clientes nos recomiendan a un vecino?"


def test_a_metric_of_the_applications_database_is_never_called_computable(shop: Warehouse) -> None:
    found = catalogue.line(shop, CATALOGUE["gap_closed"])
    assert not found.ready
    assert catalogue.state(found, EN) == "kept in the application's database, which is not there yet"
    asked = (Inquiry({"en": "Did the plans close their gap?"}, ("gap_closed",)),)
    body = card(CatalogueFacts(view=View(), frame=FRAME, lines=(found,), asked=asked), "questions").body
    assert isinstance(body, Grid)
    assert body.rows[0].cells[2].chip is not None
    assert body.rows[0].cells[2].chip.text == "kept in the application's database, which is not there yet"
    assert catalogue.board(CatalogueFacts(view=View(), frame=FRAME, lines=(found,)), EN).period.startswith("0 of 1")
