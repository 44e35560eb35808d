"""The arrows of the house go one way, and each outside package has its place."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Lowest first: a layer may import itself and those before it. The command line does not know the pages.
LAYERS = (
    "crm_metrics.errors",
    "crm_metrics.declared",
    "crm_metrics.languages",
    "crm_metrics.settings",
    "crm_metrics.processes",
    "crm_metrics.periods",
    "crm_metrics.translations",
    "crm_metrics.names",
    "crm_metrics.words",
    "crm_metrics.access",
    "crm_metrics.warehouse",
    "crm_metrics.metrics",
    "crm_metrics.analysis",
    "crm_metrics.boards",
    "crm_metrics.figures",
    "crm_metrics.command",
    "crm_metrics.__main__",
    "crm_metrics",
    "pages",
    "dashboard",
)
PLACES = {  # where an outside package belongs
    "babel": ("crm_metrics.translations", "crm_metrics.words", "crm_metrics.warehouse"),
    "duckdb": ("crm_metrics.warehouse",),
    "filelock": ("crm_metrics.warehouse",),
    "holidays": ("crm_metrics.warehouse",),
    "numpy": ("crm_metrics.analysis",),
    "pandas": ("crm_metrics.warehouse", "crm_metrics.metrics", "crm_metrics.analysis", "crm_metrics.figures"),
    "plotly": ("crm_metrics.figures",),
    "pydantic": ("crm_metrics.access", "crm_metrics.warehouse", "crm_metrics.metrics"),
    "python_calamine": ("crm_metrics.warehouse",),
    "scipy": ("crm_metrics.analysis",),
    "sqlglot": ("crm_metrics.warehouse", "crm_metrics.metrics"),
    "streamlit": ("pages", "dashboard"),
}
PAGES_ONLY = ("pages", "dashboard")


def faults(root: Path) -> list[str]:
    """One sentence for each import below `root` that points back up, or brings a package to a place not its own."""
    files = [*sorted((root / "crm_metrics").rglob("*.py")), *sorted((root / "pages").rglob("*.py"))]
    if (root / "dashboard.py").exists():
        files.append(root / "dashboard.py")
    found = []
    for path in files:
        parts = path.relative_to(root).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for imported in sorted(set(_imports(path, root))):
            fault = _fault(module, imported)
            if fault:
                found.append(fault)
    return found


def _imports(path: Path, root: Path) -> Iterator[str]:
    """What a file imports anywhere in it, also inside functions and for types alone; nothing is run."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path} imports by dots; write the whole name"
            for one in node.names:
                inner = root.joinpath(*node.module.split("."), one.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                yield f"{node.module}.{one.name}" if is_module else node.module


def _fault(module: str, imported: str) -> str | None:
    package = imported.partition(".")[0]
    if package in sys.stdlib_module_names:
        return None
    if package not in ("crm_metrics", "pages", "dashboard"):
        if package not in PLACES:
            return f"{module} imports {package}, which has no place in the house"
        if _layer(module) in PLACES[package]:
            return None
        return f"{module} imports {package}; {package} belongs in {' and '.join(PLACES[package])}"
    if LAYERS.index(_layer(imported)) > LAYERS.index(_layer(module)):
        return f"{module} imports {imported}, which stands above it"
    if _layer(module) in PAGES_ONLY and _layer(imported) in ("crm_metrics.command", "crm_metrics.__main__"):
        return f"{module} imports {imported}; pages do not run commands"
    return None


def _layer(module: str) -> str:
    """The longest layer that holds the module; an unknown one is a fault of this list."""
    fitting = [one for one in LAYERS if module == one or module.startswith(one + ".")]
    layer = max(fitting, key=len)
    assert layer != "crm_metrics" or module == "crm_metrics", f"{module} stands in no layer: give it a place in LAYERS"
    return layer


def test_every_import_points_down_and_every_package_is_in_its_place() -> None:
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        (
            "crm_metrics/errors.py",
            "import streamlit",
            "crm_metrics.errors imports streamlit; streamlit belongs in pages and dashboard",
        ),
        (
            "crm_metrics/warehouse/store.py",
            "def late():\n    from crm_metrics.boards import daily",
            "crm_metrics.warehouse.store imports crm_metrics.boards.daily, which stands above it",
        ),
        (
            "pages/daily.py",
            "import duckdb as engine",
            "pages.daily imports duckdb; duckdb belongs in crm_metrics.warehouse",
        ),
        (
            "crm_metrics/command/main.py",
            "from pages import daily",
            "crm_metrics.command.main imports pages.daily, which stands above it",
        ),
        (
            "crm_metrics/metrics/core.py",
            "import ibis",
            "crm_metrics.metrics.core imports ibis, which has no place in the house",
        ),
    ],
)
def test_a_planted_sin_is_caught(tmp_path: Path, file: str, line: str, fault: str) -> None:
    for known in ("crm_metrics/boards/daily.py", "crm_metrics/errors.py", "pages/daily.py", file):
        (tmp_path / known).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / known).write_text('"""Innocent."""\n', encoding="utf-8")
    assert faults(tmp_path) == []
    (tmp_path / file).write_text(line + "\n", encoding="utf-8")
    assert faults(tmp_path) == [fault]


@pytest.mark.parametrize("arguments", [["--help"], ["query", "--help"], ["versions", "--warehouse", "nowhere"]])
def test_the_command_line_starts_without_the_heavy_packages(arguments: list[str]) -> None:
    heavy = ("pandas", "plotly", "streamlit", "sqlglot", "scipy", "pydantic", "holidays", "sqlalchemy")
    script = (
        "import sys\nfrom crm_metrics.command.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print([one for one in {heavy!r} if one in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
