"""What is open with a customer: cases with the time that they have left, promises to pay, invoices past due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.cards.unlock import files
from crm_metrics.boards.core import Card, Cell, Chip, Empty, Grid, GridColumn, Row
from crm_metrics.boards.customer.facts import CustomerFacts
from crm_metrics.boards.customer.measures import Measure, MeasuredValue
from crm_metrics.boards.empty import sentence
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.today.cases import minutes
from crm_metrics.metrics.readings import Reason
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.dossier import pending
from crm_metrics.warehouse.dossier.pending import OpenPromise, OverdueInvoice, PendingCase
from crm_metrics.warehouse.roster import agent_name
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

MEASURES: tuple[Measure, ...] = (("backlog", "now"), ("open_opportunities", "now"), ("overdue_receivables", "now"))
SOON = 4 * 3600  # open seconds: less than half a working day is to be looked at now
OPEN = 8  # rows that stand open
LOOKED_AT = {
    "work_item": mark("cases"),
    "interaction": mark("promises to pay"),
    "receivable": mark("invoices past due"),
}
KINDS = {
    "lead": mark("lead"), "new_sale": mark("new sale"), "cross_sell": mark("cross-sale"), "upsell": mark("upsell"),
    "renewal": mark("renewal"), "request": mark("request"), "complaint": mark("complaint"),
    "dunning": mark("collection case"), "list_record": mark("record of a campaign"),
    "save": mark("cancellation to be averted"), "win_back": mark("win-back"), "exit": mark("departure"),
}  # fmt: skip
CLOCKS = {
    "first_response": mark("to the first response"),
    "next_response": mark("to the next response"),
    "resolution": mark("to the resolution"),
}


@dataclass(frozen=True, kw_only=True)
class OpenThings:
    """What is open at the close of a day."""

    day: date
    """The day."""
    cases: tuple[PendingCase, ...]
    """Those with the least time left first."""
    promises: tuple[OpenPromise, ...]
    """The nearest first."""
    invoices: tuple[OverdueInvoice, ...]
    """The oldest first."""
    owners: tuple[str, ...]
    """Of each case and then each promise, who has it."""
    owed: MeasuredValue | None
    """The metric of all that is past due."""
    looked: tuple[str, ...]
    """The input tables of these things that are loaded and that the reader may see."""
    silent: tuple[str, ...]
    """Those that were never loaded, so that nobody knows what of theirs is open."""
    untold: Reason | None = None
    """Why nobody knows which invoices are past due, though they are loaded."""

    @property
    def count(self) -> int:
        """How many things are open."""
        return len(self.cases) + len(self.promises) + len(self.invoices)


def gather(warehouse: Warehouse, facts: CustomerFacts) -> OpenThings | None:
    """What is open at the close of the last day; None before there are data."""
    day, customer, scope = facts.frame.latest, facts.known.id, facts.view.scope
    if day is None:
        return None
    cases = pending.open_cases(warehouse, customer, day, scope)
    promises = pending.promises(warehouse, customer, day, scope)
    pairs = [*((one.agent, one.team) for one in cases), *((one.agent, one.team) for one in promises)]
    owners = [agent_name(facts.people, agent) or team for agent, team in pairs]
    owed = facts.measured.values.get(("overdue_receivables", "now")) if facts.measured else None
    looked = [table for table in pending.looked_at(scope) if warehouse.loaded(table) is not None]
    untold = owed.reason if owed is not None and owed.value is None and "receivable" in looked else None
    return OpenThings(
        day=day,
        cases=cases,
        promises=promises,
        invoices=pending.overdue(warehouse, customer, day, scope),
        owners=tuple(owners),
        owed=owed,
        looked=tuple(table for table in looked if table != "receivable" or untold is None),
        silent=tuple(table for table in LOOKED_AT if warehouse.loaded(table) is None),
        untold=untold,
    )


def card(shown: OpenThings, frame: Frame, words: Words) -> Card:
    """The list of what is open."""
    title = words.many(shown.count, "One thing is open with this customer", "{n} things are open with this customer")
    unknown = _unknown(shown, words)
    subtitle = words("At the close of {day} · time left in open minutes", day=shown.day)
    if not shown.count:
        fact = words("Open with this customer: nothing")
        named = words.listed(words(LOOKED_AT[one]) for one in shown.looked)
        reason = words("Looked at: {things}.", things=named)
        if not shown.looked:
            fact, reason = (
                words("What is open with this customer is not known"),
                words("It could not be looked at."),
            )
        body: Empty | Grid = Empty(fact, " ".join([reason, *unknown]))
        title = fact
    else:
        columns = (
            GridColumn("what", words("What")),
            GridColumn("of", words("Whose")),
            GridColumn("since", words("Since"), "number"),
            GridColumn("amount", words("Amount"), "number"),
            GridColumn("state", words("Time left"), "chip"),
        )
        body = Grid(columns, tuple(_rows(shown, frame, words)), title, OPEN)
    told = [shown.owed.measure[0]] if shown.owed and shown.owed.value else []
    return Card(
        key="waiting",
        title=title,
        subtitle=" · ".join([subtitle, *(unknown if shown.count else [])]),
        body=body,
        footer=frame.rows_footer(words, shown.looked),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in told),
    )


def _unknown(shown: OpenThings, words: Words) -> list[str]:
    """What of this customer may be open and nobody can tell."""
    lacking = words.listed(files(one, words) for one in shown.silent)
    said = [words("Without {files} the rest is not known.", files=lacking)] if shown.silent else []
    return [*said, *([sentence(shown.untold, words)] if shown.untold is not None else [])]


def _rows(shown: OpenThings, frame: Frame, words: Words) -> Iterator[Row]:
    owners = iter(shown.owners)
    for one in shown.cases:
        yield _case(one, next(owners), shown.day, frame, words)
    for promise in shown.promises:
        left = (promise.promised_on - shown.day).days
        said = words.many(left, "due in one day", "due in {n} days") if left else words("due today")
        chip = Chip("watch" if left < 2 else "routine", said)
        cells = (Cell(text=words("Promise to pay")), Cell(text=next(owners)), Cell(text="–"),
                 Cell(text=words.money(promise.amount, frame.currency)), Cell(text=said, chip=chip))  # fmt: skip
        yield Row(f"promise-{promise.promised_on}", cells)
    for invoice in shown.invoices:
        late = (shown.day - invoice.due_on).days
        said = words.many(late, "one day past due", "{n} days past due")
        said = words("{said}, disputed", said=said) if invoice.disputed else said
        cells = (Cell(text=words("Invoice {id}", id=invoice.id)), Cell(text=words.name("collections")),
                 Cell(text=words.day(invoice.due_on)), Cell(text=words.money(invoice.balance, frame.currency)),
                 Cell(text=said, chip=Chip("worse", said)))  # fmt: skip
        yield Row(f"invoice-{invoice.id}-{invoice.due_on}", cells)
    if shown.owed and shown.owed.value and len(shown.invoices) > 1:
        yield _total(shown.owed.value, shown.owed.behind, frame, words)


def _total(value: float, led: Provenance | None, frame: Frame, words: Words) -> Row:
    cells = (Cell(text=words("Past due, together")), Cell(text=""), Cell(text="–"),
             Cell(text=words.money(value, frame.currency), behind=led), Cell(text=""))  # fmt: skip
    return Row("overdue", cells)


def _case(one: PendingCase, owner: str, day: date, frame: Frame, words: Words) -> Row:
    kind = words(KINDS[one.kind]) if one.kind in KINDS else one.kind
    what = " · ".join(
        filter(None, (words("{process}: {kind}", process=words.name(one.process), kind=kind), one.status))
    )
    age = words.many((day - one.opened_on).days, "one day", "{n} days")
    state = clock(one, words)
    return Row(
        one.id,
        (
            Cell(text=what),
            Cell(text=owner or words("nobody")),
            Cell(text=f"{words.day(one.opened_on)} ({age})"),
            Cell(text="–" if one.amount is None else words.money(one.amount, frame.currency)),
            Cell(text=state.text, chip=state),
        ),
    )


def clock(one: PendingCase, words: Words) -> Chip:
    """The open time that a case has left of what was promised; or that none was, none runs, or nobody knows."""
    running = one.clock
    if running is None:
        return Chip("routine", words("no clock runs")) if one.promised else Chip("empty", words("no time agreed"))
    aim = words(CLOCKS[running.clock]) if running.clock in CLOCKS else ""
    if running.minutes_left is None or running.seconds_left is None:
        return Chip("empty", words("time left {aim}: not known", aim=aim))
    time = minutes(abs(running.minutes_left), words)
    if running.out:
        return Chip("worse", words("{time} late {aim}", time=time, aim=aim))
    if running.paused:
        return Chip("routine", words("{time} {aim}, stands still", time=time, aim=aim))
    return Chip("watch" if running.seconds_left < SOON else "routine", words("{time} {aim}", time=time, aim=aim))
