"""Formulas in words: shares by their meaning, arithmetic by the names of metrics, each language in its own words."""

from __future__ import annotations

import re

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.behind.columns import RowColumn
from crm_metrics.metrics.behind.formulas import in_words
from crm_metrics.metrics.behind.labels import LABELS, label, named
from crm_metrics.words import Words
from tests.metrics.made import metric

EN, ES = Words("en"), Words("es-CO")


def test_a_share_is_said_as_its_meaning_says_it() -> None:
    assert in_words(CATALOGUE["csat"], EN) == "Answers of 4 or 5 ÷ all satisfaction answers from 1 to 5"
    assert in_words(CATALOGUE["csat"], ES) == "Respuestas de 4 o 5 ÷ todas las respuestas de satisfacción de 1 a 5"


def test_arithmetic_over_metrics_names_them() -> None:
    assert in_words(CATALOGUE["cases_resolved_per_hour"], EN) == "Cases resolved ÷ Productive hours"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("count(*)", "number of rows"),
        ("count_if(won)", "number of rows that meet it"),
        ("count(distinct customer)", "number of different values of «Customer»"),
        ("sum(amount) / 3", "sum of «Amount» ÷ 3"),
        ("sum(amount) - sum(promise_met)", "sum of «Amount» − sum of what each row adds"),
        ("quantile(amount, 0.5)", "the middle value of the rows in order"),
        ("quantile(amount, 0.9)", "the value that 90% of the rows do not exceed"),
        ("sum(amount) / days", "sum of «Amount» ÷ days of the period"),
    ],
)
def test_each_word_of_a_formula_is_said(formula: str, said: str) -> None:
    assert in_words(metric(numerator=formula), EN) == said


@pytest.mark.parametrize("words", [EN, ES], ids=["en", "es"])
def test_no_formula_of_the_catalogue_holds_an_id(words: Words) -> None:
    """An id has an underscore, or is a word of the engine."""
    said = {name: in_words(of, words) for name, of in CATALOGUE.items()}
    assert {name: text for name, text in said.items() if re.search(r"\w_\w|\bcount\b|\bsum\(", text)} == {}
    assert all(said.values())


def test_a_column_without_a_word_has_none_and_a_numbered_part_keeps_its_number() -> None:
    assert label(RowColumn(name="numerator_2", sql="1", role="part", way="count"), EN) == "Adds above 2"
    assert label(RowColumn(name="promise_met", sql="r.promise_met", role="evidence"), EN) == ""
    assert named("team", ES) == "Equipo"
    assert named("opened_at", ES) == "Abierto a las"
    assert len(set(LABELS)) == len(LABELS)
