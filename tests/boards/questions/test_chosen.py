"""What a reader asks of a board of one's own: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.boards import chosen
from crm_metrics.boards.core import Board
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    EN,
    SEEN,
    agree,
    answers,
    cells,
    queried,
    share,
)

WEEK = (date(2026, 5, 18), date(2026, 5, 24))  # the last one that was over by the last day of the data, a Saturday
BEFORE = (date(2026, 5, 11), date(2026, 5, 17))
TEAM = "Digital"
WEEKLY, MONTHLY = "csat,week,process=service", f"csat,month,team={TEAM}"


def page(company: Shop, *shown: str) -> Board:
    view = replace(SEEN, where=tuple(("shown", one) for one in shown))
    return chosen.board(chosen.gather(company, view), EN)


def between(days: tuple[date, date]) -> str:
    return f"between date '{days[0]}' and date '{days[1]}'"


def test_how_do_my_numbers_stand_each_in_its_own_last_period(company: Shop) -> None:
    shown = cells(page(company, WEEKLY, MONTHLY), "chosen")
    assert list(shown) == [WEEKLY, MONTHLY]
    fact = share(company, answers("process = 'service'", between(WEEK)))
    agree(shown[WEEKLY]["value"], "csat", fact, queried(company, "csat", "week", WEEK, process="service"))
    fact = share(company, answers(f"team = '{TEAM}'"))
    agree(shown[MONTHLY]["value"], "csat", fact, queried(company, "csat", team=TEAM))


def test_how_many_answers_are_behind_it(company: Shop) -> None:
    told = company.fetch(answers("process = 'service'", between(WEEK)))
    assert cells(page(company, WEEKLY), "chosen")[WEEKLY]["n"].text == EN.number(told[0][1])


def test_what_changed_against_the_period_before(company: Shop) -> None:
    now, earlier = (share(company, answers("process = 'service'", between(days))) for days in (WEEK, BEFORE))
    assert queried(company, "csat", "week", BEFORE, process="service") == pytest.approx(earlier)
    assert cells(page(company, WEEKLY), "chosen")[WEEKLY]["change"].text == EN.variance(now - earlier, "percent")


def test_are_the_customers_of_the_same_rows_content(company: Shop) -> None:
    shown = f"first_response_sla,month,process=service,team={TEAM}"
    row = cells(page(company, shown), "chosen")[shown]
    fact = share(company, answers(f"process = 'service' and team = '{TEAM}'"))
    assert queried(company, "csat", process="service", team=TEAM) == pytest.approx(fact)
    assert row["satisfaction"].text == f"CSAT {EN.percent(fact)}"
    assert row["satisfaction"].behind is not None and row["satisfaction"].behind.value == pytest.approx(fact)


def test_which_of_them_say_nothing_and_why(company: Shop) -> None:
    shown = cells(page(company, WEEKLY, "no_such_metric,week"), "untold")
    assert list(shown) == ["no_such_metric,week"]
    assert shown["no_such_metric,week"]["why"].text.startswith("There is no such metric")
