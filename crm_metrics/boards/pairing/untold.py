"""Why a pair can't be drawn, and which file would tell it."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.cards.unlock import files
from crm_metrics.boards.core import Card, Empty
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.pairing.readings import PairingFacts, PairReading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words, mark

COLUMNS = {"agent": "agent_id", "team": "team", "touchpoint": "touchpoint_id"}  # of survey.csv
NAMING = {
    "agent": mark("No answer on satisfaction names its agent in {process}"),
    "team": mark("No answer on satisfaction names its team in {process}"),
    "touchpoint": mark("No answer on satisfaction names its touchpoint in {process}"),
}


def card(facts: PairingFacts, pair: PairReading, words: Words) -> Card | None:
    """The card in place of the cloud; None where a unit tells both measures."""
    if any(one.x is not None and one.y is not None for one in pair.units):
        return None
    return empty_card("untold", why(facts, pair, words))


def why(facts: PairingFacts, pair: PairReading, words: Words) -> Empty:
    """The first thing that lacks: answers, who they are about, the measure of work, the measure by this unit."""
    choice = pair.choice
    process, unit = words.name(choice.process), words.name(choice.unit).lower()
    x, y = (words(metric_of(name).label) for name in (choice.productivity, choice.satisfaction))
    lacks_x, lacks_y = (facts.lacking.get(name, ()) for name in (choice.productivity, choice.satisfaction))
    if lacks_y:
        fact = words("Nobody has asked the customers of {process} yet", process=process)
        return Empty(fact, words("{metric} needs {files}.", metric=y, files=_files(lacks_y, words)))
    if all(one.y is None for one in pair.units):
        fact = words(NAMING[choice.unit], process=process)
        reason = words(
            "The column {column} of survey.csv tells it, or a contact of interaction.csv that the answer names.",
            column=COLUMNS[choice.unit],
        )
        return Empty(fact, reason)
    fact = words("{metric} is not told by {unit} in {process}", metric=x, unit=unit, process=process)
    if lacks_x:
        return Empty(fact, words("{metric} needs {files}.", metric=x, files=_files(lacks_x, words)))
    return Empty(fact, words("Choose another measure of productivity or another unit: the table lists what is told."))


def _files(tables: Sequence[str], words: Words) -> str:
    return words.listed(files(table, words) for table in tables)
