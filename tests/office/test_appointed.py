"""Who answers, told to the boards that name them; a database that can't be read takes nothing from a board."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crm_metrics import settings
from crm_metrics.access import Reader
from crm_metrics.office.answerers import AnswererRegister
from crm_metrics.office.answers import Appointment
from crm_metrics.office.appointed import appointed
from crm_metrics.office.database import opened
from crm_metrics.office.place import office_place


def test_only_a_board_that_names_them_is_told(tmp_path: Path) -> None:
    here = replace(settings.load(), warehouse=tmp_path, database=str(tmp_path / "office.sqlite"))
    assert appointed("weekly", here) == ()
    register = AnswererRegister(opened(office_place(here)), Reader("Ana", "executive", rights=("founds",)))
    register.appoint(Appointment(kind="team", thing="Voz Norte", name="", version=0), "Luis Mora")
    assert appointed("weekly", here) == (("team", "Voz Norte", "Luis Mora"),)
    assert appointed("daily", here) == ()


def test_a_file_that_is_no_database_takes_nothing_from_a_board(tmp_path: Path) -> None:
    (tmp_path / "office.sqlite").write_text("none", encoding="utf-8")
    assert appointed("weekly", replace(settings.load(), warehouse=tmp_path, database=None)) == ()
