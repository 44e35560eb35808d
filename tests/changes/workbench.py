"""A copy of the project in which a change is made by script, so that the files it touches can be counted.

Each module `test_*.py` of this folder is one kind of change. It has NAME (what is changed, in words), BAR (the most
files that it may touch), `make(copy)`, which edits the copy, and a test that makes it, proves in the copy that it works
and holds `len(copy.touched)` against BAR. `python -m tests.changes` prints them all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ("crm_metrics", "pages", "tests", "data", "docs", "dashboard.py", "pyproject.toml", "CHANGELOG.md", ".streamlit")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


@dataclass(frozen=True)
class Copy:
    """The project, copied into `root`. touched: the files written since, each once, by their path in the project."""

    root: Path
    touched: dict[str, None] = field(default_factory=dict)

    def read(self, file: str) -> str:
        """The text of a file of the copy."""
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """A file, new or in place of the one that is there."""
        place = self.root / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        self.touched[file] = None

    def replace(self, file: str, old: str, new: str) -> None:
        """`new` in place of `old`, which stands in the file exactly once."""
        text = self.read(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def append(self, file: str, text: str) -> None:
        """`text` at the end of a file."""
        self.write(file, self.read(file).rstrip("\n") + "\n" + text)

    def run(self, code: str, **environment: str) -> str:
        """What a piece of Python prints that runs in the copy; it fails with what went wrong there."""
        return self._ran([sys.executable, "-c", code], environment)

    def command(self, *arguments: str, **environment: str) -> str:
        """What `python -m crm_metrics …` of the copy prints."""
        return self._ran([sys.executable, "-m", "crm_metrics", *arguments], environment)

    def tests(self, *files: str) -> None:
        """These tests of the copy, run there; it fails with what they say."""
        self.run(f"import sys, pytest; sys.exit(pytest.main(['-q', '-x', '-p', 'no:cacheprovider', *{files!r}]))")

    def _ran(self, command: list[str], environment: dict[str, str]) -> str:
        around = {name: value for name, value in os.environ.items() if not name.startswith(("CRM_", "PYTEST_"))}
        around |= {"PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1", **environment}
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", cwd=self.root, env=around, check=False
        )
        assert done.returncode == 0, f"{' '.join(command[-4:])}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout


def entry(english: str, other: str) -> str:
    """A sentence and its translation as a `.po` holds them."""
    mark = "#, python-brace-format\n" if "{" in english else ""
    return f"\n{mark}msgid {_quoted(english)}\nmsgstr {_quoted(other)}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def copied(folder: Path) -> Copy:
    """A fresh copy of the project in a folder that is not there yet."""
    folder.mkdir(parents=True)
    for name in KEPT:
        source = ROOT / name
        if name == "data":  # what is made there, as the demo's warehouse, is no part of the project
            shutil.copytree(source / "templates", folder / name / "templates")
            shutil.copy2(source / "targets.csv", folder / name / "targets.csv")
        elif source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        elif source.exists():
            shutil.copy2(source, folder / name)
    return Copy(folder)
