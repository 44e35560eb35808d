"""The mappings that come with the product, each on a handful of rows written like the real export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.warehouse import store
from crm_metrics.warehouse.loading.account import ImportReport
from crm_metrics.warehouse.loading.exclusions import FACTS, _rules, _tables
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.mapping.language import open_source
from tests.warehouse.loader import SETTINGS, one_shape

Bring = Callable[[str, Mapping[str, str]], tuple[ImportReport, store.Warehouse]]


@pytest.fixture
def bring(tmp_path: Path) -> Iterator[Bring]:
    """Write files, import them by a source, and open what came of it."""
    opened: list[store.Warehouse] = []

    def imported(source: str, files: Mapping[str, str]) -> tuple[ImportReport, store.Warehouse]:
        folder = tmp_path / f"exports{len(opened)}"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        with one_shape():
            report = import_folder(folder, tmp_path / "house", source, finish=None)
        opened.append(store.open_warehouse(tmp_path / "house", SETTINGS))
        return report, opened[-1]

    yield imported
    for one in opened:
        one.close()


def rows(warehouse: store.Warehouse, sql: str) -> list[tuple[Any, ...]]:
    return warehouse.fetch(sql)


def rejected(report: ImportReport) -> dict[str, int]:
    return {one.table: one.rejected for one in report.tables}


LOG_HEAD = (
    "case:concept:name,org:group,resource country,organization country,org:resource,organization involved,org:role,"
    "concept:name,impact,product,lifecycle:transition,time:timestamp\n"
)


def step(case: str, crew: str, person: str, act: str, transition: str, at: str, impact: str = "Medium") -> str:
    return f"{case},{crew},Peru,pe,{person},Org,A2,{act},{impact},PROD1,{transition},{at}\n"


def test_an_event_log_becomes_one_case_with_its_first_and_last_moments(bring: Bring) -> None:
    log = (
        step("1-1", "V5", "Ana", "Queued", "Awaiting Assignment", "2012-05-01T09:00:00+02:00")
        + step("1-1", "V5", "Ana", "Accepted", "In Progress", "2012-05-01T09:10:00+02:00")
        + step("1-1", "V7 2nd", "Ana", "Accepted", "In Progress", "2012-05-01T10:00:00+02:00")
        + step("1-1", "V7 2nd", "Ana", "Completed", "Resolved", "2012-05-01T11:00:00+02:00", "High")
        + step("1-1", "V7 2nd", "Siebel", "Completed", "Closed", "2012-05-09T11:00:00+02:00", "High")
        + step("1-2", "V5", "Eva", "Accepted", "In Progress", "2012-05-02T09:00:00+02:00", "Major")
        + step("1-3", "V5", "Eva", "Completed", "Resolved", "2012-05-02T09:00:00+02:00")
        + step("1-3", "V5", "Eva", "Accepted", "In Progress", "2012-05-02T10:00:00+02:00")
    )
    report, shop = bring("incidents", {"incidents.csv": LOG_HEAD + log})
    assert rejected(report)["work_item"] == 0  # 1-3 is resolved before its first response: a true history
    assert rows(
        shop,
        "select work_item_id, opened_at, first_response_at, first_resolved_at, closed_at, team, agent_id, priority,"
        " outcome, customer_id from main.work_item order by 1",
    ) == [
        (
            "incidents:1-1",
            datetime(2012, 5, 1, 7, tzinfo=UTC),
            datetime(2012, 5, 1, 7, 10, tzinfo=UTC),
            datetime(2012, 5, 1, 9, tzinfo=UTC),
            datetime(2012, 5, 9, 9, tzinfo=UTC),
            "V7 2nd",
            "incidents:Siebel @ V7 2nd",
            "high",
            "resolved",
            "unknown",
        ),
        (
            "incidents:1-2",
            datetime(2012, 5, 2, 7, tzinfo=UTC),
            datetime(2012, 5, 2, 7, tzinfo=UTC),
            None,
            None,
            "V5",
            "incidents:Eva @ V5",
            "urgent",
            None,
            "unknown",
        ),
        (
            "incidents:1-3",
            datetime(2012, 5, 2, 7, tzinfo=UTC),
            datetime(2012, 5, 2, 8, tzinfo=UTC),
            datetime(2012, 5, 2, 7, tzinfo=UTC),
            None,
            "V5",
            "incidents:Eva @ V5",
            "normal",
            None,
            "unknown",
        ),
    ]


def test_steps_of_an_event_log_become_changes_and_two_in_one_second_are_one(bring: Bring) -> None:
    log = (
        step("1-1", "V5", "Ana", "Queued", "Awaiting Assignment", "2012-05-01T09:00:00+02:00")
        + step("1-1", "V5", "Ana", "Accepted", "In Progress", "2012-05-01T09:10:00+02:00")
        + step("1-1", "V7 2nd", "Ana", "Accepted", "Wait", "2012-05-01T09:10:00+02:00")
        + step("1-1", "V7 2nd", "Ana", "Accepted", "Wait", "2012-05-01T12:00:00+02:00")
    )
    _, shop = bring("incidents", {"incidents.csv": LOG_HEAD + log})
    at = datetime(2012, 5, 1, 7, 10, tzinfo=UTC)
    assert rows(
        shop, "select attribute, changed_at, old_value, new_value from main.status_event order by attribute"
    ) == [("status", at, "Awaiting Assignment", "Wait"), ("team", at, "V5", "V7 2nd")]
    assert rows(shop, "select agent_id, name, team, area from main.agent order by 1") == [
        ("incidents:Ana @ V5", "Ana", "V5", "line 1"),
        ("incidents:Ana @ V7 2nd", "Ana", "V7 2nd", "line 2"),
    ]


def test_each_file_of_the_bank_is_a_campaign_and_rows_that_repeat_stay(bring: Bring) -> None:
    report, shop = bring(
        "bank_marketing",
        {
            "bank-additional-full.csv": '"age";"campaign";"y"\n30;1;"no"\n30;1;"no"\n41;2;"yes"\n',
            "bank-full.csv": '"age";"day";"campaign";"y"\n30;5;1;"yes"\n',
        },
    )
    assert rejected(report) == {"campaign": 0, "work_item": 0}
    assert rows(
        shop, "select campaign_id, count(*), count_if(outcome = 'won') from main.work_item group by 1 order by 1"
    ) == [("bank:bank-additional-full", 3, 1), ("bank:bank-full", 1, 1)]
    assert rows(shop, "select campaign_id, process, ends_on from main.campaign order by 1") == [
        ("bank:bank-additional-full", "telemarketing", date(2010, 11, 30)),
        ("bank:bank-full", "telemarketing", date(2010, 11, 30)),
    ]
    assert shop.sources[0].through == date(2010, 11, 30)
    assert any("trends mean nothing" in str(one) for one in report.notices)


PIPELINE = {
    "sales_pipeline.csv": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A,Moses Frase,GTXPro,Cancity,Won,2016-10-20,2017-03-01,1054\n"
    "B,Moses Frase,GTX Pro,,Engaging,2016-10-25,,\n"
    "C,Darcel Schlecht,MG Special,Cancity,Lost,2016-10-25,2017-03-11,0\n"
    "D,Darcel Schlecht,MG Special,,Prospecting,,,\n",
    "accounts.csv": "account,sector,office_location\nCancity,retail,United States\n",
    "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n",
    "sales_teams.csv": "sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\n",
}


def test_a_pipeline_keeps_its_deals_without_account_and_reads_the_declared_synonym(bring: Bring) -> None:
    report, shop = bring("crm_pipeline", PIPELINE)
    assert rejected(report) == {"agent": 0, "customer": 0, "product": 0, "work_item": 1}
    assert rows(
        shop,
        "select work_item_id, customer_id, product_id, agent_id, team, outcome, amount from main.work_item order by 1",
    ) == [
        ("crm:A", "crm:Cancity", "crm:GTX Pro", "crm:Moses Frase", "Dustin Brinkmann", "won", 1054),
        ("crm:B", "unknown", "crm:GTX Pro", "crm:Moses Frase", "Dustin Brinkmann", None, None),
        ("crm:C", "crm:Cancity", "crm:MG Special", "crm:Darcel Schlecht", None, "lost", None),
    ]
    assert any("GTXPro" in str(one) for one in report.notices)


LEADS = (
    "mql_id,first_contact_date,landing_page_id,origin\n"
    "m1,2018-02-01,p1,social\nm2,2018-02-03,p1,\nm3,2018-03-08,p2,unknown\n"
)
DEALS = (
    "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment\n"
    "m1,s1,both,rep,2018-02-26 19:58:54,pet\n"
    "m3,s3,sdr,both,2018-03-06 19:58:54,toys\n"
)
FUNNEL = {"olist_marketing_qualified_leads_dataset.csv": LEADS, "olist_closed_deals_dataset.csv": DEALS}


def test_a_lead_closes_with_its_deal_and_both_stay_when_the_deal_comes_before_the_contact(bring: Bring) -> None:
    report, shop = bring("olist_funnel", FUNNEL)
    assert rejected(report)["work_item"] == 0
    won = datetime(2018, 2, 26, 22, 58, 54, tzinfo=UTC)  # 19:58:54 in São Paulo: summer time ended on 18 February
    assert rows(
        shop,
        "select work_item_id, process, kind, customer_id, campaign_id, agent_id, outcome from main.work_item"
        " order by 1",
    ) == [
        ("olist:deal-m1", "sales", "new_sale", "olist:s1", "olist:social", "olist:rep", "won"),
        ("olist:deal-m3", "sales", "new_sale", "olist:s3", "unknown", "olist:both", "won"),
        ("olist:m1", "presales", "lead", "olist:s1", "olist:social", "olist:both", "won"),
        ("olist:m2", "presales", "lead", "unknown", None, None, None),
        ("olist:m3", "presales", "lead", "olist:s3", "unknown", "olist:sdr", "won"),
    ]
    assert rows(shop, "select distinct closed_at from main.work_item where customer_id = 'olist:s1'") == [(won,)]


def test_who_is_both_sdr_and_representative_is_one_representative(bring: Bring) -> None:
    _, shop = bring("olist_funnel", FUNNEL)
    assert rows(shop, "select agent_id, process from main.agent order by 1") == [
        ("olist:both", "sales"),
        ("olist:rep", "sales"),
        ("olist:sdr", "presales"),
    ]


@pytest.mark.parametrize("source", ["incidents", "bank_marketing", "crm_pipeline", "olist_funnel"])
def test_the_same_files_twice_change_nothing(bring: Bring, source: str) -> None:
    files = {
        "incidents": {
            "incidents.csv": LOG_HEAD + step("1", "V5", "Ana", "Accepted", "In Progress", "2012-05-01T09:00:00+02:00")
        },
        "bank_marketing": {"bank-full.csv": '"age";"day";"y"\n30;5;"yes"\n'},
        "crm_pipeline": PIPELINE,
        "olist_funnel": FUNNEL,
    }[source]
    first, _ = bring(source, files)
    again, _ = bring(source, files)
    assert sum(one.loaded for one in first.tables) > 0
    assert [one.loaded for one in again.tables] == [0] * len(again.tables)
    assert again.version is None


# The same two orders as published and as a copy for Power BI writes them; of the two reviews one id stands at both.
PUBLISHED = {
    "olist_orders_dataset.csv": "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\n"
    "o1,c1,delivered,2017-10-02 10:56:33,2017-10-02 11:07:15,2017-10-04 19:55:00,2017-10-10 21:25:13,"
    "2017-10-18 00:00:00\no2,c2,shipped,2017-11-18 19:28:06,2017-11-18 19:45:59,2017-11-22 13:39:59,,"
    "2017-12-15 00:00:00\n",
    "olist_order_items_dataset.csv": "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,"
    "freight_value\no1,1,p1,s1,2017-10-06 11:07:15,29.99,8.72\no2,1,p1,s1,2017-11-23 19:45:59,45.00,27.20\n",
    "olist_order_reviews_dataset.csv": "review_id,order_id,review_score,review_comment_title,review_comment_message,"
    'review_creation_date,review_answer_timestamp\nr1,o1,4,,"Não testei, mas\nchegou ""certinho""",'
    "2017-10-11 00:00:00,2017-10-12 03:43:48\nr1,o2,2,,,2017-10-11 00:00:00,2017-10-12 03:43:48\n",
    "olist_customers_dataset.csv": "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,"
    "customer_state\nc1,u1,03149,sao paulo,SP\nc2,u2,59296,natal,RN\n",
    "olist_products_dataset.csv": "product_id,product_category_name,product_name_lenght\np1,livros,40\n",
    "product_category_name_translation.csv": "product_category_name,product_category_name_english\nlivros,books\n",
}


def copied() -> dict[str, str]:
    """The published files as the copy has them: months first, without seconds, with numbers of its own as keys."""
    files = {
        name: re.sub(
            r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):\d\d",
            lambda at: f"{int(at[2])}/{int(at[3])}/{at[1]} {int(at[4])}:{at[5]}",
            text,
        )
        for name, text in PUBLISHED.items()
    }
    files["olist_order_reviews_dataset.csv"] = (
        "review_pk,order_id,review_score,review_creation_date,review_answer_timestamp\n"
        "1,o1,4,10/11/2017 0:00,10/12/2017 3:43\n2,o2,2,10/11/2017 0:00,10/12/2017 3:43\n"
    )
    return files


@pytest.mark.parametrize("files", [PUBLISHED, copied()], ids=["published", "copied"])
def test_olist_loads_as_published_and_as_copied(bring: Bring, files: Mapping[str, str]) -> None:
    report, shop = bring("olist_orders", files)
    assert set(rejected(report).values()) == {0}
    # São Paulo was two hours behind UTC in summer, from 15 October 2017 on, and three before.
    told = rows(
        shop,
        "select order_id, customer_id, date_trunc('minute', ordered_at), date_trunc('minute', delivered_at),"
        " promised_on, amount from main.order_line order by 1",
    )
    assert told == [
        (
            "olist:o1",
            "olist:u1",
            datetime(2017, 10, 2, 13, 56, tzinfo=UTC),
            datetime(2017, 10, 11, 0, 25, tzinfo=UTC),
            date(2017, 10, 18),
            Decimal("29.99"),
        ),
        (
            "olist:o2",
            "olist:u2",
            datetime(2017, 11, 18, 21, 28, tzinfo=UTC),
            None,
            date(2017, 12, 15),
            Decimal("45.00"),
        ),
    ]
    answered = datetime(2017, 10, 12, 6, 43, tzinfo=UTC)
    told = rows(
        shop, "select order_id, score, date_trunc('minute', responded_at), _days from main.survey order by order_id"
    )
    assert told == [("olist:o1", 4, answered, ["sent_at"]), ("olist:o2", 2, answered, ["sent_at"])]


@pytest.mark.parametrize(
    "name", ["zendesk", "hubspot", "salesforce", "odoo", "servicenow_log", "incidents", "complaints"]
)
def test_a_desk_says_in_words_why_rows_of_its_files_are_left_out(name: str) -> None:
    source = open_source(name)
    silent = [
        f"{made}: {rule.when or rule.keep}"
        for made, rule in _rules(source)
        if (rule.when or rule.keep) and not rule.why and _tables(source, made, rule) & FACTS
    ]
    # Of Odoo's leads every row is taken by one rule or the other; its journal items are entries all of them, and
    # some are a second one: what a payment wrote off, what was settled over several invoices.
    twice = [
        "work_item: is_lead or converted is not null",
        "work_item: not is_lead",
        "receivable: paid is not null and paid <> amount",
        "receivable: apart.id is not null and standing.amount <> standing.left",
    ]
    assert silent == (twice if name == "odoo" else [])


def test_a_rating_of_a_ticket_of_odoo_that_was_put_away_is_no_answer(bring: Bring) -> None:
    """Ticket 4 is spam; rating 3 is of it, rating 4 of a lead of the same number."""
    tickets = (
        "id,partner_id,stage_id,create_date,close_date,active\n"
        "1,5,Solved,2026-05-04 15:00:00,2026-05-05 15:00:00,True\n4,6,New,2026-05-07 15:00:00,,False\n"
    )
    ratings = (
        "id,res_model,res_id,partner_id,rating,consumed,feedback,create_date,write_date\n"
        "1,helpdesk.ticket,1,5,5,True,,2026-05-05 15:00:00,2026-05-05 16:00:00\n"
        "3,helpdesk.ticket,4,6,1,True,,2026-05-08 15:00:00,2026-05-08 16:00:00\n"
        "4,crm.lead,4,6,3,True,,2026-05-08 15:00:00,2026-05-08 16:00:00\n"
    )
    report, house = bring("odoo", {"helpdesk_ticket.csv": tickets, "rating_rating.csv": ratings})
    assert rows(house, "select survey_id from main.survey order by 1") == [("odoo:1",), ("odoo:4",)]
    assert any("put away" in str(one) for one in report.notices)


def test_a_planned_incident_of_the_log_is_a_case_of_low_priority(bring: Bring) -> None:
    log = (
        "number,incident_state,sys_mod_count,sys_updated_at,opened_at,resolved_at,closed_at,caller_id,priority,category,"
        "assignment_group,assigned_to\n"
        "I1,New,0,4-5-2026 09:00,4-5-2026 09:00,?,?,C1,5 - Planning,Cat,G,A\n"
    )
    _, house = bring("servicenow_log", {"incident_event_log.csv": log})
    assert rows(house, "select work_item_id, priority from main.work_item") == [("snow:I1", "low")]


def outcomes(house: store.Warehouse) -> list[tuple[Any, ...]]:
    return rows(house, "select outcome, status from main.work_item order by work_item_id")


def test_deals_whose_columns_do_not_tell_are_closed_by_the_name_of_their_stage_in_three_languages(bring: Bring) -> None:
    head = "Record ID,Create Date,Close Date,Amount,Deal Stage,Deal owner,Associated Company IDs\n"
    stages = ["Closed Won (Sales Pipeline)", "Ganada", "Negócio fechado", "Negócio perdido", "Aún no ganada", "Demo"]
    deals = (f"{at},2026-05-04 15:00,2026-05-05 15:00,10,{name},Ana,7\n" for at, name in enumerate(stages))
    _, house = bring("hubspot", {"deals.csv": head + "".join(deals)})
    assert [outcome for outcome, _ in outcomes(house)] == ["won", "won", "won", "lost", None, None]


def test_what_is_won_by_its_column_is_closed_where_no_other_column_tells(bring: Bring) -> None:
    head = "Record ID,Create Date,Close Date,Amount,Deal Stage,Deal owner,Associated Company IDs,Is Closed Won\n"
    deals = "1,2026-05-04 15:00,2026-05-05 15:00,10,Firmado,Ana,7,true\n"
    report, house = bring("hubspot", {"deals.csv": head + deals})
    assert rejected(report)["work_item"] == 0
    assert outcomes(house) == [("won", "Firmado")]


def test_a_lead_of_odoo_with_a_lost_reason_is_lost_where_no_column_says_whether_it_is_active(bring: Bring) -> None:
    head = "ID,Created on,Stage,Expected Revenue,Customer,Salesperson,Lost Reason,Closed Date,Last Updated on\n"
    leads = (
        "1,2026-05-04 15:00:00,Ganho,100,X,Ana,,2026-05-05 15:00:00,2026-05-05 15:00:00\n"
        "2,2026-05-04 15:00:00,New,100,X,Ana,Too expensive,2026-05-06 15:00:00,2026-05-06 15:00:00\n"
        "3,2026-05-04 15:00:00,New,100,X,Ana,,,2026-05-06 15:00:00\n"
    )
    _, house = bring("odoo", {"crm_lead.csv": head + leads})
    assert outcomes(house) == [("won", "Ganho"), ("lost", "New"), (None, "New")]


def test_a_ledger_of_odoo_is_of_customers_alone_and_tells_its_words_in_spanish_too(bring: Bring) -> None:
    """Payment 2 is what a supplier paid back; invoice 3 is a draft."""
    head = "ID,Type,Partner,Invoice/Bill Date,Due Date,Total,Status,Currency\n"
    note = "2,Nota de crédito del cliente,5,2026-05-01,,30,Publicado,\n"
    bills = (f"{at},Factura de cliente,5,2026-05-01,2026-05-30,100,{of},\n" for at, of in ((1, "Publicado"), (3, "B")))
    paid = "ID,Customer/Vendor,Partner Type,Payment Type,Status,Reconciled Invoices,Date,Amount,Currency\n"
    paid += "1,5,Cliente,Recibir,Pagado,1,2026-05-10,20,\n2,8,Proveedor,Recibir,Pagado,,2026-05-10,77,\n"
    _, house = bring("odoo", {"account_move.csv": head + note + "".join(bills), "account_payment.csv": paid})
    told = rows(house, "select kind, amount from main.receivable order by kind")
    assert told == [("credit_note", -30), ("invoice", 100), ("payment", -20)]
