"""Charts as Plotly draws them, from what a board says; the only package that knows Plotly."""

from __future__ import annotations

import plotly.graph_objects as go

from crm_metrics.boards.core import Bridge, Control, Deciles, PlanActual, SixTwelve
from crm_metrics.figures.bridge import bridge, plan_actual
from crm_metrics.figures.control import control
from crm_metrics.figures.deciles import deciles
from crm_metrics.figures.look import Look, Spec
from crm_metrics.figures.palette import DARK, LIGHT, Palette
from crm_metrics.figures.sixtwelve import six_twelve
from crm_metrics.words import Words

__all__ = ["DARK", "LIGHT", "PALETTES", "Drawable", "Palette", "config", "figure"]

Drawable = Control | SixTwelve | Bridge | PlanActual | Deciles
PALETTES = {"light": LIGHT, "dark": DARK}


def figure(body: Drawable, words: Words, palette: Palette, currency: str = "", *, small: bool = False) -> go.Figure:
    """The figure of one body, for `st.plotly_chart(..., theme=None, config=config(words))`; small: a small multiple."""
    look = Look(words, palette, currency)
    if isinstance(body, Control):
        return go.Figure(control(body, look, small=small))
    if isinstance(body, SixTwelve):
        return go.Figure(six_twelve(body, look))
    if isinstance(body, Deciles):
        return go.Figure(deciles(body, look))
    return go.Figure(bridge(body, look) if isinstance(body, Bridge) else plan_actual(body, look))


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
