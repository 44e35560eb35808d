"""Value and life cycle from files: a published example of survival, and the tiers of a real shop's invoices."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import reading
from tests.warehouse.loading.importing import Inbox

CDNOW = Path(__file__).parents[3] / "shared" / "data" / "cdnow"

# V15, Freireich's 6-MP data: when they left, and those still there
LEFT = (6, 6, 6, 7, 10, 13, 16, 22, 23)
THERE = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)


def test_v15_the_median_time_in_a_stage_counts_those_still_there(inbox: Inbox) -> None:
    """The leavers' mean is 12.1, the published median 23."""
    through, first = date(2026, 4, 1), date(2026, 2, 1)
    stays = [(days, first, first + timedelta(days=days)) for days in LEFT]
    stays += [(days, through - timedelta(days=days), through + timedelta(days=1)) for days in THERE]
    customers, events = "customer_id,created_at\n", "entity,entity_id,attribute,changed_at,old_value,new_value\n"
    for number, (_, entered, gone) in enumerate(stays):
        customers += f"C{number},2026-01-15 10:00\n"
        events += f"customer,C{number},lifecycle_stage,{entered} 10:00,,exploration\n"
        if gone <= through:
            events += f"customer,C{number},lifecycle_stage,{gone} 10:00,exploration,awareness\n"
    events += f"work_item,W,status,{through} 10:00,new,open\n"  # the last day on which anything happened
    company = "name,time_zone,currency\nPrueba,America/Bogota,COP\n"
    got = inbox.load({"customer.csv": customers, "status_event.csv": events, "company.csv": company})
    assert not got.rejects and got.error is None
    shape.build(inbox.connection)
    answer = question.ask(
        reading(inbox.connection),
        [CATALOGUE["stage_dwell_time"]],
        every="quarter",
        by="lifecycle_stage",
        where={"lifecycle_stage": "exploration"},
        since=date(2026, 1, 1),
        until=date(2026, 3, 31),
    )["stage_dwell_time"]
    assert [(one.groups, one.value, one.n) for one in answer.readings] == [(("exploration",), 23.0, 21)]


@pytest.mark.real_data
@pytest.mark.skipif(not CDNOW.is_dir(), reason="the CDNOW invoices are not here")
def test_the_tiers_of_a_shop_with_invoices_alone(inbox: Inbox) -> None:
    """CDNOW has no margins, tiers or segments: the tiers of April 1998 are worked out from the file line by line."""
    inbox.load_folder(CDNOW, "cdnow")
    shape.build(inbox.connection, only=("customer_value", "customer_span"))
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for line in (CDNOW / "CDNOW_master.txt").read_text().splitlines():
        customer, day, _, amount = line.split()
        if "19970401" <= day <= "19980331":
            spent[customer] += Decimal(amount)
    half, four_fifths = sum(spent.values()) / 2, sum(spent.values()) * 4 / 5
    expected: dict[str, str] = {}
    above = Decimal(0)
    by_amount: dict[Decimal, list[str]] = defaultdict(list)
    for customer, total in spent.items():
        by_amount[total].append(customer)
    for value in sorted(by_amount, reverse=True):
        tier = "low" if value <= 0 or above >= four_fifths else "medium" if above >= half else "high"
        expected |= dict.fromkeys(by_amount[value], tier)
        above += max(value, Decimal(0)) * len(by_amount[value])
    shop = reading(inbox.connection)
    found = dict(
        shop.fetch(
            "select split_part(customer, ':', -1), tier from shape.customer_span"
            " where from_on <= date '1998-04-15' and to_on > date '1998-04-15'"
        )
    )
    assert len(found) == 23_570
    assert {name: found[name] for name in expected} == expected
    assert {found[name] for name in found.keys() - expected.keys()} == {"low"}  # bought a year ago or more
