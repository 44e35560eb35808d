"""The workbench counts what a change touches, each file once, and leaves the project as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changes.workbench import ROOT, Copy, copied, entry


def test_each_file_is_counted_once_and_the_project_is_left_alone(tmp_path: Path) -> None:
    before = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    copy = copied(tmp_path / "copy")
    assert list(copy.touched) == []
    copy.replace("CHANGELOG.md", "# Changelog\n", "# What changed\n")
    copy.append("CHANGELOG.md", "the end\n")
    copy.write("crm_metrics/new/room.py", '"""A room."""\n')
    assert list(copy.touched) == ["CHANGELOG.md", "crm_metrics/new/room.py"]
    assert copy.read("CHANGELOG.md").startswith("# What changed\n")
    assert copy.read("CHANGELOG.md").endswith("\nthe end\n")
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") == before


def test_what_runs_there_is_the_copy_and_its_failure_is_told(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    place = copy.run("import crm_metrics; print(crm_metrics.__file__)").strip()
    assert Path(place) == copy.root / "crm_metrics" / "__init__.py"
    with pytest.raises(AssertionError, match="no such luck"):
        copy.run("raise SystemExit('no such luck')")
    copy.write("tests/test_it.py", "def test_it() -> None:\n    assert 1 == 2\n")
    with pytest.raises(AssertionError, match="assert 1 == 2"):
        copy.tests("tests/test_it.py")


def test_a_text_that_stands_twice_is_not_replaced(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.write("a.md", "one one\n")
    for text in ("one", "two"):
        with pytest.raises(AssertionError, match=r"stands [02] times in a\.md"):
            copy.replace("a.md", text, "three")


def test_an_entry_is_written_as_a_po_holds_it() -> None:
    assert entry('A "{n}"', "Un «{n}»") == '\n#, python-brace-format\nmsgid "A \\"{n}\\""\nmsgstr "Un «{n}»"\n'
    assert entry("None", "Ninguno") == '\nmsgid "None"\nmsgstr "Ninguno"\n'
