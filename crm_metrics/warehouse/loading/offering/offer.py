"""Typed rows → the rows offered to each input table, in its columns and types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from crm_metrics.errors import DataError, DefinitionError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering import fitting, telling
from crm_metrics.warehouse.loading.rule_sql import RuleQuery, literal
from crm_metrics.warehouse.loading.staging import Stage, StagedRows
from crm_metrics.warehouse.mapping import civil, needs
from crm_metrics.warehouse.mapping.source import WITHDRAWN, TableRule, Value
from crm_metrics.warehouse.past import known
from crm_metrics.warehouse.past.rates import RATE
from crm_metrics.warehouse.past.updates import UPDATED
from crm_metrics.warehouse.tables import DAYS, INSTANT, Table, tables

_TRIFLE = 1e-4  # of a sum: what rounding may change of it, when it is one unit or more
CURRENCY = "_currency"  # beside the offered columns: the currency of the row's amounts


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Rows offered to an input table."""

    table: Table
    """The input table that they are for."""
    rule: TableRule
    """What made them."""
    batch: int
    """Its number among the offers of the load, from 1; the temporary table bears it."""
    given: Sequence[str]
    """The columns of the table that they bring."""
    written: Mapping[str, str]
    """Each of them → its name in the file."""
    raw: Mapping[str, str]
    """Those taken over from the file as they are → their name in the landed text."""
    fresh: Collection[str]
    """Columns that only new rows take, for they miss a file that may have told more of the known ones."""
    lacking: DataError | None
    """Why no new row can be made, should those columns be empty."""
    currency: bool
    """Whether there is a column CURRENCY."""
    rate: bool
    """Whether there is a column RATE."""
    updated: bool
    """Whether there is a column UPDATED."""
    first: Collection[str]
    """Those of the columns of which a known row keeps the earliest instant that was ever told."""
    keys: Collection[str]
    """The names of the exact keys that stand in columns `_key_…`."""

    @property
    def name(self) -> str:
        """The temporary table of the rows."""
        return f"offer_{self.batch}"

    @property
    def rejected(self) -> str:
        """SQL of the numbers of those rows that were rejected already."""
        return f"select _n from reject where batch = {self.batch} and _n is not null"


def make_rows(stage: Stage) -> None:
    """Make every `rows.…` of the source whose files are there, and what reads days among instants from here on."""
    stage.connection.execute(civil.macro(stage.zone, stage.civil_zone))
    _make_known(stage)
    for name, rule in stage.source.rows.items():
        if rule.origin not in stage.relations or not telling.decidable(stage, rule, name):
            continue
        query = RuleQuery(stage, rule)
        columns = {column: value for column, value in rule.columns.items() if query.readable(value)}
        select = _select_of_rows(stage, query, columns)
        table = f"rows_{name}"
        _run(stage, f"rows.{name}", f"create temp table {quoted(table)} as {select}")
        if not rule.by and stage.faulty(
            rule.origin
        ):  # groups are made without the faulty rows; rows made one by one keep their faults
            stage.connection.execute(
                f"insert into fault select {literal(name)}, _row, _at, _line, '', column_name, value, rule, detail,"
                f" false from fault where {query.fault_condition()}"
            )
        written = {column: query.written(column, value) for column, value in columns.items()}
        stage.relations[name] = StagedRows(name, table, written)


def _make_known(stage: Stage) -> None:
    """What is withdrawn by what has come, then what rules may look up of the loads before."""
    for rule in (one for one in stage.source.withdrawn if one.origin in stage.relations):
        query = RuleQuery(stage, rule)
        _run(stage, WITHDRAWN, f"create or replace temp table gone as {query.select({'id': query.sql(rule.id)})}")
        stage.withdrawn += known.remember(stage.connection, stage.source.name, "gone")
    for name, columns in known.make(stage.connection, stage.source):
        stage.relations[name] = StagedRows(name, f"rows_{name}", {column: column for column in columns})


def _select_of_rows(stage: Stage, query: RuleQuery, columns: Mapping[str, Value]) -> str:
    """The select of made rows: where a column joins days and instants, its days stay known as such."""
    doubtful = {
        name: value for name, value in columns.items() if isinstance(value, str) and needs.expression(value).joins
    }
    instants: set[str] = set()
    if doubtful:
        every = RuleQuery(stage, query.rule.model_copy(update={"keep": None}))
        as_they_are = every.select({column: query.column(value) for column, value in doubtful.items()})
        described = _run(stage, f"rows.{query.rule.origin}", f"describe {as_they_are}").fetchall()
        instants = {row[0] for row in described if row[1] == INSTANT}
    picks = {column: query.column(value, as_instant=column in instants) for column, value in columns.items()}
    return query.select(picks)


def offer(stage: Stage, rule: TableRule) -> Offer | None:
    """The rows that a rule offers to its input table; None when the files behind it are not there.

    Raises DataError when what decides about its rows comes from a file or column that isn't there.
    """
    if rule.origin not in stage.relations or not telling.decidable(stage, rule, rule.table):
        return None
    table, query = tables()[rule.table], RuleQuery(stage, rule)
    columns = {name: value for name, value in rule.columns.items() if query.readable(value)}
    columns |= {name: "null" for name in table.key if name not in columns and table.columns[name].nullable}
    needed = [name for name, column in table.columns.items() if column.required and name not in columns]
    fresh = {name: rule.columns[name] for name in needed}
    lacking = telling.alone(stage, rule, needed[0], needs.formulas(fresh[needed[0]])) if needed else None
    telling.lacking(stage, rule, columns)
    telling.synonyms(stage, rule, columns)
    stage.batches += 1
    written = {name: query.written(name, value) for name, value in columns.items()}
    beside = _beside(query, rule)
    offered = Offer(
        table=table,
        rule=rule,
        batch=stage.batches,
        given=list(columns),
        written=written,
        raw=query.raw(columns),
        fresh=fresh,
        lacking=lacking,
        currency=CURRENCY in beside,
        first=[name for name in rule.first if name in columns],
        rate=RATE in beside,
        updated=UPDATED in beside,
        keys=[name.removeprefix("_key_") for name in beside if name not in (CURRENCY, RATE, UPDATED)],
    )
    select = fitting.select(
        stage, query, table, columns | fresh, beside=beside, shown=_with_days(stage, table, columns)
    )
    _run(stage, f"tables.{rule.table}", f"create temp table {offered.name} as {select}")
    _reject_faulty(stage, query, offered)
    _tell_what_does_not_fit(stage, offered)
    return offered


def excluded(stage: Stage, rule: TableRule, name: str) -> str | None:
    """Make table `name`: the keys of the rows that `when` leaves out; None where there are none, or nobody can tell."""
    table = tables()[rule.table]
    if rule.when is None or rule.by or rule.within or rule.origin not in stage.relations:
        return None
    query = RuleQuery(stage, rule.model_copy(update={"when": f"not ({rule.when})", "keep": None}))
    known = all(column in rule.columns and query.readable(rule.columns[column]) for column in table.key)
    if not known or query.missing([rule.when]):
        return None
    beside = {UPDATED: _updated(query, rule.updated)} if rule.updated and query.readable(rule.updated) else {}
    select = fitting.select(stage, query, table, {column: rule.columns[column] for column in table.key}, beside=beside)
    _run(stage, f"tables.{rule.table}", f"create temp table {name} as {select}")
    return name if stage.connection.execute(f"select 1 from {name} limit 1").fetchone() else None


def _beside(query: RuleQuery, rule: TableRule) -> dict[str, str]:
    """The SQL of what a rule reads beside its columns, as far as the files have it."""
    found = {}
    if rule.currency and query.readable(rule.currency):
        found[CURRENCY] = f"nullif(upper(trim(cast({query.sql(rule.currency)} as varchar))), '')"
    if rule.rate and CURRENCY in found and query.readable(rule.rate):
        found[RATE] = f"try_cast({query.sql(rule.rate)} as decimal(24, 10))"
    if rule.updated and query.readable(rule.updated):
        found[UPDATED] = _updated(query, rule.updated)
    for name, text in rule.keys.items():
        if query.readable(text):
            found[f"_key_{name}"] = query.sql(text)
    return found


def _updated(query: RuleQuery, text: str) -> str:
    return f"cast({query.sql(text)} as timestamptz)"


def tell_as_written(stage: Stage, offer: Offer) -> None:
    """Show the values of rejected rows as their file has them: 5 and not 5.00."""
    asked = stage.connection.execute(
        f"select distinct _at, column_name from reject where batch = {offer.batch} and value <> ''"
    ).fetchall()
    for at, shown in asked:
        landed = stage.files[at][1]
        name = next((raw for target, raw in offer.raw.items() if offer.written[target] == shown), None)
        if name is not None and name in landed.header.present:
            stage.connection.execute(
                f"update reject set value = landed.{quoted(name)} from {quoted(landed.table)} as landed"
                f" where landed._line = reject._line and reject._at = {at} and landed.{quoted(name)} is not null"
                f" and batch = {offer.batch} and column_name = ?",
                [shown],
            )


def _with_days(stage: Stage, table: Table, given: Collection[str]) -> str:
    """What is selected of the rows made: instants without the mark of days, and DAYS, those that tell only a day."""
    instants = [name for name in table.instants if name in given]
    if not table.instants:
        return "*"
    plain = ", ".join(f"{civil.unmarked(quoted(name), stage.civil_zone)} as {quoted(name)}" for name in instants)
    days = ", ".join(f"case when {civil.is_day(quoted(name), stage.civil_zone)} then '{name}' end" for name in instants)
    shown = f"* replace ({plain})" if instants else "*"
    return f"{shown}, list_filter([{days}]::varchar[], lambda name: name is not null) as {DAYS}"


# -------------------------------------------------------------------- what could not be read


def _reject_faulty(stage: Stage, query: RuleQuery, offer: Offer) -> None:
    """Reject the offered rows that hold a value which could not be read."""
    if query.rule.by:
        _tell_excluded(stage, query, offer)
    elif stage.faulty(query.rule.origin):
        stage.connection.execute(
            f"insert into reject select '{offer.table.name}', {offer.batch}, made.rowid, made._at, made._line,"
            f" fault.column_name, fault.value, fault.rule, fault.detail"
            f" from {offer.name} as made"
            f" join ({_first_faults(query.fault_condition())}) as fault on fault._row = made._row"
        )


def _tell_what_does_not_fit(stage: Stage, offer: Offer) -> None:
    """Reject the offered rows of which a value doesn't fit its column; tell which amounts lose decimals."""
    asked = f"select count(_unfit), count(_rounded) from {offer.name}"
    unfit, rounded = stage.connection.execute(asked).fetchall()[0]
    if unfit:
        stage.connection.execute(
            f"insert into reject select '{offer.table.name}', {offer.batch}, made.rowid, _at, _line, _unfit.written,"
            f" _unfit.value, _unfit.rule, _unfit.detail from {offer.name} as made where _unfit is not null"
            f" and rowid not in ({offer.rejected})"
        )
    if rounded:
        _tell_rounded(stage, offer)


def _tell_excluded(stage: Stage, query: RuleQuery, offer: Offer) -> None:
    """Rows that had to stay out of their groups are rejects of the first table that is made from them."""
    while query.rule.origin in stage.source.rows:
        query = RuleQuery(stage, stage.source.rows[query.rule.origin])
    if not stage.faulty(query.rule.origin):
        return
    condition = f"{query.fault_condition()} and not told"
    stage.connection.execute(
        f"insert into reject select '{offer.table.name}', {offer.batch}, null, _at, _line, column_name, value, rule,"
        f" detail from ({_first_faults(condition)})"
    )
    stage.connection.execute(f"update fault set told = true where {condition}")


def _first_faults(condition: str) -> str:
    """The first fault of each row: one row is rejected once."""
    firsts = ", ".join(
        f"first({column} order by rowid) as {column}" for column in ("column_name", "value", "rule", "detail")
    )
    return (
        f"select _row, any_value(_at) as _at, any_value(_line) as _line, {firsts} from fault where {condition}"
        " group by _row"
    )


def _tell_rounded(stage: Stage, offer: Offer) -> None:
    """Tell which amounts lose decimals; DataError where that changes the sum of a column by more than a trifle."""
    found = stage.connection.execute(
        "select _rounded.name, count(*), min_by(_rounded.value, _line), min(_line), abs(sum(_rounded.lost))"
        f" from {offer.name} where _rounded is not null group by 1 order by 1"
    ).fetchall()
    for name, count, value, line, lost in found:
        total = stage.connection.execute(f"select sum(abs({quoted(name)})) from {offer.name}").fetchall()[0][0]
        parts = {
            "table": offer.table.name,
            "count": count,
            "column": offer.written.get(name, name),
            "value": f"{value.normalize():f}",
            "line": str(line),
        }
        if lost >= 1 and lost > _TRIFLE * float(total or 0):
            raise DataError(
                "{table}: {count} rows hold amounts with more decimals than are kept, such as {column} {value} (line"
                " {line}); rounded, their sum would change by {lost}. Give them in a larger unit.",
                **parts,
                lost=f"{lost:.2f}",
            )
        stage.tell(
            "{table}: {count} rows hold amounts with more decimals than are kept, such as {column} {value} (line"
            " {line}); they were rounded.",
            **parts,
        )


def _run(stage: Stage, place: str, sql: str) -> duckdb.DuckDBPyConnection:
    try:
        return stage.connection.execute(sql)
    except (duckdb.BinderException, duckdb.ConversionException, duckdb.InvalidInputException) as error:
        raise DefinitionError(
            "{source}, {place}: {problem}", source=stage.source.name, place=place, problem=str(error).split("\n")[0]
        ) from error
