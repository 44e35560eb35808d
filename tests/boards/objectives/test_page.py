"""The page of objectives: what was set on it reaches its cards, within the scope of who reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest

from crm_metrics.access import Reader, Scope
from crm_metrics.boards import objectives
from crm_metrics.boards.core import Board, Grid, View
from crm_metrics.metrics.goals.cascade import Goal
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.aims import ObjectiveRegister
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.objectives import Aim, Bands
from crm_metrics.office.place import OfficePlace
from crm_metrics.words import Words
from tests.boards.questions.asking import COMPANY
from tests.boards.shown import card
from tests.conftest import House
from tests.demo_company import demo_company

EN, ES = Words("en"), Words("es-CO")
MAY = date(2026, 5, 1)
ANA = Reader("Ana", "executive")
LEADS = Aim(metric="leads_created", process="presales", valid_from=MAY)


@pytest.fixture(scope="module")
def company() -> Iterator[Shop]:
    with demo_company(COMPANY, finish=None) as company:
        yield company


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectiveRegister]:
    """A database of its own beside the company."""
    monkeypatch.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))
    database = OfficeDatabase(OfficePlace(file=tmp_path / "office.sqlite"))
    yield ObjectiveRegister(database, ANA)
    database.close()


def shown(company: Shop, metric: str = "leads_created", words: Words = EN, **asked: object) -> Board:
    view = replace(View(where=(("metric", metric),)), **asked)  # type: ignore[arg-type]
    return objectives.board(objectives.gather(company, view), words)


def texts(board: Board, key: str) -> list[list[str]]:
    body = card(board, key).body
    assert isinstance(body, Grid)
    return [[cell.text for cell in row.cells] for row in body.rows]


def test_the_page_has_its_cards_in_reading_order_in_both_languages(company: Shop) -> None:
    for words, title in ((EN, "Objectives"), (ES, "Objetivos")):
        board = shown(company, words=words)
        assert (board.title, [one.key for one in board.cards]) == (title, ["objectives", "tree", "days", "history"])
        assert all(len(one.title) <= 80 for one in board.cards)
        assert [one.key for one in board.filters] == ["process", "metric"]


def test_what_was_set_is_told_with_its_bands_its_author_and_its_history(
    company: Shop, register: ObjectiveRegister
) -> None:
    first = register.set(LEADS, Bands(good=700, minimum=600, excellent=800), "up")
    register.set(replace(LEADS, valid_to=date(2027, 1, 1)), Bands(good=720, minimum=600, excellent=800), "up", first)
    board = shown(company)
    (row,) = texts(board, "tree")
    assert row[-4:-1] == ["600", "720", "800"]
    assert row[-1].startswith("set by Ana on ") and row[-1].endswith(", since 1 May 2026")
    newest, oldest = texts(board, "history")
    assert newest[1:] == [
        "Ana", "New leads", "Presales", "from May 2026 to December 2026", "600 / 700 / 800", "600 / 720 / 800",
    ]  # fmt: skip
    assert oldest[-3:] == ["from May 2026", "–", "600 / 700 / 800"]
    assert goal_for(company, metric_of("leads_created"), "month", MAY) == Goal(720, 120)
    assert texts(board, "days")[-1][3] == "720"  # the days of May add up to it


def test_a_team_without_an_objective_of_files_has_one_once_it_is_set(
    company: Shop, register: ObjectiveRegister
) -> None:
    assert "Team" not in {row[1] for row in texts(shown(company, "contacts_handled"), "tree")}
    aim = Aim(metric="contacts_handled", process="service", team="Digital", valid_from=MAY)
    register.set(aim, Bands(good=40), "up")
    rows = texts(shown(company, "contacts_handled"), "tree")
    assert [row[:2] for row in rows if row[1] == "Team"] == [["Digital", "Team"]]


def test_a_reader_sees_the_objectives_of_the_own_part_alone(company: Shop, register: ObjectiveRegister) -> None:
    register.set(LEADS, Bands(good=700), "up")
    board = shown(company, "bookings", scope=Scope(processes=("sales",)))
    assert {row[1] for row in texts(board, "objectives")} == {"Sales"}
    assert card(board, "history").title == "Nobody has set an objective on this page yet"
    team = shown(company, "bookings", scope=Scope(teams=("Ventas Digital",)))
    assert [row[0] for row in texts(team, "tree")] == ["Ventas Digital"]


def test_one_process_or_several_narrow_the_page(company: Shop) -> None:
    assert {row[1] for row in texts(shown(company, "", process="service"), "objectives")} == {"Service"}
    two = texts(shown(company, "", processes=("sales", "service")), "objectives")
    assert {row[1] for row in two} == {"Sales", "Service"}


def test_what_cant_be_read_is_said_and_no_objective_is_shown(
    company: Shop, register: ObjectiveRegister, tmp_path: Path
) -> None:
    (tmp_path / "office.sqlite").write_text("no database", encoding="utf-8")
    board = shown(company)
    assert [one.title for one in board.cards] == ["Objectives can't be read now"]


def test_a_reader_of_another_process_is_told_so(company: Shop) -> None:
    board = shown(company, "", process="sales", scope=Scope(processes=("service",)))
    assert [one.key for one in board.cards] == ["not_permitted"]


def test_where_a_team_alone_has_an_objective_its_own_result_stands_beside_it(
    company: Shop, register: ObjectiveRegister
) -> None:
    for team in ("Digital", "Soluciones"):
        register.set(Aim(metric="csat_mean", process="service", team=team, valid_from=MAY), Bands(good=70), "up")
    rows = {row[1]: row for row in texts(shown(company, "", process="service"), "objectives")}
    for team in ("Digital", "Soluciones"):
        asked = (
            "select 100 * sum((score - scale_min) / (scale_max - scale_min)) / count(score) from main.survey where"
            f" instrument = 'csat' and process = 'service' and team = '{team}' and"
            f" cast(timezone('America/Bogota', responded_at) as date) between date '{MAY}' and date '2026-05-30'"
        )
        ((own,),) = company.fetch(asked)
        assert rows[team][2] == EN.value(float(own), "points", "COP")


def test_a_day_that_still_ran_when_it_was_loaded_asks_for_nothing_yet(
    house: House, register: ObjectiveRegister
) -> None:
    """A lead on each of the ten working days to the 14th; of the 15th half an hour is loaded."""
    leads = [_lead(datetime(2026, 5, day, 15, tzinfo=UTC)) for day in (1, *range(4, 9), *range(11, 15))]
    shop = house({"work_item": leads}, through=date(2026, 5, 15), loaded_at=datetime(2026, 5, 15, 5, 30, tzinfo=UTC))
    register.set(LEADS, Bands(good=21), "up")  # May has 21 working days: one a day where nothing tells a season
    (row,) = texts(shown(shop), "objectives")
    assert (row[2], row[3], row[5]) == ("10", "10", "on the way")


def test_a_rate_of_few_rows_is_shown_and_not_judged(house: House, register: ObjectiveRegister) -> None:
    at = datetime(2026, 5, 2, 15, tzinfo=UTC)
    answer = {"instrument": "csat", "customer_id": "ana", "process": "service", "sent_at": at, "responded_at": at,
              "score": 1, "scale_min": 1, "scale_max": 5}  # fmt: skip
    shop = house({"survey": [{"survey_id": str(one), **answer} for one in range(3)]}, through=date(2026, 5, 3))
    register.set(Aim(metric="csat", process="service", valid_from=MAY), Bands(good=0.8), "up")
    board = shown(shop, "csat")
    (row,) = texts(board, "objectives")
    assert (row[2], row[5]) == ("0.0%", "small sample")
    assert card(board, "objectives").title == "No result has enough data to be judged"
    assert board.summary[0].endswith(": 0.") and board.summary[1] == "One can't be judged yet."


def test_what_was_set_in_the_evening_is_of_that_day_in_the_company(
    company: Shop, register: ObjectiveRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten at night in Bogotá is the next day in UTC."""

    class Evening(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Evening:
            return cls(2026, 5, 21, 3, tzinfo=UTC)

    monkeypatch.setattr("crm_metrics.office.aims.datetime", Evening)
    register.set(replace(LEADS, valid_to=date(2026, 7, 1)), Bands(good=700), "up")
    board = shown(company)
    (row,) = texts(board, "tree")
    assert row[-1] == "set by Ana on 20 May 2026, since 1 May 2026"
    holds = [texts(shown(company, words=words), "history")[0][4] for words in (EN, ES)]
    assert holds == ["from May 2026 to June 2026", "de mayo de 2026 a junio de 2026"]


def _lead(at: datetime) -> dict[str, object]:
    whose = {"process": "presales", "kind": "lead", "customer_id": "ana", "status": "open"}
    return {"work_item_id": f"lead{at:%d%H}", **whose, "opened_at": at}
