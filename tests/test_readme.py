"""What the README and CONTRIBUTING promise exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = {path.name: path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))}
HOUSE = r"`((?:crm_metrics|pages|tests|benchmarks|docs|data/templates)/[\w./-]+)`"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_make_target_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:`|^|data/mine )make ([a-z-]+)", README + CONTRIBUTING, flags=re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
    assert named
    assert named <= known


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_file_of_the_house_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(HOUSE, page.read_text(encoding="utf-8"))
    gone = [name for name in named if "NAME" not in name and not (ROOT / name).exists()]
    assert not gone, ", ".join(gone)


def test_the_map_of_contributing_leads_into_every_room() -> None:
    """A room in which nobody would know what to put is a room too many."""
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "crm_metrics").rglob("*.py")}
    inside = {room for room in rooms if room.count("/") == 2} - {"crm_metrics/warehouse/demo"}  # the made-up company
    assert inside - {name.rstrip("/") for name in re.findall(HOUSE, CONTRIBUTING)} == set()


def test_every_change_that_is_proven_has_its_row() -> None:
    changes = [path for path in (ROOT / "tests" / "changes").glob("test_*.py") if "\nBAR = " in path.read_text("utf-8")]
    assert changes
    assert [path.name for path in changes if f"`tests/changes/{path.name}`" not in CONTRIBUTING] == []


def test_every_setting_of_the_environment_is_in_the_readme() -> None:
    settings = (ROOT / "crm_metrics" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r'"(CRM_[A-Z]+)"', settings)):
        assert f"`{name}`" in README or f"{name}=" in README, name


def test_every_requirement_is_pinned_and_has_its_reason() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        reason = ""
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                reason = line
            elif line:
                assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z]+\])?==[0-9][0-9a-z.]*", line), line
                assert reason, f"{name}: {line} has no reason before it"
