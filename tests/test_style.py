"""What a maintainer may count on in every file: it says what it is for, and it is short enough to be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "crm_metrics").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py")), ROOT / "dashboard.py"]
LONGEST_FILE = 400
LONG_BY_NATURE = {  # a file with a line limit of its own
    "crm_metrics/boards/core.py": 520,  # the vocabulary of the boards stands in one file; its records hold no logic
}
LONGEST_BODY = 40  # lines of a function, without what it says of itself
LONGEST_FUNCTION = 50  # all its lines
MOST_BY_PLACE = 6  # parameters that a function takes by their place; the others are named
MOST_GIVEN = 5  # arguments that a call gives by their place: nobody counts commas
MOST_FIELDS = 5  # of a record that may be made by place
MOST_FILES = 20  # of one folder
FULL_BY_NATURE = {"crm_metrics/metrics/catalogue"}  # a module for each subject, all of one form
NO_NAMES = {"utils", "util", "helper", "helpers", "common", "misc"}


def faults(name: str, text: str) -> list[str]:
    """One sentence for each rule that a file breaks."""
    tree = ast.parse(text)
    sentences = []
    if Path(name).stem in NO_NAMES:
        sentences.append(f"{name} has a name that says nothing")
    if (lines := len(text.splitlines())) > LONG_BY_NATURE.get(name, LONGEST_FILE):
        sentences.append(f"{name} has {lines} lines")
    purpose = (ast.get_docstring(tree) or "").partition("\n\n")[0]
    if not purpose.endswith((".", "?")):
        sentences.append(f"{name} does not open with a sentence that says what it is for")
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node):
            sentences.append(f"{name}, line {node.lineno}: it catches what is a bug")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            sentences += [f"{name}: {node.name} {fault}" for fault in _of_function(node)]
        elif isinstance(node, ast.ClassDef) and (fields := _by_place(node)) > MOST_FIELDS:
            sentences.append(f"{name}: {node.name} has {fields} fields and is not kw_only")
        if isinstance(node, ast.ClassDef) and (silent := _silent(node)):
            sentences.append(f"{name}: {node.name} does not say what {', '.join(silent)} holds")
        elif isinstance(node, ast.Call) and (given := _given(node)) > MOST_GIVEN:
            sentences.append(
                f"{name}, line {node.lineno}: {ast.unparse(node.func)} is given {given} arguments by place"
            )
    return [*sentences, *_untold(name, tree)]


def crowded(root: Path) -> list[str]:
    """One sentence for each folder of the house that holds too many files, or says nothing of itself."""
    sentences = []
    for top in ("crm_metrics", "pages"):
        folders = [path for path in [root / top, *(root / top).rglob("*")] if path.is_dir()]
        for folder in sorted(path for path in folders if path.name != "__pycache__"):
            name = folder.relative_to(root).as_posix()
            files = [path for path in folder.iterdir() if path.is_file()]
            if len(files) > MOST_FILES and name not in FULL_BY_NATURE:
                sentences.append(f"{name} holds {len(files)} files")
            if any(path.suffix == ".py" for path in files) and not (folder / "__init__.py").exists():
                sentences.append(f"{name} has no __init__.py that says what may stand in it")
    return sentences


def shared_names(texts: Mapping[str, str]) -> list[str]:
    """One sentence for each name that several classes have; texts by the name of their file."""
    places: dict[str, list[str]] = {}
    for file, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(file)
    return [f"{name} is a class of {' and of '.join(found)}" for name, found in places.items() if len(found) > 1]


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    lines = body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
    whole = (node.end_lineno or 0) - node.lineno + 1
    if lines > LONGEST_BODY:
        yield f"has {lines} lines"
    elif whole > LONGEST_FUNCTION:
        yield f"has {whole} lines with its head"
    places = [*node.args.posonlyargs, *node.args.args]
    if places and places[0].arg in ("self", "cls"):
        places = places[1:]
    if len(places) > MOST_BY_PLACE:
        yield f"takes {len(places)} parameters by place"


def _by_place(node: ast.ClassDef) -> int:
    """How many fields of a dataclass are given by their place."""
    return 0 if any("kw_only=True" in ast.unparse(mark) for mark in node.decorator_list) else len(_fields(node))


def _fields(node: ast.ClassDef) -> list[tuple[int, ast.AnnAssign]]:
    """The fields of a dataclass, each with its place in the body."""
    if not any(ast.unparse(mark).partition("(")[0].endswith("dataclass") for mark in node.decorator_list):
        return []
    fields = [(place, part) for place, part in enumerate(node.body) if isinstance(part, ast.AnnAssign)]
    return [(place, part) for place, part in fields if not ast.unparse(part.annotation).startswith("ClassVar")]


def _silent(node: ast.ClassDef) -> list[str]:
    """The fields of a large record below which no sentence stands."""
    fields = _fields(node)
    below = [(part, node.body[place + 1 : place + 2]) for place, part in fields] if len(fields) > MOST_FIELDS else []
    return [
        ast.unparse(part.target)
        for part, after in below
        if not (after and isinstance(after[0], ast.Expr) and isinstance(after[0].value, ast.Constant))
    ]


def _given(node: ast.Call) -> int:
    return sum(not isinstance(argument, ast.Starred) for argument in node.args)


def _catches_all(node: ast.ExceptHandler) -> bool:
    """Everything caught, and not raised again."""
    names = ("Exception", "BaseException")
    everything = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in names)
    return everything and not any(isinstance(part, ast.Raise) and part.exc is None for part in ast.walk(node))


def _untold(name: str, tree: ast.Module) -> list[str]:
    return [
        f"{name}: {node.name} says nothing of itself"
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_to_the_style_of_the_house(path: Path) -> None:
    sentences = faults(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    assert not sentences, "\n" + "\n".join(sentences)


def test_no_folder_is_crowded_and_each_says_what_may_stand_in_it() -> None:
    sentences = crowded(ROOT)
    assert not sentences, "\n" + "\n".join(sentences)


def test_a_class_is_the_only_one_of_its_name() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
    sentences = shared_names(texts)
    assert not sentences, "\n" + "\n".join(sentences)


RECORD = '"""A."""\n\n@dataclass(frozen=True{})\nclass C:\n    """B."""\n' + "".join(
    f'    {x}: int\n    """X."""\n' for x in "abcdef"
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = 1\n", "a.py does not open with a sentence that says what it is for"),
        ('"""A."""\n' + "x = 1\n" * 400, "a.py has 401 lines"),
        ('"""A."""\n\ndef f():\n    """B."""\n' + "    x = 1\n" * 41, "a.py: f has 41 lines"),
        (
            '"""A."""\n\ndef f():\n    """B.\n' + "    c\n" * 20 + '    """\n' + "    x = 1\n" * 40,
            "a.py: f has 63 lines with its head",
        ),
        ('"""A."""\n\ndef f():\n    pass\n', "a.py: f says nothing of itself"),
        ('"""A."""\n\ndef f(a, b, c, d, e, g, h):\n    """B."""\n', "a.py: f takes 7 parameters by place"),
        ('"""A."""\nx = f(1, 2, 3, 4, 5, 6)\n', "a.py, line 2: f is given 6 arguments by place"),
        (RECORD.format(""), "a.py: C has 6 fields and is not kw_only"),
        (
            RECORD.format(", kw_only=True").replace('c: int\n    """X."""\n', "c: int\n"),
            "a.py: C does not say what c holds",
        ),
        ('"""A."""\ntry:\n    pass\nexcept Exception:\n    pass\n', "a.py, line 4: it catches what is a bug"),
        ('"""A."""\ntry:\n    pass\nexcept:\n    pass\n', "a.py, line 4: it catches what is a bug"),
    ],
)
def test_each_rule_can_be_broken(text: str, fault: str) -> None:
    assert faults("a.py", text) == [fault]
    assert faults("utils.py", '"""A."""\n') == ["utils.py has a name that says nothing"]


@pytest.mark.parametrize(
    "text",
    [
        '"""A."""\ntry:\n    pass\nexcept BaseException:\n    x = 1\n    raise\n',  # caught to be raised again
        RECORD.format(", kw_only=True"),
        '"""A."""\n\ndef f(a, b, c, d, e, g, *, h, i):\n    """B."""\n',
        '"""A."""\nx = f(1, 2, 3, 4, 5, *rest, last=6)\n',
    ],
)
def test_what_keeps_to_a_rule_is_no_fault(text: str) -> None:
    assert faults("a.py", text) == []


def test_a_crowded_folder_and_one_without_a_word_are_told(tmp_path: Path) -> None:
    for number in range(21):
        path = tmp_path / "crm_metrics" / "room" / f"{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('"""A."""\n', encoding="utf-8")
    silent = "crm_metrics/room has no __init__.py that says what may stand in it"
    assert crowded(tmp_path) == ["crm_metrics/room holds 21 files", silent]


def test_two_classes_of_one_name_are_told() -> None:
    texts = {"a.py": "class Facts: ...", "b.py": "def f():\n    class Facts: ...", "c.py": "class Rows: ..."}
    assert shared_names(texts) == ["Facts is a class of a.py and of b.py"]
