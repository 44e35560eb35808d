"""The money behind a gap that is explained: exact where money stands over money, else why there is none."""

from __future__ import annotations

from datetime import UTC, datetime

from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.explaining.money import with_money
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import NBSP
from tests.boards.explaining.test_card import ES, table
from tests.boards.explaining.two_months import END, FEB, company, explained
from tests.conftest import House
from tests.metrics.made import JAN, case


def test_a_gap_that_no_money_stands_behind_says_so(house: House) -> None:
    card = explained(company(house), "csat")
    assert "In money: not told, for no revenue or cost stands behind this metric in your data" in card.footer
    assert isinstance(card.body, Grid) and "In money" not in [column.title for column in card.body.columns]
    spanish = explained(company(house), "csat", ES)
    assert (
        "En dinero: no se dice, porque en sus datos no hay ingreso ni costo detrás de este indicador" in spanish.footer
    )


def test_a_gap_of_money_over_money_is_that_money_and_its_parts_add_up_to_it(house: House) -> None:
    """In February 30 of Norte's 600 and 60 of Sur's 400 are discount, 9 %, in January 5 % of either.

    4 points of 1,000 are 40 more given away; of it Sur brings 10 points of its 400, and Norte nothing.
    """
    card = explained(discounts(house), "discount_rate", view=View())
    rows = {row[0]: row[-1] for row in table(card)}
    assert rows["The whole"] == "−$40"
    assert table(card)[0][-2] == "+4.0 pp"
    assert (rows["sur"], rows["norte"]) == ("−$40", "±$0")
    assert "In money: −$40 of revenue, below zero it is lost" in card.footer.replace(NBSP, " ")
    assert "Denominator: $1,000, counted" in card.footer.replace(NBSP, " ")
    assert "sur +4.0 pp" in card.alt.replace(NBSP, " ")


def test_a_gap_that_is_money_already_has_no_second_column_of_it(house: House) -> None:
    card = explained(discounts(house), "revenue", view=View())
    assert isinstance(card.body, Grid) and [column.key for column in card.body.columns][-1] == "total"
    assert "It is money as it stands: revenue" in card.footer


def test_deals_of_all_parts_are_priced_as_the_whole(house: House) -> None:
    """In January 20 of Norte's 30 and 20 of Sur's 30 are won, in February 20 and 10: from 40 to 30 of 60.

    One brings 100 in Norte and 400 in Sur, over both months (40 × 100 + 30 × 400) ÷ 70, and ten fewer are ten times it.
    """
    card = explained(deals(house), "win_rate", view=View())
    rows = {row[0]: (row[-2], row[-1]) for row in table(card)}
    assert rows["The whole"] == ("−16.7 pp", "−$2,286")
    assert rows["Sur"] == ("−16.7 pp", "−$2,286")
    assert rows["Norte"] == ("±0 pp", "±$0")
    assert "60 × what one of them brings, $228.57" in card.footer.replace(NBSP, " ")
    assert "priced as the whole" in card.footer


def deals(house: House) -> Shop:
    """Deals of two teams, decided in two months."""
    told = ((JAN, "Norte", 20), (JAN, "Sur", 20), (FEB, "Norte", 20), (FEB, "Sur", 10))
    rows = [
        case(f"{team}{day}{place}", day, day, process="sales", kind="opportunity", team=team,
             outcome="won" if place < won else "lost", amount=100 if team == "Norte" else 400)
        for day, team, won in told
        for place in range(30)
    ]  # fmt: skip
    return house({"work_item": rows}, through=END)


def test_of_what_can_not_be_explained_no_money_is_asked(house: House) -> None:
    assert with_money(company(house), None) is None


def discounts(house: House) -> Shop:
    """Lines of two products: list amounts of 600 and 400 in each month."""
    given = ((JAN, "norte", 600, 30), (JAN, "sur", 400, 20), (FEB, "norte", 600, 30), (FEB, "sur", 400, 60))
    lines = [
        {"order_id": f"{product}{day}", "line_no": 1, "customer_id": "ana", "product_id": product, "quantity": 1,
         "ordered_at": datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "amount": listed - off,
         "list_amount": listed}
        for day, product, listed, off in given
    ]  # fmt: skip
    products = [{"product_id": one, "name": one.title(), "line": "all", "recurring": False} for one in ("norte", "sur")]
    return house({"order_line": lines, "product": products}, through=END)
