"""Exports of tools that a source of the product reads, among lists that anybody may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.questions import OwnersAnswers
from crm_metrics.warehouse.suggesting.recognised import known_source
from crm_metrics.warehouse.suggesting.suggestion import suggest
from tests.warehouse.sources.test_exports import SAMPLES


@pytest.mark.parametrize("desk", ["glpi", "osticket", "freshdesk", "jira_service"])
def test_the_export_of_a_desk_is_one_that_its_source_knows(desk: str) -> None:
    found = suggest(SAMPLES / desk, OwnersAnswers())
    assert [one.known for one in found.files] == [desk]


def test_the_tables_of_a_database_are_known_by_their_names_and_columns() -> None:
    found = {one.file: one.known for one in suggest(SAMPLES / "django_helpdesk", OwnersAnswers()).files}
    assert found["helpdesk_ticket.csv"] == "django_helpdesk"


def test_a_list_of_anybody_is_of_no_tool(tmp_path: Path) -> None:
    text = "ID,Fecha,Cliente,Asunto,Estado,Prioridad,Fecha de cierre\n1,13/01/2026,Ana,x,Abierto,Alta,\n"
    (tmp_path / "tickets.csv").write_text(text, encoding="utf-8")
    assert [one.known for one in suggest(tmp_path, OwnersAnswers()).files] == [None]
    assert known_source("ventas.csv", ["Fecha", "Cliente", "Total"]) is None
