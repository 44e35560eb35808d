"""Every metric by every dimension gives the same groups in the table, CSV, JSON and `.table`."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
from collections.abc import Iterator
from datetime import date

import pytest

from crm_metrics.command.answers import answers
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from tests.demo_company import demo_company

DAY = date(2026, 5, 31)
SAMPLE = 40  # metrics, each by every dimension of its own; `pairs(shop)` without a number is the whole walk
Row = tuple[str, str | None, str | None]  # metric, group, value


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    """A small demo company: four months that end on 31 May 2026."""
    with demo_company(Asked(customers=200, months=4, until=DAY), finish=None) as company:
        yield company


def pairs(shop: Shop, size: int = len(CATALOGUE)) -> dict[str, list[str]]:
    """The metrics that can be grouped by each dimension, of so many drawn metrics."""
    chosen = sorted(random.Random(8).sample(list(CATALOGUE), size))
    by_dimension: dict[str, list[str]] = {}
    for name in chosen:
        for dimension in dimensions(shop, CATALOGUE[name]):
            by_dimension.setdefault(dimension, []).append(name)
    return by_dimension


def written(value: object) -> str | None:
    """A number as JSON writes it, so that every form can be held against it."""
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else repr(float(str(value)))


def from_json(text: str, dimension: str) -> list[Row]:
    return [(row["metric"], row[dimension], written(row["value"])) for row in json.loads(text)]


def from_csv(text: str, dimension: str) -> list[Row]:
    head, *rows = csv.reader(io.StringIO(text))
    assert len(head) == len(set(head))
    held = [dict(zip(head, row, strict=True)) for row in rows]
    return [(row["metric"], row[dimension] or None, written(row["value"] or None)) for row in held]


def from_frames(results: dict[str, Result], dimension: str) -> list[Row]:
    rows: list[Row] = []
    for result in results.values():
        table = result.table
        assert table.columns.is_unique
        groups = [one if isinstance(one, str) else None for one in table[dimension]]
        rows += zip(table["metric"], groups, map(written, table["value"]), strict=True)
    return rows


def from_grid(text: str) -> list[tuple[str, str | None]]:
    """Metric and group of each line: the columns are at least two spaces apart, and no name holds two."""
    lines = [re.split(r"\s{2,}", line) for line in text.splitlines()[1:]]
    return [(line[0], line[2]) for line in lines]


def walk(shop: Shop, by_dimension: dict[str, list[str]]) -> int:
    """Hold the four forms of each metric and dimension against each other; how many pairs there were."""
    for dimension, names in by_dimension.items():
        metrics = [CATALOGUE[name] for name in names]
        results = ask(shop, metrics, every="month", by=dimension, since=DAY.replace(day=1), until=DAY)
        right = [
            (one.metric, one.groups[0], written(one.value)) for result in results.values() for one in result.readings
        ]
        units = {metric.name: metric.unit for metric in metrics}
        forms = {form: answers(results, units, form, Words("en"), "COP") for form in ("json", "csv", "table")}
        assert from_json(forms["json"], dimension) == right, dimension
        assert from_csv(forms["csv"], dimension) == right, dimension
        assert from_frames(results, dimension) == right, dimension
        shown = from_grid(forms["table"])
        assert shown == [(metric, group or "–") for metric, group, _ in right], dimension
    return sum(map(len, by_dimension.values()))


def test_every_form_of_an_answer_has_the_same_groups_and_values(demo: Shop) -> None:
    sample = pairs(demo, SAMPLE)
    assert walk(demo, sample | {"reason": pairs(demo)["reason"]}) > 200


def test_no_dimension_takes_the_place_of_what_an_answer_says_of_itself() -> None:
    assert set(DIMENSIONS) & {"metric", "period", "value", "n", "low", "high", "complete", "why"} == set()
    assert not {metric.own for metric in CATALOGUE.values()} & {"metric", "period", "value", "n", "complete", "why"}
