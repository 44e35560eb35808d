"""An amount shared out over rows to the cent by the largest remainder: the SQL of the word `spread`."""

from __future__ import annotations

from collections.abc import Sequence


def packed(total: str, part: str, within: Sequence[str]) -> str:
    """SQL of what a row tells of its share: the amount of all, what its part would be, and which rows share it."""
    group = f"concat_ws(chr(31), {', '.join(f'cast({one} as varchar)' for one in within)})"
    return f"struct_pack(total := cast({total} as double), part := coalesce(cast({part} as double), 0), of := {group})"


def shared(made: str, name: str) -> str:
    """SQL of `made` with the column `name`, which is `packed`, as each row's share in whole cents.

    Where the parts sum to the amount they are the shares; what differs is shared by their size. Cents that rounding
    down leaves go to the largest remainders, the first row first; parts of nought leave all of it to the first row.
    """
    cell = f'"{name}"'
    group = f"partition by {cell}.of"
    told = (
        f"select {cell}.of as _of, sum({cell}.part) as _sum, sum(abs({cell}.part)) as _size, min(_row) as _first,"
        f" bool_and(round(100 * {cell}.part, 6) = round(100 * {cell}.part)) and"
        f" coalesce(round(100 * any_value({cell}.total), 6) = round(100 * sum({cell}.part), 6), true) as _even"
        " from _made group by 1"
    )
    exact = (
        f"select _made.*, _sum, round(100 * case when {cell}.total is null then {cell}.part"
        f" when _size = 0 then if(_row = _first, {cell}.total, 0)"
        f" else {cell}.part + ({cell}.total - _sum) * abs({cell}.part) / _size end, 6) as _exact"
        f" from _made join _told on {cell}.of = _of where not _even"
    )
    ranked = (
        f"select *, row_number() over ({group} order by _exact - floor(_exact) desc, _row) as _rank,"
        f" round(100 * coalesce({cell}.total, _sum)) - sum(floor(_exact)) over ({group}) as _left from ({exact})"
    )
    cents = "cast(({}) / 100 as decimal(38, 10))"
    uneven = cents.format("floor(_exact) + if(_rank <= _left, 1, 0)")
    return (  # most documents need no sharing out: they are spared the order of their remainders
        f"with _made as materialized ({made}), _told as materialized ({told})"
        f" select _made.* replace ({cents.format(f'round(100 * {cell}.part)')} as {cell})"
        f" from _made join _told on {cell}.of = _of where _even union all"
        f" select * exclude (_sum, _exact, _rank, _left) replace ({uneven} as {cell}) from ({ranked})"
    )
