"""The command metrics: definitions as a table, as JSON, as one document, or one of them in full."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence

from crm_metrics.access import PROCESSES
from crm_metrics.boards import handbook
from crm_metrics.boards.catalogue import Line, here, line, matches, state
from crm_metrics.boards.telling.defining import facts_of, made_of
from crm_metrics.command import printing
from crm_metrics.command.named import named
from crm_metrics.command.run import Run
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.languages import LANGUAGES
from crm_metrics.metrics.question import dimensions, statements
from crm_metrics.metrics.registry import known, own_metrics
from crm_metrics.words import Words


def metrics(run: Run) -> int:
    """The command metrics: the list, or one in full."""
    given = run.given
    form = printing.known_format(given.format, ("table", "json", "html"))
    if given.process is not None and given.process not in PROCESSES:
        raise unknown(QuestionError, "No process '{word}'.", given.process, PROCESSES)
    asked = [named(given.name)] if given.name else list(known().values())
    lines = [line(run.warehouse, metric) for metric in asked if given.process in (None, metric.process)]
    chosen = [entry for entry in lines if matches(entry, given.search or "", run.words)]
    if form == "html":
        sys.stdout.write(handbook.document(run.warehouse, run.words, chosen))
    elif given.name and form == "table":
        for entry in chosen:
            grouped = () if entry.reason else dimensions(run.warehouse, entry.metric)
            sql = "" if entry.reason else statements(run.warehouse, entry.metric)
            sys.stdout.write(definition(entry, grouped, sql, run.words))
    else:
        groups = {
            entry.metric.name: () if entry.reason else dimensions(run.warehouse, entry.metric) for entry in chosen
        }
        sys.stdout.write(definitions(chosen, groups, form, run.words))
    if not chosen:
        run.tell("No metric fits what was asked")
    own = own_metrics()
    for problem in own.problems if own is not None else ():
        run.say(problem.error)
    return 0


def definitions(lines: Iterable[Line], dimensions: Mapping[str, Sequence[str]], form: str, words: Words) -> str:
    """The definitions of metrics; `dimensions` names those that each can be grouped by."""
    if form == "json":
        spoken = {language: words if language == words.language else Words(language) for language in sorted(LANGUAGES)}
        rows = [_definition(line, dimensions[line.metric.name], spoken) for line in lines]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    cells = [
        [
            line.metric.name,
            words.name(line.metric.process) if line.metric.process else "",
            words(line.metric.label),
            line.metric.unit,
            state(line, words),
        ]
        for line in lines
    ]
    return printing.grid([words(name) for name in ("metric", "process", "name", "unit", "state")], cells)


def definition(line: Line, dimensions: Sequence[str], sql: str, words: Words) -> str:
    """One metric in full: what it means, how it is read and made, where it comes from, and its SQL as it runs."""
    metric = line.metric
    process = words.name(metric.process) if metric.process else words("all")
    facts = [
        *facts_of(metric, words)[1:],
        (words("Process"), process),
        (words("Can be grouped by"), ", ".join(dimensions)),
        *here(line, words),
        *made_of(metric, words),
    ]
    width = max(len(name) for name, _ in facts)
    lines = [f"{metric.name} · {words(metric.label)}", words(metric.means), ""]
    lines += [f"{name:<{width}}  {fact}" for name, fact in facts if fact]
    return "\n".join([*lines, "", sql.strip()]) + "\n"


def _definition(line: Line, dimensions: Sequence[str], spoken: Mapping[str, Words]) -> dict[str, object]:
    metric = line.metric
    return {
        "name": metric.name,
        "process": metric.process,
        "kind": metric.kind,
        "labels": {language: words(metric.label) for language, words in spoken.items()},
        "means": {language: words(metric.means) for language, words in spoken.items()},
        "unit": metric.unit,
        "better": metric.better,
        "finest": metric.finest,
        "aggregation": metric.aggregation,
        "on": metric.on,
        "numerator": metric.numerator,
        "denominator": metric.denominator,
        "matures_days": metric.matures_days,
        "minimum_n": metric.minimum_n,
        "dimensions": list(dimensions),
        "source": metric.source,
        "rows": metric.rows,
        "matures_on": metric.matures_on,
        "trailing": metric.trailing,
        "trap": {language: words(metric.pitfall) for language, words in spoken.items()},
        "owner": {language: words(metric.owned_by) for language, words in spoken.items()},
        "reading": dict(metric.reading),
        "through": line.through.isoformat() if line.through else None,
        "reason": {language: words.error(line.reason) for language, words in spoken.items()} if line.reason else None,
        "lacks": [{"files": list(lack.files), "column": lack.column or None} for lack in line.lacks],
    }
