"""What a customer's rows say does not hang on the rows of others, but for what is said to be made by another key.

A refresh makes rows anew from inputs that are cut to the keys that were touched. So the inputs are cut here to single
customers, all but the facts, and the rows made of them are those that were made of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import duckdb
import pytest

from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company

FACTS = {file.name.removesuffix(".sql") for file in files("crm_metrics.warehouse").joinpath("shapes/facts").iterdir()}
CUSTOMERS = 12  # a fact that most customers tell is missed in few of them

# Made of the rows of several customers, and by which key they are then.
BY_OTHERS = {
    "controlled_record": "campaign: how many of it are held out",
    "customer_value": "month: the ladder of all customers",
    "potential_span": "month: its peers",
}
# Likewise one column of a shape.
COLUMNS = {"interaction": "serve_cost"}  # agent and day: a day of work is shared out over its contacts

OF_A_CUSTOMER = {
    "customer": "= $who",
    "customer_id": "in (select $who union all select alias_id from whole_shape.customer_key where customer = $who)",
    "work_item": "in (select work_item from whole_shape.work_item where customer = $who)",
    "account": "in (select account from whole_shape.receivable where customer = $who)",
}
OF_AN_ENTITY = f"entity_id {OF_A_CUSTOMER['customer_id']} or entity_id {OF_A_CUSTOMER['work_item']} or entity = 'agent'"


@pytest.fixture(scope="module")
def company() -> Iterator[duckdb.DuckDBPyConnection]:
    """A demo company; its tables stand as copies in `whole_main` and `whole_shape`, too."""
    with demo_company(Asked(customers=400, months=8, until=date(2026, 8, 31)), finish=None) as shop:
        for place, table in tables():
            shop.connection.execute(f"create schema if not exists whole_{place}")
            shop.connection.execute(f'create table whole_{place}."{table}" as from {place}."{table}"')
        yield shop.connection


def tables() -> list[tuple[str, str]]:
    """The input tables and the stored shapes, each with its schema."""
    return [("main", table) for table in schema.input_tables()] + [("shape", name) for name in shape.stored()]


def columns(connection: duckdb.DuckDBPyConnection, place: str, table: str) -> list[str]:
    return [row[0] for row in connection.execute(f'describe whole_{place}."{table}"').fetchall()]


def rows_of(place: str, table: str, names: list[str]) -> str | None:
    """Which rows of a table are the customer's; None where it holds nothing of customers, or is read whole."""
    if table in FACTS or table in ("customer_alias", "customer_key"):
        return None
    if "entity_id" in names:
        return OF_AN_ENTITY
    known = ("customer", "work_item", "account") if place == "shape" else ("customer_id",)
    return next((f"{name} {OF_A_CUSTOMER[name]}" for name in known if name in names), None)


def cut(connection: duckdb.DuckDBPyConnection, who: str) -> None:
    """Leave the rows of one customer in every table that holds rows of customers."""
    for place, table in tables():
        if (told := rows_of(place, table, columns(connection, place, table))) is not None:
            mine = f'create or replace table {place}."{table}" as from whole_{place}."{table}" where {told}'
            connection.execute(mine.replace("$who", f"'{who}'"))


def compared(connection: duckdb.DuckDBPyConnection, who: str, known: shape.Shape) -> tuple[int, int]:
    """How many rows of a shape are the customer's, and how many differ when they are made of the cut inputs."""
    told = rows_of("shape", known.name, columns(connection, "shape", known.name))
    if told is None:
        return 0, 0
    but = f"exclude {COLUMNS[known.name]}" if known.name in COLUMNS else ""
    mine = f"where {told}".replace("$who", f"'{who}'")
    made = f"select * {but} from ({shape.fill(known.sql, 'America/Bogota')}) {mine}"
    kept = f'select * {but} from whole_shape."{known.name}" {mine}'
    found: tuple[int, int] | None = connection.execute(f"""
        with made as ({made}), kept as ({kept})
        select (select count(*) from kept), (select count(*) from (
          (from made except all from kept) union all (from kept except all from made)))""").fetchone()
    assert found is not None
    return found


def test_rows_made_of_the_inputs_of_one_customer_are_those_made_of_all(company: duckdb.DuckDBPyConnection) -> None:
    busiest = company.execute("""
        select customer from shape.interaction where customer <> 'unknown' group by customer
        order by count(*) desc, customer""").fetchall()
    tried, differing = set[str](), set[str]()
    for (who,) in busiest[:: len(busiest) // CUSTOMERS]:
        cut(company, who)
        for known in shape.stored().values():
            rows, others = compared(company, who, known)
            tried |= {known.name} if rows else set()
            differing |= {known.name} if others else set()
    assert differing == set(BY_OTHERS)
    assert len(tried) > 60
