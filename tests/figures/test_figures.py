from __future__ import annotations

from crm_metrics.figures import config
from crm_metrics.words import Words

es, en = Words("es-CO"), Words("en")


def test_no_chart_shows_buttons_of_its_own() -> None:
    assert config(es)["displayModeBar"] is False


def test_plotly_is_told_the_whole_language() -> None:
    spoken = config(es)["locales"]["es"]["format"]
    assert (spoken["decimal"], spoken["thousands"]) == (",", ".")
    assert (spoken["days"][0], spoken["shortMonths"][8]) == ("domingo", "sept")
    assert config(en)["locales"]["en"]["format"]["decimal"] == "."
