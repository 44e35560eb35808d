"""A company's own metrics: files of `metrics/*.toml` with the fields of a metric, checked before anybody reads them.

    label = { es = "Casos de garantía", en = "Warranty cases" }
    means = { es = "Casos abiertos por garantía.", en = "Cases opened under warranty." }
    unit = "count"
    on = "work_item.opened_on"
    rows = "reason = 'warranty'"
    numerator = "count(*)"

The name is the file's. A file that can't be used is a Problem with a sentence; the others are there all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crm_metrics.declared import Problem, Section, Stamp, read
from crm_metrics.errors import CrmError, DefinitionError, unknown
from crm_metrics.languages import LANGUAGES, SOURCE
from crm_metrics.metrics.catalogue.cards import MEASURES
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import DIMENSIONS, Metric
from crm_metrics.metrics.own import grammar
from crm_metrics.metrics.own.trial import FILTERS, FORMULAS, tied, tried
from crm_metrics.metrics.rows.formula import ASKED, GOALS, WORDS
from crm_metrics.warehouse import shape
from crm_metrics.words import Said

SPOKEN = ("label", "means", "source", "trap", "owner")  # what a reader sees: a text, or one for each language
NUMBERS = {"matures_days": 3660, "minimum_n": 1_000_000}  # and the most that each may be
OF_ROWS = ("rows", "unknown", "matures_days", "matures_on", "low", "high", "share_of", "own")  # what only rows can have
OF_PACKAGE = ("known", "own_metrics", "closest", "find_spec", "annotations")  # what crm_metrics.metrics itself holds
RESERVED = (*(word.partition("(")[0] for word in WORDS), *ASKED, *GOALS, *OF_PACKAGE, "distinct", "and", "or", "not",
            "in", "is", "null", "true", "false", "between", "all", "case", "select")  # fmt: skip
LONGEST = {"label": 80, "means": 400, "source": 200, "trap": 400, "owner": 80}  # characters
LONGEST_WINDOW = {"days": 3660, "months": 120}
MODULES = ("crm_metrics.metrics", "crm_metrics.metrics.catalogue")  # a module of that name would stand in the way
LONGEST_NAME = 60


@dataclass(frozen=True)
class Own:
    """What a company's files give: the metrics by name, the files that can't be used, and the file of each metric."""

    metrics: Mapping[str, Metric]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]


@lru_cache(maxsize=8)
def own_metrics(files: tuple[Stamp, ...]) -> Own:
    """The metrics of the files with these stamps, each tried on empty tables as they are today."""
    metrics: dict[str, Metric] = {}
    problems: list[Problem] = []
    places: dict[str, str] = {}
    for path, *_ in files:
        file = Path(path).as_posix()
        try:
            metric = _read(Path(path))
            if metric.name in metrics:
                raise DefinitionError("{file}: another file already defines '{name}'.", file=file, name=metric.name)
        except CrmError as error:
            problems.append(Problem(file, error))
        else:
            metrics[metric.name], places[metric.name] = metric, file
    for check in (tied, tried):
        for name, wrong in check(metrics).items():
            del metrics[name]
            problems.append(Problem(places[name], _placed(places[name], wrong)))
    found = {name: places[name] for name in metrics}
    return Own(MappingProxyType(metrics), tuple(sorted(problems, key=lambda problem: problem.file)), found)


def _read(path: Path) -> Metric:
    """The metric that a file declares, its formulas read as texts alone."""
    section = read(path)
    known = [field.name for field in fields(Metric) if field.name != "divides_unknown"]
    section.only(known)
    name = section.text("name", path.name.removesuffix(".toml"))
    _check_name(section, name)
    given: dict[str, Any] = {
        "name": name,
        "minimum_n": section.whole("minimum_n", 30, least=0, most=NUMBERS["minimum_n"]),
    }
    for key in known:
        if key in SPOKEN and (key in section.values or key in ("label", "means")):
            given[key] = _said(section, key)
        elif key in NUMBERS and key in section.values:
            given[key] = section.whole(key, most=NUMBERS[key])
        elif key not in given and (key in section.values or key in ("unit", "on", "numerator")):
            given[key] = section.text(key)
    try:
        metric = Metric(**given)
    except DefinitionError as error:
        raise _placed(section.file, error) from error
    _check_fields(section, metric)
    for key in FORMULAS:
        if (text := getattr(metric, key)) is not None:
            try:
                grammar.checked(text, name, rows=key in FILTERS, of_metrics=metric.on == "period")
            except DefinitionError as error:
                raise _placed(section.file, error, key) from error
    divided = grammar.counted_as_nought(metric)
    return replace(metric, unknown=metric.unknown or divided, divides_unknown=divided is not None)


def _check_name(section: Section, name: str) -> None:
    if name in MEASURES or name in CATALOGUE or name.removesuffix("_forecast") in CATALOGUE:
        raise DefinitionError(
            "{file}: '{name}' is a metric of Pulso. Give yours another name.", file=section.file, name=name
        )
    if (
        not re.fullmatch(rf"[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}", name)
        or name in RESERVED
        or any(find_spec(f"{place}.{name}") for place in MODULES)  # after the letters: a point would name a package
    ):
        raise DefinitionError(
            "{file}: '{name}' can't name a metric. Take up to {most} small letters, digits and _, as old_cases.",
            file=section.file,
            name=name[:LONGEST_NAME],
            most=LONGEST_NAME,
        )


def _said(section: Section, key: str) -> Said:
    texts = section.spoken(key, LANGUAGES, fallback=SOURCE)
    for text in texts.values():
        if len(text) > LONGEST[key] or not text.isprintable():
            raise DefinitionError(
                "{file}, {key}: write up to {most} characters on one line.",
                file=section.file,
                key=key,
                most=LONGEST[key],
            )
    return Said(texts[SOURCE], texts)


def _check_fields(section: Section, metric: Metric) -> None:
    """What the words of a metric are held against here, because a slip in a file must not wait for its reader."""
    if metric.share_of is not None:
        section.choice("share_of", DIMENSIONS)
    for key in OF_ROWS if metric.on == "period" else ():
        if key in section.values:
            raise DefinitionError(
                "{file}, {key}: a metric over other metrics has no rows of its own; write it in theirs.",
                file=section.file,
                key=key,
            )
    if metric.trailing is not None:
        count, unit = metric.trailing.split()
        if int(count) > LONGEST_WINDOW[unit]:
            raise DefinitionError(
                "{file}, trailing: {value} is too long a window; the longest is {most}.",
                file=section.file,
                value=metric.trailing,
                most=f"{LONGEST_WINDOW[unit]} {unit}",
            )
    if "aggregation" in section.values and metric.aggregation != Metric(**_without(metric, "aggregation")).aggregation:
        raise DefinitionError(
            "{file}: leave 'aggregation' out; it follows from the formula.", file=section.file, metric=metric.name
        )
    if metric.on != "period" and metric.shape not in shape.shapes():
        raise unknown(
            DefinitionError, "{file}, on: no rows '{word}'.", metric.shape, _countable(), file=section.file
        )  # fmt: skip


def _placed(file: str, error: CrmError, field: str = "") -> DefinitionError:
    """The error with the file, and the field where it is known, before it; a name that comes first would come twice."""
    if field:
        return DefinitionError("{file}, {field}: {problem}", file=file, field=field, problem=error)
    return DefinitionError("{file}: {problem}", file=file, problem=error)


def _without(metric: Metric, key: str) -> dict[str, Any]:
    return {field.name: getattr(metric, field.name) for field in fields(metric) if field.name != key}


def _countable() -> list[str]:
    return [name for name in shape.shapes() if name != "watermark"]
