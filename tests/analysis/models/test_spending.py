"""The model of amounts against the published example, and where it must not speak."""

from __future__ import annotations

import numpy as np
import pytest

from crm_metrics.analysis.models import spending
from crm_metrics.analysis.models.fitting import NoFit, Numbers
from crm_metrics.words import Words


def test_v19_the_published_model_of_amounts(cdnow: dict[str, Numbers]) -> None:
    found = spending.fit(cdnow["x"], cdnow["zbar"])
    assert isinstance(found, spending.Spending)
    assert found.parameters == pytest.approx([6.25, 3.74, 15.44], abs=0.01)
    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert found.expected(cdnow["x"][:10], cdnow["zbar"][:10]) == pytest.approx(published, abs=0.1)


def test_v19_amounts_from_the_rounded_parameters() -> None:
    model = spending.Spending(p=6.25, q=3.74, v=15.44)
    assert model.expected([2, 1, 0], [22.35, 11.77, 0.0]) == pytest.approx([24.66, 18.92, 35.22], abs=5e-3)


def test_the_unit_of_money_does_not_matter(cdnow: dict[str, Numbers]) -> None:
    dollars, pesos = spending.fit(cdnow["x"], cdnow["zbar"]), spending.fit(cdnow["x"], 4000 * cdnow["zbar"])
    assert isinstance(dollars, spending.Spending) and isinstance(pesos, spending.Spending)
    assert pesos.parameters == pytest.approx(dollars.parameters * [1, 1, 4000], rel=1e-3)


def test_amounts_of_too_few_are_no_model() -> None:
    assert spending.fit([], []) == NoFit(spending.TOO_FEW)
    assert spending.fit([0] * 90, [0.0] * 90) == NoFit(spending.TOO_FEW)


def test_amounts_all_alike_are_expected_again() -> None:
    found = spending.fit([3] * 90, [25.0] * 90)
    assert isinstance(found, spending.Spending)
    assert found.expected([0, 3], [0.0, 25.0]) == pytest.approx([25.0, 25.0], rel=0.01)


def test_customers_who_do_not_differ_are_all_worth_the_mean() -> None:
    # Every customer's purchases vary as much as all customers' do: what one spent says nothing of the next.
    amounts = np.random.default_rng(7).gamma(4.0, 5.0, size=(400, 6))
    found = spending.fit([6] * 400, amounts.mean(axis=1))
    assert isinstance(found, spending.Spending)
    assert found.expected([6, 6], [15.0, 25.0]) == pytest.approx([20.0, 20.0], rel=0.05)


def test_the_reason_is_a_sentence_in_spanish_too() -> None:
    assert Words("es")(spending.TOO_FEW) != spending.TOO_FEW
