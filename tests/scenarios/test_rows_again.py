"""The same rows by way of files: shuffled, doubled or loaded twice, they give the numbers that they gave before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.metrics.core import Metric
from crm_metrics.warehouse import store
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.schema import SOURCE_COLUMN, input_tables
from tests.demo_company import demo_company
from tests.scenarios.catalogue import answers, asked, same, values

UNTIL = date(2026, 6, 30)
FIRST, LAST = date(2026, 2, 1), date(2026, 5, 31)
WRITTEN = {  # as people write it: a list with bars, and no 1.000, which may be one or a thousand
    "sla_policy": "array_to_string(pause_statuses, '|') as pause_statuses",
    "order_line": "cast(quantity as integer) as quantity",
}


@pytest.fixture(scope="module")
def demo() -> Iterator[store.Warehouse]:
    """A small demo company, as its builder fills it."""
    with demo_company(Asked(customers=300, months=8, until=UNTIL)) as company:
        yield company


@pytest.fixture(scope="module")
def files(demo: store.Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its rows as a company would export them, a CSV file for each table."""
    folder = tmp_path_factory.mktemp("files")
    for table in input_tables():
        if demo.fetch(f"select count(*) from main.{table}")[0][0]:
            held = f"exclude ({SOURCE_COLUMN}{', only_row' if table == 'company' else ''})"
            written = f"replace ({WRITTEN[table]})" if table in WRITTEN else ""
            demo.fetch(f"copy (select * {held} {written} from main.{table}) to '{folder / table}.csv' (header)")
    return folder


@pytest.fixture(scope="module")
def loaded(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse into which the files were imported once."""
    folder = tmp_path_factory.mktemp("loaded") / "warehouse"
    assert import_folder(files, folder, finish=None).exit_code == 0
    return folder


def moved(before: store.Warehouse, after: store.Warehouse) -> list[str]:
    """The metrics with a month that is not what it was."""
    metrics: list[Metric] = asked("month")
    then, now = (answers(one, metrics, "month", None, FIRST, LAST) for one in (before, after))
    return [one.name for one in metrics if not same(values(then[one.name]), values(now[one.name]))]


def test_a_second_load_of_the_same_files_makes_no_version(files: Path, loaded: Path) -> None:
    report = import_folder(files, loaded, finish=None)
    assert (report.exit_code, report.version) == (0, None)


def test_files_with_every_line_twice_and_in_another_order_give_the_same_numbers(
    files: Path, loaded: Path, tmp_path: Path
) -> None:
    chance = random.Random(7)
    for file in files.iterdir():
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        twice = lines if file.name == "company.csv" else lines * 2
        chance.shuffle(twice)
        (tmp_path / file.name).write_text("\n".join([head, *twice]) + "\n", encoding="utf-8")
    other = tmp_path / "warehouse"
    assert import_folder(tmp_path, other, finish=None).exit_code == 0
    before, after = store.open_warehouse(loaded), store.open_warehouse(other)
    try:
        assert before.fetch("select count(*) from main.interaction") == after.fetch(
            "select count(*) from main.interaction"
        )
        assert moved(before, after) == []
    finally:
        before.close()
        after.close()
