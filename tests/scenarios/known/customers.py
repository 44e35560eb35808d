"""Purchases, contracts and memberships: who comes back, who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import crm_metrics as crm
from tests.scenarios.known.core import Answer, Rows, number, own, percent, said, share, survival


def cdnow(shop: crm.Warehouse) -> Iterator[Answer]:
    """A company that has only invoices."""
    lines, revenue, cds, people = shop.fetch(
        "select count(*), sum(amount), sum(quantity)::bigint, count(distinct customer_id) from main.order_line"
    )[0]
    yield Answer(
        "lines; revenue; CDs; customers", "69659; 2500315.63; 167881; 23570", f"{lines}; {revenue}; {cds}; {people}"
    )
    revenue_of = number(shop, own("value", "order_line.ordered_on", "sum(amount)", unit="money"))
    yield Answer("orders by day", "67591", said(shop.fetch("select count(*) from shape.purchase")[0]))
    yield Answer("revenue", "2500315.63", f"{revenue_of.numerator}")
    many = shop.fetch(
        "select count_if(lines > 1), count(*), count_if(days > 1) from (select customer_id, count(*) as lines,"
        " count(distinct ordered_at) as days from main.order_line group by 1)"
    )[0]
    yield Answer("with more than one line", "11662 = 49.4782 % of 23570", f"{many[0]} = {share(many[0], many[1], 4)}")
    yield Answer("on more than one day", "48.8587 % of 23570", share(many[2], many[1], 4))
    gaps = "select gap_days, repeated from shape.purchase where order_no = 1"
    within = shop.fetch(
        "select count_if(repeated and gap_days <= 30), count_if(repeated and gap_days <= 90),"
        f" count_if(repeated and gap_days <= 180), count(*), median(gap_days) filter (repeated) from ({gaps})"
    )[0]
    got = "; ".join(f"{100 * one / within[3]:.3f}" for one in within[:3])
    yield Answer("second purchase within 30, 90, 180 days", "17.459; 29.219; 37.450", got)
    yield Answer("median days to the second purchase", "57", f"{within[4]:.0f}")
    yield Answer(
        "repeat_purchase_rate",
        "29.219 % = 6887 of 23570",
        percent(number(shop, crm.metrics.repeat_purchase_rate, since=date(1997, 1, 1), until=date(1997, 3, 31))),
    )
    yield from _cohorts(shop)


def _cohorts(shop: crm.Warehouse) -> Iterator[Answer]:
    top = shop.fetch(
        "select sum(spent) filter (place <= people / 5), sum(spent) from (select sum(amount) as spent,"
        " row_number() over (order by sum(amount) desc, customer_id) as place, count(*) over () as people"
        " from main.order_line group by customer_id)"
    )[0]
    yield Answer("revenue of the top fifth", "67.777 %", f"{100 * top[0] / top[1]:.3f} %")
    cohort = shop.fetch(
        "with buys as (select distinct customer, date_trunc('month', ordered_on) as month from shape.purchase),"
        " first as (select customer, min(month) as start from buys group by 1)"
        " select date_diff('month', start, month) as age, count(*) from buys join first using (customer)"
        " where start = date '1997-01-01' group by 1 order by 1"
    )
    size = cohort[0][1]
    yield Answer("cohort of January 1997", "7846", str(size))
    yield Answer(
        "active in month +1, +2, +3, +6, +12",
        "14.746; 12.287; 10.324; 9.177; 6.730",
        "; ".join(f"{100 * dict(cohort)[age] / size:.3f}" for age in (1, 2, 3, 6, 12)),
    )
    back = shop.fetch(
        "with buys as (select distinct customer, date_trunc('month', ordered_on) as month from shape.purchase)"
        " select strftime(month, '%m'), count_if(month > start), count(*) from buys join"
        " (select customer, min(month) as start from buys group by 1) using (customer)"
        " where month < date '1997-04-01' group by 1 order by 1"
    )
    yield Answer(
        "returning among the month's buyers", "0 of 7846; 1157 of 9633; 2276 of 9524",
        "; ".join(f"{again} of {count}" for _, again, count in back),
    )  # fmt: skip


def telco(shop: crm.Warehouse) -> Iterator[Answer]:
    """Contracts of a snapshot."""
    people, left, charges, lost = shop.fetch(
        "select count(*), count(ends_on), sum(mrr), sum(mrr) filter (ends_on is not null) from main.subscription"
    )[0]
    yield Answer("customers; left", "7043; 1869 = 26.537 % of 7043", f"{people}; {left} = {share(left, people)}")
    yield Answer("monthly charges; share lost", "456116.60; 30.503 %", f"{charges}; {100 * lost / charges:.3f} %")
    rows = shop.fetch(
        "select product_id, count(*), count(ends_on), sum(mrr) filter (ends_on is not null) / sum(mrr)"
        " from main.subscription group by 1 order by 1"
    )
    told = {
        "telco:Month-to-month": "3875, 1655, 42.710, 46.968",
        "telco:One year": "1473, 166, 11.270, 14.735",
        "telco:Two year": "1695, 48, 2.832, 4.044",
    }
    for product, count, gone, value in rows:
        got = f"{count}, {gone}, {100 * gone / count:.3f}, {100 * value:.3f}"
        yield Answer(f"customers, left, share, charges lost, {product}", told[product], got)
    lives = shop.fetch(
        "select date_diff('month', starts_on, date '2020-01-01'), ends_on is not null, product_id, segment"
        " from main.subscription join main.customer using (customer_id)"
    )
    curve = survival([(months, gone) for months, gone, _, _ in lives], (1, 6, 12, 24, 36, 48, 60, 72))
    yield Answer(
        "survival at 1, 6, 12, 24, 36, 48, 60, 72 months",
        "0.945961; 0.884826; 0.843200; 0.788736; 0.748545; 0.708840; 0.664404; 0.592790",
        said(curve, "{:.6f}"),
    )
    some = [(months, gone) for months, gone, product, net in lives if product.endswith("month") and net != "No"]
    yield Answer("month-to-month with internet; left", "3351; 1556", f"{len(some)}; {sum(gone for _, gone in some)}")
    yield Answer(
        "their survival at 6, 12, 24, 48, 60 months",
        "0.7803; 0.6950; 0.5753; 0.3872; 0.2890",
        said(survival(some, (6, 12, 24, 48, 60)), "{:.4f}"),
    )
    median = next(month for month in range(1, 73) if survival(some, (month,))[0] <= 0.5)
    yield Answer("their median", "34", str(median))


def airline(shop: crm.Warehouse) -> Iterator[Answer]:
    """Members who joined and left."""
    counts = shop.fetch(
        "select count(*) filter (kind = 'enrol'), count(*) filter (kind = 'leave') from main.loyalty_entry"
    )[0]
    yield Answer("members; left", "16737; 2067; 12.350 % of 16737", f"{said(counts)}; {share(counts[1], counts[0])}")
    cards = shop.fetch(
        "select segment, count(*), count_if(to_on < date '9999-01-01') from shape.membership"
        " join main.customer on customer_id = customer group by 1 order by 2 desc"
    )
    yield Answer(
        "by card: members, left", "Star 7637, 901; Nova 5671, 717; Aurora 3429, 449",
        "; ".join(f"{card} {count}, {gone}" for card, count, gone in cards),
    )  # fmt: skip
    yield from _books(shop)


def _books(shop: crm.Warehouse) -> Iterator[Answer]:
    alive = "select count(*) from shape.membership where from_on <= $day and to_on > $day"
    ends = [shop.fetch(alive, {"day": date(year, 12, 31)})[0][0] for year in range(2012, 2019)]
    yield Answer("members by the end of 2012 to 2018", "1686; 4040; 6229; 8295; 10324; 12305; 14670", said(ends))
    firsts = [date(2018, month, 1) for month in range(1, 13)]
    opening = "select count(*) from shape.membership where from_on < $day and to_on >= $day"
    start = [shop.fetch(opening, {"day": day})[0][0] for day in firsts]
    yield Answer(
        "2018 by month: active at the start",
        "12305; 12446; 12695; 12972; 13276; 13473; 13699; 13890; 14030; 14163; 14321; 14504",
        said(start),
    )
    gone = [
        shop.fetch("select count(*) from shape.membership where to_on = $day", {"day": day})[0][0] for day in firsts
    ]
    yield Answer("2018 by month: left", "51; 46; 53; 42; 47; 46; 40; 78; 52; 55; 63; 72", said(gone))
    mean = sum(left / book for left, book in zip(gone, start, strict=True)) / 12
    yield Answer("mean monthly churn 2018", "0.3975 %", f"{100 * mean:.4f} %")
    yield Answer("the year's leavers over the opening book", "5.2418 %", f"{100 * sum(gone) / start[0]:.4f} %")
    lives = shop.fetch(
        "select date_diff('month', from_on, least(to_on, date '2018-12-01')), to_on < date '9999-01-01'"
        " from shape.membership"
    )
    yield Answer(
        "survival at 3, 6, 12, 24, 36, 60 months",
        "0.993624; 0.988506; 0.908636; 0.887928; 0.870206; 0.835818",
        said(survival(lives, (3, 6, 12, 24, 36, 60)), "{:.6f}"),
    )


def airline_beside(rows: Rows) -> Iterator[Answer]:
    """The value that the file gives each member: the warehouse computes its own."""
    made = '\n[rows.member]\nfrom = "members"\ncolumns = { card = "loyalty_card", clv = "clv" }\n'
    found = rows(made, "select card, round(avg(cast(clv as double)), 2) from rows_member group by 1 order by 2")
    yield Answer(
        "mean clv by card",
        "Star 6741.76; Nova 8045.62; Aurora 10672.69",
        "; ".join(f"{card} {value:.2f}" for card, value in found),
    )
