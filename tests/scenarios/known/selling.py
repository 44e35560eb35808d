"""Campaigns by telephone, opportunities, and applications for loans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import crm_metrics as crm
from tests.scenarios.known.core import Answer, Rows, by, number, own, percent, said, share


def bank_marketing(shop: crm.Warehouse) -> Iterator[Answer]:
    """Two campaigns by telephone."""
    rates = by(shop, crm.metrics.list_conversion_rate, "campaign")
    known = {"bank-additional-full": "11.2654 % = 4640 of 41188", "bank-full": "11.6985 % = 5289 of 45211"}
    for campaign, expected in known.items():
        got = rates.get(f"bank:{campaign}")
        yield Answer(f"list_conversion_rate {campaign}", expected, percent(got, 4) if got else "none")


def bank_beside(rows: Rows) -> Iterator[Answer]:
    """Calls and their length, which are columns of the record and no contacts."""
    told = {"additional": "105754; 22.792; 258.285", "full": "124956; 23.626; 258.163"}
    columns = 'columns = { calls = "campaign", seconds = "duration", y = "y", before = "poutcome", month = "month" }\n'
    for kind, expected in told.items():
        made = f'\n[rows.dial]\nfrom = "{kind}"\n{columns}'
        found = rows(
            made,
            "select sum(cast(calls as integer)), round(sum(cast(calls as integer)) / count_if(y = 'yes'), 3),"
            " round(avg(cast(seconds as integer)), 3) from rows_dial",
        )
        yield Answer(f"calls; per sale; mean seconds of the last, {kind}", expected, said(found[0]))
    made = f'\n[rows.dial]\nfrom = "additional"\n{columns}'
    found = rows(
        made,
        "select least(cast(calls as integer), 6), count_if(y = 'yes'), count(*) from rows_dial group by 1 order by 1",
    )
    yield Answer(
        "subscribed by number of calls, 1 to 6 or more",
        "13.037 % of 17642; 11.457 % of 10570; 10.747 % of 5341; 9.393 % of 2651; 7.505 % of 1599; 5.495 % of 3385",
        "; ".join(share(won, count) for _, won, count in found),
    )
    found = rows(made, "select before, count_if(y = 'yes'), count(*) from rows_dial group by 1 order by 3 desc")
    yield Answer(
        "by earlier outcome: none, failure, success",
        "8.832 % of 35563; 14.229 % of 4252; 65.113 % of 1373",
        "; ".join(share(won, count) for _, won, count in found),
    )
    found = rows(made, "select month, count_if(y = 'yes'), count(*) from rows_dial group by 1 order by 3 desc")
    yield Answer(
        "by month: May, July, March",
        "may 6.435 % of 13769; jul 9.047 % of 7174; mar 50.549 % of 546",
        "; ".join(f"{month} {share(won, count)}" for month, won, count in found if month in ("may", "jul", "mar")),
    )


QUARTERS = {
    (2017, 1): "531, 82.071 %, 1134672",
    (2017, 4): "1254, 61.713 %, 3086111",
    (2017, 7): "1257, 61.407 %, 2982255",
    (2017, 10): "1196, 60.252 %, 2802496",
}
MANAGERS = {
    "Melvin Marxen": "882, 62.200 %, 2251930",
    "Summer Sewald": "828, 64.336 %, 1964750",
    "Rocco Neubert": "691, 62.084 %, 1960545",
    "Celia Rouche": "610, 63.410 %, 1603897",
    "Cara Losch": "480, 64.430 %, 1130049",
    "Dustin Brinkmann": "747, 62.985 %, 1094363",
}


def crm_pipeline(shop: crm.Warehouse) -> Iterator[Answer]:
    """Opportunities won and lost."""
    yield Answer("win_rate", "63.1501 % = 4238 of 6711", percent(number(shop, crm.metrics.win_rate), 4))
    yield Answer("bookings", "10005534", f"{number(shop, crm.metrics.bookings).value:.0f}")
    size = number(shop, crm.metrics.average_deal_size)
    yield Answer("average_deal_size", "2360.91", f"{size.value:.2f}")
    for word, expected in (("won", "51.782 of 4238"), ("lost", "41.479 of 2473")):
        days = own(
            f"days_to_{word}", "work_item.closed_on", "sum(cycle_days)", "count(cycle_days)", rows=word, unit="days"
        )
        reading = number(shop, days)
        yield Answer(f"mean days to {word}", expected, f"{reading.value:.3f} of {reading.n}")
    rates = crm.metrics.win_rate.measure(shop, every="quarter", since=date(2017, 1, 1), until=date(2017, 12, 31))
    money = crm.metrics.bookings.measure(shop, every="quarter", since=date(2017, 1, 1), until=date(2017, 12, 31))
    for rate, amount in zip(rates.readings, money.readings, strict=True):
        expected = QUARTERS[rate.period.year, rate.period.month]
        yield Answer(f"won, rate, revenue from {rate.period:%Y-%m}", expected, _three(rate, amount))
    rate_of, money_of = (by(shop, one, "team") for one in (crm.metrics.win_rate, crm.metrics.bookings))
    for team, expected in MANAGERS.items():
        yield Answer(f"won, rate, revenue of {team}", expected, _three(rate_of[f"{team}"], money_of[f"{team}"]))


def _three(rate: crm.Reading, money: crm.Reading) -> str:
    return f"{rate.numerator}, {100 * (rate.value or 0):.3f} %, {money.value:.0f}"


def pipeline_beside(rows: Rows) -> Iterator[Answer]:
    """All opportunities, those without a date among them."""
    made = '\n[rows.deal]\nfrom = "pipeline"\ncolumns = { stage = "deal_stage" }\n'
    found = rows(made, "select stage, count(*) from rows_deal group by 1 order by 2 desc")
    yield Answer(
        "opportunities",
        "Won 4238, Lost 2473, Engaging 1589, Prospecting 500",
        ", ".join(f"{stage} {count}" for stage, count in found),
    )
    counts: dict[str, int] = dict(found)
    won, whole = counts["Won"], sum(counts.values())
    yield Answer("win rate of all", "48.1591 % of 8800", share(won, whole, 4))


def loans(shop: crm.Warehouse) -> Iterator[Answer]:
    """Applications, and the calls about them."""
    outcomes = shop.fetch(
        "select count_if(outcome = 'won'), count_if(outcome_reason = 'declined'),"
        " count_if(outcome_reason = 'cancelled'), count_if(outcome is null), count(*) from main.work_item"
    )[0]
    yield Answer("approved; declined; cancelled; open", "2246; 7635; 2807; 399", said(outcomes[:4]))
    yield Answer("approved, of all", "17.162 % of 13087", share(outcomes[0], outcomes[4]))
    offered = shop.fetch(
        "select count_if(outcome = 'won'), count(*) from main.work_item where work_item_id in"
        " (select entity_id from main.status_event where new_value = 'proposal')"
    )[0]
    yield Answer("approved, of those with an offer", "44.786 % of 5015", share(*offered))
    people = shop.fetch("select count(*) from main.agent")[0]
    states = shop.fetch("select count(*) from main.status_event")[0]
    yield Answer("agents; changes of state", "68; 60849", said((*people, *states)))
    calls = shop.fetch("select touchpoint_id, count(*) from main.interaction group by 1 order by 2 desc")
    yield Answer("calls about offers; about incomplete files", "22976; 11407", said([count for _, count in calls]))
    busy = by(shop, crm.metrics.dials, "agent")
    most = sorted(((float(one.numerator or 0), str(agent)) for agent, one in busy.items() if agent), reverse=True)[:5]
    yield Answer(
        "calls, busiest agents",
        "loan:11181 1698, loan:10913 1647, loan:11049 1584, loan:10909 1472, loan:11180 1401",
        ", ".join(f"{agent} {count:.0f}" for count, agent in most),
    )
    rows = shop.fetch(
        "with offered as (select distinct entity_id as id from main.status_event where new_value = 'proposal'),"
        " calls as (select work_item_id as id, count(*) as calls from main.interaction"
        " where touchpoint_id like '%offertes' group by 1)"
        " select least(coalesce(calls, 0), 5) as calls, count_if(outcome = 'won'), count(*) from offered"
        " left join calls using (id) join main.work_item on work_item_id = id group by 1 order by 1"
    )
    yield Answer(
        "approved by calls about the offer, none to 5 or more",
        "0.000 % of 4; 59.430 % of 737; 54.136 % of 955; 50.831 % of 842; 47.460 % of 630; 30.536 % of 1847",
        "; ".join(share(won, count) for _, won, count in rows),
    )


def loans_beside(rows: Rows) -> Iterator[Answer]:
    """Events of all kinds."""
    made = (
        '\n[rows.case]\nfrom = "log"\nby = ["application"]\ncolumns = { first = "min(at)", latest = "max(at)",'
        ' events = "count(*)" }\n[rows.event]\nfrom = "log"\ncolumns = { moment = "at" }\n'
    )
    found = rows(
        made,
        "select count(*), sum(events), median((epoch(latest) - epoch(first)) / 86400) from rows_case",
    )[0]
    yield Answer("applications; events; median days", "13087; 262200; 0.809", f"{found[0]}; {found[1]}; {found[2]:.3f}")
    moved = rows(
        made,
        "select count_if(cast(moment as date) <> cast(moment at time zone 'UTC' as date)), count(*) from rows_event",
    )
    yield Answer("events that a UTC day would move", "731; 262200", said(moved[0]))
