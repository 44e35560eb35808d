"""A definition tells its reader everything in words; its code stands apart, for those who look after the data."""

from __future__ import annotations

import re

import pytest

from crm_metrics.boards.telling.defining import facts_of, made_of
from crm_metrics.metrics import CATALOGUE
from crm_metrics.translations import translations
from crm_metrics.words import Words
from tests.metrics.made import metric

EN, ES = Words("en"), Words("es-CO")
ID = re.compile(r"(?<![\w/])[a-z0-9]+(?:_[a-z0-9]+)+(?!\w)")  # behind a slash: the name of a repository


def test_a_definition_says_how_it_is_made_who_reads_it_and_which_trap_it_avoids() -> None:
    told = dict(facts_of(CATALOGUE["win_rate"], EN))
    assert told["Formula in words"] == "Sales opportunities won ÷ all those decided"
    assert told["Anchor"] == "Closed on"
    assert told["Read by"] == "Manager: every week and Executive: every month"
    assert told["Owner"] == "Head of sales"
    assert told["Trap avoided"]
    assert "Matures" not in told


def test_the_code_of_a_definition_stands_apart_from_its_words() -> None:
    made = dict(made_of(CATALOGUE["win_rate"], EN))
    assert made["Id"] == "win_rate"
    assert made["Formula"] == "count_if(won) ÷ count_if(decided)"
    assert made["Anchor"] == "work_item.closed_on"


def test_what_matures_on_a_day_of_its_rows_names_the_day() -> None:
    told = dict(facts_of(metric(matures_on="campaign_ends_on"), EN))
    assert told["Matures"] == "on the day of «End of the campaign»"


@pytest.mark.parametrize("words", [EN, ES], ids=["en", "es"])
def test_no_definition_of_the_catalogue_holds_an_id_or_code(words: Words) -> None:
    said = {f"{name} {field}": text for name, of in CATALOGUE.items() for field, text in facts_of(of, words)}
    assert len(said) > 9 * len(CATALOGUE)
    assert {field: text for field, text in said.items() if ID.search(text) or "count(" in text} == {}


def test_no_definition_of_the_catalogue_says_a_sentence_of_the_code_to_a_spanish_reader() -> None:
    """What both languages write alike is no such sentence, and a source is a title as its author has it."""
    english = {one for one, said in translations("es").texts.items() if one != said and " " in one}
    english -= {one.source for one in CATALOGUE.values()}
    told = {text for of in CATALOGUE.values() for _, text in facts_of(of, ES)}
    assert told & english == set()
