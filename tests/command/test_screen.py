"""Letters that steer a terminal are shown, whichever way a name reaches it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_metrics.command.main import main
from crm_metrics.command.screen import shown
from tests.warehouse.loader import one_shape

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")


RED = "\x1b[31mrojo\x1b[0m"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (RED, r"\u001b[31mrojo\u001b[0m"),
        ("a\x9b2Jb\x7f", r"a\u009b2Jb\u007f"),  # C1 alone starts a sequence, too
        ("a\rb\x08", r"a\u000db\u0008"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("Peñón, 1.º\tfila\n", "Peñón, 1.º\tfila\n"),
    ],
)
def test_steering_letters_are_written_out_and_all_others_kept(text: str, seen: str) -> None:
    assert shown(text) == seen
    assert text.count("\t") or json.loads(f'"{shown(text)}"') == text  # JSON reads them back


def test_no_command_echoes_a_name_that_steers(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exports, house = tmp_path / "exports", tmp_path / "house"
    exports.mkdir()
    (exports / f"{RED}.csv").write_text("a\n1\n", encoding="utf-8")
    (exports / "product.csv").write_text(f"product_id,name,line,{RED}\np1,A,L,1\np2,B,,1\n", encoding="utf-8")
    place = ["--warehouse", str(house)]
    with one_shape():
        assert main(["import", str(exports), *place]) == 1
    for command in (
        ["import", str(exports / RED)],
        ["import", str(exports), "--source", RED],
        ["query", RED],
        ["query", "nps", "--since", RED],
        ["metrics", RED],
        ["metrics", "--format", RED],
        ["rollback", RED],
        ["init", "--country", RED],
        ["init", "--name", RED],
        ["demo", "--customers", RED],
        [RED],
        ["versions", f"--{RED}"],
    ):
        assert main([*command, *place]) == 2, command
    main(["query", "nps", "--where", f"tier{RED}=x", *place])
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert r"\u001b[31mrojo" in err


@pytest.mark.parametrize("command", [["versions"], ["query", "nps"], ["rollback"], ["doctor"], ["metrics"]])
def test_a_pointer_full_of_digits_is_one_that_can_not_be_read(tmp_path: Path, capsys: Out, command: list[str]) -> None:
    (tmp_path / "000001.duckdb").write_bytes(b"")
    (tmp_path / "CURRENT").write_text("9" * 5000, encoding="utf-8")
    code = main([*command, "--warehouse", str(tmp_path)])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    if command[0] not in ("versions", "metrics"):
        assert code == 2
        assert err.strip()


def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path, capsys: Out) -> None:
    assert main(["rollback", "9" * 5000, "--warehouse", str(tmp_path)]) == 2
    assert "is not a whole number" in capsys.readouterr().err
