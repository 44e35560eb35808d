"""Publishing a version: whole or not at all, whatever stops the loader."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from crm_metrics.errors import DataError
from crm_metrics.warehouse import doctor, publish, store, versions
from crm_metrics.warehouse.sealing import parts
from tests.warehouse.loader import SETTINGS, filled, load, publish_small


def numbers(folder: Path) -> list[int]:
    return [one.number for one in versions.versions(folder)]


def rows(folder: Path) -> int:
    warehouse = store.open_warehouse(folder, SETTINGS)
    try:
        return int(warehouse.fetch("select count(*) from main.survey")[0][0])
    finally:
        warehouse.close()


def test_a_load_makes_a_version_with_the_rows_before_and_the_new_ones(tmp_path: Path) -> None:
    assert [load(tmp_path, 1), load(tmp_path, 2)] == [1, 2]
    assert (tmp_path / "CURRENT").read_text() == "000002.duckdb\n"
    assert numbers(tmp_path) == [1, 2]
    assert rows(tmp_path) == 40


def test_a_load_that_changes_nothing_makes_no_version(tmp_path: Path) -> None:
    load(tmp_path, 1)
    assert load(tmp_path, 1) is None
    assert numbers(tmp_path) == [1]
    assert not list(tmp_path.glob(".build*"))


def test_the_steps_are_told_in_their_order(tmp_path: Path) -> None:
    seen: list[str] = []
    load(tmp_path, 1, on_step=seen.append)
    assert tuple(seen) == publish.STEPS
    assert len(seen) == 13


def test_a_fresh_version_starts_from_empty_and_the_old_one_stays_beside_it(tmp_path: Path) -> None:
    load(tmp_path, 1)
    assert publish_small(tmp_path, filled(7, rows=3), fresh=True) == 2
    assert rows(tmp_path) == 3
    publish.rollback(tmp_path)
    assert rows(tmp_path) == 20


def test_a_fill_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    load(tmp_path, 1)
    before = sorted(one.name for one in tmp_path.iterdir())

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        filled(2)(connection)
        raise DataError("{file} has no column {column}.", file="survey.csv", column="score")

    with pytest.raises(DataError, match=r"survey\.csv has no column score"):
        publish_small(tmp_path, fill)
    assert sorted(one.name for one in tmp_path.iterdir()) == before
    assert rows(tmp_path) == 20


@pytest.mark.parametrize("step", publish.STEPS[:11])
def test_a_full_disk_at_any_step_leaves_the_old_version_current(tmp_path: Path, step: str) -> None:
    load(tmp_path, 1)

    def on_step(reached: str) -> None:
        if reached == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DataError, match=r"No space left on device.*It is as it was"):
        load(tmp_path, 2, on_step=on_step)
    assert numbers(tmp_path) == [1]
    assert load(tmp_path, 2) == 2
    assert rows(tmp_path) == 40


@pytest.mark.skipif(sys.platform != "linux", reason="a small file system needs Linux's mount and its root")
def test_a_really_full_file_system_refuses_the_load_and_keeps_the_old_version(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        load(tmp_path, 1)
        with pytest.raises(DataError, match="It is as it was"):
            load(tmp_path, 2, rows=400_000)
        assert rows(tmp_path) == 20
        assert not list(tmp_path.glob(".build*"))
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_second_loader_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    load(tmp_path, 1)
    (tmp_path / ".loader").write_text("process 4711, 2026-11-21 10:00:00+00:00\n", encoding="utf-8")
    with FileLock(tmp_path / ".lock"), pytest.raises(DataError, match=r"Another load is at work.*process 4711"):
        publish_small(tmp_path, filled(2), patience=0.1)
    assert numbers(tmp_path) == [1]


def test_a_damaged_current_version_is_not_built_upon(tmp_path: Path) -> None:
    load(tmp_path, 1)
    load(tmp_path, 2, rows=5000)
    path = versions.file_of(tmp_path, 2)
    path.write_bytes(path.read_bytes().replace(b"2-4001", b"2-4009"))
    with pytest.raises(DataError, match="doctor"):
        load(tmp_path, 3)
    assert numbers(tmp_path) == [1, 2]
    publish.rollback(tmp_path)
    assert load(tmp_path, 3) == 3
    assert rows(tmp_path) == 40


def test_damage_in_a_table_that_the_load_does_not_touch_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LEAST", 1000)  # rows of a table whose sum may be carried over

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute(
            "insert into main.customer_alias (alias_id, customer_id, rule)"
            " select 'alias-' || range, 'c', 'said' from range(5000)"
        )
        return True

    publish_small(tmp_path, fill)
    assert load(tmp_path, 2) == 2
    path = versions.file_of(tmp_path, 2)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"alias-4001", b"alias-4009"))
    assert path.read_bytes() != whole
    assert doctor.damage(tmp_path, SETTINGS) is not None
    with pytest.raises(DataError, match="doctor"):
        load(tmp_path, 3)
    assert numbers(tmp_path) == [1, 2]
    path.write_bytes(whole)
    assert load(tmp_path, 3) == 3
    assert doctor.damage(tmp_path, SETTINGS) is None


def test_damage_after_the_file_was_closed_stops_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LEAST", 1000)
    load(tmp_path, 1, rows=5000)

    def on_step(reached: str) -> None:
        if reached == "closed":
            (path,) = tmp_path.glob(".build.*.duckdb")
            path.write_bytes(path.read_bytes().replace(b"1-4001", b"1-4009"))

    with pytest.raises(DataError, match="doctor"):
        load(tmp_path, 2, on_step=on_step)
    assert numbers(tmp_path) == [1]
    assert rows(tmp_path) == 5000


def test_a_table_of_main_that_is_written_behind_the_load_stops_it(tmp_path: Path) -> None:
    load(tmp_path, 1)

    def on_step(reached: str) -> None:
        if reached == "closed":
            (path,) = tmp_path.glob(".build.*.duckdb")
            with duckdb.connect(str(path)) as connection:
                connection.execute("update main.survey set score = 9 where survey_id = '1-7'")

    with pytest.raises(DataError, match=r"does not hold what its manifest says, in main\.survey"):
        load(tmp_path, 2, on_step=on_step)
    assert numbers(tmp_path) == [1]


def test_what_no_load_touched_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sum that is wrong in the version before is told by the doctor of the next one as well."""
    monkeypatch.setattr(parts, "LEAST", 1000)
    load(tmp_path, 1, rows=5000)
    with duckdb.connect(str(versions.file_of(tmp_path, 1))) as connection:
        connection.execute("update main.manifest_part set checksum = '1' where table_name = 'survey'")
    publish_small(tmp_path, lambda connection: True)
    found = doctor.damage(tmp_path, SETTINGS)
    assert found is not None
    assert found.parts == {"number": "2", "tables": ["main.survey"]}


def test_rollback_goes_one_version_back_and_the_next_load_builds_on_that(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        load(tmp_path, number)
    assert publish.rollback(tmp_path) == 2
    assert rows(tmp_path) == 40
    assert load(tmp_path, 9) == 4
    assert rows(tmp_path) == 60
    assert publish.rollback(tmp_path, 3) == 3
    assert rows(tmp_path) == 60


def test_rollback_to_what_is_not_there_or_damaged_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no warehouse"):
        publish.rollback(tmp_path / "nowhere")
    load(tmp_path, 1)
    with pytest.raises(DataError, match="no version before 1"):
        publish.rollback(tmp_path)
    with pytest.raises(DataError, match=r"no version 7 .* There are: 1\."):
        publish.rollback(tmp_path, 7)
    load(tmp_path, 2)
    versions.file_of(tmp_path, 1).write_bytes(b"x" * 5000)
    with pytest.raises(DataError, match="damaged"):
        publish.rollback(tmp_path, 1)
    assert (tmp_path / "CURRENT").read_text() == "000002.duckdb\n"


def test_rollback_mends_a_missing_pointer(tmp_path: Path) -> None:
    load(tmp_path, 1)
    load(tmp_path, 2)
    (tmp_path / "CURRENT").unlink()
    with pytest.raises(DataError, match="CURRENT"):
        load(tmp_path, 3)
    assert publish.rollback(tmp_path) == 2
    assert rows(tmp_path) == 40


def made(folder: Path, number: int, day: datetime, size: int = 100) -> None:
    path = versions.file_of(folder, number)
    path.write_bytes(b"v" * size)
    os.utime(path, (day.timestamp(), day.timestamp()))


def test_old_versions_go_but_the_last_three_and_the_last_of_each_of_seven_days_stay(tmp_path: Path) -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    # number: day before today.   1-3: ten days ago, 4-5: six, 6: two, 7-11: today
    for number, ago in {1: 10, 2: 10, 3: 10, 4: 6, 5: 6, 6: 2, 7: 0, 8: 0, 9: 0, 10: 0, 11: 0}.items():
        made(tmp_path, number, noon - timedelta(days=ago) + timedelta(minutes=number))
    (tmp_path / "CURRENT").write_text("000011.duckdb\n", encoding="utf-8")
    versions.prune(tmp_path, date(2026, 11, 21))
    assert numbers(tmp_path) == [5, 6, 9, 10, 11]


def test_the_budget_takes_the_oldest_days_first_and_never_the_last_three_or_the_current(tmp_path: Path) -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for number, ago in {1: 6, 2: 5, 3: 4, 4: 3, 5: 2, 6: 1, 7: 0}.items():
        made(tmp_path, number, noon - timedelta(days=ago))
    (tmp_path / "CURRENT").write_text("000002.duckdb\n", encoding="utf-8")
    versions.prune(tmp_path, date(2026, 11, 21), budget=500)
    assert numbers(tmp_path) == [2, 4, 5, 6, 7]


READER = """
import sys, time
from pathlib import Path
from crm_metrics.settings import Settings
from crm_metrics.warehouse import store
folder, seen, checks = Path(sys.argv[1]), 0, 0
while not (folder / "stop").exists():
    warehouse = store.open_warehouse(folder, Settings(threads=1, memory="200MB"))
    loads, total, written, shaped = warehouse.fetch(
        "select (select count(*) from main.load_log), (select count(*) from main.survey),"
        " (select row_count from main.manifest where schema_name = 'main' and table_name = 'survey'),"
        " (select datediff('day', loaded_from, loaded_through) + 1 from shape.watermark where table_name = 'survey')"
    )[0]
    assert warehouse.notice is None, warehouse.notice
    assert total == 20 * loads == written and shaped == loads, ("half", loads, total, written, shaped)
    assert warehouse.version >= seen, ("back", warehouse.version, seen)
    seen, checks = warehouse.version, checks + 1
    warehouse.close()
    (folder / sys.argv[2]).write_text(str(checks))
    time.sleep(0.01)
print(checks)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_a_loader_killed_at_any_step_leaves_the_old_or_the_new_version_whole_under_two_readers(tmp_path: Path) -> None:
    load(tmp_path, 1)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(tmp_path), f"reader{n}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for n in range(2)
    ]
    try:
        for number, step in enumerate(publish.STEPS, start=2):
            before = versions.current(tmp_path)
            killed = subprocess.run(
                [sys.executable, "-m", "tests.warehouse.loader", str(tmp_path), str(number), step],
                capture_output=True,
                check=False,
            )
            assert killed.returncode == -9, killed.stderr.decode()
            swapped = step in ("pointer swapped", "end")
            assert versions.current(tmp_path) == before + swapped, step
            assert rows(tmp_path) == 20 * (number - 1 + swapped), step
            assert load(tmp_path, number) == (None if swapped else before + 1), step
            assert rows(tmp_path) == 20 * number, step
            assert not list(tmp_path.glob(".build*")), step
            assert all(reader.poll() is None for reader in readers), [one.communicate() for one in readers]
    finally:
        (tmp_path / "stop").touch()
        told = [reader.communicate(timeout=30) for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], told
    assert all(int(said) >= len(publish.STEPS) for said, _ in told), told


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_the_first_load_of_all_killed_before_the_pointer_leaves_no_warehouse_and_the_next_one_is_exact(
    tmp_path: Path,
) -> None:
    for step in ("renamed", "folder synced", "pointer written"):
        subprocess.run(
            [sys.executable, "-m", "tests.warehouse.loader", str(tmp_path), "1", step], capture_output=True, check=False
        )
        with pytest.raises(DataError, match="no warehouse"):
            store.open_warehouse(tmp_path, SETTINGS)
    assert load(tmp_path, 1) == 1
    assert rows(tmp_path) == 20
