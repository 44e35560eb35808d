"""Rows offered to an input table → new, changed, unchanged or rejected; and what is written of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading import impossible
from crm_metrics.warehouse.loading.offering.offer import Offer
from crm_metrics.warehouse.mapping.rules import Rule, as_seen, rules_of
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.presence import expect, rows_read
from crm_metrics.warehouse.tables import DAYS, HAPPENED, InputColumn, Table


@dataclass(frozen=True, kw_only=True)
class MergedBatch:
    """What became of one batch: read = loaded + unchanged + rejected."""

    read: int
    """How many rows were offered, those kept out of their groups by a fault too."""
    loaded: int
    """How many were new or changed a known row."""
    unchanged: int
    """How many equal what is known, or another row of the batch."""
    rejected: int
    """How many were left out, each with its reason in `reject`."""
    first: date | None
    """The first civil day on which something happened in its accepted rows."""
    through: date | None
    """The last one."""
    notes: Sequence[Note] = ()
    """What is to be told of the accepted rows: dates in an order that can't be, outcomes that nobody told."""


@dataclass(frozen=True)
class Merge:
    """One load's way of writing. zone: the company's, in which days are cut; now: the instant of the load."""

    connection: duckdb.DuckDBPyConnection
    source: str
    zone: str
    now: datetime

    def reject_twins(self, offers: Sequence[Offer]) -> None:
        """Reject rows whose key stands twice among all offers of one table with different content; mark equal ones.

        Equal rows of one offer stay once: the others are deleted from it and count as unchanged.
        """
        key = offers[0].table.key
        have = [offer for offer in offers if set(key) <= set(offer.given)]
        listed = ", ".join(quoted(name) for name in key)
        filled = " and ".join(
            f"{quoted(name)} is not null" for name in key if not self._nullable(offers[0].table, name)
        )
        every = " union all ".join(
            f"select {offer.batch} as batch, rowid as _n, _at, _line, {listed},"
            f" hash({', '.join(quoted(name) for name in offer.given)}) as content from {offer.name}"
            for offer in have
        )
        self.connection.execute("drop table if exists twin")
        self.connection.execute(
            f"create temp table twin as with every as ({every}), doubled as (select {listed}, min(_n) as kept,"
            f" count(distinct (batch, content)) as versions from every where {filled} group by {listed}"
            " having count(*) > 1) select every.batch, every._n, every._at, every._line, versions, kept,"
            f" concat_ws(' ', {', '.join('every.' + quoted(name) for name in key)}) as said"
            f" from every join doubled on {_same('every', 'doubled', key)}"
        )
        self.connection.execute(
            f"insert into reject select '{offers[0].table.name}', batch, _n, _at, _line, ?, said, 'key_twice', ''"
            " from twin where versions > 1"
            " and not exists (select 1 from reject where reject.batch = twin.batch and reject._n = twin._n)",
            [", ".join(offers[0].written.get(name, name) for name in key)],
        )

    def batch(self, offer: Offer) -> MergedBatch:
        """Check and write the rows of one offer; the rejected ones stand in `reject`."""
        made = f"made_{offer.batch}"
        twins = f"select _n from twin where batch = {offer.batch} and versions = 1 and _n <> kept"
        gone = f"{offer.rejected} union all {twins}"
        self.connection.execute(f"create temp table {made} as {self._whole_rows(offer, gone)}")
        if offer.lacking:
            useful = " and ".join(f"{quoted(name)} is not null" for name in offer.fresh)
            if not self._count(f"select count(*) from {made} where _known or ({useful})"):
                raise offer.lacking
        self._check(offer, made)
        self._check_between(offer, made)
        self._reject_with_its_twin(offer)
        extra = self._count(f"select count(*) from ({twins}) where _n not in ({offer.rejected})")
        read = self._count(f"select count(*) from {offer.name}")
        read += self._count(f"select count(*) from reject where batch = {offer.batch} and _n is null")
        self.connection.execute(f"delete from {made} where _n in ({offer.rejected})")
        unchanged = self._count(f"select count(*) from {made} where _same") + extra
        loaded = self._count(f"select count(*) from {made} where not _same")
        expect(offer.table.name, read - loaded - unchanged, self._told(offer))
        self._write(offer, made)
        self._check_written(offer, made, loaded + unchanged - extra)
        first, through = self._days(offer.table, made)
        notes = tuple(impossible.told(self.connection, offer.table, made, self.zone, offer.batch))
        self.connection.execute(f"drop table {made}")
        return MergedBatch(
            read=read,
            loaded=loaded,
            unchanged=unchanged,
            rejected=read - loaded - unchanged,
            first=first,
            through=through,
            notes=notes,
        )

    def withdraw(self, table: Table, offers: Sequence[Offer]) -> int:
        """Delete the source's rows whose key no offer holds; how many."""
        key = table.key
        every = " union all ".join(f"select {', '.join(map(quoted, key))} from {offer.name}" for offer in offers)
        offered = f"select 1 from ({every}) as offered where {_same('offered', 'main_table', key)}"
        before = rows_read(self.connection, f"main.{quoted(table.name)}")
        condition = f"_source = ? and not exists ({offered})"
        count = self._count(
            f"select count(*) from main.{quoted(table.name)} as main_table where {condition}", self.source
        )
        if count:
            self.connection.execute(
                f"delete from main.{quoted(table.name)} as main_table where {condition}", [self.source]
            )
        expect(table.name, before - count, rows_read(self.connection, f"main.{quoted(table.name)}"))
        return count

    def _reject_with_its_twin(self, offer: Offer) -> None:
        """An equal row is rejected with the one that was kept."""
        self.connection.execute(
            "insert into reject select reject.table_name, twin.batch, twin._n, twin._at, twin._line,"
            " reject.column_name, reject.value, reject.rule, reject.detail from twin join reject"
            " on reject.batch = twin.batch"
            f" and reject._n = twin.kept where twin.batch = {offer.batch} and versions = 1 and twin._n <> kept"
            " and not exists (select 1 from reject as own where own.batch = twin.batch and own._n = twin._n)"
        )

    # ------------------------------------------------------------ rows as they would be

    def _whole_rows(self, offer: Offer, gone: str) -> str:
        """Every column of the table: what the offer gives, else what is known, else the default."""
        table = offer.table
        picks = ", ".join(self._value(offer, column) for column in table.columns.values())
        same = " and ".join(
            f"{self._given(offer, table.columns[name])} is not distinct from known.{quoted(name)}"
            for name in offer.given
        )
        if table.instants:
            days = _days_after(offer)
            picks += f", {days} as {DAYS}"
            same += f" and {days} = coalesce(known.{DAYS}, [])"
        return (
            f"select offered._at, offered._line, offered.rowid as _n, known._source is not null as _known,"
            f" (known._source is not null and {same}) as _same, {picks}"
            f" from {offer.name} as offered left join"
            f" (select * replace (coalesce(_source, '') as _source) from main.{quoted(table.name)}) as known"
            f" on {_same('offered', 'known', table.key) if set(table.key) <= set(offer.given) else 'false'}"
            f" where offered.rowid not in ({gone})"
        )

    def _value(self, offer: Offer, column: InputColumn) -> str:
        name = quoted(column.name)
        if column.name in offer.given:
            return f"{self._given(offer, column)} as {name}"
        default = column.default or "null"
        if column.name in offer.fresh:
            default = f"offered.{name}"
        return (
            f"case when known._source is not null then known.{name} else cast({default} as {column.type}) end as {name}"
        )

    @staticmethod
    def _given(offer: Offer, column: InputColumn) -> str:
        """An empty cell of a column that can't be empty means its default; what came first stays first."""
        name = f"offered.{quoted(column.name)}"
        if column.name in offer.first:
            return f"least({name}, known.{quoted(column.name)})"  # least passes over the one that is absent
        if not column.nullable and column.default:
            return f"coalesce({name}, cast({column.default} as {column.type}))"
        return name

    @staticmethod
    def _nullable(table: Table, name: str) -> bool:
        return table.columns[name].nullable

    # ------------------------------------------------------------ rules

    def _check(self, offer: Offer, made: str) -> None:
        rules = rules_of(offer.table.name)
        now = f"cast('{self.now.isoformat()}' as timestamptz)"
        broken = " ".join(f"when {rule.broken.replace('$now', now)} then {at}" for at, rule in enumerate(rules))
        self.connection.execute("drop table if exists broken")
        self.connection.execute(
            f"create temp table broken as select * from (select *, case {broken} end as _rule from {made})"
            " where _rule is not null"
        )
        found = self.connection.execute("select distinct _rule from broken order by 1").fetchall()
        for (at,) in found:
            self._tell(offer, rules[at], f"broken where _rule = {at}", rules[at].detail.replace("$now", now))

    def _tell(self, offer: Offer, rule: Rule, rows: str, detail: str) -> None:
        for name, written in offer.written.items():
            detail = detail.replace("{" + name + "}", written.replace("'", "''"))
        instant = offer.table.columns[rule.column].type.startswith("TIMESTAMP")
        value = as_seen(rule.column) if instant else f"cast({quoted(rule.column)} as varchar)"
        self.connection.execute(
            f"insert into reject select '{offer.table.name}', {offer.batch}, _n, _at, _line, ?,"
            f" coalesce({value}, ''), ?, {detail} from {rows}",
            [offer.written.get(rule.column, rule.column), rule.name],
        )

    def _check_between(self, offer: Offer, made: str) -> None:
        """Rules between rows, over what is known and what this load brings."""
        if offer.table.name == "receivable":
            self._refuse_positive_payments(offer, made)
        if offer.table.name == "loyalty_entry":
            self._refuse_positive_redemptions(offer, made)
        if offer.table.name != "subscription":
            return
        self.connection.execute("drop table if exists together")
        key = offer.table.key
        fine = f"select * from {made} where _n not in ({offer.rejected})"
        columns = ", ".join(quoted(name) for name in offer.table.columns)
        self.connection.execute(
            f"create temp table together as select _n, _at, _line, {columns} from ({fine}) union all"
            f" select null, null, null, {columns} from main.{quoted(offer.table.name)} as known"
            f" where not exists (select 1 from ({fine}) as fine where {_same('fine', 'known', key)})"
        )
        self._tell(offer, Rule("overlap", "starts_on", ""), f"({_OVERLAPS}) where _n is not null", "subscription_id")

    def _refuse_positive_payments(self, offer: Offer, made: str) -> None:
        """A source whose payments are all written above zero would lose each of them, and its debts would only grow."""
        counted = "count_if(amount > 0), count_if(amount < 0)"
        row = self.connection.execute(f"select {counted} from {made} where kind = 'payment'").fetchone()
        above, below = row or (0, 0)
        known = "select count(*) from main.receivable where kind = 'payment' and _source = ?"
        if above and not below and not self._count(known, self.source):
            raise DataError(
                "All {count} payments have an amount above zero: they would add to what customers owe. Write payments,"
                ' credit notes and write-offs with a minus, or map amount = "-abs(amount)".',
                count=above,
            )

    def _refuse_positive_redemptions(self, offer: Offer, made: str) -> None:
        """Points spent that are all written above zero would be given a second time; one of many is taken back."""
        spent = "kind in ('redeem', 'expire')"
        counted = "count_if(points > 0), count_if(points < 0)"
        row = self.connection.execute(f"select {counted} from {made} where {spent}").fetchone()
        above, below = row or (0, 0)
        known = f"select count(*) from main.loyalty_entry where {spent} and points < 0 and _source = ?"
        if above and not below and not self._count(known, self.source):
            raise DataError(
                "All {count} redemptions and expiries have points above zero: they would add to what members hold."
                ' Write them with a minus, or map points = "-abs(points)" for these rows.',
                count=above,
            )

    # ------------------------------------------------------------ writing

    def _write(self, offer: Offer, made: str) -> None:
        table = offer.table
        hidden = [DAYS] if table.instants else []
        names = [*(quoted(name) for name in table.columns), *hidden]
        changed = [*(quoted(name) for name in offer.given if name not in table.key), *hidden]
        if changed:
            sets = ", ".join(f"{name} = made.{name}" for name in changed)
            self.connection.execute(
                f"update main.{quoted(table.name)} as known set {sets}, _source = ? from {made} as made"
                f" where made._known and not made._same and {_same('made', 'known', table.key)}",
                [self.source],
            )
        ordered = [quoted(name) for name in HAPPENED.get(table.name, ())[:1]]
        self.connection.execute(
            f"insert into main.{quoted(table.name)} ({', '.join(names)}, _source) select {', '.join(names)}, ?"
            f" from {made} where not _known order by {', '.join([*ordered, '_n'])}",
            [self.source],
        )

    def _told(self, offer: Offer) -> int:
        """The rows of an offer that `reject` tells of: what is neither there nor in the table is lost."""
        return self._count(
            "select count(distinct _n) + count(*) filter (_n is null) from reject where batch = ?", offer.batch
        )

    def _check_written(self, offer: Offer, made: str, rows: int) -> None:
        """Read each row of an offer in its table; DataError when one is not there as it was offered."""
        name = offer.table.name
        same = " and ".join(
            f"made.{quoted(column)} is not distinct from known.{quoted(column)}" for column in offer.given
        )
        found = rows_read(
            self.connection,
            f"(select made._n from {made} as made join main.{quoted(name)} as known"
            f" on {_same('made', 'known', offer.table.key)} where {same})",
        )
        expect(name, rows, found)

    def _days(self, table: Table, made: str) -> tuple[date | None, date | None]:
        """The first and the last civil day on which something happened, none of them ahead of the load."""
        days = [table.columns[name].civil_day(self.zone) for name in HAPPENED.get(table.name, ())]
        if not days:
            return None, None
        today = f"cast(cast('{self.now.isoformat()}' as timestamptz) at time zone '{self.zone}' as date)"
        spent = "seconds > 0" if table.name == "agent_time" else "true"
        every = " union all ".join(f"select {day} as day from {made} where {spent}" for day in days)
        row = self.connection.execute(f"select min(day), max(day) from ({every}) where day <= {today}").fetchall()[0]
        return row[0], row[1]

    def _count(self, sql: str, *params: object) -> int:
        row = self.connection.execute(sql, list(params)).fetchone()
        return int(row[0]) if row else 0


def _days_after(offer: Offer) -> str:
    """SQL of the instants that tell only a day: by the offer those that it gives, the others as known."""
    kept = [name for name in offer.table.instants if name not in offer.given]
    if not kept and not offer.first:
        return f"list_sort(offered.{DAYS})"
    earlier = [
        f"case when known.{name} <= offered.{name} or offered.{name} is null then '{name}' end" for name in offer.first
    ]
    ours = f"list_concat({kept}::varchar[], [{', '.join(earlier)}]::varchar[])"
    known = f"list_intersect(coalesce(known.{DAYS}, []), {ours})"
    theirs = f"list_filter(offered.{DAYS}, lambda name: not list_contains({ours}, name))"
    return f"list_sort(list_concat({theirs}, {known}))"


def _same(left: str, right: str, key: Sequence[str]) -> str:
    """Equal keys; for keys with empty parts, empty equals empty."""
    if "metric" in key:
        return " and ".join(f"{left}.{quoted(name)} is not distinct from {right}.{quoted(name)}" for name in key)
    return " and ".join(f"{left}.{quoted(name)} = {right}.{quoted(name)}" for name in key)


# Spans [starts_on, ends_on) of one product in a subscription, in order: each against all before and the next one. A
# subscription may hold several products side by side.
_OVERLAPS = """
    select * from (
        select *,
            max(coalesce(ends_on, date '9999-12-31')) over (partition by subscription_id, product_id
                order by starts_on, seq, _n
                rows between unbounded preceding and 1 preceding) as ended_before,
            lead(starts_on) over (partition by subscription_id, product_id order by starts_on, seq, _n) as next_start
        from together where ends_on is null or ends_on > starts_on
    ) where starts_on < ended_before or next_start < coalesce(ends_on, date '9999-12-31')
"""
