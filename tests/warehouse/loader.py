"""A small load for the tests of versions: twenty surveys a load, which can also run as a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from crm_metrics.settings import Settings
from crm_metrics.warehouse import publish, schema, shape

SETTINGS = Settings(threads=1, memory="300MB")


def filled(number: int, rows: int = 20) -> Callable[[duckdb.DuckDBPyConnection], bool]:
    """Write load `number`: `rows` surveys of one day, each scored with the load's number; nothing when it is there."""
    day = date(2026, 1, 1) + timedelta(days=number - 1)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        if connection.execute("select 1 from main.load_log where load_id = ?", [number]).fetchone():
            return False
        connection.execute(
            "insert into main.survey"
            " (survey_id, instrument, customer_id, sent_at, responded_at, score, scale_min, scale_max)"
            " select ?::varchar || '-' || range, 'nps', 'c' || range, ?, ?, ?, 0, 10 from range(?)",
            [number, noon, noon + timedelta(hours=1), number % 10, rows],
        )
        connection.execute(
            "insert into main.load_log values (?, 'plain', 'survey', ?, ?, ?, 0, ?, false)",
            [number, day, day, rows, datetime.now(UTC)],
        )
        return True

    return fill


def load(folder: Path, number: int, rows: int = 20, on_step: Callable[[str], None] = lambda step: None) -> int | None:
    """Publish load `number` and give the version's number."""
    return publish_small(folder, filled(number, rows), on_step=on_step)


def publish_small(folder: Path, fill: publish.Fill, **options: Any) -> int | None:
    """Publish with one shape in place of all of them."""
    with one_shape():
        return publish.publish(folder, fill, settings=SETTINGS, finish=None, **options)


@contextmanager
def one_shape() -> Iterator[None]:
    """Build `watermark` alone and score nobody, for tests of the version and not of what is in it."""
    schema.made_by()  # worked out once, of all shapes: the version is signed as this code's own
    only = {"watermark": shape.shapes()["watermark"]}
    schema.made_by()  # kept from here on: the version is signed by all shapes, so that it is none of another release
    with patch.object(shape, "shapes", lambda: only), patch.object(publish, "finished", lambda *_: None):
        yield


def _killed_at(wanted: str) -> Callable[[str], None]:
    def on_step(step: str) -> None:
        if step == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    return on_step


if __name__ == "__main__":
    load(Path(sys.argv[1]), int(sys.argv[2]), on_step=_killed_at(sys.argv[3]))
