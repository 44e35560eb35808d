"""The command relate and its answer: a table with a paragraph for each relation, or all of it as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from crm_metrics.analysis.relating.bias import Bias
from crm_metrics.analysis.relating.linked import Bar, Best, Effect
from crm_metrics.analysis.relating.relations import relate as related
from crm_metrics.analysis.relating.series import Correlation
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.telling import findings
from crm_metrics.command import arguments, printing
from crm_metrics.command.named import named
from crm_metrics.command.run import Run
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words

Table = tuple[list[str], list[list[str]], list[str]]


def relate(run: Run) -> int:
    """The command relate: metrics beside satisfaction."""
    given = run.given
    form = printing.known_format(given.format, ("table", "json"))
    since, until = arguments.day("--since", given.since), arguments.day("--until", given.until)
    lags = tuple(arguments.whole("--lag", text, least=0) or 0 for text in arguments.split(given.lag)) or None
    metrics = [named(name) for name in dict.fromkeys(given.metrics)]
    where = [arguments.pair(text) for text in given.where]
    warehouse = run.warehouse
    run.tell_notice()
    relations = related(
        warehouse, metrics, arguments.split(given.with_), unit=given.unit, process=given.process, lags=lags,
        since=since, until=until, where=where,
    )  # fmt: skip
    if form == "json":
        sys.stdout.write(as_json(relations, run.words))
        return 0
    names, rows, right = table(relations, run.words)
    blocks = [printing.grid(names, rows, right=right), *(block + "\n" for block in paragraphs(relations, run.words))]
    sys.stdout.write("\n".join(blocks))
    return 0


def table(relations: Sequence[Relation], words: Words) -> Table:
    """Names of the columns, the rows, and which columns end on one line."""
    names = [words(name) for name in ("metric", "process", "with", "unit")]
    numbers = [words(name) for name in ("n", "effective n", "difference", "95% interval", "q")]
    rows = [
        [
            relation.metric,
            words.name(relation.process) if relation.process else words("all"),
            relation.satisfaction,
            words(findings.UNIT_NAMES[relation.unit]),
            words.number(relation.n),
            words.number(round(relation.effective)) if relation.effective else "–",
            findings.effect(relation, words),
            findings.interval(relation, words),
            findings.q_text(relation, words),
            findings.chip(relation, words).text,
        ]
        for relation in relations
    ]
    return [*names, *numbers, words("verdict")], rows, numbers


def paragraphs(relations: Sequence[Relation], words: Words) -> list[str]:
    """For each relation: which question it answers, the finding, the number, what goes with it, the teams."""
    blocks = []
    for relation in relations:
        name = words(metric_of(relation.metric).label)
        process = words.name(relation.process) if relation.process else words("all")
        head = words("{process} · {metric} and {satisfaction}", process=process, metric=name,
                     satisfaction=words(metric_of(relation.satisfaction).label))  # fmt: skip
        lines = [head, "  " + words(findings.QUESTIONS[relation.unit])]
        if relation.driver is not None and relation.unit == "contact":
            lines.append("  " + words("Read per contact as: {driver}.", driver=words(relation.driver.label)))
        lines.append("  " + findings.finding(relation, words))
        lines += [f"  {line}." for line in _numbers(relation, words)]
        lines += [f"    {line}" for line in _bars(relation, words)]
        lines += [f"    {line}" for line in _teams(relation, words)]
        blocks.append("\n".join(lines))
    family = max((relation.family for relation in relations), default=0)
    if family:
        blocks.append(
            words.many(
                family,
                "q stands for one test: at 0.10 it would come by chance once in ten."
                " That they are associated does not say what produces what.",
                "q is corrected for the {n} tests of this command: of those up to 0.10, one in ten may be chance."
                " That they are associated does not say what produces what.",
            )
        )
    return blocks


def as_json(relations: Sequence[Relation], words: Words) -> str:
    """A list of objects; numbers as numbers, absent as null, shares as fractions."""
    return json.dumps([_object(relation, words) for relation in relations], ensure_ascii=False, indent=1) + "\n"


def _numbers(relation: Relation, words: Words) -> list[str]:
    lines = []
    if findings.shown(relation) is not None and relation.verdict != "not_offered":
        lines.append(
            words(
                "Difference of satisfaction {effect} {per} (95% interval {interval})",
                effect=findings.effect(relation, words),
                per=findings.per(relation, words),
                interval=findings.interval(relation, words),
            )
        )
    if relation.coefficient is not None:
        coefficient = relation.coefficient
        lines.append(
            words(
                "Spearman within units {value} ({low} to {high}), {n} pairs worth {effective}",
                value=words.number(coefficient.value, 2),
                low=words.number(coefficient.low, 2),
                high=words.number(coefficient.high, 2),
                n=coefficient.n,
                effective=round(coefficient.effective),
            )
        )
    if relation.coefficient_between is not None:
        lines.append(words("Spearman between units {value}", value=words.number(relation.coefficient_between.value, 2)))
    return [*lines, *(note[:1].upper() + note[1:] for note in findings.notes(relation, words))]


def _bars(relation: Relation, words: Words) -> list[str]:
    lines = []
    for bar in relation.bars:
        line = words(
            "{span}: {value} ({low} to {high}), n = {n}",
            span=findings.span(bar.first, bar.last, relation, words),
            value=findings.level(bar.value, relation, words),
            low=findings.level(bar.low, relation, words),
            high=findings.level(bar.high, relation, words),
            n=bar.n,
        )
        if bar.stars is not None and relation.scale is not None and relation.satisfaction == "csat_mean":
            line += " · " + words("mean {stars} on a scale from {least} to {most}", stars=words.number(bar.stars, 4),
                                  least=relation.scale[0], most=relation.scale[1])  # fmt: skip
        lines.append(line)
    return lines


def _teams(relation: Relation, words: Words) -> list[str]:
    return [
        words("{team}: {value}; with the company's mix of reason, channel and tier {adjusted}", team=team.group,
              value=findings.level(team.value, relation, words),
              adjusted=words("not comparable") if team.adjusted is None
              else findings.level(team.adjusted, relation, words))
        for team in relation.standing
    ]  # fmt: skip


def _object(relation: Relation, words: Words) -> dict[str, object]:
    return {
        "metric": relation.metric,
        "process": relation.process,
        "with": relation.satisfaction,
        "unit": relation.unit,
        "question": words(findings.QUESTIONS[relation.unit]),
        "verdict": relation.verdict,
        "finding": findings.finding(relation, words),
        "reason": None if relation.reason is None else words.error(relation.reason),
        "driver": relation.driver.name if relation.driver else None,
        "measure": "share" if relation.share else "score",
        "answers": relation.answers,
        "linked": relation.linked,
        "n": relation.n,
        "effective_n": relation.effective or None,
        "groups": relation.groups,
        "thin_periods": relation.thin,
        "every": relation.every or None,
        "lag": relation.lag,
        "effect": _effect(relation.effect),
        "effect_per": findings.per(relation, words) if relation.effect and not relation.best else None,
        "between": _effect(relation.between),
        "simpson": relation.simpson,
        "coefficient": _correlation(relation.coefficient),
        "coefficient_between": _correlation(relation.coefficient_between),
        "shape": relation.shape,
        "best": _best(relation.best),
        "p": relation.p,
        "q": relation.q,
        "family": relation.family,
        "adjusted_for": list(relation.adjusted),
        "clustered_by": list(relation.clustered),
        "bars": [_bar(bar) for bar in relation.bars],
        "scale": list(relation.scale) if relation.scale else None,
        "teams": [
            {"team": team.group, "n": team.n, "value": team.value, "adjusted": team.adjusted}
            for team in relation.standing
        ],
        "bias": _bias(relation.bias),
    }  # fmt: skip


def _best(best: Best | None) -> dict[str, object] | None:
    if best is None:
        return None
    return {"at": best.at, "low": best.low, "high": best.high, "change": _effect(best.change)}


def _bar(bar: Bar) -> dict[str, object]:
    ends = {"from": bar.first, "to": bar.last, "n": bar.n}
    return {**ends, "value": bar.value, "low": bar.low, "high": bar.high, "mean_score": bar.stars}


def _bias(bias: Bias | None) -> dict[str, object] | None:
    if bias is None:
        return None
    groups = [
        {"by": group.dimension, "name": group.name, "sent": group.sent, "answered": group.answered}
        for group in bias.groups
    ]
    whole = {"sent": bias.sent, "answered": bias.answered, "often": bias.often}
    return {**whole, "value": bias.value, "weighted": bias.weighted, "groups": groups}


def _effect(effect: Effect | None) -> dict[str, float] | None:
    return None if effect is None else {"value": effect.value, "low": effect.low, "high": effect.high}


def _correlation(correlation: Correlation | None) -> dict[str, float] | None:
    if correlation is None:
        return None
    return {
        "value": correlation.value,
        "low": correlation.low,
        "high": correlation.high,
        "n": correlation.n,
        "effective_n": correlation.effective,
    }
