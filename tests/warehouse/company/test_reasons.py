"""The company's list of reasons: what it may say, how its mistakes are told, and that a version keeps it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, publish, versions
from crm_metrics.warehouse.company import reasons
from crm_metrics.warehouse.company.reasons import ContactReason
from tests.warehouse.loader import filled, one_shape
from tests.warehouse.loading.importing import sentence

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "reasons.toml"


def told(folder: Path, text: str) -> str:
    (folder / reasons.FILE).write_text(text, encoding="utf-8")
    return sentence(lambda: reasons.read(folder)).replace(folder.as_posix() + "/", "")


def test_the_template_names_no_reason_and_no_file_is_no_list(tmp_path: Path) -> None:
    assert reasons.read(tmp_path) is None
    (tmp_path / reasons.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert reasons.read(tmp_path) == ()


def test_a_reason_has_a_kind_and_is_of_the_first_level_unless_said(tmp_path: Path) -> None:
    text = '[[reason]]\nname = "Factura"\nkind = "problem"\n[[reason]]\nname = "Otro"\nfirst_level = false\n'
    (tmp_path / reasons.FILE).write_text(text, encoding="utf-8")
    assert reasons.read(tmp_path) == (ContactReason("Factura", "problem"), ContactReason("Otro", None, False))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[reason]]\nname = "a"\nkind = "complain"\n', "Did you mean 'complaint'?"),
        ('[[reason]]\nkind = "need"\n', "'reason 1.name' is missing"),
        ('[[reason]]\nname = "a"\nfirst_level = "no"\n', "reason 1.first_level"),
        ('[[reason]]\nname = "a"\n[[reason]]\nname = "a"\n', "reason 'a' is there twice"),
        ('[[reasons]]\nname = "a"\n', "Did you mean 'reason'?"),
        ('[[reason]]\nname = "a"\nlevel = 1\n', "no key 'reason 1.level'"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    said = told(tmp_path, text)
    assert said.startswith("reasons.toml")
    assert words in said


def test_a_version_keeps_the_list_of_its_making_and_a_file_taken_away_empties_the_next(tmp_path: Path) -> None:
    house, company = tmp_path / "house", tmp_path / "company"
    company.mkdir()
    settings = Settings(company=company, threads=1, memory="300MB")
    (company / reasons.FILE).write_text('[[reason]]\nname = "Factura"\nkind = "problem"\n', encoding="utf-8")

    def load(number: int) -> list[tuple[object, ...]]:
        with one_shape():
            publish.publish(house, filled(number), settings=settings, finish=None)
        connection: duckdb.DuckDBPyConnection = engines.reader(versions.file_of(house, number), settings)
        try:
            return connection.execute("select * from main.contact_reason").fetchall()
        finally:
            connection.close()

    assert load(1) == [("Factura", "problem", True)]
    (company / reasons.FILE).unlink()
    assert load(2) == []
