"""What a relation sounds like: finding, effect, interval and verdict, in the reader's language."""

from __future__ import annotations

from crm_metrics.analysis.relating.linked import Effect
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.boards.core import Chip
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words, mark

QUESTIONS = {
    "contact": mark("Among answers about one contact, case or order: does it go with more or less satisfaction?"),
    "agent": mark("When an agent changes from one period to another, does satisfaction change too?"),
    "team": mark("When a team changes from one period to another, does satisfaction change too?"),
    "touchpoint": mark("When a touchpoint changes from one period to another, does satisfaction change too?"),
    "company": mark("One series for the whole company: it describes, it decides nothing."),
}
VERDICTS = {
    "related": mark("associated"),
    "none": mark("no relation"),
    "inconclusive": mark("inconclusive"),
    "description": mark("description only"),
    "not_offered": mark("not offered"),
}
FACTORS = {
    "team": mark("team"),
    "reason": mark("reason"),
    "channel": mark("channel"),
    "tier": mark("tier"),
    "month": mark("month"),
    "customer": mark("customer"),
    "agent": mark("agent"),
}
UNIT_NAMES = {
    "contact": mark("contact"),
    "agent": mark("agent"),
    "team": mark("team"),
    "touchpoint": mark("touchpoint"),
    "company": mark("company"),
}
WORTH_SAYING = 0.005  # of satisfaction: less than half a point between two scores is not told


def subject(relation: Relation, words: Words) -> str:
    """What stands beside satisfaction: the reading of one contact, else the metric itself."""
    return words(relation.driver.label) if relation.driver else words(metric_of(relation.metric).label)


def chip(relation: Relation, words: Words) -> Chip:
    """The verdict in shape and word."""
    if relation.simpson:
        return Chip("watch", words("opposite signs"))
    if relation.verdict == "related":
        return Chip("watch" if relation.shape in ("hill", "valley") else "closed", words(VERDICTS["related"]))
    return Chip("routine" if relation.verdict == "none" else "small", words(VERDICTS[relation.verdict]))


def amount(x: float, relation: Relation, words: Words) -> str:
    """A difference of satisfaction, with its sign."""
    return words.variance(x, "percent" if relation.share else "points")


def level(x: float, relation: Relation, words: Words) -> str:
    """A satisfaction."""
    return words.value(x, "percent" if relation.share else "points")


def shown(relation: Relation) -> Effect | None:
    """The effect that stands for the relation: around the best point of a hill or valley, else the mean one."""
    return relation.best.change if relation.best else relation.effect


def effect(relation: Relation, words: Words) -> str:
    """The effect, a dash without one."""
    change = shown(relation)
    return amount(change.value, relation, words) if change else "–"


def interval(relation: Relation, words: Words) -> str:
    """Its 95 % interval, a dash without one."""
    change = shown(relation)
    if change is None:
        return "–"
    return words("{low} to {high}", low=amount(change.low, relation, words), high=amount(change.high, relation, words))


def per(relation: Relation, words: Words) -> str:
    """What the effect is for."""
    if relation.best:
        return words("at half and double of the best time")
    if relation.driver is None:
        return words("for 10% more of it")
    return words("for each doubling") if relation.driver.form == "time" else words("with it, against without")


def finding(relation: Relation, words: Words) -> str:
    """The relation in one sentence."""
    if relation.reason is not None:
        return words(
            "{verdict} ({reason}).", verdict=_capital(words(VERDICTS[relation.verdict])), reason=relation.reason
        )
    mean = relation.effect
    if mean is None or relation.verdict == "not_offered":
        return _capital(words(VERDICTS[relation.verdict])) + "."
    if relation.simpson:
        return _opposite(relation, words)
    if relation.verdict == "none":
        return words("No difference of {n} or more is associated with it.", n=_least(relation, words))
    if relation.verdict != "related":
        return (
            words("Inconclusive: it may be chance.")
            if relation.verdict == "inconclusive"
            else words("Description only.")
        )
    if relation.best is not None:
        best = {
            "best": _time(relation.best.at, words),
            "low": _time(relation.best.low, words),
            "high": _time(relation.best.high, words),
        }
        if relation.shape == "hill":
            return words("An inverted U: satisfaction is highest near {best} ({low} to {high}).", **best)
        return words("A U: satisfaction is lowest near {best} ({low} to {high}).", **best)
    return _straight(relation, mean.value > 0, words)


def _straight(relation: Relation, more: bool, words: Words) -> str:
    if relation.driver is None:
        return (
            words("More of it is associated with more satisfaction.")
            if more
            else words("More of it is associated with less satisfaction.")
        )
    if relation.driver.form == "flag":
        return (
            words("Where it happens, satisfaction is higher.")
            if more
            else words("Where it happens, satisfaction is lower.")
        )
    return (
        words("The longer it takes, the more satisfaction is associated with it.")
        if more
        else words("The longer it takes, the less satisfaction is associated with it.")
    )


def _opposite(relation: Relation, words: Words) -> str:
    within = relation.effect.value if relation.effect else 0.0
    if relation.between is not None:
        return words(
            "Simpson: within a team {within}, between teams {between}. Do not compare teams by it.",
            within=amount(within, relation, words),
            between=amount(relation.between.value, relation, words),
        )
    return words(
        "Simpson: over time {within}, between units the other way. Do not compare units by it.",
        within=amount(within, relation, words),
    )


def notes(relation: Relation, words: Words) -> tuple[str, ...]:
    """What a reader must know beside the number: adjustment, clusters, shares, who answers."""
    texts: list[str] = []
    if relation.linked is not None and relation.unit == "contact":
        texts.append(words.many(relation.answers, "{share} of one answer name its contact, case or order",
                                "{share} of {n} answers name their contact, case or order",
                                share=words.percent(relation.linked, 0)))  # fmt: skip
    if relation.adjusted:
        texts.append(
            words("compared within the same {factors}", factors=words.listed(_named(relation.adjusted, words)))
        )
    if relation.clustered:
        texts.append(words("errors by {factors}", factors=words.listed(_named(relation.clustered, words))))
    if relation.thin:
        texts.append(
            words.many(
                relation.thin,
                "one period with fewer than 30 answers is left out",
                "{n} periods with fewer than 30 answers are left out",
            )
        )
    if relation.lag:
        texts.append(
            words.many(
                relation.lag,
                "one period later, a lag declared before looking",
                "{n} periods later, a lag declared before looking",
            )
        )
    return (*texts, *bias(relation, words))


def bias(relation: Relation, words: Words) -> tuple[str, ...]:
    """Who answers."""
    answering = relation.bias
    if answering is None or not answering.answered:
        return ()
    if answering.sent is None:
        return (words("only answered surveys are here: the response rate is unknown"),)
    rate = words.percent(answering.answered / answering.sent, 0)
    texts = [words.many(answering.sent, "response {rate} of one survey", "response {rate} of {n} surveys", rate=rate)]
    if answering.widest:
        low, high = answering.widest
        texts.append(
            words(
                "least from {low} ({low_rate}), most from {high} ({high_rate})",
                low=words.name(low.name),
                low_rate=words.percent(low.rate, 0),
                high=words.name(high.name),
                high_rate=words.percent(high.rate, 0),
            )
        )
    least = WORTH_SAYING * (1 if relation.share else 100)
    if (
        answering.value is not None
        and answering.weighted is not None
        and abs(answering.weighted - answering.value) >= least
    ):
        texts.append(
            words(
                "with tiers weighted by their surveys {weighted} in place of {value}",
                weighted=level(answering.weighted, relation, words),
                value=level(answering.value, relation, words),
            )
        )
    if answering.often >= 0.1:
        texts.append(words("{share} of the answers are of customers who gave five or more",
                          share=words.percent(answering.often, 0)))  # fmt: skip
    return tuple(texts)


def q_text(relation: Relation, words: Words) -> str:
    """The q-value of a relation, a dash without one."""
    return "–" if relation.q is None else q_number(relation.q, words)


def q_number(q: float, words: Words) -> str:
    """A q-value, as far as it says anything."""
    return "< " + words.number(0.001, 3) if q < 0.001 else words.number(q, 3 if q < 0.1 else 2)


def span(first: float, last: float, relation: Relation, words: Words) -> str:
    """The range of a bar: times, or one side of a flag."""
    if relation.driver is not None and relation.driver.form == "flag":
        return words("yes") if last > 0 else words("no")
    return f"{_time(first, words)} – {_time(last, words)}"


def _time(seconds: float, words: Words) -> str:
    return words.value(round(seconds), "seconds")


def _least(relation: Relation, words: Words) -> str:
    return words.value(0.03, "pp") if relation.share else words.value(3.0, "points")


def _named(factors: tuple[str, ...], words: Words) -> list[str]:
    return [words(FACTORS[factor]) for factor in factors]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
