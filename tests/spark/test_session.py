"""Shapes made one after another from the input tables alone, and what a session reads and writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.spark import session
from tests.spark.comparing import compared
from tests.spark.conftest import Engines

pytestmark = pytest.mark.spark


def test_shapes_are_made_from_the_input_tables_in_the_order_of_their_needs(engines: Engines, tmp_path: Path) -> None:
    (tmp_path / "main").symlink_to(engines.folder / "main")
    made = list(session.build(engines.spark, engines.tables, tmp_path, only=["opening_by_day"]))
    more = session.build(engines.spark, engines.tables, tmp_path, only=["opening_by_day"], there=made[:-1])
    assert list(more) == made[-1:]
    for table, columns in engines.tables["shape"].items():  # those that the other tests read again
        session.register(engines.spark, "shape", table, columns, engines.folder / "shape" / f"{table}.parquet")
    assert made.index("calendar_day") < made.index("open_interval") < made.index("opening_by_day")
    assert "customer_span" not in made
    for name in made:
        found = compared(
            engines.shop.connection,
            f'select * from shape."{name}"',
            tmp_path / "shape" / f"{name}.parquet",
            engines.tables["shape"][name],
        )
        assert (name, found.apart) == (name, [])


def test_whole_months_are_made_of_the_shapes(engines: Engines, tmp_path: Path) -> None:
    made = list(session.close(engines.spark, engines.tables, tmp_path))
    for table in made:  # those that the other tests read again
        place = engines.folder / "final" / f"{table}.parquet"
        session.register(engines.spark, "final", table, engines.tables["final"][table], place)
    assert made == ["month", "customer_period", "invoice_period"]
    for name in made:
        place = tmp_path / "final" / f"{name}.parquet"
        found = compared(engines.shop.connection, f"select * from final.{name}", place, engines.tables["final"][name])
        assert (name, found.apart, found.ties) == (name, [], 0)
        assert found.rows >= 13  # the months of the company that are over


def test_a_sum_of_whole_numbers_is_exported_as_one(engines: Engines) -> None:
    place = engines.folder / "shape" / "points_span.parquet"
    kinds = {kind for _, kind, *_ in engines.shop.connection.execute(f"describe from '{place}'").fetchall()}
    assert "HUGEINT" in engines.tables["shape"]["points_span"].values()
    assert "DECIMAL(38,0)" in kinds
    assert "DOUBLE" not in kinds


def test_what_is_recursive_runs_turn_by_turn_until_nothing_is_new(engines: Engines) -> None:
    pairs = "pair(a, b) as (select * from (values (1, 2), (2, 3), (3, 1), (7, 8)) as told(a, b))"
    reach = "reach(a, b) as (select a, b from pair union select r.a, p.b from reach r join pair p on p.a = r.b)"
    found = engines.held_against(f"with recursive {pairs}, {reach} select * from reach")
    assert (found.rows, found.apart) == (3 * 3 + 1, [])  # a ring of three, and one pair
