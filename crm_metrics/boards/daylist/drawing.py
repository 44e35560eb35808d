"""Who stands on the day's list, in which order and for whom, and who does not: rules alone, without a database.

Who is held out is drawn before the cap, so that the list and those held out of it are alike. Nobody is held out to
whom the company owes an answer: only whom it would come to of its own accord, and for nothing else. Who is held out
leaves here in a field of its own, which no page reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crm_metrics.analysis.effects.holdout import held_out
from crm_metrics.warehouse.attending.reason import CHANNELS, Contact, DayReason
from crm_metrics.warehouse.company.daylist import REASONS, DayRules

CHOSEN = frozenset(("follow_up", "risk", "birthday", "anniversary"))  # for which the company comes of its own accord
UNTIL_DONE = frozenset(("limit", "complaint", "promise"))  # reasons that never rest: a case or a promise ends them
ASKED, CONSENT, BEYOND, ATTENDED = "asked", "consent", "beyond", "attended"  # why somebody is left out
WITHIN = 28  # days from a list on in which it counts whether somebody buys or pays
RESTS = 14  # days for which a reason rests once somebody was attended for it


NOBODY_KNOWS = Contact()


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """A customer of the list, with all reasons."""

    customer: str
    """Whom."""
    reasons: tuple[DayReason, ...]
    """Why, the most urgent first."""
    agent: str
    """Who attends; "" where nobody is named."""
    team: str
    """The team of the reason; "" where none is known."""
    channels: tuple[str, ...]
    """By which channels; empty where the company says that the reason needs no consent and the customer gave none."""
    owed: bool
    """Whether the company owes an answer, so that nobody asked chance whether to hold it out."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its reasons, each once."""
        return tuple(dict.fromkeys(one.kind for one in self.reasons))

    @property
    def whose(self) -> tuple[str, str]:
        """Whose list it stands on: a person's, else that of a team."""
        return (self.agent, "") if self.agent else ("", self.team)


@dataclass(frozen=True)
class PassedOver:
    """A customer who does not stand on the list: why, and the most urgent reason, without whom it is about."""

    why: str
    kind: str
    process: str
    agent: str
    team: str


@dataclass(frozen=True, kw_only=True)
class DrawnDay:
    """The list of a day."""

    day: date
    """The day."""
    entries: tuple[DayEntry, ...]
    """Whom to attend, the most urgent first."""
    left: tuple[PassedOver, ...]
    """Each customer who is left out."""
    held: tuple[DayEntry, ...] = field(default=(), repr=False)
    """Who would stand on it and is held out; no page shows them."""


def round_of(day: date) -> str:
    """The id of the draw that a day belongs to: who is held out stays so for a quarter of a year."""
    return f"day list {day.year} {(day.month + 2) // 3}"


def drawn(
    day: date,
    reasons: Iterable[DayReason],
    contacts: Mapping[str, Contact],
    rules: DayRules,
    *,
    waiting: Collection[str] = (),
    attended: Mapping[str, Collection[str]] | None = None,
    apart: Collection[str] = (),
) -> DrawnDay:
    """The list of a day. waiting: customers with an open case; attended: customer → reasons that rest by now.

    apart: those whom a campaign holds out; they are neither listed nor compared, but where an answer is owed to them.
    """
    left: list[PassedOver] = []
    standing: list[DayEntry] = []
    rested = attended or {}
    for customer, own in _by_customer(reasons).items():
        contact = contacts.get(customer, NOBODY_KNOWS)
        open_ones = [one for one in own if one.kind in UNTIL_DONE or one.kind not in rested.get(customer, ())]
        allowed = [one for one in open_ones if contact.channels or one.kind in rules.without_consent]
        why = ASKED if contact.asked else ATTENDED if not open_ones else "" if allowed else CONSENT
        if why:
            left.append(_left(why, own))
            continue
        owed = customer in waiting or any(one.kind not in CHOSEN for one in own)
        if owed or customer not in apart:
            standing.append(_entry(customer, allowed, contact, owed=owed))
    share, draw = rules.held_out, round_of(day)
    held = {one.customer for one in standing if not one.owed and held_out(draw, one.customer, share)}
    return _capped(day, sorted(standing, key=_order), held, rules, left)


def _by_customer(reasons: Iterable[DayReason]) -> dict[str, list[DayReason]]:
    found: dict[str, list[DayReason]] = {}
    for one in sorted(reasons, key=lambda one: (REASONS.index(one.kind), one.urgency, one.about)):
        found.setdefault(one.customer, []).append(one)
    return found


def _entry(customer: str, reasons: Sequence[DayReason], contact: Contact, *, owed: bool) -> DayEntry:
    """One entry: of its reasons the first that names a person says who attends it."""
    first = next((one for one in reasons if one.agent), reasons[0])
    return DayEntry(
        customer=customer,
        reasons=tuple(reasons),
        agent=first.agent,
        team=first.team,
        channels=tuple(one for one in CHANNELS if one in contact.channels),
        owed=owed,
    )


def _left(why: str, reasons: Sequence[DayReason]) -> PassedOver:
    first = next((one for one in reasons if one.agent), reasons[0])
    return PassedOver(why, reasons[0].kind, first.process, first.agent, first.team)


def _order(entry: DayEntry) -> tuple[int, int, float, str]:
    """By the most urgent reason, then who has more of them, then how urgent it is among its kind."""
    first = entry.reasons[0]
    return REASONS.index(first.kind), -len(entry.kinds), first.urgency, entry.customer


def _capped(
    day: date, standing: Sequence[DayEntry], held: Collection[str], rules: DayRules, left: Sequence[PassedOver]
) -> DrawnDay:
    """The list within the cap of each person; of those held out, who would have stood within it."""
    entries: list[DayEntry] = []
    beyond: list[PassedOver] = []
    aside: list[DayEntry] = []
    counts: dict[tuple[str, str], int] = {}
    for one in standing:
        full = counts.get(one.whose, 0) >= rules.cap
        if one.customer in held:
            aside += [] if full else [one]
        elif full:
            beyond.append(_left(BEYOND, one.reasons))
        else:
            counts[one.whose] = counts.get(one.whose, 0) + 1
            entries.append(one)
    return DrawnDay(day=day, entries=tuple(entries), left=(*left, *beyond), held=tuple(aside))
