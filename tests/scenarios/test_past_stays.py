"""What happens later changes no number of the past: new rows, another tier, another team, another promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import duckdb
import pytest

from crm_metrics.metrics.core import Metric
from crm_metrics.warehouse import schema, shape, store
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.schema import input_tables
from tests.scenarios.catalogue import answers, asked, offering, same, values

UNTIL = date(2026, 6, 30)
FIRST, LAST = date(2026, 2, 1), date(2026, 5, 31)
SHIFT = 5_000  # days: even the oldest rows, those of the first customers, come after every window of a metric
THROUGH = UNTIL + timedelta(days=SHIFT)
NAMED = ("customer_id", "work_item_id", "interaction_id", "survey_id", "order_id", "subscription_id", "entry_id",
         "invoice_id", "alias_id", "entity_id")  # fmt: skip
EVENTS = ("customer", "customer_alias", "work_item", "status_event", "interaction", "agent_time", "survey",
          "order_line", "subscription", "receivable", "loyalty_entry")  # fmt: skip


@contextmanager
def company(*changes: str) -> Iterator[store.Warehouse]:
    """A small demo company whose data reach far beyond its rows, after some changes."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute("begin")
        fill(connection, Asked(customers=400, months=8, until=UNTIL))
        connection.execute("update main.load_log set loaded_through = ?", [THROUGH])
        connection.execute("commit")
        for sql in changes:
            connection.execute(sql)
        shape.build(connection)
        yield store.reading(connection)


@pytest.fixture(scope="module")
def before() -> Iterator[store.Warehouse]:
    """The company as it was."""
    with company() as one:
        yield one


def repeated(table: str) -> str:
    """The statement that adds every row of a table again, under other ids, many years later."""
    with duckdb.connect() as connection:
        schema.create(connection)
        known = connection.execute(
            "select column_name, data_type from duckdb_columns() where table_name = ? and schema_name = 'main'", [table]
        ).fetchall()
    parts = []
    for name, kind in known:
        if name == "entity_id":
            parts.append("case when entity = 'agent' then entity_id else entity_id || '-again' end")
        elif name in NAMED:
            parts.append(f"case when \"{name}\" = 'unknown' then 'unknown' else \"{name}\" || '-again' end")
        elif kind == "DATE":
            parts.append(f'cast("{name}" + {SHIFT} as date)')
        elif kind.startswith("TIMESTAMP"):
            parts.append(f"\"{name}\" + interval '{SHIFT} days'")
        else:
            parts.append(f'"{name}"')
    return f"insert into main.{table} select {', '.join(parts)} from main.{table}"


def compared(before: store.Warehouse, after: store.Warehouse, by: str | None, metrics: list[Metric]) -> list[str]:
    """The metrics with a month that is not what it was."""
    then, now = (answers(one, metrics, "month", by, FIRST, LAST) for one in (before, after))
    return [one.name for one in metrics if not same(values(then[one.name]), values(now[one.name]))]


@pytest.mark.parametrize("by", [None, "tier", "team"])
def test_rows_of_later_years_change_no_month(before: store.Warehouse, by: str | None) -> None:
    metrics = asked("month") if by is None else offering(before, asked("month"), by)
    with company(*map(repeated, EVENTS)) as after:
        counted = "select count(*) from main.interaction"
        assert after.fetch(counted)[0][0] == 2 * before.fetch(counted)[0][0]
        assert compared(before, after, by, metrics) == []


def test_every_table_of_events_is_repeated() -> None:
    kept = {
        "company",
        "business_hours",
        "holiday",
        "agent",
        "product",
        "touchpoint",
        "campaign",
        "sla_policy",
        "target",
    }
    assert set(EVENTS) == set(input_tables()) - kept


LATER = f"timestamptz '{UNTIL + timedelta(days=400)} 15:00:00+00'"  # past the maturity of every cohort
OTHER = {
    "value_tier": "case value_tier when 'low' then 'high' else 'low' end",
    "segment": "'another'",
    "lifecycle_stage": "case lifecycle_stage when 'expansion' then 'dissolution' else 'expansion' end",
    "relationship_type": "case relationship_type when 'personal' then 'automated' else 'personal' end",
}
EVENT = "(entity, entity_id, attribute, changed_at, old_value, new_value, agent_id, _source)"
DIMENSION = {"value_tier": "tier"}
STILL_GOING_ON = {"stage_dwell_time"}  # the change itself is what it waits for: a stay that lasted is seen to its end


@pytest.mark.parametrize("attribute", OTHER)
def test_another_tier_segment_stage_or_relation_today_changes_no_month(before: store.Warehouse, attribute: str) -> None:
    dimension = DIMENSION.get(attribute, attribute)
    changes = (
        f"insert into main.status_event {EVENT} select 'customer', customer_id, '{attribute}', {LATER}, {attribute},"
        f" {OTHER[attribute]}, null, null from main.customer",
        f"update main.customer set {attribute} = {OTHER[attribute]}",
    )
    with company(*changes) as after:
        metrics = [one for one in asked("month") if one.name not in STILL_GOING_ON]
        assert compared(before, after, dimension, offering(before, metrics, dimension)) == []
        assert compared(before, after, None, metrics) == []


def test_another_team_today_changes_no_month(before: store.Warehouse) -> None:
    changes = (
        f"insert into main.status_event {EVENT} select 'agent', agent_id, 'team', {LATER}, team, 'Nuevo', null, null"
        " from main.agent",
        "update main.agent set team = 'Nuevo'",
    )
    with company(*changes) as after:
        assert compared(before, after, "team", offering(before, asked("month"), "team")) == []


def test_another_promise_of_service_today_changes_no_month(before: store.Warehouse) -> None:
    day = f"date '{UNTIL + timedelta(days=30)}'"
    changes = (
        "insert into main.sla_policy by name select * replace (valid_to as valid_from, null as valid_to,"
        f" 60 as target_seconds) from (select * replace ({day} as valid_to) from main.sla_policy"
        f" where valid_to is null or valid_to > {day})",
        f"update main.sla_policy set valid_to = {day} where (valid_to is null or valid_to > {day})"
        f" and valid_from < {day}",
    )
    with company(*changes) as after:
        assert after.fetch("select count(*) from main.sla_policy where target_seconds = 60")[0][0] > 0
        assert compared(before, after, None, asked("month")) == []
