"""Which keys of a shape changed rows touch, and the rows of which others these read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from crm_metrics.warehouse.heads.refreshes import Bound, Refresh
from crm_metrics.warehouse.refreshing.changes import part, rows_in

TOUCHED, READ, KNOWN, SEED = "refresh_touched", "refresh_read", "refresh_known", "refresh_seed"


@dataclass(frozen=True)
class Passed:
    """The days that passed: after `since`, until `until`."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The keys of one shape on the way: TOUCHED are made anew, of READ the inputs are read."""

    connection: duckdb.DuckDBPyConnection
    """The version being built."""

    table: str
    """The shape's table, as it was."""

    refresh: Refresh
    """What its head says."""

    changed: frozenset[str]
    """The inputs of whose changed rows it reads what changed."""

    passed: Passed | None
    """The time that passed since, None where none did."""

    held: Callable[[str], Sequence[str]]
    """The columns of an input."""

    def find(self) -> int:
        """Make the tables TOUCHED, READ and KNOWN; how many keys are touched."""
        if self.refresh.by_days:
            self._days()
        else:
            self._touched()
            self._read()
        return rows_in(self.connection, TOUCHED)

    # ------------------------------------------------------------ keys that are days

    def _days(self) -> None:
        """Where a row of several days makes them depend on each other, those beside a touched day are touched, too."""
        begun = [
            f"select {_each_day(pair)} as key from {part(of)} as x" for of, pair in self._spans() if of in self.changed
        ]
        self._keep(TOUCHED, [*begun, *self._linked(), *self._moving()])
        if self.refresh.together:
            self._keep(TOUCHED, [f"select key from {TOUCHED}", *self._days_over(TOUCHED)])
        beside = self._days_over(TOUCHED) if self.refresh.together else []
        self._keep(READ, [f"select key from {TOUCHED}", *beside])

    def _days_over(self, days: str) -> list[str]:
        return [
            f"select {_each_day(pair)} as key from {of} as x where exists (select 1 from {days} as d"
            f" where {pair.holds('d.key', f'({pair.low})', f'({pair.high})')})"
            for of, pair in self._spans()
        ]

    def _spans(self) -> list[tuple[str, Bound]]:
        return [(of, given[self.refresh.key]) for of, given in self.refresh.rows.items()]

    # ------------------------------------------------------------ keys that are ids

    def _touched(self) -> None:
        key = self.refresh.key
        fresh = [
            f"select {given[key].low} as key from {part(of)} as x"
            for of, given in self.refresh.rows.items()
            if of in self.changed
        ]
        beside: list[str] = []
        if self.refresh.beside:
            self._keep(READ, fresh)  # those whose own row changed
            self._keep(TOUCHED, [*fresh, *self._linked()])
            self._know(TOUCHED)
            beside = [*self._beside_changed(), f"select key from {TOUCHED}"]
        self._keep(TOUCHED, [*(beside or [*fresh, *self._linked()]), *self._moving()])

    def _beside_changed(self) -> list[str]:
        """Keys that stand beside one that is new, gone or changed, as it was and as it is."""
        columns = self._columns()
        listed = ", ".join(f'"{one}"' for one in columns)
        differs = f"select key, {listed} from {KNOWN} group by all having count(*) = 1"
        self.connection.execute(
            f"create or replace temp table {SEED} as select distinct k.* exclude (side) from {KNOWN} as k"
            f" where key in {_all(READ)} or key in (select key from ({differs}))"
        )
        return [
            f'select own."{self.refresh.key}" from {self.table} as own join {SEED} as s on {_reads(one, "s")}'
            for one in self.refresh.beside
        ]

    def _read(self) -> None:
        """What the touched keys read of their own kind, and what is known of all these."""
        beside: list[str] = []
        if self.refresh.beside:
            self._know(TOUCHED)
            beside = [
                f'select n."{self.refresh.key}" from {self.table} as n join {KNOWN} as own on {_reads(one, "n")}'
                for one in self.refresh.beside
            ]
        self._keep(READ, [f"select key from {TOUCHED}", *beside])
        if self.gives > {self.refresh.key}:  # by which inputs may be cut
            self._know(READ)

    def _know(self, keys: str) -> None:
        """Make KNOWN: the columns of these keys that their rows give, as they were and as they are."""
        columns = self._columns()
        key = self.refresh.key
        was = ", ".join(f'"{one}"' for one in columns)
        parts = [f'select "{key}" as key, {was}, \'then\' as side from {self.table} where "{key}" in {_all(keys)}']
        for of, given in self.refresh.rows.items():
            gives = ", ".join(f"{given[one].low if one in given else 'null'} as {one}" for one in columns)
            rows = f"select * from {of} as x where {given[key].low} in {_all(keys)}"
            parts.append(f"select {given[key].low}, {gives}, 'now' from ({rows}) as x")
        self.connection.execute(f"create or replace temp table {KNOWN} as {' union all '.join(parts)}")

    def _columns(self) -> list[str]:
        """The key, and what else all inputs of rows give of the shape's columns."""
        return [self.refresh.key, *(self.gives - {self.refresh.key})]

    @property
    def gives(self) -> set[str]:
        """The columns that are known of a row before it is made."""
        return set.intersection(*(set(given) for given in self.refresh.rows.values()))

    # ------------------------------------------------------------ both

    def _linked(self) -> list[str]:
        """The keys that changed rows of other inputs touch."""
        return [
            self._link(of, pairs)
            for of, alternatives in self.refresh.links.items()
            if of in self.changed
            for pairs in alternatives
        ]

    def _link(self, of: str, pairs: Sequence[Bound]) -> str:
        key = self.refresh.key
        if is_key(self.refresh, pairs):
            return f"select {pairs[0].low} as key from {part(of)} as x"
        told, holds = bounds(pairs, "t")
        rows = f"select distinct {told} from {part(of)} as x"
        return f'select t."{key}" from {self.table} as t join ({rows}) as d on {holds}'

    def _moving(self) -> list[str]:
        """The keys of rows that the days passed change."""
        if self.passed is None or not self.refresh.in_time:
            return []
        return [moving_rows(self.table, self.refresh, self.passed)]

    def _keep(self, table: str, parts: Iterable[str]) -> None:
        """Make a table of the keys that these selects give, each once."""
        union = " union all ".join(parts) or "select null"
        self.connection.execute(
            f"create or replace temp table {table}_next as"
            f" select distinct * from ({union}) as k(key) where key is not null"
        )
        self.connection.execute(f"drop table if exists {table}")
        self.connection.execute(f"alter table {table}_next rename to {table}")


def is_key(refresh: Refresh, pairs: Sequence[Bound]) -> bool:
    """Whether an alternative of a link names the key itself, and nothing else."""
    return [(pair.column, pair.ranged) for pair in pairs] == [(refresh.key, False)]


def bounds(pairs: Sequence[Bound], row: str) -> tuple[str, str]:
    """SQL of what pairs name of an input, `x`, and of whether a row of the shape lies within that, taken from `d`."""
    told = [
        f"{pair.low} as low_{at}" + (f", {pair.high} as high_{at}" if pair.high else "")
        for at, pair in enumerate(pairs)
    ]
    holds = [pair.holds(f'{row}."{pair.column}"', f"d.low_{at}", f"d.high_{at}") for at, pair in enumerate(pairs)]
    return ", ".join(told), " and ".join(holds)


def _all(keys: str) -> str:
    return f"(select key from {keys})"


def moving_rows(table: str, refresh: Refresh, passed: Passed) -> str:
    """SQL of the keys of the rows of a shape that the days passed change."""
    since, until = f"date '{passed.since}'", f"date '{passed.until}'"
    changes = [f"{day} > {since} and {day} <= {until}" for day in refresh.moves]
    changes += [refresh.lasting] if refresh.lasting else []
    return f'select "{refresh.key}" from {table} where ' + " or ".join(f"({one})" for one in changes)


def _each_day(pair: Bound) -> str:
    """SQL of the days of a row of an input, one row each."""
    ends = f"cast({pair.low} as timestamp), cast({pair.high} as timestamp)"
    return f"cast(unnest(generate_series({ends}, interval 1 day)) as date)"


def _reads(pairs: Sequence[Bound], read: str) -> str:
    """SQL of whether a row, `own`, reads another one of its kind."""
    same = [pair.holds(f'{read}."{pair.column}"', pair.low, pair.high or "") for pair in pairs]
    if any(pair.column == "customer" for pair in pairs):
        same.append(f"{read}.customer <> 'unknown'")  # who is not known is nobody's neighbour
    return " and ".join(same)
