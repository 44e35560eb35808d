"""What whoever answers for the data asks of their page: where each answer stands, with the facts' value."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import PROCESSES
from crm_metrics.boards import data
from crm_metrics.boards.core import Cell, Grid
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import DAY, EN, active, one, queried
from tests.conftest import House


def cells(shop: Shop, key: str) -> dict[str, dict[str, Cell]]:
    """The cells of a card by the ids of its rows and columns."""
    body = next(card for card in data.cards(shop, EN) if card.key == key).body
    assert isinstance(body, Grid)
    names = [column.key for column in body.columns]
    return {row.key: dict(zip(names, row.cells, strict=True)) for row in body.rows}


def test_how_far_does_each_source_reach_and_which_is_late(company: Shop) -> None:
    told = dict(company.fetch("select source, max(loaded_through) from main.load_log group by 1"))
    shown = cells(company, "sources")
    assert {source: row["through"].text for source, row in shown.items()} == {
        source: EN.day(day) for source, day in told.items()
    }
    late = {source for source, day in told.items() if day < max(told.values())}
    assert {one for one, row in shown.items() if row["state"].chip and row["state"].chip.text == "late"} == late
    assert len(late) == 1


def test_what_is_missing_in_the_records_of_our_customers(company: Shop) -> None:
    """Of the active customers who are in the list: with somebody who answers for them, with an e-mail or telephone."""
    known = f"from ({active(DAY)}) a join main.customer c on c.customer_id = a.who"
    shown = cells(company, "critical_fields")
    for field, filled in (
        ("agent", "owner_agent_id is not null"),
        ("contact", "coalesce(email, phone) is not null"),
        ("region", "region is not null"),
    ):
        hits, n = company.fetch(f"select count_if({filled}), count(*) {known}")[0]
        row = shown[f"field {field}"]
        assert (row["filled"].text, row["n"].text) == (EN.percent(hits / n), EN.number(n)), field
    share = one(company, f"select count_if(owner_agent_id is not null) / count(*) {known}")
    days = (DAY.replace(day=1), DAY)
    assert queried(company, "record_completeness", days=days, field="agent") == pytest.approx(share)


def test_of_which_process_is_nothing_recorded(company: Shop) -> None:
    told = {process for (process,) in company.fetch("select distinct process from main.interaction")}
    shown = cells(company, "readiness_data")
    some = {one for one, row in shown.items() if row["records"].chip and row["records"].chip.text == "there are some"}
    assert some == told == set(PROCESSES)


def test_which_file_would_tell_most(house: House) -> None:
    shop = house({"survey": []}, through=date(2026, 11, 20))
    shown = cells(shop, "missing")
    counts = [int(row["count"].text) for row in shown.values()]
    assert counts == sorted(counts, reverse=True)
    assert "survey.csv" not in shown
    reason = ask(shop, [metric_of("cases_opened")], every="month")["cases_opened"].reason
    assert "work_item.csv" in shown and reason is not None and "work_item" in EN.error(reason)
