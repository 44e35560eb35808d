"""Types that give back the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from crm_metrics.office.columns import DOCUMENT, Instant
from crm_metrics.office.database import OfficeDatabase

TRIED = Table(
    "tried", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant), Column("told", DOCUMENT)
)


@pytest.fixture
def connection(database: OfficeDatabase) -> Iterator[Connection]:
    database.prepare()
    with database.engine.begin() as opened:
        TRIED.create(opened)
        yield opened


def kept(connection: Connection, **values: Any) -> Any:
    connection.execute(insert(TRIED), [{"id": 1, **values}])
    return connection.execute(select(TRIED)).mappings().one()


def test_an_instant_comes_back_in_utc_and_is_found_by_it(connection: Connection) -> None:
    bogota = timezone(timedelta(hours=-5))
    row = kept(connection, at=datetime(2026, 11, 29, 10, 30, tzinfo=bogota))
    assert row["at"] == datetime(2026, 11, 29, 15, 30, tzinfo=UTC)
    assert row["at"].tzinfo is UTC
    same = select(TRIED.c.id).where(TRIED.c.at == datetime(2026, 11, 29, 15, 30, tzinfo=UTC))
    assert connection.scalar(same) == 1


def test_an_instant_without_a_zone_is_refused(connection: Connection) -> None:
    with pytest.raises(StatementError, match="has no time zone"):
        kept(connection, at=datetime(2026, 11, 29, 10, 30))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_in_a_document(connection: Connection, number: float) -> None:
    with pytest.raises((StatementError, ValueError), match="not JSON compliant"):
        kept(connection, told={"a": number})


def test_a_document_comes_back_as_it_was_and_none_is_none(connection: Connection) -> None:
    told = {"equipo": ["Voz «Norte»", "á"], "número": 1.5, "nada": None}
    assert kept(connection, told=told)["told"] == told
    connection.execute(insert(TRIED), [{"id": 2, "told": None}])
    assert connection.scalar(select(TRIED.c.id).where(TRIED.c.told.is_(None))) == 2
