"""Random sequences of loads: the same from the same seed, of all kinds, and a warehouse holds what it was told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks import days
from crm_metrics.warehouse import doctor, versions
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.sealing import parts
from crm_metrics.warehouse.tables import tables
from tests.demo_company import demo_folder
from tests.warehouse.refreshing.sequences import KINDS, SmallLoad, play, systems_of

LOADS = 6


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The version of a small demo company."""
    folder = demo_folder(tmp_path_factory, Asked(customers=100, months=3, until=date(2026, 8, 31)))
    return versions.file_of(folder, versions.current(folder))


def drawn(source: Path, place: Path, seed: int, count: int = 3) -> list[tuple[str, date, dict[str, int]]]:
    """Kind, day and rows of the loads of a sequence, as they are drawn; none of them is loaded."""
    with systems_of(source, seed) as systems:
        loads = [systems.next(place / f"{seed}", number) for number in range(count)]
        return [(load.kind, load.through, dict(load.rows)) for load in loads]


def test_a_seed_draws_the_same_loads_and_another_one_others(source: Path, tmp_path: Path) -> None:
    first = drawn(source, tmp_path / "a", 1)
    assert drawn(source, tmp_path / "b", 1) == first
    assert drawn(source, tmp_path / "c", 2) != first
    assert first[0][0] == "history"
    assert {"work_item", "interaction", "survey", "order_line", "subscription", "receivable"} <= first[0][2].keys()


def test_a_pack_of_loads_holds_all_kinds(source: Path, tmp_path: Path) -> None:
    found = Counter(kind for kind, _, _ in drawn(source, tmp_path, 1, 1 + sum(KINDS.values())))
    assert found == {"history": 1, **KINDS}


def test_after_each_load_the_warehouse_holds_what_it_was_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LEAST", 0)  # sums are carried over of every table that no load writes to
    seen = []

    def check(warehouse: Path, load: SmallLoad, systems: duckdb.DuckDBPyConnection) -> None:
        systems.execute(f"attach '{versions.file_of(warehouse, versions.current(warehouse))}' as held (read_only)")
        others = {name: _others(systems, name) for name in input_tables()}
        systems.execute("detach held")
        assert {name: rows for name, rows in others.items() if rows} == {}, load
        assert doctor.damage(warehouse) is None, load  # it reads all rows
        seen.append(load.kind)

    loads = play(source, tmp_path, seed=3, loads=LOADS, check=check)
    assert seen == [load.kind for load in loads]
    assert len(loads) == LOADS


def _others(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """How many rows of a table only the warehouse holds, or only what was told."""
    told = ", ".join(
        f"round({column}, 9) as {column}" if tables()[name].columns[column].type == "DOUBLE" else column
        for column in days.names(tables()[name])
    )
    held, given = f"select {told} from held.main.{name}", f"select {told} from told.{name}"
    row = connection.execute(
        f"select count(*) from (({held} except all {given}) union all ({given} except all {held}))"
    ).fetchone()
    assert row is not None
    return int(row[0])
