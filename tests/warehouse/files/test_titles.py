"""The last day that lines of title name, however they write it."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.warehouse.files.titles import last_day, month_told


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["Relación de facturas del 01/01/2026 al 20/11/2026"], date(2026, 11, 20)),
        (["Desde: 2026-08-01", "Hasta: 2026-10-31"], date(2026, 10, 31)),
        (["Corte al 5 de marzo de 2026"], date(2026, 3, 5)),
        (["Report as of March 5, 2026"], date(2026, 3, 5)),
        (["Período: 01.02.2026 - 28.02.2026"], date(2026, 2, 28)),
        (["Moneda: MXN", "31/31/2026"], None),
        ([], None),
    ],
)
def test_the_last_day_is_read_from_what_titles_say(texts: list[str], day: date | None) -> None:
    assert last_day(texts) == day


def test_days_of_numbers_are_read_in_the_order_of_their_file() -> None:
    assert last_day(["01/02/2026"], month_first=True) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("texts", "month"),
    [
        (["LIBRO DE VENTAS - MARZO 2026"], (2026, 3)),
        (["Ventas 03/2026"], (2026, 3)),
        (["Abr-26"], (2026, 4)),
        (["Mayo", "Ventas 2026"], (2026, 5)),
        (["setembro de 2026"], (2026, 9)),
        (["Marzo", "Abril", "2026"], None),
        (["Marzo"], None),
        (["RUT 76.202.612-3", "marchand 2026"], None),
    ],
)
def test_the_month_of_a_sheet_is_told_by_its_titles_and_names(texts: list[str], month: tuple[int, int] | None) -> None:
    assert month_told(texts) == month
