"""Which rows of the files no rule of the mapping takes: how many, of which table, by which rule, told each time.

A row is left out where every rule that makes facts from its file passes it by; of a file of customers or agents alone,
where every rule does. Rejected rows are not among them: each of those has a reason of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.rule_sql import RuleQuery
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping.source import RowRule, Source, TableRule
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.tables import HAPPENED

FACTS = frozenset(HAPPENED) - {"customer"}


@dataclass(frozen=True, kw_only=True)
class ExcludedRows:
    """Rows of one file that a rule leaves out of one table."""

    table: str
    """The input table that gets none of them."""
    file: str
    """The name of their file without its ending."""
    rule: str
    """The words of the mapping that pass them by."""
    why: str
    """Why they do, as the source says it; "" where it says nothing."""
    rows: int
    """How many there are."""
    of: int
    """How many rows the file has."""

    def told(self) -> Note:
        """The sentence of the import."""
        parts = {"table": self.table, "count": self.rows, "total": self.of, "file": self.file}
        if self.why:
            return Note(
                "{table}: {count} of {total} rows of {file} were left out: {why}.",
                {**parts, "why": Note(self.why, {})},
            )
        return Note(
            "{table}: {count} of {total} rows of {file} were left out; the source takes only those with {rule}.",
            {**parts, "rule": self.rule},
        )


def found(stage: Stage) -> list[ExcludedRows]:
    """What the rules of the source leave out of the files that are there."""
    rules = list(_rules(stage.source))
    origins = dict.fromkeys(rule.origin for _, rule in rules if rule.origin in stage.relations)
    return [one for origin in origins for one in _of_relation(stage, origin, rules)]


def write(connection: duckdb.DuckDBPyConnection, load: int, source: str, rows: Sequence[ExcludedRows]) -> None:
    """Keep what the mapping of a load left out."""
    for one in rows:
        connection.execute(
            "insert into main.excluded_row values (?, ?, ?, ?, ?, ?)",
            [load, source, one.table, one.file, one.why or one.rule, one.rows],
        )


def _rules(source: Source) -> Iterator[tuple[str, RowRule]]:
    """Every rule with the name of what it makes: rows of that name, or an input table."""
    yield from source.rows.items()
    yield from ((rule.table, rule) for rule in source.tables)


def _tables(source: Source, name: str, rule: RowRule) -> set[str]:
    """The input tables that a rule feeds, through rows made from its own, too."""
    if isinstance(rule, TableRule):
        return {rule.table}
    onward = [(of, other) for of, other in _rules(source) if other.origin == name]
    return {table for of, other in onward for table in _tables(source, of, other)}


def _of_relation(stage: Stage, origin: str, rules: Sequence[tuple[str, RowRule]]) -> Iterator[ExcludedRows]:
    fed = [(rule, _tables(stage.source, name, rule)) for name, rule in rules if rule.origin == origin]
    of_facts = [(rule, tables & FACTS) for rule, tables in fed if tables & FACTS]
    taking = [(RuleQuery(stage, rule), tables) for rule, tables in of_facts or fed]
    if not taking or any(query.missing(query.deciding()) for query, _ in taking):
        return
    rules_here = [query.rule for query, _ in taking]
    told_elsewhere = any(isinstance(rule, TableRule) and rule.elsewhere for rule in rules_here)
    if all(rule.when for rule in rules_here) and not told_elsewhere:
        passed = " intersect ".join(query.passed_by() for query, _ in taking)
        reasons = {rule.why for rule in rules_here}
        yield from _counted(
            stage,
            passed,
            rule=" / ".join(dict.fromkeys(str(rule.when) for rule in rules_here)),
            why=reasons.pop() if len(reasons) == 1 else "",
            tables=set().union(*(tables for _, tables in taking)),
            origin=origin,
        )
    for query, tables in taking:
        if query.rule.keep:
            yield from _counted(
                stage, query.not_kept(), rule=query.rule.keep, why=query.rule.why, tables=tables, origin=origin
            )


def _counted(
    stage: Stage, passed: str, *, rule: str, why: str, tables: set[str], origin: str
) -> Iterator[ExcludedRows]:
    """passed: SQL of `_file` and `_row` of the rows left out."""
    counts = stage.connection.execute(f"select _file, count(*) from ({passed}) group by 1 order by 1").fetchall()
    if not counts:
        return
    relation = quoted(stage.relations[origin].table)
    whole = dict(stage.connection.execute(f"select _file, count(*) from {relation} group by 1").fetchall())
    for file, rows in counts:
        for table in sorted(tables):
            yield ExcludedRows(table=table, file=file, rule=rule, why=why, rows=rows, of=whole[file])
