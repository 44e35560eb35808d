"""The answer of the command `relate`: a table with a paragraph for each relation, or all of it as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crm_metrics.analysis.relating.bias import Bias
from crm_metrics.analysis.relating.linked import Bar, Best, Effect
from crm_metrics.analysis.relating.series import Correlation
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.telling import findings
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words

Table = tuple[list[str], list[list[str]], list[str]]


def table(found: Sequence[Relation], words: Words) -> Table:
    """Names of the columns, the rows, and which columns end on one line."""
    names = [words(name) for name in ("metric", "process", "with", "unit")]
    numbers = [words(name) for name in ("n", "effective n", "difference", "95% interval", "q")]
    rows = [
        [
            one.metric,
            words.name(one.process) if one.process else words("all"),
            one.satisfaction,
            words(findings.UNIT_NAMES[one.unit]),
            words.number(one.n),
            words.number(round(one.effective)) if one.effective else "–",
            findings.effect(one, words),
            findings.interval(one, words),
            findings.q_text(one, words),
            findings.chip(one, words).text,
        ]
        for one in found
    ]
    return [*names, *numbers, words("verdict")], rows, numbers


def paragraphs(found: Sequence[Relation], words: Words) -> list[str]:
    """For each relation: which question it answers, the finding, the number, what goes with it, the teams."""
    told = []
    for one in found:
        name = words(metric_of(one.metric).label)
        process = words.name(one.process) if one.process else words("all")
        head = words("{process} · {metric} and {satisfaction}", process=process, metric=name,
                     satisfaction=words(metric_of(one.satisfaction).label))  # fmt: skip
        lines = [head, "  " + words(findings.QUESTIONS[one.unit])]
        if one.driver is not None and one.unit == "contact":
            lines.append("  " + words("Read per contact as: {driver}.", driver=words(one.driver.label)))
        lines.append("  " + findings.finding(one, words))
        lines += [f"  {line}." for line in _numbers(one, words)]
        lines += [f"    {line}" for line in _bars(one, words)]
        lines += [f"    {line}" for line in _teams(one, words)]
        told.append("\n".join(lines))
    family = max((one.family for one in found), default=0)
    if family:
        told.append(
            words.many(
                family,
                "q stands for one test: at 0.10 it would come by chance once in ten."
                " That they are associated does not say what produces what.",
                "q is corrected for the {n} tests of this command: of those up to 0.10, one in ten may be chance."
                " That they are associated does not say what produces what.",
            )
        )
    return told


def as_json(found: Sequence[Relation], words: Words) -> str:
    """A list of objects; numbers as numbers, absent as null, shares as fractions."""
    return json.dumps([_object(one, words) for one in found], ensure_ascii=False, indent=1) + "\n"


def _numbers(one: Relation, words: Words) -> list[str]:
    told = []
    if findings.shown(one) is not None and one.verdict != "not_offered":
        told.append(
            words(
                "Difference of satisfaction {effect} {per} (95% interval {interval})",
                effect=findings.effect(one, words),
                per=findings.per(one, words),
                interval=findings.interval(one, words),
            )
        )
    if one.coefficient is not None:
        held = one.coefficient
        told.append(
            words(
                "Spearman within units {value} ({low} to {high}), {n} pairs worth {effective}",
                value=words.number(held.value, 2),
                low=words.number(held.low, 2),
                high=words.number(held.high, 2),
                n=held.n,
                effective=round(held.effective),
            )
        )
    if one.coefficient_between is not None:
        told.append(words("Spearman between units {value}", value=words.number(one.coefficient_between.value, 2)))
    return [*told, *(note[:1].upper() + note[1:] for note in findings.notes(one, words))]


def _bars(one: Relation, words: Words) -> list[str]:
    told = []
    for bar in one.bars:
        line = words(
            "{span}: {value} ({low} to {high}), n = {n}",
            span=findings.span(bar.first, bar.last, one, words),
            value=findings.level(bar.value, one, words),
            low=findings.level(bar.low, one, words),
            high=findings.level(bar.high, one, words),
            n=bar.n,
        )
        if bar.stars is not None and one.scale is not None and one.satisfaction == "csat_mean":
            line += " · " + words("mean {stars} on a scale from {least} to {most}", stars=words.number(bar.stars, 4),
                                  least=one.scale[0], most=one.scale[1])  # fmt: skip
        told.append(line)
    return told


def _teams(one: Relation, words: Words) -> list[str]:
    return [
        words("{team}: {value}; with the company's mix of reason, channel and tier {adjusted}", team=team.group,
              value=findings.level(team.value, one, words),
              adjusted=words("not comparable") if team.adjusted is None
              else findings.level(team.adjusted, one, words))
        for team in one.standing
    ]  # fmt: skip


def _object(one: Relation, words: Words) -> dict[str, object]:
    return {
        "metric": one.metric,
        "process": one.process,
        "with": one.satisfaction,
        "unit": one.unit,
        "question": words(findings.QUESTIONS[one.unit]),
        "verdict": one.verdict,
        "finding": findings.finding(one, words),
        "reason": None if one.reason is None else words.error(one.reason),
        "driver": one.driver.name if one.driver else None,
        "measure": "share" if one.share else "score",
        "answers": one.answers,
        "linked": one.linked,
        "n": one.n,
        "effective_n": one.effective or None,
        "groups": one.groups,
        "thin_periods": one.thin,
        "every": one.every or None,
        "lag": one.lag,
        "effect": _effect(one.effect),
        "effect_per": findings.per(one, words) if one.effect and not one.best else None,
        "between": _effect(one.between),
        "simpson": one.simpson,
        "coefficient": _correlation(one.coefficient),
        "coefficient_between": _correlation(one.coefficient_between),
        "shape": one.shape,
        "best": _best(one.best),
        "p": one.p,
        "q": one.q,
        "family": one.family,
        "adjusted_for": list(one.adjusted),
        "clustered_by": list(one.clustered),
        "bars": [_bar(bar) for bar in one.bars],
        "scale": list(one.scale) if one.scale else None,
        "teams": [
            {"team": team.group, "n": team.n, "value": team.value, "adjusted": team.adjusted} for team in one.standing
        ],
        "bias": _bias(one.bias),
    }  # fmt: skip


def _best(held: Best | None) -> dict[str, object] | None:
    if held is None:
        return None
    return {"at": held.at, "low": held.low, "high": held.high, "change": _effect(held.change)}


def _bar(one: Bar) -> dict[str, object]:
    ends = {"from": one.first, "to": one.last, "n": one.n}
    return {**ends, "value": one.value, "low": one.low, "high": one.high, "mean_score": one.stars}


def _bias(held: Bias | None) -> dict[str, object] | None:
    if held is None:
        return None
    groups = [
        {"by": one.dimension, "name": one.name, "sent": one.sent, "answered": one.answered} for one in held.groups
    ]
    told = {"sent": held.sent, "answered": held.answered, "often": held.often}
    return {**told, "value": held.value, "weighted": held.weighted, "groups": groups}


def _effect(held: Effect | None) -> dict[str, float] | None:
    return None if held is None else {"value": held.value, "low": held.low, "high": held.high}


def _correlation(held: Correlation | None) -> dict[str, float] | None:
    if held is None:
        return None
    return {"value": held.value, "low": held.low, "high": held.high, "n": held.n, "effective_n": held.effective}
