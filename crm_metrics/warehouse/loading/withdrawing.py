"""Rows that their rule does not take: known ones are withdrawn, and none comes back from files that tell less.

Deleted, merged or cancelled is told by columns and files that another export may lack; what was left out by one of them
stays out until a load that has it takes the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering.offer import Offer, excluded
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.source import TableRule
from crm_metrics.warehouse.past import known
from crm_metrics.warehouse.past.updates import UPDATED, RowUpdates, key_text
from crm_metrics.warehouse.tables import HAPPENED, Table, tables

# What is known of a person explains the past, also after he left; only what happened can turn out not to have.
_OF_PEOPLE = ("customer",)
_NUMEROUS = ("interaction",)  # internal notes are as many as replies: they are not remembered


def withhold(stage: Stage, offers: Mapping[str, Sequence[Offer]]) -> None:
    """Take from the offers the rows that an earlier load left out by what this one lacks; told by table."""
    for offered in (one for of_table in offers.values() for one in of_table):
        lacking = [name for name, there in _deciders(stage, offered.rule).items() if not there]
        if not lacking:
            continue
        found = stage.connection.execute(
            f"select offered.rowid, passed.told from {offered.name} as offered join main.passed_row as passed"
            f" on passed.key = {key_text('offered', offered.table)} where passed.source = ? and passed.table_name = ?"
            " and list_has_any(passed.told, ?)",
            [stage.source.name, offered.table.name, lacking],
        ).fetchall()
        held = sorted({row for row, _ in found})
        if not held:
            continue
        stage.connection.execute(f"delete from {offered.name} where rowid in (select unnest(?))", [held])
        stage.connection.execute(
            "delete from reject where batch = ? and _n in (select unnest(?))", [offered.batch, held]
        )
        missed = sorted({name for _, told in found for name in told if name in lacking})
        stage.tell(
            "{table}: {count} rows stay left out, as an earlier load had them: these files lack {columns}, by which it"
            " was told.",
            table=offered.table.name,
            count=len(held),
            columns=", ".join(missed),
        )


def withdraw_excluded(stage: Stage, offers: Mapping[str, Sequence[Offer]]) -> int:
    """Delete the source's rows whose key a rule leaves out now and no rule offers, and remember what is left out.

    Told by table; how many were deleted or are remembered for the first time.
    """
    total = 0
    for number, rule in enumerate(stage.source.tables):
        if rule.table not in HAPPENED or rule.table in _OF_PEOPLE:
            continue
        gone = excluded(stage, rule, f"excluded_{number}")
        if gone:
            _by_update(stage, rule, gone)
            total += _withdraw(stage, tables()[rule.table], gone, offers.get(rule.table, ()))
            total += _remember(stage, rule, gone)
    for offered in (one for of_table in offers.values() for one in of_table if one.updated):
        updates = RowUpdates(stage.connection, stage.source.name, offered.table)
        updates.remember(offered.name, f"rowid not in ({offered.rejected})")
    for offered in (one for of_table in offers.values() for one in of_table if _deciders(stage, one.rule)):
        stage.connection.execute(
            "delete from main.passed_row where source = ? and table_name = ?"
            f" and key in (select {key_text('offered', offered.table)} from {offered.name} as offered)",
            [stage.source.name, offered.table.name],
        )
    return total


def hold_newest(stage: Stage, offers: Mapping[str, Sequence[Offer]], *, full: bool) -> None:
    """Keep what is known of rows that come older than that, and of several the newest; told by table.

    full: the files are all there is, and are taken at their word.
    """
    for table, of_table in offers.items():
        dated = [one for one in of_table if one.updated]
        if not dated:
            continue
        updates = RowUpdates(stage.connection, stage.source.name, tables()[table])
        count = updates.keep_newest([one.name for one in dated], dated[0].first)
        for offered in () if full else dated:
            held = updates.hold(offered.name, offered.given, offered.first)
            stage.connection.execute(
                "delete from reject where batch = ? and _n in (select unnest(?))", [offered.batch, held]
            )
            count += len(held)
        if count:
            stage.tell(
                "{table}: {count} rows are older than what is known, and set nothing back.", table=table, count=count
            )


def _by_update(stage: Stage, rule: TableRule, gone: str) -> None:
    """Leave rows alone that are known to have changed since they were left out, and remember when they were."""
    if UPDATED in {row[0] for row in stage.connection.execute(f"describe {gone}").fetchall()}:
        updates = RowUpdates(stage.connection, stage.source.name, tables()[rule.table])
        updates.spare(gone)
        updates.remember(gone)


def _deciders(stage: Stage, rule: TableRule) -> dict[str, bool]:
    """What may decide whether a rule takes a row and may be lacking → whether this load has it."""
    if rule.when is None or rule.by or rule.within or rule.table not in HAPPENED:
        return {}
    if rule.table in (*_OF_PEOPLE, *_NUMEROUS):
        return {}
    found = sorted(needs.dispensable(stage.source, rule, [rule.when]))
    return {_said(stage, kind, name): stage.has(kind, name) for kind, name in found}


def _said(stage: Stage, kind: str, column: str) -> str:
    """A column or a kind of file as people know it; of rows made from a file, the file."""
    while kind in stage.source.rows:
        kind = stage.source.rows[kind].origin
    file = stage.source.files[kind].names[0]
    return f"{file}.{column}" if column else file


def _anyway(stage: Stage, rule: TableRule, name: str) -> str | None:
    """The table of rows that a rule leaves out by what no file may lack; None where there are none."""
    sure = needs.expression(str(rule.when)).without(lambda text: bool(needs.dispensable(stage.source, rule, [text])))
    return excluded(stage, rule.model_copy(update={"when": sure}), name)


def _remember(stage: Stage, rule: TableRule, gone: str) -> int:
    """Keep the keys that a rule left out by what another load may lack; how many are new."""
    told = [name for name, there in _deciders(stage, rule).items() if there]
    if not told:
        return 0
    anyway = _anyway(stage, rule, f"{gone}_anyway")
    key = key_text("gone", tables()[rule.table])
    apart = f" and not exists (select 1 from {anyway} as gone where {key} = left_out.key)" if anyway else ""
    known = "select 1 from main.passed_row as passed where passed.source = ? and passed.table_name = ?"
    (new,) = stage.connection.execute(
        f"insert into main.passed_row select distinct ?, ?, key, ?::varchar[] from (select {key} as key from {gone} as"
        f" gone) as left_out where key is not null{apart}"
        f" and not exists ({known} and passed.key = left_out.key and list_has_all(passed.told, ?))",
        [stage.source.name, rule.table, told, stage.source.name, rule.table, told],
    ).fetchall()[0]
    return int(new)


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
