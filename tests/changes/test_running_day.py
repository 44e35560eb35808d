"""Another rule for the running day: one line, and its test; questions and boards follow."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes.workbench import Copy, copied

NAME = "a rule for the running day"
BAR = 3

PERIODS = "crm_metrics/periods.py"
TEST = "tests/test_periods.py"

ASKED = """
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb

import crm_metrics as crm
from crm_metrics.boards import daily, weekly
from crm_metrics.boards.core import View
from crm_metrics.metrics.shop import shop_of
from crm_metrics.warehouse import schema, shape, store

SUNDAY = date(2026, 11, 15)
connection = duckdb.connect()
connection.execute("set TimeZone = 'UTC'")
schema.create(connection)
connection.execute(
    "insert into main.company (name, time_zone, currency, locale) values ('Prueba', 'America/Bogota', 'COP', 'es-CO')"
)
connection.execute(
    "insert into main.work_item (work_item_id, process, kind, customer_id, status, opened_at)"
    " select 'w' || n, 'service', 'request', 'ana', 'open', timestamptz '2026-11-15 15:00+00' - to_days(n::integer)"
    " from range(60) t(n)"
)
at = datetime(2026, 11, 15, 20, 30, tzinfo=ZoneInfo("America/Bogota"))
connection.execute(
    "insert into main.load_log values (1, 'desk', 'work_item', date '2026-09-17', ?, 60, 0, ?, false)", [SUNDAY, at]
)
shape.build(connection)
shop = shop_of(store.reading(connection))
reading = crm.metrics.cases_opened.measure(shop, every="day", since=SUNDAY).readings[-1]
week = weekly.gather(shop, View()).last
print(json.dumps([reading.complete, daily.gather(shop, View()).frame.running < 1, week.isoformat()]))
"""


def make(copy: Copy) -> None:
    """The company's day is over at eight in the evening, not in the last hour before midnight."""
    copy.replace(PERIODS, "WHOLE = 0.95  # a load in the last hour of a day", "WHOLE = 20 / 24  # a load after eight")
    copy.replace(TEST, "(datetime(2026, 11, 21, 22, 47), 1367 / 1440)", "(datetime(2026, 11, 21, 19, 12), 0.8)")
    copy.replace(TEST, "(datetime(2026, 11, 21, 22, 48), 1.0)", "(datetime(2026, 11, 21, 20, 0), 1.0)")


def test_another_rule_is_one_line_and_its_test(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    # Loaded at 20:30 of a Sunday: by the house's own rule that day still runs, and its week has not ended.
    assert json.loads(copy.run(ASKED)) == [False, True, "2026-11-08"]
    make(copy)
    assert json.loads(copy.run(ASKED)) == [True, False, "2026-11-15"]
    copy.tests(TEST)
    assert len(copy.touched) <= BAR
