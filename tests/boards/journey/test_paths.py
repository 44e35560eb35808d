"""The paths of cases on the page of the journey: the longest way is named in the reader's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.boards.core import Grid
from crm_metrics.boards.journey import paths
from crm_metrics.boards.journey.paths import PathTable
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN, ES = Words("en"), Words("es-CO")
MONTH = date(2026, 10, 1)


def reading(metric: str, value: float, path: str | None, *, complete: bool = True) -> Reading:
    return Reading(
        metric=metric, period=MONTH, groups=(path,) if path else (), numerator=value, denominator=None, value=value,
        n=round(value), complete=complete,
    )  # fmt: skip


def table(counts: dict[str, int], share: float | None, *, complete: bool = True) -> PathTable:
    changed = None if share is None else reading("channel_change_share", share, None, complete=complete)
    readings = {path: {"case_paths": reading("case_paths", n, path)} for path, n in counts.items()}
    return PathTable(month=MONTH, readings=readings, changed=changed)


@pytest.mark.parametrize(
    ("counts", "share", "words", "title"),
    [
        ({"phone": 6, "phone → chat": 2}, 0.25, EN, "25% of 8 cases changed channel, most often: Phone → Chat"),
        (
            {"phone": 6, "phone → chat": 2}, 0.25, ES,
            "El 25\u00a0% de 8 casos cambió de canal, sobre todo: Teléfono → Chat",
        ),
        ({"phone": 6}, 0.0, EN, "The 6 cases stayed on one channel each"),
        ({"phone": 1}, 0.0, EN, "The one case stayed on one channel"),
        ({"phone": 6, "phone → chat": 2}, None, EN, "The paths of 8 cases"),
    ],
)  # fmt: skip
def test_the_title_says_how_many_changed(counts: dict[str, int], share: float | None, words: Words, title: str) -> None:
    assert paths.card(table(counts, share), FRAME, words).title == title


def test_a_share_that_is_not_whole_is_in_no_title() -> None:
    assert paths.card(table({"phone → chat": 2}, 1.0, complete=False), FRAME, EN).title == "The paths of 2 cases"


def test_rare_paths_stand_below_the_fold_and_each_leads_to_its_rows() -> None:
    body = paths.card(table({"phone": 60, "chat": 5, "web": 4, "store": 1}, 0.0), FRAME, EN).body
    assert isinstance(body, Grid)
    assert body.first == 2
    assert [row.cells[1].share for row in body.rows] == pytest.approx([60 / 70, 5 / 70, 4 / 70, 1 / 70])
    behind = body.rows[0].cells[1].behind
    assert behind is not None and behind.where == (("path", "phone"),)


def test_contacts_that_are_in_no_path_are_counted_with_their_reason_and_lead_to_their_rows() -> None:
    def foot(words: Words, **lacking: int) -> str:
        outside = {name: reading(name, n, None) for name, n in lacking.items()}
        return paths.card(replace(table({"phone": 6}, 0.0), outside=outside), FRAME, words).footer

    assert "1,200 contacts of the month name no case and are in no path" in foot(EN, contacts_without_case=1200)
    told = foot(ES, contacts_without_case=1, contacts_without_channel=2)
    assert "un contacto del mes no nombra un caso y no está en ningún camino" in told
    assert "2 contactos de casos no tienen canal y no son un paso" in told
    assert "no channel" not in foot(EN, contacts_without_case=3, contacts_without_channel=0)
    assert "contacts that name no case are in no path" in foot(EN)
    outside = {"contacts_without_case": reading("contacts_without_case", 7, None)}
    card = paths.card(replace(table({"phone": 6}, 0.0), outside=outside), FRAME, EN)
    led = next(one.behind for one in card.definitions if one.metric == "contacts_without_case")
    assert led is not None and (led.value, led.until) == (7, date(2026, 10, 31))
