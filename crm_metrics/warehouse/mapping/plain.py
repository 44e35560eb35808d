"""The mapping of files that are named like the input tables: columns by name, words of offices read as our ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_metrics.warehouse.tables import Table, tables

CURRENCY = "currency"  # a column that files with amounts may have beside those of their table
KEYS = (
    "email",
    "phone",
    "tax_id",
)  # exact keys of a customer that a source may declare to join by; the last is not kept

_KINDS = {
    "VARCHAR": "text",
    "VARCHAR[]": "list",
    "INTEGER": "whole",
    "BIGINT": "whole",
    "BOOLEAN": "yes/no",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP WITH TIME ZONE": "instant",
}


def is_money(table: Table, column: str) -> bool:
    """Whether a column holds amounts of the company's currency; quantities have three decimals."""
    return table.columns[column].type.startswith("DECIMAL") and table.columns[column].type.endswith(",2)")


def files(aliases: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """A kind of file for each input table, as a mapping says it."""
    found = {}
    for table in tables().values():
        columns = {name: _kind(name, column.type) for name, column in table.columns.items() if name != "only_row"}
        columns |= dict.fromkeys(_beside(table), "text")
        known = {name: aliases[name] for name in columns if name in aliases}
        found[table.name] = {"names": (table.name,), "columns": columns, "aliases": known}
    return found


def rules(words: Mapping[str, Mapping[str, Sequence[str]]]) -> list[dict[str, Any]]:
    """A rule for each input table; words: column → our id → what people write for it."""
    return [_rule(table, words) for table in tables().values()]


def _rule(table: Table, words: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    columns: dict[str, Any] = {name: _value(name, words.get(name, {})) for name in table.columns if name != "only_row"}
    if table.name == "company":
        columns["only_row"] = "true"
    if table.name == "status_event":
        columns |= {name: _changed(name, words) for name in ("old_value", "new_value")}
    rule: dict[str, Any] = {"table": table.name, "from": table.name, "columns": columns}
    beside = _beside(table)
    if CURRENCY in beside:
        rule["currency"] = CURRENCY
    if table.name == "customer":
        rule["keys"] = {name: name for name in KEYS}
    return rule


def _beside(table: Table) -> list[str]:
    """Columns that a file may have and its table has not."""
    money = any(is_money(table, name) for name in table.columns) and table.name != "company"
    return [*([CURRENCY] if money else []), *(["tax_id"] if table.name == "customer" else [])]


def _value(name: str, words: Mapping[str, Sequence[str]]) -> str | dict[str, Any]:
    if not words:
        return f'"{name}"'
    return {"value": f'"{name}"', "map": _meant(words), "otherwise": f'"{name}"', "loose": True}


def _meant(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is written → our id; an id is itself in any case, or `High` would be another priority than `high`."""
    return {word: our_id for our_id, said in words.items() for word in (*said, our_id)}


def _changed(name: str, words: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    """A value before or after a change, by the words of the column that changed, whose name is looked up with it."""
    meant = {
        f"{column}:{word}": our_id
        for column, attribute in _meant(words.get("attribute", {})).items()
        for word, our_id in _meant(words.get(attribute, {})).items()
    }
    return {"value": f"attribute || ':' || {name}", "map": meant, "otherwise": f'"{name}"', "loose": True}


def _kind(name: str, kind: str) -> str:
    if name == "seconds" or name.endswith("_seconds"):
        return "seconds"
    return "number" if kind.startswith("DECIMAL") or kind == "DOUBLE" else _KINDS[kind]
