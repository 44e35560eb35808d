"""What whoever keeps the data asks of the metrics' page: where each answer stands, as a query confirms it."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards import catalogue
from crm_metrics.boards.core import Board, FactSheet, View
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.questions.asking import EN, card, cells, queried
from tests.conftest import House

ES = Words("es-CO")


def page(shop: Shop, words: Words = EN, **asked: str) -> Board:
    return catalogue.board(catalogue.gather(shop, View(where=tuple(sorted(asked.items())))), words)


@pytest.fixture(scope="module")
def whole(company: Shop) -> Board:
    """The page with a metric in full."""
    return page(company, metric="csat")


def test_why_is_this_number_not_here_and_what_would_bring_it(house: House) -> None:
    shop = house({"receivable": []}, through=date(2026, 11, 20))
    shown = cells(page(shop), "metrics")
    for metric, file in (("csat", "survey.csv"), ("cases_opened", "work_item.csv"), ("dials", "interaction.csv")):
        chip = shown[metric]["state"].chip
        assert chip is not None and (chip.kind, chip.text) == ("empty", f"needs {file}")
        reason = ask(shop, [metric_of(metric)], every="month")[metric].reason
        assert reason is not None and file.removesuffix(".csv") in EN.error(reason)
    chip = shown["cash_collected"]["state"].chip
    assert chip is not None and chip.text == "computable"


def test_what_can_be_told_is_told_by_a_query(company: Shop, whole: Board) -> None:
    """A sum of each kind of table; where the page says that it can be computed there is a value."""
    shown = cells(whole, "metrics")
    for metric in ("csat", "bookings", "cash_collected", "dials", "points_issued", "active_customers", "nrr"):
        chip = shown[metric]["state"].chip
        assert chip is not None and chip.text == "computable"
        queried(company, metric)
    ready = sum(row["state"].chip is not None and row["state"].chip.text == "computable" for row in shown.values())
    assert whole.period == f"{ready} of {len(shown)} computable here"


@pytest.mark.parametrize(
    ("words", "typed", "metric"),
    [(ES, "retencion clientes", "customer_retention_rate"), (EN, "first contact", "first_contact_resolution")],
)
def test_where_is_the_metric_that_i_mean(company: Shop, words: Words, typed: str, metric: str) -> None:
    assert metric in cells(page(company, words, q=typed), "metrics")


def test_how_exactly_is_it_defined_and_by_whom(whole: Board) -> None:
    sheet = card(whole, "entry").body
    assert isinstance(sheet, FactSheet)
    told, csat = dict(sheet.facts), metric_of("csat")
    assert dict(sheet.made)["Formula"] == f"{csat.numerator} ÷ {csat.denominator}"
    assert told["Formula in words"] == "Answers of 4 or 5 ÷ all satisfaction answers from 1 to 5"
    assert told["Smallest sample"] == EN.number(csat.minimum_n)
    assert told["Source"] == EN(csat.source)


def test_which_of_our_questions_can_be_answered(company: Shop, whole: Board) -> None:
    shown = cells(whole, "questions")
    first = next(row for row in shown.values() if row["question"].text == "How many leads become customers?")
    assert first["metrics"].text == "Lead conversion, Qualification rate"
    assert first["state"].chip is not None and first["state"].chip.text == "answered"
    for metric in ("lead_conversion_rate", "qualification_rate"):  # the first is known after sixty days
        queried(company, metric, days=(date(2026, 3, 1), date(2026, 3, 31)))
