from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import daily, weekly
from crm_metrics.boards.brought import brought
from crm_metrics.boards.core import View
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import shape, store
from crm_metrics.words import Words
from tests.warehouse.loading.importing import Inbox

EN = Words("en")
START, MIDDLE = date(2026, 8, 1), date(2026, 11, 2)


def tickets(since: date, until: date) -> str:
    """Twelve a day."""
    lines = ["work_item_id,kind,process,opened_at,status,team,customer_id"]
    for back in range((until - since).days + 1):
        day = since + timedelta(days=back)
        lines += [f"t{day:%m%d}{n},request,service,{day} 1{n % 8}:00:00,open,Mesa,c{n}" for n in range(12)]
    return "\n".join(lines)


def payments(since: date, until: date) -> str:
    """One of 1,000 a day, of an invoice of that day."""
    lines = ["entry_id,kind,customer_id,invoice_id,entry_on,due_on,amount"]
    for back in range((until - since).days + 1):
        day = since + timedelta(days=back)
        lines += [
            f"i{back},invoice,c1,f{back},{day},{day},1000",
            f"p{back},payment,c1,f{back},{day},,-{990 + back % 20}",
        ]
    return "\n".join(lines)


def company(inbox: Inbox, last: date, *later: str) -> Shop:
    """Tickets and payments through 2 November, then a load through `last` with the tickets and what is named."""
    both = {"work_item.csv": tickets(START, MIDDLE), "receivable.csv": payments(START, MIDDLE)}
    assert inbox.load(both).error is None
    after = {"work_item.csv": tickets(MIDDLE, last)}
    after |= {"receivable.csv": payments(START, MIDDLE)} if later else {}
    assert inbox.load(after).error is None
    shape.build(inbox.connection)
    return shop_of(store.reading(inbox.connection))


def test_payments_that_later_loads_do_not_bring_are_no_decline(inbox: Inbox) -> None:
    shop = company(inbox, date(2026, 11, 20))
    assert brought(shop) == {"receivable": MIDDLE}
    tiles = {tile.metric: tile for tile in daily.board(daily.gather(shop, View()), EN).tiles}
    assert tiles["cash_collected"].chip.text == "not up to date"
    assert tiles["cash_collected"].footer.startswith("of Mon 2 Nov")
    assert "Worse" not in " ".join(weekly.board(weekly.gather(shop, View()), EN).summary)


def test_the_days_after_the_last_load_of_a_table_say_why_they_are_not_complete(inbox: Inbox) -> None:
    shop, cash = company(inbox, date(2026, 11, 20)), Indicator("cash_collected", "collections")
    days: dict[str, Any] = {"every": "day", "since": MIDDLE, "until": date(2026, 11, 3)}
    known, unknown = collect(shop, [cash], scope=EVERYTHING, **days)[cash].readings
    assert (known.complete, unknown.complete) == (True, False)
    assert str(unknown.reason) == "receivable is loaded through 2026-11-02"
    whole: dict[str, Any] = {"every": "month", "since": date(2026, 11, 1), "until": date(2026, 11, 20)}
    assert [one.complete for one in collect(shop, [cash], scope=EVERYTHING, **whole)[cash].readings] == [False]


def test_a_quiet_file_is_not_late_nor_one_that_is_two_days_behind(inbox: Inbox) -> None:
    assert brought(company(inbox, date(2026, 11, 20), "receivable")) == {}


def test_two_days_without_a_file_are_none_of_its_end(inbox: Inbox) -> None:
    assert brought(company(inbox, date(2026, 11, 4))) == {}
