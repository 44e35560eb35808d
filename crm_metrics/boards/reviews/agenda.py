"""The agenda of a review: what stands out when it is begun, for worse or better, each with the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from crm_metrics.boards.behind.provenance import PAGE, Provenance
from crm_metrics.boards.cards import attention, gaps, ranked
from crm_metrics.boards.cards.gaps import MissedTarget
from crm_metrics.boards.comparing.parts import ComparedFacts, PartOfResult
from crm_metrics.boards.comparing.standings import SHOWN
from crm_metrics.boards.facts import BoardFacts, DailyFacts, MonthlyFacts, WeeklyFacts
from crm_metrics.boards.freshness import hole_texts
from crm_metrics.boards.plans.facts import achieved, asks
from crm_metrics.boards.plans.kept import plans_of
from crm_metrics.boards.plans.opening import way_to as way_to_plan
from crm_metrics.boards.plans.states import STATES
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.boards.plans.weeks import scope_of
from crm_metrics.boards.reviews.facts import way_to
from crm_metrics.boards.reviews.freezing import in_languages
from crm_metrics.boards.series import Series, judgeable
from crm_metrics.boards.tiles import CHIPS, behind
from crm_metrics.errors import CrmError
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.meetings.reviewing import DAILY, FARTHEST, HELD_AT, AgendaItem, Review
from crm_metrics.office.planning import Parts, WorkPlan
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 12  # matters of a kind
LONG = 160  # letters of an earlier decision
WORSE, BETTER = ("worse", "watch"), ("better",)
Say = Callable[[Words], str]


@dataclass(frozen=True)
class Matter:
    """A matter before it is said."""

    kind: str
    key: str
    say: Say
    leads: str


def agenda(
    warehouse: Warehouse, kind: str, parts: Parts, facts: BoardFacts, earlier: Sequence[Review]
) -> tuple[AgendaItem, ...]:
    """What stands out of a part on the board that a review reads. earlier: the reviews of this kind and part."""
    said = in_languages(warehouse)
    found = [*_of_board(facts, kind), *_plans(warehouse, facts, kind, parts), *_decisions(earlier)]
    found += [*_recognised(facts), *_data(facts)]
    taken: dict[str, AgendaItem] = {}
    for one in found:
        item = AgendaItem(
            key=one.key[:FARTHEST],
            kind=one.kind,
            said={language: one.say(words) for language, words in said.items()},
            leads=one.leads,
        )
        if sum(other.kind == item.kind for other in taken.values()) < MOST:
            taken.setdefault(item.key, item)
    return tuple(taken.values())


def _of_board(facts: BoardFacts, kind: str) -> Iterator[Matter]:
    if isinstance(facts, DailyFacts):
        yield from _attended(facts)
    elif isinstance(facts, WeeklyFacts):
        shown = {card: found for card, found in facts.cards if card in (ranked, gaps)}
        open_gaps = [gap for gap in shown[gaps].found if gap.missed] if gaps in shown else []
        series = [one.series for one in shown[ranked].found] if ranked in shown else []
        told = {gap.indicator for gap in open_gaps if not gap.place}
        yield from _signals([one for one in series if one.indicator not in told], "week", facts)
        yield from (_gap(gap, facts) for gap in open_gaps)
    elif isinstance(facts, MonthlyFacts) and facts.period is not None:
        amiss = [one for one in facts.objectives if judgeable(one, facts.first) and one.missed]
        told = {one.indicator for one in amiss}
        yield from _signals([one for one in facts.measured if one.indicator not in told], "month", facts)
        yield from (_missed(one, facts) for one in amiss)


def _attended(facts: DailyFacts) -> Iterator[Matter]:
    """What the board of the day says to attend; missing days come with the data."""
    listed = [item for item in facts.items if item.kind != "missing"]
    for place, item in enumerate(listed):
        metric = item.series.indicator.metric if item.series else item.tier
        key = "|".join(["signal", item.kind, item.process, item.team, metric])
        team = item.team if item.whole else ""
        asked = [("until", facts.last.isoformat()), ("process", item.process), *([("team", team)] if team else [])]

        def say(words: Words, place: int = place) -> str:
            one = attention.attended(listed, dict(facts.areas), words, facts.frame.currency).items[place]
            return " · ".join(filter(None, (one.fact, one.team)))

        yield Matter("signal", key, say, f"daily?{urlencode(asked)}")


def _signals(
    found: Sequence[Series], every: str, facts: BoardFacts, kinds: Sequence[str] = WORSE, to: str = "signal"
) -> Iterator[Matter]:
    """The results whose signal is one of some kinds. to: the kind of matter that they are."""
    for one in found:
        if one.signal.kind not in kinds:
            continue

        def say(words: Words, one: Series = one) -> str:
            value = words.value(one.value, one.definition.unit, facts.frame.currency)
            return words("{what}: {signal}, {value}", what=_named(one, words),
                         signal=words(CHIPS[one.signal.kind]), value=value)  # fmt: skip

        yield Matter(to, f"{to}|{_key(one)}", say, _rows(behind(one, every)))


def _recognised(facts: BoardFacts) -> Iterator[Matter]:
    """What went better for sure, of teams and never of persons; a single day shows no such thing."""
    if isinstance(facts, ComparedFacts):
        yield from _signals(facts.told, "week", facts, BETTER, "recognition")
        yield from (
            _ahead(part, facts) for one in facts.results for name in SHOWN for part in one.of(name) if part.better > 0
        )
    elif isinstance(facts, MonthlyFacts) and facts.period is not None:
        yield from _signals(facts.measured, "month", facts, BETTER, "recognition")


def _ahead(part: PartOfResult, facts: BoardFacts) -> Matter:
    metric, process = metric_of(part.indicator.metric), part.indicator.process

    def say(words: Words) -> str:
        place = " · ".join(filter(None, (words.name(process) if process else "", part.name, words(metric.label))))
        value = words.value(part.plain, metric.unit, facts.frame.currency)
        return words("{what}: {value}, surely better than the others at equal mix", what=place, value=value)

    key = f"recognition|{metric.name}|{process or ''}|{part.dimension}|{part.value}"
    return Matter("recognition", key, say, _rows(part.behind))


def _gap(gap: MissedTarget, facts: BoardFacts) -> Matter:
    metric, process = metric_of(gap.indicator.metric), gap.indicator.process

    def say(words: Words) -> str:
        place = " · ".join(filter(None, (words.name(process) if process else "", gap.place, words(metric.label))))
        goal = words.value(gap.goal.goal if gap.goal else None, metric.unit, facts.frame.currency)
        value = words.value(gap.value, metric.unit, facts.frame.currency)
        said = words("{what}: {value}, target {goal}", what=place, value=value, goal=goal)
        return " · ".join((said, *_moved(gap.series, words)))

    leads = gap.plan.leads if gap.plan else _rows(gap.behind)
    return Matter("gap", f"gap|{metric.name}|{process or ''}|{gap.place}", say, leads)


def _missed(series: Series, facts: BoardFacts) -> Matter:
    metric, currency = series.definition, facts.frame.currency

    def say(words: Words) -> str:
        value, goal = (words.value(one, metric.unit, currency) for one in (series.value, series.aim))
        said = words("{what}: {value}, target {goal}", what=_named(series, words), value=value, goal=goal)
        return " · ".join((said, *_moved(series, words)))

    return Matter("gap", f"gap|{_key(series)}", say, _rows(behind(series, "month")))


def _moved(series: Series | None, words: Words) -> tuple[str, ...]:
    """That a gap is of a result which left its routine, too."""
    return (words(CHIPS[series.signal.kind]),) if series is not None and series.signal.kind in WORSE else ()


def _named(series: Series, words: Words) -> str:
    process = series.indicator.process or series.definition.process
    return " · ".join(filter(None, (words.name(process) if process else "", words(series.definition.label))))


def _key(series: Series) -> str:
    return f"{series.indicator.metric}|{series.indicator.process or ''}|"


def _rows(source: Provenance | None) -> str:
    return "" if source is None else f"{PAGE}?{urlencode(source.query)}"


def _plans(warehouse: Warehouse, facts: BoardFacts, kind: str, parts: Parts) -> Iterator[Matter]:
    """The plans that ask the level of this review for a look, late or failed; then those that lately worked."""
    today = facts.frame.latest
    if today is None:
        return
    try:
        known = plans_of(warehouse, scope_of(parts))
    except CrmError:  # the page of plans says why they can't be read
        return
    plans = [one for one in known if asks(one, HELD_AT[kind], today)]
    worked = [one for one in known if achieved(one, today)] if kind != DAILY else []
    names = {"touchpoint": roster.touchpoints(warehouse)} if plans or worked else {}
    for plan in (*plans, *worked):

        def say(words: Words, plan: WorkPlan = plan) -> str:
            name = PlanWords(words, facts.frame.currency, names).name(_nameless(plan, words))
            return words("{plan}: {state}", plan=name, state=words(STATES[plan.state]))

        yield Matter("recognition" if plan in worked else "plan", f"plan|{plan.id}", say, way_to_plan(plan.id))


def _nameless(plan: WorkPlan, words: Words) -> WorkPlan:
    """The plan without the names of persons: an agenda stays, and it may be read by more than they are."""
    parts = tuple((name, words("one person") if name == "agent" else value) for name, value in plan.gap.parts)
    return replace(plan, gap=replace(plan.gap, parts=parts))


def _decisions(earlier: Sequence[Review]) -> Iterator[Matter]:
    """What earlier reviews decided and nobody has said to be done."""
    for review in earlier:
        for line in review.decisions:
            if line.open:
                text = line.text if len(line.text) <= LONG else line.text[: LONG - 1].rstrip() + "…"
                due, owner = line.due, line.owner

                def say(words: Words, text: str = text, owner: str = owner, due: object = due) -> str:
                    return words("{decision} ({owner}, due {day})", decision=text, owner=words.name(owner), day=due)

                yield Matter("decision", f"decision|{line.id}", say, way_to(review.id))


def _data(facts: BoardFacts) -> Iterator[Matter]:
    """What changes the reading of the board: sources that are late, rows left out, days that are missing."""
    around = facts.frame
    for late in around.late:
        yield Matter("data", f"data|late|{late.source}", _first(replace(around, late=(late,)).late_texts), "data?")
    for one in around.left_out:
        key = f"data|left_out|{one.table}|{one.lacks}|{one.file or one.source}"
        yield Matter("data", key, _first(replace(around, left_out=(one,)).left_out_texts), "data?")
    for hole in facts.holes if isinstance(facts, DailyFacts) else ():
        yield Matter("data", f"data|hole|{hole.process}|{hole.day}", _first(partial(hole_texts, (hole,))), "data?")


def _first(texts: Callable[[Words], Sequence[str]]) -> Say:
    return lambda words: " ".join(texts(words))
