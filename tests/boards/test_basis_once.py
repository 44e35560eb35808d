"""What a metric rests on, its columns and their coverage, is worked out once in a question, not at each step."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import View
from crm_metrics.metrics import question
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals import seasons
from crm_metrics.metrics.rows import coverage, dimensions, plan
from crm_metrics.warehouse.store import Warehouse

Counts = Counter[tuple[int, str, Metric]]


def _replace(monkeypatch: pytest.MonkeyPatch, function: Callable[..., Any], wrapped: Callable[..., Any]) -> None:
    """Put a wrapper where any module holds the function by its name."""
    for module in [one for name, one in sys.modules.items() if name.startswith("crm_metrics")]:
        for name in [name for name, value in vars(module).items() if value is function]:
            monkeypatch.setattr(module, name, wrapped)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """How often each function was called for a metric within each question, by the question's number."""
    calls: Counts = Counter()
    open_questions: list[int] = []
    numbers = iter(range(1_000_000))

    @contextmanager
    def one_more() -> Iterator[None]:
        open_questions.append(next(numbers))
        yield
        open_questions.pop()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(warehouse: Warehouse, metric: Metric) -> Any:
            if open_questions:
                calls[open_questions[-1], name, metric] += 1
            return function(warehouse, metric)

        return call

    def opened(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            with one_more():
                return function(*given, **named)

        return call

    _replace(monkeypatch, dimensions.columns_of, counted("columns", dimensions.columns_of))
    _replace(monkeypatch, coverage.coverage_of, counted("coverage", coverage.coverage_of))
    _replace(monkeypatch, question.ask, opened(question.ask))
    _replace(monkeypatch, seasons.history_of, opened(seasons.history_of))  # a goal's season: a question within one
    return calls


@pytest.mark.parametrize("gather", [daily.gather, weekly.gather, monthly.gather])
def test_columns_and_coverage_of_a_metric_are_worked_out_once_in_a_question(
    shop: Warehouse, counts: Counts, gather: Callable[[Warehouse, View], object]
) -> None:
    gather(shop, View())
    assert {name for _, name, _ in counts} == {"columns", "coverage"}
    assert [(metric.name, name) for (_, name, metric), calls in counts.items() if calls > 1] == []


def test_a_step_that_works_them_out_again_is_seen(
    shop: Warehouse, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = plan.leaf

    def again(asked: plan.Question, metric: Metric, periods: Any) -> plan.Leaf:
        coverage.coverage_of(asked.warehouse, metric)
        return leaf(asked, metric, periods)

    monkeypatch.setattr(plan, "leaf", again)
    daily.gather(shop, View())
    assert 2 in counts.values()
