"""What a known answer is, and the ways of asking for it: a metric, SQL over the warehouse, rows as the source reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files as resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

import crm_metrics as crm
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.files.reading import LandingZone
from crm_metrics.warehouse.loading.load import Load
from crm_metrics.warehouse.loading.offering.offer import make_rows
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping.language import open_source

DATA = Path(__file__).parents[3].parent / "shared" / "data"

Rows = Callable[[str, str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Answer:
    """One known answer: its id, the text expected, and the text that the warehouse gives."""

    id: str
    expected: str
    got: str

    @property
    def ok(self) -> bool:
        """Whether they are the same to the last digit told."""
        return self.expected == self.got


def nothing(_: Rows) -> Iterator[Answer]:
    """No answers beside those of the warehouse."""
    yield from ()


@dataclass(frozen=True)
class Scenario:
    """A source, the folder of its files, the company that they are of, and what is known about it.

    answers: asked of the warehouse. beside: of columns that the warehouse has no place for, read as the source reads
    its files. files: those of the folder that it takes; none: all of them. name: where a source has several, or is the
    path of a mapping. write: makes the files, of one that has none there.
    """

    source: str
    folder: str
    company: Mapping[str, str]
    rejected: Mapping[str, int]
    answers: Callable[[crm.Warehouse], Iterator[Answer]]
    beside: Callable[[Rows], Iterator[Answer]] = nothing
    files: tuple[str, ...] = ()
    name: str = ""
    write: Callable[[Path], None] | None = None

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return self.name or self.source


def number(
    warehouse: crm.Warehouse,
    metric: crm.Metric,
    *,
    every: str = "all",
    since: date | None = None,
    until: date | None = None,
    **where: str,
) -> crm.Reading:
    """The only reading of a metric over the days asked."""
    (reading,) = metric.measure(warehouse, every=every, since=since, until=until, where=where).readings
    return reading


def percent(reading: crm.Reading, places: int = 3) -> str:
    """A share and its parts: `91.120 % = 4525 of 4966`."""
    value = "–" if reading.value is None else f"{100 * reading.value:.{places}f} %"
    return f"{value} = {reading.numerator} of {reading.denominator}"


def share(part: Any, whole: Any, places: int = 3) -> str:
    """The same of two numbers: `91.120 % of 4966`."""
    return f"{100 * (part or 0) / whole:.{places}f} % of {whole}"


def months(warehouse: crm.Warehouse, metric: crm.Metric, since: date, until: date) -> Sequence[crm.Reading]:
    """The readings of the months from `since` to `until`."""
    return metric.measure(warehouse, every="month", since=since, until=until).readings


def by(warehouse: crm.Warehouse, metric: crm.Metric, dimension: str) -> dict[str | None, crm.Reading]:
    """The readings over all days, by the values of a dimension."""
    return {one.groups[0]: one for one in metric.measure(warehouse, every="all", by=dimension).readings}


def own(name: str, on: str, numerator: str, denominator: str | None = None, **rest: str) -> crm.Metric:
    """A number that the catalogue does not have, defined as a stranger would."""
    defined = {"unit": "count", **rest}
    return crm.Metric(name=name, label=name, means=name, on=on, numerator=numerator, denominator=denominator, **defined)  # type: ignore[arg-type]


def said(row: Sequence[Any], pattern: str = "{}") -> str:
    """The values of a row, each written by `pattern`, with a semicolon between."""
    return "; ".join("–" if one is None else pattern.format(one) for one in row)


def survival(lives: Sequence[tuple[int, bool]], at: Sequence[int]) -> list[float]:
    """Kaplan and Meier's estimate after each of `at` months: lives are months seen, and whether the life ended then."""
    share_left, found, times = 1.0, {}, sorted({months for months, ended in lives if ended})
    for month in times:
        at_risk = sum(seen >= month for seen, _ in lives)
        share_left *= 1 - sum(ended for seen, ended in lives if seen == month) / at_risk
        found[month] = share_left
    return [next((found[month] for month in reversed(times) if month <= one), 1.0) for one in at]


def as_the_source_reads(source: str, folder: Path) -> Rows:
    """Ask SQL of rows that the source makes of its files beside those it needs: `rows(toml, sql)`."""

    def asked(more: str, sql: str) -> list[tuple[Any, ...]]:
        text = resources("crm_metrics.warehouse").joinpath("sources", f"{source}.toml").read_text(encoding="utf-8")
        with TemporaryDirectory(prefix="pulso-") as place, duckdb.connect() as connection:
            path = Path(place) / "more.toml"
            path.write_text(text + more, encoding="utf-8")
            connection.execute("set TimeZone = 'UTC'")
            schema.create(connection)
            load = Load(
                folder=folder,
                warehouse=Path(place),
                source=open_source(str(path)),
                write_rejects=lambda _: None,
                check=True,
                now=datetime.now(UTC),
            )
            load.find_files(named=True)
            load._land(LandingZone(connection, Path(place), _silent))
            stage = Stage(
                connection=connection,
                source=load.source,
                files=tuple(load.landed),
                zone=load.source.time_zone or "UTC",
                civil_zone=load.source.time_zone or "UTC",
            )
            connection.execute(f"set TimeZone = '{stage.zone}'")
            for kind in stage.kinds():
                stage.convert(kind)
            make_rows(stage)
            return connection.execute(sql).fetchall()

    return asked


def _silent(*_: object) -> None:
    """Say nothing."""
