"""How shapes are read, ordered, filled and built; how far the sources behind them reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse import attributes, schema, shape
from crm_metrics.warehouse.attributes import Attribute

House = Callable[..., Any]

RESERVED = {"period", "first", "last", "next"}  # and days, where a stock is read
STORED_NAMES = {"agent_id", "product_id", "campaign_id", "touchpoint_id", "customer_id", "team_id", "value_tier"}


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    """Every shape, over input tables without a row."""
    connection = duckdb.connect()
    schema.create(connection)
    shape.build(connection)
    return connection


def columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'shape' order by column_index"
    ).fetchall():
        names.setdefault(table, []).append(column)
    return names


def odd(name: str, sql: str) -> shape.Shape:
    return shape.Shape(name=name, kind="rows", sql=sql, tables=("survey",))


# ---------------------------------------------------------------- What every shape says of itself


def test_every_input_table_has_a_shape_of_its_own_name() -> None:
    assert set(schema.input_tables()) <= set(shape.shapes())


def test_every_stored_shape_is_built_also_over_no_rows(empty: duckdb.DuckDBPyConnection) -> None:
    assert set(columns(empty)) == {name for name, known in shape.shapes().items() if known.kind != "period"}
    calendar = {"calendar_day", "open_interval", "opening_by_day", "opening_by_use"}
    always = calendar | {"book_reach", "own_tiers", "value_reach", "watermark"}
    for table in set(columns(empty)) - always:
        assert empty.execute(f'select count(*) from shape."{table}"').fetchone() == (0,), table


def test_every_head_names_input_tables_and_columns_that_exist(empty: duckdb.DuckDBPyConnection) -> None:
    tables, stored = set(schema.input_tables()), columns(empty)
    for name, known in shape.shapes().items():
        for behind in (known.tables, *known.columns.values()):
            assert {part for entry in behind for part in entry.split("|")} <= tables, name
        if known.kind != "period":
            assert set(known.columns) <= set(stored[name]), name


def test_spans_have_both_ends_and_no_shape_uses_a_reserved_name(empty: duckdb.DuckDBPyConnection) -> None:
    for name, names in columns(empty).items():
        assert not RESERVED & set(names), name
        if shape.shapes()[name].kind == "span":
            assert {"from_on", "to_on"} <= set(names), name
            assert "days" not in names, name


@pytest.mark.parametrize(
    "name", ["interaction", "work_item", "survey", "sla_clock", "open_item_span", "agent_day", "promise"]
)
def test_dimensions_go_by_their_contract_names(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    names = set(columns(empty)[name])
    assert {"process", "team", "area", "agent"} <= names
    assert not STORED_NAMES & names


def test_a_column_has_the_tables_of_its_own_line_or_those_of_the_shape() -> None:
    items = shape.shapes()["work_item"]
    assert items.tables_behind("opened_on") == ("work_item",)
    assert items.tables_behind("first_contact") == ("work_item", "interaction")
    assert items.tables_behind("saved_90d") == ("work_item", "subscription|order_line")


# ---------------------------------------------------------------- Reading, filling, ordering


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select 1", "lacks kind, odd, tables"),
        ("-- odd: a row\n-- kind: rows\nselect 1", "lacks tables"),
        ("-- odd: a row\n-- kind: table\n-- tables: survey\nselect 1", "no known kind: table"),
    ],
)
def test_a_shape_without_a_proper_head_is_refused(text: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        shape.parse("odd", text)


@pytest.mark.parametrize(("kind", "finals"), [("period", "week"), ("span", "month"), ("period", "month, target")])
def test_only_a_period_shape_has_finals_and_only_by_month(kind: str, finals: str) -> None:
    with pytest.raises(DefinitionError, match="has no finals by"):
        shape.parse("odd", f"-- odd: a row\n-- kind: {kind}\n-- finals: {finals}\n-- tables: target\nselect 1")
    text = "-- odd: a row\n-- kind: period\n-- finals: month, receivable.entry_on\n-- tables: target\nselect 1"
    assert shape.parse("odd", text).finals == {"receivable": "entry_on"}
    assert shape.parse("odd", text.replace("-- finals: month, receivable.entry_on\n", "")).finals is None


def test_a_head_says_from_when_on_the_rows_of_a_span_are_read() -> None:
    text = "-- odd: a row\n-- kind: period\n-- tables: target\n-- finals: month\n"
    made = shape.parse("odd", f"{text}-- finals of tier: customer, sale.sold_on,\n--   stay.from_on\nselect 1")
    assert (made.finals, made.known) == ({}, {"tier": ("customer", "sale.sold_on", "stay.from_on")})


def test_placeholders_become_literals_and_casts_and_comments_do_not() -> None:
    sql = "-- head: 'x'\nselect x::date, :answer_target_seconds  -- why\nfrom t where z = :time_zone"
    assert shape.fill(sql, "America/Bogota", shape.ShapeRules(answer_target_seconds=30)) == (
        "select x::date, 30\nfrom t where z = 'America/Bogota'"
    )
    assert shape.fill("select :time_zone", "it's") == "select 'it''s'"


@pytest.fixture
def pets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of three attributes, so that these tests know no dimension of the house."""
    pets = (Attribute("breed"), Attribute("size", stored="size_code", followed=True), Attribute("coat", followed=True))
    monkeypatch.setattr(attributes, "GROUPS", {"pet": pets})


@pytest.mark.usefixtures("pets")
def test_a_group_is_written_once_for_each_of_its_attributes() -> None:
    assert shape.written_out("t", "select p.id, {pet: p.%}, p.age from p") == (
        "select p.id, p.breed, p.size, p.coat, p.age from p"
    )
    assert shape.written_out("t", "{pet exclude breed, coat: p.% as sold_%}, {pet: null}") == (
        "p.size as sold_size, null, null, null"
    )


@pytest.mark.usefixtures("pets")
def test_a_group_knows_the_column_of_the_input_table_and_lets_a_box_stand() -> None:
    assert shape.written_out("t", "{pet exclude breed: any_value({'v': x}) filter (where a = '$') as %}") == (
        "any_value({'v': x}) filter (where a = 'size_code') as size,"
        " any_value({'v': x}) filter (where a = 'coat') as coat"
    )
    base = "with base as ({customer_period}) select {'v': 1}"
    assert shape.written_out("t", base) == base


@pytest.mark.usefixtures("pets")
def test_an_unknown_group_is_refused_with_the_closest_one() -> None:
    with pytest.raises(DefinitionError, match=r"shapes/odd\.sql: no group 'pets'\. Did you mean 'pet'\?"):
        shape.parse("odd", "-- odd: a row\n-- kind: rows\n-- tables: survey\nselect {pets: p.%} from p")


def test_a_head_says_why_there_is_nothing_to_divide_by() -> None:
    head = "-- odd: a row\n-- kind: rows\n-- tables: survey\n"
    always = shape.parse("odd", head + "-- nothing: no answers, or none yet\nselect 1")
    assert always.nothing_of("count_if(promoter)") == "no answers, or none yet"
    assert always.columns == {}
    some = shape.parse("odd", head + "-- nothing of opening: nobody at the start\nselect 1")
    assert some.nothing_of("sum(opening_mrr)") == "nobody at the start"
    assert some.nothing_of("sum(closing_mrr)") is None
    assert shape.parse("odd", head + "select 1").nothing_of("count(*)") is None


def test_a_shape_comes_after_those_that_it_reads() -> None:
    tables = {
        "a": odd("a", "select 1 from shape.b join shape.c on true"),
        "b": odd("b", "select 1 from shape.c -- not shape.a"),
        "c": odd("c", "select 1 from main.survey"),
    }
    assert [table.name for table in shape.in_order(tables)] == ["c", "b", "a"]


def test_shapes_that_need_each_other_are_refused_by_name() -> None:
    tables = {"a": odd("a", "select 1 from shape.b"), "b": odd("b", "select 1 from shape.a")}
    with pytest.raises(DefinitionError, match=r"circle: a, b\."):
        shape.in_order(tables)


def test_only_the_shapes_asked_for_and_what_they_read_are_built() -> None:
    connection = duckdb.connect()
    schema.create(connection)
    shape.build(connection, only=["open_interval"])
    assert set(columns(connection)) == {"business_hours", "calendar_day", "holiday", "open_interval"}


def test_rows_lie_in_the_order_of_their_day(house: House) -> None:
    base = {"instrument": "csat", "customer_id": "c", "scale_min": 1, "scale_max": 5}
    sent = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in (9, 3, 7)]
    shop = house(
        {"survey": [base | {"survey_id": str(number), "sent_at": day} for number, day in enumerate(sent)]},
        shapes=["survey"],
    )
    assert shop.fetch("select survey_id from shape.survey order by rowid") == [("1",), ("2",), ("0",)]


def test_the_same_rows_make_the_same_shapes_in_any_session_zone() -> None:
    days = []
    for zone in ("UTC", "Asia/Tokyo"):
        connection = duckdb.connect()
        connection.execute(f"set TimeZone = '{zone}'")
        schema.create(connection)
        connection.execute("insert into company (name, time_zone, currency) values ('P', 'America/Bogota', 'COP')")
        connection.execute(
            "insert into work_item (work_item_id, process, kind, customer_id, opened_at, status)"
            " values ('w', 'service', 'request', 'c', timestamptz '2026-01-12 02:00+00', 'open')"
        )
        shape.build(connection, only=["work_item"])
        days.append(connection.execute("select opened_on from shape.work_item").fetchall())
    assert days == [[(date(2026, 1, 11),)]] * 2


# ---------------------------------------------------------------- Watermarks


def loads(*rows: tuple[int, str, str, date | None, date | None, bool]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    schema.create(connection)
    for load, source, table, first, through, ended in rows:
        connection.execute(
            "insert into load_log values (?, ?, ?, ?, ?, 0, 0, timestamptz '2026-06-01 00:00+00', ?)",
            [load, source, table, first, through, ended],
        )
    shape.build(connection, only=["watermark"])
    return connection


def reach(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[date | None, date | None]]:
    rows = connection.execute("select table_name, loaded_from, loaded_through from shape.watermark").fetchall()
    return {table: (first, through) for table, first, through in rows}


JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def test_a_table_reaches_as_far_as_the_latest_of_its_live_sources_and_no_quiet_table_is_late() -> None:
    spans = reach(
        loads(
            (1, "crm", "work_item", JANUARY, MARCH, False),
            (1, "crm", "status_event", FEBRUARY, MARCH, False),
            (2, "phone", "interaction", JANUARY, APRIL, False),
            (3, "chat", "interaction", FEBRUARY, FEBRUARY, False),
        )
    )
    assert spans == {
        "work_item": (JANUARY, MARCH),
        "status_event": (FEBRUARY, MARCH),
        "interaction": (JANUARY, FEBRUARY),
    }


def test_a_watermark_never_goes_back_and_reaches_the_tables_of_earlier_loads() -> None:
    spans = reach(
        loads(
            (1, "crm", "work_item", JANUARY, FEBRUARY, False),
            (2, "crm", "survey", MARCH, APRIL, False),
            (3, "crm", "survey", JANUARY, MARCH, False),
        )
    )
    assert spans == {"work_item": (JANUARY, APRIL), "survey": (JANUARY, APRIL)}


def test_an_ended_source_holds_nobody_back_but_is_all_there_is_of_its_own_tables() -> None:
    spans = reach(
        loads(
            (1, "old", "interaction", JANUARY, FEBRUARY, True),
            (2, "new", "interaction", MARCH, APRIL, False),
            (3, "old", "survey", JANUARY, FEBRUARY, True),
        )
    )
    assert spans == {"interaction": (JANUARY, APRIL), "survey": (JANUARY, FEBRUARY)}


def test_a_table_without_days_is_loaded_all_the_same() -> None:
    assert reach(loads((1, "crm", "product", None, None, False))) == {"product": (None, None)}


# ---------------------------------------------------------------- Totals


def test_no_join_adds_or_drops_a_row(house: House) -> None:
    moment = datetime(2026, 1, 5, 12, tzinfo=UTC)
    customers = ("c1", "c2", "old", "nobody", "unknown")
    item = {"process": "service", "kind": "request", "status": "open", "opened_at": moment, "priority": "high"}
    contact = {"process": "service", "direction": "inbound", "disposition": "handled", "offered_at": moment}
    answer = {
        "instrument": "csat",
        "sent_at": moment,
        "scale_min": 1,
        "scale_max": 5,
        "responded_at": moment,
        "score": 5,
    }
    policy = {"process": "service", "clock": "resolution", "target_seconds": 60, "calendar_id": "nowhere"}
    person = {"name": "Ana", "team": "Norte", "process": "service"}
    shop = house(
        {
            "customer": [{"customer_id": name, "value_tier": "low"} for name in ("c1", "c2", "old", "unknown")],
            "customer_alias": [
                {"alias_id": "old", "customer_id": "c1"},
                {"alias_id": "older", "customer_id": "old"},
            ],
            "agent": [person | {"agent_id": "a", "area": "Uno"}, person | {"agent_id": "b", "area": "Dos"}],
            "sla_policy": [policy | {"policy_id": str(number), "valid_from": date(2026, 1, 1)} for number in range(3)],
            "status_event": [
                {"entity": "customer", "entity_id": name, "attribute": "value_tier", "old_value": "low"}
                | {"new_value": "high", "changed_at": moment}
                for name in ("c1", "old", "nobody")
            ],
            "work_item": [item | {"work_item_id": name, "customer_id": name, "team": "Norte"} for name in customers],
            "interaction": [
                contact | {"interaction_id": name, "customer_id": name, "work_item_id": name, "touchpoint_id": "?"}
                for name in customers
            ],
            "survey": [
                answer | {"survey_id": name, "customer_id": name, "interaction_id": name, "work_item_id": "?"}
                for name in customers
            ],
        }
    )
    for table in ("work_item", "interaction", "survey", "sla_clock"):
        assert shop.fetch(f"select count(*), count(customer) from shape.{table}") == [(5, 5)], table
    today = shop.fetch(
        "select count(*), count(distinct work_item) from shape.open_item_span where to_on > '2026-02-01'"
    )
    assert today == [(5, 5)]


def test_a_reason_of_a_word_of_the_denominator_goes_before_the_one_of_any() -> None:
    head = shape.shapes()["interaction"]
    assert head.nothing_of("count(transferred)") == (
        "nothing to divide by: no contacts of a source that tells transfers"
    )
    assert head.nothing_of("count(*)") == "nothing to divide by: no contacts"
