from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from crm_metrics.analysis.relating.family import q_values, reported

# V26: the fifteen p-values commonly quoted from Benjamini and Hochberg 1995, and their q-values.
P = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0)
Q = (0.0015, 0.0030, 0.0095, 0.0356, 0.0603, 0.0639, 0.0639, 0.0645, 0.0765, 0.486, 0.5812, 0.7149, 0.7532, 0.8132, 1.0)


def test_v26_four_are_rejected_at_five_percent_with_the_printed_q_values() -> None:
    assert [round(one, 4) for one in q_values(P)] == list(Q)
    assert reported(P, 0.05) == 4
    assert sum(one <= 0.05 / len(P) for one in P) == 3  # Bonferroni


def test_the_order_of_the_family_does_not_matter() -> None:
    assert q_values(P[::-1]) == q_values(P)[::-1]
    assert q_values(()) == ()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_q_is_what_scipy_says(p_values: list[float]) -> None:
    assert q_values(p_values) == pytest.approx(tuple(false_discovery_control(p_values)), abs=1e-12)
