"""The arrows of the house go one way and in no circle, and everything has its place: `layers.toml` says which."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.arrows import UNKNOWN, Arrow, arrows, files, is_sentence, loaded_with, module_of, reached

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Order:
    """What `layers.toml` says."""

    layers: tuple[str, ...]
    rooms: Mapping[str, tuple[str, ...]]
    never: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    slow: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Order:
        """As the file has it."""
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        table = {name: {key: tuple(row) for key, row in told[name].items()} for name in ("rooms", "never", "places")}
        return cls(layers=tuple(told["layers"]), slow=frozenset(told["slow"]["packages"]), **table)

    def layer(self, module: str) -> str | None:
        """The longest layer that holds a module; the library's own head holds nothing but itself."""
        fitting = [layer for layer in self.layers if module == layer or module.startswith(layer + ".")]
        longest = max(fitting, key=len, default=None)
        return None if longest == "crm_metrics" != module else longest


ORDER = Order.read(ROOT / "tests" / "layers.toml")


def homeless(root: Path, order: Order) -> list[str]:
    """One sentence for each file that has no place in the order, and for each place at which nothing stands."""
    sentences = []
    for path in files(root):
        file = path.relative_to(root).as_posix()
        if order.layer(module_of(file)) is None:
            sentences.append(f"{file} stands in no layer: give it a place in tests/layers.toml")
        sentences += [
            f"{file} stands in no room of {package}: give it a place in tests/layers.toml"
            for package in _packages(file, order)
            if _room(file, package) not in order.rooms.get(package, ()) and not _is_bare_head(path)
        ]
    return sentences


def vacant(root: Path, order: Order) -> list[str]:
    """One sentence for each place of the order at which nothing stands."""
    names = [*order.layers, *(f"{package}.{room}" for package, rooms in order.rooms.items() for room in rooms)]
    places = [(name, root.joinpath(*name.split("."))) for name in names]
    return [
        f"tests/layers.toml names {name}, and nothing stands there"
        for name, place in places
        if not place.is_dir() and not place.with_suffix(".py").exists()
    ]


def circles(everything: list[Arrow]) -> list[str]:
    """One sentence for each group of files that all lead to one another, with its shortest way round."""
    ahead: dict[str, set[str]] = {}
    for arrow in everything:
        ahead.setdefault(arrow.file, set())
        if arrow.target:
            ahead.setdefault(arrow.target, set())
            ahead[arrow.file].add(arrow.target)
    beyond = {file: reached(file, ahead) for file in ahead}
    groups = {frozenset(one for one in beyond[file] if file in beyond[one]) for file in ahead if file in beyond[file]}
    sentences = []
    for group in sorted(groups, key=min):
        way = min((_way_round(file, ahead) for file in sorted(group)), key=len)
        others = sorted(group - set(way))
        more = f"; in the same circle: {', '.join(others)}" if others else ""
        sentences.append(f"a circle of {len(group)} files: {' → '.join(way)}{more}")
    return sentences


def upward(everything: list[Arrow], order: Order) -> list[str]:
    """One sentence for each arrow up between layers, and for each between the rooms of one package."""
    return [sentence for arrow in everything for sentence in _upward(arrow, order)]


def misplaced(everything: list[Arrow], order: Order) -> list[str]:
    """One sentence for each outside package at a place not its own."""
    sentences = []
    for arrow in everything:
        package = arrow.module.partition(".")[0]
        if package in ("crm_metrics", "pages", "dashboard", UNKNOWN) or package in sys.stdlib_module_names:
            continue
        if package not in order.places:
            sentences.append(f"{arrow.place} imports {package}, which has no place in the house")
        elif order.layer(module_of(arrow.file)) not in order.places[package]:
            where = " and ".join(order.places[package])
            sentences.append(f"{arrow.place} imports {package}; {package} belongs in {where}")
    return sentences


def waiting(root: Path, everything: list[Arrow], order: Order) -> list[str]:
    """One sentence for each import inside a function that saves no time, or does not say on its line that it does.

    The reason may stand on the first of several imports of one thing in one file.
    """
    loaded = loaded_with(root, everything)
    reasoned = {(arrow.file, arrow.module) for arrow in everything if arrow.inside and arrow.reason}
    sentences = []
    for arrow in everything:
        if not arrow.inside or arrow.inside == "__getattr__":  # a module's own way to give a name when it is asked for
            continue
        if arrow.module == UNKNOWN:
            sentences.append(f"{arrow.place} imports {UNKNOWN}: name the module, or its folder")
            continue
        brought = loaded[arrow.target] if arrow.target else {arrow.module.partition(".")[0]}
        if arrow.chosen:
            if not arrow.reason:
                sentences.append(f"{arrow.place} imports {arrow.module} by a name, and does not say why on its line")
        elif not brought & order.slow:
            sentences.append(f"{arrow.place} imports {arrow.module} inside a function, and it is quick to load")
        elif (arrow.file, arrow.module) not in reasoned:
            sentences.append(f"{arrow.place} imports {arrow.module} inside a function and does not say why on its line")
    return sentences


def _upward(arrow: Arrow, order: Order) -> Iterator[str]:
    own, other = order.layer(module_of(arrow.file)), order.layer(arrow.module)
    if own is None or other is None:
        return
    target = arrow.target or arrow.module
    if order.layers.index(other) > order.layers.index(own):
        yield f"{arrow.place} imports {target}; {other} stands above {own}"
    elif any(other == barred for barred in order.never.get(own, ())):
        yield f"{arrow.place} imports {target}; {own} does not use {other}"
    for package in _packages(arrow.file, order):
        rooms = order.rooms.get(package, ())
        if arrow.target is None or package not in _packages(arrow.target, order):
            continue
        here, there = _room(arrow.file, package), _room(arrow.target, package)
        if here in rooms and there in rooms and rooms.index(there) > rooms.index(here):
            yield f"{arrow.place} imports {target}; in {package}, {there} stands above {here}"


def _packages(file: str, order: Order) -> list[str]:
    """The packages with rooms in which a file lies: its layer, where that is a folder, and what has rooms within it."""
    folders = [folder.as_posix().replace("/", ".") for folder in Path(file).parents if folder != Path()]
    return [folder for folder in folders if folder in order.rooms or (folder in order.layers and "." in folder)]


def _room(file: str, package: str) -> str:
    """In crm_metrics.metrics: rows of crm_metrics/metrics/rows/plan.py, core of crm_metrics/metrics/core.py."""
    return file.removeprefix(package.replace(".", "/") + "/").partition("/")[0].removesuffix(".py")


def _is_bare_head(path: Path) -> bool:
    """An __init__.py that holds nothing but its sentence."""
    return path.name == "__init__.py" and is_sentence(path)


def _way_round(start: str, ahead: Mapping[str, set[str]]) -> list[str]:
    """The shortest way from a file back to itself."""
    ways = [[start]]
    seen = set()
    for way in ways:  # grows while it is walked: nearest first
        for file in sorted(ahead[way[-1]]):
            if file == start:
                return [*way, file]
            if file not in seen:
                seen.add(file)
                ways.append([*way, file])
    return [start]


@pytest.fixture(scope="module")
def everything() -> list[Arrow]:
    """Every import of the house."""
    return arrows(ROOT)


def test_every_file_has_its_place() -> None:
    told(homeless(ROOT, ORDER))


def test_at_every_place_stands_something() -> None:
    told(vacant(ROOT, ORDER))


def test_no_files_import_one_another_in_a_circle(everything: list[Arrow]) -> None:
    told(circles(everything))


def test_every_import_points_down(everything: list[Arrow]) -> None:
    told(upward(everything, ORDER))


def test_every_outside_package_is_in_its_place(everything: list[Arrow]) -> None:
    told(misplaced(everything, ORDER))


def test_what_is_imported_late_is_slow_and_says_so(everything: list[Arrow]) -> None:
    told(waiting(ROOT, everything, ORDER))


def told(sentences: list[str]) -> None:
    """Fails with every sentence on a line of its own."""
    assert not sentences, "\n" + "\n".join(sentences)


SMALL = Order(  # a house of three layers, the middle one with two rooms
    layers=("crm_metrics.errors", "crm_metrics.store", "crm_metrics.boards", "crm_metrics", "pages"),
    rooms={"crm_metrics.store": ("files", "load"), "crm_metrics.boards": ("daily",), "pages": ("daily",)},
    never={"pages": ("crm_metrics.store",)},
    places={"duckdb": ("crm_metrics.store",), "streamlit": ("pages",)},
    slow=frozenset({"duckdb"}),
)
INNOCENT = {
    "crm_metrics/__init__.py": '"""The house."""\n',
    "crm_metrics/errors.py": "import math\n",
    "crm_metrics/store/__init__.py": '"""Rows."""\n',
    "crm_metrics/store/files/__init__.py": "KINDS = ()\n",
    "crm_metrics/store/files/texts.py": "from crm_metrics.errors import Wrong\n",
    "crm_metrics/store/load.py": "import duckdb\nfrom crm_metrics.store.files import texts\n",
    "crm_metrics/boards/daily.py": "def board():\n    from crm_metrics.store import load  # the engine is slow\n",
    "pages/daily.py": "import streamlit\nfrom crm_metrics.boards import daily\n",
}


def small_house(root: Path, changed: Mapping[str, str]) -> list[str]:
    """All that is wrong with the innocent house once some of its files say something else."""
    for file, text in {**INNOCENT, **changed}.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    everything = arrows(root)
    wrong = [*homeless(root, SMALL), *vacant(root, SMALL), *circles(everything), *upward(everything, SMALL)]
    return [*wrong, *misplaced(everything, SMALL), *waiting(root, everything, SMALL)]


def test_the_innocent_house_is_innocent(tmp_path: Path) -> None:
    assert small_house(tmp_path, {}) == []


LOAD, TEXTS, DAILY = "crm_metrics/store/load.py", "crm_metrics/store/files/texts.py", "crm_metrics/boards/daily.py"
HEAD, EXTRA = "crm_metrics/store/files/__init__.py", "crm_metrics/store/files/extra.py"
RING = f"a circle of 2 files: {TEXTS} → {LOAD} → {TEXTS}"
ABOVE = f"imports {LOAD}; in crm_metrics.store, load stands above files"
PLACE = "give it a place in tests/layers.toml"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("import crm_metrics.store.load\n", [RING, f"{TEXTS}:1 {ABOVE}"]),
        (
            "def late():\n    from crm_metrics.store.load import rows  # the engine is slow to load\n",
            [RING, f"{TEXTS}:2 {ABOVE}"],
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from crm_metrics.store.load import Rows\n",
            [RING, f"{TEXTS}:3 {ABOVE}"],
        ),
    ],
    ids=["at the top", "inside a function", "for types alone"],
)
def test_a_circle_is_caught_however_it_is_closed(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert small_house(tmp_path, {TEXTS: text}) == faults


def test_the_head_of_a_package_closes_a_circle_only_when_it_is_named(tmp_path: Path) -> None:
    head = "from crm_metrics.store.files.texts import KINDS\n"
    assert small_house(tmp_path, {HEAD: head}) == [], "that it is loaded before the file within is no arrow"
    ring = f"a circle of 2 files: {HEAD} → {TEXTS} → {HEAD}"
    assert small_house(tmp_path, {HEAD: head, TEXTS: "from crm_metrics.store.files import KINDS\n"}) == [ring]


def test_a_larger_circle_is_told_by_its_shortest_way_round(tmp_path: Path) -> None:
    ring = {
        "crm_metrics/boards/daily.py": "from crm_metrics.boards import monthly, weekly\n",
        "crm_metrics/boards/weekly.py": "from crm_metrics.boards import monthly\n",
        "crm_metrics/boards/monthly.py": "from crm_metrics.boards import daily\n",
    }
    way = "crm_metrics/boards/daily.py → crm_metrics/boards/monthly.py → crm_metrics/boards/daily.py"
    sentence = f"a circle of 3 files: {way}; in the same circle: crm_metrics/boards/weekly.py"
    assert sentence in small_house(tmp_path, ring)


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        (
            EXTRA,
            "from crm_metrics.boards import daily\n",
            f"{EXTRA}:1 imports {DAILY}; crm_metrics.boards stands above crm_metrics.store",
        ),
        (
            EXTRA,
            "from importlib import import_module\nboard = import_module('crm_metrics.boards.daily')\n",
            f"{EXTRA}:2 imports {DAILY}; crm_metrics.boards stands above crm_metrics.store",
        ),
        (EXTRA, "import crm_metrics.store.load\n", f"{EXTRA}:1 {ABOVE}"),
        (EXTRA, "rows = __import__('crm_metrics.store.load')\n", f"{EXTRA}:1 {ABOVE}"),
        (EXTRA, "import importlib\nimportlib.import_module(name='crm_metrics.store.load')\n", f"{EXTRA}:2 {ABOVE}"),
        (
            EXTRA,
            "from importlib import import_module as bring\nbring('crm_metrics.store.load')\n",
            f"{EXTRA}:2 {ABOVE}",
        ),
        (
            EXTRA,
            "from importlib import import_module\n"
            "def late(n):\n    return import_module(f'crm_metrics.store.{n}')  # which is chosen by who asks\n",
            f"{EXTRA}:3 {ABOVE}",
        ),
        (
            EXTRA,
            "from importlib import import_module\ndef late(name):\n    return import_module(name)\n",
            f"{EXTRA}:3 imports {UNKNOWN}: name the module, or its folder",
        ),
        (
            LOAD,
            "import duckdb\nlate = lambda: __import__('crm_metrics.errors')\n",
            f"{LOAD}:2 imports crm_metrics.errors inside a function, and it is quick to load",
        ),
        (
            "crm_metrics/store/__init__.py",
            "ROWS = 1\n",
            f"crm_metrics/store/__init__.py stands in no room of crm_metrics.store: {PLACE}",
        ),
        (
            "pages/daily.py",
            "import crm_metrics.store.load\n",
            f"pages/daily.py:1 imports {LOAD}; pages does not use crm_metrics.store",
        ),
        ("crm_metrics/new.py", "", f"crm_metrics/new.py stands in no layer: {PLACE}"),
        (
            "crm_metrics/store/new/part.py",
            "",
            f"crm_metrics/store/new/part.py stands in no room of crm_metrics.store: {PLACE}",
        ),
        (
            "crm_metrics/store/__init__.py",
            "import math\n",
            f"crm_metrics/store/__init__.py stands in no room of crm_metrics.store: {PLACE}",
        ),
        (
            "pages/daily.py",
            "import duckdb as engine\n",
            "pages/daily.py:1 imports duckdb; duckdb belongs in crm_metrics.store",
        ),
        ("pages/daily.py", "import ibis\n", "pages/daily.py:1 imports ibis, which has no place in the house"),
        (
            DAILY,
            "def board():\n    import json  # it is seldom needed\n",
            f"{DAILY}:2 imports json inside a function, and it is quick to load",
        ),
        (
            DAILY,
            "def board():\n    from crm_metrics.store import load  # noqa: E501 F401 and so on\n",
            f"{DAILY}:2 imports crm_metrics.store.load inside a function and does not say why on its line",
        ),
    ],
)
def test_a_planted_sin_is_caught(tmp_path: Path, file: str, text: str, fault: str) -> None:
    assert small_house(tmp_path, {file: text}) == [fault]


def test_a_place_at_which_nothing_stands_is_told(tmp_path: Path) -> None:
    small_house(tmp_path, {})
    (tmp_path / "pages" / "daily.py").unlink()
    assert vacant(tmp_path, SMALL) == ["tests/layers.toml names pages.daily, and nothing stands there"]


@pytest.mark.parametrize("arguments", [["--help"], ["query", "--help"], ["versions", "--warehouse", "nowhere"]])
def test_the_command_line_starts_without_the_heavy_packages(arguments: list[str]) -> None:
    heavy = tuple(sorted(ORDER.slow - {"duckdb"} | {"sqlalchemy"}))  # `versions` reads the warehouse's own books
    script = (
        "import sys\nfrom crm_metrics.command.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print([one for one in {heavy!r} if one in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
