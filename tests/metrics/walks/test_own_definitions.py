"""A few hundred metrics that a company might write: each is refused by name, or answers on a whole company."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.command.answers import answers
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.registry import own_metrics
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse import blank
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from tests.demo_company import demo_company

DAY = date(2026, 5, 31)
SIZE = 240  # definitions, in one folder
SHAPES = ("work_item", "survey", "interaction", "order_line", "invoice_span", "open_item_span", "departure",
          "customer_period", "member_period", "opportunity", "subscription", "agent_day")  # fmt: skip
NUMBERS = ("0", "1", "2.5", "0.000001", "999999999999999", "-3", "0.123456789012345", "24", "'x'", "null")
VALUES = ("'x'", "'north'", "3", "0.5", "'2026-05-01'", "true", "null")


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    """A small demo company: four months that end on 31 May 2026."""
    with demo_company(Asked(customers=200, months=4, until=DAY), finish=None) as company:
        yield company


class Writer:
    """Draws definitions: formulas over any columns of a shape, most of them sensible, some of them not."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.draw = random.Random(seed)
        self.kinds = {name: blank.kinds(shop, name) for name in SHAPES}

    def column(self, shape: str, kind: str = "") -> str:
        """A column of a shape, mostly one that holds this kind."""
        fitting = [name for name, held in self.kinds[shape].items() if held.startswith(kind)]
        return self.draw.choice(fitting if fitting and self.draw.random() < 0.9 else list(self.kinds[shape]))

    def condition(self, shape: str) -> str:
        """What may be true or false."""
        draw = self.draw
        column = self.column(shape, draw.choice(["BOOLEAN", "VARCHAR", "DATE", "DECIMAL", "BIGINT"]))
        texts = [
            self.column(shape, "BOOLEAN"),
            f"{column} {draw.choice(['=', '<>', '>', '<='])} {draw.choice(VALUES)}",
            f"{column} in ({draw.choice(VALUES)}, {draw.choice(VALUES)})",
            f"{column} between {draw.choice(VALUES)} and {draw.choice(VALUES)}",
            f"{column} is not null",
            f"days_between({self.column(shape, 'DATE')}, {self.column(shape, 'DATE')}) < 7",
            draw.choice(VALUES),
            column,
        ]
        one = draw.choice(texts)
        return f"{one} {draw.choice(['and', 'or'])} not {draw.choice(texts)}" if draw.random() < 0.2 else one

    def aggregate(self, shape: str) -> str:
        """What turns rows into a number."""
        draw, number = self.draw, self.column(shape, self.draw.choice(["DECIMAL", "BIGINT", "DOUBLE"]))
        return draw.choice(
            [
                "count(*)",
                f"count_if({self.condition(shape)})",
                f"count(distinct {self.column(shape, 'VARCHAR')})",
                f"count(distinct {number}{draw.choice(['', '', ', ' + number])})",
                f"sum({number})",
                f"sum({number} {draw.choice('+-*/')} {draw.choice([*NUMBERS, self.column(shape)])})",
                f"quantile({number}, {draw.choice(['0', '0.5', '0.000001', '1', '0.9', '2'])})",
                f"quantile({self.column(shape)}, 0.5)",
                f"survival_at({number}, {self.condition(shape)}, {draw.choice(NUMBERS)})",
                f"survival_quantile({number}, {self.condition(shape)}, 0.5)",
            ]
        )

    def formula(self, shape: str) -> str:
        """Arithmetic over aggregates."""
        one = self.aggregate(shape)
        if self.draw.random() < 0.3:
            other = self.draw.choice([self.aggregate(shape), *NUMBERS, "days", "count_if(true)"])
            one = f"{one} {self.draw.choice('+-*/')} {other}"
        return one

    def of_metrics(self) -> str:
        """Arithmetic over metrics of the catalogue and of the folder."""
        draw = self.draw
        names = [draw.choice([*CATALOGUE, *(f"own_{n}" for n in range(SIZE))]) for _ in range(2)]
        words = [*names, f"goal({names[0]})", "goal(3)", "goal_so_far(bookings)", "count(*)", "1", "0", "'x'", "first"]
        return f"{draw.choice(words)} {draw.choice('+-*/')} {draw.choice([*names, *words])}"

    def fields(self) -> dict[str, object]:
        """A definition, as its file says it."""
        draw = self.draw
        given: dict[str, object] = {"label": {"en": "Own"}, "means": {"en": "Own."}, "unit": "count"}
        if draw.random() < 0.2:
            given |= {"on": "period", "numerator": self.of_metrics()}
            return given | ({"denominator": self.of_metrics()} if draw.random() < 0.5 else {})
        shape = draw.choice(SHAPES)
        stock = shape.endswith(("_span", "_period")) and draw.random() < 0.9
        given |= {"on": shape if stock else f"{shape}.{self.column(shape, 'DATE')}", "numerator": self.formula(shape)}
        extras = {
            "denominator": self.formula(shape),
            "rows": self.condition(shape),
            "process": draw.choice(["service", "sales"]),
            "matures_on": self.column(shape, "DATE"),
            "matures_days": 5,
            "trailing": draw.choice(["30 days", "12 months"]),
            "share_of": draw.choice(DIMENSIONS),
            "own": self.column(shape, "VARCHAR"),
            "finest": draw.choice(["day", "month"]),
            "low": self.formula(shape),
        }
        odds = {"denominator": 0.5, "rows": 0.4, "process": 0.3}
        return given | {key: value for key, value in extras.items() if draw.random() < odds.get(key, 0.08)}


def write(folder: Path, writer: Writer, size: int) -> None:
    """A folder of definitions."""
    (folder / "metrics").mkdir()
    for n in range(size):
        lines = [f"{key} = {_toml(value)}\n" for key, value in writer.fields().items()]
        (folder / "metrics" / f"own_{n}.toml").write_text("".join(lines), encoding="utf-8")


def _toml(value: object) -> str:
    return '{ en = "Own" }' if isinstance(value, dict) else json.dumps(value)


def walk(shop: Shop, folder: Path) -> tuple[int, int]:
    """Ask whatever the check took, whole and by each of two dimensions; how many it took and how many it refused."""
    found = own_metrics(folder)
    assert found is not None
    for problem in found.problems:
        assert Path(problem.file).name in str(problem.error)
    for name, metric in found.metrics.items():
        cuts: list[tuple[str, ...]] = [(), *((one,) for one in dimensions(shop, metric)[:2])]
        for by in cuts:
            results = ask(shop, [metric], every="month", by=by, since=date(2026, 4, 1), until=DAY)
            assert json.loads(
                answers(results, {name: metric.unit}, "json", Words("en"), "COP"), parse_constant=pytest.fail
            ) or by  # fmt: skip
    return len(found.metrics), len(found.problems)


def test_what_the_check_takes_answers_and_what_it_refuses_is_named(
    demo: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    write(tmp_path, Writer(demo, 8), SIZE)
    taken, refused = walk(demo, tmp_path)
    assert taken > SIZE // 6
    assert refused > SIZE // 6
