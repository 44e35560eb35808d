"""What a file of the house imports, read from its text: at its head, inside functions and for types alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

UNKNOWN = "what is only known at run time"
REASON = re.compile(r"#\s*(?!noqa|type:)\S+(\s+\S+){2,}")  # three words at least, and not a word to a tool


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """One import."""

    file: str
    "The file that imports, by its path below the root."
    line: int
    "Where it does."
    module: str
    "What is imported, by its whole name."
    target: str | None
    "The file of ours that this is; None for an outside package and for a folder that holds no code of its own."
    inside: str
    "The outermost function around it, for which it waits; empty at the head of the file."
    types: bool
    "For types alone: nothing is loaded."
    reason: bool
    "Its own lines say why in a comment."
    chosen: bool = False
    "Which module it is, is chosen at run time, among those of a folder."

    @property
    def place(self) -> str:
        """Where to look."""
        return f"{self.file}:{self.line}"


def files(root: Path) -> list[Path]:
    """Every file of the house that holds code, in one order."""
    tops = [root / "dashboard.py"] if (root / "dashboard.py").exists() else []
    return [*sorted((root / "crm_metrics").rglob("*.py")), *sorted((root / "pages").rglob("*.py")), *tops]


def arrows(root: Path) -> list[Arrow]:
    """Every import of every file; nothing is run. That a package's parents are loaded with it is no arrow."""
    return [arrow for path in files(root) for arrow in arrows_of(path, root)]


def is_sentence(path: Path) -> bool:
    """Whether a file holds nothing but what it says of itself."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return len(body) == 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


def module_of(file: str) -> str:
    """crm_metrics/a/b.py → crm_metrics.a.b, and a package's __init__.py → the package."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def loaded_with(root: Path, everything: list[Arrow]) -> Mapping[str, frozenset[str]]:
    """By file: the outside packages that importing it loads at once, through others and their packages' heads too."""
    ahead: dict[str, set[str]] = {str(path.relative_to(root)): set() for path in files(root)}
    packages: dict[str, set[str]] = {file: set() for file in ahead}
    for arrow in everything:
        if arrow.inside or arrow.types:
            continue
        if arrow.target:
            ahead[arrow.file] |= {arrow.target, *_heads(arrow.target, ahead)}
        else:
            packages[arrow.file].add(arrow.module.partition(".")[0])
    return {file: frozenset().union(*(packages[one] for one in reached(file, ahead) | {file})) for file in ahead}


def reached(start: str, ahead: Mapping[str, set[str]]) -> set[str]:
    """Every file that arrows lead to from one; itself only when a circle leads back."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for file in ahead[waiting.pop()]:
            if file not in seen:
                seen.add(file)
                waiting.append(file)
    return seen


def _heads(file: str, known: Mapping[str, object]) -> list[str]:
    """The __init__ files of the packages in which a file lies: Python runs them first."""
    above = [f"{folder}/__init__.py" for folder in Path(file).parents]
    return [head for head in above if head in known and head != file]


def arrows_of(path: Path, root: Path) -> Iterator[Arrow]:
    """Every import of one file; a test is read as well as a file of the house."""
    text = path.read_text(encoding="utf-8")
    lines, tree = text.splitlines(), ast.parse(text)
    for node, inside, types in _imports(tree, inside="", types=False, words=_words(tree)):
        own = lines[node.lineno - 1 : node.end_lineno]
        for module in dict.fromkeys(_modules(node, path, root)):
            yield Arrow(
                file=path.relative_to(root).as_posix(),
                line=node.lineno,
                module=module,
                target=_file(module, root),
                inside=inside,
                types=types,
                reason=any(REASON.search(line) for line in own),
                chosen=isinstance(node, ast.Call) and not isinstance(_argument(node), ast.Constant),
            )


def _words(tree: ast.Module) -> frozenset[str]:
    """What a file calls the functions that import by name: `import_module`, also under another word."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "importlib")
    own = {alias.asname or alias.name for node in imports for alias in node.names if alias.name == "import_module"}
    return frozenset({"import_module", "__import__", *own})


def _imports(
    node: ast.AST, *, inside: str, types: bool, words: frozenset[str]
) -> Iterator[tuple[ast.stmt | ast.expr, str, bool]]:
    """Each import below a node, with the function around it and whether it stands there for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom) or _named(child, words):
            assert isinstance(child, ast.stmt | ast.expr)
            yield child, inside, types
        elif isinstance(child, ast.If) and ast.unparse(child.test).removeprefix("typing.") == "TYPE_CHECKING":
            for part in child.body:
                yield from _imports(ast.Module([part], []), inside=inside, types=True, words=words)
            for part in child.orelse:
                yield from _imports(ast.Module([part], []), inside=inside, types=types, words=words)
        else:
            name = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else ""
            name = "<lambda>" if isinstance(child, ast.Lambda) else name
            yield from _imports(child, inside=inside or name, types=types, words=words)


def _named(node: ast.AST, words: frozenset[str]) -> bool:
    """`import_module("a.b")` and its like: an import by another word."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in words


def _argument(node: ast.Call) -> ast.expr:
    """What such a call names."""
    return node.args[0] if node.args else next(word.value for word in node.keywords if word.arg == "name")


def _modules(node: ast.AST, path: Path, root: Path) -> Iterator[str]:
    """The whole names that one import statement brings; `from a import b` is a.b where that is a module, else a."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0 and node.module, f"{path} imports by dots; write the whole name"
        for alias in node.names:
            name = f"{node.module}.{alias.name}"
            place = root.joinpath(*name.split("."))
            yield name if place.is_dir() or place.with_suffix(".py").exists() else node.module
    elif isinstance(node, ast.Call):
        named = _argument(node)
        if isinstance(named, ast.Constant):
            yield str(named.value)
        elif isinstance(named, ast.JoinedStr) and isinstance(named.values[0], ast.Constant):  # f"a.folder.{name}"
            folder, _, _ = str(named.values[0].value).rpartition(".")
            others = (file for file in sorted(root.joinpath(*folder.split(".")).glob("[!_]*.py")) if file != path)
            yield from (f"{folder}.{file.stem}" for file in others)
        else:
            yield UNKNOWN


def _file(module: str, root: Path) -> str | None:
    place = root.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.exists():
            return path.relative_to(root).as_posix()
    return None
