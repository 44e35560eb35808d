"""The critical fields that are filled, by one dimension, on the last day that is loaded."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards.core import Cell
from crm_metrics.metrics.catalogue.records import METRICS
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.rows.coverage import latest_watermark
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

FIELDS, SOURCES = (
    next(metric for metric in METRICS if metric.name == name)
    for name in ("record_completeness", "source_record_completeness")
)


def filled(warehouse: Warehouse, dimension: str, scope: Scope) -> tuple[Reading, ...]:
    """A reading for each value of field, agent or source that has customers within `scope`; nothing without a day."""
    until = latest_watermark(warehouse, input_tables())
    metric = SOURCES if dimension == "source" else FIELDS
    if until is None or lacks(warehouse, dimension):
        return ()
    result = ask(warehouse, [metric], every="all", by=dimension, since=until, until=until, scope=scope)
    return result[metric.name].readings


def lacks(warehouse: Warehouse, dimension: str) -> bool:
    """Whether another release made this version, so that nothing is known by a dimension until a rebuild."""
    return dimension not in warehouse.columns((SOURCES if dimension == "source" else FIELDS).shape)


def share(reading: Reading | None, words: Words) -> Cell:
    """A share in a cell: grey where too few records are behind it to judge, and a dash where there is none."""
    if reading is None or reading.value is None:
        return Cell(text="–", muted=True)
    return Cell(text=words.percent(reading.value), share=reading.value, muted=not judged(reading))


def judged(reading: Reading) -> bool:
    """Whether enough fields are behind a share."""
    return reading.value is not None and (reading.n or 0) >= FIELDS.minimum_n
