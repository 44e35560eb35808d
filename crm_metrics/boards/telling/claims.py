"""Titles and summaries, decided from the numbers alone.

Each function looks at numbers and returns the strongest claim that they carry, a neutral one when there is no signal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_metrics.analysis.signals import Kind, Signal
from crm_metrics.boards.telling.sentences import Amount, Claim, Hours, Ids, Label, Month, Tier, claim


def movement(
    name: str,
    unit: str,
    signal: Signal,
    value: float | None,
    *,
    goal: float | None,
    missed: bool,
    band: bool = False,
) -> Claim:
    """What a metric did against its routine; `value` is its last one, `missed` whether it misses `goal`.

    band: neither more nor less is better, so that a goal is not missed but left.
    """
    metric = Label(name)
    if signal.kind == "small" or value is None:
        return claim("too_few_n" if signal.lacking == "n" else "too_few_points", metric=metric)
    if signal.since is None or signal.rule is None:
        if missed and goal is not None:
            return claim("routine_off" if band else "routine_missed", metric=metric, goal=Amount(goal, unit))
        return claim("routine", metric=metric)
    down = signal.side < 0
    if signal.rule == "near":
        return claim("nears_low" if down else "nears_high", metric=metric)
    if signal.length > 1 and signal.stays:
        return claim("fell_and_stays" if down else "rose_and_stays", metric=metric, day=signal.since)
    return claim("fell_out" if down else "rose_out", metric=metric, day=signal.since)


def shift(name: str, unit: str, signal: Signal) -> Claim | None:
    """Where a metric moved from its routine, None when it did not."""
    if signal.limits is None or signal.recent is None or signal.side == 0:
        return None
    usual, now = Amount(signal.limits.centre, unit), Amount(signal.recent, unit)
    return claim("fell_to" if signal.side < 0 else "rose_to", metric=Label(name), value=now, usual=usual)


def week(kinds: Mapping[str, Kind]) -> tuple[Claim, ...]:
    """What the week says of each process, from the one signal of each: headline first."""
    by = {
        kind: tuple(process for process, held in kinds.items() if held == kind) for kind in ("worse", "better", "watch")
    }
    unknown = tuple(process for process, held in kinds.items() if held == "small")
    judged = len(kinds) - len(unknown)
    changed = len(by["worse"]) + len(by["better"])
    claims: list[Claim] = []
    if judged == 0:
        return (claim("nothing_judged"),)
    if changed == 0:
        if by["watch"]:
            claims += [claim("nothing_certain"), claim("only_watch", watch=Ids(by["watch"]))]
        else:
            claims.append(claim("nothing_changed", judged=judged) if judged > 1 else claim("only_one_kept"))
    else:
        kind = "processes_changed" if changed > 1 else "process_changed" if judged > 1 else "only_one_changed"
        claims.append(claim(kind, changed=changed, judged=judged))
        claims.append(_ways(by["worse"], by["better"]))
        if judged > changed + len(by["watch"]):
            claims.append(claim("rest_routine", watch=Ids(by["watch"])) if by["watch"] else claim("rest"))
        elif by["watch"]:
            claims.append(claim("only_watch", watch=Ids(by["watch"])))
    return (*claims, claim("unjudged", unknown=Ids(unknown))) if unknown else tuple(claims)


def _ways(worse: tuple[str, ...], better: tuple[str, ...]) -> Claim:
    if worse and better:
        return claim("both_ways", worse=Ids(worse), better=Ids(better))
    return claim("only_worse", worse=Ids(worse)) if worse else claim("only_better", better=Ids(better))


def levels(kinds: Mapping[str, Kind]) -> Claim:
    """The title of the small multiples: the same signals as the week's summary."""
    judged = [process for process, kind in kinds.items() if kind != "small"]
    changed = tuple(process for process in judged if kinds[process] in ("better", "worse"))
    if not judged:
        return claim("levels_unknown")
    if not changed:
        watched = any(kinds[process] == "watch" for process in judged)
        if len(judged) == 1 and not watched:
            return claim("levels_one_kept", names=Ids(tuple(judged)))
        return claim("levels_uncertain" if watched else "levels_kept", judged=len(judged))
    if len(judged) == 1:
        return claim("levels_one_changed", names=Ids(changed))
    if len(changed) == len(judged):
        return claim("levels_all_changed", judged=len(judged))
    others = len(judged) - len(changed)
    if any(kinds[process] == "watch" for process in judged):
        return claim("levels_some_changed", names=Ids(changed), changed=len(changed), judged=len(judged))
    return claim("levels_changed", names=Ids(changed), others=others, changed=len(changed), judged=len(judged))


def hours(name: str, by_hour: Mapping[int, float | None], goal: float | None, better: str, *, load: bool) -> Claim:
    """Which hours miss the goal, worst first; which are busiest, where it is a load."""
    known = {hour: value for hour, value in by_hour.items() if value is not None}
    if not known or max(known.values()) <= 0:
        return claim("hours_unknown")
    if goal is None and not load:
        return claim("hours_alike", metric=Label(name))
    if goal is None:
        most = max(known.values())
        return claim("busiest", hours=Hours(tuple(sorted(hour for hour, value in known.items() if value == most))))
    sign = 1 if better == "up" else -1
    late = sorted((hour for hour in known if sign * (known[hour] - goal) < 0), key=lambda hour: sign * known[hour])
    if not late:
        return claim("hours_met", goal=Amount(goal, "percent"))
    if len(late) <= 3:
        return claim("hours_missed", hours=Hours(tuple(sorted(late))), count=len(late))
    return claim("many_hours_missed", count=len(late), all=len(known), hours=Hours((late[0],)))


def agents(results: Sequence[tuple[float, float | None]], better: str, unit: str) -> Claim:
    """How many of the agents with enough cases miss their goal; results: value and goal of each."""
    aimed = [(value, goal) for value, goal in results if goal is not None]
    if not aimed:
        return claim("agents")
    below = sum(value < goal if better == "up" else value > goal for value, goal in aimed)
    goals = {goal for _, goal in aimed}
    kind = "agents_met" if below == 0 else "agent_below" if below == 1 else "agents_below"
    if len(goals) > 1:
        return claim(kind + "_own", count=below, all=len(aimed))
    return claim(kind, count=below, all=len(aimed), goal=Amount(goals.pop(), unit))


def gaps(missed: Sequence[tuple[str, str]], with_goal: int, *, aimed: bool = False) -> Claim:
    """How many results miss their goal; `found` are (metric's label, process), the widest first.

    with_goal: how many can be held against theirs; aimed: whether any has one at all.
    """
    if with_goal == 0:
        return claim("gaps_unjudged" if aimed else "no_target")
    if not missed:
        return claim("no_gap")
    metric, process = Label(missed[0][0]), Ids((missed[0][1],))
    if len(missed) == 1:
        return claim("gap", metric=metric, process=process)
    return claim("gaps", count=len(missed), metric=metric, process=process)


def standing(name: str, value: float | None, year_before: float | None, goal: float | None) -> Claim:
    """A value against last year and against its goal; equal counts as neither."""
    year = "" if value is None or year_before is None or value == year_before else _side(value > year_before)
    aim = "" if value is None or goal is None or value == goal else _side(value > goal)
    kind = f"{year}_{aim}" if year and aim else f"{year}_year" if year else f"{aim}_goal" if aim else "plain"
    return claim(kind, metric=Label(name))


def _side(above: bool) -> str:
    return "above" if above else "below"


def bridge(added: float, lost: float) -> Claim:
    """What was lost of what was added, both as sizes; the change is their difference."""
    change = Amount(added - lost, "change")
    if added == 0 and lost == 0:
        return claim("still")
    if lost == 0:
        return claim("none_lost", change=change)
    if added == 0:
        return claim("only_lost", change=change)
    return (
        claim("lost_more", change=change)
        if lost > added
        else claim("lost_share", share=Amount(lost / added, "percent"))
    )


def plan(name: str, months: Sequence[tuple[float | None, float | None]]) -> Claim:
    """How many of the months that have a result and a plan are below it."""
    both = [(actual, planned) for actual, planned in months if actual is not None and planned is not None]
    if not both:
        return claim("no_plan", metric=Label(name))
    below = sum(actual < planned for actual, planned in both)
    if below == 0:
        return claim("months_met", all=len(both))
    return claim("month_below" if below == 1 else "months_below", count=below, all=len(both))


def cohorts(signal: Signal, months: int) -> Claim:
    """Whether cohorts keep their customers as they used to, at one age."""
    if signal.kind == "small" or signal.limits is None:
        return claim("cohorts")
    if signal.kind in ("better", "worse") and signal.since is not None and signal.recent is not None:
        kept = Amount(signal.recent, "percent")
        return claim(f"cohorts_{signal.kind}", month=Month(signal.since), value=kept, months=months)
    if signal.kind == "watch":
        return claim("cohorts")
    return claim("cohorts_routine", value=Amount(signal.limits.centre, "percent"), months=months)


def objectives(met: int, all_of_them: int) -> Claim:
    """How many objectives are met."""
    return claim("objectives_met", met=met, all=all_of_them) if all_of_them else claim("no_objectives")


def result(name: str, unit: str, value: float | None, before: float | None, goal: float | None) -> Claim:
    """What the month earned: against the plan, else against the month before."""
    metric = Label(name)
    if value is None:
        return claim("no_result")
    if goal is not None:
        kind = "plan_met" if value >= goal else "plan_missed"
        return claim(kind, metric=metric, value=Amount(value, unit), goal=Amount(goal, unit))
    if before is None or value == before:
        return claim("level", metric=metric, value=Amount(value, unit))
    kind, change = ("grew", value - before) if value > before else ("shrank", before - value)
    change_unit = "pp" if unit == "percent" else unit
    return claim(kind, metric=metric, value=Amount(value, unit), change=Amount(change, change_unit))


def base(
    tier: tuple[str, Signal] | None,
    whole: Signal | None,
    payments: Signal | None,
    others: Sequence[tuple[str, str, Signal]],
) -> Claim:
    """What happens to the customer base: the tier whose churn rose, all churn, failed payments, else another number.

    others: (label, unit, signal) of the numbers of the base.
    """
    if tier and (said := _churn(tier[1], "tier_churn_rose")):
        return claim(said.kind, tier=Tier(tier[0]), **dict(said.parts))
    if whole and (said := _churn(whole, "churn_rose")):
        return said
    if payments and (said := _churn(payments, "failed_payments_rose")):
        return said
    for kind, told in (("worse", "base_worse"), ("better", "base_better")):
        for name, unit, signal in others:
            if signal.kind == kind and signal.since and signal.recent is not None and signal.limits:
                now, usual = Amount(signal.recent, unit), Amount(signal.limits.centre, unit)
                return claim(told, metric=Label(name), month=Month(signal.since), value=now, usual=usual)
    known = [signal for _, _, signal in others if signal.kind != "small"]
    return claim("base_routine" if known else "base_unknown")


def _churn(signal: Signal, kind: str) -> Claim | None:
    """A share that is better when it is lower, and really rose."""
    if signal.kind != "worse" or signal.since is None or signal.recent is None or signal.limits is None:
        return None
    now, usual = Amount(signal.recent, "percent"), Amount(signal.limits.centre, "percent")
    return claim(kind, value=now, month=Month(signal.since), usual=usual)


def decision(
    tier: tuple[str, Signal] | None,
    payments: Signal | None,
    worse: str | None,
    missing: Amount | None,
    judged: bool,
) -> Claim:
    """The decision that the month asks for.

    worse: the label of another number of the base that really got worse. missing: what the result lacks to the plan.
    """
    lost = tier is not None and tier[1].kind == "worse"
    failed = payments is not None and payments.kind == "worse"
    if tier is not None and lost:
        return claim("decide_both" if failed else "decide_tier", tier=Tier(tier[0]))
    if failed:
        return claim("decide_payments")
    if worse is not None:
        return claim("decide_worse", metric=Label(worse))
    if missing is not None:
        return claim("decide_plan", gap=missing)
    return claim("decide_nothing" if judged else "decide_unknown")
