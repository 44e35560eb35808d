"""The story of one customer in the reader's words."""

from __future__ import annotations

from crm_metrics.boards.core import Grid
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.customer.company import ROWS, TIMES, at, contact, page
from tests.boards.process.asked import card
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def test_each_event_says_when_of_what_process_what_and_who(whole: Shop) -> None:
    shown = card(page(whole, ES), "timeline").body
    assert isinstance(shown, Grid)
    first, *_ = ([cell.text for cell in row.cells] for row in shown.rows)
    assert first == [
        "25 jun 2026, 10:00",
        "Cobranzas",
        "Contacto al cliente",
        "Llamada de cobro · atendido",
        "–",
        "Eva Sol",
    ]
    told = {row.cells[2].text for row in shown.rows}
    assert {"Factura", "Pago", "Pedido", "Caso abierto: solicitud", "Respuesta: CSAT", "Cambió: Nivel"} <= told


def test_many_events_stand_on_pages_of_fifty(house: House) -> None:
    calls = [contact(f"n{n}", at(4, 1 + n % 30, n % 20)) for n in range(120)]
    shop = house({**ROWS, "interaction": [*ROWS["interaction"], *calls]}, first=TIMES[0], through=TIMES[1])
    board = page(shop, EN)
    (part,) = (one for one in board.filters if one.key == "part")
    assert [one.text for one in part.choices] == [
        "Timeline: 1–50 of 132", "Timeline: 51–100 of 132", "Timeline: 101–132 of 132",
    ]  # fmt: skip
    body = card(board, "timeline").body
    assert isinstance(body, Grid) and len(body.rows) == 50
