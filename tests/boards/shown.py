"""What a board shows, as texts: the cards of a page by their keys."""

from __future__ import annotations

from crm_metrics.boards.core import Board, Card, FactSheet, Grid


def card(board: Board, key: str) -> Card:
    """A card of a page; a page that lacks it fails the test."""
    return next(one for one in board.cards if one.key == key)


def grid(board: Board, key: str) -> list[list[str]]:
    """The rows of a table."""
    body = card(board, key).body
    assert isinstance(body, Grid)
    return [[one.chip.text if one.chip else one.text for one in row.cells] for row in body.rows]


def facts(board: Board, key: str) -> dict[str, str]:
    """The facts of a sheet by name."""
    body = card(board, key).body
    assert isinstance(body, FactSheet)
    return dict(body.facts)
