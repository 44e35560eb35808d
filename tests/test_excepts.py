"""No `except` stands after one that catches its errors already: what it promises would never come."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import crm_metrics

LIBRARY = Path(crm_metrics.__file__).parent
MODULES = sorted(LIBRARY.rglob("*.py"))


def unreachable(text: str, names: dict[str, object]) -> list[str]:
    """The handlers that never run, each with its line; `names` says what the words of the text stand for."""
    faults = []
    for tried in ast.walk(ast.parse(text)):
        caught: list[type[BaseException]] = []
        for handler in tried.handlers if isinstance(tried, ast.Try) else ():
            kinds = _kinds(handler, names)
            for kind in kinds:
                if any(issubclass(kind, earlier) for earlier in caught):
                    faults.append(f"{handler.lineno}: {kind.__name__} is caught before")
            caught += kinds
    return faults


def _kinds(handler: ast.ExceptHandler, names: dict[str, object]) -> list[type[BaseException]]:
    if handler.type is None:
        return [BaseException]
    words = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    kinds: list[type[BaseException]] = []
    for word in words:
        try:
            kind = eval(ast.unparse(word), {}, names)
        except NameError:  # imported inside the function: an error of an outside package, caught nowhere else
            continue
        kinds += list(kind) if isinstance(kind, tuple) else [kind]
    return kinds


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(LIBRARY).as_posix())
def test_the_most_special_error_is_caught_first(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "except " not in text or path.name == "__main__.py":
        return
    name = ".".join(path.relative_to(LIBRARY.parent).with_suffix("").parts).removesuffix(".__init__")
    assert unreachable(text, vars(import_module(name))) == []


def test_a_planted_one_is_caught() -> None:
    sin = "try:\n    pass\nexcept OSError:\n    pass\nexcept (KeyError, FileNotFoundError):\n    pass\n"
    assert unreachable(sin, {}) == ["5: FileNotFoundError is caught before"]
    good = "try:\n    pass\nexcept FileNotFoundError:\n    pass\nexcept OSError:\n    pass\n"
    assert unreachable(good, {}) == []
