"""The command suggest says what it took files for, in the reader's language and for programs, with its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_metrics.command.main import main
from crm_metrics.command.suggesting import MEANINGS, SUBJECTS
from crm_metrics.warehouse.suggesting import parts
from crm_metrics.warehouse.suggesting.dictionary import dictionary
from crm_metrics.warehouse.suggesting.found import SUBJECTS as KNOWN

TEXT = """\
Lista de facturas,,,,
Factura,Fecha,Cliente,Neto,Total,Estado
F-1,15/01/2026,Sol,100.00,116.00,Pendiente
F-2,16/01/2026,Mar,10.00,11.60,Anulada
Total,,,110.00,127.60,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setenv("CRM_WAREHOUSE", str(tmp_path / "warehouse"))
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "facturas 2026.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path / "files"


def test_a_program_reads_each_file_its_columns_and_the_questions(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["suggest", str(folder), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (file,) = told["files"]
    assert (file["subject"], file["header_row"], file["rows"]) == ("invoices", 2, 2)
    assert file["left_out"] == [{"what": "lines above the header", "count": 1}, {"what": "lines of totals", "count": 1}]
    assert file["becomes"] == ["order_line", "receivable", "customer"]
    column = file["columns"][3]
    assert column.pop("left_aside") is False
    assert column == {"column": "Neto", "meaning": "net", "certainty": 0.95, "samples": ["100.00", "10.00"]}
    (question,) = told["questions"]
    assert question["id"] == "cancelled_rows"
    assert question["text"] == "facturas 2026.csv: are the rows that say Anulada (1) to be left out?"
    assert [choice["id"] for choice in question["choices"]] == ["leave_out", "keep"]
    assert (question["default"], question["answer"], question["open"]) == ("leave_out", None, True)


def test_a_person_reads_the_same_and_the_mapping_is_where_it_was_wanted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, answers = tmp_path / "mine.toml", tmp_path / "answers.toml"
    answers.write_text('cancelled_rows = "leave_out"\n', encoding="utf-8")
    assert main(["suggest", str(folder), "--answers", str(answers), "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "facturas 2026.csv: invoices, 2 rows, header in line 2" in told.out
    assert "amount without tax" in told.out
    assert f"--source {out}" in told.err
    assert main(["import", str(folder), "--source", str(out), "--check"]) == 0
    assert main(["suggest", str(folder), "--out", str(out)]) == 0  # the answer is kept beside the pattern


def test_what_nobody_understands_is_exit_two_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "notas.txt").write_text("hola\n", encoding="utf-8")
    out = tmp_path / "mine.toml"
    assert main(["suggest", str(tmp_path / "files"), "--out", str(out)]) == 2
    assert not out.exists()
    assert "notas.txt" in capsys.readouterr().out


def test_a_place_for_the_mapping_that_is_not_there_is_told_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "facturas.csv").write_bytes(b"\x89PNG")  # would be told as well, had it been opened
    assert main(["suggest", str(files), "--out", str(tmp_path / "nowhere" / "mine.toml")]) == 2
    told = capsys.readouterr()
    assert str(tmp_path / "nowhere") in told.err and "facturas" not in told.err + told.out
    assert main(["suggest", str(files), "--out", str(files)]) == 2
    assert "facturas" not in capsys.readouterr().out


def test_every_meaning_and_subject_has_its_name() -> None:
    by_place = {"credited", parts.DAY, parts.AMOUNT}  # told by the columns beside them, and by no name alone
    assert set(dictionary().columns.values()) | by_place == set(MEANINGS)
    assert set(KNOWN) == set(SUBJECTS)


# One of three rows counts in dollars and says no rate; another one says its own.
DOLLARS = """\
Factura,Fecha,Cliente,Neto,IVA,Total,Moneda,Estado
F-1,15/01/2026,Sol,100.00,16.00,116.00,MXN,Pendiente
F-2,16/01/2026,Mar,10.00,1.60,11.60,USD,Pendiente
F-3,17/01/2026,Mar,20.00,3.20,23.20,USD,Pendiente
"""


def test_rows_in_another_currency_are_told_before_the_import_refuses_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setenv("CRM_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    files, out = tmp_path / "files", tmp_path / "mine.toml"
    files.mkdir()
    (files / "facturas.csv").write_text(DOLLARS, encoding="utf-8")
    assert main(["init", "--name", "Sol", "--country", "MX", "--time-zone", "America/Mexico_City"]) == 0
    capsys.readouterr()
    main(["suggest", str(files), "--out", str(out)])
    told = capsys.readouterr().out
    assert "facturas.csv: 2 rows are in USD, and your company counts in MXN." in told
    assert f"USD,2026-01-15,… into {tmp_path / 'own' / 'rates.csv'}" in told
    main(["suggest", str(files), "--format", "json"])
    (one,) = json.loads(capsys.readouterr().out)["rates"]
    assert (one["files"], one["currency"], one["rows"]) == (["facturas.csv"], "USD", 2)
    assert main(["import", str(files), "--source", str(out)]) == 2
    (tmp_path / "own" / "rates.csv").write_text("currency,day,rate\nUSD,2026-01-01,17.50\n", encoding="utf-8")
    capsys.readouterr()
    main(["suggest", str(files), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["rates"] == []
    assert main(["import", str(files), "--source", str(out)]) == 0


def test_one_row_in_another_currency_that_tells_its_rate_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRM_WAREHOUSE", str(tmp_path / "warehouse"))
    files = tmp_path / "files"
    files.mkdir()
    rated = DOLLARS.replace(",Estado\n", ",Tipo de cambio\n").replace("MXN,Pendiente", "MXN,1.00")
    rated = rated.replace("USD,Pendiente", "USD,17.50", 1).replace("USD,Pendiente", "USD,")
    (files / "facturas.csv").write_text(rated, encoding="utf-8")
    assert main(["init", "--name", "Sol", "--country", "MX", "--time-zone", "America/Mexico_City"]) == 0
    capsys.readouterr()
    main(["suggest", str(files), "--format", "json"])
    assert [one["rows"] for one in json.loads(capsys.readouterr().out)["rates"]] == [1]


def test_a_column_that_no_number_is_made_of_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TEXT.replace("Estado\n", "Estado,Canal\n").replace("Pendiente\n", "Pendiente,Web\n")
    (folder / "facturas 2026.csv").write_text(text.replace("Anulada\n", "Anulada,Tienda\n"), encoding="utf-8")
    main(["suggest", str(folder)])
    assert "Understood and left aside, for no number is made of it here: Canal." in capsys.readouterr().out
    main(["suggest", str(folder), "--format", "json"])
    columns = json.loads(capsys.readouterr().out)["files"][0]["columns"]
    assert [one["column"] for one in columns if one["left_aside"]] == ["Canal"]
