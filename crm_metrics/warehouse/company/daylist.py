"""How a company attends its customers day by day: how many for each person, at which hours it calls, whom it may.

    cap = 20                          # of the day's list, at most so many customers for each person
    held_out = 0.10                   # of whom no answer is owed to, the share that nobody attends, to see its effect
    without_consent = ["limit"]       # reasons to attend somebody who never agreed to be contacted; left out: none
    follow_up = [3, 7]                # the days after a sale between which somebody asks how it went

    [calls]                           # when customers may be called; without it no hour is checked
    monday = "08:00-19:00"            # a weekday that is not named is one without calls; in any of our languages
    on_holidays = false               # whether they may be called on the holidays of the company

Which hours and which consent a country asks for is the company's to say: no law stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path

from crm_metrics import declared
from crm_metrics.declared import Section, Stamp
from crm_metrics.errors import CrmError, DefinitionError, unknown
from crm_metrics.warehouse.company.calendars import EXAMPLE, MIDNIGHT, openings_of
from crm_metrics.words import weekday_names

FILE = "daylist.toml"
REASONS = (  # the most urgent first
    "limit", "complaint", "promise", "follow_up", "opportunity", "risk", "birthday", "anniversary",
)  # fmt: skip
CAMPAIGN = "campaign"  # beside them in `without_consent`: a campaign drawn from a list of customers
FREED = (*REASONS, CAMPAIGN)  # what may be named there
KEYS = ("cap", "held_out", "without_consent", "follow_up", "calls")
LARGEST_SHARE = 0.5  # held out of a list
LONGEST = 90  # days after a sale


@dataclass(frozen=True)
class CallingHours:
    """When customers may be called. openings: weekday (Monday = 1) → each opening, from and to; None is midnight."""

    openings: Mapping[int, tuple[tuple[time, time | None], ...]]
    on_holidays: bool = False

    def of(self, weekday: int, *, holiday: bool = False) -> tuple[tuple[time, time | None], ...]:
        """The openings of a day; none where it is one without calls."""
        return () if holiday and not self.on_holidays else self.openings.get(weekday, ())

    def open_at(self, moment: datetime, *, holiday: bool = False) -> bool:
        """Whether one may call at a moment, on the company's clocks."""
        now = moment.time()
        return any(
            opens <= now and (closes is None or now < closes)
            for opens, closes in self.of(moment.isoweekday(), holiday=holiday)
        )


@dataclass(frozen=True, kw_only=True)
class DayRules:
    """The rules of the day's list."""

    cap: int = 20
    """At most so many customers for each person."""
    held_out: float = 0.10
    """The share, of those to whom no answer is owed, that is held out of the list."""
    without_consent: frozenset[str] = frozenset()
    """The reasons for which somebody may be contacted who never agreed to it, CAMPAIGN among them."""
    follow_up: tuple[int, int] = (3, 7)
    """The first and last day after a sale on which somebody asks how it went."""
    calls: CallingHours | None = None
    """When customers may be called; None where the company has not said it."""


def read(folder: Path) -> DayRules:
    """The rules of the file in the company's folder; the usual ones without it.

    Raises DefinitionError, with the key and what to do, when the file can't be used.
    """
    return _rules(declared.stamp(folder / FILE))


def in_force(folder: Path) -> DayRules:
    """The rules of the company; the usual ones where its file can't be used, which is told with its other files."""
    try:
        return read(folder)
    except CrmError:
        return DayRules()


@lru_cache(maxsize=8)
def _rules(file: Stamp | None) -> DayRules:
    if file is None:
        return DayRules()
    whole = declared.read(Path(file[0]))
    whole.only(KEYS)
    usual = DayRules()
    reasons = whole.texts("without_consent", ())
    for reason in reasons:
        if reason not in FREED:
            template = "{file}, {key}: '{word}' is not known."
            raise unknown(DefinitionError, template, reason, FREED, file=whole.file, key="without_consent")
    return DayRules(
        cap=whole.whole("cap", usual.cap, least=1, most=500),
        held_out=whole.number("held_out", usual.held_out, least=0, most=LARGEST_SHARE),
        without_consent=frozenset(reasons),
        follow_up=_days(whole, usual.follow_up),
        calls=_calls(whole.section("calls")) if "calls" in whole.values else None,
    )


def _days(whole: Section, usual: tuple[int, int]) -> tuple[int, int]:
    given = whole.values.get("follow_up", list(usual))
    days = [one for one in given if type(one) is int] if isinstance(given, list) else []
    if len(days) != 2 or not 0 <= days[0] <= days[1] <= LONGEST or days != given:
        raise whole.wrong("follow_up", "[3, 7]")
    return days[0], days[1]


def _calls(section: Section) -> CallingHours:
    weekdays = weekday_names()
    section.only((*weekdays, "on_holidays"))
    openings: dict[int, list[tuple[time, time | None]]] = {}
    for key in section.values:
        if key in weekdays:
            for one in openings_of(section, "calls", key):
                closes = None if one.closes == MIDNIGHT else time.fromisoformat(one.closes)
                openings.setdefault(one.weekday, []).append((one.opens, closes))
    if not openings:
        raise DefinitionError(
            '{file}, {key}: name at least one weekday, as monday = "{example}".',
            file=section.file,
            key="calls",
            example=EXAMPLE,
        )
    return CallingHours(
        {day: tuple(sorted(each, key=str)) for day, each in openings.items()}, section.flag("on_holidays", False)
    )
