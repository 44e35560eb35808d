"""Rows that loads left out, or that lack what some numbers need: kept with day and process until a load brings them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files.reading import LandedFile
from crm_metrics.warehouse.loading import undecided
from crm_metrics.warehouse.loading.merging import MergedBatch
from crm_metrics.warehouse.loading.offering.offer import Offer
from crm_metrics.warehouse.loading.rule_sql import literal
from crm_metrics.warehouse.tables import HAPPENED, PROCESSES, Table

# Loaded rows that some numbers can't read: table → the column that is not told, and when that matters.
LACKS: Mapping[str, tuple[str, str]] = {
    "survey": ("relationship", "instrument = 'nps' and score is not null"),  # about the relationship, or one contact?
    "work_item": ("outcome", "closed_at is not null"),  # … and whoever was resolved before it closed was resolved
}
# When a row that counts day after day ceases to: an open case, a running contract.
GONE: Mapping[str, str] = {"work_item": "closed_at", "subscription": "ends_on"}
_NO_ROW = "total"  # a line of totals is no row that anybody misses
_NO_KEY = ("cells", "shortened_id", "reserved")  # the rules whose rows may stand under another key than their own

_BOOKS = """
create temp table lacking (batch integer, _n bigint, column_name varchar);
create temp table newly_omitted (file varchar, key varchar, rule varchar, lacks varchar, process varchar, from_on date,
    until_on date, gone_on date);
"""
_CONTENT = "source, table_name, file, key, rule, lacks, process, from_on, until_on, gone_on"


@dataclass(frozen=True, kw_only=True)
class Omissions:
    """The account of one load's omissions, in `main.omitted_row`."""

    connection: duckdb.DuckDBPyConnection
    """To the version being built, where the offers still lie."""
    source: str
    """The source's name."""
    zone: str
    """The company's, in which days are cut."""
    now: datetime
    """The instant of the load: nothing that it left out has happened later."""
    files: Sequence[LandedFile]
    """Those of the load, in their order."""

    def begin(self, offers: Mapping[str, Sequence[Offer]]) -> None:
        """Note, before they are merged, the offered rows that will lack what some numbers need.

        A row that is known and was told before keeps what it was told.
        """
        self.connection.execute(_BOOKS)
        for table, (column, matters) in LACKS.items():
            for offer in offers.get(table, ()):
                told = f"{quoted(column)} is not null" if column in offer.given else "false"
                if not set(_needed(table)) <= set(offer.given):
                    continue
                if table == "work_item" and "first_resolved_at" in offer.given:
                    told += " or first_resolved_at is not null"
                self.connection.execute(
                    f"insert into lacking select {offer.batch}, rowid, ? from {offer.name} as offered"
                    f" where {matters} and not ({told}) and (not exists (select 1 from main.{quoted(table)} as known"
                    f" where {_same(offer.table)}) or {_key(offer)} in"
                    " (select key from main.omitted_row where table_name = ? and lacks = ?))",
                    [column, table, column],
                )

    def keep(
        self, offers: Mapping[str, Sequence[Offer]], merged: Mapping[str, Sequence[MergedBatch]], *, full: bool
    ) -> bool:
        """Put this load's omissions in the place of those that it mends; whether the account has changed.

        A row is mended by one of its key, without a readable key by its file sent again from as early a day on, and
        with `full` by anything that the source sends of its table.
        """
        before = self._content()
        for table, of_table in offers.items():
            self.connection.execute("delete from newly_omitted")
            for offer, batch in zip(of_table, merged[table], strict=True):
                self._gather(offer, batch.first)
                self._mend(offer, batch, full)
            self.connection.execute(
                "insert into main.omitted_row select (select coalesce(max(load_id), 0) + 1 from main.load_log), ?, ?,"
                " *, count(*) from newly_omitted group by all",
                [self.source, table],
            )
        if not {"order_line", "customer", "work_item", "sla_policy"}.isdisjoint(offers):
            undecided.keep(self.connection, self.zone)
        return before != self._content()

    def _content(self) -> tuple[object, ...]:
        row = self.connection.execute(
            f"select sum(row_count), sum(cast(hash({_CONTENT}, row_count) as hugeint)) from main.omitted_row"
        ).fetchone()
        return tuple(row or ())

    # ------------------------------------------------------------ what this load leaves out

    def _gather(self, offer: Offer, first: date | None) -> None:
        """The rejected rows of an offer, and its loaded ones that lack something."""
        files = ", ".join(f"({at}, {literal(landed.file)})" for at, landed in enumerate(self.files))
        unkeyed = f"rule in ({_listed(_NO_KEY)})"
        days = [quoted(name) for name in _days(offer)]
        undated = [f"column_name in ({_listed(offer.written[name] for name in _days(offer))})"] if days else ["true"]
        undated += ["rule = 'cells'", *([f"coalesce({', '.join(days)}) is null"] if days else [])]
        faulty = " or ".join(undated)
        since, until = self._span(offer.table, first)
        self.connection.execute(
            f"insert into newly_omitted select file, case when {unkeyed} then null else key end, rule, '', process,"
            f" case when {faulty} then {since} else first_on end, case when {faulty} then {until} else last_on end,"
            f" case when {faulty} then null else gone_on end from ("
            f" select files.file, reject.rule, reject.column_name, {self._about(offer)}"
            " from (select _n, any_value(_at) as _at, any_value(rule) as rule, any_value(column_name) as column_name"
            " from reject"
            f" where batch = {offer.batch} and rule <> '{_NO_ROW}' group by _n, case when _n is null then _line end)"
            f" as reject left join {offer.name} as offered on offered.rowid = reject._n"
            f" left join (values {files}) as files (place, file) on files.place = reject._at)"
        )
        self.connection.execute(
            "insert into newly_omitted select file, key, 'lacks', lacks, process, first_on, last_on, gone_on from ("
            f" select files.file, lacking.column_name as lacks, {self._about(offer)}"
            f" from lacking join {offer.name} as offered on lacking._n = offered.rowid"
            f" left join (values {files}) as files (place, file) on files.place = offered._at"
            f" where lacking.batch = {offer.batch} and lacking._n not in ({offer.rejected}))"
        )

    def _about(self, offer: Offer) -> str:
        """The SQL of key, process and days of an offered row, and of the days themselves for who looks at them."""
        columns = offer.table.columns
        days = {name: columns[name].civil_day(self.zone) for name in _days(offer)}
        gone = GONE.get(offer.table.name, "")
        ended = columns[gone].civil_day(self.zone) if gone in offer.given else "cast(null as date)"
        bounds = ("least", "greatest")
        least, most = (f"{word}({', '.join(days.values())})" if days else "cast(null as date)" for word in bounds)
        known = f"case when offered.process in ({_listed(PROCESSES)}) then offered.process end"
        process = known if "process" in offer.given else "cast(null as varchar)"
        named = "".join(f", offered.{quoted(name)}" for name in days)
        return (
            f"{_key(offer)} as key, {process} as process, {least} as first_on, {most} as last_on,"
            f" {ended} as gone_on{named}"
        )

    def _span(self, table: Table, first: date | None) -> tuple[str, str]:
        """The SQL of the days on which a row without a readable day may lie: those that this load covers."""
        if table.name not in HAPPENED or first is None:
            return "cast(null as date)", "cast(null as date)"
        ((reach,),) = self.connection.execute(
            "select max(loaded_through) + 1 from main.load_log where source = ? and table_name = ?",
            [self.source, table.name],
        ).fetchall()
        since = min(first, reach) if reach else first
        today = f"cast(cast('{self.now.isoformat()}' as timestamptz) at time zone {literal(self.zone)} as date)"
        return f"date '{since}'", today

    # ------------------------------------------------------------ what it mends

    def _mend(self, offer: Offer, batch: MergedBatch, full: bool) -> None:
        if full:
            self.connection.execute(
                "delete from main.omitted_row where source = ? and table_name = ?", [self.source, offer.table.name]
            )
            return
        self.connection.execute(
            f"delete from main.omitted_row where table_name = ? and key in (select {_key(offer)} from {offer.name} as"
            " offered)",
            [offer.table.name],
        )
        places = self.connection.execute(
            f"select distinct _at from {offer.name} union select distinct _at from reject where batch = {offer.batch}"
        ).fetchall()
        sent = [self.files[at].file for (at,) in places if at is not None]
        self.connection.execute(
            "delete from main.omitted_row where source = $source and table_name = $table and key is null"
            " and list_contains($sent, file) and (from_on is null or $first is null or from_on >= $first)",
            {"source": self.source, "table": offer.table.name, "sent": sent, "first": batch.first},
        )


def _days(offer: Offer) -> list[str]:
    """The columns of an offer that tell a day on which something happened."""
    return [name for name in HAPPENED.get(offer.table.name, ()) if name in offer.given]


def _needed(table: str) -> tuple[str, ...]:
    """What an offer has to bring so that it can be told whether its rows lack something."""
    return ("instrument", "score", "survey_id") if table == "survey" else ("closed_at", "work_item_id")


def _key(offer: Offer) -> str:
    """The SQL of a row's key as one text; null where a part of it is missing."""
    table = offer.table
    if any(table.columns[name].required and name not in offer.given for name in table.key):
        return "cast(null as varchar)"
    given = [name for name in table.key if name in offer.given]
    parts = [_text(table, name) for name in given]
    whole = [f"offered.{quoted(name)} is not null" for name in given if table.columns[name].required]
    return f"case when {' and '.join(whole) or 'true'} then concat_ws(chr(31), {', '.join(parts)}) end"


def _text(table: Table, name: str) -> str:
    """A part of a key as text, the same whatever zone the load's clock is set to."""
    column = f"offered.{quoted(name)}"
    if table.columns[name].type.startswith("TIMESTAMP"):
        column = f"timezone('UTC', {column})"
    return f"coalesce(cast({column} as varchar), '')"


def _same(table: Table) -> str:
    return " and ".join(f"known.{quoted(name)} = offered.{quoted(name)}" for name in table.key)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(literal, texts))
