"""The statements of a question sent to the warehouse, each with the leaves that its rows answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crm_metrics.metrics.rows.parts import Row
from crm_metrics.metrics.rows.plan import Leaf, Question, batches
from crm_metrics.metrics.rows.statement import Statement, statement


@dataclass(frozen=True)
class Fetched:
    """What the warehouse gave for one statement."""

    statement: Statement
    """What was asked."""

    rows: Sequence[Row]
    """Its rows, one per period and group."""

    labels: Mapping[Leaf, str]
    """The leaves that it answers, each with what its columns begin with."""


def run(question: Question, leaves: Iterable[Leaf]) -> Iterator[Fetched]:
    """Ask what the leaves need, in as few statements as can be; a leaf of which nothing can be read is in none."""
    for batch, group in batches(question, leaves):
        asked = statement(batch)
        rows = question.warehouse.fetch(asked.sql, asked.values)
        yield Fetched(asked, rows, {leaf: batch.labels[leaf.metric] for leaf in group})
