"""Shapes that are not what they are made of are told, and those that were another when all were made anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crm_metrics import settings
from crm_metrics.warehouse import doctor, publish, schema, versions
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.refreshing.checking import differing, unlike
from crm_metrics.warehouse.sealing import parts
from tests.demo_company import demo_company, demo_folder

SMALL = Asked(customers=100, months=3, until=date(2026, 8, 31))


@pytest.fixture(scope="module")
def company() -> Iterator[duckdb.DuckDBPyConnection]:
    with demo_company(SMALL, finish=None) as made:
        yield made.connection


def test_what_is_made_of_its_inputs_is_not_told(company: duckdb.DuckDBPyConnection) -> None:
    assert differing(company) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("update shape.sla_clock set breached = not breached where rowid = 0", ["sla_clock"]),
        ("delete from shape.agent_day where rowid = 0", ["agent_day"]),
        ("insert into shape.company from shape.company", ["company"]),
        ("update main.survey set score = scale_max where score is not null and instrument = 'nps'", ["survey"]),
    ],
)
def test_a_shape_that_is_another_is_told(company: duckdb.DuckDBPyConnection, change: str, told: list[str]) -> None:
    company.execute("begin")
    company.execute(change)
    found = differing(company)
    company.execute("rollback")
    assert [name for name in found if name in told] == told
    assert len(found) < 5


def test_a_version_says_what_all_made_anew_had_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, mine = tmp_path / "warehouse", settings.load()
    publish.publish(folder, lambda connection: True, finish=None)
    assert list(unlike(folder, mine)) == []
    monkeypatch.setattr(publish, "MOST_REFRESHED", 0)
    monkeypatch.setattr(publish, "differing", lambda connection: ["sla_clock", "survey"])
    publish.publish(folder, lambda connection: True, finish=None)
    (told,) = unlike(folder, mine)
    assert told.misleads and "sla_clock, survey" in str(told)
    monkeypatch.setattr(publish, "differing", lambda connection: [])
    publish.publish(folder, lambda connection: True, finish=None)
    assert list(unlike(folder, mine)) == []


def test_of_a_version_of_another_release_nothing_is_told(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = demo_folder(tmp_path_factory, SMALL, None)
    monkeypatch.setattr(schema, "made_by", lambda: {"schema": "another", "shapes": "another"})
    assert list(unlike(folder, settings.load())) == []
    assert versions.current(folder)


@pytest.mark.parametrize("least", [0, 100_000], ids=["by its blocks", "by its rows"])
def test_shapes_in_a_damaged_block_are_made_anew_with_the_next_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(parts, "LEAST", least)
    folder = tmp_path / "warehouse"
    publish.publish(folder, lambda connection: True, finish=None)
    file = versions.file_of(folder, 1)
    with duckdb.connect(str(file), read_only=True) as connection:
        used = {"main": set[int](), "shape": set[int]()}
        for schema_name, name in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            listed = connection.execute(f"select block_id from pragma_storage_info('{schema_name}.{name}')").fetchall()
            used.setdefault(schema_name, set()).update(number for (number,) in listed)
    block = max(used["shape"] - used["main"])
    with file.open("r+b") as written:
        written.seek(12_288 + 262_144 * (block + 1) - 1)
        written.write(b"!")
    assert publish.publish(folder, lambda connection: True, finish=None) == 2
    assert doctor.damage(folder, settings.load()) is None
    assert list(unlike(folder, settings.load())) == []


@pytest.mark.parametrize("least", [0, 100_000], ids=["by its blocks", "by its rows"])
@pytest.mark.parametrize("damaged", [False, True], ids=["another row", "not to be read"])
def test_shapes_that_are_not_what_was_written_are_made_anew_with_the_next_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool, least: int
) -> None:
    monkeypatch.setattr(parts, "LEAST", least)
    folder, mine = tmp_path / "warehouse", settings.load()
    publish.publish(folder, lambda connection: True, finish=None)
    if damaged:

        def not_read(*_: object, **__: object) -> None:
            raise duckdb.IOException("Corrupt database file: computed checksum does not match")

        monkeypatch.setattr(publish, "bring_up", not_read)
    else:
        with duckdb.connect(str(versions.file_of(folder, 1))) as connection:
            connection.execute("update shape.own_tiers set own = not own")
        assert list(unlike(folder, mine)) != []
    assert publish.publish(folder, lambda connection: True, finish=None) == 2
    assert list(unlike(folder, mine)) == []
