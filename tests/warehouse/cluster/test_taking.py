"""Shapes and whole months that a cluster made become a version like one made here, or nothing changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse import engines, manifest, publish, schema, shape
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.taking import take
from crm_metrics.warehouse.finals import checking
from crm_metrics.warehouse.finals.closing import close_months
from crm_metrics.warehouse.refreshing import bringing, cutting
from crm_metrics.warehouse.refreshing.checking import differing
from crm_metrics.words import Words
from tests.warehouse.cluster.conftest import SETTINGS, Shared


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(engines.loader(file, SETTINGS)) as connection:
        yield connection


def taken(shared: Shared) -> int:
    return take(shared.warehouse, shared.place, finish=None, progress=lambda _: None, settings=SETTINGS)


def columns(file: Path) -> list[tuple[Any, ...]]:
    with opened(file) as connection:
        return connection.execute(
            "select schema_name, table_name, column_name, data_type, is_nullable, column_default from duckdb_columns()"
            " where schema_name in ('shape', 'final') order by 1, 2, column_index"
        ).fetchall()


def summed(file: Path) -> dict[str, tuple[int, str]]:
    with opened(file) as connection:
        return manifest.written(connection, "shape") | manifest.written(connection, "final")


def test_what_a_cluster_made_is_a_version_with_the_same_tables_and_rows(shared: Shared) -> None:
    before = shared.file()
    assert taken(shared) == 2
    assert shared.numbers() == [1, 2]
    assert columns(shared.file()) == columns(before)
    assert summed(shared.file()) == summed(before)
    with opened(shared.file()) as connection:
        assert schema.told_by(connection) == schema.made_by()
        assert schema.refreshed(connection) == 0
        assert close_months(connection) == frozenset()  # the months are known to be of these rows: none is made anew


def test_the_next_load_brings_them_up_by_key(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(shared)

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute(
            "update main.interaction set talk_seconds = 1 where interaction_id in"
            " (select min(interaction_id) from main.interaction where talk_seconds > 1)"
        )
        return True

    for module, limit, value in ((bringing, "LEAST", 0), (bringing, "SHARE", 9), (cutting, "FEW", 0)):
        monkeypatch.setattr(module, limit, value)  # however small the company is
    monkeypatch.setattr(shape, "build", lambda *_: pytest.fail("all shapes were made anew"))
    assert publish.publish(shared.warehouse, fill, finish=None, settings=SETTINGS) == 3
    with opened(shared.file()) as connection:
        assert schema.refreshed(connection) == 1
        assert list(differing(connection)) == []
        fetch: Any = lambda sql, params=(): connection.execute(sql, list(params)).fetchall()  # noqa: E731
        assert list(checking.unlike(fetch, "America/Bogota", 1)) == []


def a_load(shared: Shared) -> None:
    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("delete from main.survey where survey_id in (select min(survey_id) from main.survey)")
        return True

    publish.publish(shared.warehouse, fill, finish=None, settings=SETTINGS)


def a_table_less(shared: Shared) -> None:
    for part in folder.place_of(shared.place, "shape", "work_item").iterdir():
        part.unlink()


def a_part_less(shared: Shared) -> None:
    (folder.place_of(shared.place, "final", "customer_period") / "part-1.parquet").unlink()


def another_select(select: str) -> Callable[[Shared], None]:
    def change(shared: Shared) -> None:
        place = folder.place_of(shared.place, "shape", "company")
        with duckdb.connect() as connection:
            connection.execute(
                f"create table rows as select {select}"
                f" from read_parquet('{place}/*.parquet', hive_partitioning = false)"
            )
            (place / "part-1.parquet").unlink()
            connection.execute(f"copy rows to '{place}/part-0.parquet' (format parquet)")

    return change


def half_a_file(shared: Shared) -> None:
    file = folder.place_of(shared.place, "shape", "survey") / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:-100])


def told(**changes: Any) -> Callable[[Shared], None]:
    def change(shared: Shared) -> None:
        file = shared.place / folder.MADE
        file.write_text(json.dumps(json.loads(file.read_text()) | changes))

    return change


def nothing_told(shared: Shared) -> None:
    (shared.place / folder.MADE).unlink()


REFUSED = {
    "rows that changed since": (a_load, r"other rows than the warehouse holds now, in survey\."),
    "a table that is missing": (a_table_less, r"lacks shape\.work_item\."),
    "rows that are missing": (a_part_less, r"final\.customer_period in .* holds \d+ rows, and \d+ were made"),
    "a column that is missing": (another_select("* exclude (currency)"), "column currency is - and should be VARCHAR"),
    "a column of another type": (
        another_select("* replace (1 as currency)"),
        "currency is INTEGER and should be VARCHAR",
    ),
    "a column too many": (another_select("*, 1 as more"), "the column more is INTEGER and should be -"),
    "a file that is cut off": (half_a_file, r"shape\.survey in .* can't be read"),
    "what another release made": (told(exported={"shapes": "0", "tables": {}}), "made by another release of Pulso"),
    "other months": (told(months=["2026-06-01"]), r"final\.customer_period in .* holds other months"),
    "what was not made to its end": (nothing_told, r"made\.json is missing or not whole"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_published(name: str, shared: Shared) -> None:
    spoil, sentence = REFUSED[name]
    spoil(shared)
    numbers, sums = shared.numbers(), summed(shared.file())
    with pytest.raises(DataError, match=sentence):
        taken(shared)
    assert shared.numbers() == numbers
    assert summed(shared.file()) == sums
    assert not list(shared.warehouse.glob(".build*"))


def test_it_is_told_in_spanish(shared: Shared) -> None:
    a_part_less(shared)
    with pytest.raises(DataError) as refused:
        taken(shared)
    assert "tiene" in Words("es").error(refused.value)
