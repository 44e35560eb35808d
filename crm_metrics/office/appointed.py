"""Who answers for what, as boards are told it: read without loading a database where nobody kept anything."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.errors import DataError
from crm_metrics.office.place import office_place
from crm_metrics.settings import Settings

Named = tuple[tuple[str, str, str], ...]  # (kind, thing, who answers)
ASKED = ("weekly", "monthly", "number")  # boards that name who answers, or ask who may write


def appointed(board: str, settings: Settings, warehouse: Path | None = None) -> Named:
    """Who answers for what, for a board that names them; nobody where the database can't be read.

    warehouse: the folder of the versions, where a command names another one.
    """
    place = office_place(settings, warehouse)
    if board not in ASKED or not place.begun:
        return ()
    from crm_metrics.office.answerers import told  # SQLAlchemy is slow to load, and who saved nothing needs none

    try:
        return tuple((one.kind, one.thing, one.name) for one in told(place))
    except DataError:
        return ()
