"""Amounts of another currency than the company's: converted by the declared rates of their day, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.company import rates
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering.offer import CURRENCY, Offer
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping.plain import is_money
from crm_metrics.warehouse.past import rates as own_rates
from crm_metrics.warehouse.store import NO_CURRENCY

# The day of a fact's amounts: whichever of these comes first that the row has. A forecast is worth what it was worth
# when the work began, what was won is worth what it was on that day.
_DAYS = {
    "work_item": ("closed_at", "opened_at"),
    "interaction": ("offered_at",),
    "agent_time": ("started_at",),
    "order_line": ("ordered_at",),
    "subscription": ("starts_on",),
    "receivable": ("entry_on",),
    "campaign": ("starts_on",),
}
_OWN_DAYS = {("work_item", "expected_amount"): ("opened_at",)}


def exchange(stage: Stage, offer: Offer, rates_in: Path, zone: str, earlier: Sequence[Offer] = ()) -> None:
    """Convert the offered amounts of other currencies; a row whose rate is missing is rejected.

    rates_in: the folder of the rates' file. zone: the company's, in which days are cut. earlier: the offers to the same
    table before this one, whose invoices this one may settle.

    Raises DataError when there are amounts in other currencies and no file of rates.
    """
    money = [name for name in offer.given if is_money(offer.table, name)]
    if not offer.currency or not money:
        return
    connection = stage.connection
    seen = _seen(connection, offer, money)
    own = _own(connection, offer, [code for code, counts in seen.items() if counts])
    if set(seen) <= {own}:
        return
    _exchange_by_own_rates(stage, offer, own, money)
    foreign = [code for code, counts in _seen(connection, offer, money).items() if counts and code != own]
    if not foreign:
        return
    known = rates.read(rates_in)
    if known is None:
        raise DataError(
            "{table}: there are amounts in {seen}, and the company's currency is {own}: they can't be added up. Write"
            " the rates into {file} (currency,day,rate), or export the amounts in {own}.",
            table=offer.table.name,
            seen=", ".join(foreign),
            own=own,
            file=rates_in / rates.FILE,
        )
    connection.execute("create or replace temp table rate (currency varchar, day date, rate decimal(24, 10))")
    if known:
        connection.executemany("insert into rate values (?, ?, ?)", [list(rate) for rate in known])
    if offer.table.name == "receivable":
        _learn_invoices(connection, [*earlier, offer])
    for name in money:
        _convert(connection, offer, name, own, zone)
    stage.tell(
        "{table}: amounts in {seen} were converted to {own} by the rates of {file}.",
        table=offer.table.name,
        seen=", ".join(foreign),
        own=own,
        file=rates.FILE,
    )


def _exchange_by_own_rates(stage: Stage, offer: Offer, own: str, money: list[str]) -> None:
    """Convert the amounts whose rows tell a rate to the company's currency."""
    if not offer.rate or stage.source.rates_to != own:
        return
    rated = own_rates.convert(stage.connection, offer.name, offer.table.name, own=own, money=money, given=offer.given)
    if rated:
        stage.tell(
            "{table}: the amounts of {count} rows in another currency were converted to {own} by the rates that the"
            " documents tell.",
            table=offer.table.name,
            count=rated,
            own=own,
        )


def _own(connection: duckdb.DuckDBPyConnection, offer: Offer, seen: Sequence[str]) -> str:
    """The company's currency; before there is a company, the only one of the amounts, which are in those `seen`."""
    row = connection.execute("select currency from main.company").fetchone()
    if row and row[0] != NO_CURRENCY:
        return str(row[0])
    if len(seen) > 1:
        raise DataError(
            "{table}: there are amounts in {seen}, and no company that says its own currency. Say it with init.",
            table=offer.table.name,
            seen=", ".join(seen),
        )
    return seen[0] if seen else ""


def _seen(connection: duckdb.DuckDBPyConnection, offer: Offer, money: list[str]) -> dict[str, bool]:
    """The currencies that rows name, in order, each with whether there is an amount in it that is not nought."""
    filled = " or ".join(f"{quoted(name)} <> 0" for name in money)
    found = connection.execute(
        f"select {CURRENCY}, bool_or(coalesce({filled}, false)) from {offer.name} where {CURRENCY} is not null"
        " group by 1 order by 1"
    ).fetchall()
    return {str(code): bool(counts) for code, counts in found}


def _learn_invoices(connection: duckdb.DuckDBPyConnection, offers: Sequence[Offer]) -> None:
    """The day of each invoice: what settles it is worth what it was worth then, or no paid invoice would close.

    Beside it its amount, and its currency where that amount is not converted yet, as those of the last offer are.
    """
    parts = [
        f"select invoice_id, entry_on, amount, {CURRENCY if offer is offers[-1] else 'null'} as code"
        f" from {offer.name} where kind = 'invoice'"
        for offer in offers
        if {"invoice_id", "entry_on", "kind", "amount"} <= set(offer.given)
    ]
    parts.append("select invoice_id, entry_on, amount, null from main.receivable where kind = 'invoice'")
    connection.execute(
        "create or replace temp table invoice_day as select invoice_id, min(entry_on) as invoiced_on,"
        " cast(sum(amount) as double) as billed, any_value(code) as code"
        f" from ({' union all '.join(parts)}) where invoice_id is not null group by invoice_id"
    )


def _share_rates(connection: duckdb.DuckDBPyConnection, offer: Offer) -> None:
    """What settles several invoices by bars has the rate of their days, each by what was invoiced on it."""
    listed = (
        f"select rowid as n, {CURRENCY} as currency, regexp_extract(invoice_id, '^[a-z0-9_]+:') as prefix,"
        f" trim(unnest(string_split(invoice_id, '|'))) as name from {offer.name} where contains(invoice_id, '|')"
    )
    named = (
        f"select *, case when starts_with(name, prefix) then name else prefix || name end as invoice_id from ({listed})"
    )
    dated = f"select * from ({named}) join invoice_day using (invoice_id)"
    worth = (
        "select d.n, rate.rate, d.billed / case when d.code = d.currency then 1 else rate.rate end as part"
        f" from ({dated}) as d asof join rate on d.currency = rate.currency and d.invoiced_on >= rate.day"
    )
    connection.execute(
        "update priced set rate = shared.rate from (select n, sum(part * rate) / sum(part) as rate"
        f" from ({worth}) group by n having sum(part) > 0) as shared where shared.n = priced.n"
    )


def _convert(connection: duckdb.DuckDBPyConnection, offer: Offer, name: str, own: str, zone: str) -> None:
    """Convert one column, each amount by the last rate known on its day."""
    column, kind = quoted(name), offer.table.columns[name].type
    days = [day for day in _OWN_DAYS.get((offer.table.name, name), _DAYS[offer.table.name]) if day in offer.given]
    civil = [offer.table.columns[day].civil_day(zone) for day in days]
    day = f"coalesce({', '.join(civil)})" if civil else "cast(null as date)"
    rows = f"{offer.name} as own_row"
    if offer.table.name == "receivable" and "invoice_id" in offer.given:
        day = f"coalesce(invoiced_on, {day})"
        rows += " left join invoice_day using (invoice_id)"
    foreign = f"{CURRENCY} <> $own and {column} <> 0"
    connection.execute(
        f"create or replace temp table priced as select offered.n, offered.day, offered.code, rate.rate from (select"
        f" own_row.rowid as n, {day} as day, {CURRENCY} as code from {rows} where {foreign}) as offered"
        " asof left join rate on offered.code = rate.currency and offered.day >= rate.day",
        {"own": own},
    )
    if offer.table.name == "receivable" and "invoice_id" in offer.given:
        _share_rates(connection, offer)
    worth = f"round(priced.rate * offered.{column}, 2)"
    if offer.table.name == "receivable" and {"invoice_id", "kind", "entry_on"} <= set(offer.given):
        worth = _running(column)
    connection.execute(
        f"update {offer.name} as target set {column} = try_cast(found.worth as {kind}) from (select n, {worth} as worth"
        f" from priced join {offer.name} as offered on offered.rowid = n where rate is not null) as found"
        " where found.n = target.rowid"
    )
    connection.execute(
        f"insert into reject select '{offer.table.name}', {offer.batch}, offered.rowid, _at, _line, ?, priced.code,"
        f" 'no_rate', cast(priced.day as varchar) from {offer.name} as offered join priced on priced.n = offered.rowid"
        f" where priced.rate is null and offered.rowid not in ({offer.rejected})",
        [offer.written.get(name, name)],
    )


def _running(column: str) -> str:
    """SQL of what each entry adds to its invoice, rounded once: three payments of it are as much as their sum."""
    over = (
        "(partition by coalesce(invoice_id, cast(n as varchar)), code, rate, kind = 'invoice' order by entry_on, n"
        " rows between unbounded preceding and {0})"
    )
    summed = f"round(sum(rate * {column}) over {{0}}, 2)"
    until, before = (summed.format(over.format(end)) for end in ("current row", "1 preceding"))
    return f"{until} - coalesce({before}, 0)"
