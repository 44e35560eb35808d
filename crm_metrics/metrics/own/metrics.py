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
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlglot import exp

from crm_metrics.access import EVERYTHING
from crm_metrics.declared import Problem, Section, Stamp, read
from crm_metrics.errors import CrmError, DefinitionError, unknown
from crm_metrics.languages import LANGUAGES, SOURCE
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.computed import answered
from crm_metrics.metrics.core import DIMENSIONS, Metric
from crm_metrics.metrics.own import grammar
from crm_metrics.metrics.rows.dimensions import columns_of
from crm_metrics.metrics.rows.formula import ASKED, GOALS, WORDS, check_columns, names, parse
from crm_metrics.metrics.rows.plan import Question
from crm_metrics.warehouse import blank, shape
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Said

SPOKEN = ("label", "means", "source", "trap", "owner")  # what a reader sees: a text, or one for each language
NUMBERS = {"matures_days": 3660, "minimum_n": 1_000_000}  # and the most that each may be
FORMULAS = ("numerator", "denominator", "rows", "low", "high")
RESERVED = (
    *(word.partition("(")[0] for word in WORDS),
    *ASKED,
    *GOALS,
    "distinct",
    "and",
    "or",
    "not",
    "in",
    "is",
    "null",
    "true",
    "false",
    "between",
    "all",
    "case",
    "select",
    "known",
    "own_metrics",
    "closest",
    "find_spec",
    "annotations",
)  # fmt: skip - the last are the package's own
LONGEST = {"label": 80, "means": 400, "source": 200, "trap": 400, "owner": 80}  # characters
LONGEST_WINDOW = {"days": 3660, "months": 120}
MODULES = ("crm_metrics.metrics", "crm_metrics.metrics.catalogue")  # a module of that name would stand in the way
LONGEST_NAME = 60


@dataclass(frozen=True)
class Own:
    """What a company's files give: the metrics by name, and the files that can't be used."""

    metrics: Mapping[str, Metric]
    problems: tuple[Problem, ...]


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
    for check in (_tied, _tried):
        for name, wrong in check(metrics).items():
            del metrics[name]
            problems.append(Problem(places[name], _placed(places[name], wrong)))
    return Own(MappingProxyType(metrics), tuple(sorted(problems, key=lambda problem: problem.file)))


def _read(path: Path) -> Metric:
    """The metric that a file declares, its formulas read as texts alone."""
    section = read(path)
    known = [field.name for field in fields(Metric)]
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
                grammar.checked(text, name, rows=key == "rows", of_metrics=metric.on == "period")
            except DefinitionError as error:
                raise _placed(section.file, error, key) from error
    return metric


def _check_name(section: Section, name: str) -> None:
    if name in CATALOGUE or name.removesuffix("_forecast") in CATALOGUE:
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


def _tied(own: Mapping[str, Metric]) -> dict[str, CrmError]:
    """The metrics over metrics that name what there is not, or that need each other in a circle."""
    wrong: dict[str, CrmError] = {}
    settled = set(CATALOGUE) | {name for name, metric in own.items() if metric.on != "period"}
    left = {name: _parts(metric) for name, metric in own.items() if metric.on == "period"}
    while ready := [name for name, parts in left.items() if settled.issuperset(parts)]:
        settled.update(ready)
        left = {name: parts for name, parts in left.items() if name not in settled}
    for name, parts in left.items():
        strange = [part for part in parts if part not in CATALOGUE and part not in own]
        if strange:
            wrong[name] = unknown(DefinitionError, "no metric '{word}'.", strange[0], {*CATALOGUE, *own} - {name})
        else:
            lost = ", ".join(part for part in parts if part not in settled)
            wrong[name] = DefinitionError("it is worked out from {names}, which lead back to it or can't be used.",
                                          names=lost)  # fmt: skip
    return wrong


def _parts(metric: Metric) -> list[str]:
    texts = [text for text in (metric.numerator, metric.denominator) if text]
    return [name for text in texts for name in names(parse(text, metric.name))]


def _tried(own: Mapping[str, Metric]) -> dict[str, CrmError]:
    """The metrics that ask for columns which there are not, or which the engine refuses; and those that need them."""
    if not own:
        return {}
    wrong: dict[str, CrmError] = {}
    with blank.blank_house(_needed(own)) as house:
        for name, metric in sorted(own.items(), key=lambda one: one[1].on == "period"):
            lost = _reached(own, name) & set(wrong)
            if lost:
                wrong[name] = DefinitionError(
                    "it is worked out from {names}, which can't be used.", names=", ".join(sorted(lost))
                )
                continue
            try:
                said = blank.complaint(partial(_try, house, metric, own))
            except CrmError as error:
                wrong[name] = error
                continue
            if said is not None:
                wrong[name] = DefinitionError(
                    "the formula does not fit its columns ({columns}): sum and quantile take numbers, count_if a yes/no"
                    " column or a comparison, and a day or a text is compared with its like. The engine says: {said}",
                    columns=_typed(house, metric),
                    said=said,
                )
    return wrong


def _needed(own: Mapping[str, Metric]) -> set[str]:
    """The shapes that the metrics read, also by way of others."""
    reached = {part for name in own for part in (name, *_reached({**CATALOGUE, **own}, name))}
    known = {**CATALOGUE, **own}
    return {known[name].shape for name in reached if known[name].on != "period"}


def _reached(known: Mapping[str, Metric], name: str) -> set[str]:
    """The metrics behind a metric over metrics, at any depth."""
    reached: set[str] = set()
    left = [name]
    while left:
        metric = known.get(left.pop())
        parts = _parts(metric) if metric is not None and metric.on == "period" else []
        left += [part for part in parts if part not in reached]
        reached.update(parts)
    return reached


def _try(house: Warehouse, metric: Metric, own: Mapping[str, Metric]) -> None:
    """Ask the blank house for the metric, whole and by its own dimension; raise what is wrong with it."""
    if metric.on != "period":
        columns = columns_of(house, metric)
        for key in FORMULAS:
            if (text := getattr(metric, key)) is not None:
                overlap = ("days",) if metric.anchor == "days" else ()
                try:
                    known = (*columns, *overlap, *ASKED)
                    check_columns(parse(text, metric.name), known, metric.name, metric.shape)
                    _check_texts(house, parse(text, metric.name), metric)
                except DefinitionError as error:
                    raise DefinitionError("{field}: {problem}", field=key, problem=error) from error
        if metric.own is not None and metric.own not in columns:
            raise unknown(DefinitionError, "{shape} has no column '{word}' to be its own dimension.", metric.own,
                          columns, shape=metric.shape)  # fmt: skip
    catalogue = {**CATALOGUE, **own}
    for by in ((), (metric.own,)) if metric.own else ((),):
        for every in (metric.finest, "all"):
            question = Question(
                warehouse=house,
                catalogue=catalogue,
                every=every,
                by=tuple(filter(None, by)),
                where=(),
                since=blank.DAY,
                until=blank.DAY,
                scope=EVERYTHING,
            )
            answered(question, [metric])


def _check_texts(house: Warehouse, tree: exp.Expr, metric: Metric) -> None:
    """A text in quotes that is held against a day or number is one: the engine would say so at the first row only."""
    kinds = house.columns(metric.shape)
    for text in tree.find_all(exp.Literal):
        sides = text.parent.iter_expressions() if text.is_string and text.parent is not None else ()
        for column in (one for one in sides if isinstance(one, exp.Column) and one.name in kinds):
            kind = kinds[column.name]
            if house.fetch(f"select try_cast(? as {kind}) is null", [text.this]) != [(False,)]:
                raise DefinitionError(
                    "'{text}' is no value of {column}, which holds {kind}; a day is written as '2026-01-31'.",
                    text=text.this,
                    column=column.name,
                    kind=kind,
                )


def _typed(house: Warehouse, metric: Metric) -> str:
    """The columns that a metric's formulas name, each with what it holds."""
    kinds = house.columns(metric.shape)
    texts = [text for key in FORMULAS if (text := getattr(metric, key)) is not None]
    used = dict.fromkeys(name for text in texts for name in names(parse(text, metric.name)))
    return ", ".join(f"{name} {kinds[name]}" if name in kinds else name for name in used) or metric.on
