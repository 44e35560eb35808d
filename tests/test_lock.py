"""What runs is locked: everything that is installed stands in requirements.lock, each release by its hashes."""

from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)"
MAKES_VENVS = {"pip", "setuptools", "wheel"}  # come with the interpreter, before anything is installed
ITSELF = {"pulso"}


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    return {folded(name): version for name, version in re.findall(PIN, text, flags=re.MULTILINE)}


def test_every_distribution_that_is_installed_is_locked_at_its_version() -> None:
    installed = {folded(one.name): one.version for one in distributions()}
    ours = {name: version for name, version in installed.items() if name not in MAKES_VENVS | ITSELF}
    assert ours
    assert {name: version for name, version in ours.items() if pins(LOCK).get(name) != version} == {}


def test_every_pin_with_a_reason_is_locked_at_its_version() -> None:
    asked: dict[str, str] = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        asked |= pins((ROOT / name).read_text(encoding="utf-8"))
    assert asked
    assert {name: version for name, version in asked.items() if pins(LOCK).get(name) != version} == {}


def test_every_locked_release_has_hashes_and_no_address_stands_in_the_lock() -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(LOCK))
    assert [entry.partition(" ")[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []
    assert re.findall(r"://|^--|\B--(?!hash=)[a-z-]+|@ ", LOCK, flags=re.MULTILINE) == []


def test_make_installs_from_the_lock_alone_and_by_hashes() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes --no-deps --upgrade --target .spark -r requirements-spark.txt" in installs[0]
    assert "--require-hashes -r $(LOCK)" in installs[1]
    assert re.search(r"^lock:.*##", makefile, flags=re.MULTILINE)
