"""Calls with the day and the hours in columns of their own, as nobody has described them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.questions import OwnersAnswers
from crm_metrics.warehouse.suggesting.suggestion import suggest
from tests.scenarios.own_files import call_centre
from tests.warehouse.loading.importing import Outcome
from tests.warehouse.suggesting.test_suggestion import brought

WAITS = (
    "select epoch(answered_at) - epoch(offered_at) from main.interaction where disposition = 'handled'"
    " order by offered_at"
)
TALKS = (
    "select epoch(ended_at) - epoch(answered_at) from main.interaction where disposition = 'handled'"
    " order by offered_at"
)


def understood(place: Path, **how: object) -> Outcome:
    folder = place / "files"
    folder.mkdir()
    call_centre.write(folder, **how)  # type: ignore[arg-type]
    found = suggest(folder, OwnersAnswers({"process": "service"}))
    assert found.exit_code == 0
    return brought(found, folder)


@pytest.mark.parametrize("typed", [True, False])
def test_a_workbook_with_day_and_hours_in_three_columns_tells_waits_and_talks(tmp_path: Path, typed: bool) -> None:
    got = understood(tmp_path, typed=typed)
    assert got.error is None
    assert got.counts["interaction"].read == 8  # the line of the total is none
    assert [int(wait) for (wait,) in got.rows(WAITS)] == [10, 20, 15, 40, 60, 0]
    assert [int(talk) for (talk,) in got.rows(TALKS)] == [290, 220, 285, 560, 60, 360]  # the third over midnight
    assert got.rows(
        "select count(*) from main.interaction where disposition = 'abandoned' and answered_at is null"
    ) == [(2,)]
    assert got.rows("select name from main.agent order by 1") == [("Inés Roa",), ("Omar Vil",)]


def test_who_begins_when_somebody_answers_is_not_known_to_have_waited_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Here who gave up after 45 seconds has an end three minutes after the beginning: no call tells what its hours are.
    calls = [
        (day, begun, "08:23:00" if result == "Abandonada" and wait == 45 else ended, wait, agent, result)
        for day, begun, ended, wait, agent, result in call_centre.CALLS
    ]
    monkeypatch.setattr(call_centre, "CALLS", tuple(calls))
    got = understood(tmp_path)
    assert got.error is None
    assert got.rows("select count(ended_at), count(answered_at) from main.interaction") == [(0, 6)]


@pytest.mark.parametrize(
    "names",
    [
        ("Data", "Hora início", "Hora fim", "Tempo de espera", "Agente", "Resultado"),
        ("Date", "Start time", "End time", "Wait time", "Agent", "Result"),
        ("Fecha", "Hora de inicio", "Hora de finalización", "Tiempo de espera", "Asesor", "Resultado de la llamada"),
    ],
)
def test_the_hours_are_found_under_other_names(tmp_path: Path, names: tuple[str, ...]) -> None:
    got = understood(tmp_path, names=names)
    assert got.error is None
    assert [int(talk) for (talk,) in got.rows(TALKS)] == [290, 220, 285, 560, 60, 360]
