"""Reference lines beside the numbers of the company whose October 2026 is worked out by hand."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.boards.core import Control, Grid, View
from crm_metrics.boards.explore import page
from crm_metrics.words import Words
from tests.boards.committee.books import EN, ES, LAST, board, card, company
from tests.conftest import House

SALES = """
[references.sales]
metric = "customer_revenue"
every = "month"
value = 2500
source = "Study"
name = "Shops like ours"
"""


def cells(shop: object, words: Words = EN) -> dict[str, list[str]]:
    """The table of the card by the key of its rows."""
    body = card(board(shop, words), "cited").body  # type: ignore[arg-type]
    assert isinstance(body, Grid)
    return {row.key: [cell.text for cell in row.cells] for row in body.rows}


def test_without_the_companys_file_no_line_is_drawn(house: House, folder: Path) -> None:
    assert "cited" not in [one.key for one in board(company(house)).cards]


def test_a_line_stands_beside_the_own_number_of_its_period_and_says_who_says_so(house: House, folder: Path) -> None:
    (folder / "references.toml").write_text(SALES, encoding="utf-8")
    shop = company(house)
    assert cells(shop)["sales"] == [
        "Shops like ours", "1 Oct 2026 – 31 Oct 2026", "$2,000", "$2,000 / $2,500", "$2,500",
        "Study · chosen by the company",
    ]  # fmt: skip
    said = card(board(shop), "cited")
    assert said.title == "Shops like ours: own number $2,000, cited line $2,500"
    assert "no objectives of this company" in said.subtitle
    body = said.body
    assert isinstance(body, Grid)
    assert body.rows[0].cells[2].behind is not None


def test_the_claim_says_in_spanish_that_nobody_proved_it(house: House, folder: Path) -> None:
    (folder / "references.toml").write_text('[claims.retention_92]\nevery = "year"\n', encoding="utf-8")
    shown = cells(company(house), ES)["retention_92"]
    assert shown[4].startswith("92")
    assert (
        shown[5]
        == "Artículo sobre gestión de clientes, que no nombra fuente · afirmación de su texto, que nadie ha probado"
    )


def test_the_page_of_the_metric_draws_the_line_across_its_months(house: House, folder: Path) -> None:
    (folder / "references.toml").write_text(SALES, encoding="utf-8")
    view = View(where=(("metric", "customer_revenue"),), until=LAST)
    drawn = page.board(page.gather(company(house), view), EN)
    trend = card(drawn, "trend").body
    assert isinstance(trend, Control)
    assert trend.cited == ((2500.0, "cited $2,500"),)
    assert card(drawn, "cited").title == "Shops like ours: own number $2,000, cited line $2,500"


def test_a_file_that_cant_be_used_draws_nothing_and_stops_nothing(house: House, folder: Path) -> None:
    (folder / "references.toml").write_text("[claims.other]\n", encoding="utf-8")
    assert "cited" not in [one.key for one in board(company(house)).cards]
