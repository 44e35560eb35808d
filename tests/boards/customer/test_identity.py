"""Who a customer is, and when somebody last spoke with it."""

from __future__ import annotations

from crm_metrics.boards.core import FactSheet
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.customer.company import page
from tests.boards.process.asked import card

ES = Words("es-CO")


def test_the_sheet_says_what_is_known_and_what_nobody_told(whole: Shop) -> None:
    body = card(page(whole, ES), "identity").body
    assert isinstance(body, FactSheet)
    facts = dict(body.facts)
    assert facts["Ejecutivo de cuenta"] == "Gloria Mesa"
    assert facts["Último contacto personal"] == "25 jun 2026 · hace 5 días · Teléfono · Eva Sol"
    assert facts["Reputación"] == "no se dice"


def test_nobody_spoke_with_it_is_no_lack_of_contacts(whole: Shop) -> None:
    body = card(page(whole, ES, who="c2"), "identity").body
    assert isinstance(body, FactSheet) and dict(body.facts)["Último contacto personal"] == "no consta ninguno"
