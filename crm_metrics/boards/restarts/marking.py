"""What the foot and the alternative text of a card say of a baseline that was started anew; charts mark its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crm_metrics.boards.core import Body, Card, Control, Multiples


def told(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards, those with the chart of such a baseline saying since when, by whom and why."""
    return tuple(_told(card) for card in cards)


def _told(card: Card) -> Card:
    said = tuple(dict.fromkeys(_said(card.body)))
    if not said:
        return card
    return replace(card, footer=" · ".join(filter(None, (card.footer, *said))), alt=". ".join((card.alt, *said)))


def _said(body: Body) -> Iterator[str]:
    """What each chart says; of several also of what."""
    if isinstance(body, Control) and body.anew_said:
        yield body.anew_said
    elif isinstance(body, Multiples):
        for chart in body.charts:
            if chart.anew_said:
                name = " · ".join(filter(None, (chart.group, chart.name)))
                yield f"{name}: {chart.anew_said}"
