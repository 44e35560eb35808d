"""A company's first version: its row and calendar follow from its country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DataError, QuestionError
from crm_metrics.settings import Settings
from crm_metrics.warehouse import founding, publish, store, versions
from tests.warehouse.loader import SETTINGS, load, one_shape, publish_small

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def peru(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[founding.Founded, store.Warehouse]]:
    folder = tmp_path_factory.mktemp("peru")
    made = founding.found(folder, name="Café del Sur", country="pe", today=TODAY, finish=None)
    warehouse = store.open_warehouse(folder, SETTINGS)
    yield made, warehouse
    warehouse.close()


@pytest.fixture
def quick() -> Iterator[None]:
    with one_shape():
        yield


def test_a_country_gives_currency_zone_and_language(peru: tuple[founding.Founded, store.Warehouse]) -> None:
    made, warehouse = peru
    assert warehouse.company == store.Company("Café del Sur", "America/Lima", "PEN", 1, "es-PE")
    assert made.company == warehouse.company
    assert (made.version, warehouse.origin, made.notes) == (1, "company", ())


def test_business_hours_are_monday_to_friday_from_eight_to_six(peru: tuple[founding.Founded, store.Warehouse]) -> None:
    hours = peru[1].fetch("select calendar_id, weekday, opens, closes from main.business_hours order by 2")
    assert hours == [("company", weekday, time(8), time(18)) for weekday in range(1, 6)]


def test_holidays_of_five_years_are_named_in_the_language_of_the_country(
    peru: tuple[founding.Founded, store.Warehouse],
) -> None:
    rows = dict(peru[1].fetch("select day, name from main.holiday where calendar_id = 'company'"))
    # The feast of Independence and that of Santa Rosa, by law of Peru (Decreto Legislativo 713).
    assert rows[date(2026, 7, 28)] == "Día de la Independencia"
    assert rows[date(2024, 8, 30)] == rows[date(2028, 8, 30)] == "Santa Rosa de Lima"
    assert {day.year for day in rows} == {2024, 2025, 2026, 2027, 2028}
    assert peru[0].holidays == len(rows)


def test_no_watermark_is_written_that_would_hold_back_a_later_import(
    peru: tuple[founding.Founded, store.Warehouse],
) -> None:
    warehouse = peru[1]
    assert warehouse.loaded("holiday") == store.Reach(None, None)
    (source,) = warehouse.sources
    assert (source.name, source.through, source.ended) == ("init", None, True)
    assert source.tables == ("business_hours", "company", "holiday")


@pytest.mark.usefixtures("quick")
def test_a_known_company_is_not_written_over(tmp_path: Path) -> None:
    founding.found(tmp_path, name="Café del Sur", country="CO", today=TODAY, finish=None)
    with pytest.raises(DataError, match=r"already holds the company Café del Sur.*importing company\.csv"):
        founding.found(tmp_path, name="Otra", country="CO", today=TODAY, finish=None)
    assert versions.current(tmp_path) == 1


@pytest.mark.usefixtures("quick")
def test_the_tax_id_of_a_company_is_kept_and_may_be_said_later(tmp_path: Path, quick: None) -> None:
    made = founding.found(tmp_path, country="CO", tax_id=" 900123456-7, 800197268-4 ", today=TODAY, finish=None)
    assert [str(one) for one in made.notes] == ["The tax id 900123456-7 does not look right for CO: check it."]
    assert founding.is_founded(tmp_path)
    assert _tax_id(tmp_path) == "900123456-7,800197268-4"
    assert founding.say_tax_id(tmp_path, "900123456-8", finish=None) == 2
    assert _tax_id(tmp_path) == "900123456-8"
    with pytest.raises(QuestionError, match="No tax id ' , '"):
        founding.say_tax_id(tmp_path, " , ", finish=None)


def _tax_id(folder: Path) -> str:
    warehouse = store.open_warehouse(folder, SETTINGS)
    try:
        return str(warehouse.fetch("select value from main.warehouse_info where key = 'tax_id'")[0][0])
    finally:
        warehouse.close()


def test_rows_imported_before_the_company_stay(tmp_path: Path) -> None:
    load(tmp_path, 1)
    made = founding.found(tmp_path, country="CO", name="Tienda", today=TODAY, finish=None)
    warehouse = store.open_warehouse(tmp_path, SETTINGS)
    assert made.version == 2
    assert warehouse.fetch("select count(*) from main.survey") == [(20,)]
    assert [one.name for one in warehouse.sources] == ["init", "plain"]
    warehouse.close()


@pytest.mark.usefixtures("quick")
def test_over_the_demo_company_it_starts_from_empty_and_says_so(tmp_path: Path) -> None:
    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("insert into main.company values (true, 'Demo', 'UTC', 'USD', 1, 'es', 'demo')")
        connection.execute("insert into main.warehouse_info values ('origin', 'demo')")
        return True

    publish_small(tmp_path, fill)
    made = founding.found(tmp_path, country="CO", name="Tienda", today=TODAY, finish=None)
    assert [one.template for one in made.notes] == ["The folder held the demo company; this version starts from empty."]
    warehouse = store.open_warehouse(tmp_path, SETTINGS)
    assert (warehouse.company.name, warehouse.origin) == ("Tienda", "company")
    warehouse.close()


@pytest.mark.usefixtures("quick")
def test_without_a_country_there_are_no_holidays_and_that_is_said(tmp_path: Path) -> None:
    made = founding.found(tmp_path, today=TODAY, finish=None)
    assert (made.company.time_zone, made.company.currency, made.company.locale) == ("UTC", "USD", "es")
    assert made.holidays == 0
    assert [one.template for one in made.notes] == [
        "No country was given, so there are no holidays: import holiday.csv."
    ]


@pytest.mark.usefixtures("quick")
def test_what_is_given_comes_before_what_the_country_says(tmp_path: Path) -> None:
    made = founding.found(
        tmp_path,
        country="MX",
        time_zone="America/Mexico_City",
        currency="usd",
        locale="en_US",
        today=TODAY,
        finish=None,
    )
    assert (made.company.time_zone, made.company.currency, made.company.locale) == (
        "America/Mexico_City",
        "USD",
        "en-US",
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"country": "Colombia"}, "No country 'Colombia'"),
        ({"country": "ZZ"}, "No country 'ZZ'"),
        ({"country": "MX"}, r"several time zones.*--time-zone.*America/Mexico_City"),
        ({"country": "CO", "time_zone": "Bogota"}, "No time zone 'Bogota'"),
        ({"country": "CO", "currency": "pesos"}, "No currency 'pesos'"),
        ({"country": "CO", "locale": "klingon!"}, "No locale 'klingon!'"),
        ({"country": "CO", "name": "Ferreter\udced\udca1"}, "can't be shown"),
        ({"country": "CO", "name": "a\0b"}, "can't be shown"),
        ({"country": "CO", "name": "x" * 201}, "up to 200 characters"),
    ],
)
def test_what_nobody_knows_is_refused_before_anything_is_made(
    tmp_path: Path, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(QuestionError, match=sentence):
        founding.found(tmp_path / "new", finish=None, **given)  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


def test_a_country_whose_zones_keep_one_clock_needs_no_choice() -> None:
    assert founding.zones("AR") == ("America/Argentina/Buenos_Aires",)
    assert "Europe/Madrid" in founding.zones("ES")
    assert len(founding.zones("ES")) == 3


def test_only_the_default_folder_is_filled_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="no warehouse"):
        founding.first_use(Path("elsewhere"), SETTINGS, finish=None)
    with pytest.raises(DataError, match="no warehouse"):
        founding.first_use(None, Settings(warehouse=tmp_path / "named", threads=1), finish=None)
    assert publish.versions(tmp_path / "named") == ()
