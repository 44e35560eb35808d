"""The smallest companies, and companies with holes: every metric has a value or a reason, and parts make the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Result
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse import schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.schema import input_tables
from tests.conftest import House
from tests.scenarios.catalogue import answers, asked, offering, same, values, wrong
from tests.warehouse.shapes.made import at, change, contact, hours, plan, policy, resolved

SINCE, UNTIL = date(2026, 2, 1), date(2026, 5, 31)
FEW = date(2026, 5, 1)  # from here by day: a month of days is asked as often as a year of months
ADDED = [one for one in CATALOGUE.values() if one.aggregation == "sum"]
DAY = date(2026, 3, 2)
ORDER = {"order_id": "o1", "line_no": 1, "product_id": "p1", "ordered_at": at("2026-03-02 10:00"), "quantity": 1}
MOMENT = {"sent_at": at("2026-03-02 12:00"), "responded_at": at("2026-03-02 13:00"), "score": 5}

# One row in every table, all of it about the one customer c1.
ONE: Mapping[str, list[dict[str, object]]] = {
    "business_hours": hours("company", "09:00", "17:00", range(1, 2)),
    "holiday": [{"calendar_id": "company", "day": date(2026, 1, 1)}],
    "customer": [{"customer_id": "c1", "value_tier": "high", "segment": "s", "acquired_on": DAY}],
    "customer_alias": [{"alias_id": "x1", "customer_id": "c1", "rule": "email"}],
    "agent": [{"agent_id": "a1", "name": "Ana", "team": "t1", "area": "r1", "process": "service", "hourly_cost": 10}],
    "product": [{"product_id": "p1", "name": "P", "line": "l1", "unit_cost": 3}],
    "touchpoint": [{"touchpoint_id": "line", "name": "L", "process": "service", "channel": "phone"}],
    "campaign": [
        {"campaign_id": "k1", "name": "K", "process": "telemarketing", "channel": "phone", "starts_on": DAY, "cost": 5}
    ],
    "sla_policy": [policy("s1", "first_response", 3600)],
    "target": [{"metric": "csat", "cadence": "month", "goal": 0.8, "valid_from": SINCE}],
    "work_item": [resolved("w1", "2026-03-02 09:00", "2026-03-02 11:00", agent_id="a1", team="t1", reason="r")],
    "status_event": [change("w1", "status", "2026-03-02 11:00", "open", "closed")],
    "interaction": [contact("i1", "2026-03-02 09:00", "w1", agent_id="a1", team="t1", talk_seconds=60)],
    "agent_time": [
        {
            "agent_id": "a1",
            "team": "t1",
            "process": "service",
            "started_at": at("2026-03-02 09:00"),
            "state": "handling",
            "seconds": 3600,
        }
    ],
    "survey": [
        {"survey_id": "q1", "instrument": "csat", "customer_id": "c1", "process": "service", "scale_min": 1}
        | {"scale_max": 5, "work_item_id": "w1"}
        | MOMENT
    ],
    "order_line": [ORDER | {"customer_id": "c1", "amount": 10}],
    "subscription": [plan("c1", DAY, mrr=7)],
    "receivable": [
        {"entry_id": "e1", "invoice_id": "f1", "customer_id": "c1", "kind": "invoice", "entry_on": DAY, "amount": 10}
    ],
    "loyalty_entry": [
        {"entry_id": "y1", "customer_id": "c1", "kind": "enrol", "entry_at": at("2026-03-02 10:00"), "points": 0}
    ],
}


def faults(warehouse: store.Warehouse) -> list[str]:
    """What is wrong with any reading of any metric at any cadence."""
    found = []
    for every in CADENCES:
        metrics = asked(every)
        told = answers(warehouse, metrics, every, None, FEW if every == "day" else SINCE, UNTIL)
        found += [text for one in metrics for text in wrong(one, told[one.name])]
    return found


def test_a_company_of_one_row_in_each_table_has_values_or_reasons(house: House) -> None:
    assert set(ONE) == set(input_tables()) - {"company"}
    assert faults(house(ONE)) == []


def test_empty_tables_have_values_or_reasons(house: House) -> None:
    assert faults(house({table: [] for table in input_tables() if table != "company"})) == []


@pytest.mark.parametrize("table", sorted(set(ONE) - {"business_hours", "holiday", "status_event", "customer_alias"}))
def test_a_company_with_a_single_table_of_one_row_has_values_or_reasons(house: House, table: str) -> None:
    warehouse = house({table: ONE[table]})
    metrics = asked("month")
    told = answers(warehouse, metrics, "month", None, SINCE, UNTIL)
    assert [text for one in metrics for text in wrong(one, told[one.name])] == []


def test_a_company_that_knows_no_customer_has_values_or_reasons(house: House) -> None:
    rows = {table: [row | ({"customer_id": "unknown"} if "customer_id" in row else {}) for row in rows]
            for table, rows in ONE.items() if table not in ("customer", "customer_alias")}  # fmt: skip
    assert faults(house(rows)) == []


@contextmanager
def thinned(seed: int, percent: int) -> Iterator[store.Warehouse]:
    """A small demo company that keeps a share of the rows of every table, whatever points to them."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute("begin")
        fill(connection, Asked(customers=300, months=8, until=date(2026, 6, 30)))
        connection.execute("commit")
        for table in set(input_tables()) - {"company"}:
            row = {"receivable": "invoice_id", "order_line": "order_id"}.get(table, "rowid")  # no half ledgers: rule 8
            connection.execute(f"delete from main.{table} where hash({row}, {seed:d}) % 100 >= {percent:d}")
        shape.build(connection)
        yield store.reading(connection)


@pytest.mark.parametrize(("seed", "percent"), [(1, 60), (2, 25), (3, 5)])
def test_a_company_with_holes_has_values_or_reasons_and_its_parts_make_the_whole(seed: int, percent: int) -> None:
    with thinned(seed, percent) as warehouse:
        assert faults(warehouse) == []
        whole = answers(warehouse, ADDED, "month", None, SINCE, UNTIL)
        for dimension in ("tier", "segment", "team", "channel", "product_line", "region"):
            offered = offering(warehouse, ADDED, dimension)
            parts = answers(warehouse, offered, "month", dimension, SINCE, UNTIL)
            for one in offered:
                assert totals(parts[one.name]) == totals(whole[one.name]), f"{one.name} by {dimension}"


def totals(result: Result) -> dict[date, Fraction]:
    """The sum of the groups of each period."""
    found: dict[date, Fraction] = defaultdict(Fraction)
    for one in result.readings:
        found[one.period] += Fraction(one.numerator or 0)
    return {period: sum_ for period, sum_ in found.items() if sum_}


def test_rows_in_another_order_give_the_same_numbers(tmp_path: Path) -> None:
    with thinned(4, 80) as then, duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        for table in (*input_tables(), "load_log", "contact_reason", "comment_theme"):
            file = tmp_path / f"{table}.parquet"
            then.fetch(f"copy (select * from main.{table} order by hash(rowid, 7)) to '{file}'")
            connection.execute(f"insert into main.{table} select * from '{file}'")
        shape.build(connection)
        now = store.reading(connection)
        metrics = asked("month")
        one, other = (answers(each, metrics, "month", None, SINCE, UNTIL) for each in (then, now))
        assert [m.name for m in metrics if not same(values(one[m.name]), values(other[m.name]))] == []
