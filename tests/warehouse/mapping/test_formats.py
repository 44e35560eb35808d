"""A value of each kind is read exactly or not at all, and only what is a kind or a format can be declared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm_metrics.warehouse.mapping.formats import Format, known_kind
from tests.warehouse.conftest import Read


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "value"),
    [
        (".", "", "1234.5", "1234.5"),
        (".", "", "-0.07", "-0.07"),
        (".", "", ".5", "0.5"),
        (".", "", "1,234", None),
        (".", ",", "1,234,567.89", "1234567.89"),
        (".", ",", "1,23,456", None),
        (",", ".", "1.234,5", "1234.5"),
        (",", "", "1234,5", "1234.5"),
        (",", "", "1.5", None),
        (".", ",", "1 234.5", "1234.5"),
        (".", "", "NaN", None),
        (".", "", "1e5", None),
        (".", "", "$5", None),
        (".", "", "12345678901234567890.1", "12345678901234567890.1"),
    ],
)
def test_a_number_is_read_exactly_or_not_at_all(
    decimal: str, thousands: str, text: str, value: str | None, read: Read
) -> None:
    got = read(Format(kind="number", decimal=decimal, thousands=thousands), text)
    assert got == (Decimal(value) if value else None)


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("12.0", 12), ("12.5", None), ("-3", -3), ("", None)])
def test_a_whole_number_is_never_rounded(text: str, value: int | None, read: Read) -> None:
    assert read(Format(kind="whole"), text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("Sí", True), ("TRUE", True), ("0", False), ("No", False), ("maybe", None)]
)
def test_yes_and_no_in_both_languages(text: str, value: bool | None, read: Read) -> None:
    assert read(Format(kind="yes/no"), text) == value


@pytest.mark.parametrize("text", ["DD/MM", "YYYY", "hello", "DD/MM/YYYY; drop", "%Y-%m-%d"])
def test_what_is_neither_a_kind_nor_a_format_is_said_to_be_so(text: str) -> None:
    with pytest.raises(ValueError, match="neither a kind"):
        known_kind(text)
