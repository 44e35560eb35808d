"""A length of time is read in seconds whatever its clock or its words, or not at all."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from crm_metrics.warehouse.mapping.formats import Format
from tests.warehouse.conftest import Read

# Seconds by hand: hours · 3600 + minutes · 60 + seconds.
LENGTHS = [
    ("27:15:00", 98100), ("07:30:00", 27000), ("27:15", 98100), ("2:05 h", 7500), ("05:30 min", 330),
    ("2 h 05 min", 7500), ("2h5m", 7500), ("2h05", 7500), ("2 horas y 5 minutos", 7500), ("90 min", 5400),
    ("1 día 3 horas", 97200), ("1 dia", 86400), ("2 dias 14 horas 42 minutos", 225720), ("1.5 h", 5400),
    ("1,5 d", 129600), ("1 day, 3:15:00", 98100), ("1 week", 604800), ("PT2H5M", 7500), ("P1DT2H", 93600),
    ("1d 4h", 100800), ("3 h 20 min", 12000), ("2 days 3 hours", 183600), ("2 horas 0 minutos 0 segundos", 7200),
    ("7500", 7500), ("2\u00a0h\u00a005\u00a0min", 7500), ("3 HORAS", 10800),
    ("00:00:12.5", Decimal("12.5")), ("PT1M30.5S", Decimal("90.5")),
    ("1.234 h", None), ("-1:00:00", None), ("27:65:00", None), ("P1M", None), ("P", None), ("h", None),
    ("5 m 2 h", None), ("2 h 61", None), ("soon", None), ("1 day, 25:00:00", None), ("2 meses", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "seconds"), LENGTHS)
def test_a_length_of_time_is_read_in_seconds(text: str, seconds: Decimal | int | None, read: Read) -> None:
    assert read(Format(kind="duration"), text) == seconds


def test_two_numbers_are_hours_or_minutes_as_declared_and_nothing_where_nobody_said_it(read: Read) -> None:
    assert read(Format(kind="duration"), "27:15") == 27 * 3600 + 15 * 60
    assert read(Format(kind="M:SS"), "27:15") == 27 * 60 + 15
    assert read(Format(kind="seconds"), "27:15") is None


@pytest.mark.parametrize(
    ("text", "seconds"), [("15", 15), ("15.0", 15), ("15.5", None), ("1:00:00", 3600), ("2 min", 120), ("0.5 s", None)]
)
def test_seconds_of_the_input_tables_stay_whole(text: str, seconds: int | None, read: Read) -> None:
    got = read(Format(kind="seconds"), text)
    assert got == seconds
    assert got is None or isinstance(got, int)


def written(seconds: int, chance: random.Random) -> str:
    """A length of time as somebody could write it."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    days, of_day = divmod(hours, 24)
    forms = [
        f"{hours}:{minutes:02d}:{rest:02d}",
        f"{hours} h {minutes} min {rest} s",
        f"{hours}h{minutes:02d}m{rest:02d}s",
        f"{days} días {of_day} horas {minutes} minutos {rest} segundos",
        f"{days} days, {of_day}:{minutes:02d}:{rest:02d}",
        f"P{days}DT{of_day}H{minutes}M{rest}S",
        str(seconds),
    ]
    return chance.choice(forms)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_way_a_length_is_written_it_is_read_back_equal(seed: int, read: Read) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        seconds = chance.randrange(1, 400_000)
        text = written(seconds, chance)
        assert read(Format(kind="duration"), text) == seconds, text
        assert read(Format(kind="seconds"), text) == seconds, text
