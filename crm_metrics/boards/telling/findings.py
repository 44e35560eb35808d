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
    "company": mark("company"),
}
WORTH_SAYING = 0.005  # of satisfaction: less than half a point between two scores is not told


def subject(one: Relation, words: Words) -> str:
    """What stands beside satisfaction: the reading of one contact, else the metric itself."""
    return words(one.driver.label) if one.driver else words(metric_of(one.metric).label)


def chip(one: Relation, words: Words) -> Chip:
    """The verdict in shape and word."""
    if one.simpson:
        return Chip("watch", words("opposite signs"))
    if one.verdict == "related":
        return Chip("watch" if one.shape in ("hill", "valley") else "closed", words(VERDICTS["related"]))
    return Chip("routine" if one.verdict == "none" else "small", words(VERDICTS[one.verdict]))


def amount(x: float, one: Relation, words: Words) -> str:
    """A difference of satisfaction, with its sign."""
    return words.variance(x, "percent" if one.share else "points")


def level(x: float, one: Relation, words: Words) -> str:
    """A satisfaction."""
    return words.value(x, "percent" if one.share else "points")


def shown(one: Relation) -> Effect | None:
    """The effect that stands for the relation: around the best point of a hill or valley, else the mean one."""
    return one.best.change if one.best else one.effect


def effect(one: Relation, words: Words) -> str:
    """The effect, a dash without one."""
    held = shown(one)
    return amount(held.value, one, words) if held else "–"


def interval(one: Relation, words: Words) -> str:
    """Its 95 % interval, a dash without one."""
    held = shown(one)
    if held is None:
        return "–"
    return words("{low} to {high}", low=amount(held.low, one, words), high=amount(held.high, one, words))


def per(one: Relation, words: Words) -> str:
    """What the effect is for."""
    if one.best:
        return words("at half and double of the best time")
    if one.driver is None:
        return words("for 10% more of it")
    return words("for each doubling") if one.driver.form == "time" else words("with it, against without")


def finding(one: Relation, words: Words) -> str:
    """The relation in one sentence."""
    if one.reason is not None:
        return words("{verdict} ({reason}).", verdict=_capital(words(VERDICTS[one.verdict])), reason=one.reason)
    held = one.effect
    if held is None or one.verdict == "not_offered":
        return _capital(words(VERDICTS[one.verdict])) + "."
    if one.simpson:
        return _opposite(one, words)
    if one.verdict == "none":
        return words("No difference of {n} or more is associated with it.", n=_least(one, words))
    if one.verdict != "related":
        return words("Inconclusive: it may be chance.") if one.verdict == "inconclusive" else words("Description only.")
    if one.best is not None:
        best = {
            "best": _time(one.best.at, words),
            "low": _time(one.best.low, words),
            "high": _time(one.best.high, words),
        }
        if one.shape == "hill":
            return words("An inverted U: satisfaction is highest near {best} ({low} to {high}).", **best)
        return words("A U: satisfaction is lowest near {best} ({low} to {high}).", **best)
    return _straight(one, held.value > 0, words)


def _straight(one: Relation, more: bool, words: Words) -> str:
    if one.driver is None:
        return (
            words("More of it is associated with more satisfaction.")
            if more
            else words("More of it is associated with less satisfaction.")
        )
    if one.driver.form == "flag":
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


def _opposite(one: Relation, words: Words) -> str:
    within = one.effect.value if one.effect else 0.0
    if one.between is not None:
        return words(
            "Simpson: within a team {within}, between teams {between}. Do not compare teams by it.",
            within=amount(within, one, words),
            between=amount(one.between.value, one, words),
        )
    return words(
        "Simpson: over time {within}, between units the other way. Do not compare units by it.",
        within=amount(within, one, words),
    )


def notes(one: Relation, words: Words) -> tuple[str, ...]:
    """What a reader must know beside the number: adjustment, clusters, shares, who answers."""
    told: list[str] = []
    if one.linked is not None and one.unit == "contact":
        told.append(words("{share} of {n} answers name their contact, case or order",
                          share=words.percent(one.linked, 0), n=one.answers))  # fmt: skip
    if one.adjusted:
        told.append(words("compared within the same {factors}", factors=words.listed(_named(one.adjusted, words))))
    if one.clustered:
        told.append(words("errors by {factors}", factors=words.listed(_named(one.clustered, words))))
    if one.thin:
        told.append(
            words.many(
                one.thin,
                "one period with fewer than 30 answers is left out",
                "{n} periods with fewer than 30 answers are left out",
            )
        )
    if one.lag:
        told.append(
            words.many(
                one.lag,
                "one period later, a lag declared before looking",
                "{n} periods later, a lag declared before looking",
            )
        )
    return (*told, *bias(one, words))


def bias(one: Relation, words: Words) -> tuple[str, ...]:
    """Who answers."""
    held = one.bias
    if held is None or not held.answered:
        return ()
    if held.sent is None:
        return (words("only answered surveys are here: the response rate is unknown"),)
    told = [words("response {rate} of {n} surveys", rate=words.percent(held.answered / held.sent, 0), n=held.sent)]
    if held.widest:
        low, high = held.widest
        told.append(
            words(
                "least from {low} ({low_rate}), most from {high} ({high_rate})",
                low=words.name(low.name),
                low_rate=words.percent(low.rate, 0),
                high=words.name(high.name),
                high_rate=words.percent(high.rate, 0),
            )
        )
    least = WORTH_SAYING * (1 if one.share else 100)
    if held.value is not None and held.weighted is not None and abs(held.weighted - held.value) >= least:
        told.append(
            words(
                "with tiers weighted by their surveys {weighted} in place of {value}",
                weighted=level(held.weighted, one, words),
                value=level(held.value, one, words),
            )
        )
    if held.often >= 0.1:
        told.append(words("{share} of the answers are of customers who gave five or more",
                          share=words.percent(held.often, 0)))  # fmt: skip
    return tuple(told)


def q_text(one: Relation, words: Words) -> str:
    """The q-value, as far as it says anything."""
    if one.q is None:
        return "–"
    return "< " + words.number(0.001, 3) if one.q < 0.001 else words.number(one.q, 3 if one.q < 0.1 else 2)


def span(first: float, last: float, one: Relation, words: Words) -> str:
    """The range of a bar: times, or one side of a flag."""
    if one.driver is not None and one.driver.form == "flag":
        return words("yes") if last > 0 else words("no")
    return f"{_time(first, words)} – {_time(last, words)}"


def _time(seconds: float, words: Words) -> str:
    return words.value(round(seconds), "seconds")


def _least(one: Relation, words: Words) -> str:
    return words.value(0.03, "pp") if one.share else words.value(3.0, "points")


def _named(factors: tuple[str, ...], words: Words) -> list[str]:
    return [words(FACTORS[one]) for one in factors]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
