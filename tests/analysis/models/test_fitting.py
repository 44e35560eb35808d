"""How a model is fitted: where the peak is known by hand, in other units, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from crm_metrics.analysis.models import contracts
from crm_metrics.analysis.models.fitting import UNLIKE, UNSETTLED, Maximum, NoFit, Numbers, maximum, spread, summed
from crm_metrics.words import Words


def waits(parameters: Numbers) -> tuple[float, Numbers]:
    """Four waits of an exponential clock, 10 in all: n ln λ − 10 λ is highest at λ = 4 ÷ 10."""
    (rate,) = parameters
    return 4 * float(np.log(rate)) - 10 * rate, np.array([4 / rate - 10])


def test_the_peak_of_four_waits_is_their_number_by_their_time() -> None:
    peak = maximum(waits, [(1.0,), (5.0,)])
    assert isinstance(peak, Maximum)
    assert peak.parameters == pytest.approx([0.4], rel=1e-4)
    assert peak.log_likelihood == pytest.approx(4 * np.log(0.4) - 4)
    # In the logarithm of the rate the curvature there is 10 λ = 4.
    assert peak.covariance == pytest.approx(np.array([[1 / 4]]), rel=1e-3)


def test_a_likelihood_that_is_nowhere_a_number_has_no_peak() -> None:
    assert maximum(lambda at: (float("nan"), np.zeros_like(at)), [(1.0,)]) == NoFit(UNSETTLED)


def test_the_same_waits_in_days_have_a_rate_by_seven_and_each_density_too() -> None:
    # A mean wait in weeks of 2.5 is one of 17.5 days; each of the four densities is a seventh.
    days = Maximum(np.array([2.5, 0.3]), -7.0, np.eye(2)).in_units(place=0, scale=7.0, observations=4)
    assert days.parameters.tolist() == [17.5, 0.3]
    assert days.log_likelihood == pytest.approx(-7.0 - 4 * np.log(7))
    assert days.covariance.tolist() == np.eye(2).tolist()


def test_rows_are_summed_each_as_often_as_it_stands() -> None:
    value, slopes = np.array([1.0, 2.0]), [np.array([3.0, 4.0]), np.array([5.0, 6.0])]
    whole, gradient = summed(value, slopes)
    assert (whole, gradient.tolist()) == (3.0, [7.0, 11.0])
    whole, gradient = summed(value, slopes, np.array([1.0, 10.0]))
    assert (whole, gradient.tolist()) == (21.0, [43.0, 65.0])


def test_the_range_of_a_survival_is_that_of_its_binomial() -> None:
    # One renewal, two parameters, one leaver in ten of 1,000: the delta method gives the binomial's error.
    stood, gone = np.array([1000.0, 900.0]), np.array([100.0, 60.0])
    model = contracts.fit(stood, gone)
    assert isinstance(model, contracts.Contracts) and model.covariance is not None
    error = spread(lambda at: contracts.staying(at, 0, 1), model.parameters, model.covariance)
    assert float(error) == pytest.approx(np.sqrt(0.1 * 0.9 / 1000), rel=1e-3)


def test_each_reason_is_a_sentence_in_spanish_too() -> None:
    for text in (UNLIKE, UNSETTLED):
        assert Words("es")(text) != text
