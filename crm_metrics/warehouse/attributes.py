"""Attributes: the columns that a customer, a team and a touchpoint bring along to every row that names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Attribute:
    """A column that stands beside an id wherever the id stands, and by which rows are grouped and filtered."""

    column: str
    """Its name in the shapes, which is the dimension's."""

    stored: str = ""
    """Its name in the input table and in `status_event`; without one, the same."""

    followed: bool = False
    """Whether its past counts: a row carries the value of its own day, by `status_event`; else today's everywhere."""

    @property
    def source(self) -> str:
        """The column of the input table."""
        return self.stored or self.column


CUSTOMER = (
    Attribute("tier", stored="value_tier", followed=True),
    Attribute("segment", followed=True),
    Attribute("lifecycle_stage", followed=True),
    Attribute("relationship_type", followed=True),
    Attribute("region"),
    Attribute("reputation"),
)
ITEM = (  # what item_state follows of an item, for those who stamp it; not all of it is a dimension
    Attribute("status", followed=True),
    Attribute("priority", followed=True),
    Attribute("team", followed=True),
    Attribute("expected_amount", followed=True),
    Attribute("expected_close_on", followed=True),
)
TEAM = (Attribute("area"),)  # a person brings along what the team of that row does; `team_area` says it
TOUCHPOINT = (Attribute("channel"),)

# By the names that the shapes call them: `customer_then` has a past to be followed, `customer_now` has none.
GROUPS: Mapping[str, tuple[Attribute, ...]] = {
    "customer": CUSTOMER,
    "customer_then": tuple(attribute for attribute in CUSTOMER if attribute.followed),
    "customer_now": tuple(attribute for attribute in CUSTOMER if not attribute.followed),
    "item": ITEM,
    "team": TEAM,
    "touchpoint": TOUCHPOINT,
}


def listed(group: str, text: str, exclude: Collection[str] = ()) -> str:
    """`text` once for each attribute of a group, by commas: `%` in it is the column, `$` that of the input table."""
    return ", ".join(
        text.replace("%", attribute.column).replace("$", attribute.source)
        for attribute in GROUPS[group]
        if attribute.column not in exclude
    )


def columns() -> tuple[str, ...]:
    """The columns that an id brings along to every row that names it."""
    return tuple(attribute.column for attribute in (*CUSTOMER, *TEAM, *TOUCHPOINT))
