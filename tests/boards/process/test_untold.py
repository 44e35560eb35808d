"""What a process does not tell: each with the file that would, or with why its month has none."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import catalogue, process
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.process.untold import why
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-MX")


def test_what_a_file_would_tell_stands_before_the_rest_and_nothing_is_without_a_reason(house: House) -> None:
    facts = process.gather(company(house), View(process="service"))
    why = [cells[1] for cells in texts(process.board(facts, EN), "untold").values()]
    assert all(why)
    wanting = sum(one.rows and one.reason is not None for one in facts.untold)  # these say first what they lack
    needs = [one.startswith("needs ") for one in why[wanting:]]
    assert needs == sorted(needs, reverse=True)
    assert any(needs)
    body = card(process.board(facts, ES), "untold").body
    assert isinstance(body, Grid)
    assert len(body.rows) == len(facts.untold)
    assert all(row.cells[2].text for row in body.rows)


def test_what_a_filter_can_not_ask_is_not_said_to_be_missing(house: House) -> None:
    facts = process.gather(company(house), View(process="service", where=(("bucket", "0"),)))
    one = next(one for one in facts.untold if one.indicator.metric == "cases_opened")  # a case has no age of a debt
    line = catalogue.line(company(house), metric_of("cases_opened"))
    assert why(one, line, EN) == "its rows do not carry what the filter asks by"


def test_a_company_of_invoices_alone_reads_first_why_they_are_not_enough(house: House) -> None:
    invoice = {"entry_id": "e1", "invoice_id": "i1", "customer_id": "c1", "kind": "invoice", "amount": 100}
    days = {"entry_on": date(2026, 9, 5), "due_on": date(2026, 9, 20), "disputed": False}
    shop = house({"receivable": [invoice | days]}, first=date(2026, 9, 1), through=date(2026, 10, 31))
    board = process.board(process.gather(shop, View(process="collections")), ES)
    assert board.cards[0].title == "Aún no se puede decir nada de un mes completo de Cobranza"
    first = next(iter(texts(board, "untold").values()))
    assert first[1].startswith("nunca se cargó un pago")
