"""What the README promises exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_make_target_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:`|^|data/mine )make ([a-z-]+)", README, flags=re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
    assert named
    assert named <= known


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


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
                assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line), line
                assert reason, f"{name}: {line} has no reason before it"
