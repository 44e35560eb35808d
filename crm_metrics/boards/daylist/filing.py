"""The day's list as a file: raw values in a row for each customer, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm_metrics.boards.daylist.drawing import DayEntry
from crm_metrics.boards.daylist.gathering import DayList
from crm_metrics.boards.daylist.listing import because, by
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.office.attending.marking import STATES
from crm_metrics.warehouse import roster
from crm_metrics.words import Words


def table(shown: DayList, entries: Sequence[DayEntry], frame: Frame, words: Words) -> RowTable:
    """The customers who may be attended, in the order of the list; names only for who may see them."""
    named = ("name",) if shown.personal else ()
    head = ("day", "customer", *named, "kinds", "why", "agent", "team", "channels", "state")
    rows = []
    for one in entries:
        mark = shown.marks.get(one.customer)
        rows.append(
            (
                shown.day,
                masking.key_of(one.customer, personal=shown.personal),
                *((shown.names.get(one.customer),) if shown.personal else ()),
                "|".join(one.kinds),
                " · ".join(because(each, shown, frame.currency, words) for each in one.reasons),
                roster.agent_name(shown.people, one.agent),
                one.team,
                by(one, words),
                words(STATES[mark.state]) if mark else None,
            )
        )
    return RowTable(head, tuple(rows))


def about(shown: DayList, frame: Frame, words: Words, held: int, at: datetime) -> list[tuple[str, str]]:
    """Whose list it is, for which day, how many rows it holds, when it was written."""
    lines = [
        (words("Company"), frame.company),
        (words("Day"), words.long_day(shown.day)),
        (words("Rows"), str(held)),
        (words("Names"), words("shown") if shown.personal else words("masked: they are a right of the reader")),
        (words("Time zone"), frame.time_zone),
        (words("Written at"), at.isoformat(timespec="seconds")),
    ]
    return [(name, said) for name, said in lines if said]
