"""Clocks against a stopwatch that walks minute by minute: random openings, lunch breaks, holidays and pauses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from tests.warehouse.shapes.made import House, Row, at, change, hours, item, policy

MINUTE = timedelta(minutes=1)
START = at("2026-01-05 00:00")
NOW = at("2026-01-26 00:00")  # midnight after the last loaded day
HOLIDAY = date(2026, 1, 12)
BREAKS = {"desk": ((8, 12), (14, 18)), "long": ((6, 22),)}


def is_open(calendar: str, moment: datetime) -> bool:
    if calendar == "always":
        return True
    if moment.date() == HOLIDAY or moment.isoweekday() > 5:
        return False
    return any(opens <= moment.hour < closes for opens, closes in BREAKS[calendar])


def stopwatch(
    calendar: str, start: datetime, stop: datetime | None, target: int, pauses: list[tuple[datetime, datetime]]
) -> tuple[int, datetime | None]:
    """Minutes used until the stop or now, and the instant at which `target` minutes have been used up."""
    used = spent = 0
    due = None
    moment = start
    end = stop or NOW
    while moment < end or (due is None and moment < NOW + timedelta(days=60)):
        # After its stop a clock is followed as if it had run on.
        paused = moment < end and any(since <= moment < until for since, until in pauses)
        if stop is None and moment >= NOW and pauses and pauses[-1][1] > NOW:
            return used, due  # paused now: nobody knows when it will go on
        if is_open(calendar, moment) and not paused:
            spent += 1
            if moment < end:
                used += 1
            if spent == target:
                due = moment + MINUTE
        moment += MINUTE
    return used, due


def drawn(draw: Random, name: str) -> tuple[Row, list[Row], list[tuple[datetime, datetime]], datetime | None]:
    start = START + draw.randrange(20 * 24 * 60) * MINUTE
    ended = start + draw.randrange(1, 6 * 24 * 60) * MINUTE
    stop = ended if ended < NOW and draw.random() < 0.6 else None
    moment, events, pauses = start, list[Row](), list[tuple[datetime, datetime]]()
    while draw.random() < 0.8:
        since = moment + draw.randrange(1, 24 * 60) * MINUTE
        until = since + draw.randrange(1, 48 * 60) * MINUTE
        if since >= min(stop or NOW, NOW):
            break
        events.append(change(name, "status", since.replace(tzinfo=None).isoformat(), "open", "pending"))
        if until < min(stop or NOW, NOW):
            events.append(change(name, "status", until.replace(tzinfo=None).isoformat(), "pending", "open"))
        pauses.append((since, until if until < NOW or stop else NOW + timedelta(days=999)))
        moment = until
        if until >= min(stop or NOW, NOW):
            break
    ends: Row = {} if stop is None else {"closed_at": stop, "outcome": "resolved", "status": "closed"}
    opened = item(name, "2026-01-05 00:00", opened_at=start, priority=draw.choice(["desk", "long", "always"]), **ends)
    return opened, events, pauses, stop


def test_clocks_agree_with_a_stopwatch(house: House) -> None:
    draw = Random(28)
    cases = {name: drawn(draw, name) for name in (f"w{number:02}" for number in range(60))}
    targets = {"desk": 9 * 60 + 17, "long": 20 * 60, "always": 30 * 60 + 1}
    shop = house(
        {
            "business_hours": [
                row
                for desk, spans in BREAKS.items()
                for opens, closes in spans
                for row in hours(desk, f"{opens:02}:00", f"{closes:02}:00")
            ],
            "holiday": [{"calendar_id": desk, "day": HOLIDAY, "name": "Festivo"} for desk in BREAKS],
            "sla_policy": [
                policy(desk, "resolution", 60 * minutes, desk, priority=desk, pause_statuses=["pending"])
                for desk, minutes in targets.items()
            ],
            "work_item": [case[0] for case in cases.values()],
            "status_event": [event for case in cases.values() for event in case[1]],
        },
        through=date(2026, 1, 25),
        shapes=("sla_clock",),
    )
    local = "strftime(due_at at time zone 'America/Bogota', '%Y-%m-%d %H:%M:%S')"
    measured = {
        name: (seconds // 60, due)
        for name, seconds, due in shop.fetch(f"select work_item, used_seconds, {local} from shape.sla_clock")
    }
    expected = {}
    for name, (opened, _, pauses, stop) in cases.items():
        calendar, start = str(opened["priority"]), opened["opened_at"]
        assert isinstance(start, datetime)
        used, due = stopwatch(calendar, start, stop, targets[calendar], pauses)
        expected[name] = (used, due.strftime("%Y-%m-%d %H:%M:%S") if due else None)
    assert measured == expected
    assert {due is None for _, due in expected.values()} == {True, False}  # both kinds were drawn
