"""A company's metrics tried before a reader asks for them: on tables without a row, then on rows of every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from sqlglot import exp

from crm_metrics.access import EVERYTHING
from crm_metrics.errors import CrmError, DefinitionError, QuestionError, unknown
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.computed import answered
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.own.grammar import conditions, ordered
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.dimensions import column_of, columns_of
from crm_metrics.metrics.rows.formula import ASKED, check_columns, names, parse
from crm_metrics.metrics.rows.plan import Question
from crm_metrics.warehouse import blank
from crm_metrics.warehouse.store import Warehouse

FORMULAS = ("numerator", "denominator", "rows", "unknown", "low", "high")
FILTERS = ("rows", "unknown")  # those that hold of one row at a time
DEEPEST = 8  # metrics over metrics over metrics: nobody follows more, and each level asks for all below it
_NUMBERS = ("BIGINT", "INTEGER", "HUGEINT", "SMALLINT", "TINYINT", "UBIGINT", "DOUBLE", "FLOAT", "DECIMAL")
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between)
_LOGIC = (*_COMPARED, exp.Is, exp.Boolean)


def parts(metric: Metric) -> list[str]:
    """The metrics that a metric over metrics names, each time it names them."""
    texts = [text for text in (metric.numerator, metric.denominator) if text]
    return [name for text in texts for name in names(parse(text, metric.name))]


def _named(metric: Metric) -> bool:
    """Whether a metric over metrics names one, or the goal of one."""
    texts = [text for text in (metric.numerator, metric.denominator) if text]
    return any(parse(text, metric.name).find(exp.Column) for text in texts)


def tied(own: Mapping[str, Metric]) -> dict[str, CrmError]:
    """The metrics over metrics that name what there is not, that need each other in a circle, or lie too deep."""
    wrong: dict[str, CrmError] = {
        name: DefinitionError("it names no metric; write the id of one, as cases_opened.")
        for name, metric in own.items()
        if metric.on == "period" and not _named(metric)
    }
    depth = dict.fromkeys([*CATALOGUE, *(name for name, metric in own.items() if metric.on != "period")], 0)
    left = {name: parts(metric) for name, metric in own.items() if metric.on == "period" and name not in wrong}
    while ready := [name for name, below in left.items() if depth.keys() >= set(below)]:
        depth |= {name: 1 + max((depth[one] for one in left[name]), default=0) for name in ready}
        left = {name: below for name, below in left.items() if name not in depth}
    for name in (name for name, level in depth.items() if level > DEEPEST):
        wrong[name] = DefinitionError(
            "it lies {most} levels above the rows; write it over fewer other metrics of yours.", most=DEEPEST + 1
        )
    for name, below in left.items():
        strange = [one for one in below if one not in CATALOGUE and one not in own]
        if strange:
            wrong[name] = unknown(DefinitionError, "no metric '{word}'.", strange[0], {*CATALOGUE, *own} - {name})
        else:
            lost = ", ".join(one for one in below if one not in depth)
            wrong[name] = DefinitionError("it is worked out from {names}, which lead back to it or can't be used.",
                                          names=lost)  # fmt: skip
    return wrong


def tried(own: Mapping[str, Metric]) -> dict[str, CrmError]:
    """The metrics that ask for columns which there are not, or which break on some value; and those that need them."""
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
            elif (error := _complaint(house, metric, own)) is not None:
                wrong[name] = error
        blank.fill(house)
        for name, metric in own.items():
            if name not in wrong and metric.on != "period" and (error := _broken(house, metric)) is not None:
                wrong[name] = error
    for name in own.keys() - wrong.keys():
        if lost := _reached(own, name) & set(wrong):
            wrong[name] = DefinitionError(
                "it is worked out from {names}, which can't be used.", names=", ".join(sorted(lost))
            )
    return wrong


def _complaint(house: Warehouse, metric: Metric, own: Mapping[str, Metric]) -> CrmError | None:
    """What is wrong with a metric before it has met a row."""
    try:
        said = blank.complaint(partial(_try, house, metric, own))
    except CrmError as error:
        return error
    if said is None:
        return None
    return DefinitionError(
        "the formula does not fit its columns ({columns}): sum and quantile take numbers, count_if a yes/no"
        " column or a comparison, and a day or a text is compared with its like. The engine says: {said}",
        columns=_typed(house, metric),
        said=said,
    )


def _broken(house: Warehouse, metric: Metric) -> CrmError | None:
    """What a metric breaks on, of rows with every kind of value; its own filters would hide some of them."""
    everything = replace(metric, rows=None, process=None)
    for one in dict.fromkeys([metric, everything]):
        try:
            said = blank.complaint(partial(_asked, house, one, {}))
        except QuestionError as error:
            said = str(error)
        if said is not None:
            return DefinitionError(
                "the formula breaks on values that its columns ({columns}) can have: a text is no number, and is held"
                " against a text in quotes. The engine says: {said}",
                columns=_typed(house, metric),
                said=said,
            )
    return None


def _needed(own: Mapping[str, Metric]) -> set[str]:
    """The shapes that the metrics read, also by way of others."""
    known = {**CATALOGUE, **own}
    reached = {part for name in own for part in (name, *_reached(known, name))}
    return {known[name].shape for name in reached if known[name].on != "period"}


def _reached(known: Mapping[str, Metric], name: str) -> set[str]:
    """The metrics behind a metric over metrics, at any depth."""
    reached: set[str] = set()
    left = [name]
    while left:
        metric = known.get(left.pop())
        below = parts(metric) if metric is not None and metric.on == "period" else []
        left += [one for one in below if one not in reached]
        reached.update(below)
    return reached


def _try(house: Warehouse, metric: Metric, own: Mapping[str, Metric]) -> None:
    """Ask the blank house for the metric, whole and by its own dimension; raise what is wrong with it."""
    if metric.on != "period":
        columns = columns_of(house, metric)
        kinds = blank.kinds(house, metric.shape)
        _check_days(metric, kinds)
        for key in FORMULAS:
            if (text := getattr(metric, key)) is not None:
                try:
                    _check_formula(house, metric, parse(text, metric.name), kinds, rows=key in FILTERS)
                except DefinitionError as error:
                    raise DefinitionError("{field}: {problem}", field=key, problem=error) from error
        if metric.own is not None and metric.own not in columns:
            raise unknown(DefinitionError, "{shape} has no column '{word}' to be its own dimension.", metric.own,
                          columns, shape=metric.shape)  # fmt: skip
        if metric.share_of is not None and column_of(metric, metric.share_of, columns) is None:
            raise unknown(DefinitionError, "share_of: {shape} has no column '{word}'.", metric.share_of, columns,
                          shape=metric.shape)  # fmt: skip
    _asked(house, metric, own)


def _asked(house: Warehouse, metric: Metric, own: Mapping[str, Metric]) -> None:
    """Ask for a metric at its finest cadence and in all, whole and by its own dimension."""
    for by in ((), (metric.own,)) if metric.own else ((),):
        for every in (metric.finest, "all"):
            question = Question(
                warehouse=house,
                catalogue={**CATALOGUE, **own},
                every=every,
                by=tuple(filter(None, by)),
                where=(),
                since=blank.DAY,
                until=blank.DAY,
                scope=EVERYTHING,
            )
            answered(question, [metric])


def _check_days(metric: Metric, kinds: Mapping[str, str]) -> None:
    """What puts a row into a period, and what says when it has settled, is a day."""
    stamps = {"on": metric.anchor if metric.anchor != "days" else "", "matures_on": metric.matures_on or ""}
    for key, column in stamps.items():
        if column and kinds.get(column, "") != "DATE":
            days = sorted(name for name, kind in kinds.items() if kind == "DATE")
            template = "{key}: '{word}' is no day of {shape}."
            raise unknown(DefinitionError, template, column, days, key=key, shape=metric.shape)


def _check_formula(house: Warehouse, metric: Metric, tree: exp.Expr, kinds: Mapping[str, str], *, rows: bool) -> None:
    overlap = ("days",) if metric.anchor == "days" else ()
    check_columns(tree, (*kinds, *overlap, *ASKED), metric.name, metric.shape)
    _check_texts(house, tree, kinds)
    for value in ordered(tree):
        (kind,) = blank.kinds(house, metric.shape, formula.written(value).sql("duckdb")).values()
        if not kind.startswith(_NUMBERS):
            raise DefinitionError(
                "'{part}' is {kind}: a quantile orders numbers, as amount or days_between(opened_on, closed_on).",
                part=value.sql(dialect="duckdb")[:80],
                kind=kind,
            )
    _check_likeness(house, metric, tree, kinds)
    for condition in conditions(tree, rows=rows):
        if not _holds(condition, kinds):
            raise DefinitionError(
                "{part} is neither true nor false; compare it with a value, as team = 'north' or amount > 0.",
                part=condition.sql(dialect="duckdb")[:80],
            )


def _check_likeness(house: Warehouse, metric: Metric, tree: exp.Expr, kinds: Mapping[str, str]) -> None:
    """What is compared is alike: days with days, texts with texts, numbers with numbers."""
    for node in tree.find_all(*_COMPARED):
        held = [_kind(house, metric, side, kinds) for side in node.iter_expressions()]
        families = {family: kind for kind in held if (family := _family(kind))}
        if len(families) > 1 and set(families) != {"number", "yes or no"}:
            raise DefinitionError(
                "'{part}' compares {one} with {other}; write a day as '2026-01-31', a text in quotes, a number"
                " without.",
                part=node.sql(dialect="duckdb")[:80],
                one=min(families.values()),
                other=max(families.values()),
            )


def _kind(house: Warehouse, metric: Metric, side: exp.Expr, kinds: Mapping[str, str]) -> str:
    """What one side of a comparison holds; "" for a text in quotes, which is held against its column apart."""
    if isinstance(side, exp.Column) and side.name in kinds:
        return kinds[side.name]
    if isinstance(side, exp.Null) or (isinstance(side, exp.Literal) and side.is_string):
        return ""
    (kind,) = blank.kinds(house, metric.shape, formula.written(side).sql("duckdb")).values()
    return kind


def _family(kind: str) -> str:
    """What may be compared with each other; "" for what is left to the engine."""
    if kind.startswith(_NUMBERS):
        return "number"
    return {"DATE": "day", "VARCHAR": "text", "BOOLEAN": "yes or no"}.get(kind, "")


def _holds(node: exp.Expr, kinds: Mapping[str, str]) -> bool:
    """Whether a part of a formula is a condition: a comparison, a yes/no column, or several of them."""
    if isinstance(node, exp.Paren | exp.Not):
        return _holds(node.this, kinds)
    if isinstance(node, exp.And | exp.Or):
        return _holds(node.this, kinds) and _holds(node.expression, kinds)
    return isinstance(node, _LOGIC) or (isinstance(node, exp.Column) and kinds.get(node.name) == "BOOLEAN")


def _check_texts(house: Warehouse, tree: exp.Expr, kinds: Mapping[str, str]) -> None:
    """A text in quotes that is held against a day or number is one: the engine would say so at the first row only."""
    for text in tree.find_all(exp.Literal):
        for column in _beside(text, kinds):
            kind = kinds[column.name]
            if house.fetch(f"select try_cast(? as {kind}) is null", [text.this]) != [(False,)]:
                raise DefinitionError(
                    "'{text}' is no value of {column}, which holds {kind}; a day is written as '2026-01-31'.",
                    text=text.this,
                    column=column.name,
                    kind=kind,
                )


def _beside(text: exp.Literal, kinds: Mapping[str, str]) -> Iterator[exp.Column]:
    """The columns that a text in quotes is held against."""
    sides = text.parent.iter_expressions() if text.is_string and text.parent is not None else ()
    return (one for one in sides if isinstance(one, exp.Column) and one.name in kinds)


def _typed(house: Warehouse, metric: Metric) -> str:
    """The columns that a metric's formulas name, each with what it holds."""
    kinds = blank.kinds(house, metric.shape) if metric.on != "period" else {}
    texts = [text for key in FORMULAS if (text := getattr(metric, key)) is not None]
    used = dict.fromkeys(name for text in texts for name in names(parse(text, metric.name)))
    return ", ".join(f"{name} {kinds[name]}" if name in kinds else name for name in used) or metric.on
