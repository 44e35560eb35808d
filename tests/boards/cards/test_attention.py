from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from crm_metrics.access import Scope
from crm_metrics.boards.cards import attention
from crm_metrics.boards.core import Attend, Empty, View
from crm_metrics.boards.facts import DailyFacts, Item
from crm_metrics.boards.series import thin
from crm_metrics.boards.telling.calm import LookedAt, Waiting
from crm_metrics.periods import Period
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made
from tests.conftest import House
from tests.metrics.made import case

EN, ES = Words("en"), Words("es-CO")
STEADY = [0.80, 0.82] * 5


def test_customers_touched_are_the_shift_times_the_rows_a_day() -> None:
    # From a centre of 0.81 to 0.51 with 100 rows a day: thirty of them.
    series = made("csat", [*STEADY, 0.51], every="day", n=100, team="Digital", process="service")
    assert round(attention.touched(series), 6) == 30


def test_only_teams_that_really_got_worse_are_listed() -> None:
    routine = made("csat", [*STEADY, 0.80], every="day", team="Voz Norte", process="service")
    better = made("csat", [*STEADY, 0.95], every="day", team="Voz Sur", process="service")
    worse = made("csat", [*STEADY, 0.51], every="day", team="Digital", process="service")
    (item,) = attention.of_signals([routine, better, worse])
    assert (item.team, item.process, item.kind) == ("Digital", "service", "signal")


def test_the_worst_of_each_kind_comes_before_the_second_of_any() -> None:
    items = [Item(kind="signal", score=score, process="service") for score in (50.0, 40.0, 30.0)]
    items += [
        Item(kind="cases", score=20.0, process="service", tier="strategic"),
        Item(kind="missing", score=1.0, process="sales"),
    ]
    assert [(one.kind, one.score) for one in attention.ranked(items)] == [
        ("signal", 50.0),
        ("cases", 20.0),
        ("missing", 1.0),
        ("signal", 40.0),
        ("signal", 30.0),
    ]


def test_the_list_is_ordered_worst_first_and_holds_all_of_them() -> None:
    items = [Item(kind="signal", score=score, process="service") for score in (1.0, 4.0, 3.0, 2.0)]
    assert [one.score for one in attention.ranked(items)] == [4.0, 3.0, 2.0, 1.0]


def test_old_cases_of_strategic_customers_are_counted_with_the_oldest_age() -> None:
    item = Item(
        kind="cases", score=120.0, process="service", team="Soluciones", tier="strategic", count=12, held=12, oldest=29
    )
    (told,) = attention.attended([item], {"Soluciones": "Servicio"}, EN, "COP").items
    assert told.fact == "12 cases of the strategic tier open for more than 10 days"
    assert told.detail == "The oldest has been open for 29 days"
    assert (told.team, told.owner, told.chip.kind) == ("Soluciones", "Servicio", "worse")
    assert told.goto == (("process", "service"), ("team", "Soluciones"))


def test_what_waits_is_counted_on_the_same_day_behind_its_link() -> None:
    """The last busy day of a team may be another than that of the company."""
    item = Item(kind="clocks", score=2.0, process="service", team="Digital", count=2, day=date(2026, 6, 24))
    (told,) = attention.attended([item], {}, EN, "COP").items
    assert told.goto == (("process", "service"), ("team", "Digital"), ("until", "2026-06-24"))


def test_a_signal_says_where_it_went_since_when_and_on_how_many_rows() -> None:
    series = made("csat", [*STEADY, 0.51, 0.55], every="day", n=40, team="Digital", process="service", goal=0.8)
    (told,) = attention.attended(attention.of_signals([series]), {}, EN, "COP").items
    assert told.fact == "CSAT (top two of five): fell to 53.0%; its routine is 81.0%"
    assert told.detail == "since 15 Jan · target 80.0% · n = 80"
    assert told.owner == "Service"


def test_one_of_many_series_needs_more_than_eight_days_on_one_side() -> None:
    # 0.81 of 100 a day; eight days at 0.78 are a run, but 0.03 is less than 3 × 0.392 ÷ √800 = 0.0416.
    small = made("csat", [0.80, 0.82] * 5 + [0.78] * 8, every="day", process="sales", team="Ventas")
    assert (small.signal.kind, small.signal.rule) == ("watch", "run")  # of ten points little is known
    assert not attention.certain(small)
    large = made("csat", [0.80, 0.82] * 5 + [0.76] * 8, every="day", process="sales", team="Ventas")
    assert attention.certain(large)


def test_a_team_with_few_rows_a_day_is_for_the_week() -> None:
    assert thin(made("csat", [0.8] * 12, n=9, every="day", process="sales", team="Ventas"))
    assert not thin(made("csat", [0.8] * 12, n=10, every="day", process="sales", team="Ventas"))
    assert not thin(made("backlog", [3.0] * 12, n=3, every="day", process="service", team="Voz Sur"))


def test_twelve_cases_of_several_teams_are_twelve_behind_their_link() -> None:
    item = Item(kind="cases", score=120.0, process="service", team="Voz Sur", tier="strategic", count=12, held=7)
    (told,) = attention.attended([item], {"Voz Sur": "Servicio"}, EN, "COP").items
    assert told.goto == (("process", "service"),)  # the page of Voz Sur would show seven
    assert told.detail == "7 of them: Voz Sur"
    assert (told.team, told.owner) == ("Service", "")


def test_the_list_holds_what_its_head_counts_and_opens_with_three() -> None:
    items = tuple(Item(kind="clocks", score=float(n), process="service", count=n) for n in (5, 4, 3, 2, 1))
    card = attention.card(attention.Attending(items, LookedAt(0, None), {}), FRAME, EN)
    assert card.subtitle == "3 of 5, by customers touched and their tier"
    assert isinstance(card.body, Attend)
    assert (len(card.body.items), card.body.first) == (5, 3)


def test_a_reader_of_one_team_hears_of_that_team_by_name() -> None:
    calm = LookedAt(1, Waiting(state="known", valued=2, tiered=2, all=2))
    card = attention.card(attention.Attending((), calm, {}, ("Voz Norte",)), FRAME, ES)
    assert card.title == "Qué atender ahora en Voz Norte"
    assert isinstance(card.body, Empty)
    assert card.body.fact == "En Voz Norte: ningún equipo pide atención"


def test_open_cases_without_a_tier_do_not_say_that_nobody_of_value_waits(house: House) -> None:
    """Twenty-five cases open for a month, and no customer has a tier: whether one of value waits is not known."""
    opened = datetime(2026, 5, 1, 15, tzinfo=UTC)
    case = {"process": "service", "kind": "request", "team": "Mesa", "status": "open", "opened_at": opened}
    rows = [{**case, "work_item_id": f"w{n}", "customer_id": f"c{n}"} for n in range(25)]
    customers = [{"customer_id": f"c{n}"} for n in range(25)]
    shop = house({"work_item": rows, "customer": customers}, through=date(2026, 6, 1))
    found = attention.waiting(shop, View(), date(2026, 6, 1))
    assert found == Waiting(state="known", valued=0, tiered=0, all=25)
    assert attention.waiting(shop, View(), date(2026, 6, 9)) == Waiting(state="absent")
    assert attention.waiting(shop, View(process="sales"), date(2026, 6, 1)) is None


def test_no_case_is_open_is_said_only_where_cases_ever_were(house: House) -> None:
    # One case of Norte, solved; Ventas has deals only. What nobody of Ventas handles can't wait with them.
    deal = case("d1", date(2026, 3, 2), process="sales", kind="opportunity", team="Ventas")
    solved = case("c1", date(2026, 3, 2), date(2026, 3, 3), team="Norte")
    both = house({"work_item": [deal, solved]}, first=date(2026, 1, 1), through=date(2026, 3, 9))
    shown, day = View(), date(2026, 3, 9)
    assert attention.waiting(both, shown, day) == Waiting(state="known")
    assert attention.waiting(both, View(scope=Scope(teams=("Norte",))), day) == Waiting(state="known")
    assert attention.waiting(both, View(scope=Scope(teams=("Ventas",))), day) is None
    deals = house({"work_item": [deal]}, first=date(2026, 1, 1), through=date(2026, 3, 9))
    assert attention.waiting(deals, shown, day) == Waiting(state="absent")
    card = attention.card(attention.Attending((), LookedAt(0, None), {}, ("Ventas",)), FRAME, EN)
    assert isinstance(card.body, Empty)
    assert card.body.fact == "In Ventas: what asks for attention can't be told yet"


def test_an_item_opens_exactly_the_cases_that_it_counts(house: House) -> None:
    """Three old cases, two of them strategic; of two teams one case each runs out: each item opens its own."""
    hours_open = [{"calendar_id": "desk", "weekday": day, "opens": "08:00", "closes": "17:00"} for day in range(1, 6)]
    promise = {
        "policy_id": "p", "process": "service", "clock": "resolution", "target_seconds": 36_000, "calendar_id": "desk",
        "priority": "urgent", "valid_from": date(2020, 1, 1),
    }  # fmt: skip
    urgent: dict[str, Any] = {
        "priority": "urgent",
        "opened_at": datetime(2026, 1, 12, 13, tzinfo=UTC),
    }  # 08:00 in Bogotá
    cases = [
        case("w1", date(2025, 12, 1), team="Norte", customer_id="c1"),
        case("w2", date(2025, 12, 5), team="Sur", customer_id="c1"),
        case("w3", date(2025, 12, 9), team="Sur", customer_id="c2"),
        case("w4", date(2026, 1, 12), team="Sur", customer_id="c2", **urgent),
        case("w5", date(2026, 1, 12), team="Norte", customer_id="c2", **urgent),
    ]
    customers = [{"customer_id": "c1", "value_tier": "strategic"}, {"customer_id": "c2", "value_tier": "low"}]
    rows = {"work_item": cases, "customer": customers, "sla_policy": [promise], "business_hours": hours_open}
    shop = house(rows, first=date(2025, 11, 1), through=date(2026, 1, 12))
    view, day = View(), date(2026, 1, 12)
    items = attention.ranked(attention.still_open(shop, view, day))
    facts = DailyFacts(view=view, frame=FRAME, period=Period(day, day, day), items=items)
    body = attention.card(attention.gather(shop, facts), FRAME, EN).body
    assert isinstance(body, Attend)
    opened = {}
    for one in body.items:
        assert one.opens is not None and one.behind is not None
        assert one.behind.value == len(one.opens.rows)
        opened[one.fact, one.team] = [row.cells[0].text for row in one.opens.rows]
    assert opened == {
        ("2 cases of the strategic tier open for more than 10 days", "Service"): ["w1", "w2"],
        ("One case is about to run out of time", "Norte"): ["w5"],
        ("One case is about to run out of time", "Sur"): ["w4"],
    }
