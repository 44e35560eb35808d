"""What the rules of a source ask of each of its files: the columns they read, and those they can't do without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from crm_metrics.warehouse.mapping.expressions import Expression, Reference
from crm_metrics.warehouse.mapping.source import KNOWN_AGENT, RowRule, Source, Spread, TableRule, Value, WithdrawnRule
from crm_metrics.warehouse.tables import HAPPENED, tables

_SPARED = re.compile(r"\b(coalesce|case)\b", re.IGNORECASE)  # an expression that has another value for what is empty


@cache
def expression(text: str) -> Expression:
    """The checked expression of a text."""
    return Expression.parse(text)


def formulas(value: Value) -> tuple[str, ...]:
    """The expressions behind a column's rule."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Spread):
        return (value.spread, value.over)
    return (value.value, value.otherwise) if value.otherwise else (value.value,)


def reads(rule: RowRule, texts: Iterable[str]) -> list[Reference]:
    """The columns that expressions of a rule read, each with its relation."""
    found = (column for text in texts for column in expression(text).columns)
    return [Reference(column.relation or rule.origin, column.name) for column in found]


def columns(source: Source, kind: str) -> Sequence[str]:
    """The columns of one kind of file that any rule reads, in the order of the rules."""
    found: dict[str, None] = {}
    relation = source.relation(kind)
    for rule in _rules(source):
        texts = [
            *_structure(rule),
            *beside(rule),
            *(text for value in rule.columns.values() for text in formulas(value)),
        ]
        found |= dict.fromkeys(column.name for column in reads(rule, texts) if column.relation == relation)
        found |= dict.fromkeys(rule.lookup.get(relation, ()))
    return list(found)


def required(source: Source, kind: str) -> Sequence[str]:
    """Those of them without which no row can be made."""
    found: dict[str, None] = {}
    relation = source.relation(kind)
    for rule in _rules(source):
        if rule.optional:
            continue
        texts = list(_structure(rule))
        if isinstance(rule, TableRule):
            must = (name for name, column in tables()[rule.table].columns.items() if column.required)
            texts += [text for name in must for text in formulas(rule.columns[name])]
        found |= dict.fromkeys(column.name for column in reads(rule, texts) if column.relation == relation)
        found |= dict.fromkeys(rule.lookup.get(relation, ()))
    spared = source.files[kind].may_lack
    return [name for name in found if name not in spared]


def filled(source: Source, kind: str) -> Sequence[str]:
    """The columns of one kind of file that each of its rows has filled: what lacks one is a total, or a remark.

    Rows of facts tell them, where the file makes any.

    Not those that a rule asks for with `when`, or has another value for: rows may lack them.
    """
    facts = [rule for rule in source.tables if rule.table in HAPPENED and rule.table != "customer"]
    found = _filled(source, kind, facts)
    return list(found or _filled(source, kind, source.tables))


def _filled(source: Source, kind: str, rules: Iterable[TableRule]) -> dict[str, None]:
    found: dict[str, None] = {}
    for rule in rules:
        if rule.by:
            continue
        told = tables()[rule.table].columns
        texts = [text for name, column in told.items() if column.required for text in formulas(rule.columns[name])]
        asked = set(_behind(source, rule, [rule.when] if rule.when else [], kind))
        must = _behind(source, rule, [vital for text in texts for vital in _vital(text)], kind)
        found |= dict.fromkeys(name for name in must if name not in asked)
    return found


def _vital(text: str) -> tuple[str, ...]:
    """What of an expression can't be empty where its value may not be: all of it, or what its parts have in common."""
    return expression(text).vital if _SPARED.search(text) else (text,)


def _behind(source: Source, rule: RowRule, texts: Iterable[str], kind: str) -> list[str]:
    """The columns of a kind of file behind expressions, through rows made in between."""
    found: list[str] = []
    for read in reads(rule, texts):
        if read.relation == kind:
            found.append(read.name)
        elif read.relation in source.rows and read.relation == rule.origin:
            between = source.rows[read.relation]
            told = formulas(between.columns[read.name]) if read.name in between.columns else ()
            found += [] if between.by else _behind(source, between, told, kind)
    return found


def beside(rule: RowRule) -> list[str]:
    """What a rule reads beside the columns of its table: currency, last change, the keys of customers."""
    if not isinstance(rule, TableRule):
        return []
    return [*(text for text in (rule.currency, rule.rate, rule.updated) if text), *rule.keys.values()]


def _rules(source: Source) -> Iterator[RowRule]:
    yield from source.withdrawn
    yield from source.rows.values()
    yield from source.tables


def deciding(rule: RowRule) -> list[str]:
    """What decides which rows a rule makes."""
    return [*rule.by, *rule.within, *([rule.when] if rule.when else [])]


def dispensable(source: Source, rule: RowRule, texts: Iterable[str]) -> set[tuple[str, str]]:
    """What expressions of a rule depend on and an import may lack: kinds of file and their columns, "" for the file."""
    found: set[tuple[str, str]] = set()
    for column in reads(rule, texts):
        made = source.rows.get(column.relation)
        if column.relation in rule.if_there and column.relation != KNOWN_AGENT:
            found.add((column.relation, ""))
        if made is not None and column.name in made.columns:
            found |= dispensable(source, made, [*formulas(made.columns[column.name]), *deciding(made)])
        elif column.relation in source.files and column.name in source.files[column.relation].may_lack:
            found.add((column.relation, column.name))
    return found


def _structure(rule: RowRule) -> Iterator[str]:
    yield from deciding(rule)
    yield from rule.order
    if isinstance(rule, WithdrawnRule):
        yield rule.id
    for keys in rule.lookup.values():
        yield from keys.values()
