"""What a result is made of: the parts of the month, the largest first."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import process
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.process import shares
from crm_metrics.boards.process.shares import Divided, Share
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME
from tests.boards.process.asked import card, company
from tests.conftest import House

EN = Words("en")
MONTH = date(2026, 10, 1)


def part(metric: str, dimension: str, name: str, value: float) -> Share:
    reading = Reading(metric=metric, period=MONTH, groups=(name,), numerator=None, denominator=None, value=value, n=90,
                      complete=True)  # fmt: skip
    return Share(metric, dimension, name, reading)


def test_no_part_is_called_the_largest_of_what_is_no_whole() -> None:
    # of each source the share of its own fields that are filled: together these shares are nothing
    filled = Divided("", MONTH, (part("source_record_completeness", "source", "facturas", 0.33),))
    assert "the largest part is" not in shares.card(filled, FRAME, EN).subtitle
    owed = Divided("collections", MONTH, (part("aging_bucket", "bucket", "1-30", 900.0),))
    assert shares.card(owed, FRAME, EN).subtitle.startswith("Ageing of receivables: the largest part is 1-30, $900 · ")


def test_the_parts_of_a_result_come_largest_first_and_the_unknown_is_named(house: House) -> None:
    board = process.board(process.gather(company(house), View(process="service")), EN)
    body = card(board, "shares").body
    assert isinstance(body, Grid)
    reasons = [row for row in body.rows if row.key.startswith("contact_reason_share:")]
    # of 31 cases 20 name the invoice as their reason, 11 name none
    assert [(row.cells[1].text, row.cells[2].text) for row in reasons] == [("factura", "64.5%"), ("not told", "35.5%")]
    assert [row.cells[2].share for row in reasons] == [1.0, 11 / 20]
    assert card(board, "shares").subtitle.startswith("Reasons for contact: the largest part is factura, 64.5% · ")
