"""The register of sources: who answers for each, and how full the records are that it brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.core import Grid
from crm_metrics.boards.governance import register
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.conftest import House
from tests.warehouse.shapes.made import person, plan

es, en = Words("es-CO"), Words("en")
JAN = date(2026, 1, 1)
# All six critical fields of a customer: contact, region, segment, tier, stage, account manager.
FULL = {"email": "x@example.invalid", "region": "N", "segment": "A", "value_tier": "low",
        "lifecycle_stage": "awareness", "owner_agent_id": "g"}  # fmt: skip


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    return tmp_path


def two_sources(house: House) -> Warehouse:
    """crm brought eight active customers, six full and two with a region alone; plain one with nothing; tel none."""
    people = [person(f"c{n}", _source="crm", **(FULL if n < 6 else {"region": "N"})) for n in range(8)]
    rows = {
        "customer": [*people, person("p", _source="plain"), person("gone", _source="old")],
        "subscription": [plan(str(one["customer_id"]), JAN) for one in [*people, person("p")]],
        "agent": [{"agent_id": "g", "name": "G", "process": "sales", "team": "T", "area": "A"}],
        "interaction": [],
    }
    warehouse = house(rows, through=date(2026, 2, 28))
    for source, table in (("crm", "customer"), ("old", "customer"), ("tel", "interaction")):
        warehouse.connection.execute(
            "insert into main.load_log values (2, ?, ?, ?, ?, 0, 0, ?, false)",
            [source, table, JAN, date(2026, 2, 28), datetime(2027, 1, 1, tzinfo=UTC)],
        )
    return warehouse


def told(warehouse: Warehouse, words: Words, scope: Scope = EVERYTHING) -> Mapping[str, tuple[str, str]]:
    """Source → what its row says of its owner and of its records."""
    grid = register.card(warehouse, scope, words).body
    assert isinstance(grid, Grid)
    at = {column.key: place for place, column in enumerate(grid.columns)}
    return {row.key: (row.cells[at["owner"]].text, row.cells[at["filled"]].text) for row in grid.rows}


def test_each_source_has_the_share_of_filled_fields_of_its_own_active_customers(house: House, company: Path) -> None:
    # crm: 6 × 6 + 2 × 1 = 38 of 48 fields = 79.17 %; plain: 0 of 6; old's one customer has nothing that runs
    shares = {source: share for source, (_, share) in told(two_sources(house), en).items()}
    assert shares == {"crm": "79.2%", "plain": "0.0%", "old": "no active customers", "tel": "brings no customers"}


def test_a_share_of_few_fields_is_grey(house: House, company: Path) -> None:
    grid = register.card(two_sources(house), EVERYTHING, en).body
    assert isinstance(grid, Grid)
    grey = {row.key: row.cells[5].muted for row in grid.rows}
    assert (grey["crm"], grey["plain"]) == (False, True)  # 48 fields, and 6


def test_a_reader_of_a_team_sees_the_share_of_that_team(house: House, company: Path) -> None:
    seen = told(two_sources(house), en, Scope(teams=("T",)))  # the six whose account manager is of T are full
    assert (seen["crm"][1], seen["plain"][1]) == ("100.0%", "no customers you may see")


def test_an_owner_is_who_the_file_says_else_who_the_source_said_else_nobody(house: House, company: Path) -> None:
    warehouse = two_sources(house)
    warehouse.connection.execute("insert into main.declared_owner values ('crm', 'Ventas'), ('plain', 'Finanzas')")
    (company / "owners.toml").write_text('plain = "Ana Ruiz"\n', encoding="utf-8")
    owners = {source: owner for source, (owner, _) in told(warehouse, es).items()}
    assert owners == {"crm": "Ventas", "plain": "Ana Ruiz", "old": "nadie designado", "tel": "nadie designado"}


def test_a_file_that_cant_be_used_leaves_what_the_sources_said(house: House, company: Path) -> None:
    warehouse = two_sources(house)
    warehouse.connection.execute("insert into main.declared_owner values ('crm', 'Ventas')")
    (company / "owners.toml").write_text("crm = 7\n", encoding="utf-8")
    assert told(warehouse, es)["crm"][0] == "Ventas"


def test_a_version_of_another_release_has_its_register_without_shares(house: House, company: Path) -> None:
    shop = house({"customer": [person("a", _source="plain")], "subscription": [plan("a", JAN)]}, shapes=["watermark"])
    assert told(shop, en) == {"plain": ("nobody named", "needs the command rebuild: another release made this version")}
