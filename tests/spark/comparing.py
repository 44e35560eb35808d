"""Holds the rows that Spark wrote against those of DuckDB: counts, texts and money exact, doubles to nine digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from pathlib import Path

import duckdb

from crm_metrics.warehouse.engines import quoted

DOUBLES = ("DOUBLE", "FLOAT")
CLOSE = 1e-9

Told = tuple[object, ...]


@dataclass(frozen=True)
class Compared:
    """How the rows of two engines stand to each other."""

    rows: int
    """How many DuckDB has."""
    ties: int
    """Rows in which an amount differs by one unit of its last decimal and nothing else does."""
    apart: Sequence[Told]
    """What is on one side alone: whose it is, and the row."""


def compared(connection: duckdb.DuckDBPyConnection, rows: str, place: Path, kinds: Mapping[str, str]) -> Compared:
    """What a select gives in DuckDB beside the Parquet in the folder `place`; kinds: its columns with their types."""
    cast = ", ".join(f"cast({quoted(name)} as {kind}) as {quoted(name)}" for name, kind in kinds.items())
    folder = str(place).replace("'", "''")
    ours, theirs = f"select * from ({rows})", f"select {cast} from read_parquet('{folder}/*.parquet')"
    found = connection.execute(f"select count(*) from ({rows})").fetchone()
    keyed = [_keyed(one, kinds) for one in (ours, theirs)]
    left = [
        connection.execute(
            f"select one.* exclude (short, number) from ({one}) as one anti join ({other}) as other"
            " on one.short is not distinct from other.short and one.number = other.number"
        ).fetchall()
        for one, other in (keyed, keyed[::-1])
    ]
    ties, apart = paired(left[0], left[1], kinds)
    return Compared(found[0] if found else 0, ties, apart)


def paired(ours: Sequence[Told], theirs: Sequence[Told], kinds: Mapping[str, str]) -> tuple[int, list[Told]]:
    """Of rows that stand on one side each: how many are a tie, and those that have no like on the other side."""
    ties, apart = 0, list[Told]()
    left, right = (_by_key(rows, kinds) for rows in (ours, theirs))
    for key in {**left, **right}:
        mine, other = left.get(key, []), right.get(key, [])
        if len(mine) != len(other):
            apart += [("DuckDB", *row) for row in mine] + [("Spark", *row) for row in other]
            continue
        for one, two in zip(mine, other, strict=True):
            units = [_units(a, b) for a, b in zip(one, two, strict=True)]
            if max(units, default=0) > 1:
                apart += [("DuckDB", *one), ("Spark", *two)]
            ties += max(units, default=0) == 1
    return ties, apart


def _keyed(rows: str, kinds: Mapping[str, str]) -> str:
    """The rows, each with nine digits of its doubles, and which one it is of those that are alike by them."""
    names = [
        f"case when {name} = 0 then 0 else round({name}, 8 - cast(floor(log10(abs({name}))) as integer)) end"
        if kind in DOUBLES
        else name
        for name, kind in ((quoted(name), kind) for name, kind in kinds.items())
    ]
    short = f"select *, row({', '.join(names)}) as short from ({rows})"
    return f"select *, row_number() over (partition by short) as number from ({short})"


def _by_key(rows: Sequence[Told], kinds: Mapping[str, str]) -> dict[str, list[Told]]:
    """The rows by all that is neither a double nor an amount, those of one key in the order of their numbers."""
    loose = [kind in DOUBLES or kind.startswith("DECIMAL") for kind in kinds.values()]
    found: dict[str, list[Told]] = {}
    for row in rows:
        found.setdefault(repr([one for one, may in zip(row, loose, strict=True) if not may]), []).append(row)
    for group in found.values():
        group.sort(key=lambda row: [(one is None, one or 0) for one, may in zip(row, loose, strict=True) if may])
    return found


def _units(one: object, two: object) -> int:
    """By how many units of the last digit two values differ: 0, 1, or 2 for more than that."""
    if one == two:
        return 0
    if isinstance(one, float) and isinstance(two, float):
        return 0 if isclose(one, two, rel_tol=CLOSE) else 2
    if isinstance(one, Decimal) and isinstance(two, Decimal):
        unit = Decimal(1).scaleb(int(one.as_tuple().exponent))
        return 1 if abs(one - two) == unit else 2
    return 2
