"""The matrix of segments: customers and revenue of each cell by hand, its colour, its words, what it leads to."""

from __future__ import annotations

from crm_metrics.boards.core import Card, Heat, View
from crm_metrics.boards.customers.actions import BY_STAGE, UNKNOWN
from tests.boards.customers.company import EN, ES, company, shown
from tests.conftest import House


def matrix(house: House, **asked: str) -> tuple[Card, Heat]:
    card = shown(company(house), EN, view=None, **asked).cards[0]
    assert isinstance(card.body, Heat)
    return card, card.body


def test_each_cell_counts_its_customers_and_their_part_of_the_income(house: House) -> None:
    _, heat = matrix(house)
    assert heat.rows == ("High", "Low")
    assert heat.columns == ("Expansion", "Commitment", "Dissolution", "not told")
    assert heat.texts == (("", "1", "1", ""), ("2", "", "", "1"))
    assert heat.beside == (("", "50%", "25%", ""), ("25%", "", "", "0%"))  # of 200: 100, 50, 30 + 20, nothing


def test_what_is_at_risk_is_coloured_below_the_middle_and_what_is_safe_above_it(house: House) -> None:
    card, heat = matrix(house)
    assert heat.diverging and heat.middle == 0
    assert heat.values == ((None, 0.5, -0.25, None), (0.25, None, None, 0.0))
    assert card.title == "25% of the revenue is of customers who are leaving"


def test_a_cell_leads_to_its_list_and_its_share_to_the_rows_of_the_income(house: House) -> None:
    _, heat = matrix(house)
    assert heat.leads[0][1] == "customers?axes=relation&row=high&column=commitment"
    assert heat.leads[1][3] == "customers?axes=relation&row=low&column=~none"
    led = heat.behind[0][2]
    assert led is not None and led.value == 50
    assert (led.metric, led.where) == ("customer_revenue", (("tier", "high"), ("lifecycle_stage", "dissolution")))


def test_each_cell_says_what_to_do(house: House) -> None:
    _, heat = matrix(house)
    assert heat.hovers[0][2].endswith(EN(BY_STAGE["dissolution"][0]))
    assert heat.hovers[1][0].endswith(EN(BY_STAGE["expansion"][1]))
    assert heat.hovers[1][3].endswith(EN(UNKNOWN))
    assert heat.hovers[0][0] == ""


def test_other_axes_add_up_to_the_same_customers(house: House) -> None:
    for axes in ("segment", "type", "reputation"):
        _, heat = matrix(house, axes=axes)
        assert sum(int(text) for line in heat.texts for text in line if text) == 5
    _, heat = matrix(house, axes="reputation")
    assert heat.rows == ("High", "not told")  # of c1 alone it is told


def test_the_share_at_risk_colours_a_cell_of_other_axes(house: House) -> None:
    _, heat = matrix(house, axes="segment")
    # of c1 and c2, high and A, one of two is leaving: neither safe nor at risk
    assert heat.values[0][heat.columns.index("A")] == 0.0


def test_the_words_are_the_readers(house: House) -> None:
    card = shown(company(house), ES, view=View(personal=True)).cards[0]
    assert card.title == "El 25\xa0% del ingreso es de clientes que se están yendo"
