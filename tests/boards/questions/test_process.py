"""What whoever answers for a process asks of its tab: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from crm_metrics.access import PROCESSES
from crm_metrics.boards import process
from crm_metrics.boards.core import Board
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    APRIL,
    EN,
    FIRST,
    LAST,
    SEEN,
    TALKED,
    active,
    agree,
    answers,
    by,
    card,
    cells,
    on,
    queried,
)

MARCH = FIRST.replace(month=3, day=31)


def items(counted: str, anchor: str, more: str) -> str:
    """Something of the cases, leads and sales whose day is in the month, as SQL."""
    return f"select {counted} from main.work_item where {on(anchor)} {APRIL} and {more}"


def contacts(counted: str, more: str) -> str:
    """Something of the contacts and attempts of the month, as SQL."""
    return f"select {counted} from main.interaction where {on('offered_at')} {APRIL} and {more}"


def points(kind: str) -> str:
    """The points of one kind of entry of the month, as SQL."""
    return f"select abs(sum(points)) from main.loyalty_entry where kind = '{kind}' and {on('entry_at')} {APRIL}"


def owed(counted: str, more: str = "true") -> str:
    """Something of the invoices that are not paid at the close of the month, as SQL."""
    return (
        "with owed as (select invoice_id, min(due_on) filter (where kind = 'invoice') as due, sum(amount) as balance"
        f" from main.receivable where entry_on <= date '{LAST}' group by 1)"
        f" select {counted} from owed where balance > 0 and {more}"
    )


@dataclass(frozen=True)
class Asks:
    """A question, the place of its answer (card, row, column), and the facts: a number, or two that are divided."""

    question: str
    place: tuple[str, str, str]
    metric: str
    facts: str
    where: Mapping[str, str]


def satisfaction(more: str, place: tuple[str, str, str], **where: str) -> Asks:
    """How satisfied those are of whom something holds."""
    return Asks(f"How satisfied are they where {more}?", place, "csat", answers(more), where)


def tells(question: str, kind: str, metric: str, facts: str) -> Asks:
    """A question whose answer is an indicator of the process."""
    return Asks(question, (f"measures_{kind}", metric, "value"), metric, facts, {})


NAMED = {"Anuncios en buscadores": "crm:cmp-buscadores"}  # a row has the name of its campaign
OF_ALL = ("measures_satisfaction", "csat", "value")
WON = "process = 'sales' and outcome = 'won'"
LOST = "process = 'sales' and outcome = 'lost' and outcome_reason is not null"
DIALLED = "process = 'telemarketing' and direction = 'outbound'"
RECORDS = "kind = 'list_record' and outcome = 'won' and not is_control"
ORDERS = (
    f"with promised as (select order_id, max(promised_on) as due, max({on('delivered_at')}) as came"
    " from main.order_line where not is_return group by 1) select count_if(came <= due), count(*) from promised"
    f" where due {APRIL}"
)
QUESTIONS: Mapping[str, tuple[Asks, ...]] = {
    "presales": (
        tells("How many people show interest?", "business", "leads_created",
              items("count(*)", "opened_at", "kind = 'lead'")),
        tells("How many of them are worth an offer?", "business", "leads_qualified",
              items("count(*)", "qualified_at", "kind = 'lead'")),
        Asks("Which campaign brings them?", ("shares", "lead_source_share:Anuncios en buscadores", "value"),
             "lead_source_share", items("count_if(campaign_id = 'crm:cmp-buscadores'), count(*)", "opened_at",
                                        "kind = 'lead'"), {}),
        satisfaction("process = 'presales'", OF_ALL, process="presales"),
        satisfaction("touchpoint_id = 'crm:tp-llamada-preventa'", ("by_touchpoints", "crm:tp-llamada-preventa", "csat"),
                     touchpoint="crm:tp-llamada-preventa"),
    ),
    "sales": (
        tells("How much did we sell?", "business", "bookings", items("sum(amount)", "closed_at", WON)),
        tells("How many of the opportunities do we win?", "business", "win_rate",
              items("count_if(outcome = 'won'), count(*)", "closed_at",
                    "process = 'sales' and outcome in ('won', 'lost')")),
        tells("Do we deliver on the day that we promised?", "objective", "on_time_delivery_rate", ORDERS),
        Asks("Why do they not buy?", ("shares", "loss_reason_share:price", "value"), "loss_reason_share",
             items("count_if(outcome_reason = 'price'), count(*)", "closed_at", LOST), {}),
        satisfaction("process = 'sales' and team = 'Ventas Tienda'", ("by_teams", "Ventas Tienda", "csat"),
                     process="sales", team="Ventas Tienda"),
    ),
    "service": (
        tells("How many cases come in?", "business", "cases_opened",
              items("count(*)", "opened_at", "process = 'service'")),
        tells("How many complain?", "business", "complaints", items("count(*)", "opened_at", "kind = 'complaint'")),
        Asks("Why do customers come?", ("shares", "contact_reason_share:falla técnica", "value"),
             "contact_reason_share", items("count_if(reason = 'falla técnica'), count(*)", "opened_at",
                                           "process = 'service' and reason is not null"), {}),
        Asks("How much passes on the telephone?", ("by_touchpoints", "crm:tp-linea", "contacts_handled"),
             "contacts_handled", contacts("count(*)", f"touchpoint_id = 'crm:tp-linea' and {TALKED}"),
             {"touchpoint": "crm:tp-linea"}),
        Asks("How long does a contact of the team take?", ("by_teams", "Voz Norte", "average_handle_time"),
             "average_handle_time", contacts("sum(talk_seconds + hold_seconds + wrap_seconds), count(*)",
                                             f"process = 'service' and team = 'Voz Norte' and {TALKED}"),
             {"process": "service", "team": "Voz Norte"}),
        satisfaction("process = 'service' and team = 'Digital'", ("by_teams", "Digital", "csat"),
                     process="service", team="Digital"),
    ),
    "collections": (
        tells("How much did we collect?", "business", "cash_collected",
              "select -sum(amount) from main.receivable where kind in ('payment', 'reversal')"
              f" and entry_on {APRIL}"),
        tells("How much are we owed?", "business", "receivables", owed("sum(balance)")),
        tells("How much of it is late?", "business", "overdue_receivables",
              owed("sum(balance)", f"due < date '{LAST}'")),
        Asks("How late is it?", ("shares", "aging_bucket:1-30", "value"), "aging_bucket",
             owed("sum(balance)", f"date '{LAST}' - due between 1 and 30"), {}),
        satisfaction("process = 'collections'", OF_ALL, process="collections"),
    ),
    "telemarketing": (
        tells("How many do we call?", "productivity", "dials", contacts("count(*)", DIALLED)),
        tells("How many do we reach?", "productivity", "contact_rate",
              contacts("count_if(right_party), count(*)", DIALLED)),
        tells("How many sales come of the lists?", "business", "list_sales", items("count(*)", "closed_at", RECORDS)),
        tells("Whom do we annoy?", "satisfaction", "opt_out_rate",
              contacts("count_if(disposition = 'opt_out'), count(*)", f"{DIALLED} and right_party")),
        Asks("Which team calls more?", ("by_teams", "Telemercadeo Uno", "contacts_handled"), "contacts_handled",
             contacts("count(*)", f"team = 'Telemercadeo Uno' and {TALKED}"), {"team": "Telemercadeo Uno"}),
    ),
    "loyalty": (
        tells("How many joined the programme?", "business", "enrolments",
              f"select count(*) from main.loyalty_entry where kind = 'enrol' and {on('entry_at')} {APRIL}"),
        tells("How many points do members earn?", "business", "points_issued", points("earn")),
        tells("How many do they spend?", "business", "points_redeemed", points("redeem")),
        tells("Would they recommend us?", "satisfaction", "nps",
              "select 100 * (count_if(score >= 9) - count_if(score < 7)), count(*) from main.survey"
              f" where instrument = 'nps' and relationship and {on('responded_at')} {APRIL}"),
    ),
    "retention": (
        tells("How many want to leave?", "business", "cancellation_requests",
              items("count(*)", "opened_at", "kind = 'save'")),
        tells("How many of them stay?", "productivity", "save_rate_initial",
              items("count_if(outcome = 'won'), count(*)", "closed_at", "kind = 'save'")),
        tells("How many customers do we lose?", "business", "customer_churn_rate",
              f"select (select count(*) from ({active(MARCH)} except ({active(LAST)}))), count(*)"
              f" from ({active(MARCH)})"),
        satisfaction("touchpoint_id = 'crm:tp-retiro'", ("by_touchpoints", "crm:tp-retiro", "csat"),
                     touchpoint="crm:tp-retiro"),
    ),
}  # fmt: skip
EACH = [(name, asks) for name, questions in QUESTIONS.items() for asks in questions]


@pytest.fixture(scope="module")
def tabs(company: Shop) -> dict[str, Board]:
    views = {name: replace(SEEN, process=name) for name in PROCESSES}
    return {name: process.board(process.gather(company, view), EN) for name, view in views.items()}


def own(asks: Asks) -> dict[str, str]:
    """What a query is asked by besides: the part of a whole that the row names."""
    metric, part = metric_of(asks.metric), asks.place[1].partition(":")[2]
    dimension = metric.own or metric.share_of
    return {dimension: NAMED.get(part, part)} if dimension else {}


def test_each_process_has_questions_of_its_own() -> None:
    assert tuple(QUESTIONS) == PROCESSES
    assert all(3 <= len(questions) <= 6 for questions in QUESTIONS.values())


@pytest.mark.parametrize(("name", "asks"), EACH, ids=[f"{name}: {asks.question}" for name, asks in EACH])
def test_the_answer_stands_in_its_place(company: Shop, tabs: dict[str, Board], name: str, asks: Asks) -> None:
    row: tuple[Any, ...] = company.fetch(asks.facts)[0]
    fact = float(row[0]) / float(row[1]) if len(row) > 1 else float(row[0])
    key, line, column = asks.place
    said = cells(tabs[name], key)[line][column]
    asked = [by(company, asks.metric, dimension)[part] for dimension, part in own(asks).items()]
    agree(said, asks.metric, fact, asked[0] if asked else queried(company, asks.metric, where=asks.where))


@pytest.mark.parametrize("name", PROCESSES)
def test_which_of_it_can_not_be_told_and_why(tabs: dict[str, Board], name: str) -> None:
    """What has no value stands in no table, and has its reason at the end of the page."""
    untold = cells(tabs[name], "untold")
    assert untold and all(row["why"].text for row in untold.values())
    told = {key for kind in ("objective", "productivity", "business") for key in cells(tabs[name], f"measures_{kind}")}
    assert not told & untold.keys()
    assert card(tabs[name], "untold").title.startswith(f"{EN.name(name)}: {len(untold)} metrics")
