"""Formulas in words: shares by their meaning, arithmetic by the names of metrics, each language in its own words."""

from __future__ import annotations

import re

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.behind.columns import RowColumn
from crm_metrics.metrics.behind.formulas import in_words
from crm_metrics.metrics.behind.labels import LABELS, label, named
from crm_metrics.metrics.behind.parts import COUNTED, FLAGS, PARTS
from crm_metrics.metrics.rows.formula import names, parse
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
        ("count(*) + 1", "Number of rows + 1"),
        ("count_if(won) + 1", "Number of rows that meet it + 1"),
        ("count_if(promoter) + 1", "Number of promoters + 1"),
        ("count(promoter) + 1", "Number of answers from 0 to 10 + 1"),
        ("count(amount) + 1", "Number of rows with «Amount» + 1"),
        ("count(amount > 3) + 1", "Number of rows that count + 1"),
        ("count(distinct customer) + 1", "Number of different values of «Customer» + 1"),
        ("sum(amount) / 3", "Sum of «Amount» ÷ 3"),
        ("sum(amount * terms_days) / 3", "Sum of «Amount» × «Days from the invoice to when it is due» ÷ 3"),
        ("sum(amount) - sum(promise_met)", "Sum of «Amount» − sum of what each row adds"),
        ("sum(amount) / days", "Sum of «Amount» ÷ days of the period"),
        ("count(*)", "Number of rows (rows)"),
        ("sum(amount)", "Sum over the rows (rows)"),
        ("sum(wait_seconds) / 3600", "Sum over the rows (rows)"),
        ("quantile(amount, 0.5)", "The middle value of the rows in order (rows)"),
        ("quantile(amount, 0.9)", "The value that 90% of the rows do not exceed (rows)"),
    ],
)
def test_each_word_of_a_formula_is_said(formula: str, said: str) -> None:
    assert in_words(metric(numerator=formula), EN) == said


@pytest.mark.parametrize(
    ("means", "said"),
    [
        ("Calls, of all contacts.", "Calls ÷ all contacts"),
        ("Calls, of those answered.", "Calls ÷ those answered"),
        ("Calls, per case.", "Calls, per case"),
        ("Cost, per unit of margin.", "Cost, per unit of margin"),
        ("Calls, per 100 cases.", "Sum of «Amount» ÷ sum of «Cost»"),
        ("Calls, of cases, per day.", "Sum of «Amount» ÷ sum of «Cost»"),
        ("Calls and nothing else.", "Sum of «Amount» ÷ sum of «Cost»"),
    ],
)
def test_a_sum_over_a_sum_is_said_by_its_meaning_where_that_names_two_sides(means: str, said: str) -> None:
    assert in_words(metric(means=means, numerator="sum(amount)", denominator="sum(cost)"), EN) == said


def test_what_is_not_known_leaves_no_value_and_no_word() -> None:
    held = {"numerator": "sum(amount) - sum(cost)", "denominator": "sum(cost) * (1 - sum(untold_costs))"}
    assert in_words(metric(**held), EN) == "(sum of «Amount» − sum of «Cost») ÷ sum of «Cost»"
    costed = {"numerator": "sum(amount) + sum(cost)", "denominator": "sum(cost) * (count(point_cost) / count(*))"}
    assert in_words(metric(**costed), EN) == "(sum of «Amount» + sum of «Cost») ÷ sum of «Cost»"
    assert in_words(CATALOGUE["value_given"], EN).count("÷") == 0
    alone = {"numerator": "sum(amount)", "denominator": "(1 - count_if(point_cost is null))"}
    assert in_words(metric(**alone), EN) == "Sum over the rows (rows)"


@pytest.mark.parametrize("words", [EN, ES], ids=["en", "es"])
def test_no_formula_of_the_catalogue_holds_an_id(words: Words) -> None:
    """An id has an underscore, or is a word of the engine."""
    said = {name: in_words(of, words) for name, of in CATALOGUE.items()}
    assert {name: text for name, text in said.items() if re.search(r"\w_\w|\bcount\b|\bsum\(", text)} == {}
    assert all(said.values())


def test_both_languages_divide_alike_and_name_every_part() -> None:
    said = {name: (in_words(of, EN), in_words(of, ES)) for name, of in CATALOGUE.items()}
    assert {name: pair for name, pair in said.items() if pair[0].count("÷") != pair[1].count("÷")} == {}
    unnamed = (EN("what each row adds"), ES("what each row adds"), EN("number of rows that count"))
    assert {name: pair for name, pair in said.items() if any(one in text for text in pair for one in unnamed)} == {}


def test_no_word_for_a_part_is_without_a_formula() -> None:
    read = {name for of in CATALOGUE.values() for text in (of.numerator, of.denominator or "1")
            for name in names(parse(text, of.name))}  # fmt: skip
    assert {*PARTS, *FLAGS, *COUNTED} - read == set()
    assert not set(PARTS) & {*LABELS, *FLAGS}


def test_a_column_without_a_word_has_none_and_a_numbered_part_keeps_its_number() -> None:
    assert label(RowColumn(name="numerator_2", sql="1", role="part", way="count"), EN) == "Adds above 2"
    assert label(RowColumn(name="promise_met", sql="r.promise_met", role="evidence"), EN) == ""
    assert named("team", ES) == "Equipo"
    assert named("opened_at", ES) == "Abierto a las"
    assert len(set(LABELS)) == len(LABELS)
