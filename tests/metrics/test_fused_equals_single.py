"""Metrics asked together, in one statement per shape and anchor, answer what each answers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Reading, Result
from crm_metrics.metrics.rows.dimensions import available, columns_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company

SINCE, UNTIL = date(2026, 3, 4), date(2026, 5, 20)  # both clip a week, a month and a quarter


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    """A small demo company: four months that end on 31 May 2026."""
    with demo_company(Asked(customers=200, months=4, until=date(2026, 5, 31))) as company:
        yield company


def offering(demo: Shop, every: str, cuts: tuple[str, ...]) -> list[Metric]:
    """The metrics that can be asked so often and cut by these dimensions."""
    return [
        one
        for one in CATALOGUE.values()
        if CADENCES.index(every) >= CADENCES.index(one.finest) and set(cuts) <= set(dimensions(demo, one))
    ]


def exact(result: Result) -> list[Reading]:
    """Readings to the last digit, but for intervals and models: their squares and fits add up in floating point."""
    return [
        replace(
            one,
            value=one.value if one.numerator is not None else rounded(one.value),
            low=rounded(one.low),
            high=rounded(one.high),
        )
        for one in result.readings
    ]


def rounded(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.9g}")


@pytest.mark.parametrize(
    ("every", "by", "where"),
    [
        ("day", (), {}),
        ("day", ("team",), {"tier": ["high", "low", None]}),
        ("week", ("tier",), {}),
        ("month", (), {}),
        ("month", ("tier", "segment"), {}),
        ("month", (), {"team": ["Voz Norte", "Ventas Tienda", "no such team"]}),
        ("quarter", ("tier",), {"segment": None}),
        ("all", ("team",), {}),
    ],
)
def test_many_at_once_answer_as_one_by_one(
    demo: Shop, every: str, by: tuple[str, ...], where: dict[str, object]
) -> None:
    metrics = offering(demo, every, (*by, *where))
    together = ask(demo, metrics, every=every, by=by, where=where, since=SINCE, until=UNTIL)  # type: ignore[arg-type]
    assert sum(any(one.value for one in result.readings) for result in together.values()) > 5, "nothing to compare"
    for metric in metrics:
        alone = metric.measure(demo, every=every, by=by, where=where, since=SINCE, until=UNTIL)  # type: ignore[arg-type]
        assert exact(together[metric.name]) == exact(alone), metric.name
        assert together[metric.name].reason == alone.reason, metric.name


def test_a_reader_of_one_team_reads_the_same_together_and_alone(demo: Shop) -> None:
    metrics = offering(demo, "month", ())
    scope = Scope(teams=("Voz Norte",))
    together = ask(demo, metrics, every="month", since=SINCE, until=UNTIL, scope=scope)
    hidden = 0
    for metric in metrics:
        alone = metric.measure(demo, every="month", since=SINCE, until=UNTIL, scope=scope)
        assert exact(together[metric.name]) == exact(alone), metric.name
        if metric.on != "period" and "team" not in available(metric, columns_of(demo, metric)):
            hidden += 1
            assert alone.reason is not None and all(one.value is None for one in alone.readings), metric.name
    assert hidden > 10
