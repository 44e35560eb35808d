"""A day that still ran when it was loaded is shown and not judged: by questions, forecasts and objectives alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import crm_metrics as crm
from crm_metrics.analysis.forecast import forecast
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.loading.load import import_folder
from tests.metrics.made import ZONE, House, Row, answer, case, metric, noon

DAY = date(2026, 3, 29)  # a Sunday
BEFORE = DAY - timedelta(days=1)
AT_14_05 = datetime(2026, 3, 29, 14, 5, tzinfo=ZONE)
AT_23_00 = datetime(2026, 3, 29, 23, tzinfo=ZONE)
NEXT_MORNING = datetime(2026, 3, 30, 6, tzinfo=ZONE)
CASES = [*(case(f"b{n}", BEFORE) for n in range(4)), case("d", DAY)]
STILL = "2026-03-29 was still running when work_item was loaded"


def opened(shop: Shop, every: str = "day", since: date = BEFORE, **fields: Any) -> list[Reading]:
    return list(metric(**fields).measure(shop, every=every, since=since, until=DAY).readings)


def told(reading: Reading) -> tuple[float | None, bool, str | None]:
    return reading.value, reading.complete, None if reading.reason is None else str(reading.reason)


def test_a_day_loaded_at_14_05_is_shown_and_not_complete(house: House) -> None:
    shop = house({"work_item": CASES}, through=DAY, loaded_at=AT_14_05)
    assert [told(one) for one in opened(shop)] == [(4, True, None), (1, False, STILL)]
    latest = metric().measure(shop, every="day", since=BEFORE).latest
    assert latest is not None and latest.period == BEFORE


@pytest.mark.parametrize("at", [AT_23_00, NEXT_MORNING])
def test_a_day_loaded_in_its_last_hour_or_after_it_is_whole(house: House, at: datetime) -> None:
    shop = house({"work_item": CASES}, through=DAY, loaded_at=at)
    assert [told(one) for one in opened(shop)] == [(4, True, None), (1, True, None)]


def test_the_clock_is_the_companys_own(house: House) -> None:
    # 01:30 in Madrid on the 30th is 18:30 of the 29th in Bogotá, where the day still has hours to come.
    shop = house({"work_item": CASES}, through=DAY, loaded_at=datetime.fromisoformat("2026-03-30T01:30+02:00"))
    assert opened(shop)[-1].complete is False


@pytest.mark.parametrize("every", ["week", "all"])
def test_a_longer_period_that_ends_on_a_running_day_is_not_complete_either(house: House, every: str) -> None:
    shop = house({"work_item": CASES}, through=DAY, loaded_at=AT_14_05)
    assert told(opened(shop, every, date(2026, 3, 23))[-1]) == (5, False, STILL)


def test_a_stock_is_shown_as_it_stands_and_is_not_complete(house: House) -> None:
    shop = house({"work_item": CASES}, through=DAY, loaded_at=AT_14_05)
    assert [told(one) for one in opened(shop, on="open_item_span")] == [(4, True, None), (5, False, STILL)]


def test_what_settles_on_a_running_day_has_not_settled(house: House) -> None:
    rows = {"work_item": [case("a", DAY - timedelta(days=8)), case("b", DAY - timedelta(days=7))]}
    noonday = house(rows, through=DAY, loaded_at=AT_14_05)
    assert [told(one) for one in opened(noonday, since=DAY - timedelta(days=8), matures_days=7)][:2] == [
        (1, True, None),
        (1, False, "matures on 2026-03-29"),
    ]
    after = house(rows, through=DAY, loaded_at=NEXT_MORNING)
    assert opened(after, since=DAY - timedelta(days=8), matures_days=7)[1].complete


def test_only_what_is_read_from_the_source_that_was_loaded_early_is_running(house: House) -> None:
    rows = {"company": [], "work_item": CASES, "survey": [answer("s", DAY, 10)]}
    at = {"company": NEXT_MORNING, "work_item": AT_14_05, "survey": NEXT_MORNING}
    rows["company"] = [{"name": "Prueba", "time_zone": "America/Bogota", "currency": "COP", "locale": "es-CO"}]
    shop = house(rows, through=DAY, loaded_at=at)
    asked = [metric(), metric(name="answers", on="survey.responded_on")]
    results = ask(shop, asked, every="day", since=DAY, until=DAY)
    assert {name: result.readings[-1].complete for name, result in results.items()} == {"mine": False, "answers": True}
    assert [shop.loaded(table).whole for table in ("work_item", "survey")] == [BEFORE, DAY]  # type: ignore[union-attr]


def test_a_later_load_of_the_rest_makes_the_day_whole(house: House) -> None:
    shop = house({"work_item": CASES}, through=DAY, loaded_at=AT_14_05)
    shop.connection.execute(
        "insert into main.load_log values (2, 'plain', 'work_item', ?, ?, 1, 0, ?, false)", [BEFORE, DAY, NEXT_MORNING]
    )
    assert opened(shop)[-1].complete


def test_a_load_at_noon_does_not_lower_the_forecast(house: House) -> None:
    # Two cases a day for two years; on the running day one has come so far. What the evening before said stays.
    first, day = date(2024, 1, 1), date(2026, 3, 20)
    days = [first + timedelta(days=n) for n in range((day - first).days)]
    cases: list[Row] = [case(f"{one}{n}", one, one) for one in days for n in "ab"]
    evening = house({"work_item": cases}, first=first, through=day - timedelta(days=1), loaded_at=noon(day))
    midday = house({"work_item": [*cases, case("now", day, day)]}, first=first, through=day, loaded_at=noon(day))
    said = forecast(evening, CATALOGUE["cases_resolved"], day - timedelta(days=1))
    assert said is not None and said.low is not None
    assert forecast(midday, CATALOGUE["cases_resolved"], day) == said


def test_of_a_running_day_no_more_is_asked_than_has_gone_by(house: House) -> None:
    # 44 in March: its 22 days from Monday to Friday ask for 2 each. Friday the 27th is the 20th of them: at its noon 19
    # and a half have gone by, 39; on the next morning 20, 40.
    friday = date(2026, 3, 27)
    goal = {"metric": "cases_opened", "cadence": "month", "goal": 44, "valid_from": date(2026, 1, 1)}
    asked = metric(on="period", numerator="cases_opened", denominator="goal_so_far(cases_opened)", unit="ratio")
    aims = []
    for at in (noon(friday), noon(friday) + timedelta(hours=18)):
        shop = house({"work_item": [case("a", friday)], "target": [goal]}, through=friday, loaded_at=at)
        aims.append(asked.measure(shop, every="month", since=date(2026, 3, 1), until=friday).readings[0].denominator)
    assert aims == [39, 40]


def imported(folder: Path, at: datetime, zone: str = "America/Bogota", **files: str) -> Reading:
    """What the day says after files came in at an instant."""
    place = folder / f"{at:%d%H%M}"
    place.mkdir()
    company = {"company": f"name,time_zone,currency,locale\nPrueba,{zone},COP,es-CO\n"}
    for table, text in {**company, **files}.items():
        (place / f"{table}.csv").write_text(text, encoding="utf-8")
    import_folder(place, folder / "house", finish=None, now=at)
    shop = crm.open(folder / "house")
    try:
        return metric().measure(shop, every="day", since=DAY, until=DAY).readings[-1]
    finally:
        shop.close()


HEAD = "work_item_id,process,kind,customer_id,status,opened_at\n"
ITEMS = HEAD + "".join(f"w{n},service,request,ana,open,2026-03-{day} 10:00\n" for n, day in enumerate((27, 28, 29)))
GOALS = "metric,cadence,goal,valid_from\ncases_opened,day,3,2026-01-01\n"
OLD = HEAD + "w0,service,request,ana,closed,2026-03-27 10:00\n"


def test_the_same_rows_after_the_days_end_make_it_whole(tmp_path: Path) -> None:
    assert not imported(tmp_path, AT_14_05, work_item=ITEMS).complete
    assert imported(tmp_path, NEXT_MORNING, work_item=ITEMS).complete
    versions = crm.open(tmp_path / "house")
    assert versions.version == 2
    versions.close()
    assert imported(tmp_path, NEXT_MORNING + timedelta(hours=1), work_item=ITEMS).complete
    versions = crm.open(tmp_path / "house")
    assert versions.version == 2  # and then the same files change nothing
    versions.close()


@pytest.mark.parametrize("files", [{"target": GOALS}, {"work_item": OLD}])
def test_a_load_that_reaches_no_row_of_the_day_leaves_it_running(tmp_path: Path, files: dict[str, str]) -> None:
    assert not imported(tmp_path, AT_14_05, work_item=ITEMS).complete
    assert not imported(tmp_path, NEXT_MORNING, **files).complete


def test_a_zone_that_only_the_engine_knows_has_its_running_days_too(tmp_path: Path) -> None:
    # CST: six hours behind. 19:05 UTC is 13:05 there.
    assert not imported(tmp_path, AT_14_05, "CST", work_item=ITEMS).complete
    assert imported(tmp_path, NEXT_MORNING, "CST", work_item=ITEMS).complete
