"""Whoever changes a module finds its test: at the same path, or by its line in `mirror.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.arrows import arrows, arrows_of, files, is_sentence, reached

ROOT = Path(__file__).parents[1]
ELSEWHERE: Mapping[str, str] = tomllib.loads((ROOT / "tests" / "mirror.toml").read_text(encoding="utf-8"))["modules"]
DEFINITIONS = "crm_metrics/metrics/catalogue/"


def mirror(file: str) -> str:
    """crm_metrics/a/b.py → tests/a/test_b.py, the head of package a → tests/a/test_a.py, pages/b.py → tests/pages/…"""
    folder, _, name = file.removeprefix("crm_metrics/").rpartition("/")
    name = f"{folder.rpartition('/')[2]}.py" if name == "__init__.py" else name
    return "/".join(part for part in ("tests", folder, f"test_{name}") if part)


def modules(root: Path) -> list[str]:
    """Every file that holds code: the head of a package only where it holds more than its sentence."""
    return [
        path.relative_to(root).as_posix() for path in files(root) if path.name != "__init__.py" or not is_sentence(path)
    ]


def faults(root: Path, elsewhere: Mapping[str, str]) -> list[str]:
    """One sentence for each module whose test nobody would find, and for each line that is no longer true."""
    found = modules(root)
    sentences = [f"{file}, which mirror.toml names, is not there" for file in elsewhere if file not in found]
    ahead: dict[str, set[str]] = {path.relative_to(root).as_posix(): set() for path in files(root)}
    for arrow in arrows(root):
        if arrow.target:
            ahead[arrow.file].add(arrow.target)
    for file in found:
        has_own = (root / mirror(file)).exists()
        if file not in elsewhere:
            if not has_own:
                sentences.append(f"{file} has neither {mirror(file)} nor a line in mirror.toml")
        elif has_own:
            sentences.append(f"{file} has {mirror(file)}; take its line out of mirror.toml")
        else:
            sentences += [f"{file}: {fault}" for fault in _untrue(file, elsewhere[file], root, ahead)]
    return sentences


def _untrue(file: str, line: str, root: Path, ahead: Mapping[str, set[str]]) -> list[str]:
    place, _, what = line.partition(" :: ")
    if not what.strip():
        return ["its line does not say what is proven"]
    test = root / place
    if not test.exists():
        return [f"{place} is not there"]
    text = test.read_text(encoding="utf-8")
    near = ({arrow.target for arrow in arrows_of(test, root)} | _run(text)) & set(ahead)
    names = re.findall(r'name="(\w+)"', (root / file).read_text("utf-8")) if file.startswith(DEFINITIONS) else []
    if names and file not in near:  # a metric is asked by its name: that its module is reached says nothing
        return [] if any(re.search(rf"\b{name}\b", text) for name in names) else [f"{place} names no metric of it"]
    far = {further for start in near if start for further in reached(start, ahead)}
    return [] if file in near | far else [f"{place} neither imports nor runs it"]


def _run(text: str) -> set[str | None]:
    """The files that a test names by their path, or by the words that run them."""
    named: set[str | None] = set(re.findall(r"(?:crm_metrics|pages)/[\w/]+\.py|dashboard\.py", text))
    if '"-m", "crm_metrics"' in text:
        named.add("crm_metrics/__main__.py")
    if "pages/{page}.py" in text:
        named |= {f"pages/{page}.py" for page in re.findall(r'"(\w+)"', text)}
    return named


def test_every_module_has_its_test_where_one_looks_for_it() -> None:
    sentences = faults(ROOT, ELSEWHERE)
    assert not sentences, "\n" + "\n".join(sentences)


def test_a_mirror_is_at_the_same_path() -> None:
    assert mirror("crm_metrics/words.py") == "tests/test_words.py"
    assert mirror("crm_metrics/metrics/rows/plan.py") == "tests/metrics/rows/test_plan.py"
    assert mirror("pages/parts/export.py") == "tests/pages/parts/test_export.py"
    assert mirror("crm_metrics/figures/__init__.py") == "tests/figures/test_figures.py"
    assert mirror("dashboard.py") == "tests/test_dashboard.py"


SMALL = {
    "crm_metrics/__init__.py": '"""The house."""\n',
    "crm_metrics/store.py": "from crm_metrics import rows\n",
    "crm_metrics/rows.py": "X = 1\n",
    "crm_metrics/alone.py": "X = 1\n",
    "crm_metrics/metrics/catalogue/sales.py": 'METRICS = (Metric(name="win_rate"), Metric(name="bookings"))\n',
    "tests/test_store.py": "from crm_metrics.store import x\n",
    "tests/test_more.py": 'import json\nRATE = "win_rate"\n',
}
TRUE = {
    "crm_metrics/rows.py": "tests/test_store.py :: what is read",  # through the store
    "crm_metrics/alone.py": "tests/test_alone_too.py :: all of it",
    "crm_metrics/metrics/catalogue/sales.py": "tests/test_more.py :: the rate",
}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"crm_metrics/rows.py": None}, "crm_metrics/rows.py has neither tests/test_rows.py nor a line in mirror.toml"),
        (
            {"crm_metrics/gone.py": "tests/test_more.py :: it"},
            "crm_metrics/gone.py, which mirror.toml names, is not there",
        ),
        (
            {"crm_metrics/store.py": "tests/test_more.py :: it"},
            "crm_metrics/store.py has tests/test_store.py; take its line out of mirror.toml",
        ),
        ({"crm_metrics/rows.py": "tests/test_store.py"}, "crm_metrics/rows.py: its line does not say what is proven"),
        ({"crm_metrics/rows.py": "tests/test_no.py :: it"}, "crm_metrics/rows.py: tests/test_no.py is not there"),
        (
            {"crm_metrics/rows.py": "tests/test_more.py :: it"},
            "crm_metrics/rows.py: tests/test_more.py neither imports nor runs it",
        ),
        (
            {"crm_metrics/metrics/catalogue/sales.py": "tests/test_store.py :: it"},
            "crm_metrics/metrics/catalogue/sales.py: tests/test_store.py names no metric of it",
        ),
    ],
)
def test_what_would_not_be_found_is_told(tmp_path: Path, changed: Mapping[str, str | None], fault: str | None) -> None:
    alone = {"tests/test_alone_too.py": 'RUN = "crm_metrics/alone.py"\n'}
    for file, text in {**SMALL, **alone}.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    lines = {file: line for file, line in {**TRUE, **changed}.items() if line is not None}
    assert faults(tmp_path, lines) == ([] if fault is None else [fault])
