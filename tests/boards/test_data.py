"""The data page says how far each source reaches, what is missing, and what the last import left out."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_metrics.boards import data
from crm_metrics.boards.core import Grid
from crm_metrics.words import Words
from tests.conftest import House

es = Words("es-CO")


def rows(body: object) -> list[list[str]]:
    assert isinstance(body, Grid)
    return [[cell.chip.text if cell.chip else cell.text for cell in row.cells] for row in body.rows]


def test_a_source_is_told_with_its_last_day_and_tables(house: House) -> None:
    warehouse = house({"survey": [], "interaction": []}, through=date(2026, 11, 20))
    told = {card.key: card for card in data.cards(warehouse, es)}
    sources, missing = told["sources"], told["missing"]
    assert sources.title == "Todas las fuentes están al día"
    assert [row[:3] for row in rows(sources.body)] == [["Plantillas de Pulso", "nadie designado", "20 nov 2026"]]
    assert rows(sources.body)[0][4] == "empresa, contactos, encuestas"
    waiting = {row[0]: row for row in rows(missing.body)}
    assert "survey.csv" not in waiting
    assert int(waiting["subscription.csv"][1]) >= 1


@pytest.mark.parametrize(
    ("ended", "title"),
    [((True, True), "Todas las fuentes han terminado"), ((True, False), "Todas las fuentes están al día")],
)
def test_sources_that_have_all_ended_are_not_said_to_be_up_to_date(
    house: House, ended: tuple[bool, bool], title: str
) -> None:
    warehouse = house({"survey": []}, through=date(2026, 11, 20))
    for place, one in enumerate(ended):
        warehouse.connection.execute(
            "insert into main.load_log values (?, ?, 'survey', ?, ?, 0, 0, ?, ?)",
            [2, str(place), *[date(2026, 11, 20)] * 2, datetime(2027, 1, 1, tzinfo=UTC), one],
        )
    warehouse.connection.execute("delete from main.load_log where source = 'plain'")
    assert data.cards(warehouse, es)[0].title == title


def test_rejected_rows_are_told_with_file_line_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "rejects.csv"
    file.write_text("file,line,column,value,rule,message\nsurvey.csv,3,score,=cmd,range,Corrija\n", encoding="utf-8")
    card = data.rejected(file, es)
    assert card is not None
    assert card.title == "Una fila quedó fuera"
    assert rows(card.body) == [["survey.csv", "3", "score", "=cmd", "Corrija"]]


def test_the_list_of_rejected_rows_says_its_moment_in_the_companys_zone(tmp_path: Path) -> None:
    file = tmp_path / "rejects.csv"
    file.write_text("file,line,column,value,rule,message\nsurvey.csv,3,score,x,range,Corrija\n", encoding="utf-8")
    moment = datetime(2026, 11, 28, 12, 16, tzinfo=UTC).timestamp()
    os.utime(file, (moment, moment))
    card = data.rejected(file, es, "America/Mexico_City")  # six hours behind UTC all year
    assert card is not None
    assert card.footer.endswith("06:16")


def test_without_rejected_rows_there_is_no_card(tmp_path: Path) -> None:
    assert data.rejected(tmp_path / "rejects.csv", es) is None
    (tmp_path / "rejects.csv").write_text("file,line,column,value,rule,message\n", encoding="utf-8")
    assert data.rejected(tmp_path / "rejects.csv", es) is None
