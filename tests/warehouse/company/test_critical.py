"""The company's list of critical fields: read, refused with its key, and kept in each version."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.company import critical

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "critical.toml"


def test_without_a_file_and_in_the_template_the_usual_six_are_critical(tmp_path: Path) -> None:
    six = ("contact", "region", "segment", "tier", "lifecycle_stage", "agent")
    assert critical.read(tmp_path) == six
    (tmp_path / critical.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert critical.read(tmp_path) == six


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fields = ["contact", "emial"]', "fields: 'emial' is not known. Did you mean 'email'?"),
        ("fields = []", "fields: .* can't be read here"),
        ("", "'fields' is missing"),
        ('field = ["email"]', "no key 'field'. Did you mean 'fields'?"),
    ],
)
def test_a_list_that_cant_be_used_says_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / critical.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said.replace("?", r"\?")):
        critical.read(tmp_path)


def test_the_list_stands_in_the_version_in_place_of_the_one_before() -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        found = []
        for fields in (critical.DEFAULT, ("email", "name"), ("email",)):
            critical.write(connection, fields)
            found.append(connection.execute("select field from main.critical_field order by field").fetchall())
    six = ["agent", "contact", "lifecycle_stage", "region", "segment", "tier"]
    assert found == [[(field,) for field in six], [("email",), ("name",)], [("email",)]]
