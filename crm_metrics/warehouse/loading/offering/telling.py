"""What is told of rows that can't be made as a rule says: lacking files, columns and synonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.rule_sql import RuleQuery
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.expressions import Reference
from crm_metrics.warehouse.mapping.source import RowRule, TableRule, Value, ValueMap


def decidable(stage: Stage, rule: RowRule, name: str) -> bool:
    """Whether all that decides which rows there are can be read; told when an optional rule is left out."""
    absent = RuleQuery(stage, rule).missing(needs.deciding(rule))
    if absent and not rule.optional:
        raise alone(stage, rule, name, needs.deciding(rule))
    if absent:
        told = {"column": ", ".join(one.name for one in absent), "table": name}
        stage.tell("{column} is missing in the files: no {table} is made from them.", **told)
    return not absent


def alone(stage: Stage, rule: RowRule, wanted: str, texts: Iterable[str]) -> DataError:
    """Why a column of an input table, or the rows themselves, can't be made."""
    absent: Reference = RuleQuery(stage, rule).missing(texts)[0]
    kind = rule.origin
    while kind in stage.source.rows:
        kind = stage.source.rows[kind].origin
    origin = next((landed.file for of_kind, landed in stage.files if of_kind == kind), kind)
    if absent.relation not in stage.relations and absent.relation in stage.source.files:
        return DataError(
            "{file} alone is not enough: {column} comes from a file named like {names}. Put it in the folder too.",
            file=origin,
            column=wanted,
            names=", ".join(stage.source.files[absent.relation].names),
        )
    return DataError("{file} gives no {column}: {absent} is missing.", file=origin, column=wanted, absent=absent.name)


def lacking(stage: Stage, rule: TableRule, columns: Mapping[str, object]) -> None:
    """Name the columns that a mapped file lacks; in plain files every optional column may be absent."""
    if rule.origin == rule.table:
        return
    for name in (column for column in rule.columns if column not in columns):
        absent = RuleQuery(stage, rule).missing(needs.formulas(rule.columns[name]))
        stage.tell(
            "{table}: {column} is missing in the files: known rows keep their {target}, new ones have none.",
            table=rule.table,
            column=", ".join(reference.name for reference in absent),
            target=name,
        )


def synonyms(stage: Stage, rule: TableRule, columns: Mapping[str, Value]) -> None:
    """Say how many rows hold a word that the source takes for another."""
    for value in (one for one in columns.values() if isinstance(one, ValueMap) and one.report):
        single = needs.expression(value.value).single
        if single is None:
            continue
        relation = stage.relations[single.relation or rule.origin]
        found = stage.connection.execute(
            f"select {quoted(single.name)}, count(*) from {quoted(relation.table)}"
            f" where list_contains(?, {quoted(single.name)}) group by 1 order by 1",
            [list(value.map)],
        ).fetchall()
        for word, count in found:
            stage.tell(
                "{count} rows say '{word}' and are read as '{meant}', as the source declares.",
                count=count,
                word=word,
                meant=value.map[word],
            )
