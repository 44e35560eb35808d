"""What a company loads every day: the file that says so, and the refusals that help to correct it."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from crm_metrics.warehouse.files.databases.servers import Server
from crm_metrics.warehouse.loading import schedule
from tests.warehouse.loading.importing import sentence


def said(tmp_path: Path, text: str) -> schedule.Schedule:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    return schedule.read(tmp_path)


def test_a_schedule_names_places_from_its_own_folder_on(tmp_path: Path) -> None:
    made = said(
        tmp_path,
        """
        [[source]]
        name = "crm"
        mapping = "hubspot"
        folder = "exports/hubspot"
        required = true
        expected_by = "07:00"
        lag_days = 1
        retries = 3
        wait_seconds = 300
        [[source]]
        name = "erp"
        mapping = "odoo"
        database = "erp.sqlite"
        queries = { crm_lead = "select * from crm_lead" }
        [alias]
        keys = ["email"]
        """,
    )
    crm, erp = made.entries
    assert (crm.place, crm.kind, crm.required, crm.expected_by) == (
        tmp_path / "exports/hubspot",
        "folder",
        True,
        time(7),
    )
    assert (erp.kind, dict(erp.queries), erp.retries) == ("database", {"crm_lead": "select * from crm_lead"}, 0)
    assert made.alias is not None and made.alias.keys == ("email",)
    source = crm.source(made.alias)
    assert (source.name, source.id_prefix) == ("crm", "hubspot:")  # its own name, the mapping's ids


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "sources.toml lists no [[source]]."),
        ('[[source]]\nname = "crm"', "exactly one of folder, file, database and server"),
        ('[[source]]\nname = "crm"\nfolder = "a"\nfile = "b"', "exactly one of folder, file, database and server"),
        ('[[source]]\nname = "crm"\nfolder = "a"\nretry = 3', "Did you mean 'source 1.retries'"),
        ('[[source]]\nname = "Mi CRM"\nfolder = "a"', "'Mi CRM' is no name of a source"),
        ('[[source]]\nname = "demo"\nfolder = "a"', "'demo' is no name of a source"),
        ('[[source]]\nname = "a"\nfolder = "a"\n[[source]]\nname = "a"\nfolder = "b"', "two sources are called a"),
        ('[[source]]\nname = "a"\nfolder = "a"\nqueries = { x = "select 1" }', "a has queries and no database"),
        ('[[source]]\nname = "a"\nfolder = "a"\nretries = 99', "whole number from 0 to 12"),
        (
            '[[source]]\nname = "a"\nserver = "mysql://u@h/d"\nfolder = "a"',
            "exactly one of folder, file, database and server",
        ),
        (
            '[[source]]\nname = "a"\nserver = "mysql://u@h/d"\nexpected_by = "07:00"',
            "say lag_days in place of expected_by",
        ),
        ('[[source]]\nname = "a"\nserver = "mysql://u@h/d"\ntimeout_seconds = 0', "whole number from 1 to 7200"),
        ('[[source]]\nname = "a"\nfolder = "a"\npassword_env = "X"', "a has password_env and no server"),
        ('[[source]]\nname = "a"\nfolder = "a"\n[alias]\nkeys = []', "alias.keys"),
    ],
)
def test_a_mistake_in_the_schedule_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    assert told in sentence(lambda: said(tmp_path, text))


def test_a_server_is_named_by_its_address_and_its_password_never_stands_there(tmp_path: Path) -> None:
    made = said(
        tmp_path,
        """
        [[source]]
        name = "erp"
        mapping = "odoo"
        server = "postgresql://reader@127.0.0.1/erp"
        password_file = "erp.secret"
        timeout_seconds = 30
        queries = { crm_lead = "select * from crm_lead" }
        """,
    )
    (erp,) = made.entries
    assert erp.server == Server(
        kind="postgresql", host="127.0.0.1", port=5432, database="erp", user="reader",
        password_file=tmp_path / "erp.secret", seconds=30,
    )  # fmt: skip
    text = '[[source]]\nname = "erp"\nserver = "postgresql://reader:s3cret@127.0.0.1/erp"'
    told = sentence(lambda: said(tmp_path, text))
    assert "without a password" in told and "password_env" in told
    assert "s3cret" not in told


def test_without_the_file_the_sentence_says_where_an_example_is(tmp_path: Path) -> None:
    assert "docs/daily-loading.md" in sentence(lambda: schedule.read(tmp_path))
