"""What an address can ask at all."""

from __future__ import annotations

from datetime import date

import pytest

from pages.parts.asking import day_of, sifted


def test_a_process_that_there_is_not_and_a_day_that_is_none_are_strange() -> None:
    known, strange = sifted({"process": ["service", "Service"], "until": ["2026-02-30"], "picked": ["a1", "a2"]})
    assert known == {"process": ["service"], "picked": ["a1", "a2"]}
    assert strange == [("process", "Service"), ("until", "2026-02-30")]


@pytest.mark.parametrize(
    ("text", "day"), [("2026-02-28", date(2026, 2, 28)), ("28.02.2026", None), ("1902-01-01", None), ("", None)]
)
def test_a_day_is_an_iso_date_of_years_that_have_others_before_them(text: str, day: date | None) -> None:
    assert day_of(text) == day
