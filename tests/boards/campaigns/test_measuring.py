"""What a campaign brings, by a published example; and why it is not told yet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import freshness
from crm_metrics.boards.campaigns import measuring
from crm_metrics.boards.campaigns.measuring import CampaignsShown
from crm_metrics.boards.core import Card, Grid, View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.campaigns.campaign import KeptCampaign
from crm_metrics.office.campaigns.shelf import CampaignShelf
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.periods import Period
from crm_metrics.words import Words
from tests.boards.campaigns.conftest import ANA, Draw
from tests.boards.daylist.company import TODAY, sold
from tests.conftest import House

EN = Words("en")
LAST = date(2026, 3, 1)
LISTED, HELD = tuple(f"l{at}" for at in range(70)), tuple(f"h{at}" for at in range(80))


def gathered(shop: Shop, view: View | None = None, last: date = LAST) -> CampaignsShown | None:
    view, period = view or View(), Period(last - timedelta(days=6), last, last)
    return measuring.gather(shop, WeeklyFacts(view=view, frame=freshness.around(shop, view), period=period))


def told(shop: Shop, shown: CampaignsShown | None) -> tuple[Card, list[list[str]]]:
    assert shown is not None
    made = measuring.card(shown, freshness.around(shop, View()), EN)
    assert isinstance(made.body, Grid)
    return made, [[cell.text.replace("\xa0", " ") for cell in row.cells] for row in made.body.rows]


def shop_of_the_example(house: House) -> Shop:
    """56 of 70 against 48 of 80 within 28 days; beside them a purchase before the first day, and one after the last."""
    hit = [*(sold(one, "2026-02-09") for one in LISTED[:55]), sold("l55", "2026-01-13")]
    hit += [sold(one, "2026-01-20") for one in HELD[:48]]
    return house({"order_line": [*hit, sold("l60", "2026-01-12"), sold("h60", "2026-02-10")]}, through=LAST)


def test_it_has_the_interval_of_a_published_example(house: House, draw: Draw) -> None:
    """0.20, from 0.0524 to 0.3339 (R. G. Newcombe, Statistics in Medicine 17, 1998, table II, 10)."""
    shop = shop_of_the_example(house)
    draw(LISTED, HELD)
    shown = gathered(shop)
    assert shown is not None
    lift = shown.measured[0].lift
    assert lift is not None and lift.difference is not None and shown.measured[0].hits == (56, 48)
    found = lift.difference
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    card, rows = told(shop, shown)
    assert rows[0][2:] == ["70", "80", "80.0%", "60.0%", "+20.0 [+5.2 to +33.4]"]
    assert card.title.endswith("for sure: 1 of 1 that are counted")
    assert not any(f"{name}1" in repr(card.body) for name in ("'h", "'l"))


def test_an_interval_over_nought_proves_no_effect(house: House, draw: Draw) -> None:
    """9 of 30 and 9 of 30: no difference."""
    listed, held = LISTED[:30], HELD[:30]
    bought = [sold(one, "2026-01-20") for one in (*listed[:9], *held[:9])]
    draw(listed, held)
    shop = house({"order_line": bought}, through=LAST)
    card, rows = told(shop, gathered(shop))
    assert rows[0][-1].startswith("±0 [") and rows[0][-1].endswith("no effect is proven")
    assert card.title.endswith("for sure: 0 of 1 that are counted")


def test_what_is_not_told_yet_says_why(house: House, draw: Draw, office: OfficeDatabase) -> None:
    shop = house({"order_line": [sold("l1", "2026-01-20")]}, through=LAST)
    draw(LISTED[:30], HELD[:29], name="few")
    draw(LISTED, HELD, name="late", days=60)
    gone = draw(LISTED, HELD, name="gone")
    gone = CampaignShelf(office, ANA).withdraw(gone, "Sin presupuesto")
    known: list[KeptCampaign] = [gone, *(one.campaign for one in measured(gathered(shop)))]
    card, rows = told(shop, measuring.measured(shop, known, LAST))
    assert card.title == "What the campaigns bring is not told yet"
    assert {row[0]: row[-1] for row in rows} == {
        "gone": "withdrawn by Ana: Sin presupuesto",
        "few": "30 to contact and 29 held out: a share needs 30 of each",
        "late": "counted once the data reach to 13 Mar 2026",
    }
    assert {row[4] for row in rows} == {"–"}


def measured(shown: CampaignsShown | None) -> tuple[measuring.MeasuredCampaign, ...]:
    assert shown is not None
    return shown.measured


def test_who_was_merged_since_counts_by_what_the_one_that_stays_bought(house: House, draw: Draw) -> None:
    aliases = [{"alias_id": "l1", "customer_id": "new"}]
    draw(LISTED, HELD)
    shop = house({"order_line": [sold("new", "2026-01-20")], "customer_alias": aliases}, through=LAST)
    shown = gathered(shop)
    assert shown is not None and shown.measured[0].hits == (1, 0)


def test_it_waits_for_the_source_of_what_customers_buy(house: House, draw: Draw) -> None:
    """Its days end on 9 February: the calls of that day are loaded, and of its orders those of the morning."""
    end = date(2026, 2, 9)
    morning, over = datetime(2026, 2, 9, 14, tzinfo=UTC), datetime(2026, 2, 10, 12, tzinfo=UTC)
    at = {"order_line": morning, "work_item": over, "company": over}
    shop = house({"order_line": [sold("l1", "2026-01-20")], "work_item": []}, through=end, loaded_at=at)
    draw(LISTED, HELD)
    assert freshness.around(shop, View()).whole == end
    _, rows = told(shop, gathered(shop, last=end))
    assert rows[0][-1] == "counted once the data reach to 9 Feb 2026"


def test_a_campaign_of_which_nobody_is_in_the_data_any_more_proves_nothing(house: House, draw: Draw) -> None:
    draw(LISTED, HELD)
    others = house({"order_line": [sold("z1", "2026-01-20")]}, through=LAST)
    card, rows = told(others, gathered(others))
    assert rows[0][4:] == ["–", "–", "none of its customers is in the data any more"]
    assert card.title == "What the campaigns bring is not told yet"
    quiet = house({"order_line": [sold("l1", "2025-01-20")]}, through=LAST)  # one of them is, and did not buy
    assert told(quiet, gathered(quiet))[1][0][4:6] == ["0.0%", "0.0%"]


def test_where_nothing_tells_who_buys_it_says_which_file_would(house: House, draw: Draw) -> None:
    draw(LISTED, HELD)
    shop = house({"work_item": []}, through=LAST)
    _, rows = told(shop, gathered(shop))
    assert "order_line.csv" in rows[0][-1]


def test_without_campaigns_there_is_no_card_and_a_reader_of_a_part_has_none(house: House, draw: Draw) -> None:
    shop = house({"order_line": []}, through=LAST)
    assert gathered(shop) is None
    draw(LISTED, HELD)
    assert gathered(shop) is not None
    assert gathered(shop, View(scope=Scope(processes=("sales",)))) is None
    assert gathered(shop, View(where=(("team", "Norte"),))) is None
    assert gathered(shop, last=TODAY - timedelta(days=1)) is None  # it had not begun
