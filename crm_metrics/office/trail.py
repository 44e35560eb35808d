"""The audit trail: each change of a row is written beside it, in the same transaction, with its author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from crm_metrics.office.tables import TrailRow

DECLARED = "declared"  # the author is who somebody says to be: there is no login yet that would prove it
SYSTEM = "system"  # the author is the account of the machine that ran a command


@dataclass(frozen=True)
class Author:
    """Who changes something, as the app knows it."""

    name: str
    proof: str = DECLARED


class OfficeSession(Session):
    """A session whose changes go into the trail; `info["author"]` makes them."""


def plain(value: Any) -> Any:
    """A value of a column as JSON takes it."""
    return value.isoformat() if isinstance(value, datetime) else value


def values(row: object) -> dict[str, Any]:
    """A row as it is, by column."""
    return {one.key: plain(one.value) for one in inspect(row).attrs}


def lines(session: Session, thing: str, key: str) -> list[TrailRow]:
    """What the trail tells of one row, oldest first."""
    asked = select(TrailRow).where(TrailRow.thing == thing, TrailRow.key == key).order_by(TrailRow.id)
    return list(session.scalars(asked))


def newest(session: Session, *things: str) -> int:
    """The number of the last line of these tables: another number is another content; 0 before the first."""
    return session.scalar(select(func.max(TrailRow.id)).where(TrailRow.thing.in_(things))) or 0


@event.listens_for(OfficeSession, "after_flush")
def _written(session: OfficeSession, _: object) -> None:
    lines = [
        *(_line("created", row, None, values(row)) for row in session.new if not isinstance(row, TrailRow)),
        *(_line("changed", row, *_moved(row)) for row in session.dirty if session.is_modified(row)),
        *(_line("deleted", row, values(row), None) for row in session.deleted),
    ]
    if not lines:
        return
    author: Author = session.info["author"]  # a session that only reads has none, and can't write
    stamp = {"at": datetime.now(UTC), "author": author.name, "proof": author.proof}
    session.connection().execute(insert(TrailRow), [{**stamp, **line} for line in lines])


@event.listens_for(OfficeSession, "do_orm_execute")
def _one_by_one(asked: ORMExecuteState) -> None:
    """A statement over many rows leaves their versions and the trail as they were: an open form would win over it."""
    if asked.is_update or asked.is_delete:
        raise RuntimeError("rows are changed one by one: a bulk statement passes by versions and trail")


def _moved(row: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of a row was before and is after, without what stayed."""
    changed = {one.key: one.history for one in inspect(row).attrs if one.history.has_changes()}
    before = {key: plain(history.deleted[0]) for key, history in changed.items() if history.deleted}
    return before, {key: plain(history.added[0]) for key, history in changed.items() if history.added}


def _line(did: str, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    return {"thing": row.__tablename__, "key": row.id, "did": did, "before": before, "after": after}
