"""The model of retention against the published example, and where it must not speak."""

from __future__ import annotations

import numpy as np
import pytest

from crm_metrics.analysis.models import contracts
from crm_metrics.analysis.models.fitting import NoFit, spread
from crm_metrics.words import Words

# V16: J. D. Maturen, shifted_beta_geometric_py, with the data of Fader and Hardie 2006.
SURVIVORS = np.array([1.0, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491])


def test_v16_the_published_retention_model() -> None:
    found = contracts.fit(SURVIVORS[:-1], SURVIVORS[:-1] - SURVIVORS[1:])
    assert isinstance(found, contracts.Contracts)
    assert (found.alpha, found.beta) == pytest.approx((0.66809, 3.80609), abs=5e-5)
    assert found.survival([8, 9, 10, 11, 12]) == pytest.approx([0.460, 0.436, 0.414, 0.395, 0.378], abs=5e-4)
    assert found.residual_lifetime(7, 0.10) == pytest.approx(7.5296, abs=5e-5)


def test_the_residual_lifetime_is_the_discounted_sum_of_the_curve() -> None:
    model = contracts.Contracts(alpha=0.668, beta=3.806)
    ahead = np.arange(0, 2_000)
    summed = float((model.staying(7, ahead + 1) / 1.1**ahead).sum())
    assert model.residual_lifetime(7, 0.10) == pytest.approx(summed, rel=1e-9)


def test_retention_rises_with_age() -> None:
    model = contracts.Contracts(alpha=0.668, beta=3.806)
    stays = model.staying(np.arange(40), 1)
    assert (np.diff(stays) > 0).all()
    assert stays[0] == pytest.approx(3.806 / (0.668 + 3.806))


def test_lives_in_view_late_change_nothing_of_a_cohort_that_they_repeat() -> None:
    # The same hazards seen on ten times as many customers, half of them only from the fourth renewal on.
    stood, gone = 1000 * SURVIVORS[:-1], 1000 * (SURVIVORS[:-1] - SURVIVORS[1:])
    late = np.where(np.arange(7) >= 3, 1.0, 0.0)
    whole = contracts.fit(stood, gone)
    mixed = contracts.fit(stood + late * stood, gone + late * gone)
    assert isinstance(whole, contracts.Contracts) and isinstance(mixed, contracts.Contracts)
    assert mixed.survival(7) == pytest.approx(whole.survival(7), abs=0.01)


@pytest.mark.parametrize(
    ("at_risk", "left"), [([], []), ([5.0], [1.0]), ([5.0, 5.0, 5.0], [0.0, 0.0, 0.0]), ([9.0, 8.0], [1.0, 1.0])]
)
def test_too_little_is_no_contract_model(at_risk: list[float], left: list[float]) -> None:
    assert contracts.fit(at_risk, left, least=10) == NoFit(contracts.TOO_FEW)


def test_where_all_leave_with_one_chance_the_curve_is_that_of_the_chance() -> None:
    # Alpha and beta run away together: no pair of them is the answer, but 0.9 a period is.
    stood = 1000 * 0.9 ** np.arange(12)
    model = contracts.fit(stood, 0.1 * stood)
    assert isinstance(model, contracts.Contracts) and model.covariance is not None
    assert model.staying([0, 5], [1, 12]) == pytest.approx([0.9, 0.9**12], rel=1e-4)
    error = spread(lambda at: contracts.staying(at, 0, 1), model.parameters, model.covariance)
    assert float(error) == pytest.approx(np.sqrt(0.1 * 0.9 / stood.sum()), rel=1e-3)


def test_the_reason_is_a_sentence_in_spanish_too() -> None:
    assert Words("es")(contracts.TOO_FEW) != contracts.TOO_FEW
