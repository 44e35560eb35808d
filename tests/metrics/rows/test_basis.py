"""A metric on its rows: how they are read, by what, and from when."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.rows.basis import basis_of
from tests.metrics.made import JAN, House, case, metric


@pytest.mark.parametrize(
    ("on", "mode"),
    [
        ("work_item.opened_on", "flow"),
        ("open_item_span", "stock"),
        ("book_span.days", "overlap"),
        ("customer_period", "period"),
    ],
)
def test_how_rows_are_read_follows_from_on_alone(house: House, on: str, mode: str) -> None:
    assert basis_of(house({"work_item": []}), metric(on=on)).mode == mode


def test_a_dimension_stands_in_the_column_of_the_anchor_where_there_is_one(house: House) -> None:
    basis = basis_of(house({"work_item": []}), metric(on="work_item.closed_on"))
    assert basis.column("tier") == "closed_tier"
    assert basis.column("channel") == "channel"
    assert basis.column("campaign_of_a_dream") is None
    assert {"tier", "channel", "team"} <= set(basis.dimensions)


def test_the_first_day_is_that_of_the_metric_s_own_rows(house: House) -> None:
    rows = [case("a", date(2026, 1, 3)), case("b", date(2026, 1, 9), process="sales")]
    shop = house({"work_item": rows})
    assert basis_of(shop, metric()).first_day == date(2026, 1, 3)
    assert basis_of(shop, metric(process="sales")).first_day == date(2026, 1, 9)
    assert basis_of(shop, metric(process="retention")).first_day is None


def test_rows_that_there_are_not_are_named_with_what_is_meant(house: House) -> None:
    with pytest.raises(DefinitionError, match="no shape 'work_itm'"):
        basis_of(house({"work_item": [case("a", JAN)]}), metric(on="work_itm.opened_on"))
