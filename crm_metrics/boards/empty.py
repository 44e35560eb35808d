"""The cards in place of a board that has nothing to show: what is so, why, and what the reader can do."""

from __future__ import annotations

from crm_metrics.boards.core import Card, Empty, View
from crm_metrics.boards.filters import asked_processes
from crm_metrics.errors import CrmError
from crm_metrics.metrics.readings import Reason
from crm_metrics.words import Words


def empty_card(key: str, empty: Empty) -> Card:
    """A card of the whole width that says why there is nothing."""
    return Card(key=key, title=empty.fact, subtitle="", body=empty, footer="", alt=empty.fact + ". " + empty.reason)


def sentence(reason: Reason | CrmError, words: Words) -> str:
    """A reason as a sentence of its own."""
    said = words.error(reason)
    return said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")


def nothing_loaded(words: Words) -> Card:
    """The card of a warehouse without any data."""
    empty = Empty(
        words("There is no data yet"),
        words("Import the company's files, or build the demo company."),
    )
    return empty_card("nothing_loaded", empty)


def not_permitted(process: str, words: Words) -> Card:
    """The card in place of a board of a process that the reader may not see."""
    name = words.name(process)
    empty = Empty(
        words("Your role does not see {process}", process=name),
        words("Ask whoever keeps the access file for it."),
        words("See what I may see"),
        (("process", ""),),
    )
    return empty_card("not_permitted", empty)


def nothing_within(view: View, words: Words) -> Card:
    """The card of a reader whose scope holds no row of what a board shows."""
    other = (words("See all processes"), (("process", ""),)) if asked_processes(view) else ("", ())
    empty = Empty(
        words("There is no data within what you may see"),
        words("Ask whoever keeps the access file, if there should be."),
        *other,
    )
    return empty_card("nothing_within", empty)


def without_rows(view: View, words: Words) -> Card:
    """The card of a filter that leaves no row."""
    asked: dict[str, list[str]] = {}
    for key, value in (*(("process", one) for one in asked_processes(view)), *view.where):
        asked.setdefault(key, []).append(words.name(value))
    filters = "; ".join(f"{words.name(key)}: {words.listed(values)}" for key, values in asked.items())
    empty = Empty(
        words("No data with this filter"),
        words("Filter in force: {filters}.", filters=filters),
        words("Remove the filter"),
        tuple((key, "") for key in asked),
    )
    return empty_card("without_rows", empty)
