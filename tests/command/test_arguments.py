"""The words of the command line: what was mistyped is said in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.command import main

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without a warehouse, whose language is the first one."""
    monkeypatch.delenv("CRM_WAREHOUSE", raising=False)
    monkeypatch.delenv("CRM_LANGUAGE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([], "Falta COMMAND. "),
        (["query"], "Falta METRIC. "),
        (["qury"], "No existe COMMAND «qury». Se conocen: 'init', 'demo', "),
        (["query", "nps", "--every"], "--every necesita un valor. "),
        (["query", "nps", "--evry", "day"], "Aquí nada se llama --evry day. "),
    ],
)
def test_a_mistyped_command_is_answered_in_spanish(capsys: Out, command: list[str], said: str) -> None:
    assert main.main(command) == 2
    assert capsys.readouterr().err.startswith(said)
