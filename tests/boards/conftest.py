"""One small company for the boards: made once, read by all of their tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from crm_metrics.office.database import OfficeDatabase, opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.warehouse import schema, shape, store

FIRST = datetime(2026, 7, 20, 15, tzinfo=UTC)  # a Monday
THROUGH = date(2026, 11, 16)  # a Monday, 120 days later


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    names = ", ".join(rows[0])
    marks = ", ".join("?" for _ in rows[0])
    connection.executemany(f"insert into main.{table} ({names}) values ({marks})", [list(row.values()) for row in rows])
    connection.execute(
        "insert into main.load_log values (1, 'plain', ?, ?, ?, ?, 0, ?, false)",
        [table, FIRST.date(), THROUGH, len(rows), datetime(2026, 11, 17, 8, tzinfo=UTC)],
    )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficeDatabase]:
    """An empty database of what people keep, of a test alone, beside whichever company it reads."""
    file = tmp_path / "office.sqlite"
    monkeypatch.setenv("CRM_DATABASE", str(file))
    opened.cache_clear()
    yield opened(OfficePlace(file=file))
    opened.cache_clear()


@pytest.fixture(scope="session")
def shop() -> Iterator[store.Warehouse]:
    """A company in Bogotá with nothing but cases: one a day, by turns of two teams, resolved after two hours.

    Two cases of strategic customers and one of a low tier have been open since 1 November.
    """
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    schema.create(connection)
    _insert(
        connection,
        "company",
        [{"name": "Prueba", "time_zone": "America/Bogota", "currency": "COP", "locale": "es-CO"}],
    )
    tiers = {"c1": None, "c2": "strategic", "c3": "strategic", "c4": "low"}
    _insert(connection, "customer", [{"customer_id": one, "value_tier": tier} for one, tier in tiers.items()])
    agents = {"a1": ("Ana", "Voz Norte"), "a2": ("Luis", "Voz Sur")}
    _insert(
        connection,
        "agent",
        [
            {"agent_id": one, "name": name, "team": team, "area": "Servicio", "process": "service"}
            for one, (name, team) in agents.items()
        ],
    )
    _insert(connection, "work_item", [_closed(day) for day in range(120)] + [_open(one) for one in ("c2", "c3", "c4")])
    shape.build(connection)
    yield store.reading(connection)
    connection.close()


def _closed(day: int) -> dict[str, object]:
    opened = FIRST + timedelta(days=day)
    agent, team = ("a1", "Voz Norte") if day % 2 else ("a2", "Voz Sur")
    case = {"work_item_id": f"w{day}", "customer_id": "c1", "team": team, "agent_id": agent, "opened_at": opened}
    done = opened + timedelta(hours=2)
    closed = {"first_resolved_at": done, "closed_at": done, "status": "closed", "outcome": "resolved"}
    return {"process": "service", "kind": "request", **case, **closed}


def _open(customer: str) -> dict[str, object]:
    opened = datetime(2026, 11, 1, 15, tzinfo=UTC)
    case = {"work_item_id": f"o{customer}", "customer_id": customer, "team": "Voz Norte", "agent_id": "a1"}
    still = {"first_resolved_at": None, "closed_at": None, "status": "open", "outcome": None}
    return {"process": "service", "kind": "request", **case, "opened_at": opened, **still}
