"""What the values of a column look like: their days, marks and scales, and what can't be told."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse.suggesting.values import ColumnLook, decimal_of, labelled, places_of, sorted_days, value_of


@pytest.mark.parametrize(
    ("cells", "order", "hours"),
    [
        (["01/06/2026 09:44", "13/06/2026 10:00"], "D", True),
        (["7/2/2026 10:01:12", "8/31/2026 12:00:10"], "M", True),
        (["01-02-2026", "03-04-2026"], "?", False),
        (["2026-01-31", "2026-02-01"], "", False),
        (["2026/01/31", "2026/02/01"], "Y", False),
        (["15 de enero de 2026", "3 feb 2026"], "", False),
        (["03/08/2026 08:15 a. m.", "25/08/2026 11:05 p. m."], "D", True),
        (["2026/02/13 10:26:52 p. m. GMT-3"], "Y", True),
        (["05/05/2026", "05/05/2026"], "D", False),
    ],
)
def test_the_order_of_days_is_told_or_left_open(cells: list[str], order: str, hours: bool) -> None:
    day = ColumnLook(cells).day
    assert day is not None
    assert (day.order, day.hours) == (order, hours)


def test_a_few_slips_do_not_hide_the_order_and_a_mixed_column_has_none() -> None:
    assert ColumnLook([*["25/01/2026"] * 40, "01/25/2026"]).day is not None
    assert ColumnLook(["25/01/2026", "01/25/2026"]).day is None
    assert ColumnLook(["Pagada", "Pendiente"]).day is None


def test_a_list_written_day_after_day_tells_its_order() -> None:
    days = [f"{day:02}/{month:02}/2026" for month in (3, 4, 5) for day in (1, 5, 9)]
    assert sorted_days(days) == "D"
    assert sorted_days([f"{day[3:5]}/{day[:2]}{day[5:]}" for day in reversed(days)]) == "M"
    assert sorted_days([f"{day:02}/03/2026" for day in range(1, 10)]) is None  # rises in both readings
    assert sorted_days(["01/02/2026", "02/01/2026"]) is None


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["1,234.56", "12"], "."),
        (["1.234,56"], ","),
        (["1.234.567"], ","),
        (["12,5"], ","),
        (["0.125"], "."),
        (["1.234", "12.500"], "?"),
        (["12", "7"], ""),
    ],
)
def test_the_decimal_mark_is_told_or_left_open(texts: list[str], decimal: str) -> None:
    assert decimal_of(texts) == decimal


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("$ 1.234,50", ",", 1234.5),
        ("(12.30)", ".", -12.3),
        ("1,234.00-", ".", -1234.0),
        ("MXN 5", ".", 5.0),
        ("N/D", ".", None),
        ("B/. 2,117.96", ".", 2117.96),
        ("B/.-15.00", ".", -15.0),
        ("Gs. 150.000", ",", 150000.0),
        ("Lps. 1,200.50", ".", 1200.5),
        ("C$ 80.00", ".", 80.0),
    ],
)
def test_a_number_is_read_by_its_mark(cell: str, decimal: str, value: float | None) -> None:
    assert value_of(cell, decimal) == value


def test_answers_on_a_scale_are_numbers_labels_or_words() -> None:
    assert ColumnLook(["4", "5", "2"]).scale == ("number", 2, 5)
    assert ColumnLook(["Extremely likely - 10", "Not at all likely - 0", "7"]).scale == ("label", 0, 10)
    assert ColumnLook(["Muy satisfecho", "Insatisfecha"]).scale == ("words", 1, 5)
    assert ColumnLook(["4", "12"]).scale is None
    assert (labelled("10 - Muy probable"), labelled("nunca")) == (10, None)
    assert places_of(("Muito satisfeito", "Péssimo")) == {"Muito satisfeito": 5, "Péssimo": 1}
    assert places_of(("Péssimo", "azul")) is None


def test_words_for_nothing_are_no_values() -> None:
    """Two days of five cells are days all the same; the others say that nothing is there."""
    look = ColumnLook(["17 ene 2026", "-", "N/A", "23 ene 2026", "-", ""])
    assert look.texts == ["17 ene 2026", "23 ene 2026"]
    assert look.missing == {"-", "N/A"}
    assert look.day is not None and look.day.share == 1
