"""The doctor: damage, lateness, missing days, and what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse import doctor, schema, shape, store, versions
from crm_metrics.warehouse.company import reasons, themes
from tests.warehouse.loader import SETTINGS, load, one_shape

House = Callable[..., store.Warehouse]
MONDAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with one_shape():
        yield


def surveys(per_day: Mapping[date, int], source: str | None = None) -> list[dict[str, object]]:
    """`per_day` surveys sent at noon in Bogotá, 17:00 UTC."""
    return [
        {
            "survey_id": f"{source}:{day}:{n}",
            "instrument": "nps",
            "customer_id": "c",
            "sent_at": datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
            "scale_min": 0,
            "scale_max": 10,
            "_source": source,
        }
        for day, rows in per_day.items()
        for n in range(rows)
    ]


def eight_weeks(rows: int) -> dict[date, int]:
    """Working days of eight weeks from 1 June 2026, a Monday, through Sunday 26 July; nothing on weekends."""
    days = [MONDAY + timedelta(days=n) for n in range(56)]
    return {day: rows for day in days if day.isoweekday() < 6}


LAST = MONDAY + timedelta(days=55)


def test_a_day_without_rows_is_a_gap_and_an_ordinary_weekend_is_none(house: House) -> None:
    per_day = eight_weeks(20) | {date(2026, 7, 8): 0}
    shop = house({"survey": surveys(per_day, "plain")}, first=MONDAY, through=LAST)
    assert doctor.thin_days(shop) == (doctor.ThinDay("plain", "survey", date(2026, 7, 8), 0, 20),)


@pytest.mark.parametrize(("rows", "found"), [(3, 1), (4, 0)])
def test_a_gap_begins_under_a_fifth_of_the_usual(house: House, rows: int, found: int) -> None:
    per_day = eight_weeks(20) | {date(2026, 7, 8): rows}
    shop = house({"survey": surveys(per_day, "plain")}, first=MONDAY, through=LAST)
    assert len(doctor.thin_days(shop)) == found


def test_a_holiday_is_no_gap(house: House) -> None:
    per_day = eight_weeks(20) | {date(2026, 7, 20): 0}
    holiday = {"calendar_id": "company", "day": date(2026, 7, 20), "name": "Independencia"}
    rows = {"survey": surveys(per_day, "plain"), "holiday": [holiday]}
    assert doctor.thin_days(house(rows, first=MONDAY, through=LAST)) == ()


def test_few_rows_a_day_tell_nothing(house: House) -> None:
    per_day = eight_weeks(9) | {date(2026, 7, 8): 0}
    assert doctor.thin_days(house({"survey": surveys(per_day, "plain")}, first=MONDAY, through=LAST)) == ()


def test_a_gap_of_one_source_is_found_behind_the_rows_of_another(house: House) -> None:
    rows = surveys(eight_weeks(40), "big") + surveys(eight_weeks(20) | {date(2026, 7, 8): 0}, "small")
    shop = house({"survey": rows}, first=MONDAY, through=LAST)
    assert [(gap.source, gap.day) for gap in doctor.thin_days(shop)] == [("small", date(2026, 7, 8))]


def test_the_day_is_that_of_the_company(house: House) -> None:
    """Eleven in the evening of the 8th in Bogotá is the 9th in UTC: the 8th is not empty."""
    per_day = eight_weeks(20)
    rows = surveys(per_day | {date(2026, 7, 8): 0}, "plain")
    late = [
        row | {"survey_id": f"late{n}", "sent_at": datetime(2026, 7, 9, 4, tzinfo=UTC)}
        for n, row in enumerate(rows[:20])
    ]
    assert doctor.thin_days(house({"survey": rows + late}, first=MONDAY, through=LAST)) == ()


def logged(house: House, loads: Sequence[tuple[str, date, bool]]) -> store.Warehouse:
    """A warehouse with these sources: name, watermark, ended."""
    shop = house({})
    for number, (source, through, ended) in enumerate(loads):
        shop.connection.execute(
            "insert into main.load_log values (?, ?, 'survey', ?, ?, 1, 0, ?, ?)",
            [number, source, through, through, datetime(2026, 8, 1, tzinfo=UTC), ended],
        )
    shape.build(shop.connection)
    return shop


def test_a_source_is_late_when_it_ends_more_than_two_days_before_the_freshest(house: House) -> None:
    shop = logged(
        house,
        [
            ("fresh", date(2026, 7, 31), False),
            ("two_days", date(2026, 7, 29), False),
            ("three_days", date(2026, 7, 28), False),
            ("finished", date(2026, 1, 1), True),
        ],
    )
    shop.connection.execute("delete from main.load_log where source = 'plain'")
    assert [(one.name, days) for one, days in doctor.late(shop)] == [("three_days", 3)]
    (warned,) = [one for one in doctor.checkup(shop) if one.misleads]
    assert warned.parts == {"source": "three_days", "through": date(2026, 7, 28)}


def test_what_a_company_lacks_is_said_and_misleads_nobody(house: House) -> None:
    notes = doctor.checkup(house({}, company=False))
    assert not any(one.misleads for one in notes)
    said = " ".join(one.template for one in notes)
    assert all(word in said for word in ("Nothing has been imported", "no company", "no business hours", "no holidays"))


def test_a_whole_version_has_no_damage_and_a_harmed_one_is_named(tmp_path: Path) -> None:
    load(tmp_path, 1)
    load(tmp_path, 2, rows=5000)
    assert doctor.damage(tmp_path, SETTINGS) is None
    path = versions.file_of(tmp_path, 2)
    path.write_bytes(path.read_bytes().replace(b"2-4001", b"2-4009"))
    found = doctor.damage(tmp_path, SETTINGS)
    assert found is not None
    assert found.misleads
    assert found.parts == {"number": "2"}


def test_rows_that_the_manifest_does_not_know_are_damage(tmp_path: Path) -> None:
    import duckdb

    load(tmp_path, 1)
    with duckdb.connect(str(versions.file_of(tmp_path, 1))) as connection:
        connection.execute("update main.survey set score = 9 where survey_id = '1-7'")
    found = doctor.damage(tmp_path, SETTINGS)
    assert found is not None
    assert found.parts == {"number": "1", "tables": ["main.survey"]}


def test_a_version_opened_in_place_of_a_damaged_one_misleads(tmp_path: Path) -> None:
    load(tmp_path, 1)
    load(tmp_path, 2)
    versions.file_of(tmp_path, 2).write_bytes(b"x" * 9000)
    warehouse = store.open_warehouse(tmp_path, SETTINGS)
    assert [one.parts for one in doctor.checkup(warehouse) if one.misleads] == [{"wanted": "2", "number": "1"}]
    warehouse.close()


def test_without_a_warehouse_there_is_nothing_to_examine(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no warehouse"):
        doctor.damage(tmp_path / "nowhere", SETTINGS)


def test_a_ledger_dated_by_days_has_gaps_too(house: House) -> None:
    entries = [
        {
            "entry_id": f"{day}{n}",
            "invoice_id": f"{day}{n}",
            "customer_id": "c",
            "kind": "invoice",
            "entry_on": day,
            "amount": 1,
            "_source": "billing",
        }
        for day, rows in (eight_weeks(20) | {date(2026, 7, 8): 1}).items()
        for n in range(rows)
    ]
    shop = house({"receivable": entries}, first=MONDAY, through=LAST)
    assert doctor.thin_days(shop) == (doctor.ThinDay("billing", "receivable", date(2026, 7, 8), 1, 20),)


def deals(outcomes: Sequence[str | None]) -> list[dict[str, object]]:
    """Sales of one day, closed with these outcomes a day later; None is open."""
    return [
        {
            "work_item_id": f"W{n}",
            "process": "sales",
            "kind": "new_sale",
            "customer_id": "c",
            "opened_at": datetime(2026, 6, 1, 17, tzinfo=UTC),
            "closed_at": datetime(2026, 6, 2, 17, tzinfo=UTC) if outcome else None,
            "status": "s",
            "outcome": outcome,
            "_source": "plain",
        }
        for n, outcome in enumerate(outcomes)
    ]


@pytest.mark.parametrize(
    ("outcomes", "warned"),
    [
        (["won"] * 100, True),
        (["won"] * 99, False),
        (["won"] * 99 + [None], False),
        (["won"] * 99 + ["lost"], False),
    ],
)
def test_a_hundred_closed_deals_without_a_lost_one_are_warned_about(
    house: House, outcomes: Sequence[str | None], warned: bool
) -> None:
    shop = house({"work_item": deals(outcomes)}, first=MONDAY, through=LAST)
    found = [one.parts["closed"] for one in doctor.improbable(shop) if "deals" in one.template]
    assert found == ([100] if warned else [])


@pytest.mark.parametrize(("rows", "misleads"), [(9, False), (10, False), (11, True)])
def test_rows_left_out_are_told_and_mislead_beyond_one_of_a_hundred(house: House, rows: int, misleads: bool) -> None:
    shop = house({"survey": surveys({LAST: 1}, "plain")}, first=MONDAY, through=LAST)
    shop.connection.execute("update main.load_log set rows_read = 1000 where table_name = 'survey'")
    shop.connection.execute(
        "insert into main.omitted_row values (1, 'plain', 'survey', 's.csv', 'S1', 'scale', '', null, null, null,"
        " null, ?)",
        [rows],
    )
    told = [one for one in doctor.checkup(shop) if "left out" in one.template]
    assert [(str(one), one.misleads) for one in told] == [
        (f"plain: {rows} of 1000 rows of survey (s.csv) were left out. Correct them and import them again.", misleads)
    ]


def test_an_owner_of_a_source_that_brought_nothing_is_told(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_metrics.settings.company_folder", lambda: tmp_path)
    (tmp_path / "owners.toml").write_text('plain = "Ana Ruiz"\nplane = "Luis Mora"\n', encoding="utf-8")
    told = [note for note in doctor.checkup(house({"survey": []})) if "owners.toml" in str(note)]
    [note] = told
    assert (note.misleads, note.parts["source"], note.parts["meant"]) == (False, "plane", "plain")
    (tmp_path / "owners.toml").write_text('ledger = "Ana Ruiz"\n', encoding="utf-8")
    [note] = [note for note in doctor.checkup(house({"survey": []})) if "owners.toml" in str(note)]
    assert (note.parts["source"], note.parts["known"], note.parts["meant"]) == ("ledger", ["plain"], None)


def test_a_team_of_the_list_of_owners_that_no_agent_is_in_is_told_with_the_one_meant(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_metrics.settings.company_folder", lambda: tmp_path)
    teams = '[team]\n"Voz Norte" = "Ana"\n"Voz Notre" = "Luis"\n"Cobranza" = "Eva"\n'
    (tmp_path / "owners.toml").write_text(teams, encoding="utf-8")
    agent = {"agent_id": "a", "name": "A", "team": "Voz Norte", "area": "Voz", "process": "service"}
    told = [note for note in doctor.checkup(house({"agent": [agent]})) if "owners.toml" in str(note)]
    assert [(note.misleads, note.parts["team"], note.parts["meant"]) for note in told] == [
        (False, "Cobranza", None), (False, "Voz Notre", "Voz Norte"),
    ]  # fmt: skip
    assert str(told[1]).endswith("Did you mean 'Voz Norte'?")
    assert not [note for note in doctor.checkup(house({"survey": []})) if "owners.toml" in str(note)]


def test_a_list_of_critical_fields_that_the_version_was_not_made_with_is_told(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_metrics.settings.company_folder", lambda: tmp_path)
    shop = house({"survey": []})
    schema.sign(shop.connection)
    told = []
    for fields in ('["contact", "region", "segment", "tier", "lifecycle_stage", "agent"]', '["email"]'):
        (tmp_path / "critical.toml").write_text(f"fields = {fields}\n", encoding="utf-8")
        told.append([note.misleads for note in doctor.checkup(shop) if "critical.toml" in str(note)])
    assert told == [[], [True]]


THEMES = '[[theme]]\nname = "Demora"\nwords = ["{word}"]\n'
REASONS = '[[reason]]\nname = "falla"\nkind = "{word}"\n'


@pytest.mark.parametrize(
    ("file", "text", "then", "now"),
    [("themes.toml", THEMES, "tarde", "demor*"), ("reasons.toml", REASONS, "problem", "complaint")],
)
def test_a_list_that_changed_after_the_version_was_made_holds_from_the_next_import(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, then: str, now: str
) -> None:
    monkeypatch.setattr("crm_metrics.settings.company_folder", lambda: tmp_path)
    shop = house({"survey": []})
    schema.sign(shop.connection)

    def told() -> list[tuple[bool, bool]]:
        notes = [note for note in doctor.checkup(shop) if file in str(note)]
        return [(note.misleads, "holds from the next import" in str(note)) for note in notes]

    assert told() == []
    (tmp_path / file).write_text(text.format(word=then), encoding="utf-8")
    assert told() == [(True, True)]
    themes.write(shop.connection, themes.read(tmp_path) or ())
    reasons.write(shop.connection, reasons.read(tmp_path) or ())
    assert told() == []
    (tmp_path / file).write_text(text.format(word=now), encoding="utf-8")
    assert told() == [(True, True)]
    (tmp_path / file).unlink()
    assert told() == [(True, True)]
