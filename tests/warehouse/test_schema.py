"""Who made a version is told by the tables and by every shape of the code that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from crm_metrics.warehouse import schema, shape


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    schema.made_by.cache_clear()
    yield
    schema.made_by.cache_clear()


def test_another_definition_of_one_shape_is_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        schema.sign(connection)
        assert schema.told_by(connection) == schema.made_by()
        changed = dict(shape.shapes())
        changed["survey"] = replace(changed["survey"], sql=changed["survey"].sql + "\nwhere score > 0")
        monkeypatch.setattr(shape, "shapes", lambda: changed)
        schema.made_by.cache_clear()
        assert schema.told_by(connection)["shapes"] != schema.made_by()["shapes"]
        assert schema.told_by(connection)["schema"] == schema.made_by()["schema"]


def test_a_shape_more_is_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.made_by()["shapes"]
    known = dict(shape.shapes())
    monkeypatch.setattr(shape, "shapes", lambda: {**known, "survey_more": known["survey"]})
    schema.made_by.cache_clear()
    assert schema.made_by()["shapes"] != before


def test_what_other_code_brought_up_is_not_brought_up_further(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        assert schema.refreshed(connection) is None
        schema.sign(connection, 7)
        assert schema.refreshed(connection) == 7
        monkeypatch.setattr(schema, "brought_by", lambda: "of a later release")
        assert schema.refreshed(connection) is None
        assert schema.told_by(connection) == schema.made_by()  # its tables and shapes are read all the same
