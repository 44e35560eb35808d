"""From what a company really has to its numbers: suggest, import and query on files that nobody has touched."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import crm_metrics as crm
from crm_metrics.command.main import main
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse.suggesting.people import folded_name
from tests.scenarios.known.core import DATA
from tests.scenarios.own_files import colombia, spain
from tests.scenarios.test_small_trader import (
    ANSWERS,
    CASH,
    DETRACTORS,
    FOLDER,
    OPENED,
    PROMOTERS,
    SALES,
    SATISFIED,
    SOLVED,
)

TRADER = ("--name", "Comercializadora del Valle", "--country", "MX", "--time-zone", "America/Mexico_City")
SAID = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npayments_after_end = "leave_open"\n'
SCORES = tuple(100 * (p - d) / n for p, d, n in zip(PROMOTERS, DETRACTORS, ANSWERS, strict=True))
TRADERS: Mapping[str, tuple[int, Sequence[float]]] = {  # metric → its first month of 2026, and the months' values
    "revenue": (1, (*SALES, 213100.55)),
    "cash_collected": (1, CASH),
    "cases_opened": (6, OPENED),
    "cases_resolved": (6, SOLVED),
    "csat": (6, tuple(s / n for s, n in zip(SATISFIED, ANSWERS, strict=True))),
    "nps": (6, SCORES),
}
needs_data = pytest.mark.skipif(not (DATA / "sme_mx").is_dir(), reason="the files of the trader are not there")


class OwnFiles:
    """A company's own warehouse, and a folder with its files as they are."""

    def __init__(self, place: Path, founded: Sequence[str], write: Callable[[Path], None]) -> None:
        self.folder, self.warehouse, self.mapping = place / "files", place / "warehouse", place / "mapping.toml"
        self.folder.mkdir()
        write(self.folder)
        self.answers = place / "answers.toml"
        assert main(["init", *founded, "--warehouse", str(self.warehouse)]) == 0

    def suggest(self, said: str = "", *more: str) -> int:
        """The exit code of suggest with these answers; the mapping is written."""
        self.answers.write_text(said, encoding="utf-8")
        given = ["--answers", str(self.answers)] if said else []
        out = ["--out", str(self.mapping), "--warehouse", str(self.warehouse)]
        return main(["suggest", str(self.folder), *out, *given, *more])

    def bring(self) -> int:
        """The exit code of the import by the mapping, as it was written."""
        return main(["import", str(self.folder), "--source", str(self.mapping), "--warehouse", str(self.warehouse)])

    def readings(
        self, name: str, *, every: str = "month", by: Sequence[str] = (), since: date, until: date
    ) -> list[Any]:
        """What a metric reads."""
        shop = crm.open(self.warehouse)
        try:
            found = ask(shop, [CATALOGUE[name]], every=every, by=by, since=since, until=until)
            return list(found[name].readings)
        finally:
            shop.close()


def trader_files(folder: Path) -> None:
    for path in FOLDER.iterdir():
        if path.suffix in (".csv", ".xlsx"):
            (folder / path.name).write_bytes(path.read_bytes())


@pytest.fixture
def trader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> OwnFiles:
    return OwnFiles(tmp_path, TRADER, trader_files)


@needs_data
@pytest.mark.real_data
def test_the_untouched_files_of_the_trader_give_every_number_of_their_readme(trader: OwnFiles) -> None:
    assert trader.suggest(SAID) == 0
    assert trader.bring() == 0
    for name, (first, values) in TRADERS.items():
        until = date(2026, 11, 30)
        found = trader.readings(name, since=date(2026, first, 1), until=until)[: len(values)]
        assert [float(one.value) for one in found] == pytest.approx(list(values), abs=0.005), name
    sold = trader.readings("revenue", every="all", by=["customer"], since=date(2026, 1, 1), until=date(2026, 11, 20))
    assert len(sold) == 15
    largest = max(sold, key=lambda one: one.value)
    assert largest.groups == ("Ferretería El Águila S.A. de C.V.",)
    assert float(largest.value) == pytest.approx(1159067.74)
    backlog = trader.readings("backlog", since=date(2026, 11, 1), until=date(2026, 11, 30))
    assert [one.value for one in backlog] == [102]


@needs_data
@pytest.mark.real_data
def test_with_defaults_nothing_wrong_of_the_trader_is_told_as_complete(trader: OwnFiles) -> None:
    assert trader.suggest() == 1
    assert trader.bring() == 0
    for name, (first, values) in TRADERS.items():
        found = trader.readings(name, since=date(2026, first, 1), until=date(2026, 11, 30))
        for one, right in zip(found, values, strict=False):
            assert one.value is None or not one.complete or float(one.value) == pytest.approx(right, abs=0.005), name
    nps = trader.readings("nps", since=date(2026, 6, 1), until=date(2026, 11, 30))
    assert not [one for one in nps if one.complete]


@needs_data
@pytest.mark.real_data
def test_an_answer_is_kept_with_the_pattern_of_its_files_and_the_next_month_asks_nothing(
    trader: OwnFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    trader.suggest(SAID)
    (trader.folder / "Facturas emitidas 2026.xlsx").rename(trader.folder / "Facturas emitidas 2027.xlsx")
    capsys.readouterr()
    assert trader.suggest("", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["answer"] for one in told["questions"]] == ["leave_out", "leave_open", "company"]
    assert not [one for one in told["questions"] if one["open"]]
    assert trader.bring() == 0


@pytest.mark.parametrize("company", [colombia, spain], ids=["colombia", "spain"])
def test_the_files_of_an_invented_company_give_the_numbers_worked_out_before(
    company: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = OwnFiles(tmp_path, company.COMPANY, company.write)
    assert own.suggest(company.ANSWERS) == 0
    assert own.bring() == 0
    since, until = _span(company)
    for name, values in company.NUMBERS.items():
        found = own.readings(name, since=since, until=until)
        assert [float(one.value) for one in found] == pytest.approx(list(values), abs=0.005), name
    for name, may_be in company.AT_THE_END.items():
        found = own.readings(name, since=since, until=until)
        assert float(found[-1].value) in [pytest.approx(one, abs=0.005) for one in may_be], name
    sold = own.readings("revenue", every="all", by=["customer"], since=since, until=until)
    told = {folded_name(str(one.groups[0])): float(one.value) for one in sold}
    assert told == pytest.approx({folded_name(name): value for name, value in company.CUSTOMERS.items()})


@pytest.mark.parametrize("company", [colombia, spain], ids=["colombia", "spain"])
def test_with_defaults_nothing_wrong_of_an_invented_company_is_told_as_complete(
    company: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = OwnFiles(tmp_path, company.COMPANY, company.write)
    assert own.suggest() == 1
    assert own.bring() == 0
    since, until = _span(company)
    for name, values in company.NUMBERS.items():
        for one, right in zip(own.readings(name, since=since, until=until), values, strict=True):
            assert one.value is None or not one.complete or float(one.value) == pytest.approx(right, abs=0.005), name


def test_the_mapping_that_was_written_is_one_that_a_person_can_read(tmp_path: Path) -> None:
    own = OwnFiles(tmp_path, colombia.COMPANY, colombia.write)
    own.suggest(colombia.ANSWERS)
    told = tomllib.loads(own.mapping.read_text(encoding="utf-8"))
    sales = next(rule for name, rule in told["files"].items() if name.startswith("ventas"))
    assert sales["header_lines"] == 2
    assert sales["report"] is True
    assert sales["answers"] == {"cancelled_rows": "leave_out"}
    assert sales["names"] == ["Ventas detallado ago-oct *"] or sales["names"] == ["Ventas detallado *"]


def _span(company: Any) -> tuple[date, date]:
    """The first and the last day of the months of a company."""
    first, last = date.fromisoformat(company.MONTHS[0]), date.fromisoformat(company.MONTHS[-1])
    return first, (last + timedelta(days=31)).replace(day=1) - timedelta(days=1)
