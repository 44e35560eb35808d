"""Two true rows under one key, such as two changes in one second: each gets its number in the column `seq`.

Equal rows stay one. A row that is known keeps its number; a change that goes on where the known ones end comes after
them; any other row takes the place of a known one that its file no longer tells so: that is a correction. New rows are
numbered in the order of the file; changes in the order in which their values follow each other, where these tell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, permutations

import duckdb

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering.offer import Offer
from crm_metrics.warehouse.tables import DAYS, Table

SEQ = "seq"
_TRIED = 6  # so many changes of one instant are put in order by trying; more stay in the order of the file


@dataclass(kw_only=True)
class Twin:
    """A row under a key that others have, too."""

    place: int = 0
    """Of which key."""
    batch: int = 0
    """The offer that brings it; 0 for one that is known."""
    row: int = 0
    """Its number in the offer."""
    number: int | None = None
    """Its `seq`, where it has one already."""
    old: str | None = None
    """Of a change, the value before it."""
    new: str | None = None
    """Of a change, the value after it."""
    before: str | None = None
    """Of a change, the value that held before its instant."""

    def leads_to(self, other: Twin) -> bool:
        """Whether the other change begins where this one ends."""
        return self.new is not None and self.new == other.old

    def goes_before(self, other: Twin) -> bool:
        """Whether the other change begins where this one ends, and is not this one told otherwise."""
        return self.leads_to(other) and self.old != other.old


def numbered(connection: duckdb.DuckDBPyConnection, offers: Sequence[Offer]) -> list[Offer]:
    """The offers of one table with their column `seq` filled, where its key has one."""
    table = offers[0].table
    if SEQ not in table.key:
        return list(offers)
    base = [name for name in table.key if name != SEQ]
    made = [_with_number(connection, offer) if set(base) <= set(offer.given) else offer for offer in offers]
    twins = _Twins(connection=connection, table=table, offers=[offer for offer in made if SEQ in offer.given])
    if twins.offers:
        twins.number()
    return made


def _with_number(connection: duckdb.DuckDBPyConnection, offer: Offer) -> Offer:
    if SEQ in offer.given:
        return offer
    connection.execute(f"alter table {offer.name} add column {SEQ} integer")
    return replace(offer, given=[*offer.given, SEQ], written={**offer.written, SEQ: SEQ})


@dataclass(frozen=True, kw_only=True)
class _Twins:
    """The rows offered to one table of which some have no number yet."""

    connection: duckdb.DuckDBPyConnection
    table: Table
    offers: Sequence[Offer]

    def number(self) -> None:
        """Number them all: first what is known already, then what stands alone, at last those that need thought."""
        self._list_rows()
        self._take_known_numbers()
        self._number_the_single()
        settled = [
            twin for _, group in groupby(self._groups(), key=lambda twin: twin.place) for twin in settle(list(group))
        ]
        self._write(settled)

    @property
    def _base(self) -> list[str]:
        return [name for name in self.table.key if name != SEQ]

    @property
    def _keys(self) -> str:
        return ", ".join(map(quoted, self._base))

    @property
    def _of_changes(self) -> bool:
        return "old_value" in self.table.columns

    def _list_rows(self) -> None:
        """`unnumbered`: every row without a number, with what it says and, of a change, both values."""
        change = "old_value, new_value" if self._of_changes else "null as old_value, null as new_value"
        every = " union all ".join(
            f"select {offer.batch} as batch, rowid as _n, {self._keys}, hash({', '.join(_content(offer))}) as content,"
            f" {change if {'old_value', 'new_value'} <= set(offer.given) else 'null as old_value, null as new_value'}"
            f" from {offer.name} where {SEQ} is null"
            for offer in self.offers
        )
        filled = " and ".join(f"{quoted(name)} is not null" for name in self._base)
        self.connection.execute("drop table if exists unnumbered")
        self.connection.execute(
            f"create temp table unnumbered as select *, cast(null as integer) as {SEQ} from ({every}) where {filled}"
        )

    def _take_known_numbers(self) -> None:
        """A row that says what is known of one keeps its number."""
        same = " and ".join(f"known.{quoted(name)} = offered.{quoted(name)}" for name in self._base)
        for offer in self.offers:
            told = [name for name in offer.given if name not in self.table.key]
            equal = "".join(f" and offered.{quoted(name)} is not distinct from known.{quoted(name)}" for name in told)
            self.connection.execute(
                f"update unnumbered as target set {SEQ} = found.number from (select offered.rowid as _n,"
                f" min(known.{SEQ}) as number from {offer.name} as offered join main.{quoted(self.table.name)} as known"
                f" on {same} where offered.{SEQ} is null{equal} group by all) as found"
                f" where target.batch = {offer.batch} and target._n = found._n"
            )

    def _number_the_single(self) -> None:
        """`hard`: the keys that need thought. All others have one row here and none known; of no change, one known."""
        known = "known = 0" if self._of_changes else "known <= 1"
        self.connection.execute("drop table if exists hard")
        self.connection.execute("drop table if exists single")
        self.connection.execute(
            f"create temp table single as with offered as (select {self._keys}, count(distinct (batch, content)) as"
            f" kinds from unnumbered group by {self._keys} having count(*) > count({SEQ})), known as"
            f" (select {self._keys}, count(*) as known, min({SEQ}) as number from main.{quoted(self.table.name)}"
            f" semi join offered using ({self._keys}) group by {self._keys})"
            " select offered.*, coalesce(number, 1) as number,"
            f" kinds = 1 and coalesce(known, 0) {known.removeprefix('known ')} as easy"
            f" from offered left join known using ({self._keys})"
        )
        self.connection.execute(
            f"create temp table hard as select {self._keys}, row_number() over (order by {self._keys}) as place"
            " from single where not easy"
        )
        same = " and ".join(f"one.{quoted(name)} = target.{quoted(name)}" for name in self._base)
        self.connection.execute(
            f"update unnumbered as target set {SEQ} = one.number from single as one where easy and {same}"
        )

    def _groups(self) -> Iterator[Twin]:
        """The rows of the keys in `hard`: known ones by their numbers, then the others as the files have them."""
        change = "known.old_value, known.new_value" if self._of_changes else "null, null"
        before = self._values_before() if self._of_changes else {}
        found = self.connection.execute(
            f"select place, 0 as batch, 0 as _n, known.{SEQ} as number, {change} from hard"
            f" join main.{quoted(self.table.name)} as known using ({self._keys}) union all"
            f" select place, batch, min(_n), min({SEQ}), any_value(old_value), any_value(new_value)"
            f" from hard join unnumbered using ({self._keys}) group by place, batch, content"
            " order by 1, 2, case when batch = 0 then number else _n end"
        ).fetchall()
        for place, batch, row, number, old, new in found:
            at = before.get(place)
            yield Twin(place=place, batch=batch, row=row, number=number, old=old, new=new, before=at)

    def _values_before(self) -> dict[int, str | None]:
        """The value that held before the instant of each key in `hard`."""
        alike = "e.entity = hard.entity and e.entity_id = hard.entity_id and e.attribute = hard.attribute"
        columns = "entity, entity_id, attribute, changed_at, new_value"
        return dict(
            self.connection.execute(
                f"select place, arg_max(e.new_value, e.changed_at) from hard join (select {columns} from unnumbered"
                f" union all select {columns} from main.status_event) as e on {alike}"
                " and e.changed_at < hard.changed_at group by place"
            ).fetchall()
        )

    def _write(self, settled: Sequence[Twin]) -> None:
        """Number the rows, and with each its equals."""
        lists = [[getattr(twin, name) for twin in settled] for name in ("batch", "row", "number")]
        self.connection.execute(
            f"update unnumbered as target set {SEQ} = found.number from (select one.batch, one.content,"
            f" told.number, {self._keys} from (select unnest(?::integer[]) as batch, unnest(?::bigint[]) as _n,"
            " unnest(?::integer[]) as number) as told join unnumbered as one using (batch, _n)) as found"
            f" where target.batch = found.batch and target.content = found.content"
            f" and {' and '.join(f'target.{quoted(name)} = found.{quoted(name)}' for name in self._base)}",
            lists,
        )
        for offer in self.offers:
            self.connection.execute(
                f"update {offer.name} as target set {SEQ} = one.{SEQ} from unnumbered as one"
                f" where one.batch = {offer.batch} and target.rowid = one._n"
            )


def _content(offer: Offer) -> list[str]:
    names = [quoted(name) for name in offer.given if name != SEQ]
    return [*names, DAYS] if offer.table.instants else names


def settle(twins: Sequence[Twin]) -> list[Twin]:
    """The offered rows among those of one key, each with its number."""
    known = [twin for twin in twins if twin.batch == 0]
    here = [twin for twin in twins if twin.batch]
    again = {twin.number for twin in here}
    replaced = [twin for twin in known if twin.number not in again]
    numbers = [twin.number for twin in known if twin.number is not None]
    first, last = min(numbers, default=1), max(numbers, default=0)
    at_start, at_end = (known[0], known[-1]) if known else (None, None)
    for twin in in_order([twin for twin in here if twin.number is None]):
        if at_end is not None and at_end.goes_before(twin):
            last += 1
            twin.number, at_end = last, twin
        elif at_start is not None and twin.goes_before(at_start):
            first -= 1
            twin.number, at_start = first, twin
        elif replaced:
            twin.number = replaced.pop(0).number
        else:
            last += 1
            twin.number = last
    return here


def in_order(twins: Sequence[Twin]) -> list[Twin]:
    """Changes as their values follow each other, from the value that held before them; else as the file has them."""
    if not 1 < len(twins) <= _TRIED:
        return list(twins)
    chains = [list(order) for order in permutations(twins) if all(map(Twin.leads_to, order, order[1:]))]
    begun = [chain for chain in chains if chain[0].old is not None and chain[0].old == chain[0].before]
    return next(iter(begun or chains), list(twins))
