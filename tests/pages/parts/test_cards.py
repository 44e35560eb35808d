from __future__ import annotations

from dataclasses import replace

from crm_metrics.boards.core import Attend, Attention, Card, Chip
from pages.parts import cards


def test_cards_fill_rows_of_twelve() -> None:
    one = Card(
        key="a",
        title="t",
        subtitle="s",
        body=Attend((Attention(chip=Chip("watch", "w"), fact="f", detail="d", team="t", owner="o"),)),
        footer="f",
        alt="alt",
    )
    given = [replace(one, key=str(place), width=width) for place, width in enumerate((5, 7, 12, 6, 7, 5))]
    assert [[card.width for card in row] for row in cards._rows(given)] == [[5, 7], [12], [6], [7, 5]]
