"""What the day's lists bring: who is compared, what counts, and the interval, by a published example."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.daylist import lifting
from crm_metrics.boards.daylist.lifting import DayLift, DaySubject, subjects
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.attending.marking import KeptDraw
from crm_metrics.periods import Period
from crm_metrics.words import Words
from tests.boards.daylist.company import sold
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
DAY, LAST = date(2026, 1, 13), date(2026, 3, 1)


def draw(day: date, listed: tuple[str, ...], held: tuple[str, ...] = (), whose: str = "a1") -> KeptDraw:
    return KeptDraw(day, whose, listed, held)


def test_a_customer_counts_once_a_quarter_by_the_first_list() -> None:
    later = DAY + timedelta(days=3)
    found = subjects([draw(later, ("a", "b"), ("c",)), draw(DAY, ("a",), ("d",))], LAST)
    assert set(found) == {
        DaySubject("a", DAY, False), DaySubject("d", DAY, True), DaySubject("b", later, False),
        DaySubject("c", later, True),
    }  # fmt: skip


def test_a_list_counts_when_its_days_are_over_and_none_of_them_reaches_the_next_draw() -> None:
    """The 28 days of the thirteenth end on 9 February; those of 4 March end on the last day of the quarter."""
    assert subjects([draw(DAY, ("a",))], date(2026, 2, 8)) == ()
    assert len(subjects([draw(DAY, ("a",))], date(2026, 2, 9))) == 1
    ends = {date(2026, 3, 4): 1, date(2026, 3, 5): 0}
    assert {day: len(subjects([draw(day, ("a",))], date(2026, 12, 31))) for day in ends} == ends


def lifted(
    shop: Shop, draws: list[KeptDraw], monkeypatch: pytest.MonkeyPatch, view: View | None = None
) -> DayLift | None:
    monkeypatch.setattr(lifting, "draws_of", lambda warehouse, first, last: tuple(draws))
    view = view or View()
    period = Period(date(2026, 2, 23), LAST, LAST)
    return lifting.gather(shop, WeeklyFacts(view=view, frame=freshness.around(shop, view), period=period))


def test_the_lift_has_the_interval_of_a_published_example(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """56 of 70 against 48 of 80: 0.20, from 0.0524 to 0.3339 (R. G. Newcombe, Statistics in Medicine 17, 1998, II, 10).

    Beside them a purchase on the day before the list, and one on the day after the 28 days, which count for nothing.
    """
    listed, held = tuple(f"l{at}" for at in range(70)), tuple(f"h{at}" for at in range(80))
    hit = [*(sold(one, "2026-02-09") for one in listed[:55]), sold("l55", "2026-01-13")]
    hit += [sold(one, "2026-01-20") for one in held[:48]]
    shop = house({"order_line": [*hit, sold("l60", "2026-01-12"), sold("h60", "2026-02-10")]}, through=LAST)
    found = lifted(shop, [draw(DAY, listed, held)], monkeypatch)
    assert found is not None and found.lift.difference is not None
    assert (found.hits, found.lift.n_attended, found.lift.n_held) == ((56, 48), 70, 80)
    told = found.lift.difference
    assert (told.value, told.low, told.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    card = lifting.card(found, freshness.around(shop, View()), EN)
    assert card.title == "Bought or paid: 80.0% of those listed, 60.0% of those held out"
    assert isinstance(card.body, Grid)
    assert card.body.rows[-1].cells[-1].text.replace("\xa0", " ") == "+20.0 [+5.2 to +33.4]"
    assert not any(one in repr(card) for one in ("h1", "l1"))


def test_a_list_waits_for_the_source_of_what_customers_buy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its days end on 1 March: the calls of that day are loaded, and of its orders those of the morning."""
    morning, over = datetime(2026, 3, 1, 14, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)
    at = {"order_line": morning, "work_item": over, "company": over}
    shop = house({"order_line": [], "work_item": []}, through=LAST, loaded_at=at)
    found = lifted(shop, [draw(date(2026, 2, 2), ("a",), ("b",))], monkeypatch)
    assert found is not None and (found.lift.n_attended, found.last) == (0, LAST - timedelta(days=1))


def test_the_lift_has_the_interval_of_an_independent_package(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """statsmodels 0.15.0, confint_proportions_2indep(58, 120, 16, 40, method="newcomb"), on the same rows."""
    listed, held = tuple(f"l{at}" for at in range(120)), tuple(f"h{at}" for at in range(40))
    bought = [f"l{at}" for at in range(120) if (37 * at * at + 11 * at) % 97 < 45]
    bought += [f"h{at}" for at in range(40) if (53 * at * at + 29 * at) % 83 < 25]
    shop = house({"order_line": [sold(one, "2026-01-20") for one in bought]}, through=LAST)
    found = lifted(shop, [draw(DAY, listed, held)], monkeypatch)
    assert found is not None and found.lift.difference is not None and found.hits == (58, 16)
    told = found.lift.difference
    assert (told.value, told.low, told.high) == pytest.approx((1 / 12, -0.0938229678, 0.2460433047))


def test_a_payment_counts_as_a_purchase_does(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = {"entry_id": "p", "invoice_id": "i", "customer_id": "a", "kind": "payment", "amount": -5, "entry_on": DAY}
    found = lifted(house({"receivable": [paid]}, through=LAST), [draw(DAY, ("a", "b"), ("c",))], monkeypatch)
    assert found is not None and found.hits == (1, 0)


def test_without_lists_there_is_no_card_and_a_reader_of_a_part_has_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = house({"order_line": [sold("a", "2026-01-20")]}, through=LAST)
    assert lifted(shop, [], monkeypatch) is None
    assert lifted(shop, [draw(DAY, ("a",))], monkeypatch, View(scope=Scope(processes=("sales",)))) is None


@pytest.mark.parametrize(
    ("rows", "draws", "said"),
    [
        ({"order_line": []}, [draw(date(2026, 2, 20), ("a",), ("b",))], "Una lista cuenta cuando han pasado 28 días"),
        ({"order_line": []}, [draw(DAY, ("a",))], "el azar no ha apartado a nadie"),
        (
            {"order_line": [sold("h", "2026-01-20")]},
            [draw(DAY, tuple(f"l{at}" for at in range(30)), tuple(f"h{at}" for at in range(29)))],
            "contar 30 de los listados y 29 de los apartados; un porcentaje necesita 30",
        ),
        ({"work_item": []}, [draw(DAY, ("a",), ("b",))], "No se ha cargado lo que los clientes compran"),
    ],
)
def test_what_is_not_told_yet_says_why(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    rows: dict[str, list[dict[str, object]]],
    draws: list[KeptDraw],
    said: str,
) -> None:
    shop = house(rows, through=LAST)
    found = lifted(shop, draws, monkeypatch)
    assert found is not None
    card = lifting.card(found, freshness.around(shop, View()), ES)
    assert isinstance(card.body, Empty) and said in card.body.reason
