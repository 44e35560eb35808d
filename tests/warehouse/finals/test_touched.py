"""Of whole months, the rows of those whom a change concerns are made anew, and all months are as made of nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing as closed
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_metrics import settings
from crm_metrics.warehouse import engines, manifest, versions
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.finals import closing, touched
from crm_metrics.warehouse.finals.checking import differing_months
from crm_metrics.warehouse.refreshing import bringing, cutting
from crm_metrics.warehouse.refreshing.bringing import bring_up
from crm_metrics.warehouse.shape import Shape
from tests.demo_company import demo_folder

Touch = Callable[..., dict[str, list[date]]]

YEAR = date(2026, 8, 31)  # under which the twelve months to August stand
LATE = "ordered_at >= '2026-07-10' and ordered_at < '2026-07-12'"
ONE = "(select min(customer) from shape.book_span where from_on < '2026-05-01' and to_on > '2026-09-01')"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The version of a small demo company."""
    folder = demo_folder(tmp_path_factory, Asked(customers=200, months=4, until=date(2026, 9, 10)), None)
    return versions.file_of(folder, versions.current(folder))


@pytest.fixture
def touch(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Touch:
    """By period shape the months that are made whole after statements on the input tables; all months hold."""
    monkeypatch.setattr(bringing, "LEAST", 0)
    monkeypatch.setattr(bringing, "SHARE", 9)
    monkeypatch.setattr(cutting, "FEW", 0)
    usual, whole = touched.bring_months, dict[str, list[date]]()

    def kept(done: bringing.Bringing, one: Shape, *given: Any) -> list[date]:
        whole[one.name] = usual(done, one, *given)
        return whole[one.name]

    monkeypatch.setattr(closing, "bring_months", kept)

    def change(*statements: str) -> dict[str, list[date]]:
        file = tmp_path / "next.duckdb"
        shutil.copyfile(source, file)
        with closed(engines.loader(file, settings.load())) as connection:
            for statement in statements:
                connection.execute(statement)
            manifest.write(connection, "main")
            bring_up(connection, source, then=closing.close_touched)
            assert differing_months(connection) == []
        return whole

    return change


def test_of_a_customer_told_anew_no_month_is_made_whole(touch: Touch, source: Path) -> None:
    assert touch(f"update main.customer set region = 'Norte', segment = 'Otro' where customer_id = {ONE}") == {
        "customer_period": [],
        "invoice_period": [],
    }


def test_a_late_sale_moves_places_in_its_month_alone(touch: Touch) -> None:
    whole = touch(f"update main.order_line set amount = amount * 9 where {LATE}")
    assert whole == {"customer_period": [date(2026, 7, 1), YEAR], "invoice_period": []}


def test_an_invoice_paid_late_makes_no_month_whole(touch: Touch) -> None:
    whole = touch(
        "update main.receivable set entry_on = entry_on - 40 where kind = 'payment' and hash(entry_id) % 40 = 0"
    )
    assert whole["invoice_period"] == []


def test_where_too_many_are_touched_all_rows_are_made(touch: Touch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touched, "SHARE", 0.01)
    whole = touch("update main.customer set region = 'Norte' where hash(customer_id) % 3 = 0")
    assert date(2026, 8, 1) in whole["customer_period"] and date(2026, 8, 1) in whole["invoice_period"]


def test_the_month_that_ended_since_is_made_whole(touch: Touch) -> None:
    whole = touch("update main.load_log set loaded_through = date '2026-10-01'")
    assert whole == {
        "customer_period": [date(2026, 9, 1), date(2026, 9, 30)],
        "invoice_period": [date(2026, 9, 1), date(2026, 9, 30)],
    }


def test_what_no_head_names_makes_all_touched_months_whole(touch: Touch) -> None:
    whole = touch("update main.company set time_zone = 'Asia/Tokyo'")
    assert set(whole) == {"customer_period", "invoice_period"}
    assert date(2026, 8, 1) in whole["customer_period"]
