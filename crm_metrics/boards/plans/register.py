"""The register of plans: what is late or failed first, then what runs, what waits to begin, and what has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.behind.provenance import locked_then
from crm_metrics.boards.core import Card, Cell, Chip, Empty, Grid, GridColumn, Row, Tone
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.plans.facts import PlansFacts, asks, late
from crm_metrics.boards.plans.now import of_week, value_of
from crm_metrics.boards.plans.opening import way_to
from crm_metrics.boards.plans.states import STATES
from crm_metrics.boards.plans.telling import PlanWords, money_of, verdict_of
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.worth.telling import amount
from crm_metrics.metrics.registry import known
from crm_metrics.office.planning import AGREED, DRAFT, RUNNING, VERIFYING, WorkPlan
from crm_metrics.words import Words

FIRST = 20  # plans of a list that stand open
TONES: Mapping[str, Tone] = {"confirmed": "good", "worse": "bad"}


def cards(facts: PlansFacts, words: Words) -> tuple[Card, ...]:
    """The lists that have a plan; what a plan is where there is none."""
    if not facts.plans:
        return (_none(facts, words),)
    lists = _Lists(facts, words, PlanWords(words, facts.frame.currency, facts.names))
    return tuple(card for card in (lists.late(), lists.running(), lists.waiting(), lists.ended()) if card is not None)


def summary(facts: PlansFacts, words: Words) -> tuple[str, ...]:
    """How many plans there are in each state, what asks for a look first."""
    if not facts.plans:
        return ()
    first = sum(asks(plan, facts.view.level, facts.today) for plan in facts.plans)
    counts = {state: sum(plan.state == state for plan in facts.plans) for state in STATES}
    told = [words("{state}: {n}", state=words(STATES[state]), n=n) for state, n in counts.items() if n]
    said = words.many(first, "One plan asks for you first.", "{n} plans ask for you first.")
    counted = words("Plans by state: {counts}.", counts=", ".join(told))
    return (said, counted) if first else (counted,)


def _none(facts: PlansFacts, words: Words) -> Card:
    """What a plan is; of a reader of a part no more is known than that his part has none."""
    what = words(
        "A plan turns a gap into actions with an owner and a date, and its effect is tested against the weeks"
        " before. Open one from a gap of the weekly board, or from the page of any number."
    )
    if facts.view.scope == EVERYTHING:
        return empty_card("no_plans", Empty(words("Here are no plans yet"), what))
    beyond = words("What you are named for in plans of other parts stands under “{yours}”.", yours=words("Yours"))
    return empty_card("no_plans", Empty(words("Your part of the company has no plans yet"), f"{what} {beyond}"))


@dataclass(frozen=True)
class _Lists:
    """The lists, a plan in one of them."""

    facts: PlansFacts
    words: Words
    said: PlanWords

    def late(self) -> Card | None:
        """What asks this reader for a look first."""
        words, today = self.words, self.facts.today
        found = sorted(self._first(), key=lambda one: late(one, today) or one.opened_at - one.opened_at, reverse=True)
        title = words.many(len(found), "One plan is late or failed", "{n} plans are late or failed")
        columns = (
            ("level", words("Level")),
            ("owner", words("Owner")),
            ("due", words("Due")),
            ("late", words("Late by")),
            ("effect", words("Effect so far")),
        )
        subtitle = words("They climb a level when they are late, and another after 14 days")
        return self._card("plans_late", title, subtitle, columns, found)

    def running(self) -> Card | None:
        """What is being looked at week by week."""
        words, found = self.words, self._of(lambda plan: plan.state in (RUNNING, VERIFYING))
        title = words.many(len(found), "One plan runs", "{n} plans run")
        columns = (("owner", words("Owner")), ("due", words("Due")), ("look", words("Weeks")),
                   ("effect", words("Effect so far")), ("money", words("A week in money")))  # fmt: skip
        return self._card("plans_running", title, words("Looked at every week from the fourth on"), columns, found)

    def waiting(self) -> Card | None:
        """What is not agreed or has not begun."""
        words, found = self.words, self._of(lambda plan: plan.state in (DRAFT, AGREED))
        title = words.many(len(found), "One plan has not begun", "{n} plans have not begun")
        columns = (("value", words("Result of that week")), ("owner", words("Owner")), ("due", words("Due")))
        return self._card("plans_waiting", title, words("Drafts and what was agreed"), columns, found)

    def ended(self) -> Card | None:
        """What has ended, with its effect."""
        words, found = self.words, self._of(lambda plan: not plan.open)
        title = words.many(len(found), "One plan has ended", "{n} plans have ended")
        columns = (("owner", words("Owner")), ("look", words("Weeks")), ("effect", words("Effect")),
                   ("money", words("A week in money")))  # fmt: skip
        subtitle = words("Effect with the interval that holds at every look · an end is said by its verdict alone")
        return self._card("plans_ended", title, subtitle, columns, found)

    def _first(self) -> list[WorkPlan]:
        return [plan for plan in self.facts.plans if asks(plan, self.facts.view.level, self.facts.today)]

    def _of(self, fits: Callable[[WorkPlan], bool]) -> list[WorkPlan]:
        first = {plan.id for plan in self._first()}
        return [plan for plan in self.facts.plans if plan.id not in first and fits(plan)]

    def _card(
        self, key: str, title: str, subtitle: str, more: Sequence[tuple[str, str]], found: Sequence[WorkPlan]
    ) -> Card | None:  # fmt: skip
        if not found:
            return None
        words = self.words
        numbers = ("value", "look", "effect", "late", "money")
        columns = (
            GridColumn("plan", words("Plan")),
            *(GridColumn(name, said, "number" if name in numbers else "text") for name, said in more),
            GridColumn("state", words("State"), "chip"),
        )
        rows = tuple(self._row(plan, [name for name, _ in more]) for plan in found)
        metrics = dict.fromkeys(plan.gap.metric for plan in found if plan.gap.metric in known())
        return Card(
            key=key,
            title=title,
            subtitle=subtitle,
            body=Grid(columns, rows, title, FIRST),
            footer=self.facts.frame.footer(words, metrics, None),
            alt=title + ": " + "; ".join(f"{row.cells[0].text}, {_state(row.cells[-1])}" for row in rows),
            definitions=tuple(definition(known()[name], words) for name in metrics),
        )

    def _row(self, plan: WorkPlan, names: Sequence[str]) -> Row:
        name = Cell(text=self.said.name(plan), leads=way_to(plan.id))
        return Row(plan.id, (name, *(self._cell(plan, name) for name in names), Cell(chip=self.said.chip(plan))))

    def _cell(self, plan: WorkPlan, name: str) -> Cell:
        words, found, by = self.words, self.facts.judged.get(plan.id), late(plan, self.facts.today)
        if name == "owner":
            return Cell(text=words.name(plan.terms.owner) if plan.terms.owner else words("nobody yet"),
                        muted=not plan.terms.owner)  # fmt: skip
        if name == "due":
            due = plan.terms.due
            return Cell(text=words.day(due) if due else "–", tone="plain" if by is None else "bad", muted=due is None)
        if name == "late":
            return Cell(text=words.many(by.days, "one day", "{n} days") if by else "–", muted=by is None)
        if name == "level":
            return Cell(text=words.name(plan.gap.level))
        if name == "value":
            return self._opening(plan)
        if name == "look":
            return Cell(text=self.said.look(plan, found))
        if name == "money":
            return self._money(plan)
        said = verdict_of(plan, found)
        return Cell(text=self.said.effect(plan, found), muted=said is None or said.low is None,
                    tone=TONES.get(said.state, "plain") if said else "plain")  # fmt: skip

    def _opening(self, plan: WorkPlan) -> Cell:
        """What the week that opened it reached, as it was then."""
        gap, now = plan.gap, value_of(self.facts.openings.get(plan.id))
        source = of_week(gap.metric, gap.parts, gap.trigger, now)
        return Cell(text=self.said.and_now(gap.metric, gap.value, now), behind=locked_then(source, gap.value))

    def _money(self, plan: WorkPlan) -> Cell:
        """What a week of its effect is worth."""
        found = money_of(plan, self.facts.judged.get(plan.id))
        if found is None or found.money is None:
            return Cell(text="–", muted=True)
        return Cell(text=amount(found.money, self.facts.frame.currency, self.words))


def _state(cell: Cell) -> str:
    chip: Chip | None = cell.chip
    return chip.text if chip else ""
