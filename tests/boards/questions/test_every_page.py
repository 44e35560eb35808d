"""Whoever opens a page finds the questions that it answers: each page has its file of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from pages.parts import shell

ROOT = Path(__file__).parents[3]
# Of the three boards the files stand elsewhere; of any other page beside this one.
BOARDS: Mapping[str, str] = {
    "daily": "tests/boards/today/test_questions.py",
    "weekly": "tests/boards/test_weekly_questions.py",
    "monthly": "tests/scenarios/test_truths_on_boards.py",
}
PAGES = [entry.name for entry in shell.PAGES]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_has_the_questions_of_its_reader(name: str) -> None:
    file = ROOT / BOARDS.get(name, f"tests/boards/questions/test_{name}.py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    asked = [one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")]
    assert len(asked) >= 3, name
