"""The critical fields of the customers' records that are filled: by field, by source and by account manager."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_metrics.access import Scope
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.governance import shares
from crm_metrics.boards.governance.register import footer
from crm_metrics.boards.received import source_label
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST_AGENTS = 10  # account managers shown: those whose records lack most


def card(warehouse: Warehouse, scope: Scope, words: Words) -> Card | None:
    """The least filled first; None where the reader sees no active customer."""
    fields = _ordered(shares.filled(warehouse, "field", scope))
    if not fields:
        return None
    people = roster.people(warehouse, scope)
    agents = _ordered(shares.filled(warehouse, "agent", scope))
    rows = (
        *_rows("field", words("Field"), fields, words, lambda field: _field(field, words)),
        *_rows("source", words("Source"), _ordered(shares.filled(warehouse, "source", scope)), words,
               lambda name: source_label(name, words) if name else words("not told")),
        *_rows("agent", words("Account manager"), agents[:MOST_AGENTS], words,
               lambda one: roster.agent_name(people, one) if one else words("nobody")),
    )  # fmt: skip
    columns = (
        GridColumn("name", words("Name")),
        GridColumn("by", words("By")),
        GridColumn("filled", words("Critical fields filled"), "bar"),
        GridColumn("n", words("Fields looked at"), "number"),
    )
    title = _title(fields, words)
    more = words.many(
        len(agents) - MOST_AGENTS,
        "one more account manager has more of them filled",
        "{n} more account managers have more of them filled",
    )
    said = [footer(warehouse, words), *([more] if len(agents) > MOST_AGENTS else []), *_reasons(fields, words)]
    return Card(
        key="critical_fields",
        title=title,
        subtitle=words(
            "Critical fields filled, %, in the records of active customers, the least first · grey: fewer than {n},"
            " not judged · which fields are critical: critical.toml",
            n=shares.FIELDS.minimum_n,
        ),
        body=Grid(columns, rows, title),
        footer=" · ".join(said),
        alt=title,
    )


def _ordered(readings: Sequence[Reading]) -> list[Reading]:
    """Those that can be judged, the least filled first; then the others."""
    told = [reading for reading in readings if reading.value is not None]
    return sorted(told, key=lambda one: (not shares.judged(one), one.value, one.groups[0] or ""))


def _rows(
    key: str, kind: str, readings: Sequence[Reading], words: Words, name: Callable[[str | None], str]
) -> tuple[Row, ...]:
    return tuple(
        Row(
            f"{key} {reading.groups[0]}",
            (
                Cell(text=name(reading.groups[0])),
                Cell(text=kind),
                shares.share(reading, words),
                Cell(text=words.number(reading.n or 0)),
            ),
        )
        for reading in readings
    )


def _field(field: str | None, words: Words) -> str:
    """What people call a critical field: the person of a customer's record is its account manager."""
    return words("Account manager") if field == "agent" else words.name(field)


def _title(fields: Sequence[Reading], words: Words) -> str:
    least = fields[0]
    if not shares.judged(least) or least.value is None:
        return words("Too few customers to judge their critical fields")
    if least.value == 1:
        return words("Every critical field of the customers is filled")
    return words(
        "The critical field filled least: {field}, {share}",
        field=_field(least.groups[0], words),
        share=words.percent(least.value),
    )


def _reasons(fields: Sequence[Reading], words: Words) -> list[str]:
    """Why the shares are incomplete, where they are."""
    return [words.error(one.reason) for one in fields if one.reason is not None][:1]
