"""One plan: its verdict and guardrails, the weeks against the locked baseline, the gap as it was, actions, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm_metrics.analysis.effects.verdict import EffectVerdict
from crm_metrics.boards.behind.provenance import Provenance, explained, locked_then
from crm_metrics.boards.core import Card, Cell, Chip, Control, FactSheet, Grid, GridColumn, Point, Row, View
from crm_metrics.boards.noting.marking import noted_of, parts_of
from crm_metrics.boards.plans import money, weeks
from crm_metrics.boards.plans.facts import PlansFacts
from crm_metrics.boards.plans.now import SideNow, of_week, value_of
from crm_metrics.boards.plans.states import CHIPS, STATES
from crm_metrics.boards.plans.telling import PlanWords, verdict_of
from crm_metrics.boards.tiles import definition, label
from crm_metrics.digits import apart
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import known
from crm_metrics.office.planning import PlanChange, PlanGap, WorkPlan, compared_by, compared_parts, sees
from crm_metrics.words import Words, mark

LOCKED = mark("What was locked stands as it was; where its rows make another value today, both stand")
CHANGES = 12  # lines of the history that stand open
PROOFS: Mapping[str, str] = {
    "declared": mark("declared, not proven"),
    "system": mark("by Pulso itself"),
}
COLUMNS: Mapping[str, str] = {  # what of a plan changed, by column
    "state": mark("state"), "cause": mark("root cause"), "fix": mark("what changes"), "actions": mark("actions"),
    "owner": mark("owner"), "due": mark("due date"), "expected": mark("effect expected"),
    "guardrails": mark("what must not get worse"), "comparison": mark("comparison unit"),
    "planned": mark("weeks to the last look"), "began": mark("beginning"), "why": mark("reason"),
    "locked": mark("locked baseline"), "told": mark("verdict"),
}  # fmt: skip


PlanFact = tuple[str, str, Provenance | None]  # name, text, what leads to its rows


def cards(facts: PlansFacts, plan: WorkPlan, words: Words) -> tuple[Card, ...]:
    """The cards of a plan, in reading order."""
    sheet = _Sheet(facts, plan, words, PlanWords(words, facts.frame.currency, facts.names))
    worth = money.card(facts, plan, words)
    made = (sheet.verdict(), worth, sheet.course(), sheet.agreed(), sheet.actions(), sheet.history())
    return tuple(card for card in made if card is not None)


def gap_card(facts: PlansFacts, gap: PlanGap, words: Words) -> Card:
    """A gap that has no plan yet, as it would be kept."""
    said = PlanWords(words, facts.frame.currency, facts.names)
    title = words("The gap that the plan is to close")
    return Card(
        key="gap",
        title=title,
        subtitle=" · ".join(filter(None, (said.metric(gap.metric), said.parts(gap.parts)))),
        body=_sheet_of(_gap(gap, said, of_week(gap.metric, gap.parts, gap.trigger, gap.value))),
        footer=facts.frame.footer(words, [gap.metric], gap.n),
        alt=title,
        definitions=(definition(known()[gap.metric], words),),
    )


def _gap(gap: PlanGap, said: PlanWords, led: Provenance | None) -> tuple[PlanFact, ...]:
    """The gap as it was, by name. led: what leads to the rows of its week, with the value that they make now."""
    words = said.words
    away = None if gap.value is None or gap.goal is None else apart(gap.value, gap.goal)
    more, of_away = said.more_digits(gap)
    drivers = "; ".join(
        words("{name} {change}", name=said.value(one.dimension, one.cell), change=said.change(gap.metric, one.total))
        for one in gap.drivers
    )
    parts = explained(led)
    return (
        (words("Week that opened it"), words.week(gap.trigger), None),
        (words("Result of that week"), said.and_now(gap.metric, gap.value, led.value if led else None, more), led),
        (words("Objective"), said.of(gap.metric, gap.goal, more), None),
        (words("Gap"), said.change(gap.metric, away, of_away), parts if away is not None else None),
        (words("What brought most of it, each by itself"), drivers or "–", parts if drivers else None),
        (words("Better"), words("more") if gap.better == "up" else words("less"), None),
    )


def _sheet_of(facts: Sequence[PlanFact]) -> FactSheet:
    """Facts with what leads to the rows of each."""
    return FactSheet(tuple((name, said) for name, said, _ in facts), behind=tuple(led for *_, led in facts))


@dataclass(frozen=True)
class _Sheet:
    """The cards of one plan."""

    facts: PlansFacts
    plan: WorkPlan
    words: Words
    said: PlanWords

    def verdict(self) -> Card | None:
        """What the plan brought, and what it was not to make worse."""
        plan, words = self.plan, self.words
        found = self.facts.judged.get(plan.id)
        main = verdict_of(plan, found)
        if main is None:
            return None
        guardrails = self.said.guardrails(plan, found)
        worse = [name for name, one in guardrails.items() if one.state == "worse"]
        rest = [name for name in guardrails if name not in worse]
        rows = (
            *(self._verdict_row(name, guardrails[name], guard=True) for name in worse),
            self._verdict_row(plan.gap.metric, main),
            *(self._verdict_row(name, guardrails[name], guard=True) for name in rest),
            *(self._unwatched_row(name) for name in self.said.unwatched(plan, found)),
        )
        titles = (
            words("Metric"),
            words("Before"),
            words("Since it began"),
            words("Effect"),
            words("Interval"),
            words("Verdict"),
        )
        kinds = ("text", "number", "number", "number", "number", "chip")
        columns = tuple(
            GridColumn(f"column{place}", title, kind)  # type: ignore[arg-type]
            for place, (title, kind) in enumerate(zip(titles, kinds, strict=True))
        )
        title = words("Verdict after {n} of {planned} weeks", n=main.weeks, planned=plan.terms.planned)
        names = [name for name in (plan.gap.metric, *guardrails) if name in known()]
        return Card(
            key="plan_verdict",
            title=title,
            subtitle=words("By complete weeks against the locked baseline · the interval holds at every look"),
            body=Grid(columns, rows, title),
            footer=self.facts.frame.footer(words, names, None, *self._notes(main)),
            alt=title + ". " + self.said.sentence(plan, found),
            definitions=tuple(definition(known()[name], words) for name in names),
        )

    def _verdict_row(self, metric: str, said: EffectVerdict, *, guard: bool = False) -> Row:
        words, told, now = self.words, self.said, self.facts.now
        name = words("{metric} (must not get worse)", metric=told.metric(metric)) if guard else told.metric(metric)
        looked = said.low is not None
        unsure = words("nothing sure") if looked else words("no verdict yet")
        state = said.state if looked and not (guard and said.state == "not_yet") else ""
        chip = Chip(CHIPS[state], words(STATES[state])) if state else Chip("small", unsure)
        cells = (
            Cell(text=name),
            self._side(metric, said.before, now.before.get(metric), locked=True),
            self._side(metric, said.after, now.after.get(metric), locked=not self.plan.open),
            Cell(text=told.change(metric, said.effect) if looked else "–", muted=not looked),
            Cell(text=told.between(metric, said), muted=not looked),
            Cell(chip=chip),
        )
        return Row(metric, cells)

    def _side(self, metric: str, value: float | None, now: SideNow | None, *, locked: bool) -> Cell:
        """The mean of some weeks, which leads to their rows; one that was locked beside what these make now."""
        if now is None or value is None:
            return Cell(text=self.said.of(metric, value))
        if not locked:
            return Cell(text=self.said.of(metric, value), behind=now.behind)
        return Cell(text=self.said.and_now(metric, value, now.mean), behind=locked_then(now.behind, value))

    def _unwatched_row(self, metric: str) -> Row:
        words, dash = self.words, Cell(text="–", muted=True)
        name = words("{metric} (must not get worse)", metric=self.said.metric(metric))
        return Row(metric, (Cell(text=name), dash, dash, dash, dash, Cell(chip=Chip("small", words("not judged")))))

    def _notes(self, said: EffectVerdict) -> list[str]:
        """How the verdict was reached."""
        words, plan = self.words, self.plan
        notes = [words("The week that opened it is in neither side"), words(LOCKED)]
        if said.compared:
            notes.append(words("The change of {unit} is taken off", unit=self._comparison(plan.terms.comparison)))
        if said.memory:
            memory = words.number(said.memory, 2)
            notes.append(words("Autocorrelation of the weeks: {memory}", memory=memory))
        if plan.told and plan.told.get("version"):
            notes.append(words("Data of version {version}", version=str(plan.told["version"])))
        return notes

    def _kept(self) -> str:
        """Where what people wrote is from, and when it was last written."""
        at = self.plan.changed_at.astimezone(ZoneInfo(self.facts.frame.time_zone))
        return " · ".join((self.words("Source: plans kept in Pulso"), self.words("Updated: {moment}", moment=at)))

    def _comparison(self, other: str) -> str:
        """A comparison unit as this reader may know it."""
        gap = self.plan.gap
        if not sees(self.facts.view.scope, compared_parts(gap.parts, other)):
            return self.words("another unit")
        return self.said.value(compared_by(gap.parts), other)

    @property
    def _sees_comparison(self) -> bool:
        """Whether this reader sees the rows of the comparison unit."""
        return sees(self.facts.view.scope, compared_parts(self.plan.gap.parts, self.plan.terms.comparison))

    def course(self) -> Card | None:
        """The weeks before as they were locked, and those since."""
        plan, words, found = self.plan, self.words, self.facts.judged.get(self.plan.id)
        metric = known().get(plan.gap.metric)
        if metric is None or plan.locked is None:
            return None
        held = weeks.baseline(plan.locked, plan.gap.trigger)
        points = [
            Point(
                day=week.day,
                value=week.value,
                n=week.n,
                label=self._locked(week.day, week.value),
                behind=locked_then(self._week(week.day), week.value),
            )
            for week in held.weeks
        ]
        points += [self._point(one, metric.unit) for one in (found.readings if found else ())]
        mean, goal = held.mean, self.said.amount(plan, plan.gap.goal)
        subject = metric.name, parts_of(metric.name, plan.gap.parts, View())
        title = words("The weeks before the plan and those since")
        began = words("began on {day}", day=words.day(plan.began)) if plan.began else words("not begun")
        made = Card(
            key="plan_course",
            title=title,
            subtitle=f"{self.said.name(plan)} · {words('weekly')} · {began}",
            body=Control(
                name=words(metric.label),
                unit=metric.unit,
                points=tuple(points),
                centre=mean,
                centre_text=words("mean {value}", value=self.said.amount(plan, mean)) if mean is not None else "",
                goal=plan.gap.goal,
                goal_text="" if plan.gap.goal is None else words("target {value}", value=goal),
                baseline_until=plan.gap.trigger - timedelta(days=1),
                baseline_text=words("locked baseline"),
            ),
            footer=self.facts.frame.footer(words, [metric.name], None, words("Hollow circle: partial or missing day")),
            alt=title,
            definitions=(definition(metric, words),),
        )
        return noted_of(made, self.facts.notes, subject, words)

    def _week(self, day: date) -> Provenance | None:
        """What leads to the rows of a week that was locked, with what they make now."""
        return of_week(self.plan.gap.metric, self.plan.gap.parts, day, value_of(self.facts.now.weeks.get(day)))

    def _locked(self, day: date, value: float | None) -> str:
        """What stands over a week of the locked baseline."""
        words, now = self.words, value_of(self.facts.now.weeks.get(day))
        said, today = self.said.amount(self.plan, value), self.said.amount(self.plan, now)
        if now is None or said == today:
            return words("{week}: {value}, locked", week=words.week(day), value=said)
        return words("{week}: {value}, locked; today's rows: {now}", week=words.week(day), value=said, now=today)

    def _point(self, reading: Reading, unit: str) -> Point:
        value = None if reading.value is None else float(reading.value)
        said = label(reading, self.words, drawn=value, unit=unit, currency=self.facts.frame.currency, every="week")
        led = of_week(self.plan.gap.metric, self.plan.gap.parts, reading.period, value)
        return Point(day=reading.period, value=value, complete=reading.complete, n=reading.n, label=said, behind=led)

    def agreed(self) -> Card:
        """The gap as it was, and what was agreed."""
        plan, words, said, terms = self.plan, self.words, self.said, self.plan.terms
        title = words("What opened it, and what is agreed")
        guarded = words.listed(said.metric(name) for name in terms.guardrails)
        told = {
            words("Root cause"): terms.cause,
            words("What changes"): terms.fix,
            words("Owner"): words.name(terms.owner) if terms.owner else "",
            words("Due"): words.day(terms.due) if terms.due else "",
            words("Effect expected"): said.size(plan.gap.metric, terms.expected) if terms.expected else "",
            words("Must not get worse"): guarded,
            words("Comparison unit"): self._compared() if terms.comparison else "",
            words("Last look"): words.many(terms.planned, "after one week", "after {n} weeks"),
            words("Opened by"): words.name(plan.opened_by),
            words("Agreed by"): words.name(plan.agreed_by) if plan.agreed_by else "",
            words("Began"): words.day(plan.began) if plan.began else "",
            words("Cancelled because"): plan.why,
        }
        theirs = self.facts.now.compared if self._sees_comparison else None
        led = {words("Comparison unit"): theirs.behind if theirs else None}
        agreed = tuple((name, value, led.get(name)) for name, value in told.items() if value)
        opening = locked_then(self._week(plan.gap.trigger), plan.gap.value)
        return Card(
            key="plan_terms",
            title=title,
            subtitle=said.name(plan),
            body=_sheet_of((*_gap(plan.gap, said, opening), *agreed)),
            footer=" · ".join((self._kept(), words(LOCKED))),
            alt=title,
        )

    def _compared(self) -> str:
        """The comparison unit, with what it reached in the weeks that are judged."""
        plan, theirs = self.plan, self.facts.now.compared
        name = self._comparison(plan.terms.comparison)
        if theirs is None or not self._sees_comparison:
            return name
        return self.words("{unit}, {value} in the same weeks", unit=name, value=self.said.amount(plan, theirs.mean))

    def actions(self) -> Card | None:
        """What is to be done."""
        words, terms = self.words, self.plan.terms
        if not terms.actions:
            return None
        done = sum(one.done for one in terms.actions)
        title = words("{done} of {n} actions are done", done=done, n=len(terms.actions))
        rows = tuple(
            Row(
                f"action{place}",
                (
                    Cell(text=one.what),
                    Cell(text=words.name(one.who) if one.who else "–", muted=not one.who),
                    Cell(text=words.day(one.due) if one.due else "–", muted=one.due is None,
                         tone="bad" if one.due and not one.done and one.due < self.facts.today else "plain"),
                    Cell(chip=Chip("closed", words("done")) if one.done else Chip("empty", words("to do"))),
                ),
            )
            for place, one in enumerate(terms.actions)
        )  # fmt: skip
        columns = (GridColumn("what", words("Action")), GridColumn("who", words("Who")),
                   GridColumn("due", words("Due")), GridColumn("done", words("State"), "chip"))  # fmt: skip
        return Card(key="plan_actions", title=title, subtitle=words("What changes, by whom and until when"),
                    body=Grid(columns, rows, title), footer=self._kept(), alt=title)  # fmt: skip

    def history(self) -> Card | None:
        """Who changed what, and when."""
        words, zone = self.words, ZoneInfo(self.facts.frame.time_zone)
        if not self.facts.history:
            return None
        title = words.many(len(self.facts.history), "One change in its history", "{n} changes in its history")
        rows = tuple(
            Row(
                f"change{place}",
                (
                    Cell(text=words.moment(one.at.astimezone(zone))),
                    Cell(text=words.name(one.author)),
                    Cell(text=words(PROOFS[one.proof]) if one.proof in PROOFS else one.proof, muted=True),
                    Cell(text=self._changed(one)),
                ),
            )
            for place, one in enumerate(self.facts.history)
        )
        titles = (words("When"), words("Who"), words("How the author is known"), words("What changed"))
        columns = tuple(GridColumn(f"column{place}", one) for place, one in enumerate(titles))
        return Card(key="plan_history", title=title, subtitle=words("Newest first"),
                    body=Grid(columns, rows, title, CHANGES), footer=self._kept(), alt=title)  # fmt: skip

    def _changed(self, change: PlanChange) -> str:
        words = self.words
        if change.did == "created":
            return words("opened")
        state = change.after.get("state")
        told = [words("now {state}", state=words(STATES[str(state)]))] if state in STATES else []
        silent = (
            {"state", "locked"} if "began" in change.after else {"state"}
        )  # with its start only the data's day is kept
        told += [self._column(name, change) for name in COLUMNS if name in change.after and name not in silent]
        return "; ".join(told) or "–"

    def _column(self, name: str, change: PlanChange) -> str:
        """A column that changed, with both values where these are short."""
        words, title = self.words, self.words(COLUMNS[name])
        before, after = (self._short(name, kept.get(name)) for kept in (change.before, change.after))
        if name in ("locked", "told", "cause", "fix", "actions", "guardrails") or not after:
            return title
        return words("{what}: {before} → {after}", what=title, before=before or "–", after=after)

    def _short(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if name in ("due", "began"):
            return self.words.day(date.fromisoformat(value))
        if name == "expected":
            return self.said.size(self.plan.gap.metric, value)
        if name == "comparison":
            return self._comparison(str(value))
        return self.words.name(str(value))
