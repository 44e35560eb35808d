"""What heads say of how a shape is brought up: read whole, and refused where keys could not be told."""

from __future__ import annotations

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.heads.refreshes import Bound, Refresh, parse

CASES = [
    ("refresh", "", "work_item"),
    ("row", "main.work_item", "work_item_id as work_item, cast(opened_at as date) as opened_on"),
    ("link", "shape.interaction", "work_item; customer = nullif(x.customer, 'un, known'), closed_on = day - 7 .. day"),
    ("link", "shape.rate", "process, opened_on = known_on .."),
    ("beside", "", "customer, opened_on = own.closed_on .. own.closed_on + 30; work_item"),
    ("moves", "", "opened_on + 14, coalesce(closed_on, opened_on) + 7"),
    ("lasting", "", "closed_at is null"),
]


def read(*lines: tuple[str, str, str]) -> Refresh:
    found = parse("case", lines)
    assert found is not None
    return found


def test_a_head_that_says_nothing_of_it_has_none() -> None:
    assert parse("case", []) is None


def test_keys_rows_links_and_neighbours_are_told_apart() -> None:
    found = read(*CASES)
    assert found.key == "work_item"
    assert found.rows == {
        "main.work_item": {
            "work_item": Bound("work_item", "work_item_id"),
            "opened_on": Bound("opened_on", "cast(opened_at as date)"),
        }
    }
    assert found.links["shape.interaction"] == (
        (Bound("work_item", "x.work_item"),),
        (Bound("customer", "nullif(x.customer, 'un, known')"), Bound("closed_on", "day - 7", "day", ranged=True)),
    )
    assert found.links["shape.rate"] == (
        (Bound("process", "x.process"), Bound("opened_on", "known_on", None, ranged=True)),
    )
    assert found.beside == (
        (Bound("customer", "own.customer"), Bound("opened_on", "own.closed_on", "own.closed_on + 30", ranged=True)),
        (Bound("work_item", "own.work_item"),),
    )
    assert found.moves == ("opened_on + 14", "coalesce(closed_on, opened_on) + 7")
    assert found.lasting == "(closed_at is null)"
    assert found.named == {"main.work_item", "shape.interaction", "shape.rate"}


def test_only_what_says_so_knows_what_time_changes() -> None:
    keyed = CASES[:2]
    assert not read(*keyed).in_time
    assert read(*keyed, ("moves", "", "opened_on + 14")).in_time
    assert read(*keyed, ("lasting", "", "closed_at is null")).in_time
    never = read(*keyed, ("moves", "", "never"))
    assert never.in_time and never.moves == () and never.lasting == "false"


def test_each_day_of_a_row_may_be_a_key() -> None:
    found = read(("refresh", "", "day"), ("row", "main.agent_time", "first .. last as day"), ("together", "", "days"))
    assert found.by_days and found.together
    assert found.rows["main.agent_time"]["day"] == Bound("day", "first", "last", ranged=True)
    assert not read(*CASES).by_days


def test_the_id_that_stays_is_written_once() -> None:
    found = read(
        ("refresh", "", "customer"), ("row", "main.survey", "nullif(kept_id(customer_id), 'unknown') as customer")
    )
    assert found.rows["main.survey"]["customer"].low == (
        "nullif(coalesce((select min(k.customer) from shape.customer_key as k where k.alias_id = x.customer_id),"
        " x.customer_id), 'unknown')"
    )


def test_settings_in_expressions_are_filled_in() -> None:
    found = read(*CASES[:2], ("moves", "", "opened_on + :days"), ("lasting", "", "opened_on > :from")).with_texts(
        lambda text: text.replace(":days", "5").replace(":from", "date '2026-01-01'")
    )
    assert found.moves == ("opened_on + 5",)
    assert found.lasting == "(opened_on > date '2026-01-01')"


@pytest.mark.parametrize(
    "lines",
    [
        [("refresh", "", "work_item")],
        [("row", "main.work_item", "work_item_id as work_item")],
        [("refresh", "", "work_item"), ("row", "main.work_item", "work_item_id")],
        [*CASES[:2], ("row", "shape.interaction", "interaction_id")],
    ],
    ids=["no rows", "no key", "rows without the key", "one of two without the key"],
)
def test_a_head_whose_rows_give_no_key_is_refused(lines: list[tuple[str, str, str]]) -> None:
    with pytest.raises(DefinitionError, match=r"shapes/case\.sql does not say of which rows its keys are"):
        parse("case", lines)
