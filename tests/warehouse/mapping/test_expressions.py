"""The words of an expression that look around in the case of a row."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse.mapping.expressions import Expression
from tests.warehouse.loading.importing import Inbox

STEPS = """
name = "line"
prefix = ""
[files.log]
names = ["log*"]
columns = {{ at = "whole", worth = "whole" }}
[rows.made]
from = "log"
within = ["batch"]
order = ["at"]
columns = {{ id = "id", told = "{expression}" }}
[[tables]]
table = "product"
from = "made"
columns = {{ product_id = "id", name = "coalesce(cast(told as varchar), 'none')", line = "'all'" }}
"""
# Of batch x in the order of `at`: c, a, d; of batch y: b. The file has them in another order.
LOG = "id,batch,at,worth,word\na,x,2,10,\nb,y,1,5,on\nc,x,1,7,off\nd,x,3,-2,\n"


def told(inbox: Inbox, expression: str) -> dict[str, str]:
    path = inbox.folder.parent / "source.toml"
    path.write_text(STEPS.format(expression=expression), encoding="utf-8")
    got = inbox.load({"log.csv": LOG}, str(path))
    assert got.error is None, got.error
    return dict(got.rows("select product_id, name from main.product"))


def test_next_is_the_value_of_the_row_that_follows_in_the_case_and_none_after_the_last(inbox: Inbox) -> None:
    assert told(inbox, "next(at) - at") == {"c": "1", "a": "1", "d": "none", "b": "none"}


def test_running_adds_up_so_far_and_counts_what_is_one_or_nought(inbox: Inbox) -> None:
    assert told(inbox, "running(worth)") == {"c": "7", "a": "17", "d": "15", "b": "5"}
    assert told(inbox, "running(case when worth > 0 then 1 else 0 end)") == {"c": "1", "a": "2", "d": "2", "b": "1"}


def test_latest_is_the_last_value_so_far_that_is_not_empty(inbox: Inbox) -> None:
    assert told(inbox, "latest(word)") == {"c": "off", "a": "off", "d": "off", "b": "on"}
    assert told(inbox, "latest(case when worth > 9 then id end)") == {"c": "none", "a": "a", "d": "a", "b": "none"}


@pytest.mark.parametrize(
    ("expression", "vital"),
    [
        ("coalesce(day + clock, cast(day as timestamp))", ("day",)),
        ("coalesce(day, 'none')", ()),
        ("coalesce(day, case when clock = 1 then day end)", ()),
        ("day", ()),
    ],
)
def test_what_all_parts_of_a_coalesce_read_can_not_be_empty(expression: str, vital: tuple[str, ...]) -> None:
    assert Expression.parse(expression).vital == vital


def test_a_value_may_be_day_or_instant_only_where_it_is_one_of_several_or_cast() -> None:
    one = ("at", "upper(id)", "max(at)", "case when x then at end", "a || b", "civil_day(at)")
    assert not any(Expression.parse(text).joins for text in one)
    several = ("coalesce(at, day)", "case when x then at else day end", "max(coalesce(at, day))", "greatest(at, day)")
    assert all(Expression.parse(text).joins for text in (*several, "cast(day as timestamptz)"))
