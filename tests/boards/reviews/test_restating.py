"""An old board after new data, late rows, a rollback and changed definitions: it stays, and what moved is told."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.boards import freshness
from crm_metrics.boards.core import View
from crm_metrics.boards.plans.weeks import scope_of
from crm_metrics.boards.reviews.freezing import frozen
from crm_metrics.boards.reviews.restating import FigureNow, figures_now, restated
from crm_metrics.command.main import main
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.office.meetings.frozen import FrozenBoard
from crm_metrics.office.planning import Parts
from crm_metrics.warehouse.store import open_warehouse
from tests.boards.reviews.answered_weeks import FIRST, MONDAY, NORTE, SUNDAY, company
from tests.conftest import House


def read(shop: Shop, parts: Parts = ()) -> FrozenBoard:
    return frozen(shop, "weekly", parts, SUNDAY)


def again(shop: Shop, board: FrozenBoard, parts: Parts = ()) -> dict[str, tuple[FigureNow, ...]]:
    around = freshness.around(shop, View(scope=scope_of(parts)))
    return dict(figures_now(shop, board, scope_of(parts), around))


def csat(shown: dict[str, tuple[FigureNow, ...]]) -> FigureNow:
    """The satisfaction of the week that was reviewed, on the scorecard."""
    (found,) = (one for one in shown["scorecard"] if (one.then.metric, one.then.since) == ("csat", MONDAY))
    return found


def test_a_week_is_kept_as_it_was_read(house: House) -> None:
    found = csat(again(company(house), read(company(house))))
    assert (found.then.value, found.then.n, found.then.until) == (0.475, 40, SUNDAY)  # 6 and 13 of 20 and 20
    assert (found.value, found.n, found.why) == (0.475, 40, ())
    norte = csat(again(company(house), read(company(house), NORTE), NORTE))
    assert (norte.then.value, norte.then.n) == (0.3, 20)


def test_new_weeks_change_nothing_of_an_old_one(house: House) -> None:
    board = read(company(house))
    shown = again(company(house, 3, version=2), board)
    assert restated(shown) == () and csat(shown).value == 0.475


def test_late_rows_are_told_beside_the_number_of_then(house: House) -> None:
    board = read(company(house))
    found = csat(again(company(house, 1, late=10, version=2), board))
    assert (found.then.value, found.then.n) == (0.475, 40)
    assert found.value == pytest.approx(29 / 50) and found.n == 50
    assert found.why == ("newer",)


def test_rows_that_leave_the_share_as_it_is_are_told_by_their_count(house: House) -> None:
    board = read(company(house), NORTE)  # 6 of 20
    kept = replace(board.cards[0].figures[0], value=0.3, n=20)
    assert kept in [figure for card in board.cards for figure in card.figures]
    fewer = replace(board, cards=tuple(
        replace(card, figures=tuple(replace(one, n=10) if one == kept else one for one in card.figures))
        for card in board.cards
    ))  # fmt: skip
    found = csat(again(company(house, version=2), fewer, NORTE))
    assert (found.value, found.n, found.why) == (0.3, 20, ("newer",))


def test_a_rollback_is_told_as_one(house: House) -> None:
    board = read(company(house, late=10, version=2))
    found = csat(again(company(house), board))
    assert found.then.value == pytest.approx(29 / 50)
    assert (found.value, found.n, found.why) == (0.475, 40, ("older",))


def test_the_same_number_of_a_version_loaded_at_another_time_is_another_version(house: House) -> None:
    board = read(company(house))
    built_anew = replace(company(house, late=10, version=2), version=1)
    assert csat(again(built_anew, board)).why == ("newer",)


def test_a_number_that_moved_within_one_version_is_laid_to_a_file_of_the_company(house: House) -> None:
    board = read(company(house))
    other = replace(board, cards=tuple(
        replace(card, figures=tuple(replace(one, value=0.5) for one in card.figures)) for card in board.cards
    ))  # fmt: skip
    assert csat(again(company(house), other)).why == ("files",)


def defined(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    metrics = {**CATALOGUE, "csat": replace(CATALOGUE["csat"], **changes)}
    monkeypatch.setattr("crm_metrics.metrics.registry.CATALOGUE", metrics)


def test_a_definition_that_changed_is_told_with_both_numbers(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    board = read(company(house))
    defined(monkeypatch, numerator="count_if(not satisfied)")
    found = csat(again(company(house), board))
    assert (found.then.value, found.value) == (0.475, 0.525)
    assert found.why == ("definition",)  # of the same data: nothing else is blamed
    assert csat(again(company(house, late=10, version=2), board)).why == ("definition", "newer")
    formula = "count_if(satisfied) ÷ count(satisfied) · survey.responded_on · satisfied is not null"
    assert board.metrics["csat"].formula == formula


def test_another_wording_of_a_metric_is_no_other_definition(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    board = read(company(house))
    defined(monkeypatch, label="Happy customers", means="Something else.")
    assert restated(again(company(house), board)) == ()


def test_a_metric_that_is_gone_keeps_its_old_number(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    board = read(company(house))
    rest = {name: one for name, one in CATALOGUE.items() if name != "csat"}
    monkeypatch.setattr("crm_metrics.metrics.registry.CATALOGUE", rest)
    found = csat(again(company(house), board))
    assert (found.then.value, found.value, found.why) == (0.475, None, ("gone",))


def test_a_question_that_is_refused_now_is_told_and_the_others_are_asked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = read(company(house))
    card = next(one for one in board.cards if one.key == "scorecard")
    odd = replace(card.figures[0], where=(("no_such_dimension", "x"),))
    other = replace(board, cards=(replace(card, figures=(*card.figures, odd)),))
    *rest, last = again(company(house), other)["scorecard"]
    assert last.why == ("unasked",) and last.error is not None and last.value is None
    assert all(one.why == () for one in rest)


def test_a_target_that_changed_is_told_and_is_no_other_number(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    board = read(company(house))
    aimed = replace(board, cards=tuple(
        replace(card, figures=tuple(replace(one, target=0.8) for one in card.figures)) for card in board.cards
    ))  # fmt: skip
    found = csat(again(company(house), aimed))
    assert (found.then.target, found.target, found.why, found.restated) == (0.8, None, ("target",), False)


HEAD = "survey_id,instrument,relationship,customer_id,process,team,sent_at,responded_at,score,scale_min,scale_max"


def answered(monday: date, n: int, satisfied: int, name: str = "") -> list[str]:
    at = f"{monday + timedelta(days=6)} 10:00:00"  # on its Sunday, so that the data hold the whole week
    return [
        f"{name}{monday}-{place},csat,false,C-1,service,Norte,{at},{at},{5 if place < satisfied else 1},1,5"
        for place in range(n)
    ]


def imported(folder: Path, inbox: Path, rows: list[str]) -> Shop:
    inbox.mkdir()
    (inbox / "survey.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    assert main(["import", str(inbox), "--warehouse", str(folder)]) in (0, 1)
    return shop_of(open_warehouse(folder))


def test_a_review_outlives_imports_and_a_rollback_of_the_companys_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    assert main(["init", "--name", "Café", "--country", "CO", "--warehouse", str(folder)]) == 0
    weeks = [row for week in range(11) for row in answered(FIRST + timedelta(days=7 * week), 40, 26)]
    with closing(imported(folder, tmp_path / "first", weeks)) as then:
        board = read(then)
        assert (csat(again(then, board)).then.value, csat(again(then, board)).then.n) == (0.65, 40)
    more = [*answered(MONDAY, 10, 0, "late"), *answered(MONDAY + timedelta(days=7), 40, 40)]
    with closing(imported(folder, tmp_path / "second", more)) as later:
        found = csat(again(later, board))
        assert (found.then.value, found.then.n) == (0.65, 40)
        assert (found.value, found.n, found.why) == (0.52, 50, ("newer",))  # 26 of 50
        newer = read(later)
    assert main(["rollback", "--warehouse", str(folder)]) == 0
    with closing(shop_of(open_warehouse(folder))) as back:
        assert restated(again(back, board)) == ()
        found = csat(again(back, newer))
        assert (found.then.value, found.value, found.n, found.why) == (0.52, 0.65, 40, ("older",))
