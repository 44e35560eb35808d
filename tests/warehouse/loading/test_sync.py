"""All sources of a company into one version: what is there, what is late, what fails, and what another run sees."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from filelock import FileLock

from crm_metrics import settings
from crm_metrics.command.main import main
from crm_metrics.errors import DataError
from crm_metrics.warehouse import store, versions
from crm_metrics.warehouse.loading import schedule, sync
from crm_metrics.warehouse.loading.load import Load
from tests.warehouse.loader import SETTINGS, one_shape

NOON = datetime(2026, 1, 20, 17, 0, tzinfo=UTC)

SURVEYS = "survey_id,instrument,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"
CUSTOMERS = "customer_id,name,email\n"


def survey(number: int, score: object = 9, sent: str = "2026-01-19 10:00") -> str:
    return f"s{number},nps,c{number},{sent},{sent},{score},0,10\n"


class Company:
    """A folder with sources.toml, exports and a warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.house = folder, folder / "house"

    def says(self, text: str) -> None:
        (self.folder / "sources.toml").write_text(text, encoding="utf-8")

    def puts(self, name: str, text: str, at: datetime | None = None) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if at:
            os.utime(path, (at.timestamp(), at.timestamp()))

    def runs(
        self,
        now: datetime = NOON,
        sleep: Callable[[float], None] = lambda _: pytest.fail("waited"),
        accept_rejects: bool = False,
    ) -> sync.SyncReport:
        with one_shape(), patch.object(settings, "load", lambda: SETTINGS):
            return sync.sync(
                schedule.read(self.folder),
                self.house,
                finish=None,
                accept_rejects=accept_rejects,
                now=lambda: now,
                sleep=sleep,
                patience=0.1,
            )

    def asks(self, sql: str) -> list[tuple[Any, ...]]:
        opened = store.open_warehouse(self.house, SETTINGS)
        try:
            return opened.fetch(sql)
        finally:
            opened.close()

    @property
    def versions(self) -> int:
        return len(versions.versions(self.house))


TWO = """
[[source]]
name = "north"
folder = "north"
[[source]]
name = "south"
folder = "south"
"""


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    yield Company(tmp_path)


def told(report: sync.SyncReport) -> str:
    return " | ".join(str(one) for part in report.parts for one in part.troubles)


def test_all_sources_make_one_version_and_a_second_run_makes_none(company: Company) -> None:
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.puts("south/survey.csv", SURVEYS + survey(2) + survey(3))
    report = company.runs()
    assert (report.exit_code, report.version, company.versions) == (0, 1, 1)
    assert company.asks("select _source, count(*) from main.survey group by 1 order by 1") == [
        ("north", 1),
        ("south", 2),
    ]
    again = company.runs()
    assert (again.exit_code, again.version, company.versions) == (0, None, 1)


def test_a_missing_and_a_refused_source_leave_the_others_in(company: Company) -> None:
    company.says(TWO + '[[source]]\nname = "west"\nfolder = "west"\n')
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.puts("north/customer.csv", CUSTOMERS + "c1,Ana,\n")
    # The customers of south could be read; its surveys can't, and then none of its rows may stay.
    company.puts("south/customer.csv", CUSTOMERS + "c9,Eva,\n")
    company.puts("south/survey.csv", SURVEYS + survey(2, sent="hoy"))
    report = company.runs()
    assert (report.exit_code, report.version) == (1, 1)
    assert "sent_at" in told(report) and "west is missing" in told(report)
    assert company.asks("select survey_id from main.survey") == [("s1",)]
    assert company.asks("select customer_id from main.customer") == [("c1",)]


@pytest.mark.parametrize("south", [None, survey(2, sent="hoy")])
def test_without_a_required_source_nothing_is_published(company: Company, south: str | None) -> None:
    company.says(TWO + "required = true\n")
    company.puts("north/survey.csv", SURVEYS + survey(1))
    if south:
        company.puts("south/survey.csv", SURVEYS + south)
    report = company.runs()
    assert (report.exit_code, report.version, company.versions) == (2, None, 0)
    company.puts("south/survey.csv", SURVEYS + survey(2))
    assert company.runs().exit_code == 0


def test_rejected_rows_of_all_sources_are_in_one_list(company: Company) -> None:
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + survey(1) + survey(2, score=11))
    company.puts("south/survey.csv", SURVEYS + survey(3) + survey(4, score=12))
    report = company.runs()
    assert report.exit_code == 1
    lines = report.rejects.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[3] for line in lines] == ["value", "11.0", "12.0"] or len(lines) == 3


def test_what_is_missing_is_waited_for_as_often_as_the_schedule_says(company: Company) -> None:
    company.says(TWO + "retries = 2\nwait_seconds = 30\n")
    company.puts("north/survey.csv", SURVEYS + survey(1))
    waits: list[float] = []

    def arrives_second_time(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            company.puts("south/survey.csv", SURVEYS + survey(2))

    assert company.runs(sleep=arrives_second_time).exit_code == 0
    assert waits == [30, 30]


def test_waiting_ends_and_the_rest_is_loaded(company: Company) -> None:
    company.says(TWO + "retries = 2\nwait_seconds = 30\n")
    company.puts("north/survey.csv", SURVEYS + survey(1))
    waits: list[float] = []
    report = company.runs(sleep=waits.append)
    assert (report.exit_code, report.version, waits) == (1, 1, [30, 30])
    assert told(report).startswith("south is missing")


def test_a_file_of_yesterday_is_late_once_the_hour_is_past(company: Company) -> None:
    company.says(TWO + 'expected_by = "07:00"\n')
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.puts("south/survey.csv", SURVEYS + survey(2), at=datetime(2026, 1, 19, 12, tzinfo=UTC))
    before = company.runs(now=datetime(2026, 1, 20, 6, 59, tzinfo=UTC))
    assert before.exit_code == 0
    after = company.runs(now=datetime(2026, 1, 20, 7, 0, tzinfo=UTC))
    assert after.exit_code == 1
    assert told(after) == (
        "south is late: its newest file was written on 2026-01-19, and one of 2026-01-20 was expected by 07:00."
    )


def test_rows_that_end_too_early_are_late_though_the_file_is_new(company: Company) -> None:
    company.says(TWO + "lag_days = 1\n")
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.puts("south/survey.csv", SURVEYS + survey(2, sent="2026-01-17 10:00"))
    report = company.runs()
    assert report.exit_code == 1
    assert told(report) == "south is late: its rows reach 2026-01-17, and should reach 2026-01-19."
    company.puts("south/survey.csv", SURVEYS + survey(2, sent="2026-01-17 10:00") + survey(3))
    assert company.runs().exit_code == 0


def test_one_file_and_a_database_are_sources_too(company: Company) -> None:
    company.says(
        '[[source]]\nname = "one"\nfile = "down/survey.csv"\n[[source]]\nname = "base"\ndatabase = "crm.sqlite"\n'
    )
    company.puts("down/survey.csv", SURVEYS + survey(1))
    company.puts("down/customer.csv", CUSTOMERS + "c1,Ana,\n")
    with sqlite3.connect(company.folder / "crm.sqlite") as made:
        made.execute("create table customer (customer_id text, name text, acquired_on text)")
        made.execute("insert into customer values ('c7', 'Luz', '2026-01-03')")
    made.close()
    assert company.runs().exit_code == 0
    assert company.asks("select customer_id, acquired_on, _source from main.customer") == [
        ("c7", date(2026, 1, 3), "base")
    ]
    assert company.asks("select count(*) from main.survey") == [(1,)]


def test_a_second_run_while_one_is_at_work_is_refused_and_changes_nothing(company: Company) -> None:
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.house.mkdir()
    with FileLock(company.house / ".lock"), pytest.raises(DataError, match="Another load is at work"):
        company.runs()
    assert company.versions == 0


def test_a_run_that_is_stopped_leaves_nothing_and_the_next_one_loads_all(company: Company) -> None:
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.puts("south/survey.csv", SURVEYS + survey(2))
    whole = Load.fill
    seen: list[str] = []

    def stopped(load: Load, connection: Any) -> bool:
        seen.append(load.source.name)
        if load.source.name == "south":
            raise KeyboardInterrupt
        return whole(load, connection)

    with patch.object(Load, "fill", stopped), pytest.raises(KeyboardInterrupt):
        company.runs()
    assert (seen, company.versions) == (["north", "south"], 0)
    assert [one.name for one in company.house.glob(".build*")] == []
    assert company.runs().exit_code == 0
    assert company.asks("select count(*) from main.survey") == [(2,)]


def test_keys_declared_for_all_sources_join_customers_and_go_with_their_declaration(company: Company) -> None:
    company.says(TWO + '[alias]\nkeys = ["email"]\n')
    company.puts("north/customer.csv", CUSTOMERS + "n1,Ana, Ana@Sol.example \nn2,Luis,\n")
    company.puts("south/customer.csv", CUSTOMERS + "s1,Ana Sol,ana@sol.example\ns2,Eva,\n")
    assert company.runs().exit_code == 0
    assert company.asks("select alias_id, customer_id, rule, _source from main.customer_alias") == [
        ("s1", "n1", "email", "alias")
    ]
    company.says(TWO)
    assert company.runs().version == 2
    assert company.asks("select count(*) from main.customer_alias") == [(0,)]


@pytest.mark.parametrize("step", ["_absent", "_folder"])
def test_a_place_that_cannot_be_opened_is_told_and_the_others_are_loaded(company: Company, step: str) -> None:
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + survey(1))
    company.puts("south/survey.csv", SURVEYS + survey(2))
    real = getattr(sync, step)

    def shut(entry: schedule.ScheduledSource, *more: Any) -> Any:
        if entry.name == "south":
            raise PermissionError(13, "Permission denied", str(entry.place))
        return real(entry, *more)

    with patch.object(sync, step, shut):
        report = company.runs()
    assert report.exit_code == 1
    assert "can't be read" in told(report) and "south" in told(report)
    assert company.asks("select survey_id from main.survey") == [("s1",)]


def test_a_misspelt_key_is_told(company: Company) -> None:
    company.says(TWO + '[alias]\nkeys = ["email", "emial"]\n')
    company.puts("north/customer.csv", CUSTOMERS + "n1,Ana,ana@sol.example\n")
    company.puts("south/customer.csv", CUSTOMERS + "s1,Ana,ana@sol.example\n")
    report = company.runs()
    assert report.exit_code == 0
    notices = [str(one) for part in report.parts if part.report for one in part.report.notices]
    assert any("The key emial joins nobody" in one for one in notices)
    assert not any("The key email joins" in one for one in notices)


def test_a_file_that_its_mapping_does_not_know_is_named(company: Company) -> None:
    company.says('[[source]]\nname = "north"\nfile = "encuesta.csv"\n')
    company.puts("encuesta.csv", SURVEYS + survey(1))
    report = company.runs()
    assert report.exit_code == 2
    assert "encuesta.csv is no file that source plain knows" in told(report)


def test_the_command_says_in_the_reader_s_language_what_failed(
    company: Company, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(company.folder))
    monkeypatch.setenv("CRM_LANGUAGE", "es")
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + survey(1) + survey(2, score=11))
    assert main(["sync", "--warehouse", str(company.house)]) == 1
    told = capsys.readouterr()
    assert told.out == "north: survey read 2 loaded 1 unchanged 0 rejected 1\n"
    assert "Quedó fuera 1 fila" in told.err and "Falta south" in told.err
    (company.folder / "north" / "survey.csv").unlink()
    assert main(["sync", "--warehouse", str(company.house)]) == 2
    assert "No se cargó nada" in capsys.readouterr().err


def test_a_source_with_too_many_rows_left_out_is_refused_alone_until_somebody_says_so(company: Company) -> None:
    company.says(TWO)
    company.puts("north/survey.csv", SURVEYS + "".join(survey(number, score=11) for number in range(30)) + survey(99))
    company.puts("south/survey.csv", SURVEYS + survey(100))
    report = company.runs()
    assert report.exit_code == 1
    assert [part.report is not None for part in report.parts] == [False, True]
    assert company.asks("select survey_id from main.survey order by 1") == [("s100",)]
    accepted = company.runs(accept_rejects=True)
    assert accepted.exit_code == 1
    assert company.asks("select survey_id from main.survey order by 1") == [("s100",), ("s99",)]


def zoned(company: Company, **zones: str) -> None:
    """Plain sources that declare a zone each, and bring one survey of 31 March, 22:30 by their own clock."""
    entries = []
    for number, (name, zone) in enumerate(zones.items()):
        declared = f'time_zone = "{zone}"\n' if zone else ""
        company.puts(f"{name}.toml", f'name = "{name}"\nextends = "plain"\n{declared}')
        company.puts(f"{name}/survey.csv", SURVEYS + survey(number, sent="2026-01-10 22:30"))
        entries.append(f'[[source]]\nname = "{name}"\nmapping = "{name}.toml"\nfolder = "{name}"\n')
    company.says("".join(entries))


def test_sources_of_two_zones_are_refused_while_no_company_says_its_own(company: Company) -> None:
    zoned(company, loja="America/Sao_Paulo", tienda="America/Bogota")
    with pytest.raises(DataError, match="declare different time zones"):
        company.runs()
    assert company.versions == 0


def test_the_one_zone_that_sources_declare_holds_for_those_before_it_too(company: Company) -> None:
    zoned(company, plain_one="", loja="America/Sao_Paulo")
    assert company.runs().exit_code == 0
    # 22:30 in São Paulo, three hours behind UTC, is 01:30 of the next day
    assert company.asks("select distinct cast(sent_at as varchar) from main.survey") == [("2026-01-11 01:30:00+00",)]


def test_a_company_that_one_source_brings_is_there_before_the_others_are_read(company: Company) -> None:
    zoned(company, loja="America/Sao_Paulo", tienda="America/Bogota")
    company.puts("tienda/company.csv", "name,time_zone,currency\nTienda,America/Bogota,COP\n")
    assert company.runs().exit_code == 0
    assert company.asks("select name, time_zone from main.company") == [("Tienda", "America/Bogota")]
