"""What is said of a baseline that was started anew, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_metrics.analysis.signals import Signal
from crm_metrics.boards.restarts.telling import counted, lacking, since
from crm_metrics.office.baselines.restarting import BaselineRestart, RestartContent
from crm_metrics.words import Words

EN, ES = Words("en"), Words("es-CO")
ANEW = BaselineRestart(
    id="1",
    version=1,
    content=RestartContent(metric="csat", day=date(2026, 8, 3), why="Guion nuevo <b>"),
    author="Ana",
    started_at=datetime(2026, 8, 20, tzinfo=UTC),
)
YOUNG = Signal(kind="small", values=(), marks=(), lacking="anew", points=2)


def test_it_says_since_when_by_whom_and_why() -> None:
    assert since(ANEW, EN) == f"new baseline since {EN.day(date(2026, 8, 3))}, by Ana: Guion nuevo <b>"
    assert since(ANEW, ES) == f"línea de base nueva desde el {ES.day(date(2026, 8, 3))}, por Ana: Guion nuevo <b>"
    assert lacking(ANEW, replace(YOUNG, kind="routine", lacking=""), "week", EN) == since(ANEW, EN)


@pytest.mark.parametrize(("every", "periods", "spanish"), [
    ("day", "days", "pocos días"), ("week", "weeks", "pocas semanas"), ("month", "months", "pocos meses"),
])  # fmt: skip
def test_without_a_verdict_it_says_how_many_points_there_are_of_how_many(
    every: str, periods: str, spanish: str
) -> None:
    day = EN.day(date(2026, 8, 3))
    said = f"new baseline since {day} (Guion nuevo <b>): too few {periods} yet, 2 of 6"
    assert lacking(ANEW, YOUNG, every, EN) == said
    assert f"aún {spanish}, 2 de 6" in lacking(ANEW, YOUNG, every, ES)


def test_they_are_counted_by_who_started_them() -> None:
    assert counted((), EN) == ""
    assert counted((ANEW,), EN) == "One baseline was started anew in these periods, by Ana (1)"
    three = (ANEW, replace(ANEW, author="Beto"), replace(ANEW, id="3"))
    assert counted(three, EN) == "3 baselines were started anew in these periods, by Ana (2) and Beto (1)"
    assert counted(three, ES) == "En estos periodos se iniciaron 3 líneas de base nuevas, por Ana (2) y Beto (1)"
