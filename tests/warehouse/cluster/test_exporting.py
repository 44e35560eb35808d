"""The tables that a cluster gets: those that shapes read, as the version holds them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse import engines
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.exporting import export
from crm_metrics.warehouse.cluster.tables import read_tables
from tests.warehouse.cluster.conftest import SETTINGS, Shared


def silent(*_: object, **__: object) -> None:
    """Say nothing."""


def test_the_tables_that_shapes_read_lie_there_with_their_sums(made: Shared) -> None:
    tables = folder.exported(made.place).tables
    assert sorted(tables) == sorted(file.stem for file in (made.place / "main").iterdir())
    assert {"company", "interaction", "tier_rule", "work_item"} <= set(tables)
    assert not {"load_file", "manifest", "passed_row"} & set(read_tables())  # the loader's own books
    with closing(engines.exporter(made.file(), SETTINGS)) as connection:
        for name in ("interaction", "company"):
            place = folder.place_of(made.place, "main", name)
            apart = (
                f"(from main.{name} except all from '{place}') union all (from '{place}' except all from main.{name})"
            )
            assert connection.execute(apart).fetchall() == []
            assert connection.execute(f"select count(*) from '{place}'").fetchone() == (tables[name][0],)


def test_who_exports_again_has_to_make_again(shared: Shared) -> None:
    folder.made(shared.place)
    assert export(shared.warehouse, shared.place, SETTINGS, silent) == 1
    folder.exported(shared.place)
    with pytest.raises(DataError, match=r"made\.json is missing"):
        folder.made(shared.place)


def test_a_version_of_another_release_is_to_be_rebuilt_first(shared: Shared) -> None:
    with duckdb.connect(str(shared.file())) as connection:
        connection.execute("update main.warehouse_info set value = 'earlier' where key = 'schema'")
    with pytest.raises(DataError, match=r"Version 1 in .* was made by another release of Pulso; the command rebuild"):
        export(shared.warehouse, shared.place, SETTINGS, silent)
    with pytest.raises(DataError, match=r"exported\.json is missing"):  # what lay there is not said to be its own
        folder.exported(shared.place)


def test_where_there_is_no_version_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no warehouse"):
        export(tmp_path / "none", tmp_path / "place", SETTINGS, silent)
