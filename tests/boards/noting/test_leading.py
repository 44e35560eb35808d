"""The way from a note to where it is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest

from crm_metrics.boards.core import Board, Chip, Choice, Filter
from crm_metrics.boards.noting.leading import leads
from crm_metrics.metrics.registry import known
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.notes.noting import NoteContent

NOTE = NoteContent(first=date(2026, 11, 12), last=date(2026, 11, 12), text="x")  # a Thursday
BOARD = Board(
    key="weekly", title="", period="", state=Chip("closed", ""), summary=(), tiles=(), cards=(), freshness=(),
)  # fmt: skip


def board(*days: str, **more: bool) -> Board:
    until = Filter(key="until", label="", everything="", choices=tuple(Choice(one, "") for one in days), **more)  # type: ignore[arg-type]
    return replace(BOARD, filters=(until,))


def test_a_note_of_a_metric_leads_to_its_number_in_the_week_with_the_parts_that_it_has(demo: Shop) -> None:
    content = replace(NOTE, metric="csat", parts=(("process", "service"), ("team", "Voz Norte")))
    page, _, asked = leads(demo, content, BOARD).partition("?")
    assert page == "number"
    assert parse_qsl(asked) == [
        ("metric", "csat"), ("every", "week"), ("until", "2026-11-15"), ("process", "service"), ("team", "Voz Norte"),
    ]  # fmt: skip


def test_a_metric_of_months_leads_to_its_month(demo: Shop) -> None:
    monthly = next(one.name for one in known().values() if one.finest == "month")
    assert ("until", "2026-11-30") in parse_qsl(leads(demo, replace(NOTE, metric=monthly), BOARD))


@pytest.mark.parametrize(
    ("shown", "way"),
    [
        (board("2026-11-22", "2026-11-15", "2026-11-08"), "weekly?until=2026-11-15"),
        (board("2026-11-08", "2026-11-01"), "weekly?"),  # its week is not told yet
        (board("2026-11-29", "2026-11-22"), "weekly?"),  # too long ago to be chosen
        (board(day=True), "weekly?until=2026-11-12"),
        (BOARD, "weekly?"),
    ],
)
def test_a_note_of_no_metric_leads_to_the_board_in_the_period_that_holds_it(demo: Shop, shown: Board, way: str) -> None:
    assert leads(demo, NOTE, shown) == way


def test_a_metric_that_left_leads_to_the_board(demo: Shop) -> None:
    assert leads(demo, replace(NOTE, metric="gone"), BOARD) == "weekly?"
