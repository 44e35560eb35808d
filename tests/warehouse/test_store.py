"""An open warehouse: locked down, limited in time, and honest about damage."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DataError, QuestionError
from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, store, versions
from tests.warehouse.loader import load

SETTINGS = Settings(threads=1, memory="200MB")

REFUSED = (
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/hosts')",
    "select * from read_json('/etc/hosts')",
    "select * from read_parquet('/tmp/x.parquet')",
    "select * from '/etc/passwd'",
    "select * from glob('/*')",
    "select * from parquet_metadata('/tmp/x.parquet')",
    "select * from sniff_csv('/etc/passwd')",
    "copy (select 1) to '{folder}/out.csv'",
    "copy main.survey to '{folder}/out.parquet'",
    "copy main.survey from '/etc/passwd'",
    "export database '{folder}/out'",
    "import database '{folder}/out'",
    "attach '{folder}/000001.duckdb' as other",
    "attach '{folder}/new.duckdb' as other",
    "install httpfs",
    "load httpfs",
    "load '/tmp/evil.duckdb_extension'",
    "create table main.mine (x integer)",
    "create or replace view main.survey_seen as select 1",
    "insert into main.load_log select * from main.load_log",
    "update main.survey set score = 10",
    "delete from main.survey",
    "drop table main.survey",
    "alter table main.survey add column extra integer",
    "set enable_external_access = true",
    "set global enable_external_access = true",
    "set lock_configuration = false",
    "set max_execution_time = 0",
    "set global max_execution_time = 0",
    "set memory_limit = '100GB'",
    "set temp_directory = '/tmp'",
    "reset max_execution_time",
    "pragma enable_profiling = 'json'",
    "create persistent secret s (type s3, key_id 'x', secret 'y')",
    "select * from a_variable",
)
HARMLESS = (
    "select * from duckdb_settings()",
    "select * from duckdb_secrets()",
    "select * from duckdb_databases()",
    "checkpoint",
    "create temporary table mine as select 1 as x",
    "create temporary macro twice(x) as x * 2",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("warehouse")
    load(made, 1)
    load(made, 2)
    return made


@pytest.fixture
def warehouse(folder: Path) -> Iterator[store.Warehouse]:
    opened = store.open_warehouse(folder, SETTINGS)
    yield opened
    opened.close()


@pytest.mark.parametrize("statement", REFUSED)
def test_a_statement_that_reaches_out_or_changes_something_is_refused(
    warehouse: store.Warehouse, folder: Path, statement: str
) -> None:
    a_variable = [1, 2, 3]
    with pytest.raises(duckdb.Error):
        warehouse.fetch(statement.format(folder=folder))
    assert len(a_variable) == 3
    assert warehouse.fetch("select count(*) from main.survey") == [(40,)]


@pytest.mark.parametrize("statement", HARMLESS)
def test_what_changes_nothing_and_tells_nothing_is_let_through(warehouse: store.Warehouse, statement: str) -> None:
    warehouse.fetch(statement)
    assert warehouse.fetch("select count(*) from main.survey") == [(40,)]


def test_a_cursor_has_the_settings_of_the_lock(warehouse: store.Warehouse) -> None:
    names = ["lock_configuration", "max_execution_time", "TimeZone", "enable_external_access", "threads"]
    names += ["python_enable_replacements", "autoload_known_extensions", "memory_limit"]
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    assert warehouse.fetch(f"select {asked}") == [(True, 10000, "UTC", False, 1, False, False, "190.7 MiB")]


def test_a_second_reader_of_the_same_version_finds_it_locked_with_the_settings_of_the_first(
    folder: Path, warehouse: store.Warehouse
) -> None:
    second = store.open_warehouse(folder, Settings(threads=2, memory="400MB"))
    assert second.fetch("select current_setting('lock_configuration'), current_setting('threads')") == [(True, 1)]
    second.close()
    assert warehouse.fetch("select 1") == [(1,)]


@pytest.mark.parametrize(
    "memory",
    ["much", "4", "0GB", "1KB", "200%", "999999999TB", "٤GB", "1GB'; set lock_configuration = false; --"],
)
def test_memory_that_cannot_be_read_is_an_error_of_the_setting(folder: Path, memory: str) -> None:
    with pytest.raises(QuestionError, match="CRM_MEMORY"):
        store.open_warehouse(folder, replace(SETTINGS, memory=memory))


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_is_answered(folder: Path) -> None:
    connection = engines.reader(versions.file_of(folder, 1), SETTINGS, seconds=1)
    warehouse = store.reading(connection, folder, 1)
    began = time.monotonic()
    with pytest.raises(QuestionError, match="stopped after"):
        warehouse.fetch("select sum(a.range * b.range) from range(10000000) a, range(10000000) b")
    assert time.monotonic() - began < 5
    assert warehouse.fetch("select 1") == [(1,)]
    warehouse.close()


def test_a_question_that_needs_too_much_memory_is_an_error_of_the_question(warehouse: store.Warehouse) -> None:
    with pytest.raises(QuestionError, match="more memory"):
        warehouse.fetch("select length(list(range)::varchar) from range(60000000)")
    assert warehouse.fetch("select 1") == [(1,)]


def test_a_value_is_bound_by_place_or_by_name(warehouse: store.Warehouse) -> None:
    assert warehouse.fetch("select count(*) from main.survey where survey_id = ?", ["1-0"]) == [(1,)]
    assert warehouse.fetch("select count(*) from main.survey where survey_id = $id", {"id": "' or true --"}) == [(0,)]


def test_a_table_of_answers_is_a_data_frame(warehouse: store.Warehouse) -> None:
    frame = warehouse.frame("select count(*) as n from main.survey")
    assert frame.to_dict("records") == [{"n": 40}]


def test_a_column_of_answers_is_an_array_masked_where_nothing_is_known(warehouse: store.Warehouse) -> None:
    found = warehouse.arrays("select x, nullif(x, $no) as y from range(3) r(x)", {"no": 1})
    assert (found["x"].tolist(), found["y"].tolist()) == ([0, 1, 2], [0, None, 2])


def test_the_last_day_is_that_of_the_source_that_reaches_furthest(warehouse: store.Warehouse) -> None:
    (source,) = warehouse.sources
    assert source.through is not None and warehouse.latest == source.through
    earlier, untold = replace(source, through=date(2020, 1, 1)), replace(source, through=None)
    for sources, last in (((earlier, source, untold), source.through), ((untold,), None), ((), None)):
        warehouse.__dict__.pop("latest")
        warehouse.__dict__["sources"] = sources
        assert warehouse.latest == last


def test_sources_say_how_far_they_reach_and_what_they_bring(warehouse: store.Warehouse) -> None:
    (source,) = warehouse.sources
    assert (source.name, source.through, source.ended) == ("plain", date(2026, 1, 2), False)
    assert source.tables == ("survey",)
    assert warehouse.loaded("survey") == store.Reach(date(2026, 1, 1), date(2026, 1, 2))
    assert warehouse.loaded("work_item") is None


def test_a_warehouse_without_a_company_is_read_in_utc(warehouse: store.Warehouse) -> None:
    assert warehouse.company == store.Company("", "UTC", "", 1, "es")
    assert warehouse.origin == "company"


def test_columns_of_a_shape_are_listed_with_their_types_and_an_unknown_one_has_none(
    warehouse: store.Warehouse,
) -> None:
    assert warehouse.columns("watermark")["loaded_through"] == "DATE"
    assert warehouse.columns("nothing") == {}


def test_a_folder_without_warehouse_says_what_to_do(tmp_path: Path) -> None:
    for missing in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DataError, match=r"no warehouse in .* init, demo or import"):
            store.open_warehouse(missing, SETTINGS)


def test_a_missing_pointer_names_the_command_that_makes_another(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "CURRENT").unlink()
    with pytest.raises(DataError, match=r"CURRENT .* missing"):
        store.open_warehouse(copy, SETTINGS)


def test_a_pointer_that_holds_nonsense_is_not_followed(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    for nonsense in ("", "../../etc/passwd", "latest\n", "\0\0"):
        (copy / "CURRENT").write_text(nonsense, encoding="utf-8")
        with pytest.raises(DataError, match="CURRENT"):
            store.open_warehouse(copy, SETTINGS)


def test_a_version_deleted_by_hand_is_named(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    versions.file_of(copy, 2).unlink()
    with pytest.raises(DataError, match=r"its file is gone.*000002\.duckdb"):
        store.open_warehouse(copy, SETTINGS)


@pytest.mark.parametrize("harm", ["cut", "zeroes", "garbage", "empty"])
def test_a_damaged_current_version_gives_the_one_before_and_says_so(folder: Path, tmp_path: Path, harm: str) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    path = versions.file_of(copy, 2)
    whole = path.read_bytes()
    harmed = {"cut": whole[:10000], "zeroes": bytes(len(whole)), "garbage": whole[::-1], "empty": b""}[harm]
    path.write_bytes(harmed)
    with_notice = store.open_warehouse(copy, SETTINGS)
    assert with_notice.version == 1
    assert "Version 2" in str(with_notice.notice)
    assert with_notice.fetch("select count(*) from main.survey") == [(20,)]
    with_notice.close()


def test_when_no_version_can_be_read_there_is_an_error_and_no_number(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    for number in (1, 2):
        versions.file_of(copy, number).write_bytes(b"not a warehouse" * 1000)
    with pytest.raises(DataError, match="damaged"):
        store.open_warehouse(copy, SETTINGS)


def test_a_block_that_fails_its_checksum_is_an_error_of_the_data_never_another_number(tmp_path: Path) -> None:
    load(tmp_path, 1, rows=20000)
    path = versions.file_of(tmp_path, 1)
    whole = path.read_bytes()
    place = whole.find(b"1-10001")
    assert place > 0
    answers = set()
    for bit in range(8):
        put(path, place, whole[place] ^ (1 << bit))
        warehouse = store.open_warehouse(tmp_path, SETTINGS)
        try:
            answers.add(warehouse.fetch("select count(*), sum(hash(survey_id)::hugeint) from main.survey")[0])
        except DataError as error:
            assert error.template.startswith("Version {version} of the warehouse in {folder} is damaged")
        finally:
            warehouse.close()
    assert answers == set()


def put(path: Path, place: int, byte: int) -> None:
    """Overwrite one byte."""
    with path.open("r+b") as file:
        file.seek(place)
        file.write(bytes([byte]))


def test_sixty_random_bit_flips_give_an_error_or_the_version_before_never_another_number(tmp_path: Path) -> None:
    load(tmp_path, 1, rows=3000)
    load(tmp_path, 2, rows=3000)
    path = versions.file_of(tmp_path, 2)
    whole = path.read_bytes()
    known = "select count(*), sum(score), sum(hash(survey_id)::hugeint)::varchar from main.survey"
    right = {}
    for number in (1, 2):
        versions.swap_pointer(tmp_path, versions.write_pointer(tmp_path, number))
        warehouse = store.open_warehouse(tmp_path, SETTINGS)
        right[number] = warehouse.fetch(known)
        warehouse.close()
    chance = random.Random(20261121)
    harmed = 0
    for _ in range(60):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        put(path, place, whole[place] ^ (1 << bit))
        warehouse = store.open_warehouse(tmp_path, SETTINGS)
        try:
            assert warehouse.fetch(known) == right[warehouse.version], (place, bit)
            assert (warehouse.version == 1) == (warehouse.notice is not None)
            harmed += warehouse.version == 1
        except DataError as error:
            assert "damaged" in str(error)
            harmed += 1
        finally:
            warehouse.close()
            put(path, place, whole[place])
    assert harmed > 0, "no flip hit what is read: the test tells nothing"


def test_the_settings_choose_the_folder_when_none_is_given(folder: Path) -> None:
    opened = store.open_warehouse(settings=replace(SETTINGS, warehouse=folder))
    assert (opened.folder, opened.version) == (folder, 2)
    opened.close()
