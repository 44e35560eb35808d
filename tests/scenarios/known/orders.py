"""Olist: orders, delivery and reviews; leads and deals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import crm_metrics as crm
from tests.scenarios.known.core import Answer, Rows, months, number, own, percent, said, share


def olist_orders(shop: crm.Warehouse) -> Iterator[Answer]:
    """Delivery and reviews."""
    reading = number(shop, crm.metrics.csat_mean)
    yield Answer("csat_mean", "77.98, n 4988", f"{reading.value:.2f}, n {reading.n}")
    yield Answer("csat", "78.208 % = 3901 of 4988", percent(number(shop, crm.metrics.csat)))
    on_time = number(shop, crm.metrics.on_time_delivery_rate)
    yield Answer("on_time_delivery_rate", "91.120 % = 4525 of 4966", percent(on_time))
    value = own("value_of_items", "order_line.ordered_on", "sum(amount)", unit="money")
    yield Answer("value of items", "677833.96", f"{number(shop, value).numerator}")
    lines = own("lines", "order_line.ordered_on", "count(*)")
    yield Answer("lines", "5603", f"{number(shop, lines).numerator}")
    known = {
        (2017, 11): "54053.59",
        (2018, 1): "43062.93",
        (2018, 2): "37505.17",
        (2018, 3): "48818.72",
        (2018, 4): "50449.07",
        (2018, 5): "56824.23",
        (2018, 6): "54421.69",
    }
    for one in months(shop, value, date(2017, 11, 1), date(2018, 6, 30)):
        expected = known.get((one.period.year, one.period.month))
        if expected:
            yield Answer(f"value of items {one.period:%Y-%m}", expected, f"{one.numerator}")
    score = own("mean_score", "survey.sent_on", "sum(score)", "count(score)", unit="ratio")
    told = ("4.2103 of 290", "4.1146 of 314", "3.6721 of 369", "3.9643 of 364", "4.2353 of 391", "4.3895 of 344")
    for expected, one in zip(told, months(shop, score, date(2018, 1, 1), date(2018, 6, 30)), strict=True):
        yield Answer(f"mean score {one.period:%Y-%m}", expected, f"{one.value:.4f} of {one.n}")

    yield from _delivery(shop)
    yield from _reviews(shop)


def _delivery(shop: crm.Warehouse) -> Iterator[Answer]:
    people, twice = shop.fetch(
        "select count(*), count_if(orders > 1) from (select customer, count(*) as orders from shape.purchase"
        " group by customer)"
    )[0]
    # Of the 5,000 orders 34 have no item, and so none of their 34 people is among the buyers of the order lines.
    yield Answer("people with lines; with a second order", "4957; 9", f"{people}; {twice}")
    day, delivered = shop.fetch(
        "select count_if(cast(delivered_at at time zone 'America/Sao_Paulo' as date) <= promised_on), count(*)"
        " from (select distinct order_id, delivered_at, promised_on from main.order_line"
        " where delivered_at is not null)"
    )[0]
    yield Answer("on time by day, delivered", "93.165 % of 4857", share(day, delivered))
    counts = months(shop, own("orders", "purchase.ordered_on", "count(*)"), date(2017, 11, 1), date(2018, 6, 30))
    told = {11: 397, 1: 360, 2: 322, 3: 353, 4: 348, 5: 348, 6: 339}
    for one in (one for one in counts if one.period.month in told):
        yield Answer(f"orders {one.period:%Y-%m}", str(told[one.period.month]), str(one.numerator))


def _reviews(shop: crm.Warehouse) -> Iterator[Answer]:
    all_of, mean, five, one, low = shop.fetch(
        "select count(*), avg(score), avg((score = 5)::int), avg((score = 1)::int), avg((score <= 2)::int)"
        " from main.survey"
    )[0]
    yield Answer("reviews; mean", "4988; 4.1193", f"{all_of}; {mean:.4f}")
    yield Answer(
        "5 stars; 1 star; 1-2 stars", "58.60; 11.03; 13.85", f"{100 * five:.2f}; {100 * one:.2f}; {100 * low:.2f}"
    )


_DELIVERED = """
[rows.delivered]
from = "reviews"
lookup.orders = { order_id = "order_id" }
when = "orders.order_status = 'delivered' and orders.order_delivered_customer_date is not null"
[rows.delivered.columns]
score = "review_score"
came = "orders.order_delivered_customer_date"
due = "orders.order_estimated_delivery_date"
[rows.order]
from = "orders"
when = "order_status = 'delivered' and order_delivered_customer_date is not null"
[rows.order.columns]
bought = "order_purchase_timestamp"
came = "order_delivered_customer_date"
due = "order_estimated_delivery_date"
"""


def _of_delivered(rows: Rows) -> Iterator[Answer]:
    """By day and by timestamp, of the orders whose state is delivered."""
    days = "(epoch(timezone('America/Sao_Paulo', came)) - epoch(timezone('America/Sao_Paulo', bought))) / 86400"
    asked = (
        f"select count_if(came <= due), count_if(came::date <= due::date), count(*), avg({days}), median({days})"
        " from rows_order"
    )
    timestamp, day, whole, mean, median = rows(_DELIVERED, asked)[0]
    yield Answer(
        "on time: by timestamp; by day",
        "91.950 % of 4857; 93.165 % of 4857",
        f"{share(timestamp, whole)}; {share(day, whole)}",
    )
    yield Answer("days from purchase to delivery: mean; median", "12.387; 10.137", said((mean, median), "{:.3f}"))
    for unit, late, expected in (
        ("day", "came::date > due::date", "4.3169 of 4522; 2.3569 of 325"),
        ("timestamp", "came > due", "4.3213 of 4463; 2.6068 of 384"),
    ):
        found = rows(
            _DELIVERED, f"select {late} as late, avg(score), count(*) from rows_delivered group by 1 order by 1"
        )
        got = "; ".join(f"{mean:.4f} of {n}" for _, mean, n in found)
        yield Answer(f"mean score on time; late, by {unit}", expected, got)


def olist_beside(rows: Rows) -> Iterator[Answer]:
    """States of orders, freight and payments: the warehouse has no place for them."""
    states = '\n[rows.state]\nfrom = "orders"\ncolumns = { state = "order_status", customer = "customer_id" }\n'
    found = rows(states, "select state, count(*) from rows_state group by 1 order by 2 desc, 1")
    yield Answer(
        "status",
        "delivered 4858, shipped 61, canceled 25, unavailable 24, processing 20, invoiced 12",
        ", ".join(f"{state} {count}" for state, count in found),
    )
    yield from _of_delivered(rows)
    people = '\n[rows.person]\nfrom = "customers"\ncolumns = { id = "customer_unique_id" }\n'
    found = rows(people, "select count(*), count_if(n > 1) from (select id, count(*) n from rows_person group by id)")
    yield Answer("people; with a second order", "4991; 9", said(found[0]))
    freight = '\n[rows.freight]\nfrom = "items"\ncolumns = { paid = "freight_value" }\n'
    found = rows(freight, "select sum(cast(paid as decimal(12, 2))) from rows_freight")
    yield Answer("freight", "111566.53", said(found[0]))
    payments = (
        '\n[files.payments]\nnames = ["olist_order_payments_dataset"]\n[rows.paid]\nfrom = "payments"\n'
        'columns = { id = "order_id", way = "payment_type", parts = "payment_installments",'
        ' amount = "payment_value" }\n'
    )
    found = rows(
        payments,
        "select count(*), count(distinct id), round(avg(parts::int), 4), sum(amount::decimal(12, 2)),"
        " count_if(way = 'credit_card'), sum(amount::decimal(12, 2)) filter (way = 'credit_card') from rows_paid",
    )
    yield Answer(
        "payments: rows; orders; instalments; value; by card",
        "5160; 4966; 2.8517; 789498.77; 3854; 613729.91",
        said(found[0]),
    )


def olist_funnel(shop: crm.Warehouse) -> Iterator[Answer]:
    """Leads and deals. One lead of March 2018, won two days before its first contact, stays with its deal.

    So March has 137 of 1,174 (decision 0021), counted in the two files: a deal at most 60 days after the contact.
    """
    known = ("10.342 % of 1141", "11.576 % of 1028", "11.670 % of 1174", "11.982 % of 1352")
    rates = months(shop, crm.metrics.lead_conversion_rate, date(2018, 1, 1), date(2018, 4, 30))
    for expected, one in zip(known, rates, strict=True):
        yield Answer(
            f"lead_conversion_rate {one.period:%Y-%m}", expected, f"{100 * (one.value or 0):.3f} % of {one.denominator}"
        )
    deals = own("deals_won", "work_item.closed_on", "count_if(won)", rows="kind = 'new_sale'")
    won = [str(one.numerator) for one in months(shop, deals, date(2018, 1, 1), date(2018, 6, 30))]
    yield Answer("deals won 2018-01 to 2018-06", "73, 113, 147, 207, 122, 57", ", ".join(won))
    people = dict(shop.fetch("select process, count(*) from main.agent group by process"))
    yield Answer(
        "representatives; SDRs",
        "22; 32, 13 of them both",
        f"{people['sales']}; {people['presales'] + 13}, 13 of them both",
    )

    yield from _funnel_by_origin(shop)


_ORIGINS = {
    "olist:social": "5.556 % of 1350",
    "olist:direct_traffic": "11.222 % of 499",
    "olist:organic_search": "11.803 % of 2296",
    "olist:email": "3.043 % of 493",
    "olist:referral": "8.451 % of 284",
    "olist:other": "2.667 % of 150",
    "olist:display": "5.085 % of 118",
    "olist:other_publicities": "4.615 % of 65",
    None: "23.333 % of 60",
}


def _funnel_by_origin(shop: crm.Warehouse) -> Iterator[Answer]:
    leads = shop.fetch(
        "select campaign_id, count_if(outcome = 'won'), count(*) from main.work_item where kind = 'lead' group by 1"
    )
    for origin, won, count in leads:
        if origin in _ORIGINS:
            yield Answer(f"leads, conversion from {origin}", _ORIGINS[origin], share(won, count))
    within = shop.fetch(
        "select strftime(opened_on, '%Y-%m'), count_if(closed_on - opened_on <= 60), count(*) from"
        " (select cast(opened_at at time zone 'America/Sao_Paulo' as date) as opened_on,"
        " cast(closed_at at time zone 'America/Sao_Paulo' as date) as closed_on from main.work_item"
        " where kind = 'lead')"
        " group by 1 order by 1"
    )
    told = dict.fromkeys(("2017-07", "2017-08", "2017-09", "2017-10"), "0.000") | {
        "2017-11": "0.899",
        "2017-12": "3.000",
        "2018-01": "10.342",
        "2018-02": "11.576",
        "2018-03": "11.670",
        "2018-04": "11.982",
        "2018-05": "7.751",
    }
    for month, won, count in within:
        if month in told:
            yield Answer(f"won within 60 days of {month}", told[month], f"{100 * won / count:.3f}")
    sellers = shop.fetch(
        "select left(agent_id, 14), count(*) from main.work_item where kind = 'new_sale' group by 1"
        " order by 2 desc limit 3"
    )
    yield Answer(
        "representatives with most deals",
        "olist:4ef15afb 133, olist:d3d1e91a 82, olist:6565aa9c 74",
        ", ".join(f"{agent} {count}" for agent, count in sellers),
    )


def funnel_beside(rows: Rows) -> Iterator[Answer]:
    """All leads and deals of the files."""
    both = (
        '\n[rows.pair]\nfrom = "leads"\nlookup.deals = { mql_id = "mql_id" }\n'
        'columns = { contact = "first_contact_date", origin = "origin", won = "deals.won_date" }\n'
    )
    days = "cast(won as date) - cast(contact as date)"
    found = rows(both, f"select count(*), count(won), median({days}), round(avg({days}), 2) from rows_pair")
    leads, deals, median, mean = found[0]
    yield Answer("leads; deals; conversion", "8000; 842; 10.525 % of 8000", f"{leads}; {deals}; {share(deals, leads)}")
    yield Answer("days from contact to deal: median; mean", "14; 48.44", f"{median:.0f}; {mean}")
    found = rows(
        both,
        "select origin, count(*), count(won) from rows_pair"
        " where origin in ('organic_search', 'paid_search', 'unknown') group by 1 order by 1",
    )
    yield Answer(
        "organic_search; paid_search; unknown",
        "11.803 % of 2296; 12.295 % of 1586; 16.288 % of 1099",
        "; ".join(share(won, count) for _, count, won in found),
    )
    found = rows(
        both, f"select count_if({days} <= 60), count(*) from rows_pair where strftime(contact, '%Y-%m') = '2018-03'"
    )
    yield Answer("won within 60 days of 2018-03", "11.670 % of 1174", share(*found[0]))
    found = rows(both, "select count(*) from rows_pair where strftime(won, '%Y-%m') = '2018-03'")
    yield Answer("deals won 2018-03", "147", said(found[0]))
