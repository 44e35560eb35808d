"""Titles and summaries, decided from the numbers alone.

Each function returns the strongest claim that they carry, a neutral one without a signal, and what it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from crm_metrics.analysis.signals import Kind, Signal
from crm_metrics.boards.telling.grounds import UNJUDGED, Ground, of_count, of_kinds, of_signal, of_values
from crm_metrics.boards.telling.sentences import Amount, Claim, Hours, Ids, Label, Labels, Month, Tier, claim


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
    metric, rests = Label(name), (of_signal(name, signal, value),)
    if signal.kind == "small" or value is None:
        return claim(UNJUDGED[signal.lacking], rests, metric=metric)
    if signal.since is None or signal.rule is None:
        if missed and goal is not None:
            return claim("routine_off" if band else "routine_missed", rests, metric=metric, goal=Amount(goal, unit))
        return claim("routine", rests, metric=metric)
    down = signal.side < 0
    if signal.steps:
        return claim("changed_down" if down else "changed_up", rests, metric=metric, day=signal.since)
    if signal.rule == "near":
        return claim("nears_low" if down else "nears_high", rests, metric=metric)
    if signal.recurs or not signal.sure:
        why = "recurs" if signal.recurs else "perhaps"
        return claim(f"{why}_low" if down else f"{why}_high", rests, metric=metric, day=signal.since)
    if signal.length > 1 and signal.stays:
        return claim("fell_and_stays" if down else "rose_and_stays", rests, metric=metric, day=signal.since)
    return claim("fell_out" if down else "rose_out", rests, metric=metric, day=signal.since)


def shift(name: str, unit: str, signal: Signal) -> Claim | None:
    """Where a metric moved from its routine, None when it did not."""
    if signal.usual is None or signal.now is None or signal.side == 0 or signal.steps:
        return None
    usual, now = Amount(signal.usual, unit), Amount(signal.now, unit)
    rests = (of_signal(name, signal),)
    return claim("fell_to" if signal.side < 0 else "rose_to", rests, metric=Label(name), value=now, usual=usual)


def week(kinds: Mapping[str, Kind], half: Sequence[str] = ()) -> tuple[Claim, ...]:
    """What the week says of each process, from the one signal of each: headline first.

    half: the processes of which only one of result and satisfaction was judged.
    """
    by = {
        kind: tuple(process for process, held in kinds.items() if held == kind) for kind in ("worse", "better", "watch")
    }
    unknown = tuple(process for process, held in kinds.items() if held == "small")
    rests, judged = of_kinds(kinds), len(kinds) - len(unknown)
    changed = len(by["worse"]) + len(by["better"])
    claims: list[Claim] = []
    if judged == 0:
        return (claim("nothing_judged"),)
    if changed == 0:
        if by["watch"]:
            claims += [claim("nothing_certain", rests), claim("only_watch", rests, watch=Ids(by["watch"]))]
        else:
            kept = claim("nothing_changed", rests, judged=judged) if judged > 1 else claim("only_one_kept", rests)
            claims.append(kept)
    else:
        kind = "processes_changed" if changed > 1 else "process_changed" if judged > 1 else "only_one_changed"
        claims += [claim(kind, rests, changed=changed, judged=judged), _ways(by["worse"], by["better"], rests)]
        if judged > changed + len(by["watch"]):
            rest = claim("rest_routine", rests, watch=Ids(by["watch"])) if by["watch"] else claim("rest", rests)
            claims.append(rest)
        elif by["watch"]:
            claims.append(claim("only_watch", rests, watch=Ids(by["watch"])))
    claims += [claim("half_judged", half=Ids(tuple(half)))] if half else []
    return (*claims, claim("unjudged", unknown=Ids(unknown))) if unknown else tuple(claims)


def _ways(worse: tuple[str, ...], better: tuple[str, ...], rests: Sequence[Ground]) -> Claim:
    if worse and better:
        return claim("both_ways", rests, worse=Ids(worse), better=Ids(better))
    return claim("only_worse", rests, worse=Ids(worse)) if worse else claim("only_better", rests, better=Ids(better))


def levels(kinds: Mapping[str, Kind]) -> Claim:
    """The title of the small multiples: the same signals as the week's summary."""
    judged = [process for process, kind in kinds.items() if kind != "small"]
    changed = tuple(process for process in judged if kinds[process] in ("better", "worse"))
    rests = of_kinds(kinds)
    if not judged:
        return claim("levels_unknown")
    if not changed:
        watched = any(kinds[process] == "watch" for process in judged)
        if len(judged) == 1 and not watched:
            return claim("levels_one_kept", rests, names=Ids(tuple(judged)))
        return claim("levels_uncertain" if watched else "levels_kept", rests, judged=len(judged))
    if len(judged) == 1:
        return claim("levels_one_changed", rests, names=Ids(changed))
    if len(changed) == len(judged):
        return claim("levels_all_changed", rests, judged=len(judged))
    counts = {"changed": len(changed), "judged": len(judged), "others": len(judged) - len(changed)}
    if any(kinds[process] == "watch" for process in judged):
        return claim("levels_some_changed", rests, names=Ids(changed), **counts)
    kind = "levels_all_but_one" if counts["others"] == 1 else "levels_changed"
    return claim(kind, rests, names=Ids(changed), **counts)


def hours(name: str, by_hour: Mapping[int, float | None], goal: float | None, better: str, *, load: bool) -> Claim:
    """Which hours miss the goal, worst first; which are busiest, where it is a load."""
    known = {hour: value for hour, value in by_hour.items() if value is not None}
    rests = of_count(name, len(known))
    if not known or max(known.values()) <= 0:
        return claim("hours_unknown")
    if goal is None and not load:
        return claim("hours_alike", metric=Label(name))
    if goal is None:
        most = max(known.values())
        busiest = tuple(sorted(hour for hour, value in known.items() if value == most))
        return claim("busiest", rests, hours=Hours(busiest))
    sign = 1 if better == "up" else -1
    late = sorted((hour for hour in known if sign * (known[hour] - goal) < 0), key=lambda hour: sign * known[hour])
    if not late:
        return claim("hours_met" if len(known) > 1 else "hour_met", rests, all=len(known), goal=Amount(goal, "percent"))
    if len(late) <= 3:
        return claim("hours_missed", rests, hours=Hours(tuple(sorted(late))), count=len(late))
    return claim("many_hours_missed", rests, count=len(late), all=len(known), hours=Hours((late[0],)))


def agents(results: Sequence[tuple[float, float | None]], better: str, unit: str) -> Claim:
    """How many of the agents with enough cases miss their goal; results: value and goal of each."""
    aimed = [(value, goal) for value, goal in results if goal is not None]
    if not aimed:
        return claim("agents")
    below = sum(value < goal if better == "up" else value > goal for value, goal in aimed)
    goals, rests = {goal for _, goal in aimed}, of_count("agent", len(aimed))
    if len(aimed) == 1:
        return claim("sole_below" if below else "agent_met", rests, goal=Amount(goals.pop(), unit))
    kind = "agents_met" if below == 0 else "agent_below" if below == 1 else "agents_below"
    if len(goals) > 1:
        return claim(kind + "_own", rests, count=below, all=len(aimed))
    return claim(kind, rests, count=below, all=len(aimed), goal=Amount(goals.pop(), unit))


def gaps(
    listed: Sequence[tuple[str, str]],
    with_goal: int,
    *,
    aimed: bool = False,
    worse: bool = False,
    count: int | None = None,
) -> Claim:
    """How many results miss their goal; `listed` are (metric's label, process), in the order of the list.

    with_goal: how many can be held against theirs; aimed: whether any has one at all; worse: whether the first of the
    list really got worse; count: how many of the list miss their goal, the others got worse without missing one; None
    for all of them.
    """
    rests, missed = of_count("target", with_goal), len(listed) if count is None else count
    if not listed:
        if with_goal == 0:
            return claim("gaps_unjudged" if aimed else "no_target")
        return claim("no_gap" if with_goal > 1 else "no_gap_of_one", rests, judged=with_goal)
    metric, process = Label(listed[0][0]), Ids((listed[0][1],))
    if missed < len(listed):
        rests = (*rests, Ground(listed[0][0], "judged"))
        if not missed:
            kind = "worse_alone" if len(listed) == 1 else "worse_first"
            return claim(kind, rests, all=len(listed), metric=metric, process=process)
        return claim("gaps_and_worse", rests, all=len(listed), count=missed, metric=metric, process=process)
    if missed == 1:
        return claim("gap", rests, metric=metric, process=process)
    return claim("gaps_worse" if worse else "gaps", rests, count=missed, metric=metric, process=process)


def parts_of_gaps(first: tuple[str, str] | None, parts: Sequence[str], tested: int) -> Claim:
    """Which parts of the first gap are surely worse than the others at equal mix; first: its label and process.

    tested: how many parts of the gaps could be held against others.
    """
    rests = of_count("part", tested)
    if not tested:
        return claim("parts_unjudged")
    if first is None or not parts:
        return claim("parts_alike", rests)
    metric, process, names = Label(first[0]), Ids((first[1],)), Ids(tuple(parts))
    return claim("part_worse", rests, metric=metric, process=process, names=names)


def compared(worse: int, better: int, tested: int) -> Claim:
    """How many teams and touchpoints are surely worse or better than the others at equal mix."""
    rests = of_count("part", tested)
    if not tested:
        return claim("compared_unjudged")
    if not worse and not better:
        return claim("compared_alike", rests, all=tested)
    return claim("compared_apart", rests, worse=worse, better=better, all=tested)


def standing(name: str, value: float | None, year_before: float | None, goal: float | None) -> Claim:
    """A value against last year and against its goal; equal counts as neither."""
    year = "" if value is None or year_before is None or value == year_before else _side(value > year_before)
    aim = "" if value is None or goal is None or value == goal else _side(value > goal)
    kind = f"{year}_{aim}" if year and aim else f"{year}_year" if year else f"{aim}_goal" if aim else "plain"
    compared = [value, *([year_before] if year else []), *([goal] if aim else [])]
    return claim(kind, (of_values(name, *compared),), metric=Label(name))


def _side(above: bool) -> str:
    return "above" if above else "below"


def bridge(added: float, lost: float) -> Claim:
    """What was lost of what was added, both as sizes; the change is their difference."""
    change, rests = Amount(added - lost, "change"), (of_values("mrr", added, lost),)
    if added == 0 and lost == 0:
        return claim("still", rests)
    if lost == 0:
        return claim("none_lost", rests, change=change)
    if added == 0:
        return claim("only_lost", rests, change=change)
    return (
        claim("lost_more", rests, change=change)
        if lost > added
        else claim("lost_share", rests, share=Amount(lost / added, "percent"))
    )


def plan(name: str, months: Sequence[tuple[float | None, float | None]]) -> Claim:
    """How many of the months that have a result and a plan are below it."""
    both = [(actual, planned) for actual, planned in months if actual is not None and planned is not None]
    if not both:
        return claim("no_plan", metric=Label(name))
    below, rests = sum(actual < planned for actual, planned in both), (Ground(name, "known"),)
    one, kind = len(both) == 1, "month_below" if below == 1 else "months_below"
    kind = ("sole_month_below" if one else kind) if below else ("month_met" if one else "months_met")
    return claim(kind, rests, count=below, all=len(both))


def cohorts(signal: Signal, kept: float | None, since: date | None, months: int) -> Claim:
    """Whether the cohorts shown keep their customers as they used to, at one age.

    kept: the share still there of all of them that have come to that age; of those since `since` where they changed.
    """
    if signal.kind in ("small", "watch") or kept is None:
        return claim("cohorts")
    value, rests = Amount(kept, "percent"), (of_signal("cohort_kept", signal),)
    if signal.kind in ("better", "worse"):
        if since is None:
            return claim("cohorts")
        return claim(f"cohorts_{signal.kind}", rests, month=Month(since), value=value, months=months)
    return claim("cohorts_routine", rests, value=value, months=months)


def objectives(met: int, judged: int, few: int = 0) -> Claim:
    """How many objectives are met, of those that can be judged; few: those that have too little behind them."""
    rests = of_count("target", judged)
    if not judged:
        return claim("objectives_unjudged" if few else "no_objectives")
    kind = "objectives_met" if judged > 1 else "objective_met" if met else "objective_missed"
    return claim("objectives_met_of_some" if few else kind, rests, met=met, all=judged + few, few=few)


def result(
    name: str, unit: str, value: float | None, before: float | None, goal: float | None, *, incomplete: bool = False
) -> Claim:
    """What the month earned: against the plan, else against the month before. incomplete: rows of it were left out."""
    metric, rests = Label(name), (of_values(name, value),)
    if incomplete:
        return claim("result_incomplete", metric=metric)
    if value is None:
        return claim("no_result")
    if goal is not None:
        kind = "plan_met" if value >= goal else "plan_missed"
        return claim(kind, rests, metric=metric, value=Amount(value, unit), goal=Amount(goal, unit))
    if before is None or value == before:
        return claim("level", rests, metric=metric, value=Amount(value, unit))
    kind, change = ("grew", value - before) if value > before else ("shrank", before - value)
    change_unit = "pp" if unit == "percent" else unit
    return claim(kind, rests, metric=metric, value=Amount(value, unit), change=Amount(change, change_unit))


def few(name: str, unit: str, value: float, n: int) -> Claim:
    """What the month earned, from too few rows to be held against anything."""
    return claim("result_few", metric=Label(name), value=Amount(value, unit), n=n)


Told = tuple[str, str, Signal]  # label, unit, signal


def base(
    tier: tuple[str, Signal] | None,
    whole: Signal | None,
    payments: Signal | None,
    book: Sequence[Told],
    others: Sequence[Told] = (),
) -> Claim:
    """What happens to the customer base: the tier whose churn rose, all churn, failed payments, else another number.

    book: the numbers of the base itself; others: what else is measured, told where it really changed.
    """
    if tier and (said := _churn(tier[1], "tier_churn_rose")):
        return claim(said.kind, said.rests_on, tier=Tier(tier[0]), **dict(said.parts))
    if whole and (said := _churn(whole, "churn_rose")):
        return said
    if payments and (said := _churn(payments, "failed_payments_rose")):
        return said
    for kind in ("worse", "better"):
        for told in (*book, *others):
            if told[2].kind == kind and (changed := _changed(told)):
                return changed
    judged = [(name, signal) for name, _, signal in book if signal.kind != "small"]
    if not judged:
        return claim("base_unknown")
    rests = tuple(of_signal(name, signal) for name, signal in judged)
    return claim("base_routine", rests, metrics=Labels(tuple(name for name, _ in judged)))


def _changed(told: Told) -> Claim | None:
    """A number that really got worse or better, in its unit; of a level with a trend, its change."""
    name, unit, signal = told
    if signal.since is None or signal.now is None or signal.usual is None:
        return None
    kind = f"{'change' if signal.steps else 'base'}_{signal.kind}"
    unit = "change" if signal.steps and unit == "money" else unit
    now, usual = Amount(signal.now, unit), Amount(signal.usual, unit)
    rests = (of_signal(name, signal),)
    return claim(kind, rests, metric=Label(name), month=Month(signal.since), value=now, usual=usual)


def _churn(signal: Signal, kind: str) -> Claim | None:
    """A share that is better when it is lower, and really rose."""
    if signal.kind != "worse" or signal.since is None or signal.now is None or signal.usual is None:
        return None
    now, usual = Amount(signal.now, "percent"), Amount(signal.usual, "percent")
    return claim(kind, (of_signal("churn", signal),), value=now, month=Month(signal.since), usual=usual)


def decision(
    tier: tuple[str, Signal] | None,
    payments: Signal | None,
    worse: str | None,
    missing: tuple[str, Amount] | None,
    measured: Sequence[tuple[str, Signal]],
) -> Claim:
    """The decision that the month asks for.

    worse: the label of another number that really got worse. missing: the result that lacks to the plan, and how much.
    measured: every number that the month could ask a decision about, with its signal.
    """
    lost = tier is not None and tier[1].kind == "worse"
    failed = payments is not None and payments.kind == "worse"
    rests = tuple(of_signal(name, signal) for name, signal in measured if signal.kind != "small")
    if tier is not None and lost:
        return claim("decide_both" if failed else "decide_tier", (of_signal("churn", tier[1]),), tier=Tier(tier[0]))
    if payments is not None and failed:
        return claim("decide_payments", (of_signal("churn", payments),))
    if worse is not None:
        return claim("decide_worse", rests, metric=Label(worse))
    if missing is not None:
        return claim("decide_plan", (Ground(missing[0], "known"),), gap=missing[1])
    few = len(measured) - len(rests)
    if not rests:
        return claim("decide_unknown")
    if few:
        return claim("decide_nothing_of_some", rests, judged=len(rests), few=few)
    return claim("decide_nothing" if len(rests) > 1 else "decide_nothing_of_one", rests, judged=len(rests))


def relations(sure: int, tested: int) -> Claim:
    """In how many of the processes tested satisfaction is associated with time."""
    if not tested:
        return claim("time_unlinked")
    kind = (
        ("time_related" if tested > 1 else "time_related_of_one")
        if sure
        else "time_unrelated"
        if tested > 1
        else "time_unrelated_of_one"
    )
    return claim(kind, of_count("survey", tested), n=sure, all=tested)
