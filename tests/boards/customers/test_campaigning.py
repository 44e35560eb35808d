"""The campaigns on the page of customers: none yet, what each brought, and whom the chosen one is to contact."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import customers
from crm_metrics.boards.campaigns.kept import forget
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.customers.page import CustomersFacts, listed
from crm_metrics.office.campaigns.campaign import KeptCampaign
from crm_metrics.office.database import OfficeDatabase
from pages.parts import listing
from tests.boards.campaigns.conftest import Draw
from tests.boards.campaigns.conftest import draw as draw
from tests.boards.customers.company import EN, THROUGH, company, customer, shown
from tests.conftest import House

DAY = date(2026, 11, 16)
PEOPLE = [
    customer("c1", "high", None, consent_email=True), customer("c2", "low", None, consent=True),
    customer("c3", "low", None),
]  # fmt: skip


def one_campaign(draw: Draw) -> KeptCampaign:
    return draw(("c2", "c1"), ("c3",), begins=DAY, closed=THROUGH)


def test_without_a_campaign_the_page_says_how_one_is_drawn(house: House, office: OfficeDatabase) -> None:
    forget()
    board = shown(company(house), part="campaigns")
    body = board.cards[0].body
    assert isinstance(body, Empty) and body.fact == "There is no campaign yet"
    assert [one.key for one in board.filters] == ["find", "until", "part"] and not office.place.begun


def test_the_list_of_the_chosen_one_names_whom_to_contact_and_how(house: House, draw: Draw) -> None:
    kept = one_campaign(draw)
    shop = company(house, customer=PEOPLE)
    register, chosen = shown(shop, part="campaigns", drawn=kept.id).cards
    assert isinstance(register.body, Grid) and isinstance(chosen.body, Grid)
    assert register.body.rows[0].cells[0].leads == "customers?part=campaigns&drawn=id+of+Volver"
    assert register.body.rows[0].cells[-1].text == "counted once the data reach to 13 Dec 2026"
    assert chosen.title == "Volver: 2 customers to contact"
    assert "of the list “To stimulate”" in chosen.subtitle
    assert "one is held out by chance and stands in no list through 13 Dec 2026" in chosen.subtitle
    rows = [[cell.text for cell in row.cells] for row in chosen.body.rows]
    assert rows == [["Casa c2", "telephone, WhatsApp, SMS and e-mail"], ["Casa c1", "e-mail"]]


def test_its_file_holds_them_and_nobody_else(house: House, draw: Draw) -> None:
    kept = one_campaign(draw)
    shop = company(house, customer=PEOPLE)
    view = View(where=(("part", "campaigns"), ("drawn", kept.id)), personal=True)
    made = listing.made("csv", shop, view, EN)().decode("utf-8-sig").splitlines()
    assert made == [
        "campaign,begins,customer,name,channels", "Volver,2026-11-16,c2,Casa c2,phone|whatsapp|sms|email",
        "Volver,2026-11-16,c1,Casa c1,email",
    ]  # fmt: skip
    masked = customers.table(customers.gather(shop, View(where=view.where)))
    assert masked.head == ("campaign", "begins", "customer", "channels")


def test_its_list_leaves_out_who_is_held_out_of_a_later_campaign_and_who_asked_since(house: House, draw: Draw) -> None:
    """The other one begins on the first day of lists; c3 agreed to nothing, and c4 is gone."""
    people = [*PEOPLE, customer("c5", "low", None, consent=True, do_not_contact=True)]
    shop = company(house, customer=people)
    kept = draw(("c2", "c1", "c3", "c4", "c5"), ("c9",), begins=DAY, closed=THROUGH)
    draw(("c2",), ("c1",), name="Otra", begins=THROUGH + timedelta(days=1), closed=THROUGH)
    _, chosen = shown(shop, part="campaigns", drawn=kept.id).cards
    assert isinstance(chosen.body, Grid)
    assert [row.cells[0].text for row in chosen.body.rows] == ["Casa c2"]
    assert chosen.title == "Volver: 1 customer to contact"
    assert chosen.subtitle.endswith(
        "left out since it was drawn: one asked not to be contacted, 2 agree to no channel and one is held out of"
        " another list"
    )
    view = View(where=(("part", "campaigns"), ("drawn", kept.id)), personal=True)
    assert len(listing.made("csv", shop, view, EN)().decode("utf-8-sig").splitlines()) == 2


def test_who_was_merged_since_stands_there_once_by_the_id_of_today(house: House, draw: Draw) -> None:
    kept = draw(("old", "c1", "c2"), ("c9",), begins=DAY, closed=THROUGH)
    shop = company(house, customer=PEOPLE, customer_alias=[{"alias_id": "old", "customer_id": "c1"}])
    _, chosen = shown(shop, part="campaigns", drawn=kept.id).cards
    assert isinstance(chosen.body, Grid)
    assert [row.cells[0].text for row in chosen.body.rows] == ["Casa c1", "Casa c2"]


def test_a_list_of_which_nobody_is_left_says_so(house: House, draw: Draw) -> None:
    kept = draw(("c3",), ("c9",), begins=DAY, closed=THROUGH)
    _, chosen = shown(company(house, customer=PEOPLE), part="campaigns", drawn=kept.id).cards
    assert chosen.title == "Volver: 0 customers to contact" and "one agrees to no channel" in chosen.subtitle


def test_campaigns_that_can_not_be_read_are_not_told_as_none(
    house: House, office: OfficeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.place.file is not None
    office.place.file.write_text("no database at all, but long enough to be read as one " * 40, encoding="utf-8")
    (card,) = shown(company(house), part="campaigns").cards
    assert isinstance(card.body, Empty) and card.body.fact == "Campaigns can't be shown"
    assert "office.sqlite" in card.body.reason


def test_a_reader_of_a_part_sees_none_of_them(house: House, draw: Draw) -> None:
    kept = one_campaign(draw)
    shop = company(house, customer=PEOPLE)
    (card,) = shown(shop, view=View(scope=Scope(teams=("x",)), personal=True), part="campaigns", drawn=kept.id).cards
    assert "outside of what you may see" in repr(card) and "Volver" not in repr(card)


@pytest.mark.parametrize(
    ("asked", "said"),
    [({}, {"c1", "c2", "c3"}), ({"row": "low", "column": ""}, {"c2", "c3"}), ({"part": "campaigns"}, set()),
     ({"part": "rankings"}, set()), ({"find": "c1"}, set())],
)  # fmt: skip
def test_a_campaign_is_drawn_from_the_whole_list_that_is_shown(
    house: House, office: OfficeDatabase, asked: dict[str, str], said: set[str]
) -> None:
    shop = company(house, customer=PEOPLE)
    where = tuple((name, value) for name, value in asked.items() if value)
    facts: CustomersFacts = customers.gather(shop, View(where=where, personal=True))
    assert {one for one in listed(facts) if one in ("c1", "c2", "c3")} == said
