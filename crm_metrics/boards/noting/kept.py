"""The notes that people keep, as a board reads them; nothing is loaded for it before anybody kept something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import CrmError
from crm_metrics.office.notes.noting import Around, DayNote, nowhere
from crm_metrics.office.place import OfficePlace, office_beside
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse

if TYPE_CHECKING:
    from crm_metrics.office.notes.shelf import NoteShelf


@dataclass(frozen=True)
class BoardNote:
    """A note, and the processes of the teams and people that it names, where it names no process."""

    note: DayNote
    processes: frozenset[str] = frozenset()


def notes_of(warehouse: Warehouse, scope: Scope) -> tuple[BoardNote, ...]:
    """The notes within a scope, by day; none where they can't be read, for a board shows its numbers without them."""
    place = office_beside(warehouse.folder)
    if not place.begun:
        return ()
    try:
        kept = shelf_of(place, Reader("", "executive", scope), around=around_of(warehouse)).notes()
    except CrmError:  # the form of notes says why
        return ()
    return tuple(_placed(warehouse, kept))


def around_of(warehouse: Warehouse) -> Around:
    """The parts of the company that hold all of what a scope leaves, by the people of today."""

    @cache
    def around(scope: Scope) -> Mapping[str, frozenset[str]]:
        people = roster.people(warehouse, scope).values() if scope != EVERYTHING else ()
        found = {
            "process": frozenset(one.process for one in people),
            "area": frozenset(one.area for one in people),
            "team": frozenset(one.team for one in people),
        }
        return {name: values for name, values in found.items() if values and all(values)}

    return around


def shelf_of(place: OfficePlace, reader: Reader, readers: Sequence[Reader] = (), around: Around = nowhere) -> NoteShelf:
    """The notes as a reader has them, to be written too. readers: who may be mentioned; around: where parts lie."""
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and who kept nothing needs none
    from crm_metrics.office.notes.shelf import NoteShelf  # which loads the same

    return NoteShelf(opened(place), reader, readers, around)


def _placed(warehouse: Warehouse, notes: Sequence[DayNote]) -> Iterator[BoardNote]:
    """Each note with the processes that its teams and people belong to today."""
    pairs = {pair for one in notes if not _names_process(one) for pair in one.content.parts}
    of: dict[tuple[str, str], set[str]] = {pair: set() for pair in pairs}
    for agent, person in roster.people(warehouse, EVERYTHING).items() if pairs else ():
        for pair in (("agent", agent), ("team", person.team), ("area", person.area)):
            if pair in of and person.process:
                of[pair].add(person.process)
    for one in notes:
        own = [] if _names_process(one) else [of[pair] for pair in one.content.parts]
        yield BoardNote(one, frozenset(process for each in own for process in each))


def _names_process(note: DayNote) -> bool:
    return any(name == "process" for name, _ in note.content.parts)
