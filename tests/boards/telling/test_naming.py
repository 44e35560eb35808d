"""No number of a month is called so that it may be taken for one of a year."""

from __future__ import annotations

import pytest

from crm_metrics.boards.layout import MONTHLY_OTHERS, MONTHLY_TILES
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words

ES = Words("es-CO")


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        ("customer_retention_rate", "Retención mensual"),
        ("nrr", "Retención neta de ingreso mensual"),
        ("closing_mrr", "Ingreso recurrente mensual al cierre"),
        ("active_customers", "Clientes activos, al cierre"),
        ("cash_collected", "Recaudo, del mes"),
    ],
)
def test_the_period_stands_in_the_name(metric: str, name: str) -> None:
    assert of_month(metric_of(metric), ES) == name


def test_every_tile_of_the_month_has_a_period_in_its_name() -> None:
    names = {one.metric for place in (*MONTHLY_TILES, MONTHLY_OTHERS) for one in place}
    said = [of_month(metric_of(name), ES) for name in sorted(names)]
    assert [one for one in said if not any(word in one for word in ("mes", "mensual", "cierre", "días"))] == []
