"""The rows of contacts that took a certain time, and the number that they make by themselves."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.errors import QuestionError
from crm_metrics.metrics.behind.recomputed import recomputed
from crm_metrics.metrics.behind.rows import PartRows, RowsBehind
from crm_metrics.names import MetricId
from crm_metrics.warehouse.store import Warehouse

CONTACT = "interaction_id"
TOOK = """select interaction_id from shape.interaction
where handled and handle_seconds between $first and $last and interaction_id in (select unnest($contacts))"""


def of_contacts(behind: RowsBehind, took: tuple[int, int], most: int | None = None) -> RowsBehind:
    """What was asked whole, of the rows whose own contact was handled in so many seconds, both ends in.

    most: of each part keep only so many rows.
    Raises QuestionError where any of the rows have no contact of their own.
    """
    if behind.question is None or any(CONTACT not in part.head for part in behind.parts):
        raise QuestionError("The rows of {metric} name no contact: ask for them without a handling time.",
                            metric=MetricId(behind.metric.name, behind.metric.label))  # fmt: skip
    warehouse = behind.question.warehouse
    parts = tuple(_within(warehouse, part, took) for part in behind.parts)
    kept = replace(behind, parts=parts)
    readings = tuple(recomputed(kept).values())
    shown = tuple(replace(part, rows=part.rows[:most]) for part in parts)
    return replace(kept, parts=shown, result=replace(behind.result, readings=readings))


def _within(warehouse: Warehouse, part: PartRows, took: tuple[int, int]) -> PartRows:
    place = part.head.index(CONTACT)
    contacts = sorted({row[place] for row in part.rows if row[place] is not None})
    asked = {"first": took[0], "last": took[1], "contacts": contacts}
    found = {contact for (contact,) in warehouse.fetch(TOOK, asked)}
    rows = tuple(row for row in part.rows if row[place] in found)
    return replace(part, rows=rows, count=len(rows))
