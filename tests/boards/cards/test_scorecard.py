from __future__ import annotations

from datetime import timedelta

from crm_metrics.boards.cards import scorecard
from crm_metrics.boards.cards.scorecard import Scorecard
from crm_metrics.boards.core import Card, Grid
from crm_metrics.boards.facts import ProcessLine
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, MONDAY, made

EN = Words("en")


def card(*lines: ProcessLine, weeks: int = 12) -> Card:
    """The scorecard of the last of some weeks."""
    return scorecard.card(Scorecard(lines, MONDAY + timedelta(weeks=weeks - 1)), FRAME, EN)


def test_without_any_objective_the_scorecard_has_no_column_for_them() -> None:
    found = card(ProcessLine("sales", made("csat", [0.8] * 12, process="sales"), None))
    assert isinstance(found.body, Grid)
    keys = [column.key for column in found.body.columns]
    assert keys == ["process", "metric", "value", "change", "trend", "signal"]
    assert all(len(row.cells) == len(keys) for row in found.body.rows)
    assert found.title == "The one result that can be judged is in its routine"
    assert found.subtitle.startswith("Each process beside its satisfaction · ")


def test_a_bar_stands_only_beside_an_objective() -> None:
    aimed = ProcessLine("sales", made("csat", [0.8] * 12, process="sales", goal=0.9), None)
    bare = ProcessLine("service", made("csat", [0.8] * 12, process="service"), None)
    found = card(aimed, bare).body
    assert isinstance(found, Grid)
    bars = {row.key: row.cells[4] for row in found.rows if "csat" in row.key}
    assert bars["sales:csat"].bullet is not None
    assert (bars["service:csat"].bullet, bars["service:csat"].text) == (None, "–")


def test_a_footer_says_no_n_where_no_rate_has_rows() -> None:
    found = card(ProcessLine("service", made("cases_resolved", [7.0] * 12, process="service"), None))
    assert "n = " not in found.footer
    assert "Source: cases" in found.footer


def test_the_change_is_against_the_week_before_and_a_week_without_value_leaves_none() -> None:
    steady = made("backlog", [30.0, 34.0], process="service")
    gone = made("backlog", [30.0, None, 34.0], process="service")
    assert scorecard.change_text(steady, EN, "COP") == "+4"
    assert scorecard.change_text(gone, EN, "COP") == "–"
