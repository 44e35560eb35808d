"""Two true rows under one key are both kept, in the order that values or file tell; a correction replaces."""

from __future__ import annotations

from itertools import permutations

import pytest

from crm_metrics.warehouse.loading.twins import Twin, in_order, settle
from tests.warehouse.loading.importing import Inbox, Outcome

CHANGES = "entity,entity_id,attribute,changed_at,old_value,new_value\n"
TIME = "agent_id,team,process,started_at,state,seconds\n"
PLANS = "subscription_id,customer_id,product_id,starts_on,ends_on,mrr\n"
AT = "2026-01-05 10:00:00"


def changed(old: str, new: str, at: str = AT) -> str:
    return f"work_item,W1,status,{at},{old},{new}\n"


def known(got: Outcome) -> list[tuple[object, ...]]:
    return got.rows("select old_value, new_value from status_event order by changed_at, seq")


def test_two_changes_of_one_second_are_kept_and_a_second_import_changes_nothing(inbox: Inbox) -> None:
    files = {"status_event.csv": CHANGES + changed("new", "open") + changed("open", "pending")}
    got = inbox.load(files)
    assert (got.why, known(got)) == ([], [("new", "open"), ("open", "pending")])
    again = inbox.load(files)
    assert not again.changed
    assert again.counts["status_event"].unchanged == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_values_tell_the_order_whatever_that_of_the_file(order: tuple[int, ...], inbox: Inbox) -> None:
    rows = [changed("new", "open"), changed("open", "pending"), changed("pending", "solved")]
    got = inbox.load({"status_event.csv": CHANGES + "".join(rows[at] for at in order)})
    assert known(got) == [("new", "open"), ("open", "pending"), ("pending", "solved")]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_there_and_back_in_one_second_begins_with_what_held_before(order: tuple[int, ...], inbox: Inbox) -> None:
    rows = [changed("open", "pending"), changed("pending", "open")]
    before = changed("new", "open", "2026-01-05 09:00:00")
    got = inbox.load({"status_event.csv": CHANGES + "".join(rows[at] for at in order) + before})
    assert known(got) == [("new", "open"), ("open", "pending"), ("pending", "open")]


def test_equal_rows_stay_one(inbox: Inbox) -> None:
    got = inbox.load({"status_event.csv": CHANGES + changed("new", "open") * 2})
    assert known(got) == [("new", "open")]
    assert (got.counts["status_event"].loaded, got.counts["status_event"].unchanged) == (1, 1)


def test_a_later_file_goes_on_where_the_known_ones_end_or_begins_before_them(inbox: Inbox) -> None:
    inbox.load({"status_event.csv": CHANGES + changed("open", "pending")})
    inbox.load({"status_event.csv": CHANGES + changed("pending", "solved")})
    got = inbox.load({"status_event.csv": CHANGES + changed("new", "open")})
    assert known(got) == [("new", "open"), ("open", "pending"), ("pending", "solved")]
    alone = inbox.load({"status_event.csv": CHANGES + changed("pending", "solved")})
    assert not alone.changed


def test_a_correction_replaces_what_it_corrects(inbox: Inbox) -> None:
    inbox.load({"status_event.csv": CHANGES + changed("new", "open")})
    got = inbox.load({"status_event.csv": CHANGES + changed("new", "pending")})
    assert known(got) == [("new", "pending")]


def test_the_number_of_a_file_is_taken_as_it_is(inbox: Inbox) -> None:
    rows = f"work_item,W1,status,{AT},a,b,2\nwork_item,W1,status,{AT},b,a,1\n"
    got = inbox.load({"status_event.csv": CHANGES.strip() + ",seq\n" + rows})
    assert known(got) == [("b", "a"), ("a", "b")]


def test_the_number_is_known_by_the_names_that_people_give_it(inbox: Inbox) -> None:
    head = "entity,entity_id,attribute,changed_at,old_value,new_value,Secuencia\n"
    rows = "work_item,w1,status,2026-01-05 10:00,a,b,2\nwork_item,w1,status,2026-01-05 10:00,b,a,1\n"
    assert inbox.load({"status_event.csv": head + rows}).error is None
    assert inbox.connection.execute("select old_value, seq from status_event order by seq").fetchall() == [
        ("b", 1),
        ("a", 2),
    ]


def test_two_spans_of_an_agent_from_one_start_are_both_true(inbox: Inbox) -> None:
    rows = "A1,Norte,service,2026-01-05 09:00,handling,600\nA1,Sur,service,2026-01-05 09:00,handling,300\n"
    got = inbox.load({"agent_time.csv": TIME + rows})
    assert got.why == []
    assert got.rows("select team, seconds from agent_time order by seq") == [("Norte", 600), ("Sur", 300)]
    assert not inbox.load({"agent_time.csv": TIME + rows}).changed


def test_two_changes_of_a_plan_on_one_day_are_both_kept_and_the_last_holds(inbox: Inbox) -> None:
    rows = "S,C,P,2026-01-01,2026-02-10,10\nS,C,P,2026-02-10,2026-02-10,20\nS,C,P,2026-02-10,,15\n"
    got = inbox.load({"subscription.csv": PLANS + rows})
    assert got.why == []
    assert got.rows("select mrr from subscription order by starts_on, seq") == [(10,), (20,), (15,)]
    assert not inbox.load({"subscription.csv": PLANS + rows}).changed


def test_products_stand_side_by_side_in_one_subscription(inbox: Inbox) -> None:
    got = inbox.load({"subscription.csv": PLANS + "S,C,P,2026-01-01,,10\nS,C,Q,2026-01-01,,5\n"})
    assert got.why == []
    assert got.rows("select sum(mrr) from subscription") == [(15,)]


def test_one_product_twice_at_a_time_is_still_an_overlap(inbox: Inbox) -> None:
    got = inbox.load({"subscription.csv": PLANS + "S,C,P,2026-01-01,,10\nS,C,P,2026-01-01,,12\n"})
    assert {rule for _, _, rule in got.why} == {"overlap"}


def test_a_whole_export_without_one_of_the_twins_withdraws_it(inbox: Inbox) -> None:
    inbox.load({"status_event.csv": CHANGES + changed("new", "open") + changed("open", "pending")})
    got = inbox.load({"status_event.csv": CHANGES + changed("open", "pending")}, full=True)
    assert known(got) == [("open", "pending")]


def test_changes_that_do_not_follow_each_other_stay_in_the_order_of_the_file() -> None:
    rows = [Twin(batch=1, row=row, old=old, new=new) for row, (old, new) in enumerate([("x", "y"), ("a", "b")])]
    assert [twin.row for twin in in_order(rows)] == [0, 1]
    assert [twin.number for twin in settle(rows)] == [1, 2]
