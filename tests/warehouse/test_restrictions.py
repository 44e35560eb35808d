"""What is left of rows: as SQL in which every value is bound."""

from __future__ import annotations

import duckdb
import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped


@pytest.mark.parametrize(
    ("values", "sql", "filled"),
    [
        (("north",), "(r.team in ($where_team_1))", {"where_team_1": "north"}),
        (
            ("north", None, "south"),
            "(r.team in ($where_team_1, $where_team_3) or r.team is null)",
            {"where_team_1": "north", "where_team_3": "south"},
        ),
        ((None,), "(r.team is null)", {}),
        ((), "false", {}),
        (("' or true --",), "(r.team in ($where_team_1))", {"where_team_1": "' or true --"}),
    ],
)
def test_values_are_bound_by_name_and_nothing_is_left_of_no_values(
    values: tuple[str | None, ...], sql: str, filled: dict[str, str]
) -> None:
    restriction = Restriction("where_team", "r.team", values)
    assert (restriction.sql, restriction.bound) == (sql, filled)


def test_the_rows_left_are_those_of_any_value_of_every_restriction() -> None:
    restrictions = [Restriction("where_team", "team", ("north", None)), Restriction("scope_team", "team", ("north",))]
    rows = "(values ('north'), ('south'), (null)) as r(team)"
    where = " and ".join(restriction.sql for restriction in restrictions)
    with duckdb.connect() as connection:
        assert connection.execute(f"select team from {rows} where {where}", bound(restrictions)).fetchall() == [
            ("north",)
        ]
        some = restrictions[:1]
        left = connection.execute(f"select count(*) from {rows} where {some[0].sql}", bound(some)).fetchall()
    assert left == [(2,)]  # north and the row without a team


def test_a_scope_limits_the_dimensions_it_names_also_to_nothing() -> None:
    assert scoped(EVERYTHING) == ()
    scope = Scope(processes=("service",), teams=(), agents=("a1", "a2"))
    assert scoped(scope) == (("process", ("service",)), ("team", ()), ("agent", ("a1", "a2")))
