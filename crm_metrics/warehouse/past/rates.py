"""The rates that rows tell of themselves: an invoice keeps its own, or what settles it would never close it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb

RATE = "_rate"  # beside the offered columns: units of the source's `rates_to` for one of the row's currency
_ORDERS = {"order_line": ("order_id", "line_no"), "receivable": ("invoice_id", "entry_on, entry_id")}


def convert(
    connection: duckdb.DuckDBPyConnection,
    offer: str,
    table: str,
    *,
    own: str,
    money: Sequence[str],
    given: Collection[str],
) -> int:
    """Convert the amounts of an offer whose rows tell a rate; how many rows. given: the columns that it brings.

    What belongs together (lines of an order, entries of an invoice) is rounded together: each takes what the sum up to
    it has gained in cents, so that the whole is what its own sum is worth. What earlier loads told
    of an invoice, before the entry, is part of that sum.
    """
    settles = table == "receivable" and {"invoice_id", "kind", "entry_on"} <= set(given)
    if settles:
        _learn(connection, offer, own)
    rated = f"_currency <> '{own}' and {RATE} > 0"
    together = table == "order_line" or settles
    group, order = _ORDERS[table] if together else ("rowid", "rowid")
    group = f"coalesce({group}, cast(rowid as varchar))" if group != "rowid" else group
    parts = f"""partition by {group}, {RATE}{", kind = 'invoice'" if settles else ""} order by {order}, rowid"""
    up_to = f"({parts} rows between unbounded preceding and current row)"
    sums = ", ".join(
        f'round((sum("{name}") over {up_to} + before) * {RATE}, 2)'
        f' - round((sum("{name}") over {up_to} - coalesce("{name}", 0) + before) * {RATE}, 2) as "{name}"'
        for name in money
    )
    rows = f"(select *, rowid, {_before(offer) if settles else '0'} as before from {offer} as own_row where {rated})"
    connection.execute(f"create or replace temp table rated as select rowid as n, {sums} from {rows}")
    sets = ", ".join(f'"{name}" = if(offered."{name}" is null, null, rated."{name}")' for name in money)
    connection.execute(
        f"update {offer} as offered set {sets}, _currency = '{own}' from rated where rated.n = offered.rowid"
    )
    row = connection.execute("select count(*) from rated").fetchone()
    return int(row[0]) if row else 0


def _before(offer: str) -> str:
    """SQL of what earlier entries of an offered one's invoice took off it, in its currency, which had cents too."""
    return (
        f"case when kind = 'invoice' then 0 else (select round(coalesce(sum(known.amount), 0) / own_row.{RATE}, 2)"
        " from main.receivable as known where known.invoice_id = own_row.invoice_id and known.kind <> 'invoice'"
        " and (known.entry_on, known.entry_id) < (own_row.entry_on, own_row.entry_id)"
        f" and known.entry_id not in (select entry_id from {offer} where entry_id is not null)) end"
    )


def _learn(connection: duckdb.DuckDBPyConnection, offer: str, own: str) -> None:
    """Keep the rate of each invoice offered, and give it to what settles one that is known."""
    connection.execute(
        f"insert or replace into main.invoice_rate select invoice_id, any_value(_currency), max({RATE}) from {offer}"
        f" where kind = 'invoice' and invoice_id is not null and _currency <> '{own}' and {RATE} > 0"
        " group by invoice_id"
    )
    connection.execute(
        f"update {offer} as offered set {RATE} = known.rate from main.invoice_rate as known"
        " where known.invoice_id = offered.invoice_id and known.currency = offered._currency"
        " and offered.kind <> 'invoice'"
    )
