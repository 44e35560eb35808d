"""The whole way: tables out of a version, shapes and months made on a cluster, a version of them, a question of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import shop_of
from crm_metrics.settings import Settings
from crm_metrics.warehouse import shape, store, versions
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.exporting import export
from crm_metrics.warehouse.cluster.taking import take
from tests.demo_company import demo_folder
from tests.spark.conftest import COMPANY
from tests.spark.standalone import PART, WORKERS, cluster, made_on, only_a_part

pytestmark = pytest.mark.spark

SETTINGS = Settings(threads=2, memory="500MB")
ASKED = ["dso", "cei", "recovery_rate", "roll_rate", "cure_rate", "write_off_rate"]  # of invoice_period


def answers(warehouse: Path) -> object:
    """What a board asks of invoices, by month."""
    with closing(store.open_warehouse(warehouse, SETTINGS)) as opened:
        found = shop_of(opened).ask([CATALOGUE[name] for name in ASKED], every="month", since=COMPANY.first)
        return {name: result.readings for name, result in found.items()}


def test_what_two_workers_made_answers_as_what_duckdb_made(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here, there, place = demo_folder(tmp_path_factory, COMPANY, None), tmp_path / "there", tmp_path / "place"
    versions_before = versions.file_of(here, versions.current(here))
    there.mkdir()
    (there / "000001.duckdb").write_bytes(versions_before.read_bytes())
    (there / "CURRENT").write_text("000001.duckdb\n")
    with only_a_part():
        export(there, place, SETTINGS, lambda *_, **__: None)
        with cluster(tmp_path) as master:
            made_on(master, place)
        assert take(there, place, finish=None, progress=lambda _: None, settings=SETTINGS) == 2
    assert all(any((tmp_path / str(number)).iterdir()) for number in range(WORKERS))  # each ran a part of it
    made = folder.made(place)
    assert set(made.rows) == {f"shape.{name}" for name in shape.needed([PART])} | {"final.month", f"final.{PART}"}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{versions_before}' as here (read_only)")
        connection.execute(f"attach '{there / '000002.duckdb'}' as there (read_only)")
        for table in made.rows:
            sides = (
                f"(from {one}.{table} except all from {other}.{table})"
                for one, other in (("here", "there"), ("there", "here"))
            )
            assert (table, connection.execute(" union all ".join(sides)).fetchall()) == (table, [])
    assert answers(there) == answers(here)
