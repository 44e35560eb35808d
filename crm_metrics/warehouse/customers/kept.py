"""What was worked out of all customers and is kept while a version is open, so many answers of a kind at most."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from crm_metrics.warehouse.store import Warehouse

Answer = TypeVar("Answer")


def kept(warehouse: Warehouse, kind: str, key: Hashable, most: int, make: Callable[[], Answer]) -> Answer:
    """The answer of a key, made where it is not kept yet; beyond `most` of a kind the oldest is forgotten.

    An answer holds every customer: of all months and readers together they would fill the memory.
    """
    room: dict[Hashable, object] = warehouse.memory.setdefault(("kept", kind), {})
    if key in room:
        return cast(Answer, room[key])
    made = make()
    room[key] = made
    for old in list(room)[:-most]:
        room.pop(old, None)
    return made
