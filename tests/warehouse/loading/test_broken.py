"""Public data sets as they were published, and four copies that went wrong: every number is from their notes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox, adapted

DATA = Path(__file__).parents[4] / "shared" / "data"
BROKEN = DATA / "broken"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not BROKEN.is_dir(), reason="the public data sets are not beside the project"),
]


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(tmp_path)
    yield made
    made.connection.close()


def test_olist_orders_land_whole(inbox: Inbox) -> None:
    got = inbox.load_folder(DATA / "olist", "olist_orders")
    assert got.error is None
    assert {table: (one.loaded, one.rejected) for table, one in got.counts.items()} == {
        "customer": (4991, 0),
        "product": (3859, 0),
        "order_line": (5603, 0),
        "survey": (4988, 0),
    }
    assert got.rows("select sum(amount) from order_line") == [(Decimal("677833.96"),)]
    assert got.rows("select count(*), avg(score) from survey")[0] == (4988, pytest.approx(4.1193, abs=5e-5))
    assert got.rows("select count(*) from order_line where customer_id = 'unknown'") == [(0,)]
    again = inbox.load_folder(DATA / "olist", "olist_orders")
    assert not again.changed
    assert all(one.unchanged == one.read for one in again.counts.values())


def test_years_of_two_digits_are_not_guessed(inbox: Inbox) -> None:
    got = inbox.load_folder(BROKEN / "crm_two_digit_years", "crm_pipeline")
    assert str(got.error) == (
        "sales_pipeline.csv: engage_date: none of 8300 values fits YYYY-MM-DD, which the mapping expects; '20-10-16'"
        " (line 2) and all others fit DD-MM-YY, YY-MM-DD. Declare the format."
    )
    assert "engage_quarter, close_quarter" in " ".join(got.notices)
    assert not got.changed


def test_years_of_two_digits_equal_the_original_once_declared(inbox: Inbox) -> None:
    whole = inbox.load_folder(DATA / "crm_maven", "crm_pipeline")
    assert whole.counts["work_item"].loaded == 8300
    source = adapted(inbox.folder, "crm_pipeline", ("YYYY-MM-DD", "DD-MM-YY"))
    got = inbox.load_folder(BROKEN / "crm_two_digit_years", source)
    assert got.error is None
    assert (got.counts["work_item"].unchanged, got.counts["work_item"].loaded) == (8300, 0)


def test_the_wrong_order_of_two_digits_is_told_by_the_deals_that_close_before_they_start(inbox: Inbox) -> None:
    source = adapted(inbox.folder, "crm_pipeline", ("YYYY-MM-DD", "YY-MM-DD"))
    got = inbox.load_folder(BROKEN / "crm_two_digit_years", source)
    said = " ".join(got.notices)
    assert "rows of work_item: closed_at is before opened_at" in said
    assert "wrong format of dates" in said


def test_a_file_without_header_is_refused_and_read_once_its_columns_are_declared(inbox: Inbox) -> None:
    folder = BROKEN / "olist_funnel_no_header"
    got = inbox.load_folder(folder, "olist_funnel")
    assert "none of the expected columns" in str(got.error)
    assert "looks like data" in str(got.error)
    source = adapted(
        inbox.folder,
        "olist_funnel",
        (
            'missing = ["NaN"]',
            'missing = ["NaN"]\nheader = ["mql_id", "first_contact_date", "landing_page_id", "origin"]',
        ),
        ('first_contact_date = "YYYY-MM-DD"', 'first_contact_date = "ISO"'),
    )
    got = inbox.load_folder(folder, source)
    assert got.error is None
    assert got.counts["work_item"].loaded == 8000
    assert got.rows("select count(*) from work_item where campaign_id is null") == [(60,)]


def test_blank_rows_are_counted_and_the_one_without_id_is_rejected(inbox: Inbox) -> None:
    got = inbox.load_folder(BROKEN / "olist_blank_rows", "olist_orders")
    assert (got.counts["product"].read, got.counts["product"].loaded) == (1500, 1499)
    assert got.why == [(32952, "product_id", "missing")]
    assert "31451 blank" in " ".join(got.notices)


def test_deals_saved_again_by_hand_need_their_format_and_take_no_agent_away(inbox: Inbox) -> None:
    whole = inbox.load_folder(DATA / "olist", "olist_funnel")
    assert (whole.counts["work_item"].loaded, whole.counts["work_item"].rejected) == (8842, 0)
    before = inbox.connection.execute(
        "select work_item_id, agent_id from work_item where process = 'sales' order by 1"
    ).fetchall()
    folder = BROKEN / "olist_deals_resaved"
    refused = inbox.load_folder(folder, "olist_funnel")
    assert "none of 380 values fits YYYY-MM-DD HH:MM:SS" in str(refused.error)
    assert "MM/DD/YYYY H:MM" in str(refused.error)
    got = inbox.load_folder(folder, adapted(inbox.folder, "olist_funnel", ("YYYY-MM-DD HH:MM:SS", "M/D/YYYY H:MM")))
    assert got.error is None
    assert "sr_id is missing in the files: known rows keep their agent_id, new ones have none." in " ".join(got.notices)
    assert got.rows("select work_item_id, agent_id from work_item where process = 'sales' order by 1") == before
    assert len(before) == 842


def test_deals_alone_are_no_rows_without_the_leads_they_come_from(inbox: Inbox) -> None:
    source = adapted(inbox.folder, "olist_funnel", ("YYYY-MM-DD HH:MM:SS", "M/D/YYYY H:MM"))
    got = inbox.load_folder(BROKEN / "olist_deals_resaved", source)
    assert "opened_at comes from a file named like olist_marketing_qualified_leads_dataset" in str(got.error)
    assert not got.changed
