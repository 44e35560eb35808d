"""What a result is made of: the parts of the month, the largest first."""

from __future__ import annotations

from crm_metrics.boards import process
from crm_metrics.boards.core import Grid, View
from crm_metrics.words import Words
from tests.boards.process.asked import card, company
from tests.conftest import House

EN = Words("en")


def test_the_parts_of_a_result_come_largest_first_and_the_unknown_is_named(house: House) -> None:
    board = process.board(process.gather(company(house), View(process="service")), EN)
    body = card(board, "shares").body
    assert isinstance(body, Grid)
    reasons = [row for row in body.rows if row.key.startswith("contact_reason_share:")]
    # of 31 cases 20 name the invoice as their reason, 11 name none
    assert [(row.cells[1].text, row.cells[2].text) for row in reasons] == [("factura", "64.5%"), ("not told", "35.5%")]
    assert [row.cells[2].share for row in reasons] == [1.0, 11 / 20]
    assert card(board, "shares").subtitle.startswith("Reasons for contact: the largest part is factura, 64.5% · ")
