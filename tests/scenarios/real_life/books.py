"""Contracts, orders and points as real life writes them: trials, pauses, refunds of their own, changes of one day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.scenarios.real_life.company import LAST, OPEN_DAYS, company, later
from tests.scenarios.real_life.exports import Export, Row, Tables, Telling, by_month, copy, month, plain, some

_TRIALS = frozenset({"trial_conversion_rate"})
MONTHS = tuple(date(2025, month, 1) for month in range(1, 7))


def trials_that_end(draw: Random) -> Telling:
    """Prospects try for some weeks and leave without having paid."""
    tables = company(draw)
    trials = [_trial(f"c{24 + n}", draw.choice(OPEN_DAYS[5:110]), draw.choice((14, 30))) for n in range(6)]
    return _tried(tables, tables, trials)


def trials_that_pay(draw: Random) -> Telling:
    """New customers try before they pay: the clean book has the contract alone."""
    tables = company(draw)
    trials = []
    for n in range(5):
        first = draw.choice(OPEN_DAYS[5:95])
        trial = _trial(f"c{24 + n}", first, draw.choice((14, 30)))
        trials.append(trial | {"end_reason": draw.choice(("upgrade", None))})
        tables["subscription"].append(trial | {"starts_on": trial["ends_on"], "ends_on": None, "mrr": 60 + n,
                                               "end_reason": None})  # fmt: skip
    return _tried(tables, tables, trials)


def pauses(draw: Random) -> Telling:
    """Contracts rest over the end of a month: nobody has left, and nobody comes back."""
    tables = company(draw)
    real = copy(tables)
    running = [row for row in real["subscription"] if row["ends_on"] is None and str(row["starts_on"]) < "2025"]
    for row in some(draw, running, 0.5):
        stop = date(2025, draw.randrange(2, 5), draw.randrange(10, 25))
        again = row | {"starts_on": (stop + timedelta(days=draw.choice((25, 40)))).isoformat()}
        row |= {"ends_on": stop.isoformat(), "end_reason": "pause"}
        real["subscription"].append(again)
    before = copy(real)
    for row in before["subscription"]:
        row["end_reason"] = "voluntary" if row["end_reason"] == "pause" else row["end_reason"]
    paused = plain(real)
    return Telling(
        clean=plain(tables),
        real=Export(files=paused.files, otherwise=plain(before)),
        only=frozenset({"customers_churned", "departures", "customers_returned", "customers_joined"}),
    )


def changes_of_one_day(draw: Random) -> Telling:
    """A contract is changed twice on one day: the first change holds for no day, the second one stays."""
    tables = company(draw)
    real = copy(tables)
    for row in [row for row in real["subscription"] if row["end_reason"] == "upgrade"]:
        real["subscription"].append(row | {"starts_on": row["ends_on"], "mrr": int(str(row["mrr"])) + 7})
    # In the order of the file the short span stands before the one that stays.
    real["subscription"].sort(
        key=lambda row: (str(row["subscription_id"]), str(row["starts_on"]), row["ends_on"] is None)
    )
    return Telling(clean=plain(tables), real=plain(real))


def refunds(draw: Random) -> Telling:
    """What comes back is a document of its own, with negative lines, said to be a return or not."""
    tables = company(draw)
    real = copy(tables)
    said = draw.choice((True, None, False))
    reference = draw.choice(("NC-{}", "R{}-own", "DEV-{}"))
    for n, row in enumerate(row for row in real["order_line"] if row["is_return"]):
        row |= {"order_id": reference.format(n), "line_no": 1, "is_return": said}
    return Telling(clean=plain(tables), real=plain(real))


def delivered_before_ordered(draw: Random) -> Telling:
    """Orders were typed in some days after they had been delivered, within the month."""
    tables = company(draw)
    real = copy(tables)
    early = [row for row in real["order_line"] if not row["is_return"] and "08" < str(row["ordered_at"])[8:10] < "20"]
    for row in some(draw, early, 0.3):
        row["delivered_at"] = later(row["ordered_at"], days=-3)
    clean = copy(tables)
    for row, was in zip(clean["order_line"], real["order_line"], strict=True):
        if was["delivered_at"] != row["delivered_at"]:
            row["delivered_at"] = later(row["ordered_at"], hours=1)
    return Telling(clean=plain(clean), real=plain(real))


def spent_after_leaving(draw: Random) -> Telling:
    """Members leave, and what is left of their points is spent later in the month of leaving."""
    tables = company(draw)
    real = copy(tables)
    leavers = [row for row in tables["loyalty_entry"] if row["kind"] == "redeem"]
    for row in some(draw, leavers, 0.5):
        day = date(2025, draw.choice((5, 6)), 10)
        told = row | {"entry_id": f"{row['entry_id']}-l", "kind": "leave", "points": 0}
        spent = row | {"entry_id": f"{row['entry_id']}-r", "points": -20}
        for book, first in ((tables, day - timedelta(days=1)), (real, day + timedelta(days=9))):
            book["loyalty_entry"].append(told | {"entry_at": f"{day.isoformat()} 12:00:00"})
            book["loyalty_entry"].append(spent | {"entry_at": f"{first.isoformat()} 12:00:00"})
    return Telling(clean=plain(tables), real=plain(real))


def _trial(who: str, first: date, days: int) -> Row:
    ends = (first + timedelta(days=days)).isoformat()
    return {"subscription_id": f"t-{who}", "customer_id": who, "product_id": "p4", "starts_on": first.isoformat(),
            "ends_on": ends, "mrr": 0, "renewal_due_on": None, "end_reason": "voluntary"}  # fmt: skip


def _tried(tables: Tables, clean: Tables, trials: list[Row]) -> Telling:
    real = copy(tables)
    real["subscription"] += trials
    alive = {
        first: float(sum(str(one["starts_on"]) <= last.isoformat() < str(one["ends_on"]) for one in trials))
        for first, last in ((first, _close(first)) for first in MONTHS)
    }
    started = dict.fromkeys(MONTHS, 0.0) | by_month((one["starts_on"], 1) for one in trials)
    return Telling(
        clean=plain(clean),
        real=plain(real),
        right={"active_trials": dict(alive), "trials_started": dict(started)},
        free=_TRIALS,
    )


def _close(first: date) -> date:
    return min(month((first + timedelta(days=32)).isoformat()) - timedelta(days=1), LAST)
