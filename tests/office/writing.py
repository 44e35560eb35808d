"""What another process does with a database: `python -m tests.office.writing WHAT`; its place is in the environment."""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from crm_metrics.access import Reader
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.saved import Audience
from crm_metrics.office.tables import SavedViewRow
from crm_metrics.office.trail import Author
from crm_metrics.office.views import ViewShelf

THREADS, TIMES = 5, 6


def told(word: str) -> None:
    """Say a word to the test, at once."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def add(database: OfficeDatabase, who: str) -> None:
    """Five writers at once, each six times: read what is there, add to it, write it back."""

    def one(writer: int) -> None:
        for time_ in range(TIMES):
            with database.writing(Author(f"{who}-{writer}")) as session:
                row = session.get(SavedViewRow, "shared")
                assert row is not None
                row.asked = {**row.asked, f"{who}-{writer}-{time_}": ["here"]}

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))


def save(database: OfficeDatabase, who: str) -> None:
    """Save views, telling each once it is confirmed; then begin another, and never end it."""
    shelf = ViewShelf(database, Reader(who, "executive"), [who])
    for number in range(7):
        told(shelf.save(f"view {number}", "daily", {}, Audience()).name)
    with database.writing(Author(who)) as session:
        row = session.query(SavedViewRow).filter_by(name="view 0").one()
        row.name = row.name_key = "never confirmed"
        session.flush()
        told("open")
        time.sleep(600)


def start(database: OfficeDatabase, who: str) -> None:
    """Bring the database to its tables, at the same moment as others: when the file `who` is there."""
    told("ready")
    while not Path(who).exists():
        time.sleep(0.005)
    database.prepare()


if __name__ == "__main__":
    file = os.environ.get("PULSO_TEST_FILE")
    where = OfficePlace(file=Path(file)) if file else OfficePlace(address=os.environ["PULSO_TEST_ADDRESS"])
    opened = OfficeDatabase(where)
    {"add": add, "save": save, "start": start}[sys.argv[1]](opened, sys.argv[2])
    opened.close()
