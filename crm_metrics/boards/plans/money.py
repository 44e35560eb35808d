"""The card of a plan's money: what a week of it is worth, with its range, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.boards.core import Card, FactSheet
from crm_metrics.boards.plans.facts import PlansFacts
from crm_metrics.boards.plans.now import PlanNow, of_price, of_volume
from crm_metrics.boards.plans.telling import PlanWords, money_of
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.worth import telling
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known
from crm_metrics.office.planning import WorkPlan
from crm_metrics.words import Words


def card(facts: PlansFacts, plan: WorkPlan, words: Words) -> Card | None:
    """What a plan is worth by its verdict, before that what its expectation would be; None where neither is told."""
    metric = known().get(plan.gap.metric)
    measured = money_of(plan, facts.judged.get(plan.id))
    found = measured or facts.expected
    if metric is None or found is None:
        return None
    sheet = _Money(found, metric, facts.frame.currency, words)
    title = sheet.title(measured is not None)
    return Card(
        key="plan_money",
        title=title,
        subtitle=PlanWords(words, facts.frame.currency, facts.names).name(plan) + " · " + words("weekly"),
        body=_led(sheet, plan, facts.now, measured=measured is not None),
        footer=facts.frame.footer(words, (metric.name,), None, *sheet.notes(measured is not None)),
        alt=title,
        definitions=(definition(metric, words),),
    )


def _led(sheet: _Money, plan: WorkPlan, now: PlanNow, *, measured: bool) -> FactSheet:
    """The facts of the card, volume and price with what leads to their rows."""
    found, told = sheet.found, sheet.facts(measured)
    if found.money is None:
        return FactSheet(told)
    led = {sheet.volume(measured): of_volume(plan, now, measured=measured)}
    if found.days is not None and not found.work:  # of what work costs there is no metric
        led[sheet.price] = of_price(plan, found.days)
    return FactSheet(told, behind=tuple(led.get(name) for name, _ in told))


@dataclass(frozen=True)
class _Money:
    """The texts of the card."""

    found: MoneyWorth
    metric: Metric
    currency: str
    words: Words

    def title(self, measured: bool) -> str:
        """What a week is worth, with its range where that fits."""
        words, money = self.words, self.found.money
        if money is None:
            return words("In money its effect can't be told")
        amounts = (telling.amount(money, self.currency, words), words.money(money.value, self.currency, sign=True))
        long, short = (
            words("A week of its effect is worth {amount}", amount=one)
            if measured
            else words("Expected of a week: {amount}", amount=one)
            for one in amounts
        )
        return long if len(long) <= TITLE else short

    def facts(self, measured: bool) -> tuple[tuple[str, str], ...]:
        """The amount, its kind, and what it is worked out from."""
        words, found, money = self.words, self.found, self.found.money
        if money is None:
            return ((words("Why"), _sentence(telling.untold(found, words))),)
        told = {
            words("A week is worth"): telling.amount(money, self.currency, words),
            words("What money it is"): telling.kind_of(found, words),
            self.volume(measured): telling.volume_text(found, self.metric, self.currency, words),
            self.price: telling.price_text(found, self.currency, words),
            words("Assumption"): telling.supposed(found, words),
        }
        return tuple((name, value) for name, value in told.items() if value)

    @property
    def price(self) -> str:
        """What the price is called."""
        return self.words("An hour of work costs") if self.found.work else self.words("One of them brings")

    def volume(self, measured: bool) -> str:
        """What the volume is called."""
        words = self.words
        return words("Volume of a week since it began") if measured else words("Volume of a week before it")

    def notes(self, measured: bool) -> list[str]:
        """How its range is made, and that no year is made of a week."""
        words, found = self.words, self.found
        if found.money is None:
            return []
        notes = [words("Of a week, while it lasts: above zero it is gained")]
        if not measured:
            notes.append(words("Nobody has measured it yet"))
        elif found.price is not None:
            notes.append(words("The range holds the ends of both, of the effect and of what one brings"))
        else:
            notes.append(words("The range is that of the effect"))
        return notes


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
