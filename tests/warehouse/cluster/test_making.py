"""What `make` says before, after and instead of what Spark does; that its rows are DuckDB's: tests/spark."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.making import make
from crm_metrics.warehouse.spark import session

MONTHS = [date(2026, 1, 1)]


class BrokenError(Exception):
    """What the cluster says where it can't go on."""


class FakeSpark:
    """A session that has seven rows in each table."""

    stopped = False

    @property
    def sparkContext(self) -> FakeSpark:  # noqa: N802 – Spark's own name
        return self

    def setLogLevel(self, _: str) -> None:  # noqa: N802
        """Said once."""

    def table(self, _: str) -> FakeSpark:
        return self

    def count(self) -> int:
        return 7

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the tables of this release."""
    folder.tell_exported(tmp_path, folder.Exported(schema.made_by()["shapes"], {"company": (1, "1")}))
    return tmp_path


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> FakeSpark:
    """Spark and its errors, in the places of the true ones."""
    found = FakeSpark()
    errors, protocol = ModuleType("pyspark.errors"), ModuleType("py4j.protocol")
    errors.PySparkException = protocol.Py4JError = BrokenError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyspark.errors", errors)
    monkeypatch.setitem(sys.modules, "py4j.protocol", protocol)
    monkeypatch.setattr(session, "session", lambda *_: found)
    monkeypatch.setattr(session, "months_of", lambda _: MONTHS)
    monkeypatch.setattr(session, "close", lambda *_: iter(["month"]))
    return found


def making(place: Path, monkeypatch: pytest.MonkeyPatch, breaks: bool = False) -> list[str]:
    """The shapes that a run makes; one that breaks does so at its second."""
    seen = list[str]()

    def build(*_: Any, there: list[str]) -> Iterator[str]:
        for name in [one for one in ("agent", "company", "watermark") if one not in there]:
            if breaks and seen:
                raise BrokenError("An error occurred while calling o1.parquet.\n: No room left.\n\tat java")
            seen.append(name)
            yield name

    monkeypatch.setattr(session, "build", build)
    if breaks:
        with pytest.raises(DataError, match=r"Spark at local\[1\] stopped with an error: No room left\."):
            make(place, "local[1]", {}, lambda *_, **__: None)
    else:
        make(place, "local[1]", {}, lambda *_, **__: None)
    return seen


def test_what_was_made_is_said_when_all_of_it_is(
    place: Path, spark: FakeSpark, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert making(place, monkeypatch) == ["agent", "company", "watermark"]
    told = folder.made(place)
    assert told.rows == {"shape.agent": 7, "shape.company": 7, "shape.watermark": 7, "final.month": 7}
    assert (told.exported, told.months) == (folder.exported(place), MONTHS)
    assert spark.stopped


def test_a_run_that_was_stopped_goes_on_with_the_shape_that_it_was_at(
    place: Path, spark: FakeSpark, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert making(place, monkeypatch, breaks=True) == ["agent"]
    assert spark.stopped
    with pytest.raises(DataError, match=r"made\.json is missing"):
        folder.made(place)
    assert making(place, monkeypatch) == ["company", "watermark"]
    assert len(folder.made(place).rows) == 4
    assert making(place, monkeypatch) == ["agent", "company", "watermark"]  # what is whole is made anew


@pytest.mark.usefixtures("spark")
def test_what_a_run_made_of_other_tables_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert making(place, monkeypatch, breaks=True) == ["agent"]
    folder.tell_exported(place, folder.Exported(schema.made_by()["shapes"], {"company": (1, "2")}))
    assert making(place, monkeypatch) == ["agent", "company", "watermark"]


def test_without_tables_of_this_release_or_without_spark_nothing_is_made(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)  # as where it is not installed
    with pytest.raises(DataError, match=r"Apache Spark is missing\. It needs Java 17"):
        make(place, "local[1]", {}, lambda *_, **__: None)
    folder.tell_exported(place, folder.Exported("earlier", {"company": (1, "1")}))
    with pytest.raises(DataError, match="exported by another release of Pulso; export it again"):
        make(place, "local[1]", {}, lambda *_, **__: None)
    with pytest.raises(DataError, match=r"exported\.json is missing"):
        make(tmp_path / "none", "local[1]", {}, lambda *_, **__: None)
