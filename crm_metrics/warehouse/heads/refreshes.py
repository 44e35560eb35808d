"""What the head of a shape says of how it is brought up to changed rows.

    refresh: work_item            the column whose rows are made together; never empty, and the key of `row of`
    row of main.work_item: work_item_id as work_item, reason
                                  of the input of which each row is one key: what columns of the shape it gives.
                                  An expression reads the input as `x`. `low .. high as day` is each of these days
    link of main.status_event: work_item = x.entity_id; team = x.new_value
                                  a row of the shape depends on those rows of this input alone of which one of the
                                  alternatives holds, its columns all together; `day = low ..` is that day or later
    beside: customer, offered_on = own.offered_on .. own.offered_on + 7; work_item
                                  … and on rows of its own kind with the same customer on its day or in the 7 days after
                                  it, and on those of the same work item
    together: days                the keys are days, and rows of several days make these depend on each other
    moves: opened_on + 14, closed_on + 7
                                  rows that the passing of these days changes
    lasting: closed_at is null    rows that the passing of any day changes
    placed: decile by profit      of a period shape: columns that tell a row's place among all of its period, by these

`kept_id(customer_id)` is the id that stays of customers merged. A line goes on in the next one, indented. An input that
no line names and which has changed makes the whole shape anew; so does the passing of time where neither `moves` nor
`lasting` is said. `moves: never`: it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.errors import DefinitionError

WORDS = ("refresh", "row", "link", "beside", "together", "moves", "lasting", "placed")
KEPT_ID = "coalesce((select min(k.customer) from shape.customer_key as k where k.alias_id = x.{0}), x.{0})"
_BRACKETS = {"(": 1, ")": -1, "[": 1, "]": -1, "{": 1, "}": -1}


@dataclass(frozen=True)
class Bound:
    """A column of the shape, and what of an input it equals, or lies between: `high` None is that or more."""

    column: str
    low: str
    high: str | None = None
    ranged: bool = False

    def holds(self, column: str, low: str, high: str) -> str:
        """SQL of it, for these names of the three."""
        if not self.ranged:
            return f"{column} = {low}"
        return f"{column} >= {low}" + (f" and {column} <= {high}" if self.high else "")


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """How one shape is brought up to changed rows."""

    key: str
    """The column whose rows are made together."""

    rows: Mapping[str, Mapping[str, Bound]]
    """By input of which a row is one key, as `schema.table`: the columns of the shape that it gives."""

    links: Mapping[str, tuple[tuple[Bound, ...], ...]]
    """By input: the alternatives, each of columns that hold together."""

    beside: tuple[tuple[Bound, ...], ...] = ()
    """The rows of its own kind on which one, `own`, depends: the alternatives."""

    together: bool = False
    """Whether the days of one row of an input depend on each other."""

    moves: tuple[str, ...] = ()
    """The days, in columns of the shape, whose passing changes a row."""

    lasting: str | None = None
    """Of which rows the passing of any day changes."""

    placed: tuple[str, ...] = ()
    """The columns that tell a row's place among all rows of its period."""

    placed_by: tuple[str, ...] = ()
    """The columns by which these are told."""

    def with_texts(self, fill: Callable[[str], str]) -> Refresh:
        """The same, its expressions filled in."""

        def filled(pair: Bound) -> Bound:
            return replace(pair, low=fill(pair.low), high=fill(pair.high) if pair.high else None)

        return replace(
            self,
            rows={of: {column: filled(pair) for column, pair in given.items()} for of, given in self.rows.items()},
            links={of: tuple(tuple(map(filled, pairs)) for pairs in every) for of, every in self.links.items()},
            moves=tuple(map(fill, self.moves)),
            lasting=fill(self.lasting) if self.lasting else None,
        )

    @property
    def by_days(self) -> bool:
        """Whether a row of its input is several keys, each a day."""
        return any(given[self.key].ranged for given in self.rows.values())

    @property
    def in_time(self) -> bool:
        """Whether it is said what the passing of time changes."""
        return bool(self.moves) or self.lasting is not None

    @property
    def named(self) -> frozenset[str]:
        """The inputs of which it is said what depends on them."""
        return frozenset({*self.rows, *self.links})


def parse(name: str, lines: Sequence[tuple[str, str, str]]) -> Refresh | None:
    """What these lines of a head say, each as (word, of, text); None where they say nothing.

    Raises DefinitionError where they don't say enough.
    """
    if not lines:
        return None
    said = {word: ", ".join(text for first, _, text in lines if first == word) for word in ("refresh", "moves")}
    rows: dict[str, dict[str, Bound]] = {}
    links: dict[str, list[tuple[Bound, ...]]] = {}
    beside: list[tuple[Bound, ...]] = []
    lasting = [text for word, _, text in lines if word == "lasting"]
    placed, _, placed_by = next((text for word, _, text in lines if word == "placed"), "").partition(" by ")
    for word, of, said_there in lines:
        text = re.sub(r"\bkept_id\((\w+)\)", lambda place: KEPT_ID.format(place[1]), said_there)
        if word == "row":
            rows.setdefault(of, {}).update({pair.column: pair for pair in map(_given, _parts(text, ","))})
        elif word == "link":
            links.setdefault(of, []).extend(tuple(map(_pair, _parts(one, ","))) for one in _parts(text, ";"))
        elif word == "beside":
            beside += [tuple(_pair(part, "own") for part in _parts(one, ",")) for one in _parts(text, ";")]
    if not said["refresh"] or not rows or any(said["refresh"] not in given for given in rows.values()):
        raise DefinitionError("shapes/{name}.sql does not say of which rows its keys are.", name=name)
    return Refresh(
        key=said["refresh"],
        rows=rows,
        links={of: tuple(alternatives) for of, alternatives in links.items()},
        beside=tuple(beside),
        together=any(word == "together" for word, _, _ in lines),
        moves=tuple(one for one in _parts(said["moves"], ",") if one != "never"),
        lasting=" or ".join(f"({one})" for one in lasting) or ("false" if said["moves"] else None),
        placed=tuple(_parts(placed, ",")),
        placed_by=tuple(_parts(placed_by, ",")),
    )


def _given(text: str) -> Bound:
    """`expression as column`, or a column of both names."""
    expression, _, column = text.rpartition(" as ")
    if not expression:
        return Bound(text, f"x.{text}")
    return _ranged(column, expression)


def _pair(text: str, other: str = "x") -> Bound:
    """`column = expression`, or a column of both names."""
    column, _, expression = text.partition("=")
    return _ranged(column.strip(), expression.strip() or f"{other}.{text}")


def _ranged(column: str, expression: str) -> Bound:
    low, dots, high = (part.strip() for part in expression.partition(" .."))
    return Bound(column, low, high or None, bool(dots))


def _parts(text: str, mark: str) -> list[str]:
    """The parts of a text between marks that stand in no brackets and in no quotes."""
    parts, depth, quoted = [""], 0, False
    for sign in text:
        quoted ^= sign == "'"
        depth += 0 if quoted else _BRACKETS.get(sign, 0)
        if sign == mark and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return [re.sub(r"\s+", " ", part).strip() for part in parts if part.strip()]
