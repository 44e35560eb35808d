"""The inputs of a shape, cut to the rows that some keys read; its select then reads these in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_metrics.warehouse.heads.refreshes import Bound
from crm_metrics.warehouse.refreshing.changes import rows_in
from crm_metrics.warehouse.refreshing.keys import KNOWN, READ, Keys, bounds, is_key

FEW = 2_000  # rows; an input of no more is read whole
INPUT = re.compile(r"\b(?:main|shape)\.\w+")


def cut(keys: Keys, select: str) -> str:
    """The select over cut inputs: temporary tables of each input that is large and whose rows can be told."""
    cuts = {of: name for of in sorted(set(INPUT.findall(select))) if (name := _cut(keys, of, select))}
    return INPUT.sub(lambda place: cuts.get(place[0], place[0]), select)


def _cut(keys: Keys, of: str, select: str) -> str | None:
    """The cut table of one input; None where it is read whole."""
    ways = _ways(keys, of)
    if not ways or rows_in(keys.connection, of) <= FEW:
        return None
    name = "cut_" + of.replace(".", "_")
    columns = ", ".join(f'x."{one}"' for one in columns_read(keys.held(of), of, select))
    where = ways[0] if len(ways) == 1 else "x.rowid in (" + " union ".join(map(_places(of), ways)) + ")"
    keys.connection.execute(f"create or replace temp table {name} as select {columns} from {of} as x where {where}")
    return f"temp.{name}"


def _places(of: str) -> Callable[[str], str]:
    return lambda way: f"select x.rowid from {of} as x where {way}"


def columns_read(columns: Sequence[str], of: str, select: str) -> Sequence[str]:
    """The columns of an input that a select may read: of all, those that it names, or all that it reads by a star."""
    names = {of.partition(".")[2], *re.findall(rf"\b{re.escape(of)}(?:\s+as)?\s+(\w+)", select)}
    starred = any(re.search(rf"\b{name}\.\*", select) for name in names)
    if starred or re.search(rf"\*[^()]*?\bfrom\s+{re.escape(of)}\b", select):
        return columns
    words = set(re.findall(r"\w+", select))
    return [name for name in columns if name in words] or columns


def _ways(keys: Keys, of: str) -> list[str]:
    """SQL of the rows of an input, `x`, that may be read for the keys of READ: any of these; none: it can't be told."""
    refresh, ways = keys.refresh, list[str | None]()
    if of in refresh.rows:
        pair = refresh.rows[of][refresh.key]
        if pair.ranged:
            ends = f"select min(key) from {READ}", f"select max(key) from {READ}"
            ways.append(f"{pair.high} >= ({ends[0]}) and {pair.low} <= ({ends[1]})")
        else:
            ways.append(f"({pair.low}) in (select key from {READ})")
    ways += [_by(keys, of, pairs) for pairs in refresh.links.get(of, ())]
    told = [way for way in ways if way is not None]
    return told if len(told) == len(ways) else []


def _by(keys: Keys, of: str, pairs: Sequence[Bound]) -> str | None:
    """SQL of the rows of an input that one alternative of its link names, as far as its columns are known before."""
    if is_key(keys.refresh, pairs):
        return f"({pairs[0].low}) in (select key from {READ})"
    known = [pair for pair in pairs if pair.column in keys.gives]
    if keys.refresh.by_days or all(pair.ranged for pair in known):
        return None
    told, holds = bounds(known, "k")
    rows = f"select x.rowid as place, {told} from {of} as x"
    return f"x.rowid in (select d.place from ({rows}) as d where exists (select 1 from {KNOWN} as k where {holds}))"
