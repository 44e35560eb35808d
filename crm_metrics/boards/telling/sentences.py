"""What a claim sounds like: its texts, from the fullest to the shortest, in the reader's language.

A claim names what it rests on. One whose grounds were not judged is not said: in its place stands what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.telling.grounds import WHY, Ground, Grounds, Need, unmet
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
class Labels:
    """Names of metrics, listed in running text."""

    texts: tuple[str, ...]


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


Part = Amount | Label | Labels | Ids | Tier | Hours | Month | date | int | str


@dataclass(frozen=True)
class Claim:
    """What is true: its kind, the parts that its text names, and what it rests on."""

    kind: str
    parts: tuple[tuple[str, Part], ...] = ()
    rests_on: Grounds = ()

    def part(self, name: str) -> Part | None:
        """One part, None when the claim has none of that name."""
        return dict(self.parts).get(name)


def claim(kind: str, rests_on: Iterable[Ground] = (), **parts: Part) -> Claim:
    """A claim of a kind with what it rests on and its parts."""
    return Claim(kind, tuple(parts.items()), tuple(rests_on))


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
    "perhaps_low": (mark("{metric}: low since {day}, perhaps by chance"), mark("{metric}: to be watched")),
    "perhaps_high": (mark("{metric}: high since {day}, perhaps by chance"), mark("{metric}: to be watched")),
    "recurs_low": (
        mark("{metric}: low since {day}, as at this time of the years before"),
        mark("{metric}: to be watched"),
    ),
    "recurs_high": (
        mark("{metric}: high since {day}, as at this time of the years before"),
        mark("{metric}: to be watched"),
    ),
    "routine_missed": (
        mark("{metric}: misses its target of {goal}, within its routine"),
        mark("{metric}: within its routine"),
    ),
    "routine_off": (
        mark("{metric}: away from its target of {goal}, within its routine"),
        mark("{metric}: within its routine"),
    ),
    "routine": (mark("{metric}: moves within its routine"), mark("{metric}: within its routine")),
    "changed_up": (mark("{metric}: rose more on {day} than it usually changes"), mark("{metric}: rose on {day}")),
    "changed_down": (
        mark("{metric}: changed downwards on {day}, out of its routine"),
        mark("{metric}: to be watched"),
    ),
    "too_few_n": (mark("{metric}: too few cases for a verdict"),),
    "too_few_points": (mark("{metric}: too few periods for a verdict"),),
    "too_late": (mark("{metric}: its data do not reach this period"),),
    "rows_left_out": (mark("{metric}: not judged, rows of it are missing or incomplete"),),
    "baseline_anew": (
        mark("{metric}: new baseline, too few periods for a verdict yet"),
        mark("{metric}: new baseline"),
    ),
    # The week.
    "processes_changed": (mark("{changed} of {judged} processes really changed."),),
    "process_changed": (mark("One of {judged} processes really changed."),),
    "only_one_changed": (mark("The only process that can be judged really changed."),),
    "nothing_changed": (mark("No process really changed: those that can be judged ({judged}) are in their routine."),),
    "half_judged": (mark("Judged by one number only, of result and satisfaction: {half}."),),
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
    "levels_all_but_one": (mark("{names}: level changed; the other one within its routine"),
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
    "hours_met": (mark("Each of {all} hours with enough contacts meets the target of {goal}"),),
    "hour_met": (mark("The only hour with enough contacts meets the target of {goal}"),),
    "busiest": (mark("Most contacts come at {hours}"),),
    "hours_alike": (mark("{metric} by hour and weekday"), mark("By hour and weekday")),
    "hours_unknown": (mark("Too few contacts to tell one hour from another"),),
    "agents_below": (mark("{count} of {all} agents miss the target of {goal}"),),
    "agent_below": (mark("One of {all} agents misses the target of {goal}"),),
    "agents_met": (mark("All {all} agents with enough cases meet the target of {goal}"),),
    "agent_met": (mark("The only agent with enough cases meets the target of {goal}"),),
    "sole_below": (mark("The only agent with enough cases misses the target of {goal}"),),
    "agents_below_own": (mark("{count} of {all} agents miss their team's target"),),
    "agent_below_own": (mark("One of {all} agents misses the team's target"),),
    "agents_met_own": (mark("All {all} agents with enough cases meet their team's target"),),
    "agents": (mark("Productivity by agent"),),
    "ranked": (mark("{count} signals; the most important: {metric}, {process}"), mark("{count} signals in the week")),
    "ranked_one": (mark("One signal: {metric}, {process}"), mark("One signal in the week")),
    "ranked_none": (mark("Results that can be judged: {judged}, all in their routine"),),
    "month_ranked": (mark("{count} signals in the month; the most important: {metric}"),
                     mark("{count} signals in the month")),
    "month_ranked_one": (mark("One signal in the month: {metric}"), mark("One signal in the month")),
    "ranked_unjudged": (mark("No result has enough data to be judged"),),
    "gaps": (mark("{count} results miss their target; widest: {metric}, {process}"),
             mark("{count} results miss their target")),
    "gaps_worse": (mark("{count} results miss their target; really worse: {metric}, {process}"),
                   mark("{count} results miss their target; really worse: {process}"),
                   mark("{count} results miss their target")),
    "gap": (mark("One result misses its target: {metric}, {process}"), mark("One result misses its target")),
    "gaps_and_worse": (mark("{all} results; targets missed: {count}; really worse: {metric}, {process}"),
                       mark("{all} results; targets missed: {count}; really worse: {process}")),
    "worse_alone": (mark("Really worse, without missing a target: {metric}, {process}"),
                    mark("Really worse, without missing a target: {process}")),
    "worse_first": (mark("{all} results are really worse, without missing a target; first: {metric}, {process}"),
                    mark("{all} results are really worse, without missing a target")),
    "part_worse": (mark("{metric}, {process}: surely worse at equal mix: {names}"),
                   mark("{process}: surely worse at equal mix: {names}"),
                   mark("{process}: a part of its gap is surely worse at equal mix")),
    "parts_alike": (mark("No part of a gap is surely worse than the others at equal mix"),),
    "parts_unjudged": (mark("Too few cases to hold the parts of a gap against each other"),),
    "compared_apart": (mark("Teams and touchpoints compared: {all}; surely worse {worse}, better {better}"),),
    "compared_alike": (mark("Teams and touchpoints compared: {all}; none surely differs at equal mix"),),
    "compared_unjudged": (mark("Teams and touchpoints: too few cases alike to hold one against another"),),
    "no_gap": (mark("Each of the {judged} results that can be judged meets its target"),),
    "no_gap_of_one": (mark("The only result that can be judged meets its target"),),
    "gaps_unjudged": (mark("Too few cases to hold a result against its target"),),
    "no_target": (mark("No target is known"),),
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
    "sole_month_below": (mark("The only month with a plan is below it"),),
    "months_met": (mark("Each of {all} months with a plan is on or above it"),),
    "month_met": (mark("The only month with a plan is on or above it"),),
    "no_plan": (mark("{metric} by month, without a plan to compare with"), mark("By month, without a plan")),
    "cohorts_worse": (mark("Customers who joined since {month} leave sooner: {value} after {months} months"),
                      mark("Customers who joined since {month} leave sooner")),
    "cohorts_better": (mark("Customers who joined since {month} stay longer: {value} after {months} months"),
                       mark("Customers who joined since {month} stay longer")),
    "cohorts_routine": (mark("Cohorts stay as before: {value} on average after {months} months"),),
    "cohorts": (mark("Customers kept, by month of joining"),),
    "objectives_met": (mark("{met} of {all} objectives met"),),
    "objective_met": (mark("The only objective is met"),),
    "objective_missed": (mark("The only objective is missed"),),
    "objectives_met_of_some": (mark("{met} of {all} objectives met; not judged: {few}"),),
    "objectives_unjudged": (mark("Too few cases to hold a result against its objective"),),
    "no_objectives": (mark("No objective is known"),),
    # What the month means.
    "plan_met": (mark("{metric}: meets the plan, {value} against {goal}."),),
    "plan_missed": (mark("{metric}: misses the plan, {value} against {goal}."),),
    "grew": (mark("{metric}: {value}, {change} more than the month before."),),
    "shrank": (mark("{metric}: {value}, {change} less than the month before."),),
    "level": (mark("{metric}: {value}."),),
    "no_result": (mark("The month has no result yet."),),
    "result_few": (mark("{metric}: {value}, n = {n}, too few for a verdict."),),
    "result_incomplete": (mark("{metric}: the month is not complete, rows of it are missing or incomplete."),),
    "tier_churn_rose": (
        mark("Churn of the {tier} tier rose to {value} a month since {month}; its routine was {usual}."),
    ),
    "churn_rose": (mark("Churn rose to {value} a month since {month}; its routine was {usual}."),),
    "failed_payments_rose": (mark("Failed payments are {value} of departures since {month}; they were {usual}."),),
    "base_worse": (mark("{metric}: worse since {month}, {value}; its routine was {usual}."),),
    "base_better": (mark("{metric}: better since {month}, {value}; its routine was {usual}."),),
    "change_worse": (
        mark("{metric}: worse since {month}, a change of {value} a month; its routine was {usual}."),
    ),
    "change_better": (
        mark("{metric}: better since {month}, a change of {value} a month; its routine was {usual}."),
    ),
    "base_routine": (mark("The customer base moves within its routine: {metrics}."),),
    "base_unknown": (mark("The customer base can't be judged yet: its numbers are missing or too few."),),
    "decide_both": (mark("Decision asked: how to keep the {tier} tier, and how to stop failed payments."),),
    "decide_tier": (mark("Decision asked: how to keep the {tier} tier."),),
    "decide_payments": (mark("Decision asked: how to stop departures for failed payments."),),
    "decide_worse": (mark("Decision asked: what to do about {metric}."),),
    "decide_plan": (mark("Decision asked: how to close the {gap} that are missing from the plan."),),
    "decide_nothing": (mark("No decision is asked: of {judged} results judged none really got worse."),),
    "decide_nothing_of_one": (
        mark("No decision is asked: the only result that can be judged did not really get worse."),
    ),
    "decide_nothing_of_some": (
        mark("No decision is asked: of the results judged ({judged}) none really got worse; not judged: {few}."),
    ),
    "decide_unknown": (mark("No decision can be asked for yet: no result can be judged."),),
    # What to attend.
    "attend_nothing": (mark("No team asks for attention"),),
    "attend_nothing_known": (mark("Nothing of what can be judged asks for attention"),),
    "attend_unknown": (mark("What asks for attention can't be told yet"),),
    "teams_calm": (mark("None of the {teams} teams that can be judged surely left its routine."),),
    "team_calm": (mark("The only team that can be judged did not surely leave its routine."),),
    "teams_unjudged": (mark("No team has enough data in these weeks to be judged."),),
    "nobody_waits": (mark("None of the {open} open cases of customers of value is older than {days} days."),),
    "one_waits_little": (mark("The only open case of a customer of value is not older than {days} days."),),
    "no_valued_case": (mark("No open case is of a customer of value."),),
    "nobody_waits_of_known": (
        mark("Open cases: {all}; with a customer's tier: {known}; of value: {open}, none older than {days} days."),
    ),
    "no_valued_of_known": (mark("Open cases: {all}; with a customer's tier: {known}, none of them of value."),),
    "no_open_case": (mark("No case is open."),),
    "waits_unmeasured": (mark("Whether customers of value wait is not known: the cases of this day are not loaded."),),
    "waits_without_tier": (mark("Whether customers of value wait is not known: no open case has a customer's tier."),),
    "waits_incomplete": (mark("Whether customers of value wait is not known: rows of the cases were left out."),),
    # Time and satisfaction.
    "time_related": (mark("Satisfaction is associated with time in {n} of {all} processes"),),
    "time_related_of_one": (mark("In the only process tested satisfaction is associated with time"),),
    "time_unrelated": (mark("In none of {all} processes tested is satisfaction surely associated with time"),),
    "time_unrelated_of_one": (mark("In the only process tested satisfaction is not surely associated with time"),),
    "time_unlinked": (mark("Time and satisfaction: not enough linked answers yet"),),
    # In place of a claim whose grounds were not judged.
    "untold": (mark("Not judged: {what}"),),
    "untold_why": (mark("Not judged: {what} ({why})"), mark("Not judged: {what}")),
}  # fmt: skip

# What says that something is missing, or only names what is shown.
NEUTRAL = frozenset((
    "too_few_n", "too_few_points", "too_late", "rows_left_out", "baseline_anew", "nothing_judged", "half_judged",
    "unjudged", "levels_unknown", "hours_alike", "hours_unknown", "agents", "gaps_unjudged", "no_target", "plain",
    "no_plan",
    "ranked_unjudged",
    "cohorts", "parts_unjudged", "compared_unjudged", "no_objectives", "objectives_unjudged", "no_result",
    "result_few", "result_incomplete", "base_unknown", "decide_unknown", "attend_unknown", "teams_unjudged",
    "waits_unmeasured", "waits_without_tier", "waits_incomplete", "time_unlinked", "untold", "untold_why",
))  # fmt: skip
# What compares complete values, and says nothing of a routine.
COMPARED = frozenset((
    "busiest", "above_above", "above_below", "below_above", "below_below", "above_year", "below_year", "above_goal",
    "below_goal", "lost_share", "lost_more", "only_lost", "none_lost", "still", "months_below", "month_below",
    "sole_month_below", "months_met", "month_met", "plan_met", "plan_missed", "grew", "shrank", "level", "decide_plan",
    "no_valued_case", "no_valued_of_known", "no_open_case",
))  # fmt: skip


def need(kind: str) -> Need:
    """What a kind of claim needs of its grounds: a verdict, unless it is named above."""
    return "nothing" if kind in NEUTRAL else "known" if kind in COMPARED else "judged"


def say(said: Claim, words: Words, currency: str = "", limit: int | None = None) -> str:
    """The fullest text of a claim that fits into `limit` characters; the shortest, cut, when none does.

    Of a claim whose grounds do not carry it, what is missing.
    """
    if (lacking := unmet(said.rests_on, need(said.kind))) is not None:
        said = _untold(said, lacking, words)
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


def _untold(said: Claim, lacking: Grounds, words: Words) -> Claim:
    """What stands in place of a claim: the grounds that do not carry it, and why."""
    subject = said.part("metric")
    names = [_named(ground.name, words) for ground in lacking]
    names = names or [words(subject.text) if isinstance(subject, Label) else words("this")]
    why = {WHY[ground.state] for ground in lacking}
    if len(why) == 1 and (reason := why.pop()):
        return claim("untold_why", what=words.listed(names), why=words(reason))
    return claim("untold", what=words.listed(names))


def _named(name: str, words: Words) -> str:
    """A label in the reader's language, or an id by its name."""
    return words(name) if " " in name or name[:1].isupper() else words.name(name)


def inside(name: str) -> str:
    """A name as it stands within a sentence: with a small letter, unless it is a proper name or an acronym."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def named_inside(thing: str, words: Words) -> str:
    """The word for an id within a sentence; a name that a company itself gave stays as it is written."""
    name = words.name(thing)
    return name if name == thing else inside(name)


def _told(part: Part, words: Words, currency: str) -> str:
    if isinstance(part, Amount):
        if part.unit == "change":
            return words.value(part.x, "money", currency, sign=True)
        return words.value(part.x, part.unit, currency)
    if isinstance(part, Label):
        return words(part.text)
    if isinstance(part, Labels):
        return words.listed([inside(words(text)) for text in part.texts])
    if isinstance(part, Ids):
        return words.listed([words.name(name) for name in part.names])
    if isinstance(part, Tier):
        return named_inside(part.name, words)
    if isinstance(part, Hours):
        return words.listed([words("{hour} h", hour=hour) for hour in part.hours])
    if isinstance(part, Month):
        return words.month(part.day)
    if isinstance(part, date):
        return words.short_day(part)
    return words.number(part) if isinstance(part, int) else part
