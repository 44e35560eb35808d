"""A board's questions against SQL written by hand: the same numbers first, then the CPU of both."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import Ratio, interleaved
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse.store import Warehouse, open_warehouse

LIMIT = 1.3
WEEKS = 13

# Each statement lists, after the week, the numerator and the denominator of the metrics named beside it, and last what
# the interval of a mean needs. Weeks come from the calendar, as everywhere in the house.
BY_HAND = (
    (
        ("service_level", "abandonment_rate", "average_handle_time"),
        """
        select c.week_on as week,
          count(*) filter (where queued and in_target),
          count(*) filter (where queued and not abandoned_in_target),
          count(*) filter (where queued and abandoned and not abandoned_short),
          count(*) filter (where queued and not abandoned_short),
          sum(handle_seconds) filter (where handled),
          count(*) filter (where handled),
          sum(handle_seconds::double * handle_seconds) filter (where handled)
        from shape.interaction as r join shape.calendar_day as c on r.offered_on = c.day
        where offered_on between ? and ? and process = 'service' group by 1 order by 1
        """,
    ),
    (
        ("first_response_sla", "sla_compliance"),
        """
        select c.week_on as week,
          count(*) filter (where clock = 'first_response' and met),
          count(met) filter (where clock = 'first_response'),
          count(*) filter (where clock = 'resolution' and met),
          count(met) filter (where clock = 'resolution')
        from shape.sla_clock as r join shape.calendar_day as c on r.due_on = c.day
        where due_on between ? and ? group by 1 order by 1
        """,
    ),
    (
        ("csat", "ces", "csat_mean"),
        """
        select c.week_on as week,
          count(*) filter (where satisfied), count(satisfied),
          count(*) filter (where easy), count(easy),
          sum(score_100) filter (where instrument = 'csat'), count(score_100) filter (where instrument = 'csat'),
          sum(score_100 * score_100) filter (where instrument = 'csat')
        from shape.survey as r join shape.calendar_day as c on r.responded_on = c.day
        where responded_on between ? and ? group by 1 order by 1
        """,
    ),
    (
        ("win_rate", "average_deal_size"),
        """
        select c.week_on as week,
          count(*) filter (where won), count(*) filter (where decided),
          sum(amount) filter (where won), count(*) filter (where won),
          sum(amount::double * amount) filter (where won)
        from shape.work_item as r join shape.calendar_day as c on r.closed_on = c.day
        where closed_on between ? and ? and process = 'sales' group by 1 order by 1
        """,
    ),
)


def measure(folder: Path, rounds: int = 15) -> Ratio:
    """CPU of the metric layer for the ten metrics of 13 weeks against the four statements above."""
    warehouse = open_warehouse(folder)
    try:
        until = _last_sunday(warehouse)
        since = until - timedelta(days=7 * WEEKS - 1)
        _compare(_by_layer(warehouse, since, until), _by_hand(warehouse, since, until))
        spent = interleaved(
            {
                "metric layer": lambda: _by_layer(warehouse, since, until),
                "by hand": lambda: _by_hand(warehouse, since, until),
            },
            rounds,
            warm=2,
        )
        rows = warehouse.fetch("select count(*) from shape.interaction")[0][0]
    finally:
        warehouse.close()
    return Ratio(
        claim="a weekly board's questions against SQL by hand",
        ratio=spent["metric layer"] / spent["by hand"],
        limit=LIMIT,
        rounds=rounds,
        milliseconds=spent,
        sizes={"contacts": rows, "weeks": WEEKS, "metrics": sum(len(names) for names, _ in BY_HAND)},
    )


Parts = dict[tuple[str, date], tuple[float, float]]


def _by_layer(warehouse: Warehouse, since: date, until: date) -> Parts:
    metrics = [CATALOGUE[name] for names, _ in BY_HAND for name in names]
    results = ask(warehouse, metrics, every="week", since=since, until=until)
    return {
        (name, reading.period): (float(reading.numerator or 0), float(reading.denominator or 0))
        for name, result in results.items()
        for reading in result.readings
    }


def _by_hand(warehouse: Warehouse, since: date, until: date) -> Parts:
    parts: Parts = {}
    for names, sql in BY_HAND:
        for week, *values in warehouse.fetch(sql, [since, until]):
            _put(parts, week, names, values)
    return parts


def _put(parts: Parts, week: date, names: tuple[str, ...], values: list[Any]) -> None:
    for place, name in enumerate(names):
        numerator, denominator = values[2 * place], values[2 * place + 1]
        parts[name, week] = (float(numerator or 0), float(denominator or 0))


def _compare(ours: Parts, by_hand: Parts) -> None:
    wrong = {key: (ours.get(key), value) for key, value in by_hand.items() if not _equal(ours.get(key), value)}
    if wrong:
        raise AssertionError(f"the two do not answer the same: {wrong}")


def _equal(ours: tuple[float, float] | None, value: tuple[float, float]) -> bool:
    return ours is not None and all(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a, b in zip(ours, value, strict=True))


def _last_sunday(warehouse: Warehouse) -> date:
    through = max(source.through for source in warehouse.sources if source.through)
    return through - timedelta(days=through.isoweekday() % 7)
