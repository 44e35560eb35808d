"""Published examples of contact centres, satisfaction and clocks, from files through `import` and `query`.

Each test names its source, as listed with the example. The two pages that contradict themselves stay rejected.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.command import main
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse.store import open_warehouse
from tests.warehouse.loader import SETTINGS

Row = dict[str, Any]
Out = pytest.CaptureFixture[str]

DESKS = {  # V28, all Monday to Friday: opens, closes, opened, open hours asked, due
    "friday": ("09:00", "17:00", "2026-01-09 16:00", 4, "2026-01-12 12:00"),  # airclou.com, business hours
    "monday": ("09:00", "18:00", "2026-01-12 16:00", 8, "2026-01-13 15:00"),  # freelancer.com, an osTicket brief
    "holiday": ("08:00", "17:00", "2009-04-13 00:00", 1, "2009-04-14 09:00"),  # help.matrix42.com
    "next": ("08:00", "17:00", "2009-04-13 00:00", 9, "2009-04-14 17:00"),  # the same page: one working day
    "wrong": ("08:00", "17:00", "2026-01-09 16:00", 4, "2026-01-12 11:00"),  # nineminds.com says Tuesday 11:00
}
WEEKS = {  # V30: Python, date.isocalendar; wikisum.wiki, ISO week date
    "2003-12-29": "2003-12-29",  # 2004-W01-1
    "2004-01-04": "2003-12-29",  # 2004-W01-7
    "2006-12-31": "2006-12-25",  # 2006-W52-7
    "2019-12-30": "2019-12-30",  # 2020-W01-1
    "2022-12-31": "2022-12-26",  # 2022-W52-6; a page at railway.app says 2023-W01-6
    "2021-01-03": "2020-12-28",  # 2020-W53-7
    "2021-01-04": "2021-01-04",  # 2021-W01-1
}


def instant(text: str, seconds: float = 0) -> str:
    return (datetime.fromisoformat(text) + timedelta(seconds=seconds)).isoformat(sep=" ")


def calls(team: str, waits: Sequence[tuple[float, bool, int]]) -> Iterator[Row]:
    """So many calls of each wait, answered or abandoned."""
    numbered = [(wait, answered) for wait, answered, count in waits for _ in range(count)]
    for number, (wait, answered) in enumerate(numbered):
        base: Row = {"interaction_id": f"{team}-{number}", "process": "service", "touchpoint_id": "line"}
        base |= {"direction": "inbound", "team": team, "offered_at": "2026-03-02 10:00:00"}
        ends = instant("2026-03-02 10:00:00", wait)
        if answered:
            yield base | {"answered_at": ends, "ended_at": "", "disposition": "handled"}
        else:
            yield base | {"answered_at": "", "ended_at": ends, "disposition": "abandoned"}


def answers(process: str, instrument: str, scale: tuple[int, int], scores: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """So many answers of each score."""
    numbered = [score for score, count in scores for _ in range(count)]
    for number, score in enumerate(numbered):
        base: Row = {"survey_id": f"{instrument}-{process}-{number}", "instrument": instrument, "process": process}
        base |= {"relationship": "true", "customer_id": f"c{number}", "sent_at": "2026-03-02 09:00:00"}
        yield base | {
            "responded_at": "2026-03-03 09:00:00", "score": score, "scale_min": scale[0], "scale_max": scale[1],
        }  # fmt: skip


def cases() -> Iterator[Row]:
    """Two cases per desk: solved at the very second on which the time runs out, and one second of work later."""
    for desk, (_, _, opened, _, due) in DESKS.items():
        late = "2009-04-15 08:00:01" if desk == "next" else instant(due, 1)  # Tuesday's closing is Wednesday's opening
        late = "2026-01-13 11:00:00" if desk == "wrong" else late
        prompt = "2009-04-15 08:00:00" if desk == "next" else instant(due)
        for name, solved in (("prompt", prompt), ("late", late)):
            base: Row = {"work_item_id": f"{desk}-{name}", "process": "service", "kind": "request", "customer_id": "c1"}
            base |= {"priority": desk, "opened_at": instant(opened), "first_resolved_at": solved, "closed_at": solved}
            yield base | {"status": "closed", "outcome": "resolved"}
    for number, day in enumerate(WEEKS):
        base = {"work_item_id": f"lead-{number}", "process": "presales", "kind": "lead", "customer_id": "c1"}
        base |= {"priority": "", "opened_at": f"{day} 12:00:00", "first_resolved_at": "", "closed_at": ""}
        yield base | {"status": "open", "outcome": ""}


def write(folder: Path, table: str, rows: Sequence[Row]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of all the examples, imported from their files."""
    exports = tmp_path_factory.mktemp("exports")
    write(exports, "company", [{"name": "Vectors", "time_zone": "America/Bogota", "currency": "COP"}])
    hours = [
        {"calendar_id": desk, "weekday": day, "opens": one[0], "closes": one[1]}
        for desk, one in DESKS.items()
        for day in range(1, 6)
    ]
    write(exports, "business_hours", hours)
    write(exports, "holiday", [{"calendar_id": desk, "day": "2009-04-13"} for desk in ("holiday", "next")])
    promises = [
        {"policy_id": desk, "process": "service", "clock": "resolution", "priority": desk, "calendar_id": desk}
        | {"target_seconds": 3600 * one[3], "valid_from": "2000-01-01"}
        for desk, one in DESKS.items()
    ]
    write(exports, "sla_policy", promises)
    write(exports, "work_item", list(cases()))
    point = {"touchpoint_id": "line", "name": "Line", "process": "service", "channel": "phone"}
    write(exports, "touchpoint", [point])
    icmi = [(10, True, 860), (40, True, 140), (3, False, 10), (15, False, 10), (60, False, 40)]
    sites = [*calls("site a", [(10, True, 234), (40, True, 66)]), *calls("site b", [(10, True, 1020), (40, True, 180)])]
    write(exports, "interaction", [*calls("icmi", icmi), *sites])
    surveys = [
        *answers("presales", "nps", (0, 10), [(10, 300), (8, 200), (3, 100)]),
        *answers("sales", "nps", (0, 10), [(10, 60), (8, 40), (3, 20)]),
        *answers("service", "nps", (0, 10), [(10, 5), (8, 3), (3, 2)]),
        *answers("presales", "csat", (1, 5), [(5, 100), (2, 100)]),
        *answers("sales", "csat", (1, 5), [(4, 19), (3, 19)]),
        *answers("service", "csat", (1, 5), [(5, 38)]),
        *answers("collections", "csat", (1, 5), [(1, 77)]),
        *answers("loyalty", "csat", (1, 5), [(5, 23), (1, 37)]),
    ]
    write(exports, "survey", surveys)
    house = tmp_path_factory.mktemp("house")
    assert main.main(["import", str(exports), "--warehouse", str(house)]) == 0
    return house


@pytest.fixture
def shop(folder: Path) -> Iterator[Shop]:
    found = shop_of(open_warehouse(folder, SETTINGS))
    yield found
    found.close()


def asked(capsys: Out, folder: Path, *question: str) -> list[Row]:
    """What the command line answers, with a value."""
    capsys.readouterr()
    assert main.main(["query", *question, "--format", "json", "--warehouse", str(folder)]) == 0
    return [row for row in json.loads(capsys.readouterr().out) if row["value"] is not None]


MARCH = ("--every", "month", "--since", "2026-03-01", "--until", "2026-03-31")


def test_service_level_is_the_fourth_of_icmis_five(folder: Path, capsys: Out) -> None:  # V01
    (row,) = asked(capsys, folder, "service_level", *MARCH, "--where", "team=icmi")
    assert (row["numerator"], row["denominator"]) == (860, 1040)
    assert row["value"] == pytest.approx(0.8269, abs=5e-5)


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [
        ("count_if(in_target) + count_if(abandoned_in_target)", "count(*)", 0.8302),
        ("count_if(in_target)", "count_if(answered)", 0.8600),
        ("count_if(in_target)", "count(*)", 0.8113),
        ("count_if(in_target)", "count_if(not abandoned_in_target)", 0.8269),
        ("count_if(in_target) + count_if(abandoned_short)", "count(*)", 0.8208),
    ],
)
def test_each_of_icmis_five_definitions_is_arithmetic_on_the_same_rows(  # V01
    shop: Shop, numerator: str, denominator: str, value: float
) -> None:
    one = Metric(
        name="variant", label="Variant", means="Contacts in time, of all.", unit="percent", rows="queued",
        on="interaction.offered_on", numerator=numerator, denominator=denominator,
    )  # fmt: skip
    found = one.measure(shop, every="all", where={"team": "icmi"}, until=date(2026, 3, 31))
    assert found.readings[0].value == pytest.approx(value, abs=5e-5)


def test_two_sites_together_are_a_ratio_of_sums_and_not_the_mean_of_two_rates(folder: Path, capsys: Out) -> None:  # V03
    both = ("--where", "team=site a", "--where", "team=site b")
    (together,) = asked(capsys, folder, "service_level", *MARCH, *both)
    apart = asked(capsys, folder, "service_level", *MARCH, *both, "--by", "team")
    assert [row["value"] for row in apart] == [0.78, 0.85]
    assert together["value"] == pytest.approx(0.836)  # TechTarget SearchCRM, combined service level: 1254 / 1500
    assert together["value"] != pytest.approx(0.815, abs=0.01), "the simple mean is wrong"


def test_the_spread_of_nps_is_that_of_its_published_variance(folder: Path, capsys: Out) -> None:  # V20
    (row,) = asked(capsys, folder, "nps", *MARCH, "--where", "process=presales")
    assert row["value"] == pytest.approx(100 / 3)  # Cross Validated, Margin of error in NPS: 1/2, 1/3, 1/6
    half = 1.96 * 100 * (5 / 9) ** 0.5 / 600**0.5  # of 600 answers; our interval adds three
    assert (row["high"] - row["low"]) / 2 == pytest.approx(half, rel=0.01)


@pytest.mark.parametrize(
    ("process", "score", "low", "high"), [("sales", 33.3, 19.3, 45.7), ("service", 30.0, -19.1, 65.2)]
)
def test_the_interval_of_nps_is_the_adjusted_wald_one(  # V21: measuringu.com, NPS, three confidence intervals
    folder: Path, capsys: Out, process: str, score: float, low: float, high: float
) -> None:
    (row,) = asked(capsys, folder, "nps", *MARCH, "--where", f"process={process}")
    assert [row["value"], row["low"], row["high"]] == pytest.approx([score, low, high], abs=0.05)


@pytest.mark.parametrize(
    ("process", "low", "high"),
    [
        ("presales", 0.4313609, 0.5686391),  # 100 of 200
        ("sales", 0.348499283643951, 0.651500716356049),  # 19 of 38
        ("service", 0.908190, 1.0),  # 38 of 38
        ("collections", 0.0, 0.047518),  # 0 of 77
        ("loyalty", 0.27088, 0.50982),  # 23 of 60: VassarStats' example
    ],
)
def test_the_interval_of_a_share_is_wilsons(  # V22: statsmodels' tests, checked there against R DescTools
    folder: Path, capsys: Out, process: str, low: float, high: float
) -> None:
    (row,) = asked(capsys, folder, "csat", *MARCH, "--where", f"process={process}")
    assert [row["low"], row["high"]] == pytest.approx([low, high], abs=5e-6)
    assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1


@pytest.mark.parametrize("desk", DESKS)
def test_a_promise_in_business_hours_runs_out_when_the_page_says(folder: Path, capsys: Out, desk: str) -> None:  # V28
    days = ("--every", "day", "--since", "2009-01-01", "--until", "2026-12-31", "--where", f"priority={desk}")
    rows = [row for row in asked(capsys, folder, "sla_compliance", *days) if row["denominator"]]
    assert [(row["period"], row["numerator"], row["denominator"]) for row in rows] == [(DESKS[desk][4][:10], 1, 2)]


def test_the_page_that_gets_the_next_day_wrong_is_nine_hours_late(folder: Path, capsys: Out) -> None:  # V28, wrong
    (row,) = asked(capsys, folder, "breach_severity", "--every", "all", "--where", "priority=wrong")
    assert row["value"] == 9.0  # nineminds.com 11.3: Tuesday 11:00 is thirteen open hours after Friday 16:00, not four


@pytest.mark.parametrize(("day", "monday"), WEEKS.items())
def test_a_day_belongs_to_its_iso_week(folder: Path, capsys: Out, day: str, monday: str) -> None:  # V30
    week = ("--since", monday, "--until", str(date.fromisoformat(monday) + timedelta(days=6)))
    rows = asked(capsys, folder, "leads_created", "--every", "week", *week)
    assert [(row["period"], row["value"]) for row in rows] == [(monday, list(WEEKS.values()).count(monday))]


def test_the_years_of_53_weeks_are_those_of_the_standard(folder: Path, capsys: Out) -> None:  # V30
    capsys.readouterr()
    span = ("--every", "week", "--since", "2000-01-03", "--until", "2027-01-04", "--format", "json")
    assert main.main(["query", "leads_created", *span, "--warehouse", str(folder)]) == 0
    mondays = [date.fromisoformat(row["period"]) for row in json.loads(capsys.readouterr().out)]
    years = [(monday + timedelta(days=3)).year for monday in mondays]  # a week has the year of its Thursday
    assert {year for year in years if years.count(year) == 53} == {2004, 2009, 2015, 2020, 2026}
    assert mondays[-2:] == [date(2026, 12, 28), date(2027, 1, 4)]  # 2026-W53 and 2027-W01
