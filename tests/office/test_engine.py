"""Twenty writers at once lose nothing and see no lock; a process that is killed loses nothing that was confirmed."""

from __future__ import annotations

import signal

from sqlalchemy import func, select

from crm_metrics.access import Reader
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.saved import Audience
from crm_metrics.office.tables import SavedViewRow, TrailRow
from crm_metrics.office.trail import Author
from crm_metrics.office.views import ViewShelf
from tests.office.processes import ended, started
from tests.office.test_tables import GOOD
from tests.office.writing import THREADS, TIMES

PROCESSES = 4


def test_twenty_writers_at_once_lose_no_update_and_see_no_lock(database: OfficeDatabase) -> None:
    with database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**{**GOOD, "id": "shared"}))
    assert PROCESSES * THREADS == 20
    for process in [started(database.place, "add", f"p{number}") for number in range(PROCESSES)]:
        ended(process)
    with database.reading() as session:
        row = session.get_one(SavedViewRow, "shared")
        assert len(row.asked) == 20 * TIMES
        assert row.version == 1 + 20 * TIMES
        authors = session.execute(select(TrailRow.author, func.count()).group_by(TrailRow.author)).all()
    assert {number for name, number in authors if name != "Ana"} == {TIMES}
    assert len(authors) == 1 + 20


def test_a_process_killed_while_it_writes_loses_nothing_confirmed_and_blocks_nobody(database: OfficeDatabase) -> None:
    process = started(database.place, "save", "Ana")
    assert process.stdout is not None and process.stderr is not None
    confirmed = []
    while (line := process.stdout.readline().strip()) not in ("open", ""):
        confirmed.append(line)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert confirmed == [f"view {number}" for number in range(7)]
    shelf = ViewShelf(database, Reader("Ana", "executive"), ["Ana"])
    assert [one.name for one in shelf.views()] == confirmed
    assert shelf.save("after", "daily", {}, Audience()).version == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TrailRow)) == 8
