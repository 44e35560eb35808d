"""Whom to attend today and why: a row for each customer, and how many are left out for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_metrics.boards.core import Card, Cell, Chip, ChipKind, Empty, Grid, GridColumn, Row
from crm_metrics.boards.daylist.drawing import ASKED, ATTENDED, BEYOND, CONSENT, RESTS, DayEntry
from crm_metrics.boards.daylist.gathering import DayList, day_list
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.office.attending.marking import DONE, LATER, NOT_REACHED, STATES
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.attending.reason import DayReason
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

KEY = "day_list"
OPEN = 10  # rows that stand open
HOUR = "hour"  # why somebody is left out at this hour alone
PHONE = "phone"
NAMES = {"phone": mark("telephone"), "whatsapp": mark("WhatsApp"), "sms": mark("SMS"), "email": mark("e-mail")}
CHIPS: Mapping[str, ChipKind] = {DONE: "routine", NOT_REACHED: "watch", LATER: "partial"}


def gather(warehouse: Warehouse, facts: DailyFacts) -> DayList | None:
    """The list of the day after the one asked for, else of the newest: a part that was quiet has its list, too."""
    asked = facts.view.until or facts.frame.latest
    return None if asked is None else day_list(warehouse, facts.view, asked, facts.frame.whole)


def now_in(zone: str) -> datetime:
    """The moment on the company's clocks."""
    return datetime.now(ZoneInfo(zone))


def callable_now(shown: DayList, now: datetime) -> bool:
    """Whether one may call: the hour counts on the day of the list alone, and only where the company said its hours."""
    calls = shown.rules.calls
    return calls is None or now.date() != shown.day or calls.open_at(now, holiday=shown.holiday)


def attendable(shown: DayList, now: datetime) -> tuple[DayEntry, ...]:
    """Those of the list who may be contacted at this hour, by the channels of this hour."""
    if callable_now(shown, now):
        return shown.entries
    return tuple(
        replace(one, channels=tuple(name for name in one.channels if name != PHONE))
        for one in shown.entries
        if one.channels != (PHONE,)
    )


def card(shown: DayList, frame: Frame, words: Words) -> Card:
    """The table, those attended already last."""
    now = now_in(frame.time_zone)
    entries = sorted(attendable(shown, now), key=lambda one: _state(shown, one) == DONE)
    title, day = _title(shown, entries, words), words.short_day(shown.day)
    subtitle = words("For {day}, by what was known at the close of {close} · at most {cap} for each person",
                     day=day, close=words.short_day(shown.close), cap=shown.rules.cap)  # fmt: skip
    left = Counter(shown.left) + Counter({HOUR: len(shown.entries) - len(entries)})
    notes = [*_left(left, shown, words), *_hours(shown, now, words)]
    reason = words("Who is left out, and why, stands below.")
    if left[CONSENT]:
        reason = words("customer.csv would tell who agreed to be contacted, in general and by each channel.")
    return Card(
        key=KEY,
        title=title,
        subtitle=subtitle,
        body=_grid(shown, entries, title, frame, words) if entries else Empty(title, reason),
        footer=" · ".join((frame.rows_footer(words, shown.tables), *notes)),
        alt=title,
        aside=True,  # with it the board would take four pages: its workbook is what goes to paper
    )


def _state(shown: DayList, entry: DayEntry) -> str:
    return shown.marks[entry.customer].state if entry.customer in shown.marks else ""


def _title(shown: DayList, entries: list[DayEntry], words: Words) -> str:
    done = sum(_state(shown, one) == DONE for one in entries)
    title = words.many(len(entries), "One customer to attend on the day", "{n} customers to attend on the day")
    if not entries:
        title = words("Customers to attend on the day: none")
    return words.many(done, "{said}; one is attended", "{said}; {n} are attended", said=title) if done else title


def _grid(shown: DayList, entries: list[DayEntry], title: str, frame: Frame, words: Words) -> Grid:
    columns = (
        GridColumn("customer", words("Customer")),
        GridColumn("why", words("Why")),
        GridColumn("agent", words("Who attends")),
        GridColumn("team", words("Team")),
        GridColumn("by", words("By")),
        GridColumn("state", words("State"), "chip"),
    )
    return Grid(columns, tuple(_row(one, shown, frame, words) for one in entries), title, OPEN, queue=True)


def _row(entry: DayEntry, shown: DayList, frame: Frame, words: Words) -> Row:
    key = masking.key_of(entry.customer, personal=shown.personal)
    label = masking.label(entry.customer, shown.names.get(entry.customer), personal=shown.personal)
    state = _state(shown, entry)
    chip = Chip(CHIPS[state], words(STATES[state])) if state else Chip("empty", words("to attend"))
    agent = roster.agent_name(shown.people, entry.agent)
    cells = (
        Cell(text=label, leads=masking.page_of(key)),
        Cell(text=" · ".join(because(one, shown, frame.currency, words) for one in entry.reasons)),
        Cell(text=agent or words("nobody"), muted=not agent),
        Cell(text=entry.team or "–"),
        Cell(text=by(entry, words)),
        Cell(text=chip.text, chip=chip),
    )
    return Row(key, cells)


def by(entry: DayEntry, words: Words) -> str:
    """The channels to which a customer agreed."""
    return ", ".join(words(NAMES[one]) for one in entry.channels) or words("without consent, as the company allows")


def because(reason: DayReason, shown: DayList, currency: str, words: Words) -> str:
    """One reason in a few words."""
    if reason.kind == "limit":
        return _limit(reason, words)
    if reason.kind == "promise":
        amount = words.value(reason.amount, "money", currency)
        return words("promised to pay {amount} on this day", amount=amount)
    if reason.kind == "anniversary" and reason.day is not None:
        years = shown.day.year - reason.day.year
        return words.many(years, "customer for one year", "customer for {n} years")
    day = words.short_day(reason.day) if reason.day is not None else ""
    if reason.kind == "complaint":
        return words("complaint {item}, handed over on {day} and not taken", item=reason.about, day=day)
    if reason.kind == "opportunity":
        return words("case {item} of {day} spoke of an opportunity", item=reason.about, day=day)
    if reason.kind == "follow_up":
        return words("bought on {day}: how did it go?", day=day)
    if reason.kind == "birthday":
        return words("birthday")
    return words("quiet for longer than usual, last bought on {day}", day=day) if day else words(
        "quiet for longer than usual")  # fmt: skip


def _limit(reason: DayReason, words: Words) -> str:
    if reason.left is None:
        return words("case {item} is near its limit", item=reason.about)
    if reason.left <= 0:
        return words("case {item} is out of time", item=reason.about)
    return words.many(reason.left, "case {item} runs out in one open minute",
                      "case {item} runs out in {n} open minutes", item=reason.about)  # fmt: skip


def _left(left: Mapping[str, int], shown: DayList, words: Words) -> list[str]:
    """How many are left out and why; never who."""
    said = {
        ASKED: words.many(left.get(ASKED, 0), "left out: one who asked not to be contacted",
                          "left out: {n} who asked not to be contacted"),
        CONSENT: words.many(left.get(CONSENT, 0), "left out: one without consent", "left out: {n} without consent"),
        HOUR: words.many(left.get(HOUR, 0), "left out: one who may not be called at this hour",
                         "left out: {n} who may not be called at this hour"),
        ATTENDED: words.many(left.get(ATTENDED, 0), "left out: one attended in the last {days} days",
                             "left out: {n} attended in the last {days} days", days=RESTS),
        BEYOND: words.many(left.get(BEYOND, 0), "left out: one beyond the {cap} of each person",
                           "left out: {n} beyond the {cap} of each person", cap=shown.rules.cap),
    }  # fmt: skip
    return [text for why, text in said.items() if left.get(why)]


def _hours(shown: DayList, now: datetime, words: Words) -> list[str]:
    """When one may call on the day of the list."""
    calls = shown.rules.calls
    if calls is None:
        return [words("hours for calls: not told by the company (daylist.toml)")]
    openings = calls.of(shown.day.isoweekday(), holiday=shown.holiday)
    if not openings:
        return [words("no calls on this day")]
    spans = [f"{words.clock(opens)}–{words.clock(closes) if closes else '24:00'}" for opens, closes in openings]
    said = words("calls: {hours}", hours=", ".join(spans))
    return [said if callable_now(shown, now) else words("{said}, not now", said=said)]
