"""What an id brings along, and that it stands wherever the id does."""

from __future__ import annotations

import duckdb
import pytest

from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.names import NAMES
from crm_metrics.warehouse import attributes, schema, shape
from crm_metrics.warehouse.tables import tables

# Shapes that name a customer and are no rows of metrics: keys, histories of one attribute, what others join.
BARE = {
    "book_stretch", "computed_tier_span", "customer_alias", "customer_contact", "customer_event", "customer_key",
    "customer_value", "holding_span", "ledger_month", "line_start", "membership", "paid_span", "preference",
    "rhythm_span", "sale_line", "tier_event",
}  # fmt: skip
SETTLED = {"trial": {"lifecycle_stage"}}  # what is the same in all rows of a shape: a trial is a stay in one stage


@pytest.fixture(scope="module")
def stored() -> dict[str, set[str]]:
    """The columns of every stored shape."""
    with duckdb.connect() as connection:
        schema.create(connection)
        shape.build(connection)
        found = connection.execute(
            "select table_name, list(column_name) from duckdb_columns() where schema_name = 'shape' group by table_name"
        ).fetchall()
    return {table: set(columns) for table, columns in found}


def test_every_shape_that_names_a_customer_has_all_that_a_customer_brings_along(stored: dict[str, set[str]]) -> None:
    columns = {attribute.column for attribute in attributes.CUSTOMER}
    lacking = {table: columns - has for table, has in stored.items() if "customer" in has and not columns <= has}
    assert {table: gone for table, gone in lacking.items() if table not in BARE} == SETTLED
    assert set(lacking) == BARE | set(SETTLED)


def test_every_shape_that_names_a_team_has_its_area(stored: dict[str, set[str]]) -> None:
    columns = {attribute.column for attribute in attributes.TEAM}
    assert {table for table, has in stored.items() if "team" in has and not columns <= has} == {
        "item_state",  # the history of an item, before anything is joined to it
        "target",
    }


def test_what_is_brought_along_can_be_asked_for_and_stands_in_the_input_tables() -> None:
    assert set(attributes.columns()) <= set(DIMENSIONS)
    for table, group in (
        ("customer", attributes.CUSTOMER),
        ("agent", attributes.TEAM),
        ("touchpoint", attributes.TOUCHPOINT),
    ):
        assert {attribute.source for attribute in group} <= set(tables()[table].columns)


def test_a_customers_attributes_have_a_past_or_none() -> None:
    then, now = attributes.GROUPS["customer_then"], attributes.GROUPS["customer_now"]
    assert sorted((*then, *now), key=attributes.CUSTOMER.index) == list(attributes.CUSTOMER)
    assert "tier" in {attribute.column for attribute in then}
    assert "region" in {attribute.column for attribute in now}


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_has_a_name_for_its_readers(dimension: str) -> None:
    assert dimension in NAMES, f"'{dimension}' has no name: add it to crm_metrics/names.py, and its Spanish to the .po"
