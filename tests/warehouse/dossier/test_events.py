"""What happened with one customer: every process, the newest first, within what a reader may see."""

from __future__ import annotations

from datetime import date, datetime

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.dossier.events import counted, events
from crm_metrics.warehouse.dossier.limits import conditions
from tests.boards.customer.company import company
from tests.conftest import House


def test_every_process_tells_its_events_and_the_company_its_changes(whole: Shop) -> None:
    # Two contacts, a case and an answer of service; a call, two invoices and a payment of collections; three orders;
    # one change of tier.
    assert counted(whole, "c1", EVERYTHING) == {"": 1, "collections": 4, "sales": 3, "service": 4}


def test_the_newest_stands_first_in_the_companys_own_hours(whole: Shop) -> None:
    found = events(whole, "c1", EVERYTHING, most=2)
    assert [(one.kind, one.at) for one in found] == [
        ("contact", datetime(2026, 6, 25, 10)), ("opened", datetime(2026, 6, 20, 10)),
    ]  # fmt: skip
    assert [one.kind for one in events(whole, "c1", EVERYTHING, skip=10)] == ["changed", "order"]
    assert [one.amount for one in events(whole, "c1", EVERYTHING, processes=("sales",))] == [500, 1000, 1000]


def test_a_reader_of_a_part_sees_its_events_alone(whole: Shop) -> None:
    assert counted(whole, "c1", Scope(processes=("service",))) == {"service": 4}
    assert counted(whole, "c1", Scope(teams=("Cobro",))) == {"collections": 1}
    assert counted(whole, "c1", Scope(teams=("Ventas",))) == {}
    assert {one.process for one in events(whole, "c1", Scope(processes=("sales",)))} == {"sales"}


def test_rows_that_lack_a_dimension_of_the_scope_are_not_seen() -> None:
    assert conditions(Scope(teams=("Cobro",)), {"process": "process"}) is None
    found = conditions(Scope(processes=("service",)), {"process": "p.process"})
    assert found is not None
    assert [(one.sql, one.bound) for one in found] == [
        ("(p.process in ($scope_process_1))", {"scope_process_1": "service"})
    ]


def test_what_was_never_loaded_tells_no_event(house: House) -> None:
    shop = company(house, "interaction", "agent_time", "order_line")
    assert counted(shop, "c1", EVERYTHING) == {"": 1, "collections": 3, "service": 2}
    assert events(house({}), "c1", EVERYTHING) == ()


def test_of_a_day_alone_nobody_knows_the_hour(whole: Shop) -> None:
    (change,) = events(whole, "c1", EVERYTHING, skip=10, most=1)
    assert (change.day, change.words) == (date(2026, 2, 15), ("value_tier", "high", "medium"))
    (paid, *_) = [one for one in events(whole, "c1", EVERYTHING) if one.kind == "ledger"]
    assert paid.at is None
