"""Shapes brought up hold the rows that all made anew hold, and only what changed is made; a proof plays any loads."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from crm_metrics import settings
from crm_metrics.warehouse import engines, manifest, shape
from crm_metrics.warehouse.refreshing import bringing
from crm_metrics.warehouse.refreshing.bringing import bring_up
from tests.warehouse.refreshing.conftest import opened

BY_CASE = ("item_stamp", "clock_run", "sla_clock", "work_item", "open_item_span")


Brought = Callable[..., tuple[dict[str, str], list[str]]]


def test_where_nothing_changed_nothing_is_made(brought: Brought) -> None:
    done, others = brought()
    assert others == []
    assert {name for name, way in done.items() if way != "kept"} == set()  # what the analysis fills stays, too


@pytest.mark.usefixtures("by_key")
def test_a_case_that_was_closed_is_made_anew_alone(brought: Brought, source: Path) -> None:
    with opened_to_read(source) as connection:
        (case,) = connection.execute(
            "select work_item from shape.open_item_span where to_on = date '9999-12-31' and process = 'service' limit 1"
        ).fetchall()[0]
    done, others = brought(
        f"update main.work_item set closed_at = opened_at + interval 2 day, outcome = 'resolved'"
        f" where work_item_id = '{case}'"
    )
    assert others == []
    assert {done[name] for name in BY_CASE} == {"refreshed"}
    assert {done[name] for name in ("order_line", "receivable", "customer_value", "loyalty_entry")} == {"kept"}


@pytest.mark.usefixtures("by_key")
def test_a_day_that_passes_makes_what_it_moves(brought: Brought) -> None:
    done, others = brought("update main.load_log set loaded_through = loaded_through + 1")
    assert others == []
    assert done["watermark"] == "anew"
    assert {done[name] for name in ("interaction", "work_item", "clock_run", "survey")} == {"refreshed"}
    assert {done[name] for name in ("item_stamp", "attribute_span", "agent_day")} == {"kept"}


@pytest.mark.usefixtures("by_key")
def test_time_that_went_back_makes_all_that_reads_it_anew(brought: Brought) -> None:
    done, others = brought("update main.load_log set loaded_through = loaded_through - 1")
    assert others == []
    assert {done[name] for name in ("interaction", "work_item", "clock_run")} == {"anew"}


def test_where_many_rows_are_touched_all_are_made(brought: Brought) -> None:
    done, others = brought("update main.work_item set opened_at = opened_at - interval 1 hour")
    assert others == []
    assert {done[name] for name in BY_CASE} == {"anew"}


def test_another_zone_makes_all_of_it_anew(brought: Brought) -> None:
    done, others = brought("update main.company set time_zone = 'Asia/Tokyo'")
    assert others == []
    made = {name: way for name, way in done.items() if not shape.filled_later(shape.shapes()[name].sql)}
    assert set(made.values()) == {"anew"}


@pytest.mark.usefixtures("by_key")
def test_customers_that_turn_out_to_be_one_carry_their_rows_along(brought: Brought) -> None:
    done, others = brought(
        "insert into main.customer_alias (alias_id, customer_id, rule)"
        " select min(customer_id), max(customer_id), 'said' from"
        " (select distinct customer_id from main.interaction where customer_id <> 'unknown' order by 1 limit 2)"
    )
    assert others == []
    assert {done[name] for name in ("interaction", "item_stamp", "work_item", "survey")} == {"refreshed"}


@pytest.mark.usefixtures("by_key")
@pytest.mark.parametrize("change", ["update main.work_item set priority = 'low'", "update main.company set name = 'B'"])
def test_nothing_of_its_work_is_left_behind(source: Path, tmp_path: Path, change: str) -> None:
    file = tmp_path / "next.duckdb"
    shutil.copyfile(source, file)
    with opened(file) as connection:
        connection.execute("create temp table kept as select 1 as one")
        connection.execute(change)
        manifest.write(connection, "main")
        bring_up(connection, source)
        assert connection.execute("select table_name from duckdb_tables() where temporary").fetchall() == [("kept",)]
        assert (
            connection.execute("select database_name from duckdb_databases() where path = ?", [str(source)]).fetchall()
            == []
        )


def test_what_stops_it_leaves_the_shapes_as_they_were(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "next.duckdb"
    shutil.copyfile(source, file)
    stop = ValueError("stopped")

    def stopped(*_: object, **__: object) -> None:
        raise stop

    with opened(file) as connection:
        before = {name: manifest.measure(connection, f"shape.{name}") for name in shape.stored()}
        connection.execute("update main.work_item set opened_at = opened_at - interval 1 hour")
        manifest.write(connection, "main")
        monkeypatch.setattr(bringing, "cut", stopped)
        monkeypatch.setattr(bringing, "LEAST", 0)
        monkeypatch.setattr(bringing, "SHARE", 9)
        with pytest.raises(ValueError, match="stopped"):
            bring_up(connection, source)
        assert {name: manifest.measure(connection, f"shape.{name}") for name in shape.stored()} == before


@contextmanager
def opened_to_read(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(engines.reader(file, settings.load(), seconds=None)) as connection:
        yield connection
