"""The exports that companies really have, each as a small made sample with its known traps; all people are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import crm_metrics as crm
from crm_metrics.warehouse.loading.account import ImportReport
from crm_metrics.warehouse.loading.load import import_folder
from tests.warehouse.founded import founded

SAMPLES = Path(__file__).parent / "exports"
_PIPELINE = "select sum(expected_amount) from main.work_item where process = 'sales' and closed_at is null"


class Imported:
    """A sample in a warehouse of a company in Bogotá."""

    def __init__(self, source: str, place: Path, sample: str = "") -> None:
        founded(place, name="Ejemplo", country="CO")
        self.report: ImportReport = import_folder(SAMPLES / (sample or source), place, source, finish=None)
        self.shop = crm.open(place)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.shop.fetch(sql)

    def reading(self, name: str, since: date = date(2026, 1, 1), until: date = date(2026, 2, 28)) -> crm.Reading:
        metric = getattr(crm.metrics, name)
        reading: crm.Reading = metric.measure(self.shop, every="all", since=since, until=until).readings[0]
        return reading

    def parts(self, name: str) -> tuple[Any, Any]:
        reading = self.reading(name)
        return reading.numerator, reading.denominator

    def rejected(self) -> dict[str, int]:
        return {one.table: one.rejected for one in self.report.tables if one.rejected}


def _sample(source: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    made = Imported(source, tmp_path_factory.mktemp(source))
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def hubspot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    yield from _sample("hubspot", tmp_path_factory)


@pytest.fixture(scope="module")
def salesforce(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    yield from _sample("salesforce", tmp_path_factory)


@pytest.fixture(scope="module")
def zendesk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    yield from _sample("zendesk", tmp_path_factory)


@pytest.fixture(scope="module")
def odoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    yield from _sample("odoo", tmp_path_factory)


# -------------------------------------------------------------------- HubSpot


def test_hubspot_wins_two_of_three_closed_deals_without_the_merged_and_the_deleted(hubspot: Imported) -> None:
    # d1 and d4 won, d2 lost; d3 is open, d5 was merged into d4, d6 deleted.
    assert hubspot.parts("win_rate") == (2, 3)
    assert hubspot.reading("bookings").value == 1300
    assert hubspot.rejected() == {}


def test_hubspot_tells_who_unsubscribed_and_of_nobody_that_he_agreed(hubspot: Imported) -> None:
    told = hubspot.rows(
        "select customer_id, consent, consent_email from main.customer where kind = 'person' order by 1"
    )
    assert told == [("hubspot:contact-k1", None, None), ("hubspot:contact-k2", None, False)]


def test_hubspot_keeps_the_close_date_of_an_open_deal_as_the_expected_one(hubspot: Imported) -> None:
    assert hubspot.rows(
        "select closed_at is null, expected_close_on, expected_amount, amount from main.work_item"
        " where work_item_id = 'hubspot:deal-d3'"
    ) == [(True, date(2026, 12, 31), 700, None)]
    assert hubspot.rows(
        "select count(*) from main.work_item where expected_close_on is not null and closed_at is not null"
    ) == [(0,)]
    assert hubspot.rows(_PIPELINE) == [(700,)]


def test_hubspot_tells_utc_without_a_zone_and_the_night_before_is_the_day_in_bogota(hubspot: Imported) -> None:
    # d4 closed on 1 February at 02:30 UTC: 31 January at 21:30 in Bogotá.
    assert hubspot.reading("bookings", until=date(2026, 1, 31)).value == 1300


def test_hubspot_follows_a_merged_contact_and_takes_the_first_company_of_a_deal(hubspot: Imported) -> None:
    assert hubspot.rows(
        "select work_item, customer from shape.work_item where process = 'sales' order by work_item"
    ) == [
        ("hubspot:deal-d1", "hubspot:company-c1"),
        ("hubspot:deal-d2", "hubspot:company-c2"),
        ("hubspot:deal-d3", "hubspot:contact-k1"),  # its contact k3 was merged into k1
        ("hubspot:deal-d4", "hubspot:company-c2"),
    ]
    assert hubspot.rows("select customer_id, name from main.customer order by 1") == [
        ("hubspot:company-c1", "Panadería Sol, S. A. S."),
        ("hubspot:company-c2", 'Ferretería "El Tornillo"'),
        ("hubspot:contact-k1", "Ana Sol"),
        ("hubspot:contact-k2", "Luis Paz"),
    ]


def test_hubspot_tickets_are_answered_by_their_first_agent_reply_and_calls_have_no_length(hubspot: Imported) -> None:
    # t1 in 30 minutes from 09:00 to 09:30 in Bogotá, t2 not yet; t3 is deleted.
    assert hubspot.reading("first_response_time").value == 0.5
    assert hubspot.rows(
        "select interaction_id, disposition, ended_at, talk_seconds from main.interaction order by 1"
    ) == [
        ("hubspot:call-e1", "handled", None, None),
        ("hubspot:call-e2", "machine", None, None),
        ("hubspot:call-e3", "no_answer", None, None),
    ]


# -------------------------------------------------------------------- Salesforce


def test_salesforce_wins_two_of_three_and_a_deal_of_one_day_is_not_closed_before_it_began(
    salesforce: Imported,
) -> None:
    # p1 and p5 won, p2 lost; p3 is open, p4 deleted. p5 was entered and closed on 20 January.
    assert salesforce.parts("win_rate") == (2, 3)
    assert salesforce.reading("bookings").value == 2500
    assert salesforce.rejected() == {}
    # Its closing is a day of Bogotá without an hour: midnight there is 05:00 in UTC.
    assert salesforce.rows(
        "select cast(closed_at as varchar), _days from main.work_item where work_item_id = 'salesforce:p5'"
    ) == [("2026-01-20 05:00:00+00", ["closed_at"])]
    assert salesforce.rows(
        "select closed_at is null, expected_close_on, expected_amount from main.work_item"
        " where work_item_id = 'salesforce:p3'"
    ) == [(True, date(2026, 6, 30), 800)]


def test_a_converted_lead_and_its_opportunity_are_one_customer_in_two_processes(salesforce: Imported) -> None:
    # l1 of two leads was converted (l3 is deleted), into the opportunity p1 of the same customer.
    assert salesforce.rows("select count_if(outcome = 'won'), count(*) from main.work_item where kind = 'lead'") == [
        (1, 2)
    ]
    assert salesforce.rows(
        "select process, work_item_id, outcome from main.work_item where customer_id = 'salesforce:a1' order by 1"
    ) == [("presales", "salesforce:lead-l1", "won"), ("sales", "salesforce:p1", "won")]


def test_salesforce_lines_count_when_won_and_a_merged_account_leads_to_its_master(salesforce: Imported) -> None:
    assert salesforce.rows(
        "select order_id, line_no, quantity, list_amount, amount from main.order_line order by 1, 2"
    ) == [("salesforce:p1", 1, 2, 1600, 1500), ("salesforce:p1", 2, 1, 600, 500)]
    assert salesforce.rows("select customer from shape.work_item where work_item = 'salesforce:p2'") == [
        ("salesforce:a2",)
    ]
    assert salesforce.rows("select old_value, new_value from main.status_event order by changed_at") == [
        (None, "Prospecting"),
        ("Prospecting", "Closed Won"),
    ]
    assert salesforce.rows("select interaction_id, disposition, talk_seconds from main.interaction order by 1") == [
        ("salesforce:k1", "handled", 300),
        ("salesforce:k3", "no_answer", None),
    ]


# -------------------------------------------------------------------- Zendesk


def test_only_public_comments_of_agents_answer_a_ticket(zendesk: Imported) -> None:
    # z1 after 20 minutes (the note of 14:05 is internal), z2 after 40; z4 has only a note.
    assert zendesk.rows(
        "select work_item_id, cast(epoch(first_response_at) - epoch(opened_at) as int) // 60 from main.work_item"
        " order by 1"
    ) == [("zendesk:z1", 20), ("zendesk:z2", 40), ("zendesk:z4", None)]
    # Half of the three are answered after 40 minutes: who waits still is not left out.
    assert zendesk.reading("first_response_time").value == pytest.approx(40 / 60)
    assert zendesk.rejected() == {}


def test_a_merged_and_a_deleted_ticket_are_none_and_a_solved_one_ends_when_it_is_closed(zendesk: Imported) -> None:
    assert zendesk.reading("cases_opened").value == 3
    assert zendesk.rows(
        "select strftime(first_resolved_at at time zone 'UTC', '%d %H:%M'), strftime(closed_at at time zone 'UTC',"
        " '%d %H:%M'), outcome from main.work_item where work_item_id = 'zendesk:z1'"
    ) == [("05 16:00", "25 16:00", "resolved")]


def test_a_rating_that_was_offered_is_an_invitation_and_not_a_bad_answer(zendesk: Imported) -> None:
    # r1 good, r3 bad, r2 offered; r4 was never offered: 2 answers of 3 invitations, 1 of 2 good.
    assert zendesk.rows("select survey_id, score, responded_at is null from main.survey order by 1") == [
        ("zendesk:r1", 1.0, False),
        ("zendesk:r2", None, True),
        ("zendesk:r3", 0.0, False),
    ]
    assert zendesk.parts("response_rate") == (2, 3)
    assert zendesk.rows("select comment from main.survey where survey_id = 'zendesk:r1'") == [("Bien,\ngracias",)]


def test_a_policy_holds_until_its_next_text_which_withdraws_what_it_does_not_name(zendesk: Imported) -> None:
    assert zendesk.rows("select priority, target_seconds, valid_from, valid_to from main.sla_policy order by 1, 3") == [
        ("high", 1800, date(2026, 1, 1), date(2026, 2, 1)),
        ("high", 900, date(2026, 2, 1), None),
        ("normal", 3600, date(2026, 1, 1), date(2026, 2, 1)),
    ]


# -------------------------------------------------------------------- Odoo


def test_odoo_counts_its_hidden_lost_leads(odoo: Imported) -> None:
    # 1 and 4 won; 2 is lost, for it is no longer active; 3 is open.
    assert odoo.parts("win_rate") == (2, 3)
    assert odoo.reading("bookings").value == 1200
    assert odoo.rows(
        "select outcome, outcome_reason, strftime(closed_at at time zone 'UTC', '%Y-%m-%d') from main.work_item"
        " where work_item_id = 'odoo:2'"
    ) == [("lost", "Precio", "2026-01-25")]
    assert odoo.rows(_PIPELINE) == [(600,)]
    assert any("archived" in str(one) for one in odoo.report.notices)


def test_a_lead_of_odoo_and_its_opportunity_are_one_row_there_and_two_here(odoo: Imported) -> None:
    # 4 was converted, 5 is open, 6 lost: one of three leads.
    assert odoo.rows("select count_if(outcome = 'won'), count(*) from main.work_item where kind = 'lead'") == [(1, 3)]
    assert odoo.rows(
        "select work_item_id, strftime(opened_at at time zone 'UTC', '%d') from main.work_item where customer_id ="
        " 'odoo:2' and work_item_id like '%4' order by 1"
    ) == [("odoo:4", "10"), ("odoo:lead-4", "08")]


def test_a_rating_of_odoo_that_nobody_gave_is_not_a_zero(odoo: Imported) -> None:
    # 5 and 1 were given, two others not: csat 1 of 2 (with the zeros 1 of 4), response 2 of 4.
    assert odoo.parts("csat") == (1, 2)
    assert odoo.parts("response_rate") == (2, 4)


def test_odoo_invoices_less_credit_notes_and_payments_leave_the_balance(odoo: Imported) -> None:
    # Invoice 11: 100 - 10 credited - 60 paid, and 30 of the payment of both, for it is due first; 14: 50. Credit
    # note 16 reverses nothing and was paid back; invoice 17 was paid, credited and paid back. The draft, the cancelled
    # credit note and the vendor's bill are not there.
    assert odoo.rows("select invoice_id, sum(amount) from shape.receivable group by 1 order by 1") == [
        ("odoo:11", 0),
        ("odoo:14", 50),
        ("odoo:16", 0),
        ("odoo:17", 0),
    ]
    assert odoo.rejected() == {}
    paid = odoo.reading("cash_collected", until=date(2026, 1, 31))
    assert paid.value == 60 + 30 + 8 - 5 - 8
    assert odoo.reading("credit_notes", until=date(2026, 1, 31)).value == 10 + 5 + 8
    assert odoo.rows("select sum(amount), sum(list_amount) from main.order_line") == [(1000, 1100)]
    assert odoo.rows("select customer_id, name from main.customer order by 1") == [
        ("odoo:1", "Molinos Sur; S. A."),
        ("odoo:2", "Ana Sol"),
    ]
