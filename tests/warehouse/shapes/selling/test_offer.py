"""What to offer to whom: lines bought together, the next line, preferences, offers, trials and programmes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from tests.warehouse.shapes.made import House, Row, at, contact, item, moved, person, plan

JAN, FEB, MAR, APR, MAY = (date(2026, month, 1) for month in range(1, 6))
PRODUCTS = [{"product_id": name, "name": name, "line": name} for name in ("chairs", "lamps", "tables")]
LINES = ("next_line", "line_pair_day", "line_day", "calendar_day")


def order(key: str, customer: str, day: str, product: str, **more: object) -> Row:
    base: Row = {"order_id": key, "line_no": 1, "customer_id": customer, "product_id": product, "quantity": 1}
    return base | {"ordered_at": at(f"{day} 12:00"), "amount": 10} | more


SHOP = [
    order("1", "a", "2026-01-05", "chairs"),
    order("2", "a", "2026-02-01", "tables"),
    order("3", "b", "2026-01-06", "chairs"),
    order("4", "b", "2026-01-06", "tables"),
    order("5", "c", "2026-01-07", "chairs"),
    order("6", "c", "2026-04-15", "tables"),
    order("7", "d", "2026-01-08", "lamps"),
    order("8", "e", "2026-01-09", "chairs"),
]


def reading(shop: Shop, name: str, since: date, until: date, **more: Any) -> Reading:
    readings = CATALOGUE[name].measure(shop, since=since, until=until, **more).readings
    assert len(readings) == 1
    return readings[0]


def sides(of: Reading) -> tuple[object, object]:
    return of.numerator, of.denominator


def test_affinity_is_counted_over_people_up_to_the_close(house: House) -> None:
    """January: five buyers, four of chairs, one of tables, who has both. February: two of them have both.

    Support 1 and 2 of 5; confidence 1 and 2 of 4; lift 1 ÷ (4 × 1 ÷ 5) = 1.25 and 2 ÷ (4 × 2 ÷ 5) = 1.25.
    """
    shop = house({"product": PRODUCTS, "order_line": SHOP}, shapes=LINES)
    pair = {"where": {"product_line": "chairs", "with_line": "tables"}}
    for until, both in ((date(2026, 1, 31), 1), (date(2026, 2, 28), 2)):
        first = until.replace(day=1)
        assert sides(reading(shop, "affinity_support", first, until, **pair)) == (both, 5)
        assert sides(reading(shop, "affinity_confidence", first, until, **pair)) == (both, 4)
        assert reading(shop, "affinity_lift", first, until, **pair).value == 1.25
    back = {"where": {"product_line": "tables", "with_line": "chairs"}}
    assert reading(shop, "affinity_confidence", JAN, date(2026, 1, 31), **back).value == 1


def test_the_next_line_is_learnt_before_and_judged_after(house: House) -> None:
    """On 1 February one of four with chairs has tables, on 1 March two: tables are offered to whoever has chairs only.

    a buys them on 1 February, c on 15 April, e never; d has lamps, with which nobody has bought anything.
    """
    shop = house({"product": PRODUCTS, "order_line": SHOP}, through=date(2026, 5, 30), shapes=LINES)
    columns = "offered_on, customer, product_line, confidence, candidates, hit_90d, bought_90d"
    assert shop.fetch(f"select {columns} from shape.next_line order by offered_on, customer") == [
        (FEB, "a", "tables", 0.25, 1, True, 1),
        (FEB, "c", "tables", 0.25, 1, True, 1),
        (FEB, "e", "tables", 0.25, 1, False, 0),
        (MAR, "c", "tables", 0.5, 1, True, 1),
        (MAR, "e", "tables", 0.5, 1, False, 0),
        (APR, "c", "tables", 0.5, 1, None, None),  # 1 April + 90 days is 30 June
        (APR, "e", "tables", 0.5, 1, None, None),
        (MAY, "e", "tables", 0.75, 1, None, None),
    ]
    assert sides(reading(shop, "next_line_hit_rate", FEB, date(2026, 2, 28))) == (2, 3)
    assert sides(reading(shop, "next_line_chance_rate", MAR, date(2026, 3, 31))) == (1, 2)


def test_what_is_bought_later_changes_no_earlier_recommendation(house: House) -> None:
    later = [order(f"l{who}", who, "2026-03-10", "lamps") for who in "abce"]
    offered = []
    for rows in (SHOP, [*SHOP, *later]):
        shop = house({"product": PRODUCTS, "order_line": rows}, shapes=LINES)
        offered.append(shop.fetch(
            "select offered_on, customer, product_line, confidence, hit_90d from shape.next_line"
            " where offered_on <= date '2026-03-01' order by all"
        ))  # fmt: skip
    assert offered[0] == offered[1]
    assert len(offered[0]) == 5


def test_a_preference_is_the_most_frequent_choice_so_far_and_a_tie_is_the_later_one(house: House) -> None:
    rows = {
        "product": PRODUCTS,
        "touchpoint": [{"touchpoint_id": name, "name": name, "process": "service", "channel": name}
                       for name in ("phone", "chat")],
        "order_line": [
            order("1", "c1", "2026-01-05", "chairs"),
            order("2", "c1", "2026-01-10", "tables"),
            order("3", "c1", "2026-01-20", "chairs"),
        ],
        "interaction": [
            contact("1", "2026-01-06 09:00", touchpoint_id="phone"),
            contact("2", "2026-01-08 09:00", touchpoint_id="chat", direction="outbound"),  # our choice
            contact("3", "2026-01-09 09:00", touchpoint_id="chat"),
        ],
    }  # fmt: skip
    shop = house(rows, shapes=("preference_span", "calendar_day"))
    choices = shop.fetch("select axis, from_on, to_on, chosen from shape.preference order by axis, from_on")
    end = date(9999, 12, 31)
    assert choices == [
        ("channel", date(2026, 1, 6), date(2026, 1, 9), "phone"),
        ("channel", date(2026, 1, 9), end, "chat"),
        ("line", date(2026, 1, 5), date(2026, 1, 10), "chairs"),
        ("line", date(2026, 1, 10), date(2026, 1, 20), "tables"),
        ("line", date(2026, 1, 20), end, "chairs"),
    ]
    spans = shop.fetch("select from_on, to_on, preferred_line, preferred_channel from shape.preference_span"
                       " where from_on < date '2026-02-01' order by 1")  # fmt: skip
    assert [row[0].day for row in spans] == [5, 6, 9, 10, 20]
    assert [row[1:] for row in spans][:2] == [
        (date(2026, 1, 6), "chairs", None), (date(2026, 1, 9), "chairs", "phone"),
    ]  # fmt: skip
    assert [spans[at][1] == spans[at + 1][0] for at in range(4)] == [True] * 4  # nothing twice, nothing missing


def test_an_offer_is_accepted_by_what_was_preferred_before_it(house: House) -> None:
    def offer(key: str, kind: str, opened: str, outcome: str | None, **more: object) -> Row:
        ends: Row = {"closed_at": at(f"{opened} 18:00"), "outcome": outcome} if outcome else {}
        return item(key, f"{opened} 09:00", process="sales", kind=kind, **ends, **more)

    rows = {
        "product": PRODUCTS,
        "order_line": [order("1", "c1", "2026-01-10", "tables"), order("2", "c1", "2026-01-20", "chairs")],
        "work_item": [
            offer("early", "cross_sell", "2026-01-05", "lost"),  # before anything was bought
            offer("same day", "upsell", "2026-01-20", "won"),
            offer("day after", "list_record", "2026-01-21", "won"),
            offer("third", "list_record", "2026-01-22", "lost"),
            offer("undecided", "cross_sell", "2026-01-22", None),
            offer("held out", "list_record", "2026-01-22", "won", is_control=True),
            offer("no offer", "new_sale", "2026-01-22", "won"),
        ],
    }
    shop = house(rows, shapes=("offer", "calendar_day"))
    rate = CATALOGUE["offer_acceptance_rate"]
    lines = rate.measure(shop, since=JAN, until=date(2026, 1, 31), by="preferred_line").readings
    assert [(line.groups[0], *sides(line)) for line in lines] == [("chairs", 1, 2), ("tables", 1, 1), (None, 0, 1)]


def test_a_trial_ends_by_moving_on_by_dissolution_or_in_silence(house: House) -> None:
    def lead(key: str, customer: str, opened: str, closed: str, reason: str) -> Row:
        ends: Row = {"closed_at": at(f"{closed} 09:00"), "outcome": "disqualified", "outcome_reason": reason}
        return item(key, f"{opened} 09:00", process="presales", kind="lead", customer_id=customer, **ends)

    rows = {
        "customer": [
            person("bought", lifecycle_stage="awareness"),
            person("gone", lifecycle_stage="dissolution"),
            person("silent", lifecycle_stage="exploration"),
            person("talking", lifecycle_stage="exploration"),
            person("ghost", lifecycle_stage="exploration"),  # nothing was ever seen of it
        ],
        "status_event": [
            moved("bought", "lifecycle_stage", "2026-02-10", "exploration", "awareness"),
            moved("gone", "lifecycle_stage", "2026-02-12", "exploration", "dissolution"),
        ],
        "work_item": [
            lead("1", "gone", "2026-02-01", "2026-02-11", "price"),
            lead("2", "silent", "2026-01-05", "2026-01-10", "no_answer"),
        ],
        "interaction": [
            contact("1", "2026-01-05 09:00", customer_id="talking"),
            contact("2", "2026-04-04 09:00", customer_id="talking"),  # after 89 days
        ],
    }
    shop = house(rows, through=date(2026, 4, 30), shapes=("trial", "calendar_day"))
    columns = "customer, started_on, ended_on, way_out, lost, reason"
    assert shop.fetch(f"select {columns} from shape.trial order by customer") == [
        ("bought", None, date(2026, 2, 10), "moved_on", False, None),
        ("gone", date(2026, 2, 1), date(2026, 2, 12), "dissolution", True, "price"),
        ("silent", date(2026, 1, 5), date(2026, 4, 10), "inactivity", True, "no_answer"),
    ]
    assert sides(reading(shop, "trial_loss_rate", FEB, date(2026, 2, 28))) == (1, 2)
    why = CATALOGUE["trial_loss_reason_share"].measure(
        shop, since=FEB, until=date(2026, 4, 30), every="all", by="reason"
    )
    assert [(reason.groups, *sides(reason)) for reason in why.readings] == [(("no_answer",), 1, 2), (("price",), 1, 2)]


def test_a_programme_returns_the_margin_it_is_credited_with_less_cost_and_labour(house: House) -> None:
    """March: 31 of cost and 1 of labour. Margin 40 of an order of its own less 8 of a return, 10 of a first-year
    customer's order, 10 of that customer's plan: 52. So 20 on 32. Another's order, and one of the second year, are out.
    """
    day, old = date(2026, 3, 5), date(2025, 2, 1)
    rows: dict[str, list[Row]] = {
        "campaign": [{"campaign_id": "ads", "name": "Ads", "process": "presales", "channel": "ads", "starts_on": MAR,
                      "ends_on": date(2026, 3, 31), "cost": 31}],
        "product": [{"product_id": "plan", "name": "Plan", "line": "plans", "recurring": True, "unit_cost": 2}],
        "customer": [person("new", acquired_on=MAR, acquisition_campaign_id="ads"),
                     person("old", acquired_on=old, acquisition_campaign_id="ads")],
        "order_line": [
            order("own", "x", "2026-03-05", "chairs", campaign_id="ads", amount=100, cost=60),
            order("own", "x", "2026-03-20", "chairs", line_no=2, amount=-20, cost=-12, quantity=-1, is_return=True),
            order("first", "new", "2026-03-06", "chairs", amount=30, cost=20),
            order("none", "x", "2026-03-07", "chairs", amount=500, cost=1),
            order("late", "old", "2026-03-08", "chairs", amount=500, cost=1),
        ],
        "subscription": [plan("new", MAR, None, 12)],
        "agent": [{"agent_id": "a", "name": "A", "team": "t", "area": "x", "process": "presales", "hourly_cost": 36}],
        "interaction": [contact("1", "2026-03-05 09:00", campaign_id="ads", agent_id="a", talk_seconds=100)],
        "work_item": [],
        "agent_time": [],
    }  # fmt: skip
    shop = house(rows, first=date(2025, 1, 1), shapes=("programme_day", "calendar_day"))
    gained = reading(shop, "programme_return", MAR, date(2026, 3, 31))
    assert (*sides(gained), gained.value) == (20, 32, 0.625)
    assert sides(reading(shop, "programme_return", day, day, every="all")) == (38, 2)
    none = reading(shop, "programme_return_incremental", MAR, date(2026, 3, 31))
    assert (none.value, str(none.reason)) == (None, "nothing to divide by: no such campaign with a cost")


def test_a_programme_has_no_return_while_a_sale_or_a_contact_of_it_has_no_known_cost(house: House) -> None:
    """March: 40 of cost, one sale of 100 of a product that costs 30: (70 − 40) / 40. The other things bring 200 or cost
    an hour, and nobody tells what they cost: neither 270 − 40 nor 70 − 40 is what the campaign returned."""
    campaign: Row = {"campaign_id": "x", "name": "X", "process": "telemarketing", "channel": "phone", "starts_on": MAR}
    campaign |= {"ends_on": date(2026, 3, 31), "cost": 40}
    ends: Row = {"closed_at": at("2026-03-10 09:00"), "outcome": "won", "campaign_id": "x"}
    sold = item("1", "2026-03-02 09:00", process="sales", kind="new_sale", amount=100, product_id="known", **ends)
    dark = item("2", "2026-03-02 09:00", process="sales", kind="new_sale", amount=200, product_id="dark", **ends)
    bare = item("3", "2026-03-02 09:00", process="sales", kind="new_sale", product_id="known", **ends)
    products = [{"product_id": name, "name": name, "line": "x", "unit_cost": cost}
                for name, cost in (("known", 30), ("dark", None))]  # fmt: skip
    call = contact("1", "2026-03-05 09:00", campaign_id="x", agent_id="a", talk_seconds=3600)

    def returned(**more: Sequence[Row]) -> Reading:
        rows = {"work_item": [sold], "campaign": [campaign], "product": products, "agent": [], "agent_time": []}
        shop = house({**rows, **more}, shapes=("programme_day", "calendar_day"))
        return reading(shop, "programme_return", MAR, date(2026, 3, 31))

    assert returned().value == 0.75
    line = order("own", "x", "2026-03-05", "chairs", campaign_id="x", amount=200)
    for more in (
        {"work_item": [sold, dark]},
        {"work_item": [sold, bare]},
        {"interaction": [call]},
        {"order_line": [line]},
    ):
        found = returned(**more)
        assert (found.value, str(found.reason)) == (None, "rows without a value in programme_return: 1"), more


def test_the_incremental_return_takes_off_what_the_held_out_bought(house: House) -> None:
    """Eight treated, three of them won at 30 each; four held out, one won at 20: twice that is taken off. 50 on 40."""

    def record(key: str, won: int | None, control: bool) -> Row:
        ends: Row = {"closed_at": at("2026-03-10 09:00"), "outcome": "won" if won else "lost", "amount": won}
        return item(key, "2026-03-02 09:00", process="telemarketing", kind="list_record", campaign_id="x",
                    product_id="talk", is_control=control, **ends)  # fmt: skip

    # what is sold costs nothing, and says so: a sale without a known cost would have no margin
    rows = [record(f"t{number}", 30 if number < 3 else None, False) for number in range(8)]
    rows += [record(f"c{number}", 20 if number < 1 else None, True) for number in range(4)]
    campaign = {"campaign_id": "x", "name": "X", "process": "telemarketing", "channel": "phone", "starts_on": MAR}
    campaign |= {"ends_on": date(2026, 3, 31), "cost": 40}
    talk = {"product_id": "talk", "name": "Talk", "line": "talks", "unit_cost": 0}
    shop = house(
        {"work_item": rows, "campaign": [campaign], "product": [talk]}, shapes=("programme_day", "calendar_day")
    )
    gained = reading(shop, "programme_return_incremental", MAR, date(2026, 3, 31))
    assert (*sides(gained), gained.value) == (10, 40, 0.25)
    assert sides(reading(shop, "programme_return", MAR, date(2026, 3, 31))) == (50, 40)  # all of what was won
