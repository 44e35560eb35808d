"""The records are the tables that the migrations make, and the tables refuse what no record may be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, inspect
from sqlalchemy.exc import DBAPIError

from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.migrations.versions import (
    r0001_saved_views,
    r0002_plans,
    r0003_objectives,
    r0004_answerers,
    r0005_notes,
    r0006_reviews,
    r0007_day_lists,
    r0008_baselines,
    r0009_campaigns,
)
from crm_metrics.office.tables import AnswererRow, BaselineRow, CampaignRow, NoteRow, OfficeTable, SavedViewRow

NOW = datetime(2026, 11, 29, 15, 30, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "id": "1", "version": 1, "owner": "Ana", "name": "Mi vista", "name_key": "mi vista", "page": "daily", "asked": {},
    "audience": "private", "shared_with": "", "made_at": NOW, "changed_at": NOW,
}  # fmt: skip


def test_the_migrations_make_the_tables_of_the_records(database: OfficeDatabase) -> None:
    database.prepare()
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), OfficeTable.metadata) == []
        for table in OfficeTable.metadata.sorted_tables:
            ours = {one.name for one in table.constraints if one.name and "ck" not in str(one.name)}
            found = inspect(connection)
            checks = {one["name"] for one in found.get_check_constraints(table.name)}
            unique = {one["name"] for one in found.get_unique_constraints(table.name)}
            keys = {
                found.get_pk_constraint(table.name)["name"],
                *(one["name"] for one in found.get_foreign_keys(table.name)),
            }
            assert ours <= checks | unique | keys


@pytest.mark.parametrize("wrong", [{"name": "x" * 61}, {"name": ""}, {"owner": "x" * 201}, {"audience": "world"}])
def test_a_row_that_no_record_may_be_is_refused_by_both(database: OfficeDatabase, wrong: dict[str, str]) -> None:
    database.prepare()
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(insert(SavedViewRow), [{**GOOD, **wrong}])


def test_the_first_step_has_none_before_it() -> None:
    assert (r0001_saved_views.revision, r0001_saved_views.down_revision) == ("0001", None)


@pytest.mark.parametrize("wrong", [{"kind": "customer"}, {"thing": ""}, {"thing": "x" * 201}, {"name": "x" * 81}])
def test_who_answers_has_a_name_and_something_to_answer_for(database: OfficeDatabase, wrong: dict[str, str]) -> None:
    good = {"id": "1", "version": 1, "kind": "team", "thing": "Voz Norte", "name": "Ana Ruiz", "changed_at": NOW}
    database.prepare()
    with database.engine.begin() as connection:
        connection.execute(insert(AnswererRow), [good])
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(insert(AnswererRow), [{**good, "id": "2", "thing": "Voz Sur", **wrong}])


def test_each_step_names_the_one_before_it() -> None:
    steps = (
        r0002_plans,
        r0003_objectives,
        r0004_answerers,
        r0005_notes,
        r0006_reviews,
        r0007_day_lists,
        r0008_baselines,
        r0009_campaigns,
    )
    assert [one.down_revision for one in steps] == ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"]


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 281}, {"kind": "rumour"}, {"first_day": "2026"}, {"metric": "m" * 101}]
)
def test_a_note_has_a_text_and_days(database: OfficeDatabase, wrong: dict[str, str]) -> None:
    good = {
        "id": "1", "version": 1, "first_day": "2026-11-12", "last_day": "2026-11-12", "text": "x" * 280,
        "kind": "event", "metric": "", "parts": {}, "mentions": {"list": []}, "author": "Ana", "written_at": NOW,
        "changed_at": NOW,
    }  # fmt: skip
    database.prepare()
    with database.engine.begin() as connection:
        connection.execute(insert(NoteRow), [good])
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(insert(NoteRow), [{**good, "id": "2", **wrong}])


@pytest.mark.parametrize(
    "wrong",
    [
        {"why": ""},
        {"why": "x" * 301},
        {"day": "2026"},
        {"metric": ""},
        {"note": "1"},
        {"standing": None},
        {"withdrawn_at": NOW},
        {"withdrawn_why": "x" * 301},
        {"standing": "csat||2026-08-03"},
    ],
)
def test_a_baseline_has_a_reason_and_stands_or_was_withdrawn(
    database: OfficeDatabase, wrong: dict[str, object]
) -> None:
    good = {
        "id": "1", "version": 1, "metric": "csat", "parts": {}, "subject": "csat", "standing": "csat||2026-08-03",
        "day": "2026-08-03", "why": "x" * 300, "note": "", "author": "Ana", "started_at": NOW, "withdrawn_by": "",
        "withdrawn_at": None, "withdrawn_why": "",
    }  # fmt: skip
    database.prepare()
    with database.engine.begin() as connection:
        connection.execute(insert(BaselineRow), [good])
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(insert(BaselineRow), [{**good, "id": "2", "standing": "another", **wrong}])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"begins": "2026"},
        {"days": 0},
        {"share": 1.0},
        {"standing": None},
        {"withdrawn_at": NOW},
        {"standing": "volver"},
    ],
)
def test_a_campaign_has_a_name_days_and_a_share_and_stands_or_was_withdrawn(
    database: OfficeDatabase, wrong: dict[str, object]
) -> None:
    good = {
        "id": "1", "version": 1, "name": "x" * 60, "standing": "volver", "begins": "2026-12-01", "days": 28,
        "share": 0.1, "asked": {}, "listed": {"list": ["c1"]}, "held": {"list": ["c2"]}, "author": "Ana",
        "drawn_at": NOW, "withdrawn_by": "", "withdrawn_at": None, "withdrawn_why": "",
    }  # fmt: skip
    database.prepare()
    with database.engine.begin() as connection:
        connection.execute(insert(CampaignRow), [good])
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(insert(CampaignRow), [{**good, "id": "2", "standing": "otra", **wrong}])
