"""Known rows that the files still hold and that their rule no longer takes: deleted, merged or cancelled since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_metrics.warehouse.files.reading import quoted
from crm_metrics.warehouse.loading.offering import Offer, excluded
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.past import known
from crm_metrics.warehouse.tables import HAPPENED, Table, tables

# What is known of a person explains the past, also after he left; only what happened can turn out not to have.
_OF_PEOPLE = ("customer",)


def withdraw_excluded(stage: Stage, offers: Mapping[str, Sequence[Offer]]) -> int:
    """Delete the source's rows whose key a rule leaves out now and no rule offers; told by table; how many."""
    total = 0
    for number, rule in enumerate(stage.source.tables):
        if rule.table not in HAPPENED or rule.table in _OF_PEOPLE:
            continue
        gone = excluded(stage, rule, f"excluded_{number}")
        if gone:
            total += _withdraw(stage, tables()[rule.table], gone, offers.get(rule.table, ()))
    return total


def withdraw_documents(stage: Stage) -> int:
    """Delete the source's rows of documents that no longer hold; told by table; how many, and documents newly said."""
    total = stage.withdrawn
    if not stage.source.withdrawn:
        return 0
    for name in dict.fromkeys(rule.table for rule in stage.source.tables if rule.table in HAPPENED):
        if name in _OF_PEOPLE:
            continue
        key = f"known.{quoted(tables()[name].key[0])}"
        condition = (
            f"known._source = $source and {known.document_of(key)} in (select $prefix || document from"
            " main.withdrawn_document where source = $source)"
        )
        asked = {"source": stage.source.name, "prefix": stage.source.id_prefix}
        gone = stage.connection.execute(
            f"delete from main.{quoted(name)} as known where {condition} returning 1", asked
        ).fetchall()
        if gone:
            stage.tell(
                "{table}: {count} known rows were withdrawn, for their documents were replaced or cancelled.",
                table=name,
                count=len(gone),
            )
        total += len(gone)
    return total


def _withdraw(stage: Stage, table: Table, gone: str, offers: Sequence[Offer]) -> int:
    key = table.key
    main = f"main.{quoted(table.name)} as known"
    found = [f"exists (select 1 from {gone} as gone where {_same('gone', key)})"]
    found += [f"not exists (select 1 from {one.name} as offered where {_same('offered', key)})" for one in offers]
    condition = " and ".join(["known._source = ?", *found])
    asked = stage.connection.execute(f"select count(*) from {main} where {condition}", [stage.source.name]).fetchone()
    count = int(asked[0]) if asked else 0
    if count:
        stage.connection.execute(f"delete from {main} where {condition}", [stage.source.name])
        stage.tell(
            "{table}: {count} known rows were withdrawn, for the files say by now that they are none.",
            table=table.name,
            count=count,
        )
    return count


def _same(relation: str, key: Sequence[str]) -> str:
    return " and ".join(f"{relation}.{quoted(name)} = known.{quoted(name)}" for name in key)
