"""The page of productivity beside satisfaction, in the last closed months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.bodies.picked import PickedAmong
from crm_metrics.boards.cards.unlock import files, missing
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import of_place, place_of, place_text, placed
from crm_metrics.boards.filters import months_and_tiers, one_of, permitted, process_tabs
from crm_metrics.boards.pairing import evidence, listing, quadrant, untold
from crm_metrics.boards.pairing.readings import PairingFacts, PairReading, clipped, read
from crm_metrics.boards.pairing.selection import (
    OWN,
    PICKED,
    PRODUCTIVITY,
    SATISFACTION,
    SPAN,
    SPANS,
    UNIT,
    UNITS,
    PairChoice,
    conditions,
    months,
)
from crm_metrics.boards.telling import findings
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SIDE_BY_SIDE = 9  # units: the table of fewer is much lower than the cloud, and stands below it


def gather(warehouse: Warehouse, view: View) -> PairingFacts:
    """All that the page can show of the months asked for: its choices read nothing more."""
    around = freshness.around(warehouse, view)
    if around.whole is None:
        return PairingFacts(view=view, frame=around)
    days = clipped(warehouse, months(view, around.whole))
    facts = PairingFacts(view=view, frame=around, period=days, place=place_of(warehouse, view))
    if not around.processes or not permitted(view.scope, view.process):
        return facts
    facts = read(warehouse, facts)
    names = {name for sides in facts.measures.values() for side in sides for name in side}
    return replace(facts, lacking={name: missing(warehouse, name) for name in sorted(names)})


def choice_of(facts: PairingFacts) -> PairChoice:
    """What the view asks for; what it does not say is the process, and its unit, with the most that can be judged."""
    asked = dict(facts.view.where)

    def told(process: str, unit: str) -> tuple[int, int]:
        xs, ys = facts.measures[process]
        found = [facts.pairs[_pair(process, unit, x, y)] for x in xs for y in ys]
        return max(len(one.judged) for one in found), max(len(one.units) for one in found)

    process = facts.view.process or ""
    if process not in facts.measures:
        process = max(facts.measures, key=lambda one: max(told(one, unit) for unit in UNITS))
    unit = asked.get(UNIT, "")
    if unit not in UNITS:
        known = [told(process, one) for one in UNITS]
        least = next((place for place in (0, 1) if any(one[place] for one in known)), 0)
        unit = next((one for one, n in zip(UNITS, known, strict=True) if n[least]), UNITS[0])
    xs, ys = facts.measures[process]
    x, y = asked.get(PRODUCTIVITY, ""), asked.get(SATISFACTION, "")
    y = y if y in ys else ys[0]
    if x not in xs:
        x = max(xs, key=lambda one: bool(facts.pairs[_pair(process, unit, one, y)].judged))  # the first that is told
    return _pair(process, unit, x, y)


def _pair(process: str, unit: str, x: str, y: str) -> PairChoice:
    return PairChoice(process=process, unit=unit, productivity=x, satisfaction=y)


def board(facts: PairingFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, blocked = facts.frame, _blocked(facts, words)
    pair = None if blocked else facts.pairs[choice_of(facts)]
    return Board(
        key="pairing",
        title=words("Productivity × satisfaction"),
        period=quadrant.days_text(facts, words) if facts.period else "",
        state=Chip("closed", words("association, not cause")) if pair else Chip("empty", words("no data")),
        summary=_summary(facts, pair, words) if pair else (),
        tiles=(),
        cards=_cards(facts, pair, words) if pair else blocked,
        freshness=around.freshness(words),
        notices=(*(evidence.warnings(pair, words) if pair else ()), *around.notices(words)),
        filters=_filters(facts, pair.choice if pair else None, words),
        omits=bool(around.left_out),
        takes=(PRODUCTIVITY, SATISFACTION),  # of another process they are not strange: the first here is shown
        own=OWN,
        among=_pickable(facts, pair.choice, words) if pair else (),
    )


def _pickable(facts: PairingFacts, choice: PairChoice, words: Words) -> tuple[PickedAmong, ...]:
    """The units of all pairs: who moves on to other units or another process has picked nobody in vain."""
    units = frozenset(one.unit for pair in facts.pairs.values() for one in pair.units)
    return (PickedAmong(PICKED, words.name(choice.unit), units),)


def _cards(facts: PairingFacts, pair: PairReading, words: Words) -> tuple[Card, ...]:
    empty = untold.card(facts, pair, words)
    beside = empty is None and len(pair.units) >= SIDE_BY_SIDE
    cloud = empty if empty is not None else replace(quadrant.card(facts, pair, words), width=7 if beside else 12)
    table = [replace(listing.card(facts, pair, words), width=5 if beside else 12)] if pair.units else []
    cards = (cloud, *table, evidence.card(facts, pair, words), evidence.processes(facts, pair, words))
    place = place_text(facts.place, words)
    return of_place(cards, place)


def _summary(facts: PairingFacts, pair: PairReading, words: Words) -> tuple[str, ...]:
    """Who stands apart, then what goes together among single answers, where it can be told."""
    empty = untold.card(facts, pair, words)
    first = empty.title if empty else quadrant.title_of(pair, words)
    said = [placed(first + ".", facts.place, words)]
    choice = pair.choice
    contact = facts.contacts.get((choice.process, choice.productivity, choice.satisfaction))
    if contact is not None and contact.q is not None:
        said.append(findings.finding(contact, words))
    return tuple(said)


def _filters(facts: PairingFacts, choice: PairChoice | None, words: Words) -> tuple[Filter, ...]:
    if facts.period is None or choice is None:
        return ()
    asked = dict(facts.view.where)
    span = asked.get(SPAN, SPANS[0])
    xs, ys = facts.measures[choice.process]
    month, tier = months_and_tiers(facts.frame, facts.view, facts.period, words)
    return (
        process_tabs(facts.measures, choice.process, words),
        one_of(UNIT, words("Unit"), [(unit, words.name(unit)) for unit in UNITS], choice.unit),
        one_of(PRODUCTIVITY, words("Productivity"), _labels(xs, words), choice.productivity),
        one_of(SATISFACTION, words("Satisfaction"), _labels(ys, words), choice.satisfaction),
        one_of(
            SPAN, words("Months"), [(n, words("{n} months", n=n)) for n in SPANS], span if span in SPANS else SPANS[0]
        ),
        month,
        tier,
    )


def _labels(names: Sequence[str], words: Words) -> list[tuple[str, str]]:
    return [(name, words(metric_of(name).label)) for name in names]


def _blocked(facts: PairingFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the page when there is nothing to show, or nothing that may be shown."""
    view = facts.view
    if view.process and not permitted(view.scope, view.process):
        return (not_permitted(view.process, words),)
    if facts.period is None:
        return (nothing_loaded(words),)
    if any(pair.units for pair in facts.pairs.values()):
        return ()
    if asked := conditions(view):
        where = tuple((name, value) for name, values in asked.items() for value in values)
        return (without_rows(replace(view, where=where), words),)
    if view.scope != EVERYTHING:
        return (nothing_within(view, words),)
    fact = words("There is no whole month of productivity or satisfaction by agent, team or touchpoint yet")
    tables = dict.fromkeys(table for lacks in facts.lacking.values() for table in lacks)
    reason = words("It is read from {files}.", files=words.listed(files(table, words) for table in tables))
    return (empty_card("no_data", Empty(fact, reason if tables else words("The first month is not over yet."))),)
