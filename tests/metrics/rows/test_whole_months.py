"""Whole months of which the rows are kept: they are what each month by itself gives, and no answer changes by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import EVERYTHING
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.rows import plan
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company

UNTIL = date(2026, 9, 10)
KEPT = sorted(one.name for one in shape.kept())
PERIODS = {one.name for one in shape.shapes().values() if one.kind == "period"}
METRICS = sorted(name for name, one in CATALOGUE.items() if one.on != "period" and one.shape in PERIODS)
YEAR = (date(2025, 9, 1), date(2026, 8, 31))
CUTS = ((), ("tier",), ("segment",), ("customer",))


@pytest.fixture(scope="module")
def company() -> Iterator[Shop]:
    with demo_company(Asked(customers=300, months=7, until=UNTIL), finish=None) as made:
        yield made


@pytest.fixture
def unkept(company: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The same company, of whose months nothing is kept."""
    other = replace(company)
    assert other.finals is not None
    monkeypatch.setitem(other.__dict__, "finals", None)
    return other


def test_they_are_the_whole_months_of_the_data(company: Shop) -> None:
    kept = company.finals
    assert kept is not None and (kept.last, kept.shapes) == (date(2026, 8, 1), frozenset(KEPT))
    first, last, days = company.fetch("select min(loaded_from), max(loaded_through), count(*) from shape.watermark")[0]
    assert kept.first == first.replace(day=1) and last == UNTIL and days
    for name in KEPT:
        months = company.fetch(f"select distinct period from final.{name} order by 1")
        assert months and months[-2:] == [(kept.last,), (UNTIL.replace(day=1) - timedelta(days=1),)]
    assert kept.year == YEAR


@pytest.mark.parametrize("name", KEPT)
def test_the_rows_of_a_month_are_what_a_question_of_it_alone_gives(company: Shop, name: str) -> None:
    live = shape.period_select(name, company.company.time_zone)
    for row in company.fetch("select * from final.month order by 1"):
        period, first, last, following, days, ends = row
        assert (ends, days) == (last, (following - first).days)
        assert period == (first if days < 32 else last)
        values = f"(date '{period}', date '{first}', date '{last}', date '{following}', {days}, date '{ends}')"
        alone = f"(with asked(period, first, last, next, days, ends) as (values {values}) select * from ({live}))"
        kept = f"(select * from final.{name} where period = date '{period}')"
        for one, other in ((kept, alone), (alone, kept)):
            assert company.fetch(f"select * from {one} except all select * from {other}") == []


def same(one: Result, other: Result) -> None:
    assert one.reason == other.reason
    assert [(each.period, each.groups, each.n, each.complete) for each in one.readings] == [
        (each.period, each.groups, each.n, each.complete) for each in other.readings
    ]
    told = [(mine.value, theirs.value) for mine, theirs in zip(one.readings, other.readings, strict=True)]
    for mine, theirs in told:
        assert mine == theirs or mine == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("metric", METRICS)
def test_no_answer_changes_by_them(company: Shop, unkept: Shop, metric: str) -> None:
    """By month through the tenth of a running one, one month, the year, whole and cut, and by quarters, made anew."""
    found = CATALOGUE[metric]
    for by in CUTS:
        if set(by) <= set(dimensions(company, found)):
            asked = [ask(one, [found], every="month", by=by, until=UNTIL)[metric] for one in (company, unkept)]
            same(*asked)
            for first, last in ((date(2026, 7, 1), date(2026, 7, 31)), YEAR):
                asked = [
                    ask(one, [found], every="all", by=by, since=first, until=last)[metric] for one in (company, unkept)
                ]
                same(*asked)
    same(*(ask(one, [found], every="quarter", until=UNTIL)[metric] for one in (company, unkept)))


def dimensions(company: Shop, metric: Metric) -> tuple[str, ...]:
    question = plan.Question(
        warehouse=company, catalogue=CATALOGUE, every="month", by=(), where=(), since=None, until=UNTIL,
        scope=EVERYTHING,
    )  # fmt: skip
    return plan.dimensions_of(question, metric)


def test_a_question_of_whole_months_reads_them_and_makes_a_running_one_anew(company: Shop) -> None:
    churn = CATALOGUE["customer_churn_rate"]
    whole = ask(company, [churn], every="month", since=date(2026, 5, 1), until=date(2026, 8, 31))[churn.name].sql
    assert "final.customer_period" in whole and "shape.book_span" not in whole
    running = ask(company, [churn], every="month", since=date(2026, 5, 1), until=UNTIL)[churn.name].sql
    assert "final.customer_period" in running and "shape.book_span" in running
    quarter = ask(company, [churn], every="quarter", since=date(2026, 4, 1), until=date(2026, 6, 30))[churn.name].sql
    assert "final." not in quarter


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (date(2026, 7, 1), date(2026, 7, 31), True),
        (date(2026, 7, 1), date(2026, 7, 30), False),
        (date(2026, 7, 2), date(2026, 7, 31), False),
        (date(2026, 6, 1), date(2026, 7, 31), False),
        (date(2026, 6, 2), date(2026, 7, 1), False),
        (date(2026, 9, 1), UNTIL, False),
        (*YEAR, True),
        (date(2025, 8, 1), date(2026, 7, 31), False),
        (YEAR[0], date(2026, 8, 30), False),
    ],
)
def test_all_days_of_one_whole_month_or_of_the_twelve_to_the_last_are_kept(
    company: Shop, since: date, until: date, kept: bool
) -> None:
    churn = CATALOGUE["customer_churn_rate"]
    asked = ask(company, [churn], every="all", since=since, until=until)[churn.name].sql
    assert ("final.customer_period" in asked) == kept and ("shape.book_span" in asked) != kept
