"""What a claim sounds like: its texts, from the fullest to the shortest, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.words import Words, mark

TITLE = 80  # characters of a card's title


@dataclass(frozen=True)
class Amount:
    """A number in the unit of its metric."""

    x: float
    unit: str


@dataclass(frozen=True)
class Label:
    """The name of a metric, an English sentence of its own."""

    text: str


@dataclass(frozen=True)
class Ids:
    """Ids of processes, tiers, teams …, said by name and listed."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Tier:
    """The value tier of customers, in running text."""

    name: str


@dataclass(frozen=True)
class Hours:
    """Hours of the day."""

    hours: tuple[int, ...]


@dataclass(frozen=True)
class Month:
    """A month, by any of its days."""

    day: date


Part = Amount | Label | Ids | Tier | Hours | Month | date | int | str


@dataclass(frozen=True)
class Claim:
    """What is true: its kind, and the parts that its text names."""

    kind: str
    parts: tuple[tuple[str, Part], ...] = ()

    def part(self, name: str) -> Part | None:
        """One part, None when the claim has none of that name."""
        return dict(self.parts).get(name)


def claim(kind: str, **parts: Part) -> Claim:
    """A claim of a kind with its parts."""
    return Claim(kind, tuple(parts.items()))


TEXTS: Mapping[str, tuple[str, ...]] = {
    # A metric against its routine.
    "fell_and_stays": (mark("{metric}: fell on {day} and stays low"), mark("{metric}: fell on {day}")),
    "rose_and_stays": (mark("{metric}: rose on {day} and stays high"), mark("{metric}: rose on {day}")),
    "fell_out": (mark("{metric}: fell out of its routine on {day}"), mark("{metric}: fell on {day}")),
    "rose_out": (mark("{metric}: rose out of its routine on {day}"), mark("{metric}: rose on {day}")),
    "fell_to": (mark("{metric}: fell to {value}; its routine is {usual}"),),
    "rose_to": (mark("{metric}: rose to {value}; its routine is {usual}"),),
    "nears_low": (mark("{metric}: near the lower limit of its routine"), mark("{metric}: to be watched")),
    "nears_high": (mark("{metric}: near the upper limit of its routine"), mark("{metric}: to be watched")),
    "routine_missed": (
        mark("{metric}: misses its target of {goal}, within its routine"),
        mark("{metric}: within its routine"),
    ),
    "routine_off": (
        mark("{metric}: away from its target of {goal}, within its routine"),
        mark("{metric}: within its routine"),
    ),
    "routine": (mark("{metric}: moves within its routine"), mark("{metric}: within its routine")),
    "too_few_n": (mark("{metric}: too few cases for a verdict"),),
    "too_few_points": (mark("{metric}: too few periods for a verdict"),),
    # The week.
    "processes_changed": (mark("{changed} of {judged} processes really changed."),),
    "process_changed": (mark("One of {judged} processes really changed."),),
    "only_one_changed": (mark("The only process that can be judged really changed."),),
    "nothing_changed": (mark("No process really changed: those that can be judged ({judged}) are in their routine."),),
    "only_one_kept": (mark("The only process that can be judged is in its routine."),),
    "nothing_judged": (mark("There is not enough data yet to say which process changed."),),
    "both_ways": (mark("Worse: {worse}. Better: {better}."),),
    "only_worse": (mark("Worse: {worse}."),),
    "only_better": (mark("Better: {better}."),),
    "rest_routine": (mark("To be watched: {watch}. The others move within their routine and ask for no action."),),
    "rest": (mark("The others move within their routine and ask for no action."),),
    "nothing_certain": (mark("No process changed for certain."),),
    "only_watch": (mark("To be watched: {watch}."),),
    "unjudged": (mark("Without enough data for a verdict: {unknown}."),),
    "levels_changed": (mark("{names}: level changed; the other {others} within their routine"),
                       mark("{changed} of {judged} processes change level")),
    "levels_some_changed": (mark("{names}: level changed; another one to be watched"),
                            mark("{changed} of {judged} processes change level")),
    "levels_one_changed": (mark("{names}: level changed"),),
    "levels_all_changed": (mark("Every process that can be judged changes level"),),
    "levels_kept": (mark("Every process that can be judged moves within its routine"),),
    "levels_uncertain": (mark("No process changes level for certain; some are to be watched"),),
    "levels_one_kept": (mark("{names}: within its routine"),),
    "levels_unknown": (mark("Routine of each process: not enough data yet"),),
    # By hour, by agent, by gap.
    "hours_missed": (mark("The target is missed at {hours}"), mark("The target is missed at {count} hours")),
    "many_hours_missed": (mark("The target is missed in {count} of {all} hours, most at {hours}"),
                          mark("The target is missed in {count} of {all} hours")),
    "hours_met": (mark("Every hour meets the target of {goal}"),),
    "busiest": (mark("Most contacts come at {hours}"),),
    "hours_alike": (mark("{metric} by hour and weekday"), mark("By hour and weekday")),
    "hours_unknown": (mark("Too few contacts to tell one hour from another"),),
    "agents_below": (mark("{count} of {all} agents miss the target of {goal}"),),
    "agent_below": (mark("One of {all} agents misses the target of {goal}"),),
    "agents_met": (mark("Every agent with enough cases meets the target of {goal}"),),
    "agents_below_own": (mark("{count} of {all} agents miss their team's target"),),
    "agent_below_own": (mark("One of {all} agents misses the team's target"),),
    "agents_met_own": (mark("Every agent with enough cases meets the team's target"),),
    "agents": (mark("Productivity by agent"),),
    "gaps": (mark("{count} results miss their target; widest: {metric}, {process}"),
             mark("{count} results miss their target")),
    "gap": (mark("One result misses its target: {metric}, {process}"), mark("One result misses its target")),
    "no_gap": (mark("Every result with a target meets it"),),
    "gaps_unjudged": (mark("Too few cases to hold a result against its target"),),
    "no_target": (mark("No target has been set"),),
    # Six weeks and twelve months.
    "above_above": (mark("{metric}: above last year and above target"), mark("Above last year and above target")),
    "above_below": (mark("{metric}: above last year, below target"), mark("Above last year, below target")),
    "below_above": (mark("{metric}: below last year, above target"), mark("Below last year, above target")),
    "below_below": (mark("{metric}: below last year and below target"), mark("Below last year and below target")),
    "above_year": (mark("{metric}: above last year"), mark("Above last year")),
    "below_year": (mark("{metric}: below last year"), mark("Below last year")),
    "above_goal": (mark("{metric}: above target"), mark("Above target")),
    "below_goal": (mark("{metric}: below target"), mark("Below target")),
    "plain": (mark("{metric}, week by week and month by month"), mark("Week by week and month by month")),
    # The month.
    "lost_share": (mark("Cancellations and reductions take {share} of what was added"),),
    "lost_more": (mark("More recurring revenue was lost than added: {change}"),),
    "only_lost": (mark("Recurring revenue was lost and none was added: {change}"),),
    "none_lost": (mark("Nothing was lost: recurring revenue changed by {change}"),),
    "still": (mark("Recurring revenue did not change"),),
    "months_below": (mark("{count} of {all} months below plan"),),
    "month_below": (mark("One of {all} months below plan"),),
    "months_met": (mark("Every month with a plan is on or above it"),),
    "no_plan": (mark("{metric} by month, without a plan to compare with"), mark("By month, without a plan")),
    "cohorts_worse": (mark("Customers who joined since {month} leave sooner: {value} after {months} months"),
                      mark("Customers who joined since {month} leave sooner")),
    "cohorts_better": (mark("Customers who joined since {month} stay longer: {value} after {months} months"),
                       mark("Customers who joined since {month} stay longer")),
    "cohorts_routine": (mark("Cohorts stay as before: {value} on average after {months} months"),),
    "cohorts": (mark("Customers kept, by month of joining"),),
    "objectives_met": (mark("{met} of {all} objectives met"),),
    "no_objectives": (mark("No objective has been set"),),
    # What the month means.
    "plan_met": (mark("{metric}: meets the plan, {value} against {goal}."),),
    "plan_missed": (mark("{metric}: misses the plan, {value} against {goal}."),),
    "grew": (mark("{metric}: {value}, {change} more than the month before."),),
    "shrank": (mark("{metric}: {value}, {change} less than the month before."),),
    "level": (mark("{metric}: {value}."),),
    "no_result": (mark("The month has no result yet."),),
    "tier_churn_rose": (
        mark("Churn of the {tier} tier rose to {value} a month since {month}; its routine was {usual}."),
    ),
    "churn_rose": (mark("Churn rose to {value} a month since {month}; its routine was {usual}."),),
    "failed_payments_rose": (mark("Failed payments are {value} of departures since {month}; they were {usual}."),),
    "base_worse": (mark("{metric}: worse since {month}, {value}; its routine was {usual}."),),
    "base_better": (mark("{metric}: better since {month}, {value}; its routine was {usual}."),),
    "base_routine": (mark("The customer base moves within its routine."),),
    "base_unknown": (mark("There is not enough history yet to judge the customer base."),),
    "decide_both": (mark("Decision asked: how to keep the {tier} tier, and how to stop failed payments."),),
    "decide_tier": (mark("Decision asked: how to keep the {tier} tier."),),
    "decide_payments": (mark("Decision asked: how to stop departures for failed payments."),),
    "decide_worse": (mark("Decision asked: what to do about {metric}."),),
    "decide_plan": (mark("Decision asked: how to close the {gap} that are missing from the plan."),),
    "decide_nothing": (mark("No decision is asked: nothing that is measured really got worse."),),
    "decide_unknown": (mark("No decision can be asked for yet: there is too little history."),),
}  # fmt: skip


def say(said: Claim, words: Words, currency: str = "", limit: int | None = None) -> str:
    """The fullest text of a claim that fits into `limit` characters; the shortest, cut, when none does."""
    texts = []
    for text in TEXTS[said.kind]:
        parts = {name: _told(part, words, currency) for name, part in said.parts}
        for name, part in said.parts:
            if isinstance(part, Label) and not words(text).startswith("{" + name + "}"):
                parts[name] = inside(parts[name])
        texts.append(words(text, **parts))
    if limit is None:
        return texts[0]
    fitting = [text for text in texts if len(text) <= limit]
    return fitting[0] if fitting else texts[-1][: limit - 1].rstrip() + "…"


def inside(name: str) -> str:
    """A name as it stands within a sentence: with a small letter, unless it is a proper name or an acronym."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def _told(part: Part, words: Words, currency: str) -> str:
    if isinstance(part, Amount):
        if part.unit == "change":
            return words.value(part.x, "money", currency, sign=True)
        return words.value(part.x, part.unit, currency)
    if isinstance(part, Label):
        return words(part.text)
    if isinstance(part, Ids):
        return words.listed([words.name(name) for name in part.names])
    if isinstance(part, Tier):
        return words.name(part.name).lower()
    if isinstance(part, Hours):
        return words.listed([words("{hour} h", hour=hour) for hour in part.hours])
    if isinstance(part, Month):
        return words.month(part.day)
    if isinstance(part, date):
        return words.short_day(part)
    return words.number(part) if isinstance(part, int) else part
