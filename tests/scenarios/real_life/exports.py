"""What a company hands over: its files as text, the source that reads them, and what is right beside a clean one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

Row = dict[str, object]
Tables = dict[str, list[Row]]
ByMonth = Mapping[date, float]

COLOMBIA = ("--country", "CO")


@dataclass(frozen=True, kw_only=True)
class Export:
    """Files as a company has them, and how they are brought in."""

    files: Mapping[str, str]
    """The text of each file, by its name."""
    source: str = ""
    """The name of a source that comes with the product; the text of one's own TOML; "" for the input tables."""
    init: tuple[str, ...] | None = COLOMBIA
    """The arguments of init; None: nobody ran it."""
    otherwise: Export | None = None
    """What its user would have written for a project that refuses this one, or leaves rows of it out."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One company twice, clean and as real life writes it, with all in which the two may differ."""

    clean: Export
    """The company whose numbers are right."""
    real: Export
    """The same company as real life writes it."""
    since: date = date(2025, 1, 1)
    """The first day asked."""
    until: date = date(2025, 6, 30)
    """The last day asked."""
    added: Mapping[str, ByMonth] = field(default_factory=dict)
    """What the rows that real life adds bring to a metric's numerator, by month."""
    right: Mapping[str, Mapping[date, float | None]] = field(default_factory=dict)
    """Values worked out from the rows themselves, by month; None: nothing may be told as complete."""
    free: frozenset[str] = frozenset()
    """Metrics that the facts added, or taken away, may move by amounts that are not worked out here."""
    only: frozenset[str] = frozenset()
    """The metrics that are compared; all when empty."""
    may_move: bool = False
    """Whether a value may move by half its interval, or by 1 % where it has none, and still be told as complete."""
    intervals: bool = False
    """Whether the intervals of the real company are judged by themselves."""


Form = Callable[[Random], Telling]


def named(form: Form, name: str) -> Form:
    """The form under a name of its own, by which a fault is told."""
    form.__name__ = name
    return form


def text_of(rows: Iterable[Row], delimiter: str = ",") -> str:
    """The rows as a CSV file with the columns of all of them."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def plain(tables: Tables, source: str = "", init: tuple[str, ...] | None = COLOMBIA) -> Export:
    """The input tables, one file each."""
    return Export(
        files={f"{name}.csv": text_of(rows) for name, rows in tables.items() if rows}, source=source, init=init
    )


def ours(**words: str) -> str:
    """The TOML of a company's own plain files, with the words that it needs."""
    return "\n".join(['name = "ours"', 'extends = "plain"', *(f'{name} = "{said}"' for name, said in words.items())])


def copy(tables: Tables) -> Tables:
    """The same rows, free to be changed."""
    return {name: [dict(row) for row in rows] for name, rows in tables.items()}


def some(draw: Random, rows: Sequence[Row], share: float) -> list[Row]:
    """A share of the rows, at least one."""
    return draw.sample(list(rows), max(1, round(len(rows) * share)))


def month(day: object) -> date:
    """The first day of the month of a day or instant as it is written in a file."""
    return date.fromisoformat(str(day)[:10]).replace(day=1)


def by_month(rows: Iterable[tuple[object, float]]) -> dict[date, float]:
    """The sums of the months."""
    found: dict[date, float] = {}
    for day, amount in rows:
        found[month(day)] = found.get(month(day), 0) + amount
    return found


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.2f}" if isinstance(value, float) else value
