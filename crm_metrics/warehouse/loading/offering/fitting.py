"""What the columns of an input table hold of the values that a rule reads, and what of them they can't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.rule_sql import SYSTEM, RuleQuery, literal, text_of
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.formats import NUMBER
from crm_metrics.warehouse.mapping.source import Value, ValueMap
from crm_metrics.warehouse.tables import InputColumn, Table

_HELD = "_held_"  # before the name of a column: what it holds of the value read
_NOTHING_LOST = f"null::struct(name varchar, value {NUMBER}, lost double)"
_SMALL = "decimal(18, 10)"  # the decimals of NUMBER in 64 bits


def select(
    stage: Stage,
    query: RuleQuery,
    table: Table,
    columns: Mapping[str, Value],
    *,
    beside: Mapping[str, str],
    shown: str = "*",
) -> str:
    """The select of offered rows; `_unfit`: a value that its column can't hold; `_rounded`: one that loses decimals.

    In three steps, what is read, what its column holds of it, and what that is not: to write each formula wherever it
    is needed takes the engine longer to understand than some thousand rows take it to make.
    """
    reads = {name: query.column(value, as_instant=table.columns[name].is_instant) for name, value in columns.items()}
    raw = {f"_raw_{name}": query.sql(value.value) for name, value in columns.items() if _is_whole(value)}
    held = {name: _held(quoted(name), table.columns[name]) for name in columns}
    unfit = [sql for name, value in columns.items() for sql in _unfit(query, name, value, table.columns[name])]
    rounded = [_lost(name, NUMBER) for name in columns if table.columns[name].type.startswith("DECIMAL")]
    told = {name: _told(quoted(_HELD + name), table.columns[name], stage.source.id_prefix) for name in columns}
    told["_unfit"] = f"coalesce({', '.join(unfit)})" if unfit else "null"
    told["_rounded"] = f"coalesce({', '.join(rounded)})" if rounded else _NOTHING_LOST
    told |= {name: quoted(name) for name in beside}
    listed = ", ".join([*SYSTEM, *(f"{sql} as {quoted(name)}" for name, sql in told.items())])
    kept = "".join(f", {sql} as {quoted(_HELD + name)}" for name, sql in held.items())
    return query.select(
        {**reads, **raw, **beside}, shown, lambda made: f"select {listed} from (select *{kept} from ({made}))"
    )


def _lost(name: str, exact: str) -> str:
    """SQL of the column, the value and what its column doesn't keep of it; NULL when it keeps all."""
    value = f"try_cast({quoted(name)} as {exact})"
    lost = f"cast({value} - {quoted(_HELD + name)} as double)"
    return f"case when {lost} <> 0 then struct_pack(name := '{name}', value := {value}, lost := {lost}) end"


def _is_whole(value: Value) -> TypeGuard[ValueMap]:
    """Whether a column's rule names all that there may be: what it doesn't name is wrong."""
    return isinstance(value, ValueMap) and not value.otherwise


def _unfit(query: RuleQuery, name: str, value: Value, target: InputColumn) -> Iterable[str]:
    """SQL of what is wrong with a value that a file can hold but its column can't."""
    written, read = literal(query.written(name, value)), quoted(name)
    if _is_whole(value):
        raw = quoted(f"_raw_{name}")
        yield _struct(f"{raw} is not null and {read} is null", written, raw, "not_mapped", ", ".join(value.map))
    if target.type.startswith(("DECIMAL", "INTEGER", "BIGINT")) and not needs.expression(text_of(value)).constant:
        held = quoted(_HELD + name)
        yield _struct(f"{read} is not null and {held} is null", written, read, "range", target.type)


def _held(read: str, target: InputColumn) -> str:
    """A value as its input column holds it; NULL where it doesn't fit."""
    if target.type == "VARCHAR":
        return f"nullif(trim(cast({read} as varchar)), '')"
    if target.type in ("INTEGER", "BIGINT"):
        return f"case when ({read}) = trunc({read}) then try_cast({read} as {target.type}) end"
    if target.type.startswith("DECIMAL"):
        return _narrowed(read, target.type)
    return f"try_cast({read} as {target.type})"


def _told(held: str, target: InputColumn, prefix: str) -> str:
    """What a column holds, an id with the prefix of its source."""
    if prefix and target.is_id and target.type == "VARCHAR":
        return f"case when {held} = 'unknown' then {held} else {literal(prefix)} || {held} end"
    return held


def _narrowed(read: str, kept: str) -> str:
    """SQL of a number in a type of fewer digits, rounded first: to do both at once takes the engine twice as long.

    What a file holds fits 64 bits as it stands, nearly always, and is rounded there in a seventh of the time. Only of
    the type of a file's numbers: any other would be rounded twice.
    """
    decimals = kept.partition(",")[2].strip(" )")
    rounded = f"try_cast(try_cast({read} as decimal(38, {decimals})) as {kept})"
    small = f"try_cast(try_cast({read} as {_SMALL}) as {kept})"
    is_read = f"typeof({read}) = '{NUMBER.upper().replace(' ', '')}'"
    return f"case when {is_read} then coalesce({small}, {rounded}) else {rounded} end"


def _struct(condition: str, written: str, value: str, rule: str, detail: str) -> str:
    packed = (
        f"struct_pack(written := {written}, value := cast({value} as varchar), rule := '{rule}',"
        f" detail := {literal(detail)})"
    )
    return f"case when {condition} then {packed} end"
