"""A company's own business hours and holidays, in its file, before those that were imported."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.problems import problems
from crm_metrics.settings import Settings
from crm_metrics.warehouse import doctor, schema, shape, store
from crm_metrics.warehouse.company import calendars
from crm_metrics.warehouse.company.calendars import Calendars, Opening, read
from crm_metrics.warehouse.publish import publish, rebuild

MONDAY = date(2026, 11, 2)


def written(folder: Path, text: str) -> Path:
    (folder / "calendars.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_calendar_is_read_with_its_lunch_break_and_its_holidays(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            '[company]\nmonday = "08:00-12:30, 13:30-18:00"\nsabado = ["09:00-13:00"]\nholidays = [2026-12-25]\n'
            '[night]\nfriday = "22:00-24:00"\n[night.holidays]\n2026-12-08 = "Inmaculada"\n',
        )
    )
    assert found == Calendars(
        ("company", "night"),
        (
            Opening("company", 1, time(8), "12:30"),
            Opening("company", 1, time(13, 30), "18:00"),
            Opening("company", 6, time(9), "13:00"),
            Opening("night", 5, time(22), "24:00"),
        ),
        ("company", "night"),
        (("company", date(2026, 12, 25), ""), ("night", date(2026, 12, 8), "Inmaculada")),
    )
    assert read(tmp_path / "nowhere") == Calendars()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[company]\nmonday = "8 to 6"',
            r"calendars\.toml, company\.monday: '8 to 6' can't be read here\. Write it as",
        ),
        ('[company]\nmonday = "18:00-08:00"', r"company\.monday: '18:00-08:00' must close after it opens"),
        ('[company]\nmonday = "08:00-12:00, 11:00-15:00"', r"'11:00-15:00' must close after it opens, and open after"),
        ('[company]\nmondai = "08:00-12:00"', r"no key 'company\.mondai'\. Did you mean 'company\.monday'"),
        ("[company]\nholidays = [2026-12-25]", r"company: name at least one weekday, as monday ="),
        ('[company]\nmonday = "08:00-12:00"\nholidays = ["25 dec"]', r"company\.holidays: .* can't be read here"),
        ('[company]\nmonday = "08:00-12:00"\n[company.holidays]\n2026-13-01 = "x"', r"can't be read here"),
        (
            '[company]\nmonday = "08:00-12:00"\nlunes = "09:00-10:00"',
            r"company\.lunes: 'monday' is the same day\. Write both openings on one line",
        ),
        ('[always]\nmonday = "08:00-12:00"', r"the calendar 'always' is built in"),
        ('company = "08:00-12:00"', r"company: write it as a table, under a line \[company\]"),
        ("[company", r"calendars\.toml is not TOML"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        read(written(tmp_path, text))


def openings(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """The openings of Monday 2 November to Tuesday 3, in hours by calendar."""
    rows = connection.execute(
        "select calendar_id, cast(epoch(closes_at) - epoch(opens_at) as integer) // 3600 from shape.open_interval"
        " where opens_at >= ? and opens_at < ? and calendar_id <> 'always' order by calendar_id, opens_at",
        [MONDAY, date(2026, 11, 4)],
    )
    return rows.fetchall()


def test_the_file_comes_before_imported_rows_and_leaves_other_calendars_alone(tmp_path: Path) -> None:
    # Imported: both calendars 8 to 18 on Monday and Tuesday, closed on Tuesday 3 November. The file gives `company`
    # four hours on both days and no holidays: the imported one still holds. With its own holidays, only these.
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        for name in ("company", "line"):
            for day in (1, 2):
                connection.execute(
                    "insert into main.business_hours values (?, ?, '08:00', '18:00', 'plain')", [name, day]
                )
            connection.execute("insert into main.holiday values (?, date '2026-11-03', 'x', 'plain')", [name])
        connection.execute(
            "insert into main.load_log values (1, 'plain', 'work_item', date '2026-11-01', date '2026-11-30', 0, 0,"
            " current_timestamp, false)"
        )
        four = '[company]\nmonday = "08:00-12:00"\ntuesday = "08:00-12:00"\n'
        for text, expected in (
            ("", [("company", 10), ("line", 10)]),
            (four, [("company", 4), ("line", 10)]),
            (four + "holidays = [2026-11-02]", [("company", 4), ("line", 10)]),
        ):
            calendars.write(connection, read(written(tmp_path, text)))
            shape.build(connection, only=["open_interval"])
            assert openings(connection) == expected
        days = connection.execute("select day, working from shape.calendar_day where day between ? and ? order by day",
                                  [MONDAY, date(2026, 11, 3)]).fetchall()  # fmt: skip
        assert days == [(MONDAY, False), (date(2026, 11, 3), True)]


def test_a_change_of_the_file_is_told_until_the_warehouse_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, house = tmp_path / "own", tmp_path / "house"
    own.mkdir()
    monkeypatch.setenv("CRM_COMPANY", str(own))
    settings = Settings(warehouse=house, company=own, threads=2)
    publish(
        house,
        lambda connection: bool(
            connection.execute("insert into main.company (name, time_zone, currency) values ('A', 'UTC', 'USD')")
        ),
        finish=None,
    )

    def told() -> list[str]:
        opened = store.open_warehouse(house, settings)
        try:
            return [str(one) for one in doctor.checkup(opened) if "calendars.toml" in str(one)]
        finally:
            opened.close()

    assert told() == []
    written(own, '[company]\nmonday = "08:00-12:00"')
    assert len(told()) == 1 and "Run the command rebuild" in told()[0]
    rebuild(house, settings=settings, finish=None)
    assert told() == []
    written(own, '[company]\nmonday = "08:00"')
    assert told() == []  # the file itself is named instead
    (named,) = problems(own)
    assert "company.monday" in str(named.error)
    with pytest.raises(DefinitionError, match=r"company\.monday"):
        rebuild(house, settings=settings, finish=None)
    assert store.open_warehouse(house, settings).version == 2


def test_a_demo_company_keeps_its_own_calendar(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        connection.execute("insert into main.warehouse_info values ('origin', 'demo')")
        calendars.write(connection, read(written(tmp_path, '[company]\nmonday = "08:00-12:00"')))
        assert connection.execute("select count(*) from main.declared_hours").fetchall() == [(0,)]


def test_the_template_is_a_file_that_works(tmp_path: Path) -> None:
    template = Path(__file__).parents[3] / "data" / "templates" / "calendars.toml"
    found = read(written(tmp_path, template.read_text(encoding="utf-8")))
    assert found.ids == found.closed == ("company",)
    assert sorted({one.weekday for one in found.openings}) == [1, 2, 3, 4, 5, 6]
