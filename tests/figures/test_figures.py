from __future__ import annotations

import plotly.graph_objects as go

from crm_metrics.boards.bodies.interval import Deciles, Interval
from crm_metrics.figures import LIGHT, config, figure
from crm_metrics.words import Words

es, en = Words("es-CO"), Words("en")


def test_no_chart_shows_buttons_of_its_own() -> None:
    assert config(es)["displayModeBar"] is False


def test_plotly_is_told_the_whole_language() -> None:
    spoken = config(es)["locales"]["es"]["format"]
    assert (spoken["decimal"], spoken["thousands"]) == (",", ".")
    assert (spoken["days"][0], spoken["shortMonths"][8]) == ("domingo", "sept")
    assert config(en)["locales"]["en"]["format"]["decimal"] == "."


def test_what_plotly_is_handed_is_worked_out_once_and_is_the_whole_figure() -> None:
    body = Deciles((Interval(name="1", value=0.5, low=0.4, high=0.6, n=9, label="l"),), "percent", 0.5, "time")
    drawn = figure(body, Words("en"), LIGHT)
    assert drawn.to_dict() is drawn.to_dict()
    assert drawn.to_dict() == go.Figure(drawn).to_dict()
