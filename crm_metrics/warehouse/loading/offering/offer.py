"""Typed rows → the rows offered to each input table, in its columns and types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from crm_metrics.errors import DataError, DefinitionError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering import telling
from crm_metrics.warehouse.loading.rule_sql import RuleQuery, literal, text_of
from crm_metrics.warehouse.loading.staging import Stage, StagedRows
from crm_metrics.warehouse.mapping import civil, needs
from crm_metrics.warehouse.mapping.formats import NUMBER
from crm_metrics.warehouse.mapping.source import WITHDRAWN, TableRule, Value, ValueMap
from crm_metrics.warehouse.past import known
from crm_metrics.warehouse.past.rates import RATE
from crm_metrics.warehouse.past.updates import UPDATED
from crm_metrics.warehouse.tables import DAYS, INSTANT, InputColumn, Table, tables

_TRIFLE = 1e-4  # of a sum: what rounding may change of it, when it is one unit or more
_SMALL = "decimal(18, 10)"  # the decimals of NUMBER in 64 bits
_LONG = 120  # letters of an expression that is not told several times
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
    as_they_are = query.select({column: query.column(value) for column, value in columns.items()})
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
    picks = _picks(stage, query, table, columns | fresh) | beside
    select = query.select(picks, _with_days(stage, table, columns))
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
    picks = _picks(stage, query, table, {column: rule.columns[column] for column in table.key})
    if rule.updated and query.readable(rule.updated):
        picks[UPDATED] = f"cast({query.sql(rule.updated)} as timestamptz)"
    _run(stage, f"tables.{rule.table}", f"create temp table {name} as {query.select(picks)}")
    return name if stage.connection.execute(f"select 1 from {name} limit 1").fetchone() else None


def _beside(query: RuleQuery, rule: TableRule) -> dict[str, str]:
    """The SQL of what a rule reads beside its columns, as far as the files have it."""
    found = {}
    if rule.currency and query.readable(rule.currency):
        found[CURRENCY] = f"nullif(upper(trim(cast({query.sql(rule.currency)} as varchar))), '')"
    if rule.rate and CURRENCY in found and query.readable(rule.rate):
        found[RATE] = f"try_cast({query.sql(rule.rate)} as decimal(24, 10))"
    if rule.updated and query.readable(rule.updated):
        found[UPDATED] = f"cast({query.sql(rule.updated)} as timestamptz)"
    for name, text in rule.keys.items():
        if query.readable(text):
            found[f"_key_{name}"] = query.sql(text)
    return found


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


# -------------------------------------------------------------------- values


def _picks(stage: Stage, query: RuleQuery, table: Table, columns: Mapping[str, Value]) -> dict[str, str]:
    """The SQL of each column; `_unfit`: a value that its column can't hold; `_rounded`: one that loses decimals."""
    picks: dict[str, str] = {}
    unfit: list[str] = []
    rounded: list[str] = []
    for name, value in columns.items():
        read = query.column(value, as_instant=table.columns[name].is_instant)
        if table.columns[name].type.startswith("DECIMAL"):
            rounded.append(_lost(name, read, table.columns[name].type))
        picks[name] = _cast(read, table.columns[name], stage.source.id_prefix)
        unfit += _unfit(query, name, value, read, table.columns[name])
    picks["_unfit"] = f"coalesce({', '.join(unfit)})" if unfit else "null"
    picks["_rounded"] = f"coalesce({', '.join(rounded)})" if rounded else _lost("", "null", NUMBER)
    return picks


def _lost(name: str, read: str, kept: str) -> str:
    """SQL of the column, the value and what a type of fewer decimals doesn't keep of it; NULL when it keeps all."""
    exact = f"try_cast({read} as {NUMBER})"
    lost = f"cast({exact} - {_narrowed(read, kept)} as double)"
    return f"case when {lost} <> 0 then struct_pack(name := '{name}', value := {exact}, lost := {lost}) end"


def _with_days(stage: Stage, table: Table, given: Collection[str]) -> str:
    """What is selected of the rows made: instants without the mark of days, and DAYS, those that tell only a day."""
    instants = [name for name in table.instants if name in given]
    if not table.instants:
        return "*"
    plain = ", ".join(f"{civil.unmarked(quoted(name), stage.civil_zone)} as {quoted(name)}" for name in instants)
    days = ", ".join(f"case when {civil.is_day(quoted(name), stage.civil_zone)} then '{name}' end" for name in instants)
    shown = f"* replace ({plain})" if instants else "*"
    return f"{shown}, list_filter([{days}]::varchar[], lambda name: name is not null) as {DAYS}"


def _unfit(query: RuleQuery, name: str, value: Value, read: str, target: InputColumn) -> Iterable[str]:
    """SQL of what is wrong with a value that a file can hold but its column can't."""
    written = literal(query.written(name, value))
    if isinstance(value, ValueMap) and not value.otherwise:
        raw = query.sql(value.value)
        yield _struct(f"{raw} is not null and {read} is null", written, raw, "not_mapped", ", ".join(value.map))
    if target.type.startswith(("DECIMAL", "INTEGER", "BIGINT")) and not needs.expression(text_of(value)).constant:
        cast = _cast(read, target, "")
        yield _struct(f"{read} is not null and {cast} is null", written, read, "range", target.type)


def _cast(read: str, target: InputColumn, prefix: str) -> str:
    """A value as its input column holds it; NULL where it doesn't fit."""
    if target.type == "VARCHAR":
        text = f"nullif(trim(cast({read} as varchar)), '')"
        if prefix and target.is_id:
            return f"case when {text} = 'unknown' then 'unknown' else {literal(prefix)} || {text} end"
        return text
    if target.type in ("INTEGER", "BIGINT"):
        return f"case when ({read}) = trunc({read}) then try_cast({read} as {target.type}) end"
    if target.type.startswith("DECIMAL"):
        return _narrowed(read, target.type)
    return f"try_cast({read} as {target.type})"


def _narrowed(read: str, kept: str) -> str:
    """SQL of a number in a type of fewer digits, rounded first: to do both at once takes the engine twice as long.

    What a file holds fits 64 bits as it stands, nearly always, and is rounded there in a seventh of the time. Only of
    the type of a file's numbers: any other would be rounded twice.
    """
    decimals = kept.partition(",")[2].strip(" )")
    rounded = f"try_cast(try_cast({read} as decimal(38, {decimals})) as {kept})"
    if len(read) > _LONG:
        return rounded
    small = f"try_cast(try_cast({read} as {_SMALL}) as {kept})"
    is_read = f"typeof({read}) = '{NUMBER.upper().replace(' ', '')}'"
    return f"case when {is_read} then coalesce({small}, {rounded}) else {rounded} end"


def _struct(condition: str, written: str, value: str, rule: str, detail: str) -> str:
    packed = (
        f"struct_pack(written := {written}, value := cast({value} as varchar), rule := '{rule}',"
        f" detail := {literal(detail)})"
    )
    return f"case when {condition} then {packed} end"


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
