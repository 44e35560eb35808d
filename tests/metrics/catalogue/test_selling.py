"""Presales, sales and telemarketing, each on rows worked out by hand or on a published example."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.rows.intervals import newcombe
from crm_metrics.metrics.shop import Shop
from tests.metrics.made import House, Row, noon

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
MARCH_END = date(2026, 3, 31)
LISTS = ("controlled_record", "list_span", "interaction", "calendar_day")
DEALS = ("opportunity", "open_item_span", "target", "team_area", "calendar_day")


def item(key: str, opened: date, closed: date | None = None, outcome: str | None = None, **more: Any) -> Row:
    """A list record, closed with its outcome where there is one."""
    base: Row = {"work_item_id": key, "process": "telemarketing", "kind": "list_record", "customer_id": f"c{key}"}
    base |= {"status": "closed" if closed else "open", "opened_at": noon(opened)}
    return base | ({"closed_at": noon(closed), "outcome": outcome} if closed else {}) | more


def deal(key: str, opened: date, closed: date | None = None, outcome: str | None = None, **more: Any) -> Row:
    return item(key, opened, closed, outcome, **({"process": "sales", "kind": "new_sale"} | more))


def campaign(key: str, starts: date = JAN, ends: date = date(2026, 1, 31), **more: Any) -> Row:
    base: Row = {"campaign_id": key, "name": key, "process": "telemarketing", "channel": "phone"}
    return base | {"starts_on": starts, "ends_on": ends} | more


def records(key: str, wins: int, count: int, *, control: bool, on: date = date(2026, 1, 5)) -> list[Row]:
    """So many records of a campaign, of which some were won the next day."""
    return [
        item(
            f"{key}{'c' if control else 't'}{number}", on, date(2026, 1, 6), "won" if number < wins else "lost",
            campaign_id=key, is_control=control, amount=30 if number < wins else None,
        )
        for number in range(count)
    ]  # fmt: skip


def one(shop: Shop, name: str, since: date = JAN, until: date = date(2026, 1, 31), **more: Any) -> Reading:
    found = CATALOGUE[name].measure(shop, since=since, until=until, **more).readings
    assert len(found) == 1
    return found[0]


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """R. G. Newcombe 1998, Table II, method 10: 56/70 - 48/80 is 0.2, 0.0524 to 0.3339; 9/10 - 3/10: 0.1705 to 0.8090;
    10/10 - 0/10: 0.6075 to 1.
    """
    assert newcombe((56 / 70, 70), (48 / 80, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe((9 / 10, 10), (3 / 10, 10)) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe((1.0, 10), (0.0, 10)) == pytest.approx((0.6075, 1.0), abs=5e-5)


def test_the_lift_of_a_campaign_is_treated_less_held_out_with_its_interval(house: House) -> None:
    """The 56 of 70 and 48 of 80 of Newcombe, as a campaign; a list without a control group is on neither side."""
    rows = [*records("x", 56, 70, control=False), *records("x", 48, 80, control=True)]
    rows += records("y", 0, 500, control=False)
    lift = one(house({"work_item": rows, "campaign": [campaign("x"), campaign("y")]}, shapes=LISTS), "campaign_lift")
    assert lift.value == pytest.approx(0.2, abs=1e-9)
    assert (lift.low, lift.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert (lift.n, lift.complete, lift.numerator, lift.denominator) == (150, True, None, None)


def test_a_campaign_weighs_the_same_on_both_sides_of_the_lift(house: House) -> None:
    """Neither campaign does anything: 50 % of both sides of one, 10 % of both sides of the other.

    Thrown together the treated would have 14 of 60 and the held out 22 of 60: a "lift" of minus 13 points by mix alone.
    """
    rows = [*records("x", 10, 20, control=False), *records("x", 20, 40, control=True)]
    rows += [*records("y", 4, 40, control=False), *records("y", 2, 20, control=True)]
    shop = house({"work_item": rows, "campaign": [campaign("x"), campaign("y")]}, shapes=LISTS)
    assert one(shop, "campaign_lift").value == pytest.approx(0, abs=1e-9)
    assert one(shop, "treated_conversion_rate").value == 14 / 60
    assert one(shop, "control_conversion_rate").value == 22 / 60


def test_a_lift_without_a_control_group_is_empty_and_says_so(house: House) -> None:
    shop = house({"work_item": records("y", 1, 5, control=False), "campaign": [campaign("y")]}, shapes=LISTS)
    lift = one(shop, "campaign_lift")
    assert (lift.value, lift.low, lift.high) == (None, None, None)
    assert str(lift.reason) == "nothing to compare: no campaign with a control group"


def test_a_lift_waits_for_the_end_of_its_campaign(house: House) -> None:
    rows = [*records("x", 1, 3, control=False), *records("x", 0, 2, control=True)]
    shop = house(
        {"work_item": rows, "campaign": [campaign("x", ends=date(2026, 5, 10))]}, through=date(2026, 5, 9), shapes=LISTS
    )
    assert str(one(shop, "campaign_lift").reason) == "matures on 2026-05-10"


def test_what_the_held_out_bought_is_no_sale_of_the_list(house: House) -> None:
    rows = [*records("x", 2, 4, control=False), *records("x", 1, 2, control=True)]
    shop = house({"work_item": rows, "campaign": [campaign("x")]}, shapes=LISTS)
    assert one(shop, "list_sales").value == 2
    assert one(shop, "list_sales_amount").value == 60
    assert (one(shop, "list_conversion_rate").numerator, one(shop, "list_conversion_rate").denominator) == (2, 4)


def test_a_list_is_swept_by_what_was_dialled_up_to_the_close(house: House) -> None:
    def dial(key: str, record: str | None, day: int) -> Row:
        base: Row = {"interaction_id": key, "process": "telemarketing", "touchpoint_id": "p", "direction": "outbound"}
        return base | {"work_item_id": record, "disposition": "no_answer", "offered_at": noon(date(2026, 1, day))}

    rows = [item(key, date(2026, 1, 5), campaign_id="x") for key in "abcd"]
    rows += [item("held", date(2026, 1, 5), campaign_id="x", is_control=True)]
    dials = [dial("1", "a", 6), dial("2", "a", 7), dial("3", "b", 8), dial("4", None, 8)]
    shop = house(
        {"work_item": rows, "campaign": [campaign("x", ends=date(2026, 1, 20))], "interaction": dials}, shapes=LISTS
    )
    found = (
        CATALOGUE["list_penetration"]
        .measure(shop, every="day", since=date(2026, 1, 5), until=date(2026, 1, 21))
        .readings
    )
    told = {reading.period.day: (reading.numerator, reading.denominator) for reading in found}
    assert [told[day] for day in (5, 6, 7, 8, 20, 21)] == [(0, 4), (1, 4), (1, 4), (2, 4), (2, 4), (0, 0)]
    assert str(found[-1].reason) == "nothing to divide by: no list in force"
    assert (one(shop, "attempts_per_record").numerator, one(shop, "attempts_per_record").denominator) == (3, 2)


def goal(metric: str, amount: float, month: date, team: str | None = None, **more: Any) -> Row:
    base: Row = {"metric": metric, "cadence": "month", "process": "sales", "team": team, "goal": amount}
    ends = date(month.year, month.month + 1, 1)
    return base | {"valid_from": month, "valid_to": ends} | more


def test_a_forecast_is_judged_over_the_scopes_that_made_one(house: House) -> None:
    """January: north 100 told, 80 sold; south 50 told, 70 sold; east told nothing and sold 1000.

    Error (20 + 20) ÷ 150, bias (20 - 20) ÷ 150. February: north 60 told, 90 sold. Both: (40 + 30) ÷ 240, -30 ÷ 240.
    """
    sold = [
        deal("1", JAN, date(2026, 1, 10), "won", team="north", amount=80),
        deal("2", JAN, date(2026, 1, 11), "won", team="south", amount=70),
        deal("3", JAN, date(2026, 1, 12), "won", team="east", amount=1000),
        deal("4", JAN, date(2026, 2, 12), "won", team="north", amount=90),
        deal("5", JAN, date(2026, 1, 12), "lost", team="north", amount=999),
    ]
    told = [goal("bookings_forecast", amount, month, team) for amount, month, team in
            [(100, JAN, "north"), (50, JAN, "south"), (60, FEB, "north"), (5, MAR, "north")]]  # fmt: skip
    told += [goal("bookings_forecast", 7000, JAN)]  # the whole company's stands beside its teams': told twice
    told += [goal("bookings", 1, JAN, "north")]
    shop = house({"work_item": sold, "target": told}, through=date(2026, 3, 20), shapes=DEALS)
    error, bias = one(shop, "forecast_wape"), one(shop, "forecast_bias")
    assert (error.numerator, error.denominator, error.n) == (40, 150, 2)
    assert (bias.numerator, bias.denominator, bias.value) == (0, 150, 0)
    both = one(shop, "forecast_wape", until=date(2026, 2, 28), every="all")
    assert (both.numerator, both.denominator) == (70, 240)
    assert one(shop, "forecast_bias", until=date(2026, 2, 28), every="all").numerator == -30
    (north, south) = CATALOGUE["forecast_wape"].measure(shop, since=JAN, until=date(2026, 1, 31), by="team").readings
    assert [(north.groups, north.value), (south.groups, south.value)] == [(("north",), 0.25), (("south",), 20 / 70)]
    running = one(shop, "forecast_wape", since=MAR, until=date(2026, 3, 20))
    assert (running.value, running.complete) == (None, False)  # March is not over: it has no error yet


def test_a_period_has_its_own_forecast_or_that_of_its_months(house: House) -> None:
    sold = [deal("1", JAN, date(2026, 1, 10), "won", amount=80), deal("2", JAN, date(2026, 4, 10), "won", amount=30)]
    told = [goal("bookings_forecast", 100, JAN), goal("bookings_forecast", 40, APR)]
    told += [goal("bookings_forecast", 95, JAN, cadence="quarter", valid_to=APR)]
    shop = house({"work_item": sold, "target": told}, shapes=DEALS)
    quarter = one(shop, "forecast_wape", until=MARCH_END, every="quarter")
    assert (quarter.numerator, quarter.denominator) == (15, 80)
    second = one(shop, "forecast_wape", since=APR, until=date(2026, 6, 30), every="quarter")
    assert (second.numerator, second.denominator) == (10, 30)


def test_coverage_is_what_can_still_close_in_time_over_what_is_missing(house: House) -> None:
    """On 20 January: 100 to win, 40 won; 90 open and due by the 31st (one of them overdue), 500 due in February."""

    def open_deal(key: str, due: date, amount: int) -> Row:
        return deal(key, date(2026, 1, 2), expected_close_on=due, expected_amount=amount)

    rows = [
        deal("won", date(2026, 1, 2), date(2026, 1, 15), "won", amount=40),
        open_deal("due", date(2026, 1, 31), 70),
        open_deal("late", date(2026, 1, 10), 20),
        open_deal("next", date(2026, 2, 1), 500),
    ]
    shop = house({"work_item": rows, "target": [goal("bookings", 100, JAN), goal("bookings", 30, FEB)]},
                 through=date(2026, 1, 20), shapes=DEALS)  # fmt: skip
    found = one(shop, "pipeline_coverage", until=date(2026, 1, 20))
    assert (found.numerator, found.denominator, found.value, found.complete) == (90, 60, 1.5, False)
    rows += [deal("more", date(2026, 1, 2), date(2026, 1, 16), "won", amount=60)]
    met = house({"work_item": rows, "target": [goal("bookings", 100, JAN)]}, through=date(2026, 1, 31), shapes=DEALS)
    found = one(met, "pipeline_coverage")
    assert (found.value, str(found.reason)) == (None, "the goal is met: nothing is left to win")


def test_the_cost_of_a_new_customer_takes_three_months_on_both_sides(house: House) -> None:
    """Labour 10 + 20 + 30 of presales and sales, 31 of a campaign of presales in March: 91 over the 2 of three months.

    Service, December's customer, and the campaign of retention are in neither side.
    """

    def hour(process: str, day: date, cost: int) -> Row:
        base: Row = {"agent_id": process, "team": "t", "process": process, "started_at": noon(day)}
        return base | {"state": "handling", "seconds": 3600, "cost": cost}

    labour = [
        hour("presales", date(2026, 1, 5), 10), hour("sales", date(2026, 2, 5), 20),
        hour("sales", date(2026, 3, 5), 30), hour("sales", date(2025, 12, 5), 1000),
        hour("service", date(2026, 3, 5), 1000),
    ]  # fmt: skip
    people = [{"customer_id": f"c{day}", "acquired_on": day}
              for day in (date(2025, 12, 31), date(2026, 1, 1), MARCH_END)]  # fmt: skip
    rows: dict[str, list[Row]] = {
        "agent_time": labour,
        "customer": people,
        "campaign": [
            campaign("ads", MAR, MARCH_END, process="presales", cost=31),
            campaign("keep", MAR, MARCH_END, process="retention", cost=500),
        ],
    }
    shop = house(rows, first=date(2025, 12, 1), shapes=("acquisition_day", "customer", "calendar_day"))
    found = one(shop, "cac", since=MAR, until=MARCH_END)
    assert (found.numerator, found.denominator, found.value) == (91, 2, 45.5)
    assert one(shop, "acquisition_cost", since=MAR, until=MARCH_END).value == 61
    assert not one(shop, "cac", since=date(2026, 1, 1), until=date(2026, 1, 31)).complete  # October is not there


def test_who_was_turned_away_does_not_lengthen_the_time_to_qualify(house: House) -> None:
    """Qualified after 2, 4 and 9 days; two turned away after 1 and 20 days; one open for 30 days.

    Of the four who qualify or may still, half are there after 4 days.
    """

    def lead(key: str, qualified: int | None, closed: int | None = None) -> Row:
        more: Row = {"process": "presales", "kind": "lead"}
        if qualified:
            more |= {"qualified_at": noon(date(2026, 1, 1 + qualified))}
        when = date(2026, 1, 1 + closed) if closed else None
        return item(key, JAN, when, "disqualified" if closed else None, **more)

    leads = [lead("a", 2), lead("b", 4), lead("c", 9), lead("d", None, 1), lead("e", None, 20), lead("f", None)]
    found = one(house({"work_item": leads}, through=date(2026, 1, 31), shapes=DEALS), "time_to_qualify")
    assert (found.value, found.n) == (4, 4)


def test_referrals_are_the_leads_of_a_referral_campaign(house: House) -> None:
    def lead(key: str, brought_by: str | None, outcome: str | None = None) -> Row:
        more: Row = {"process": "presales", "kind": "lead", "campaign_id": brought_by}
        return item(key, date(2026, 1, 5), date(2026, 2, 5) if outcome else None, outcome, **more)

    leads = [lead("a", "friends", "won"), lead("b", "friends", "lost"), lead("c", "ads", "won"), lead("d", None)]
    campaigns = [campaign("friends", channel="referral"), campaign("ads", channel="ads")]
    shop = house({"work_item": leads, "campaign": campaigns}, shapes=DEALS)
    assert one(shop, "referral_leads").value == 2
    assert (one(shop, "referral_conversion_rate").numerator, one(shop, "referral_conversion_rate").denominator) == (
        1,
        2,
    )


def order(key: str, customer: str, day: date, amount: int, **more: Any) -> Row:
    base: Row = {"order_id": key, "line_no": 1, "customer_id": customer, "product_id": "p", "quantity": 1}
    return base | {"ordered_at": noon(day), "amount": amount} | more


def test_the_first_order_of_the_data_is_not_always_the_first_of_the_customer(house: House) -> None:
    rows = {
        "customer": [{"customer_id": "old", "acquired_on": date(2020, 1, 1)}, {"customer_id": "new"}],
        "order_line": [
            order("1", "old", date(2026, 1, 5), 60),
            order("2", "new", date(2026, 1, 6), 30),
            order("3", "new", date(2026, 1, 7), 10),
            order("4", "unknown", date(2026, 1, 8), 900),  # nobody knows: on neither side
        ],
    }
    found = one(house(rows, shapes=("purchase", "calendar_day")), "new_customer_revenue_share")
    assert (found.numerator, found.denominator) == (30, 100)


def test_the_reasons_of_what_was_won_are_shares_of_those_that_have_one(house: House) -> None:
    rows = [deal(str(number), JAN, date(2026, 1, 9), "won", outcome_reason=reason)
            for number, reason in enumerate(["price", "price", "service", None])]  # fmt: skip
    rows += [deal("lost", JAN, date(2026, 1, 9), "lost", outcome_reason="price")]
    shop = house({"work_item": rows}, shapes=DEALS)
    found = (
        CATALOGUE["win_reason_share"].measure(shop, since=JAN, until=date(2026, 1, 31), by="outcome_reason").readings
    )
    assert [(one.groups, one.numerator, one.denominator) for one in found] == [(("price",), 2, 3), (("service",), 1, 3)]
    assert one(shop, "loss_reason_share").denominator == 1


def test_an_opportunity_follows_a_service_contact_for_seven_days(house: House) -> None:
    def call(key: str, customer: str, process: str, day: int, **more: Any) -> Row:
        base: Row = {"interaction_id": key, "process": process, "touchpoint_id": "p", "direction": "inbound"}
        base |= {"customer_id": customer, "offered_at": noon(date(2026, 1, day)), "disposition": "handled"}
        return base | more

    calls = [
        call("1", "week", "service", 8),
        call("2", "eighth", "service", 7),
        call("3", "sold", "sales", 14),
        call("4", "debt", "collections", 14),
        call("5", "gone", "service", 14, disposition="abandoned"),
        call("6", "after", "service", 16),
    ]
    rows = [deal(who, date(2026, 1, 15), customer_id=who)
            for who in ("week", "eighth", "sold", "debt", "gone", "after", "unknown")]  # fmt: skip
    rows += [deal("campaign", date(2026, 1, 15), customer_id="mailed", campaign_id="help")]
    shop = house({"work_item": rows, "interaction": calls, "campaign": [campaign("help", process="service")]},
                 shapes=DEALS)  # fmt: skip
    found = one(shop, "service_sourced_share")
    assert (found.numerator, found.denominator) == (3, 7)  # week, debt and mailed; unknown on neither side


def test_the_time_to_close_keeps_the_opportunities_that_wait(house: House) -> None:
    """Won after 10 and 30 days, lost after 20, one open for 15: 3/4 after 10 days, 3/8 after 20. Won alone: 20."""
    rows = [
        deal("a", JAN, date(2026, 1, 11), "won", amount=1),
        deal("b", JAN, date(2026, 1, 21), "lost"),
        deal("c", JAN, date(2026, 1, 31), "won", amount=1),
        deal("d", date(2026, 1, 16)),
    ]
    shop = house({"work_item": rows}, through=date(2026, 1, 31), shapes=DEALS)
    assert (one(shop, "time_to_close").value, one(shop, "time_to_close").n) == (20, 4)
    assert one(shop, "sales_cycle_length").value == 20
