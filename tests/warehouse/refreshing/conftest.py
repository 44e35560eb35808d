"""A small company whose version is brought up to what statements change of its tables, by key whatever its size."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crm_metrics import settings
from crm_metrics.warehouse import engines, manifest, shape, versions
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.finals import touched
from crm_metrics.warehouse.finals.checking import differing_months
from crm_metrics.warehouse.finals.closing import close_months, close_touched
from crm_metrics.warehouse.refreshing import bringing, cutting
from crm_metrics.warehouse.refreshing.bringing import bring_up
from crm_metrics.warehouse.refreshing.checking import differing
from tests.demo_company import demo_folder

SMALL = Asked(customers=100, months=3, until=date(2026, 8, 31))


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(engines.loader(file, settings.load())) as connection:
        yield connection


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The version of a small demo company."""
    folder = demo_folder(tmp_path_factory, SMALL, None)
    return versions.file_of(folder, versions.current(folder))


@pytest.fixture
def by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows of a small company are touched, they are made by key, and of cut inputs."""
    monkeypatch.setattr(bringing, "LEAST", 0)
    monkeypatch.setattr(bringing, "SHARE", 9)
    monkeypatch.setattr(touched, "SHARE", 9)
    monkeypatch.setattr(cutting, "FEW", 0)


@pytest.fixture
def brought(source: Path, tmp_path: Path) -> Callable[..., tuple[dict[str, str], list[str]]]:
    """What was done with each shape after statements on the input tables, and which shapes and whole months then are
    another than made anew.

    before: statements on the version before, all of whose shapes are made after them.
    """

    def bring(*statements: str, before: Sequence[str] = ()) -> tuple[dict[str, str], list[str]]:
        was, file = source, tmp_path / "next.duckdb"
        if before:
            was = tmp_path / "before.duckdb"
            shutil.copyfile(source, was)
            with opened(was) as connection:
                _change(connection, before)
                shape.build(connection)
                close_months(connection)
        shutil.copyfile(was, file)
        with opened(file) as connection:
            _change(connection, statements)
            done = bring_up(connection, was, then=close_touched)
            return done, [*differing(connection), *differing_months(connection)]

    return bring


def _change(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement)
    manifest.write(connection, "main")
