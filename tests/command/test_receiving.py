"""The command receive says what files would bring, for people and for programs, and brings them when it is told to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_metrics.command.main import main
from crm_metrics.names import TABLES
from crm_metrics.warehouse.tables import tables

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
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path / "company"))
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "facturas 2026.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path / "files"


def test_a_program_reads_what_the_files_are_and_what_they_would_bring(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["receive", str(folder), "--format", "json"]) == 1  # a question is open
    told = json.loads(capsys.readouterr().out)
    (packet,) = told["packets"]
    assert (packet["kind"], packet["files"], packet["reads"]) == ("unknown", ["facturas 2026.csv"], True)
    (file,) = packet["understood"]
    assert (file["what"], file["pattern"], file["rows"]) == ("invoices", "facturas *", 2)
    net = next(one for one in file["columns"] if one["column"] == "Neto")
    assert net["meaning"] == "net" and {"net", "total"} <= set(net["may"])
    assert "date" not in net["may"]  # amounts are no days
    assert [one["id"] for one in packet["questions"] if one["open"]] == ["cancelled_rows"]
    sales = packet["subtotals"][0]
    assert (sales["label"], sales["whole"]) == ("Sales, without tax", ["1", "100.00"])
    assert sales["months"] == [{"month": "2026-01-01", "values": ["1", "100.00"]}]
    assert [one["kind"] for one in packet["samples"]] == ["facturas 2026.csv"]
    assert any(one.startswith("Order lines: 1 of 2 rows") for one in packet["notices"])
    assert not any("order_line" in one or "not known" in one for one in packet["notices"])
    assert {"id": "net", "name": "amount without tax"} in told["meanings"]
    assert "/" not in json.dumps([packet["files"], packet["notices"], packet["title"]])


def test_each_file_has_its_own_pattern_where_several_of_one_list_share_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, number in (("facturas 2025.csv", "B"), ("ventas sur.csv", "C")):
        (folder / name).write_text(TEXT.replace("F-", f"{number}-"), encoding="utf-8")
    assert main(["receive", str(folder), "--format", "json"]) == 1
    (packet,) = json.loads(capsys.readouterr().out)["packets"]
    assert {one["file"]: one["pattern"] for one in packet["understood"]} == {
        "facturas 2025.csv": "facturas *", "facturas 2026.csv": "facturas *", "ventas sur.csv": "ventas sur",
    }  # fmt: skip


def test_what_is_published_is_told_in_words_of_the_trade_and_read_alike_the_next_time(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('cancelled_rows = "leave_out"\n', encoding="utf-8")
    assert main(["receive", str(folder), "--answers", str(answers), "--publish"]) == 0
    told = capsys.readouterr()
    assert "Order lines: 1 new or changed, 0 as before, 0 left out." in told.out
    assert "Version 1 is current." in told.err
    assert str(tmp_path) not in told.out + told.err
    assert main(["receive", str(folder)]) == 0  # the answer is kept
    assert capsys.readouterr().out.startswith("kept: ")
    assert main(["import", str(folder)]) == 0
    assert "order_line read 1 loaded 0 unchanged 1 rejected 0" in capsys.readouterr().out


def test_nothing_that_can_be_read_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "facturas 2026.csv").write_bytes(b"")
    assert main(["receive", str(folder)]) == 2
    assert main(["receive", str(folder), "--publish"]) == 2
    assert "Nothing was loaded" in capsys.readouterr().err


def test_every_input_table_has_its_words() -> None:
    assert set(TABLES) == set(tables())
