"""What a maintainer may count on in every file: it says what it is for, and it is short enough to be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "crm_metrics").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py")), ROOT / "dashboard.py"]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40  # lines of a body, without what it says of itself
NO_NAMES = {"utils", "util", "helper", "helpers", "common", "misc"}


def faults(name: str, text: str) -> list[str]:
    """One sentence for each rule that a file breaks."""
    tree = ast.parse(text)
    found = []
    if Path(name).stem in NO_NAMES:
        found.append(f"{name} has a name that says nothing")
    if (lines := len(text.splitlines())) > LONGEST_FILE:
        found.append(f"{name} has {lines} lines")
    said = (ast.get_docstring(tree) or "").partition("\n\n")[0]
    if not said.endswith((".", "?")):
        found.append(f"{name} does not open with a sentence that says what it is for")
    for one in ast.walk(tree):
        if isinstance(one, ast.ExceptHandler) and _catches_all(one):
            found.append(f"{name}, line {one.lineno}: it catches what is a bug")
        if isinstance(one, ast.FunctionDef):
            body = one.body[1:] if ast.get_docstring(one) else one.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
            if lines > LONGEST_FUNCTION:
                found.append(f"{name}: {one.name} has {lines} lines")
    return [*found, *_untold(name, tree)]


def _catches_all(one: ast.ExceptHandler) -> bool:
    """Everything caught, and not raised again."""
    everything = one.type is None or (isinstance(one.type, ast.Name) and one.type.id in ("Exception", "BaseException"))
    return everything and not any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(one))


def _untold(name: str, tree: ast.Module) -> list[str]:
    return [
        f"{name}: {one.name} says nothing of itself"
        for one in tree.body
        if isinstance(one, ast.FunctionDef | ast.ClassDef)
        and not one.name.startswith("_")
        and not ast.get_docstring(one)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_to_the_style_of_the_house(path: Path) -> None:
    assert faults(path.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = 1\n", "a.py does not open with a sentence that says what it is for"),
        ('"""A."""\n' + "x = 1\n" * 400, "a.py has 401 lines"),
        ('"""A."""\n\ndef f():\n    """B."""\n' + "    x = 1\n" * 41, "a.py: f has 41 lines"),
        ('"""A."""\n\ndef f():\n    pass\n', "a.py: f says nothing of itself"),
        ('"""A."""\ntry:\n    pass\nexcept Exception:\n    pass\n', "a.py, line 4: it catches what is a bug"),
        ('"""A."""\ntry:\n    pass\nexcept:\n    pass\n', "a.py, line 4: it catches what is a bug"),
    ],
)
def test_each_rule_can_be_broken(text: str, fault: str) -> None:
    assert faults("a.py", text) == [fault]
    assert faults("utils.py", '"""A."""\n') == ["utils.py has a name that says nothing"]


def test_what_is_caught_to_be_raised_again_is_no_fault() -> None:
    assert faults("a.py", '"""A."""\ntry:\n    pass\nexcept BaseException:\n    x = 1\n    raise\n') == []
