"""Every way to publish a version scores its customers, no failing fit loses a load, and no reader pays for it."""

from __future__ import annotations

import argparse
import ast
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.analysis.models import scores
from crm_metrics.command import main
from crm_metrics.command.run import Run
from crm_metrics.settings import Settings
from crm_metrics.warehouse import publish, versions
from crm_metrics.warehouse.cluster.taking import take
from crm_metrics.warehouse.demo import build
from crm_metrics.warehouse.demo.build import build_demo
from crm_metrics.warehouse.finishing import FAILED, Draft
from crm_metrics.warehouse.founding import first_use, found, say_tax_id
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.loading.sync import sync

ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "crm_metrics"


WAYS: Mapping[str, Callable[..., object]] = {
    "publish": publish.publish,
    "rebuild": publish.rebuild,
    "found": found,
    "say_tax_id": say_tax_id,
    "first_use": first_use,
    "build_demo": build_demo,
    "import_folder": import_folder,
    "sync": sync,
    "take": take,
}


def test_nobody_publishes_without_saying_what_finishes_the_version() -> None:
    publishing = {"publish"}
    for path in (LIBRARY / "warehouse").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_called(call) == "publish" for call in _calls(node)):
                publishing.add(node.name)
    assert publishing - WAYS.keys() == set()
    for name, way in WAYS.items():
        assert inspect.signature(way).parameters["finish"].default is inspect.Parameter.empty, name


def test_above_the_warehouse_every_version_is_finished_by_the_scores() -> None:
    said: dict[str, list[str]] = {}
    for path in [*LIBRARY.rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py"]:
        if "warehouse" not in path.parts:
            for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                for given in (ast.unparse(one.value) for one in call.keywords if one.arg == "finish"):
                    said.setdefault(given, []).append(path.name)
    assert {given: len(files) for given, files in said.items()} == {
        "scores.write": 1,  # crm.open()
        "run.finish": 8,  # init, init --tax-id, demo, import, receive, sync, rebuild, cluster publish
        "self.finish": 1,  # a command that finds no warehouse in the default folder
    }
    assert Run(argparse.Namespace(), Settings()).finish is scores.write


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Draft]:
    """The drafts that were scored."""
    seen: list[Draft] = []
    monkeypatch.setattr(scores, "write", seen.append)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CRM_WAREHOUSE", raising=False)
    return seen


def test_init_import_and_rebuild_score(counted: list[Draft], tmp_path: Path) -> None:
    assert main.main(["init", "--country", "CO", "--warehouse", "house"]) == 0
    assert len(counted) == 1
    _write_orders(tmp_path / "files")
    assert main.main(["import", "files", "--warehouse", "house"]) == 0
    assert len(counted) == 2
    assert main.main(["import", "files", "--warehouse", "house"]) == 0  # nothing new: nothing is published
    assert len(counted) == 2
    assert main.main(["rebuild", "--warehouse", "house"]) == 0
    assert len(counted) == 3


def test_a_sync_scores_once_for_all_its_sources(
    counted: list[Draft], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    _write_orders(tmp_path / "files")
    listed = '[[source]]\nname = "shop"\nfolder = "files"\n[[source]]\nname = "shop_again"\nfolder = "files"\n'
    (tmp_path / "sources.toml").write_text(listed, encoding="utf-8")
    assert main.main(["sync", "--warehouse", "house"]) == 0
    assert len(counted) == 1


def test_the_demo_and_the_first_use_score(counted: list[Draft], monkeypatch: pytest.MonkeyPatch) -> None:
    small = build.Asked(date(2026, 3, 31), customers=100, months=1)
    monkeypatch.setattr(build, "Asked", lambda *_: small)
    assert main.main(["demo", "--warehouse", "house"]) == 0
    assert len(counted) == 1
    crm.open().close()  # data/warehouse below an empty folder
    assert len(counted) == 2


def _write_orders(folder: Path) -> None:
    folder.mkdir()
    rows = [f"o{n},1,c{n},p,2026-01-{1 + n % 28:02}T12:00:00Z,1,10" for n in range(60)]
    head = "order_id,line_no,customer_id,product_id,ordered_at,quantity,amount"
    (folder / "order_line.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("error", [ValueError("no good"), ImportError("no scipy")])
def test_a_fit_that_fails_loses_no_load_and_is_told(
    error: Exception,
    counted: list[Draft],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(draft: Draft) -> None:
        draft.connection.execute("insert into shape.customer_score (customer) values ('half')")
        raise error

    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setattr(scores, "write", broken)
    _write_orders(tmp_path / "files")
    assert main.main(["import", "files", "--warehouse", "house"]) == 0
    warehouse = crm.open("house")
    assert warehouse.fetch("select count(*) from shape.order_line") == [(60,)]
    assert warehouse.fetch("select count(*) from shape.customer_score") == [(0,)]
    found = crm.metrics.p_alive.measure(warehouse, since=date(2026, 1, 1), until=date(2026, 1, 31))
    assert str(found.reason) == FAILED
    assert [one.value for one in found.readings] == [None]
    warehouse.close()
    capsys.readouterr()
    assert main.main(["doctor", "--warehouse", "house"]) == 1
    assert f"the fit stopped with an error ({type(error).__name__}: " in capsys.readouterr().out


def test_a_fit_that_is_stopped_leaves_the_version_before(counted: list[Draft], tmp_path: Path) -> None:
    folder = tmp_path / "house"
    _write_orders(tmp_path / "files")
    assert main.main(["import", "files", "--warehouse", str(folder)]) == 0

    def stopped(_: Draft) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish.rebuild(folder, finish=stopped)
    assert [one.number for one in versions.versions(folder)] == [1]
    assert not list(folder.glob(".build*"))


SCRIPT = """
import importlib, pkgutil, sys
import crm_metrics as crm
import crm_metrics.analysis, crm_metrics.boards, crm_metrics.figures, crm_metrics.metrics, pages.parts
for package in (crm_metrics.boards, crm_metrics.analysis, crm_metrics.figures, crm_metrics.metrics, pages.parts):
    for one in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(one.name)
from crm_metrics.command.main import main
assert main(["query", "revenue", "clv_12m", "--warehouse", sys.argv[1]]) == 0
crm.open(sys.argv[1]).close()
from streamlit.testing.v1 import AppTest
assert not AppTest.from_file("dashboard.py", default_timeout=120).run().exception
heavy = sorted({one.partition(".")[0] for one in sys.modules} & {"scipy", "statsmodels", "sklearn", "matplotlib"})
print("heavy:", heavy, file=sys.stderr)
"""


def test_the_app_and_a_query_start_without_the_heavy_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(tmp_path / "house")
    _write_orders(tmp_path / "files")
    assert main.main(["import", str(tmp_path / "files"), "--warehouse", folder]) == 0
    monkeypatch.setenv("CRM_WAREHOUSE", folder)
    done = subprocess.run([sys.executable, "-c", SCRIPT, folder], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr.splitlines()[-1] == "heavy: []"
