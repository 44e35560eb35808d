"""The page that says where each requirement stands names every one of them once, and only what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_metrics.command.arguments import COMMANDS
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.warehouse.schema import input_tables

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| ([MSC]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
STATES = {"Done", "Part", "Data", "Not yet"}


def test_every_requirement_stands_there_once_and_in_order() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 117))


def test_the_priorities_are_those_of_the_requirements() -> None:
    counts = {letter: sum(priority == letter for _, priority, *_ in ROWS) for letter in "MSC"}
    assert counts == {"M": 40, "S": 65, "C": 11}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_says_how_it_stands_and_where_or_why(row: tuple[str, ...]) -> None:
    _, _, requirement, state, where = row
    assert requirement.strip() and state in STATES
    assert len(where.split()) >= 2 or "`" in where


def test_whatever_is_named_exists() -> None:
    for name in re.findall(r"`([^`]+)`", TEXT):
        first = name.split()[0]
        known = name in CATALOGUE or name in DIMENSIONS or name in input_tables() or first in COMMANDS
        command = name.removeprefix("python -m crm_metrics ").split()[0] in COMMANDS
        file = "/" in name and ((ROOT / name).exists() or (ROOT / "data" / "templates" / Path(name).name).exists())
        own = name in ("data/metrics/*.toml", "…_per_agent_day")
        target = name.startswith("make ") and f"{name.split()[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
        assert known or command or file or own or target, name
