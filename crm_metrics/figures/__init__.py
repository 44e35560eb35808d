"""What boards look like: charts as Plotly draws them, tables and tiles as HTML; the only package that knows Plotly."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from crm_metrics.boards.bodies.noted import CardNote
from crm_metrics.boards.core import Body
from crm_metrics.figures import bodies
from crm_metrics.figures.look import Look, Spec
from crm_metrics.figures.notes import marked
from crm_metrics.figures.palette import DARK, LIGHT, Palette
from crm_metrics.words import Words

__all__ = ["DARK", "LIGHT", "PALETTES", "Palette", "config", "figure", "figures"]

PALETTES = {"light": LIGHT, "dark": DARK}


class SettledFigure(go.Figure):  # type: ignore[misc]  # Plotly tells no types
    """A figure that nobody changes any more: what Plotly is handed is worked out once, and not at each rerun."""

    _handed: Spec | None = None

    def to_dict(self) -> Spec:
        """The figure as Plotly reads it; it is only read."""
        if self._handed is None:
            self._handed = super().to_dict()
        return self._handed


def figure(body: Body, words: Words, palette: Palette, currency: str = "", *, small: bool = False) -> go.Figure:
    """The figure of one body, for `st.plotly_chart(..., theme=None, config=config(words))`; small: a small multiple."""
    return SettledFigure(bodies.spec(body, Look(words, palette, currency, small)))


def figures(
    body: Body, words: Words, palette: Palette, currency: str = "", notes: Sequence[CardNote] = ()
) -> tuple[go.Figure, ...]:
    """Every chart of a card's body, in order, with the notes of the card."""
    look = Look(words, palette, currency, bodies.drawing(body).charts is not None)
    charts = enumerate(bodies.charts(body))
    return tuple(SettledFigure(marked(bodies.spec(chart, look), notes, place, look)) for place, chart in charts)


def config(words: Words) -> Spec:
    """How every chart behaves: no zoom, no mode bar, and the reader's language for what Plotly writes itself."""
    days, short_days = words.weekdays(), words.weekdays(short=True)
    spoken = {
        "months": words.months(),
        "shortMonths": words.months(short=True),
        "days": [days[-1], *days[:-1]],
        "shortDays": [short_days[-1], *short_days[:-1]],
        "decimal": words.number(0.5, 1)[1],
        "thousands": words.number(1000)[1],
    }
    return {
        "displayModeBar": False,
        "scrollZoom": False,
        "locale": words.language,
        "locales": {words.language: {"dictionary": {}, "format": spoken}},
    }
