"""The command board: a board as text and as a PDF, within what its reader may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_metrics.access import Reader
from crm_metrics.command import main
from crm_metrics.office.database import opened
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from crm_metrics.office.place import OfficePlace
from crm_metrics.warehouse.demo.build import build_demo
from tests.printed.reading import sizes, texts

Out = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo company; its last whole week is 9 to 15 November."""
    made = tmp_path_factory.mktemp("boards") / "warehouse"
    build_demo(made, finish=None, customers=200, months=4, until=date(2026, 11, 21))
    return made


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setenv("CRM_THREADS", "1")
    monkeypatch.delenv("CRM_ACCESS", raising=False)
    monkeypatch.delenv("CRM_ADDRESS", raising=False)
    monkeypatch.chdir(tmp_path)


def run(folder: Path, *given: str) -> int:
    return main.main(["board", *given, "--warehouse", str(folder)])


def test_a_board_is_told_as_text_with_its_tables(folder: Path, capsys: Out) -> None:
    assert run(folder, "weekly") == 0
    out = capsys.readouterr().out
    assert out.startswith("Andina Hogar (demo) · Weekly management · week 46 · 9–15 Nov · closed\n")
    assert "All processes · All tiers · Data through 21 Nov 2026" in out
    rows = [line.split("  ")[0] for line in out.splitlines() if "CSAT (top two of five)" in line and "%" in line]
    assert {"Presales", "Sales", "Service", "Collections"} <= set(rows)


def test_a_board_tells_the_notes_of_its_charts(
    folder: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))
    day = date(2026, 11, 12)
    shelf = NoteShelf(opened(OfficePlace(file=tmp_path / "office.sqlite")), Reader("Ana", "executive"))
    shelf.write(NoteContent(first=day, last=day, text="A {strike} & <more>"))
    assert run(folder, "weekly") == 0
    assert "1 · 12 Nov 2026: A {strike} & <more> (event · the whole company · by Ana)\n" in capsys.readouterr().out


def test_a_process_as_a_filter_is_the_process_of_the_board(folder: Path, capsys: Out) -> None:
    assert run(folder, "weekly", "--where", "process=sales") == 0
    filtered = capsys.readouterr().out
    assert run(folder, "weekly", "--process", "sales") == 0
    assert capsys.readouterr().out == filtered
    assert "Process: Sales" in filtered


def test_tiles_lists_and_heat_maps_are_told_too(folder: Path, capsys: Out) -> None:
    assert run(folder, "daily", "--lang", "es") == 0
    out = capsys.readouterr().out
    assert "Indicador" in out and "Objetivo" in out
    assert "Qué atender ahora" in out
    assert "Printed" not in out and "  " in out


def test_the_pdf_is_in_the_language_asked_for(folder: Path, capsys: Out) -> None:
    assert (
        run(folder, "weekly", "--pdf", "week.pdf", "--lang", "es", "--process", "service", "--until", "2026-11-08") == 0
    )
    assert capsys.readouterr().out == "week.pdf holds the board.\n"
    made = Path("week.pdf").read_bytes()
    told = texts(made)[0]
    assert len(sizes(made)) <= 2
    assert "Gestión semanal" in told and "2–8 nov" in told and "Proceso: Servicio" in told


def test_the_address_of_the_setting_is_the_link_of_the_sheet(
    folder: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_ADDRESS", "https://pulso.example.com/")
    assert run(folder, "monthly", "--pdf", "month.pdf") == 0
    assert "https://pulso.example.com/monthly?lang=en" in texts(Path("month.pdf").read_bytes())[0]
    monkeypatch.setenv("CRM_ADDRESS", "pulso.example.com")
    assert run(folder, "monthly") == 2
    assert "CRM_ADDRESS es «pulso.example.com»" in capsys.readouterr().err


def test_a_reader_gets_his_part_and_the_boards_that_he_may_open(
    folder: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("access.toml").write_text('[[reader]]\nname = "Ana"\nlevel = "manager"\nprocesses = ["service"]\n')
    monkeypatch.setenv("CRM_ACCESS", "access.toml")
    assert run(folder, "weekly", "--reader", "Ana") == 0
    out = capsys.readouterr().out
    assert "Only Service" in out and "Collections" not in out
    assert run(folder, "monthly", "--reader", "Ana") == 2
    assert "Ana does not open the board monthly." in capsys.readouterr().err
    assert run(folder, "weekly", "--reader", "Anna") == 2
    assert "No reader 'Anna'. Did you mean 'Ana'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("dayly",), "No board 'dayly'. Did you mean 'daily'?"),
        (("daily", "--process", "servce"), "No process 'servce'. Did you mean 'service'?"),
        (("daily", "--lang", "xx"), "No language 'xx'."),
        (("daily", "--until", "yesterday"), "--until: 'yesterday' is not a day"),
        (("weekly", "--until", "0001-01-01"), "is out of reach: ask for days of the years 1903 to 2198."),
        (("weekly", "--process", "sales", "--where", "process=servce"), "No process 'servce'. Did you mean 'service'?"),
        (("daily", "--where", "tier"), "--where: 'tier' is not DIM=VALUE"),
        (("daily", "--where", "teir=high"), "'teir'"),
        (("weekly", "--pdf", "nowhere/week.pdf"), "nowhere/week.pdf can't be read or written"),
    ],
)
def test_what_does_not_exist_is_said(folder: Path, capsys: Out, given: tuple[str, ...], said: str) -> None:
    assert run(folder, *given) == 2
    out, err = capsys.readouterr()
    assert said in err and "Traceback" not in err
    assert out == ""


def test_pages_that_are_no_board_of_a_level_are_told_and_printed_too(folder: Path, capsys: Out) -> None:
    assert run(folder, "overview") == 0
    assert "7 processes, each beside its satisfaction" in capsys.readouterr().out
    assert run(folder, "process", "--process", "service", "--pdf", "service.pdf") == 0
    capsys.readouterr()
    told = "".join(texts(Path("service.pdf").read_bytes()))
    assert "Service" in told and "Process: Service" in told


def test_a_board_of_all_processes_is_not_asked_of_one(folder: Path, capsys: Out) -> None:
    assert run(folder, "journey", "--process", "service") == 2
    assert "is of all processes; ask the board process for one of them" in capsys.readouterr().err
