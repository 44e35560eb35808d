"""The words of the command line: what was mistyped is said in the reader's language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_metrics.command import arguments, main
from crm_metrics.errors import QuestionError

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


def test_every_command_that_is_known_by_its_words_is_done_somewhere() -> None:
    assert set(main.COMMANDS) == set(arguments.COMMANDS)
    assert all(callable(main.command(name)) for name in main.COMMANDS)


def test_a_day_a_number_and_a_pair_are_read_or_refused() -> None:
    assert arguments.day("--since", "2026-11-21") == date(2026, 11, 21)
    assert (arguments.whole("N", "7"), arguments.whole("N", None)) == (7, None)
    assert arguments.split(" a, ,b") == ("a", "b")
    assert [arguments.pair(text) for text in ("tier=strategic", "tier=", "a=b=c")] == [
        ("tier", "strategic"),
        ("tier", None),
        ("a", "b=c"),
    ]
    for wrong in (
        lambda: arguments.day("--since", "21/11/2026"),
        lambda: arguments.whole("N", "0"),
        lambda: arguments.pair("tier"),
    ):
        with pytest.raises(QuestionError):
            wrong()


def test_settings_are_read_by_their_names_and_the_last_one_holds() -> None:
    told = arguments.settings_of(["spark.a=1", " spark.b = x=y ", "spark.a=2", "spark.c="])
    assert told == {"spark.a": "2", "spark.b": "x=y", "spark.c": ""}
    for wrong in ("spark.a", "=1"):
        with pytest.raises(QuestionError, match="is not NAME=VALUE"):
            arguments.settings_of([wrong])
