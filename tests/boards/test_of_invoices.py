"""Boards of a company that has nothing but its electronic invoices: each level says what they tell.

One invoice of 1,000 a day from 5 May 2025 to 30 June 2026, by ten customers in turn, and in Mexico that of each 15th by
one who buys for the first time and never again. Mexico adds 16 % of tax, pays each
after ten days, and a list of terms gives five: on 30 June those of the 21st to the 30th are owed, 10 of 1,160, and of
them those of the 21st to the 24th are overdue, 4 of 1,160. Chile's XML tells no payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import Board, View
from crm_metrics.metrics.shop import shop_of
from crm_metrics.warehouse import shape, store
from crm_metrics.words import Words
from tests.warehouse.sources.invoicing import Books, Cfdi, bookkeeping, dte, paid

EN = Words("en")
FIRST, LAST = date(2025, 5, 5), date(2026, 6, 30)
DAYS = [FIRST + timedelta(days=back) for back in range((LAST - FIRST).days + 1)]
Boards = tuple[Board, Board, Board]


def boards(books: Books) -> Boards:
    """The daily, weekly and monthly board."""
    shape.build(books.inbox.connection)
    shop = shop_of(store.reading(books.inbox.connection))
    view = View()
    return (
        daily.board(daily.gather(shop, view), EN),
        weekly.board(weekly.gather(shop, view), EN),
        monthly.board(monthly.gather(shop, view), EN),
    )


def mexican(number: int, day: date) -> Iterator[tuple[str, str]]:
    """The invoice of a day, and its payment ten days later."""
    customer = f"NUE{day:%y%m}01AB1" if day.day == 15 else f"CLI{number % 10:06d}AB1"
    head = 'SubTotal="1000" Total="1160" MetodoPago="PPD" Moneda="MXN"'
    line = ('Importe="1000" Cantidad="1" NoIdentificacion="P1"',)
    yield (
        f"f{number}",
        str(Cfdi(uuid=f"F{number}", day=f"{day}T10:00:00", attributes=head, lines=line, customer=customer)),
    )
    on = day + timedelta(days=10)
    if on <= LAST:
        part = f'IdDocumento="F{number}" MonedaDR="MXN" ImpPagado="1160"'
        told = paid(f"{on}T12:00:00", 'MonedaP="MXN" Monto="1160"', part)
        about = {"attributes": 'Moneda="XXX" Total="0"', "customer": customer, "complement": told}
        yield f"p{number}", str(Cfdi(uuid=f"P{number}", kind="P", day=f"{on}T12:00:00", **about))


@pytest.fixture(scope="module")
def mexico(tmp_path_factory: pytest.TempPathFactory) -> Boards:
    """With a list of terms beside the XML."""
    place = tmp_path_factory.mktemp("mexico")
    books = next(bookkeeping(place, "PIN260101AB1", "MXN", "America/Mexico_City"))
    folder = made(place, dict(one for number, day in enumerate(DAYS) for one in mexican(number, day)))
    (folder / "plazos.csv").write_text("cliente,dias\n,5\n")
    books.load_folder(folder, "cfdi")
    return boards(books)


@pytest.fixture(scope="module")
def chile(tmp_path_factory: pytest.TempPathFactory) -> Boards:
    """Without a list of payments."""
    place = tmp_path_factory.mktemp("chile")
    books = next(bookkeeping(place, "76.111.111-6", "CLP", "America/Santiago"))
    ids = ["76354771-K", "96790240-3", *(f"{number}-{number % 10}" for number in range(76000001, 76000009))]
    texts = {f"f{number}": dte(number, f"{day}", 1000, ids[number % 10], f"{day + timedelta(days=5)}")
             for number, day in enumerate(DAYS, 1)}  # fmt: skip
    books.load_folder(made(place, texts), "dte")
    return boards(books)


def made(place: Path, texts: dict[str, str]) -> Path:
    """A folder of XML."""
    folder = place / "facturas"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.xml").write_text(text)
    return folder


def tiles(board: Board) -> dict[str, str]:
    """Each tile's metric → its value and unit."""
    return {tile.metric: f"{tile.value} {tile.unit}".strip() for tile in board.tiles}


def test_the_day_says_sales_orders_customers_what_came_in_and_what_is_owed(mexico: Boards) -> None:
    told = tiles(mexico[0])
    assert "active_customers" in told
    del told["active_customers"]
    assert told == {
        "receivables": "MX$11.6 k", "revenue": "MX$1,000", "cash_collected": "MX$1,160", "orders_placed": "1",
        "new_customers": "0",
    }  # fmt: skip


def test_the_week_has_a_row_of_sales_of_purchases_of_customers_and_of_collections(mexico: Boards) -> None:
    found = [row for card in mexico[1].cards for row in getattr(card.body, "rows", ()) if len(row.cells) > 2]
    rows = {row.key: row.cells[2].text for row in found}
    # 22 to 28 June: seven invoices of 1,000 and seven payments of 1,160.
    wanted = {"sales:revenue": "MX$7,000", "loyalty:orders_placed": "7",
              "collections:cash_collected": "MX$8,120"}  # fmt: skip
    assert {key: rows[key] for key in wanted} == wanted
    assert "retention:active_customers" in rows


def test_the_month_says_who_bought_anew_or_again_how_concentrated_sales_are_and_what_is_overdue(mexico: Boards) -> None:
    told = tiles(mexico[2])
    # Thirty invoices of 1,000, one of them of the customer that was new on 15 June: a thirtieth.
    assert {name: told[name] for name in ("revenue", "new_customers", "new_customer_revenue_share")} == {
        "revenue": "MX$30.0 k", "new_customers": "1", "new_customer_revenue_share": "3.3 %"
    }  # fmt: skip
    assert {name: told[name] for name in ("receivables", "overdue_receivables", "cash_collected")} == {
        "receivables": "MX$11.6 k", "overdue_receivables": "MX$4,640", "cash_collected": "MX$34.8 k"
    }  # fmt: skip
    assert {
        "repeat_purchase_rate",
        "customer_retention_rate",
        "revenue_concentration",
        "untiered_customer_share",
    } <= set(told)


def test_where_the_xml_tells_no_payment_sales_and_customers_stand_and_no_debt_is_taken_for_known(chile: Boards) -> None:
    assert {name: tiles(chile[0])[name] for name in ("revenue", "orders_placed", "active_customers")} == {
        "revenue": "$1,000", "orders_placed": "1", "active_customers": "10"
    }  # fmt: skip
    assert tiles(chile[2])["revenue"] == "$30.0 k"
    assert not {"receivables", "overdue_receivables"} & {
        tile.metric for board in chile for tile in board.tiles if not tile.reason and tile.chip.kind != "partial"
    }
