"""Queues of telephone systems: who waited, who gave up, and what agents' time went to."""

from __future__ import annotations

from collections.abc import Iterator

import crm_metrics as crm
from tests.scenarios.known.core import Answer, number, percent


def queue_log(shop: crm.Warehouse) -> Iterator[Answer]:
    """Ten entries, one of them left by a key."""
    yield from _queues(shop, "9", "62.500 % = 5 of 8", "105 of 6", "25.000 % = 2 of 8", "550 of 5")
    yield Answer("transfer_rate", "33.333 % = 2 of 6", percent(number(shop, crm.metrics.transfer_rate)))
    times = shop.fetch("select state, sum(seconds) from main.agent_time group by 1 order by 1")
    # 22 + 206 + 352 + 10 between calls, and 775 from the end of her break to the last line: she never leaves
    yield Answer("an agent's session", "available 1365; break 1800; handling 340", _listed(times))


def cdr(shop: crm.Warehouse) -> Iterator[Answer]:
    """Six calls to the company, one of which never left the menu, and one by it, answered after 40 - 25 seconds."""
    yield from _queues(shop, "5", "40.000 % = 2 of 5", "48 of 3", "20.000 % = 1 of 5", "600 of 3")
    ends = shop.fetch("select direction || ' ' || disposition, count(*) from main.interaction group by 1 order by 1")
    known = "inbound abandoned 1; inbound handled 3; inbound no_answer 1; outbound handled 1"
    yield Answer("ends", known, _listed(ends))
    yield Answer("dials", "1", f"{number(shop, crm.metrics.dials).value:.0f}")


def call_centre(shop: crm.Warehouse) -> Iterator[Answer]:
    """Eight calls, one of which was given up too soon to count."""
    yield from _queues(shop, "8", "57.143 % = 4 of 7", "145 of 6", "14.286 % = 1 of 7", "1775 of 6")


def _queues(shop: crm.Warehouse, offered: str, level: str, speed: str, lost: str, handled: str) -> Iterator[Answer]:
    metrics = crm.metrics
    yield Answer("contacts_offered", offered, f"{number(shop, metrics.contacts_offered).value:.0f}")
    yield Answer("service_level", level, percent(number(shop, metrics.service_level)))
    yield Answer("abandonment_rate", lost, percent(number(shop, metrics.abandonment_rate)))
    for metric, expected in ((metrics.average_speed_of_answer, speed), (metrics.average_handle_time, handled)):
        reading = number(shop, metric)
        yield Answer(metric.name, expected, f"{reading.numerator} of {reading.denominator}")


def _listed(rows: list[tuple[object, ...]]) -> str:
    return "; ".join(f"{name} {count}" for name, count in rows)
