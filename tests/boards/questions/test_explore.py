"""What an analyst asks of the page of any metric: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.boards import explore
from crm_metrics.boards.core import Board, FactSheet, Heat
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    APRIL,
    EN,
    LAST,
    SEEN,
    TALKED,
    agree,
    answers,
    by,
    card,
    cells,
    on,
    one,
    queried,
    share,
)


def page(company: Shop, until: date | None = None, **asked: str) -> Board:
    view = replace(SEEN, where=tuple(sorted(asked.items())), until=until)
    return explore.board(explore.gather(company, view), EN)


def test_what_does_it_come_to_by_team(company: Shop) -> None:
    told = company.fetch(answers().replace("select ", "select team, ") + " group by 1")
    asked = by(company, "csat", "team")
    shown = cells(page(company, metric="csat", rows="team"), "cut")
    assert len(told) == len(shown) - 1  # and the whole
    for team, hits, n in told:
        row = shown[f"of:{team}"]
        agree(row["value"], "csat", hits / n, asked[team])
        assert row["n"].text == EN.number(n)
    agree(shown["whole"]["value"], "csat", share(company, answers()), queried(company, "csat"))


def test_how_does_it_stand_against_the_month_before(company: Shop) -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    before = share(company, answers("process = 'service'", f"between '{march[0]}' and '{march[1]}'"))
    now = share(company, answers("process = 'service'"))
    row = cells(page(company, metric="csat", against="before", process="service"), "cut")["whole"]
    agree(row["value"], "csat", now, queried(company, "csat", process="service"))
    assert queried(company, "csat", days=march, process="service") == pytest.approx(before)
    assert (row["before"].text, row["change"].text) == (EN.percent(before), EN.variance(now - before, "percent"))


def test_where_does_it_happen_by_two_dimensions(company: Shop) -> None:
    told = company.fetch(
        f"select i.process, p.channel, count(*) from main.interaction i join main.touchpoint p using (touchpoint_id)"
        f" where {TALKED} and {on('offered_at')} {APRIL} and p.channel in ('phone', 'chat') group by 1, 2"
    )
    body = card(page(company, metric="contacts_handled", rows="process", columns="channel"), "cut").body
    assert isinstance(body, Heat)
    shown = {(row, column): text for row, line in zip(body.rows, body.texts, strict=True)
             for column, text in zip(body.columns, line, strict=True)}  # fmt: skip
    for process, channel, count in told:
        assert shown[EN.name(process), EN.name(channel)] == EN.number(count)
        assert queried(company, "contacts_handled", process=process, channel=channel) == count


def test_what_was_it_in_days_of_my_own(company: Shop) -> None:
    since, until = date(2026, 2, 10), date(2026, 3, 5)
    fact = one(company, "select count(*) from main.work_item where process = 'service'"
                        f" and {on('opened_at')} between '{since}' and '{until}'")  # fmt: skip
    shown = page(company, until, metric="cases_opened", since=since.isoformat())
    asked = queried(company, "cases_opened", "all", (since, until))
    agree(cells(shown, "cut")["whole"]["value"], "cases_opened", fact, asked)
    assert shown.period == f"{EN.day(since)} – {EN.day(until)}"


def test_what_exactly_is_measured(company: Shop) -> None:
    sheet = card(page(company, metric="csat"), "meaning").body
    assert isinstance(sheet, FactSheet)
    told = dict(sheet.facts)
    assert dict(sheet.made)["Formula"] == f"{metric_of('csat').numerator} ÷ {metric_of('csat').denominator}"
    assert told["Formula in words"] == "Answers of 4 or 5 ÷ all satisfaction answers from 1 to 5"
    assert told["Data up to"] == EN.day(one(company, "select max(loaded_through) from main.load_log"
                                                     " where table_name = 'survey'"))  # fmt: skip
    assert "shape.survey" in (sheet.code or "")


def test_is_it_moving(company: Shop) -> None:
    board = page(company, metric="csat")
    week = (LAST.replace(day=20), LAST.replace(day=26))  # the last week that was over by the last day asked
    body = card(board, "trend").body
    points = getattr(body, "points", ())
    shown = next(point for point in points if point.day == week[0])
    assert shown.value == pytest.approx(share(company, answers("true", f"between '{week[0]}' and '{week[1]}'")))
    assert shown.value == pytest.approx(queried(company, "csat", "week", week))
