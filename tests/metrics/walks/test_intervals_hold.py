"""Every interval holds its own value and stays within what the metric can be: all metrics on small and odd data."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.catalogue.cards import MEASURES
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse import blank, shape
from tests.demo_company import blank_shop

SIZES = (1, 2, 3)  # rows of each shape

NUMBERS: Mapping[str, Callable[[random.Random], object]] = {
    "equal": lambda _: 7,
    "extreme": lambda draw: draw.choice([0, 1, 1_000_000]),
    "usual": lambda draw: draw.randint(0, 60),
    "shares": lambda draw: round(draw.random(), 3),
}


@pytest.fixture(scope="module")
def empty() -> Iterator[Shop]:
    """A company of which every table is loaded and holds nothing."""
    with blank_shop() as shop:
        yield shop


def drawn(draw: random.Random, way: str, kind: str, column: str) -> object:
    """One value of a column."""
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return date(2026, 1, 2) if column in ("to_on", "to_at") else blank.DAY
    if kind == "BOOLEAN":
        return draw.choice([True, False]) if way != "equal" else True
    if kind == "VARCHAR":
        usual = {"process": None, "instrument": ("nps", "csat", "ces", "qa"), "kind": ("relationship", "transactional")}
        return draw.choice(usual.get(column) or ("a", "b"))
    if column in ("scale_min", "scale_max"):
        return {"scale_min": 0, "scale_max": 10}[column]
    return None if kind in ("TIME", "VARCHAR[]") else NUMBERS[way](draw)


def filled(shop: Shop, draw: random.Random, way: str, size: int) -> None:
    """A few rows in each stored shape. What is a part of something is not more than it."""
    shop.connection.execute("begin")
    for name in shape.stored():
        if name in ("calendar_day", "watermark"):
            continue
        columns = shop.columns(name)
        shop.connection.execute(f'delete from shape."{name}"')
        rows: list[object] = []
        for _ in range(size):
            row = {column: drawn(draw, way, kind, column) for column, kind in columns.items()}
            if "process" in row:
                row["process"] = draw.choice(["sales", "service", "loyalty", "collections", "telemarketing"])
            for part, whole in PARTS.items():
                if part in row and whole in row:
                    row[part] = min(float(str(row[part])), float(str(row[whole])))
            rows += row.values()
        values = "(" + ", ".join(f"try_cast(? as {kind})" for kind in columns.values()) + ")"
        shop.connection.execute(f'insert into shape."{name}" values {", ".join([values] * size)}', rows)
    shop.connection.execute("commit")  # a question has a cursor of its own, which sees only what is there for all


PARTS = {  # column → what it is a part of, in every row of a real company
    "handling_seconds": "productive_seconds", "productive_seconds": "paid_seconds",
    "adherent_seconds": "scheduled_seconds", "existing_seconds": "handle_seconds", "kept_amount": "due_amount",
    "satisfied_revenue": "yearly_revenue", "promoter_revenue": "yearly_revenue", "score": "scale_max",
    "recoverable_revenue": "yearly_revenue", "first_order_amount": "amount", "bought_90d": "candidates",
    "treated_win": "treated_weight", "control_win": "control_weight",
}  # fmt: skip


def fault(metric: Metric, one: Reading) -> str | None:
    """What is wrong with an interval, or None."""
    if one.value is None or (one.low is None and one.high is None):
        return None
    low, high = (one.value if end is None else end for end in (one.low, one.high))
    if not low <= one.value <= high:
        return f"{metric.name}: {one.value} is not in {low} to {high}"
    inside = (metric.least is None or low >= min(metric.least, one.value)) and (
        metric.most is None or high <= max(metric.most, one.value)
    )
    counts = metric.unit in ("count", "seconds", "hours", "days") and "-" not in metric.numerator
    if not inside or (counts and low < min(0, one.value)):
        return f"{metric.name}: {low} to {high} leaves what it can be"
    return None


def walk(shop: Shop, seeds: Iterable[int]) -> tuple[int, set[str]]:
    """Read every metric of so many companies of each size and way; how many intervals there were, of which metrics."""
    metrics = [metric for metric in {**CATALOGUE, **MEASURES}.values() if metric.shape != "application"]
    found = 0
    of: set[str] = set()
    for seed in seeds:
        for size in SIZES:
            for way in NUMBERS:
                filled(shop, random.Random(f"{seed} {size} {way}"), way, size)
                results = ask(shop, metrics, every="month", since=blank.DAY, until=blank.DAY)
                readings = [(metric, one) for metric in metrics for one in results[metric.name].readings]
                faults = [wrong for metric, one in readings if (wrong := fault(metric, one)) is not None]
                assert not faults, (seed, size, way, faults)
                ranged = {metric.name for metric, one in readings if one.low is not None}
                found, of = found + len(ranged), of | ranged
    return found, of


def test_every_interval_holds_its_value_within_what_it_can_be(empty: Shop) -> None:
    found, of = walk(empty, [0])
    assert found > 300
    assert len(of) > 60
