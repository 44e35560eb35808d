"""What the confirmed plans bring in the month, each by itself, with its range; of the others no amount is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crm_metrics.access import Scope
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.plans.benefit import PlanBenefit, benefits, same_metric, totals
from crm_metrics.boards.plans.kept import plans_of
from crm_metrics.boards.plans.opening import way_to
from crm_metrics.boards.plans.telling import PlanWords, names_of
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.worth import telling
from crm_metrics.errors import CrmError
from crm_metrics.metrics.registry import known
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OPEN = 6  # plans that stand open


@dataclass(frozen=True, kw_only=True)
class MonthBenefit:
    """The confirmed plans of a month."""

    month: Period
    """The month."""
    found: tuple[PlanBenefit, ...]
    """What each brings, the most first; those of which no money can be told last."""
    names: Mapping[str, Mapping[str, str]]
    """By dimension, what ids of their parts are called."""


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> MonthBenefit | None:
    """The confirmed plans of the reader's part; None where a tier or team is picked, or plans can't be read."""
    if facts.period is None or facts.view.where:
        return None
    scope: Scope = facts.view.scope
    try:
        found = benefits(plans_of(warehouse, scope), facts.period)
    except CrmError:  # the page of plans says why
        return None
    return MonthBenefit(
        month=facts.period, found=found, names=names_of(warehouse, scope, [one.plan.gap for one in found])
    )


def card(shown: MonthBenefit, frame: Frame, words: Words) -> Card:
    """The plans with what they bring, or that none is confirmed."""
    if not shown.found:
        fact = words("No plan is confirmed by the end of {month}", month=words.month(shown.month.first))
        why = words("A plan counts here once its verdict says that it worked. Page Plans shows where each one is.")
        return Card(key="benefit", title=fact, subtitle=_subtitle(words), body=Empty(fact, why),
                    footer=words("Source: plans kept in Pulso"), alt=fact, aside=True)  # fmt: skip
    table = _Table(shown, frame.currency, words)
    title = table.title()
    names = tuple(dict.fromkeys(one.plan.gap.metric for one in shown.found if one.plan.gap.metric in known()))
    return Card(
        key="benefit",
        title=title,
        subtitle=_subtitle(words),
        body=table.grid(title),
        footer=frame.footer(words, names, None, words("Source: plans kept in Pulso"), *table.notes()),
        alt=title,
        definitions=tuple(definition(known()[name], words) for name in names),
        aside=True,  # with it the board would take a third page: paper says what they bring
    )


def _subtitle(words: Words) -> str:
    return words("What confirmed plans bring in money · a week's worth × the weeks of the month since the verdict")


@dataclass(frozen=True)
class _Table:
    """The lines: a plan in each, then the sum of each kind of money."""

    shown: MonthBenefit
    currency: str
    words: Words

    def title(self) -> str:
        """The sum of each kind, with its range where one alone fits; how many plans there are where there is none."""
        words, sums = self.words, totals(self.shown.found)
        if not sums:
            return words.many(len(self.shown.found), "One plan is confirmed, and no money is told behind it",
                              "{n} plans are confirmed, and no money is told behind them")  # fmt: skip
        told = [words.listed(self._of(one, ranged) for one in sums.items()) for ranged in (True, False)]
        long, short = (words("Confirmed plans bring {amounts}", amounts=one) for one in told)
        first, *more = sums.items()
        rest = words.many(len(more), "Confirmed plans bring {amount}, and money of one more kind",
                          "Confirmed plans bring {amount}, and money of {n} more kinds",
                          amount=self._of(first, False))  # fmt: skip
        return next((one for one in (long, short) if len(one) <= TITLE), rest)

    def _of(self, told: tuple[str, Estimate], ranged: bool) -> str:
        kind, money = told
        amount = telling.amount(money, self.currency, self.words)
        said = amount if ranged else self.words.money(money.value, self.currency, sign=True)
        return self.words("{amount} of {kind}", amount=said, kind=self.words(telling.GAINED[kind]))

    def grid(self, caption: str) -> Grid:
        """The table."""
        words = self.words
        titles = (("plan", words("Plan"), "text"), ("confirmed", words("Confirmed"), "text"),
                  ("weeks", words("Weeks in the month"), "number"), ("week", words("A week"), "number"),
                  ("month", words("In the month"), "number"), ("range", words("Range"), "number"),
                  ("kind", words("What money it is"), "text"))  # fmt: skip
        columns = tuple(GridColumn(key, title, kind) for key, title, kind in titles)  # type: ignore[arg-type]
        return Grid(columns, (*self._plans(), *self._sums()), caption, OPEN)

    def _plans(self) -> Iterator[Row]:
        words, said = self.words, PlanWords(self.words, self.currency, self.shown.names)
        for one in self.shown.found:
            money, worth = one.money, one.worth
            week = worth.money if worth else None
            kind = words(telling.GAINED[worth.kind]) if worth and money else self._lacking(one)
            cells = (
                Cell(text=said.name(one.plan), leads=way_to(one.plan.id)),
                Cell(text=words.day(one.confirmed)),
                Cell(text=words.number(one.days / 7, 1)),
                Cell(text=words.money(week.value, self.currency, sign=True) if week else "–", muted=week is None),
                *self._amount(money),
                Cell(text=kind, muted=money is None),
            )
            yield Row(one.plan.id, cells)

    def _lacking(self, one: PlanBenefit) -> str:
        why = telling.untold(one.worth, self.words) if one.worth else self.words("it ended before its money was told")
        return self.words("not told: {reason}", reason=why)

    def _sums(self) -> Iterator[Row]:
        words, told = self.words, [one.worth.kind for one in self.shown.found if one.worth and one.money]
        for kind, money in totals(self.shown.found).items():
            if told.count(kind) < 2:
                continue
            dash, said = Cell(text="–", muted=True), Cell(text=words(telling.GAINED[kind]))
            yield Row(f"sum:{kind}", (Cell(text=words("Sum")), dash, dash, dash, *self._amount(money), said))

    def _amount(self, money: Estimate | None) -> tuple[Cell, Cell]:
        if money is None:
            return Cell(text="–", muted=True), Cell(text="–", muted=True)
        said = self.words.money(money.value, self.currency, sign=True)
        return Cell(text=said), Cell(text=telling.between(money, self.currency, self.words))

    def notes(self) -> list[str]:
        """What is supposed, how long a plan counts, and of how many no money is told."""
        words, found = self.words, self.shown.found
        notes = [
            words("Supposed: each effect lasts as it was measured; it counts for 52 weeks after its verdict"),
            words("Above zero it is gained"),
        ]
        if len(found) > 1:
            notes.append(words("The ranges of several are added end to end"))
        if same_metric(found):
            notes.append(words("Plans of the same metric may hold the same money where their parts overlap"))
        lacking = sum(one.money is None for one in found)
        if lacking:
            notes.append(words.many(lacking, "Of one confirmed plan no money is told",
                                    "Of {n} confirmed plans no money is told"))  # fmt: skip
        return notes
