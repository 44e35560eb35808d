"""Queues by Erlang C: the worked example of V05, and what must hold of any queue."""

from __future__ import annotations

from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.analysis.queueing import queue


def test_v05_the_queue_of_the_worked_example() -> None:
    # Inputs of mitan.co.uk, "The Erlang-C Formula": 360 calls per half hour of 4 minutes each, 55 agents, 15 seconds.
    found = queue(contacts_per_hour=720, handle_seconds=240, agents=55)
    assert found is not None
    assert found.load == 48
    assert found.occupancy == pytest.approx(0.8727, abs=5e-5)
    assert found.waiting == pytest.approx(0.238701, abs=5e-7)
    assert found.wait_seconds == pytest.approx(8.184, abs=5e-4)
    assert found.service_level(15) == pytest.approx(0.84588, abs=5e-6)


@given(st.integers(1, 30), st.floats(0.01, 0.99))
def test_the_chance_of_waiting_is_the_sum_that_erlang_wrote(agents: int, busy: float) -> None:
    load = agents * busy
    last = load**agents / factorial(agents) / (1 - busy)
    written = last / (sum(load**one / factorial(one) for one in range(agents)) + last)
    found = queue(load * 3600 / 300, 300, agents)
    assert found is not None
    assert found.waiting == pytest.approx(written, rel=1e-9)
    assert found.service_level(0) == pytest.approx(1 - found.waiting)


@pytest.mark.parametrize(("an_hour", "handle", "agents"), [(60, 60, 1), (61, 60, 1), (10, 60, 0), (10, 0, 3)])
def test_a_queue_that_would_grow_without_end_has_no_answer(an_hour: float, handle: float, agents: int) -> None:
    assert queue(an_hour, handle, agents) is None


def test_nobody_waits_where_nobody_comes() -> None:
    found = queue(0, 240, 2)
    assert found is not None
    assert (found.waiting, found.wait_seconds, found.service_level(0)) == (0, 0, 1)
