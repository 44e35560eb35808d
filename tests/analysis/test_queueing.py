"""Queues by Erlang C: the worked example of V05, and what must hold of any queue."""

from __future__ import annotations

from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.analysis.queueing import people_needed, queue


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


def erlang_c(load: float, agents: int) -> float:
    """The chance of waiting as the published sum has it."""
    last = load**agents / factorial(agents) / (1 - load / agents)
    return last / (sum(load**one / factorial(one) for one in range(agents)) + last)


def test_the_people_needed_are_the_fewest_that_reach_the_share() -> None:
    # Of the worked example: 48 erlang of 4 minutes, 80 % within 15 seconds. 55 people reach 84.6 %; what 54 reach is
    # worked out from the sum that is published: 1 − C × exp(−(agents − 48) × 15 ÷ 240).
    reached = {n: 1 - erlang_c(48, n) * exp(-(n - 48) * 15 / 240) for n in (54, 55)}
    assert reached[55] == pytest.approx(0.84588, abs=5e-6)
    assert reached[54] < 0.8
    assert people_needed(720, 240, share=0.8, seconds=15) == 55


@pytest.mark.parametrize(
    ("an_hour", "handle", "share", "people"), [(0, 240, 0.8, 0), (5, 0, 0.8, None), (5, 60, 1, None)]
)
def test_nobody_is_needed_where_nobody_comes_and_nobody_is_enough_for_all(
    an_hour: float, handle: float, share: float, people: int | None
) -> None:
    assert people_needed(an_hour, handle, share=share, seconds=20) == people


@given(st.floats(0.1, 300), st.floats(10, 900), st.floats(0.1, 0.99))
def test_one_person_fewer_would_not_do(an_hour: float, handle: float, share: float) -> None:
    people = people_needed(an_hour, handle, share=share, seconds=20)
    assert people is not None
    enough, fewer = queue(an_hour, handle, people), queue(an_hour, handle, people - 1)
    assert enough is not None and enough.service_level(20) >= share
    assert fewer is None or fewer.service_level(20) < share
