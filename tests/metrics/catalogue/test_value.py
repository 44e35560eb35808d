"""Customer value and life cycle: every expected number is worked out by hand beside its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from crm_metrics.analysis.potential import candidates
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.metrics.catalogue import customers, lifecycle, potential, records, value
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.company import tiers
from crm_metrics.warehouse.company.tiers import Strategic, TierRule
from crm_metrics.warehouse.store import Warehouse
from tests.metrics.catalogue.worth import FEBRUARY, JAN, House, Row, grouped, one, peers, sale
from tests.warehouse.shapes.made import contact, moved, person, plan

MINE = (*customers.METRICS, *value.METRICS, *potential.METRICS, *lifecycle.METRICS, *records.METRICS)


# ------------------------------------------------------------------ the book


def book() -> dict[str, list[Row]]:
    """February opens with 4 (three of them low) and closes with 4 (two of them low)."""
    return {
        "customer": [
            person("stays", value_tier="low", segment="A", region="N"),
            person("moves", value_tier="high", segment="A", region="N"),
            person("leaves", value_tier="low", segment="B", region="S"),
            person("shifts", value_tier="high", segment="A", region="S"),
            person("joins", value_tier="low", segment="B", region="N"),
            person("returns", value_tier="high", segment="B", region="S"),
            person("visits", value_tier="low", segment="B", region="S"),
        ],
        "status_event": [
            moved("moves", "value_tier", "2026-02-10", "low", "high"),
            moved("shifts", "segment", "2026-02-10", "B", "A"),
        ],
        "subscription": [
            plan("stays", date(2026, 1, 5)),
            plan("moves", date(2026, 1, 5)),
            plan("leaves", date(2026, 1, 5), date(2026, 2, 20)),
            plan("shifts", date(2026, 1, 5)),
            plan("joins", date(2026, 2, 5)),
            plan("returns", date(2026, 1, 2), date(2026, 1, 20)),
            plan("returns", date(2026, 2, 25)),
            plan("visits", date(2026, 2, 3), date(2026, 2, 9)),  # came and went within the month: in neither book
        ],
    }


def test_the_book_closes_joined_plus_returned_less_churned(house: House) -> None:
    shop = house(book())
    assert [one(shop, name) for name in ("opening_customers", "customers_joined", "customers_returned")] == [4, 1, 1]
    assert [one(shop, name) for name in ("customers_churned", "growth_accounting", "closing_customers")] == [1, 1, 5]
    assert one(shop, "growth_check") == 0


def test_by_tier_the_moves_close_the_book_and_are_nobodys_gain(house: House) -> None:
    shop = house(book())
    names = ("opening_customers", "customers_joined", "customers_returned", "tier_moves_in", "tier_moves_out")
    parts = {name: grouped(shop, name, "tier") for name in (*names, "customers_churned", "closing_customers")}
    low, high = ([parts[name].get(tier, 0) for name in parts] for tier in ("low", "high"))
    assert low == [3, 1, 0, 0, 1, 1, 2]  # 3 + 1 + 0 + 0 - 1 - 1 = 2
    assert high == [1, 0, 1, 1, 0, 0, 3]  # 1 + 0 + 1 + 1 - 0 - 0 = 3
    assert grouped(shop, "growth_accounting", "tier") == {"low": 0, "high": 1}


def test_the_check_is_zero_by_every_dimension(house: House) -> None:
    shop = house(book())
    dimensions = ["tier", "segment", "lifecycle_stage", "relationship_type", "region", "reputation", "kind"]
    for by in (*dimensions, "tier,segment"):
        found = grouped(shop, "growth_check", by)
        assert found and set(found.values()) == {0}, by


def test_the_check_finds_a_book_that_does_not_close(house: House) -> None:
    shop = house(book())
    assert one(shop, "growth_check") == 0
    shop.connection.execute(
        "insert into shape.book_span select * replace ('high' as tier) from shape.book_span where customer = 'joins'"
    )
    assert one(shop, "growth_check") == -1  # closed twice, joined once
    shop.connection.execute("delete from shape.book_span where customer = 'joins'")
    assert one(shop, "growth_check") == 0
    shop.connection.execute("update shape.book_stretch set to_on = date '2026-02-15' where customer = 'stays'")
    assert one(shop, "growth_check") == -1  # churned by one witness, still there by the other


def test_growth_is_the_change_of_the_active_book(house: House) -> None:
    shop = house(book())
    asked = {"since": JAN, "until": date(2026, 4, 30)}
    found = question.ask(shop, [CATALOGUE["active_customers"], CATALOGUE["growth_accounting"]], **asked)  # type: ignore[arg-type]
    active, growth = ([one.value for one in found[name].readings] for name in found)
    assert active == [4, 5, 5, 5]
    assert growth == [4, 1, 0, 0]


# ------------------------------------------------------------------ the matrix


def test_the_cells_of_the_matrix_have_customers_revenue_satisfaction_and_churn(house: House) -> None:
    rows = book()
    answer = {"instrument": "csat", "scale_min": 1, "scale_max": 5, "sent_at": "2026-02-11 09:00-05"}
    rows["survey"] = [
        answer | {"survey_id": who, "customer_id": who, "score": score, "responded_at": "2026-02-12 09:00-05"}
        for who, score in (("stays", 5), ("moves", 4), ("shifts", 1))
    ]
    shop = house(rows)
    by = "tier,segment"
    assert grouped(shop, "segment_matrix", by) == {
        ("low", "A"): 1,
        ("high", "A"): 2,
        ("low", "B"): 1,
        ("high", "B"): 1,
    }
    assert grouped(shop, "csat", by) == {("low", "A"): 1.0, ("high", "A"): 0.5}
    # by opening tier: stays and moves open as low, A; of low, B one of one leaves; shifts opens as high, B
    churn = grouped(shop, "customer_churn_rate", by)
    assert {cell: rate for cell, rate in churn.items() if rate is not None} == {
        ("low", "A"): 0.0,
        ("low", "B"): 1.0,
        ("high", "B"): 0.0,
    }
    # a month of 10: stays 10, moves 10; shifts 10, and returns 4 of 28 days
    assert grouped(shop, "customer_revenue", by)["low", "A"] == 20
    assert grouped(shop, "customer_revenue", by)["high", "B"] == pytest.approx(11.43)


# ------------------------------------------------------------------ concentration


def test_the_top_tenth_of_twenty_customers_are_two(house: House) -> None:
    # 18 customers of 10 and two of 210: 420 of 600. One who only brought back is no customer with revenue.
    rows = [sale(f"c{number:02}", "2026-02-05", 10) for number in range(18)]
    rows += [sale("x", "2026-02-05", 210), sale("y", "2026-02-06", 210), sale("z", "2026-02-07", -50, is_return=True)]
    shop = house({"order_line": rows})
    assert one(shop, "revenue_concentration") == pytest.approx(0.7)
    assert one(shop, "revenue") == one(shop, "customer_revenue") == 550


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((1, 2, 3, 4, 5), 20 / 75),  # (-4·1 - 2·2 + 0·3 + 2·4 + 4·5) ÷ (5·15)
        ((7, 7, 7), 0.0),
        ((9,), 0.0),
        ((1, 99), 98 / 200),  # at most 1 - 1/n
    ],
)
def test_gini_is_the_mean_difference_over_twice_the_mean(
    house: House, amounts: tuple[int, ...], expected: float
) -> None:
    shop = house({"order_line": [sale(f"c{number}", "2026-02-05", one) for number, one in enumerate(amounts)]})
    assert one(shop, "revenue_gini") == pytest.approx(expected)
    differences = sum(abs(a - b) for a in amounts for b in amounts)  # the definition itself, over all pairs
    assert one(shop, "revenue_gini") == pytest.approx(differences / (2 * len(amounts) * sum(amounts)))


# ------------------------------------------------------------------ cost to serve


def served(house: House, calls: Sequence[str] = ("good", "fair", "poor"), **more: list[Row]) -> Warehouse:
    """Margins 100, 30, 5 and unknown; an hour of 40 is shared by handled time: 10, 10, 20 and nothing."""
    rows: dict[str, list[Row]] = {
        "order_line": [
            sale("good", "2026-02-05", 150, 50),
            sale("fair", "2026-02-05", 80, 50),
            sale("poor", "2026-02-05", 55, 50),
            sale("dark", "2026-02-05", 70),
        ],
        "agent": [{"agent_id": "g", "name": "G", "team": "T", "area": "A", "process": "service", "hourly_cost": 40}],
        "agent_time": [
            {"agent_id": "g", "process": "service", "started_at": "2026-02-10 09:00-05", "state": "handling"}
            | {"seconds": 3600, "team": "T"}
        ],
        "interaction": [
            contact(who, "2026-02-10 09:00", customer_id=who, agent_id="g", talk_seconds=seconds)
            for who, seconds in (("good", 900), ("fair", 900), ("poor", 1800))
            if who in calls
        ],
    }
    return house({table: [*listed, *more.get(table, [])] for table, listed in rows.items()})


def test_profit_is_margin_less_cost_to_serve_and_an_unknown_margin_is_not_all_margin(house: House) -> None:
    shop = served(house)
    assert one(shop, "customer_profitability") == 100 + 30 + 5 - 40
    assert grouped(shop, "customer_profitability", "customer") == {"good": 90, "fair": 20, "poor": -15, "dark": None}
    assert one(shop, "cost_to_serve_ratio") == pytest.approx(40 / 135)


def test_who_costs_more_than_it_brings_is_beyond_the_reasonable_point(house: House) -> None:
    shop = served(house)
    assert one(shop, "unprofitable_customers") == 1
    assert one(shop, "unprofitable_customer_share") == pytest.approx(1 / 3)
    assert one(shop, "profit_lost_ratio") == pytest.approx(15 / 110)


def test_a_margin_known_in_part_makes_no_customer_unprofitable(house: House) -> None:
    # The good one buys a second thing, of 900, whose cost nobody tells: its margin is no longer 100, and not known.
    # Left are 30 − 10 and 5 − 20; what was received is at least 135, with one more customer and the dark one beside it.
    more = sale("good", "2026-02-06", 900)
    shop = served(house, order_line=[more | {"order_id": "second"}])
    assert grouped(shop, "customer_profitability", "customer") == {"good": None, "fair": 20, "poor": -15, "dark": None}
    assert one(shop, "cost_to_serve_ratio") == pytest.approx(30 / 35)
    assert one(shop, "unprofitable_customer_share") == pytest.approx(1 / 2)
    received = CATALOGUE["value_received"]
    asked = question.ask(shop, [received], since=date(2026, 2, 1), until=date(2026, 2, 28))
    (found,) = asked[received.name].readings
    assert (found.value, found.unknown) == (135, 2)


def test_who_was_served_at_a_cost_that_nobody_knows_was_not_served_for_nothing(house: House) -> None:
    # Nobody tells the seconds of the poor one's call. So nobody knows how the hour of 40 is shared, nor what serving
    # anybody costs. With a second agent, whose own hour of 20 went to the fair one, that one is known.
    rows = [
        contact("poor", "2026-02-10 10:00", customer_id="poor", agent_id="g"),
        contact("else", "2026-02-10 11:00", customer_id="fair", agent_id="h", talk_seconds=60),
    ]
    hour = {
        "process": "service",
        "started_at": "2026-02-10 09:00-05",
        "state": "handling",
        "team": "T",
        "seconds": 3600,
    }
    second = [{"agent_id": "h", "name": "H", "team": "T", "area": "A", "process": "service", "hourly_cost": 20}]
    dark = served(house, calls=("good",), interaction=rows[:1])
    assert one(dark, "cost_to_serve_ratio") is None
    assert one(dark, "customer_profitability") is None
    assert one(dark, "unprofitable_customers") is None
    known = served(house, calls=("good",), interaction=rows, agent=second, agent_time=[hour | {"agent_id": "h"}])
    assert grouped(known, "customer_profitability", "customer") == {
        "good": None,
        "fair": 10,
        "poor": None,
        "dark": None,
    }
    assert one(known, "cost_to_serve_ratio") == pytest.approx(20 / 30)


def test_the_whale_curve_goes_from_the_best_tenth_to_the_worst(house: House) -> None:
    shop = served(house)
    assert grouped(shop, "profit_by_decile", "profit_decile") == {"01": 90, "02": 20, "03": -15}


def test_the_three_rankings_answer_by_customer(house: House) -> None:
    lines = [sale("pays", "2026-02-05", 900), sale("hoards", "2026-02-05", 90, quantity=50)]
    lines += [sale("repeats", f"2026-02-0{day}", 10) for day in range(1, 6)]
    shop = house({"order_line": lines})
    rankings = {
        name: max(grouped(shop, name, "customer").items(), key=lambda item: item[1] or 0)
        for name in ("customer_revenue", "units_sold", "orders_placed")
    }
    assert rankings == {
        "customer_revenue": ("pays", 900),
        "units_sold": ("hoards", 50),
        "orders_placed": ("repeats", 5),
    }


# ------------------------------------------------------------------ tiers


def test_computed_tiers_are_counted_and_held_against_the_imported_ones(house: House) -> None:
    # January: a 60, b 25, c 15 of 100 → high, medium, low; imported: high, low, strategic; d is new and has none.
    rows: dict[str, list[Row]] = {
        "customer": [person(who, value_tier=tier) for who, tier in (("a", "high"), ("b", "low"), ("c", "strategic"))],
        "order_line": [sale("a", "2026-01-05", 60), sale("b", "2026-01-05", 25), sale("c", "2026-01-05", 15)],
    }
    rows["order_line"].append(sale("d", "2026-02-20", 15))
    shop = house(rows)
    assert grouped(shop, "customers_by_value_tier", "computed_tier") == {"high": 1, "medium": 1, "low": 1, None: 1}
    assert one(shop, "tier_agreement") == 0.5  # a agrees, b does not; c was set by judgement, d has no imported tier
    assert one(shop, "untiered_customer_share") == 0.25


def test_with_invoices_alone_the_computed_tier_is_the_tier(house: House) -> None:
    shop = house({"order_line": [sale("a", "2026-01-05", 90), sale("b", "2026-01-06", 10)]}, through=date(2026, 4, 30))
    assert grouped(shop, "active_customers", "tier") == {"high": 1, "low": 1}
    assert grouped(shop, "revenue", "tier", since=JAN, until=date(2026, 1, 31)) == {None: 100}
    assert one(shop, "tier_agreement") is None
    tiers.write(shop.connection, TierRule(strategic=(Strategic("b", "reference", "Ana", date(2026, 2, 15)),)))
    shape.build(shop.connection)
    assert grouped(shop, "active_customers", "tier") == {"high": 1, "strategic": 1}
    assert grouped(shop, "active_customers", "tier", until=date(2026, 2, 14)) == {"high": 1, "low": 1}


# ------------------------------------------------------------------ as of then, and little data


def test_what_happens_later_changes_no_earlier_number(house: House) -> None:
    rows = book() | peers()
    rows["customer"] = book()["customer"] + peers()["customer"]
    later = dict(rows)
    today = {"value_tier": "strategic", "segment": "Z", "lifecycle_stage": "commitment"}
    later["customer"] = [row | (today if row["customer_id"] == "stays" else {}) for row in rows["customer"]]
    later["status_event"] = [
        *rows["status_event"],
        moved("stays", "value_tier", "2026-03-02", "low", "strategic"),
        moved("stays", "segment", "2026-03-02", "A", "Z"),
        moved("stays", "lifecycle_stage", "2026-03-02", None, "commitment"),
    ]
    later["order_line"] = [*rows["order_line"], sale("c1", "2026-03-05", 9999)]
    before, after = (house(each, through=date(2026, 4, 30)) for each in (rows, later))
    for metric in MINE:
        for by in ((), ("tier",), ("segment",), ("lifecycle_stage",), ("tier", "segment")):
            try:
                past = question.ask(before, [metric], by=by, **FEBRUARY)[metric.name].readings  # type: ignore[arg-type]
            except QuestionError:
                continue  # its rows lack the dimension
            assert past == question.ask(after, [metric], by=by, **FEBRUARY)[metric.name].readings, (metric.name, by)  # type: ignore[arg-type]


SMALL: dict[str, dict[str, list[Row]]] = {
    "one customer": {"customer": [person("a")], "order_line": [sale("a", "2026-01-05", 5)]},
    "no orders": {"customer": [person("a", value_tier="low")], "order_line": [], "subscription": []},
    "only invoices": {
        "receivable": [
            {"entry_id": "e", "invoice_id": "i", "customer_id": "a", "kind": "invoice", "entry_on": JAN, "amount": 9}
        ]
    },
}


@pytest.mark.parametrize("rows", SMALL.values(), ids=SMALL)
def test_little_data_gives_a_value_or_a_reason(house: House, rows: dict[str, list[Row]]) -> None:
    shop = house(rows, through=date(2026, 4, 30))
    for metric in MINE:
        for by in ((), *((dimension,) for dimension in question.dimensions(shop, metric))):
            for reading in question.ask(shop, [metric], by=by, **FEBRUARY)[metric.name].readings:  # type: ignore[arg-type]
                assert reading.value is not None or reading.reason is not None, metric.name
                if metric.unit == "percent" and reading.value is not None:
                    assert 0 <= reading.value <= 1, metric.name
    assert candidates(shop, date(2026, 2, 28)) == ()
