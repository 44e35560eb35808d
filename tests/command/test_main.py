"""The command line: exit codes, sentences, and never a traceback."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.command import arguments, main
from crm_metrics.warehouse import store, versions
from tests.warehouse.loader import SETTINGS, load, one_shape

ROOT = Path(__file__).parents[2]

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.setenv("CRM_THREADS", "1")
    monkeypatch.setenv("CRM_MEMORY", "300MB")
    monkeypatch.delenv("CRM_WAREHOUSE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with three small versions."""
    for number in (1, 2, 3):
        load(tmp_path / "house", number)
    return tmp_path / "house"


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small version that no test changes."""
    folder = tmp_path_factory.mktemp("standing")
    load(folder, 1)
    return folder


@pytest.mark.parametrize(
    "command",
    [["query", "nps"], ["versions"], ["rollback"], ["doctor"], ["metrics", "nps"], ["metrics"]],
)
def test_a_named_folder_that_does_not_exist_is_refused_and_not_made(
    tmp_path: Path, capsys: Out, command: list[str]
) -> None:
    assert main.main([*command, "--warehouse", str(tmp_path / "nowhere")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"There is no warehouse in {tmp_path / 'nowhere'}.")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", [["versions"], ["rollback"]])
def test_the_default_folder_is_not_built_by_commands_about_versions(capsys: Out, command: list[str]) -> None:
    assert main.main(command) == 2
    assert "no warehouse in data/warehouse" in capsys.readouterr().err


def test_the_folder_may_stand_before_or_after_the_command_or_in_the_environment(
    standing: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = standing
    assert main.main(["versions", "--warehouse", str(house)]) == 0
    after = capsys.readouterr().out
    assert main.main(["--warehouse", str(house), "versions"]) == 0
    assert capsys.readouterr().out == after
    monkeypatch.setenv("CRM_WAREHOUSE", str(house))
    assert main.main(["versions"]) == 0
    assert capsys.readouterr().out == after


def test_versions_lists_them_all_and_marks_the_current_one(house: Path, capsys: Out) -> None:
    assert main.main(["versions", "--warehouse", str(house)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["version", "1", "2", "3"]
    assert [line.endswith("current") for line in lines[1:]] == [False, False, True]


def test_rollback_makes_the_version_before_current_or_the_one_named(house: Path, capsys: Out) -> None:
    assert main.main(["rollback", "--warehouse", str(house)]) == 0
    assert versions.current(house) == 2
    assert main.main(["rollback", "1", "--warehouse", str(house)]) == 0
    assert versions.current(house) == 1
    assert capsys.readouterr().out.splitlines()[1].startswith("Version 1 ")
    assert main.main(["rollback", "--warehouse", str(house)]) == 2
    assert main.main(["rollback", "9", "--warehouse", str(house)]) == 2
    assert main.main(["rollback", "last", "--warehouse", str(house)]) == 2
    assert versions.current(house) == 1


def test_a_cluster_gets_the_tables_and_nothing_is_published_before_it_made_something(
    house: Path, tmp_path: Path, capsys: Out
) -> None:
    place = tmp_path / "shared"
    assert main.main(["cluster", "export", str(place), "--warehouse", str(house)]) == 0
    assert capsys.readouterr().out == f"The tables of version 3 are in {place}.\n"
    assert (place / "main" / "survey.parquet").exists()
    assert main.main(["cluster", "publish", str(place), "--warehouse", str(house)]) == 2
    assert "made.json is missing or not whole: the command cluster make writes it" in capsys.readouterr().err
    assert main.main(["cluster", "make", str(place), "--set", "spark.executor.memory"]) == 2
    assert capsys.readouterr().err.startswith("--set: 'spark.executor.memory' is not NAME=VALUE")
    assert main.main(["cluster", "ask", str(place)]) == 2
    assert versions.current(house) == 3


def test_init_makes_a_company_once(tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "new"
    given = ["init", "--name", "Café del Sur", "--country", "CO", "--warehouse", str(folder)]
    with one_shape():
        assert main.main(given) == 0
        assert "Café del Sur" in capsys.readouterr().out
        warehouse = store.open_warehouse(folder, SETTINGS)
        assert warehouse.company == store.Company("Café del Sur", "America/Bogota", "COP", 1, "es-CO")
        warehouse.close()
        assert main.main(given) == 2
    assert "already holds the company Café del Sur" in capsys.readouterr().err


def test_init_alone_says_the_tax_id_of_a_company_that_is_there(tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "house"
    assert main.main(["init", "--country", "MX", "--time-zone", "America/Mexico_City", "--warehouse", str(folder)]) == 0
    capsys.readouterr()
    assert main.main(["init", "--tax-id", "PIN260101AB1", "--warehouse", str(folder)]) == 0
    assert "The company's own tax id is PIN260101AB1: version 2" in capsys.readouterr().out
    assert main.main(["init", "--tax-id", "PIN260101AB1", "--name", "Otra", "--warehouse", str(folder)]) == 2


def test_errors_are_said_in_the_language_of_the_company(
    tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_LANGUAGE")
    assert main.main(["versions", "--warehouse", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.startswith("No hay un almacén de datos en ")


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["qury"],
        ["query"],
        ["query", "nps", "--every"],
        ["query", "nps", "--every", "fortnight"],
        ["query", "nps", "--format", "xml"],
        ["query", "nps", "--since", "31/12/2026"],
        ["query", "nps", "--since", "2026-02-30"],
        ["query", "nps", "--where", "tier"],
        ["query", "nps", "--where", "=high"],
        ["query", "npss"],
        ["query", "nps; drop table survey"],
        ["query", "nps", "--by", "teir"],
        ["relate", "npss"],
        ["relate", "average_handle_time", "--with", "csta"],
        ["relate", "average_handle_time", "--unit", "boat"],
        ["relate", "average_handle_time", "--process", "servcie"],
        ["relate", "average_handle_time", "--lag", "0,1,2,3,4"],
        ["relate", "average_handle_time", "--lag", "soon"],
        ["relate", "average_handle_time", "--format", "csv"],
        ["metrics", "npss"],
        ["metrics", "--process", "servcie"],
        ["metrics", "--format", "csv"],
        ["demo", "--customers", "many"],
        ["demo", "--months", "-3"],
        ["demo", "--until", "tomorrow"],
        ["init", "--country", "Narnia"],
        ["import", "no_such_folder"],
        ["import", ".", "--source", "no_such_source"],
    ],
)
def test_a_command_that_cannot_be_read_is_one_sentence_and_exit_two(
    standing: Path, capsys: Out, command: list[str]
) -> None:
    where = ["--warehouse", str(standing)] if command else []
    assert main.main([*command, *where]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


def test_an_environment_that_cannot_be_read_is_a_sentence_too(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_THREADS", "two")
    monkeypatch.setenv("CRM_LANGUAGE", "")
    assert main.main(["versions"]) == 2
    assert "CRM_THREADS" in capsys.readouterr().err


@pytest.mark.parametrize("memory", ["plenty", "0GB", "101%"])
def test_memory_that_cannot_be_read_is_a_sentence_in_spanish_too(
    standing: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch, memory: str
) -> None:
    monkeypatch.setenv("CRM_MEMORY", memory)
    monkeypatch.delenv("CRM_LANGUAGE")  # the language is asked of the company, whose warehouse can't be opened
    assert main.main(["query", "nps", "--warehouse", str(standing)]) == 2
    assert capsys.readouterr().err.startswith("CRM_MEMORY es ")


@pytest.mark.parametrize("command", [["query", "nps"], ["init"], ["demo"], ["import", "."], ["doctor"], ["versions"]])
def test_a_file_given_for_the_warehouse_is_named_and_kept(tmp_path: Path, capsys: Out, command: list[str]) -> None:
    file = tmp_path / "house"
    file.write_text("mine", encoding="utf-8")
    assert main.main([*command, "--warehouse", str(file)]) == 2
    assert capsys.readouterr().err == f"{file} is a file: a warehouse is a folder. Name another one.\n"
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_file_given_for_the_folder_of_an_import_is_named(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "customer.csv"
    file.write_text("customer_id\nC1\n", encoding="utf-8")
    assert main.main(["import", str(file), "--warehouse", str(tmp_path / "house")]) == 2
    assert f"{file} is a file: name the folder that holds it." in capsys.readouterr().err
    assert versions.versions(tmp_path / "house") == ()


def test_an_import_warns_of_deals_that_are_all_won_and_leaves_excels_lock_file_unnamed(
    tmp_path: Path, capsys: Out
) -> None:
    exports, folder = tmp_path / "exports", tmp_path / "house"
    exports.mkdir()
    head = "work_item_id,process,kind,customer_id,opened_at,closed_at,status,outcome\n"
    rows = [f"W{n},sales,new_sale,C{n},2026-01-05,2026-01-06,closed,won\n" for n in range(100)]
    (exports / "work_item.csv").write_text(head + "".join(rows), encoding="utf-8")
    (exports / "~$work_item.xlsx").write_bytes(b"\0")
    with one_shape():
        assert main.main(["import", str(exports), "--warehouse", str(folder)]) == 0
        err = capsys.readouterr().err
        assert "plain brought 100 closed deals and none is lost" in err
        assert "~$" not in err


def test_doctor_says_that_a_damaged_version_misleads_and_exits_one(house: Path, capsys: Out) -> None:
    assert main.main(["doctor", "--warehouse", str(house)]) == 0
    assert "Nothing here would mislead a reader." in capsys.readouterr().out
    versions.file_of(house, 3).write_bytes(b"x" * 9000)
    assert main.main(["doctor", "--warehouse", str(house)]) == 1
    out = capsys.readouterr().out
    assert "! Version 3 is damaged" in out
    assert "A reader would be misled" in out


def test_an_import_prints_a_line_per_table_and_its_second_run_changes_nothing(tmp_path: Path, capsys: Out) -> None:
    exports, folder = tmp_path / "exports", tmp_path / "house"
    exports.mkdir()
    (exports / "product.csv").write_text(
        "product_id,name,line,unit_cost\nA1,Café,Bebidas,1.50\nA2,Té,Bebidas,x\n", encoding="utf-8"
    )
    with one_shape():
        assert main.main(["import", str(exports), "--check", "--warehouse", str(folder)]) == 1
        assert versions.versions(folder) == ()
        assert main.main(["import", str(exports), "--warehouse", str(folder)]) == 1
        first = capsys.readouterr().out.splitlines()
        assert main.main(["import", str(exports), "--warehouse", str(folder)]) == 1
    assert first == ["product read 2 loaded 1 unchanged 0 rejected 1"] * 2
    assert capsys.readouterr().out.splitlines() == ["product read 2 loaded 0 unchanged 1 rejected 1"]
    assert "product.csv,3,unit_cost,x" in (folder / "rejects.csv").read_text(encoding="utf-8")
    assert [one.number for one in versions.versions(folder)] == [1]


def test_too_many_rows_left_out_refuse_an_import_until_somebody_says_so(tmp_path: Path, capsys: Out) -> None:
    exports, folder = tmp_path / "exports", tmp_path / "house"
    exports.mkdir()
    lines = "".join(f"P{n},Café,Bebidas,{'x' if n < 798 else '1.50'}\n" for n in range(900))
    (exports / "product.csv").write_text("product_id,name,line,unit_cost\n" + lines, encoding="utf-8")
    given = ["import", str(exports), "--warehouse", str(folder)]
    with one_shape():
        assert [main.main(given), main.main([*given, "--check"])] == [2, 2]
        said = capsys.readouterr()
        assert versions.versions(folder) == ()
        assert (folder / "rejects.csv").read_text(encoding="utf-8").count("\n") == 799
        assert main.main([*given, "--accept-rejects", "--check"]) == 1
        assert main.main([*given, "--accept-rejects"]) == 1
    assert said.out.splitlines() == ["product read 900 loaded 102 unchanged 0 rejected 798"] * 2
    assert "798 of 900 rows would be left out" in said.err
    assert "--accept-rejects" in said.err
    assert [one.number for one in versions.versions(folder)] == [1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "warehouse"
    given = ["--customers", "300", "--months", "4", "--seed", "7", "--until", "2026-10-31"]
    done = subprocess.run(
        [sys.executable, "-m", "crm_metrics", "demo", *given, "--warehouse", str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "CRM_LANGUAGE": "en"},
        check=True,
    )
    assert "synthetic" in done.stdout
    assert len(done.stderr.splitlines()) > 5, "long work shows progress"
    return folder


def test_query_answers_several_metrics_by_period_and_group(demo: Path, capsys: Out) -> None:
    given = ["query", "cases_opened", "sla_compliance", "--every", "month", "--by", "team", "--since", "2026-09-01"]
    assert (
        main.main(
            [*given, "--where", "tier=high", "--where", "tier=medium", "--format", "json", "--warehouse", str(demo)]
        )
        == 0
    )
    rows = json.loads(capsys.readouterr().out)
    assert {row["metric"] for row in rows} == {"cases_opened", "sla_compliance"}
    assert {row["period"] for row in rows} == {"2026-09-01", "2026-10-01"}
    assert all(isinstance(row["complete"], bool) and "team" in row for row in rows)


HOSTILE = (
    "' or '1'='1",
    "'; drop table main.survey; --",
    '"; drop table main.survey; --',
    "x' union select name from main.agent --",
    "1; attach '/tmp/x' as y",
    "tier) or (1=1",
    "tier, (select count(*) from main.customer)",
    "read_csv('/etc/passwd')",
    "${HOME}",
    "{folder.__class__}",
    "%s%n",
    "$zone",
    "?",
    "../../etc/passwd",
    "\\0",
    "\u202etier",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "tier\nteam",
    "é" * 5000,
    "",
    " ",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("place", ["metric", "by", "dimension", "since", "until", "every", "format", "name", "process"])
def test_a_hostile_text_for_a_name_or_a_day_is_refused_with_a_sentence(
    demo: Path, capsys: Out, place: str, text: str
) -> None:
    if place == "by" and not text.strip():
        return  # nothing to group by
    command = {
        "metric": ["query", text],
        "by": ["query", "nps", f"--by={text}"],
        "dimension": ["query", "nps", f"--where={text}=x"],
        "since": ["query", "nps", f"--since={text}"],
        "until": ["query", "nps", f"--until={text}"],
        "every": ["query", "nps", f"--every={text}"],
        "format": ["query", "nps", f"--format={text}"],
        "name": ["metrics", "--", text] if text else ["metrics", "--process", "none"],
        "process": ["metrics", f"--process={text}"],
    }[place]
    assert main.main(["--warehouse", str(demo), *command]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()


@pytest.mark.parametrize("text", [one for one in HOSTILE if one], ids=range(len(HOSTILE) - 1))
def test_a_hostile_value_is_bound_and_fits_no_row(demo: Path, capsys: Out, text: str) -> None:
    command = ["query", "cases_opened", "--every=all", f"--where=team={text}", "--format=json"]
    assert main.main(["--warehouse", str(demo), *command]) == 0
    assert [row["numerator"] for row in json.loads(capsys.readouterr().out)] == [0]


def test_metrics_in_json_hold_the_whole_catalogue(demo: Path, capsys: Out) -> None:
    assert main.main(["metrics", "--format", "json", "--warehouse", str(demo)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) > 50
    assert len({row["name"] for row in rows}) == len(rows)
    assert main.main(["metrics", "--process", "service", "--format", "json", "--warehouse", str(demo)]) == 0
    assert {row["process"] for row in json.loads(capsys.readouterr().out)} == {"service"}


def test_a_metric_by_name_shows_its_sql_as_it_runs(demo: Path, capsys: Out) -> None:
    assert main.main(["metrics", "nps", "--warehouse", str(demo)]) == 0
    out = capsys.readouterr().out
    assert "survey.responded_on" in out
    assert "select" in out.lower()


def test_a_demo_over_imported_rows_is_refused(standing: Path, capsys: Out) -> None:
    assert main.main(["demo", "--customers", "100", "--months", "1", "--warehouse", str(standing)]) == 2
    assert "holds imported rows" in capsys.readouterr().err
    assert versions.current(standing) == 1


def test_the_public_interface_is_complete_sorted_and_importable() -> None:
    import crm_metrics as crm

    assert crm.__all__ == sorted(crm.__all__, key=lambda name: (not name.isupper(), name))
    for name in crm.__all__:
        assert getattr(crm, name) is not None
    assert set(dir(crm)) == set(crm.__all__)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = crm.nothing_like_it


def test_the_library_opens_a_named_folder_and_measures(demo: Path) -> None:
    import crm_metrics as crm

    with pytest.raises(crm.DataError, match="no warehouse"):
        crm.open("nowhere")
    shop = crm.open(demo)
    table = crm.metrics.nps.measure(shop, every="month", since=date(2026, 9, 1)).table
    assert list(table["period"]) == [date(2026, 9, 1), date(2026, 10, 1)]
    with pytest.raises(crm.QuestionError, match="teir"):
        crm.metrics.nps.measure(shop, by="teir")
    shop.close()


def test_the_default_folder_gets_the_demo_company_on_first_use(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    import crm_metrics as crm
    from crm_metrics.warehouse.demo import build

    asked = []

    def small(folder: Path, progress: object, finish: object) -> None:
        asked.append(folder)
        load(folder, 1)

    monkeypatch.setattr(build, "build_demo", small)
    assert main.main(["doctor"]) == 0
    assert "building the demo company in data/warehouse" in capsys.readouterr().err
    crm.open().close()
    assert asked == [Path("data/warehouse")]


def test_a_folder_that_may_not_be_read_is_a_sentence(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    assert main.main(["init", "--warehouse", str(tmp_path / "file")]) == 2
    assert str(tmp_path / "file") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "file"),
    {
        "init": "crm_metrics/command/founding.py",
        "demo": "crm_metrics/command/founding.py",
        "import": "crm_metrics/command/loading.py",
        "sync": "crm_metrics/command/loading.py",
        "rebuild": "crm_metrics/command/loading.py",
        "plans": "crm_metrics/command/plans.py",
        "query": "crm_metrics/command/answers.py",
        "relate": "crm_metrics/command/relations.py",
        "metrics": "crm_metrics/command/catalogue.py",
        "versions": "crm_metrics/command/versions.py",
        "rollback": "crm_metrics/command/versions.py",
        "doctor": "crm_metrics/command/doctor.py",
    }.items(),
)
def test_a_command_is_done_in_a_module_of_its_own(name: str, file: str) -> None:
    does = main.command(name)
    assert Path(inspect.getfile(does)) == ROOT / file
    assert list(inspect.signature(does).parameters) == ["run"]


def test_every_command_that_the_arguments_know_is_done_somewhere() -> None:
    assert set(main.COMMANDS) == set(arguments.COMMANDS)
