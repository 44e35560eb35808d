"""What to do with the customers of a cell: one sentence by what they are worth and how they stand to the company."""

from __future__ import annotations

from crm_metrics.boards.customers.selection import RFM, Axes
from crm_metrics.words import mark

VALUED = ("strategic", "high")
AT_RISK = "dissolution"
BY_STAGE = {  # (what is done for customers of value, what for the others); house rules
    "exploration": (
        mark("Give them a person of their own from the first day."),
        mark("Answer fast and show what there is, by the channels that cost least."),
    ),
    "awareness": (
        mark("See that their first purchases go well: call after each."),
        mark("Welcome them by message and ask how the first purchase went."),
    ),
    "expansion": (
        mark("Offer in person what customers like them already have."),
        mark("Offer by campaign what customers like them already have."),
    ),
    "commitment": (
        mark("Protect them: thank them, and ask whom they would recommend you to."),
        mark("Keep them with the loyalty programme and good self-service."),
    ),
    AT_RISK: (
        mark("Call them this week: find out what went wrong, and mend it."),
        mark("Ask why they are leaving; insist only where serving them pays."),
    ),
}
BY_VALUE = {
    "strategic": mark("Attend them in person, with a plan for each."),
    "high": mark("Attend them in person, and look after what they buy."),
    "medium": mark("Offer them what customers like them already have."),
    "low": mark("Serve them well by the channels that cost least."),
}
BEST, NEW, LOST, GONE, OTHERS = (
    mark("They buy often and bought lately: thank them, and ask whom they would recommend you to."),
    mark("They bought lately, but seldom: invite them to buy again."),
    mark("They bought often and have stopped: call them before they are gone."),
    mark("They bought seldom and long ago: one cheap reminder, no more."),
    mark("Offer them a reason to come back soon."),
)
UNKNOWN = mark("Complete their record first: nobody says how they stand.")


def action(axes: Axes, row: str | None, column: str | None) -> str:
    """The action suggested for a cell, before it is put into a language."""
    if axes.key == RFM:
        return _by_ranks(row, column)
    if axes.columns == "lifecycle_stage":
        valued = row in VALUED if axes.rows == "tier" else row == "high"
        return BY_STAGE[column][0 if valued else 1] if column in BY_STAGE else UNKNOWN
    return BY_VALUE.get(row or "", UNKNOWN)


def _by_ranks(recency: str | None, frequency: str | None) -> str:
    """By the ranks from 1 to 5 of when and how often they bought."""
    if not (recency or "").isdecimal() or not (frequency or "").isdecimal():
        return UNKNOWN
    lately, often = int(recency or 0), int(frequency or 0)
    if lately >= 4:
        return BEST if often >= 4 else NEW if often <= 2 else OTHERS
    if lately <= 2:
        return LOST if often >= 4 else GONE if often <= 2 else OTHERS
    return OTHERS
