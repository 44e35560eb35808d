"""What a source brought before this load, as relations that its rules may look up."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from crm_metrics.warehouse.mapping.source import KNOWN_AGENT, KNOWN_INVOICE, KNOWN_ORDER, WITHDRAWN, Source
from crm_metrics.warehouse.mapping.tax_ids import NOBODY

PART = "#"  # in an id: what stands before it is the id of the document, what stands after it a part of that
_KNOWN = {
    KNOWN_AGENT: ("agent", "agent_id"),  # a role of today is no past
    KNOWN_ORDER: ("order_line", "order_id"),
    KNOWN_INVOICE: ("receivable", "invoice_id"),
}


def make(connection: duckdb.DuckDBPyConnection, source: Source) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Make a temporary table `rows_NAME` with ids, without prefix, for each of KNOWN; their names and columns."""
    prefix = source.id_prefix
    for name, (table, column) in _KNOWN.items():
        id_of = f"substr({column}, {len(prefix) + 1})"
        whole = id_of if name == KNOWN_AGENT else document_of(id_of)
        only = " and kind = 'invoice'" if name == KNOWN_INVOICE else ""
        customer = f"substr(customer_id, if(customer_id = '{NOBODY}', 1, {len(prefix) + 1}))"
        owner = f", any_value({customer}) as customer" if name == KNOWN_INVOICE else ""
        connection.execute(
            f"create temp table rows_{name} as select *, row_number() over () as _row from (select {whole} as id{owner}"
            f" from main.{table} where _source = $source and starts_with({column}, $prefix){only} group by 1)",
            {"source": source.name, "prefix": prefix},
        )
        yield name, ("id", "customer") if owner else ("id",)
    connection.execute(
        f"create temp table rows_{WITHDRAWN} as select document as id, row_number() over () as _row"
        " from main.withdrawn_document where source = ?",
        [source.name],
    )
    yield WITHDRAWN, ("id",)


def document_of(column: str) -> str:
    """SQL of the document that an id is of, or is part of."""
    return f"split_part({column}, '{PART}', 1)"


def remember(connection: duckdb.DuckDBPyConnection, source: str, table: str) -> int:
    """Keep the ids in the column `id` of a table as documents that no longer hold; how many are new."""
    new = connection.execute(
        f"insert into main.withdrawn_document select distinct ?, id from {table} where id is not null and id not in"
        " (select document from main.withdrawn_document where source = ?) returning document",
        [source, source],
    ).fetchall()
    return len(new)
