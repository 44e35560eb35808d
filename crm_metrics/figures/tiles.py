"""Tiles and chips: name, value and unit, target and variance, sparkline, signal, footer, in this order."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.core import Chip, Definition, Tile
from crm_metrics.figures.markup import SHAPES, text, to_rows
from crm_metrics.figures.sparks import spark
from crm_metrics.words import Words


def tiles(given: Sequence[Tile], words: Words) -> str:
    """The row of tiles of a board."""
    drawn = "".join(_tile(tile, words) for tile in given)
    return (
        f'<section class="tk-tiles tk-tiles-{len(given)}" aria-label="{text(words("Key figures"))}">{drawn}</section>'
    )


def chip(state: Chip) -> str:
    """A state in shape, word and colour."""
    shape = f'<span aria-hidden="true">{SHAPES[state.kind]}</span>'
    return f'<span class="tk-chip tk-{state.kind}">{shape} {text(state.text)}</span>'


def definition(meaning: Definition, place: str, words: Words) -> str:
    """What opens from a name: meaning, formula, how to read it, source."""
    rows = [
        (words("What it means"), text(meaning.means)),
        (words("Formula in words"), text(meaning.how)),
        (words("How to read it"), text(meaning.reading)),
        (words("Source"), text(meaning.source)),
    ]
    entries = "".join(f"<dt>{text(name)}</dt><dd>{inner}</dd>" for name, inner in rows if inner)
    led = to_rows(meaning.behind, text(words("See the rows")), "tk-go") if meaning.behind else ""
    return popover(place, meaning.name, f"<dl>{entries}</dl>{led}", words)


def popover(place: str, title: str, inside: str, words: Words) -> str:
    """A panel over the page, opened by `opener` of the same place; Escape or a click outside closes it."""
    close = (
        f'<button class="tk-close" popovertarget="{place}" popovertargetaction="hide">{text(words("Close"))}</button>'
    )
    return f'<div popover id="{place}" class="tk-pop"><h3>{text(title)}</h3>{inside}{close}</div>'


def opener(place: str, name: str, does: str) -> str:
    """A name that opens the panel of a place."""
    return f'<button class="tk-open" popovertarget="{place}" title="{text(does)}">{text(name)}</button>'


def course(tile: Tile, words: Words, style: str = "tk-spark") -> str:
    """The sparkline of a tile, of its last periods. style: its class."""
    return spark(
        [point.value for point in tile.series if point.value is not None or not point.complete],
        words.many(len(tile.series), "{name}: its last period", "{name}: its last {n} periods", name=tile.name),
        low=tile.low,
        high=tile.high,
        goal=tile.goal,
        running=bool(tile.series) and not tile.series[-1].complete,
        style=style,
    )


def _tile(tile: Tile, words: Words) -> str:
    place = f"tk-def-{f'{tile.metric} {tile.name}'.encode().hex()}"  # a metric may stand there of two parts
    unit = f'<span class="tk-unit">{text(tile.unit)}</span>' if tile.unit else ""
    value = tile.value if tile.value not in ("", "–") else words("no data")
    return (
        f'<article class="tk-tile" data-metric="{text(tile.metric)}">'
        f"<h2>{opener(place, tile.name, words('Open the definition'))}</h2>"
        f'<p class="tk-value{"" if value == tile.value else " tk-none"}">{to_rows(tile.behind, text(value) + unit)}</p>'
        f'<p class="tk-goal"><span>{text(tile.target)}</span>'
        f'<span class="tk-variance tk-tone-{tile.tone}">{text(tile.variance)}</span></p>'
        f"{course(tile, words)}<p>{chip(tile.chip)}</p>"
        f'<p class="tk-foot">{text(tile.reason or tile.footer)}</p></article>'
        f"{definition(tile.definition, place, words)}"
    )
