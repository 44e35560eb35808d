"""How the rows of a number come together to it, in sentences."""

from __future__ import annotations

from crm_metrics.metrics.behind.rows import RowsBehind
from crm_metrics.metrics.core import APPLICATION
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.rows.fragments import ORDERED
from crm_metrics.words import Words


def made_sentences(behind: RowsBehind, reading: Reading | None, words: Words) -> list[str]:
    """How the rows come together to the number, in sentences."""
    metric = behind.metric
    here = [part for part in behind.parts if part.metric.shape != APPLICATION]  # of the others there are no rows
    said = []
    if reading is not None and reading.numerator is not None:
        above = words.number(reading.numerator)
        if metric.denominator is None and reading.denominator is not None:
            said.append(words.many(int(reading.denominator), "What its rows add comes to {above}, on one day.",
                                   "What its rows add comes to {above}, over {n} days.", above=above))  # fmt: skip
        elif metric.denominator is None:
            said.append(words("What its rows add comes to {above}.", above=above))
        elif reading.denominator is not None:
            below = words.number(reading.denominator)
            said.append(words("What its rows add above comes to {above}, below to {below}; the one is divided by the "
                              "other.", above=above, below=below))  # fmt: skip
    elif any(part.leaf.basis.fragment.form in ORDERED for part in here) and metric.on != "period":
        said.append(words("It is read from its rows put in order, and is no sum of them."))
    if metric.on == "period":
        names = words.listed(dict.fromkeys(words(part.metric.label) for part in behind.parts))
        said.append(words("It has no rows of its own: it is worked out from {parts}.", parts=names))
    if any(part.metric.aggregation == "model" for part in behind.parts):
        said.append(words("It is an estimate: its rows hold what a fitted model expects, not what was counted."))
    if any(part.leaf.basis.mode == "period" for part in behind.parts):
        said.append(words("Its rows are worked out for this period, between its own ends."))
    return said
