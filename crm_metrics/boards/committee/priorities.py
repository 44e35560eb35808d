"""The signals of the month, the most important first and few: by size, money and reach, and who answers for each."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.boards.cards import ranked
from crm_metrics.boards.cards.ranked import Ranking
from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.telling.grounds import of_count
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.boards.telling.sentences import Claim, Label, claim
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 5  # more than a committee speaks of
# What the whole company brings in a month: the first that the data can tell.
COMPANY = tuple(Indicator(name) for name in ("customer_revenue", "revenue", "closing_mrr"))


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Ranking | None:
    """The results of the board that left their routine; None where none is known."""
    return ranked.ranking(warehouse, facts, facts.measured, COMPANY)


def card(shown: Ranking, frame: Frame, words: Words) -> Card:
    """The first of them, or the fact that there is none."""
    title = sentences.say(_claim(shown), words, frame.currency, sentences.TITLE)
    kept = replace(shown, found=shown.found[:MOST])
    left = len(shown.found) - len(kept.found)
    notes = [words.many(left, "One more, of less weight, is not listed", "{n} more, of less weight, are not listed")]
    rows = [ranked.row(one, "month", frame, words, of_month(one.series.definition, words)) for one in kept.found]
    body = ranked.grid(rows, words("Money behind it in the month"), title, words)
    rule = words(
        "First what is sure, then deviations from its routine × money behind it in the month × part of the"
        " contacts; what is not known comes after"
    )
    # With it the board would take a third page: paper says how many there are and the first.
    return replace(ranked.listed(kept, body, frame, words, notes if left else []), subtitle=rule, aside=True)


def _claim(shown: Ranking) -> Claim:
    if not shown.judged:
        return claim("ranked_unjudged")
    rests = of_count("result", shown.judged)
    if not shown.found:
        return claim("ranked_none", rests, judged=shown.judged)
    first = Label(shown.found[0].series.definition.label)
    if len(shown.found) == 1:
        return claim("month_ranked_one", rests, metric=first)
    return claim("month_ranked", rests, count=len(shown.found), metric=first)
