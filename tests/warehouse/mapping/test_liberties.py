"""Days and hours with the liberties that people take are read as they mean them, or not at all."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from crm_metrics.warehouse.mapping.civil import MARK
from crm_metrics.warehouse.mapping.formats import Format, declared
from crm_metrics.warehouse.mapping.moments import ANY_HOUR, SPELT
from tests.warehouse.conftest import Read

DAY = date(2026, 1, 15)  # a Thursday
MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "en": "January February March April May June July August September October November December",
}


@pytest.mark.parametrize(
    "text",
    [
        "15/ene./2026", "15-ene-2026", "15 de enero de 2026", "enero 15, 2026", "15 jan. 2026", "Jan 15, 2026",
        "15 de janeiro de 2026", "15 ENERO 2026", "15º de janeiro de 2026", "January 15th, 2026",
        "15 de enero del 2026", "2026-ene-15", "jueves, 15 de enero de 2026", "Thursday, January 15, 2026",
        "jue 15 ene 2026", "15.jan.2026",
        "quinta-feira, 15 de janeiro de 2026",
    ],
)  # fmt: skip
def test_a_month_by_its_name_has_one_reading(text: str, read: Read) -> None:
    assert read(Format(kind="date", said=SPELT), text) == DAY


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1 set 2026", 9), ("1 sept. 2026", 9), ("1 setiembre 2026", 9), ("1 Mar 2026", 3), ("1 ago 26", 0),
        ("1 out 2026", 10), ("1 dez 2026", 12), ("1 dic 2026", 12), ("1 foo 2026", 0),
    ],
)  # fmt: skip
def test_short_names_of_three_languages_are_months(text: str, month: int, read: Read) -> None:
    assert read(Format(kind="date", said=SPELT), text) == (date(2026, month, 1) if month else None)


@pytest.mark.parametrize(
    "text", ["31-feb-2026", "15 enero 2026 10:00", "15-ene-26", "32 de enero de 2026", "enero 2026", "15 de 2026"]
)
def test_a_named_month_without_a_day_that_exists_is_none(text: str, read: Read) -> None:
    assert read(Format(kind="date", said=SPELT), text) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("15/01/2026 00:00", "00:00"), ("15/01/2026 14:05", "14:05"), ("15/01/2026 2:05 p. m.", "14:05"),
        ("15/01/2026 2:05 PM", "14:05"), ("15/01/2026, 2:05 p. m.", "14:05"), ("15/01/2026 14:05 hs", "14:05"),
        ("15/01/2026 2:05\u202fp.\u00a0m.", "14:05"), ("15/01/2026 2:05 P.M.", "14:05"),
        ("jue 15/01/2026 00:00", "00:00"),
        ("jue. 15/01/2026 10:00", "10:00"), ("15/01/2026 12:05 a. m.", "00:05"), ("15/01/2026 12:05 p.m.", "12:05"),
        ("15/01/2026  14:05", "14:05"), ("15/01/2026 a las 14:05", "14:05"), ("15/01/2026 14h05", "14:05"),
        ("15/01/2026 13:05 PM", ""), ("15/01/2026 25:00", ""), ("15/01/2026 10:61", ""), ("31/02/2026 10:00", ""),
        ("15/01/2026 -05:00", ""), ("15/01/2026 10:00 EST", ""),
    ],
)  # fmt: skip
def test_an_hour_may_be_written_in_many_ways(text: str, hour: str, read: Read) -> None:
    got = read(Format(kind="instant", said="D/M/YYYY" + ANY_HOUR), text)
    assert got == (datetime.fromisoformat(f"2026-01-15 {hour}+00:00") if hour else None)


@pytest.mark.parametrize("text", ["15/01/2026", "jue 15/01/2026", "jueves, 15/01/2026"])
def test_a_day_alone_among_them_is_marked_as_a_day(text: str, read: Read) -> None:
    got = read(Format(kind="instant", said="D/M/YYYY" + ANY_HOUR), text)
    assert got == datetime(2026, 1, 15, 0, 0, 0, MARK, tzinfo=UTC)


# 10:00 in Bogotá is 15:00 in UTC.
@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-01-15 10:00:00 UTC", 10), ("2026-01-15 10:00:00 GMT", 10), ("2026-01-15T10:00:00Z", 10),
        ("2026-01-15 10:00:00", 15), ("2026-01-15 10:00:00.000 UTC", 10), ("2026-01-15 10:00 a. m.", 15),
        ("2026-01-15 10:00 GMT-0500", 15), ("2026-01-15 10:00:00 -05:00", 15), ("2026-01-15 10:00 UTC-5", 15),
    ],
)  # fmt: skip
def test_what_tells_its_offset_is_not_local(text: str, hour: int, read: Read) -> None:
    how = Format(kind="instant", said="ISO", zone="America/Bogota")
    assert read(how, text) == datetime(2026, 1, 15, hour, tzinfo=UTC)


def test_a_format_with_any_hour_keeps_the_hours(read: Read) -> None:
    # A kind such as "DD/MM/YYYY *" is an instant, not a day.
    how = declared("DD/MM/YYYY *", decimal=None, thousands=None, dates=None, instants=None)
    assert how is not None
    assert read(how, "15/01/2026 14:05") == datetime(2026, 1, 15, 14, 5, tzinfo=UTC)


def test_a_declared_format_takes_the_same_liberties_with_its_own_words(read: Read) -> None:
    how = Format(kind="instant", said="DD/MM/YYYY HH:MM AM")
    assert read(how, "15/01/2026 02:05 p. m.") == datetime(2026, 1, 15, 14, 5, tzinfo=UTC)
    assert read(how, "15/01/2026 14:05") is None
    assert read(Format(kind="date", said="D de MMM de YYYY"), "15 de Enero de 2026") == DAY
    assert read(Format(kind="date", said="DD-MMM-YY"), "15-ene-26") == DAY


def written(moment: datetime, chance: random.Random) -> tuple[str, str]:
    """A moment as somebody could write it, and the format of its day."""
    names = MONTHS[chance.choice(sorted(MONTHS))].split()
    name = names[moment.month - 1]
    name = chance.choice([name, name[:3], name[:3] + ".", name.upper()])
    day, said = chance.choice(
        [
            (f"{moment:%d/%m/%Y}", "D/M/YYYY"),
            (f"{moment:%m/%d/%Y}", "M/D/YYYY"),
            (f"{moment:%d.%m.%Y}", "D.M.YYYY"),
            (f"{moment.day} de {name} de {moment.year}", SPELT),
            (f"{moment.day}-{name}-{moment.year}", SPELT),
            (f"{name} {moment.day}, {moment.year}", SPELT),
        ]
    )
    half, twelve = ("a", "p")[moment.hour >= 12], moment.hour % 12 or 12
    hour = chance.choice(
        [
            f"{moment:%H:%M:%S}",
            f"{moment:%H:%M:%S} hs",
            f"{twelve}:{moment:%M:%S} {half}. m.",
            f"{twelve}:{moment:%M:%S} {half.upper()}M",
            f"{moment:%H:%M:%S}.000",
            f"{moment:%H:%M:%S} UTC",
        ]
    )
    return day + chance.choice([" ", ", "]) + hour, said + ANY_HOUR


@pytest.mark.parametrize("seed", range(3))
def test_whatever_way_a_moment_is_written_it_is_read_back_equal(seed: int, read: Read) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(200_000_000))
        text, said = written(moment, chance)
        assert read(Format(kind="instant", said=said), text) == moment, text


def test_seconds_since_1970_and_days_since_1899(read: Read) -> None:
    # 1768471200 = 2026-01-15 10:00:00 UTC (date -u -d @1768471200); 45000 = 2023-03-15 in Excel.
    at = datetime(2026, 1, 15, 10, tzinfo=UTC)
    assert read(Format(kind="epoch"), "1768471200") == at
    assert read(Format(kind="epoch", said="milliseconds"), "1768471200000") == at
    assert read(Format(kind="epoch"), "1768471200000") is None
    assert read(Format(kind="epoch"), "0") is None  # as good as unknown
    west = timezone(timedelta(hours=-5))
    assert read(Format(kind="serial", zone="America/Bogota"), "45000.5") == datetime(2023, 3, 15, 12, tzinfo=west)
    assert read(Format(kind="serial"), "60") is None  # the day that 1900 did not have
