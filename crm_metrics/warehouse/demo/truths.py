"""The truths planted in the demo company: when each begins and how large it is; `truths.md` says the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

SLOW_TEAM = "Digital"  # truth 1
PRICE_TIER = "medium"  # truth 4
CONTROLLED_CAMPAIGN = "crm:cmp-renueva"  # truth 5
WORKING_PLAN_TEAM = "Cobranza Temprana"  # truth 6
IDLE_PLAN_TEAM = "Cobranza Avanzada"  # truth 6
UNMEASURED_TOUCHPOINT = "crm:tp-visita-tecnica"  # truth 7
LATE_SOURCE = "loyalty"  # truth 8
DAYS_LATE = 4  # truth 8
STEP_DAYS = 15  # truth 1
OLD_CASES = 12  # truth 10
OLD_CASE_DAYS = 12  # truth 10: at least


@dataclass(frozen=True)
class Truths:
    """The days on which the planted truths of a demo begin, from its first and last day and its holidays."""

    first: date
    last: date
    holidays: frozenset[date]

    @cached_property
    def step(self) -> date:
        """Truth 1: the first due day of the slower first responses."""
        return self.last - timedelta(days=STEP_DAYS - 1)

    @cached_property
    def price_rise(self) -> date:
        """Truth 4: the first day of the month five months before the last day's."""
        return months_before(self.last, 5)

    @cached_property
    def failing(self) -> date:
        """Truth 9: the first day of the four months with more failed payments."""
        return months_before(self.last, 4)

    @cached_property
    def plan_works(self) -> date:
        """Truth 6: the Monday twelve weeks before the end, from which promises are kept better."""
        return monday_before(self.last) - timedelta(weeks=12)

    @cached_property
    def unlucky(self) -> date:
        """Truth 6: the Monday of the unlucky week."""
        return monday_before(self.last) - timedelta(weeks=9)

    @cached_property
    def missing(self) -> date:
        """Truth 8: the day that the dialler's export lacks, a working Wednesday at least nine days before the end."""
        day = self.last - timedelta(days=9)
        while day.weekday() != 2 or day in self.holidays:
            day -= timedelta(days=1)
        return day

    @cached_property
    def late(self) -> date:
        """Truth 8: the last day of the late source."""
        return self.last - timedelta(days=DAYS_LATE)


def months_before(day: date, months: int) -> date:
    """The first day of the month `months` before the month of `day`."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def monday_before(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
