"""Rows left out stay in the account, with day, process and key, until a later load has brought them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.warehouse.loading.importing import Inbox, Outcome
from tests.warehouse.loading.test_load import SURVEY, survey

HEAD = SURVEY.replace("\n", ",relationship\n")
TODAY = date(2026, 11, 21)  # of the load


def told(*lines: str) -> str:
    """A file of surveys that say what they are about."""
    return HEAD + "".join(line.replace("\n", ",true\n") for line in lines)


def missing(got: Outcome, columns: str = "key, rule, from_on, until_on, row_count") -> list[tuple[Any, ...]]:
    return got.rows(f"select {columns} from main.omitted_row order by all")


def test_a_rejected_row_is_kept_with_its_key_and_its_days_until_it_comes(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": told(survey(1, score=11), survey(2))})
    assert missing(got) == [("S1", "scale", date(2026, 3, 1), date(2026, 3, 2), 1)]
    assert missing(got, "source, table_name, file, lacks, process") == [("plain", "survey", "survey.csv", "", None)]
    again = inbox.load({"survey.csv": told(survey(1, score=11), survey(2))})
    assert not again.changed
    other = inbox.load({"survey_more.csv": told(survey(3))})
    assert other.error is not None  # no file of that name is known; nothing is mended by it
    mended = inbox.load({"survey.csv": told(survey(1))})
    assert mended.changed
    assert missing(mended) == []


def test_a_new_reject_alone_makes_a_version_that_tells_of_it(inbox: Inbox) -> None:
    inbox.load({"survey.csv": told(survey(1))})
    got = inbox.load({"survey.csv": told(survey(1), survey(2, score=11))})
    assert got.counts["survey"].loaded == 0
    assert got.changed
    assert [row[0] for row in missing(got)] == ["S2"]


def test_a_row_without_a_readable_day_may_lie_on_any_day_that_the_load_covers(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": told(survey(1), survey(2, responded="2026-13-45"))})
    assert missing(got) == [("S2", "format", date(2026, 3, 1), TODAY, 1)]


def test_where_no_row_is_read_a_missing_one_may_lie_on_any_day_at_all(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": told(survey(1, score=11), "S2,nps\n")})
    assert missing(got)[1:] == [(None, "cells", None, None, 1)]


def test_a_row_without_a_readable_key_is_mended_by_its_file_sent_again_from_as_early_a_day(inbox: Inbox) -> None:
    broken = inbox.load({"survey.csv": told(survey(1)) + "S2,nps\n"})
    assert missing(broken) == [(None, "cells", date(2026, 3, 1), TODAY, 1)]
    later = inbox.load({"survey.csv": told(survey(3, sent="2026-04-01", responded="2026-04-02"))})
    assert [row[1] for row in missing(later)] == ["cells"]  # the file of another day, by the same name
    whole = inbox.load({"survey.csv": told(survey(1), survey(2))})
    assert missing(whole) == []


def test_full_mends_all_of_the_source_and_of_the_table(inbox: Inbox) -> None:
    inbox.load({"survey.csv": told(survey(1), survey(2, score=11))})
    got = inbox.load({"survey.csv": told(survey(1))}, full=True)
    assert got.changed
    assert missing(got) == []


def test_a_line_of_totals_is_no_row_that_anybody_misses(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": told(survey(1)) + "Total,nps,,,,9,0,10,true\n"})
    assert [one[2] for one in got.why] == ["total"]
    assert missing(got) == []


def test_a_score_of_recommendation_that_does_not_say_what_it_is_about_is_set_aside(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1) + survey(2).replace("nps", "csat").replace(",0,10", ",0,10")})
    assert missing(got, "key, rule, lacks, row_count") == [("S1", "lacks", "relationship", 1)]
    assert [one for one in got.notices if one.startswith("1 answers on 0–10 do not tell")]
    told_now = inbox.load({"survey.csv": told(survey(1))})
    assert missing(told_now) == []
    assert not [one for one in told_now.notices if "0–10" in one]
    untold = inbox.load({"survey.csv": SURVEY + survey(1, score=8)})
    assert missing(untold) == []  # what it told once it keeps


def test_what_is_rejected_twice_is_missing_once(inbox: Inbox) -> None:
    inbox.load({"survey.csv": told(survey(1), survey(2, score=11))})
    got = inbox.load({"survey.csv": told(survey(1), survey(2, score=12), survey(3))})
    assert missing(got, "key, row_count") == [("S2", 1)]


def test_a_case_keeps_its_process_and_the_day_on_which_it_was_closed(inbox: Inbox) -> None:
    head = "work_item_id,process,kind,customer_id,opened_at,closed_at,status,outcome\n"
    lines = (
        "W1,service,request,C1,2026-01-02 09:00,2026-01-09 09:00,x,resolved\n"
        "W2,service,request,C1,2026-01-03 09:00,2026-01-10 09:00,x,desconocido\n"
    )
    got = inbox.load({"work_item.csv": head + lines})
    assert missing(got, "key, process, from_on, until_on, gone_on") == [
        ("W2", "service", date(2026, 1, 3), date(2026, 1, 10), date(2026, 1, 10))
    ]


def test_a_close_without_an_outcome_is_noted_until_its_outcome_comes(inbox: Inbox) -> None:
    head = "work_item_id,process,kind,customer_id,opened_at,closed_at,status,outcome\n"
    line = "W1,service,request,C1,2026-01-02 09:00,2026-01-09 09:00,x,"
    got = inbox.load({"work_item.csv": f"{head}{line}\n"})
    assert missing(got, "key, rule, lacks, from_on, until_on") == [
        ("W1", "lacks", "outcome", date(2026, 1, 2), date(2026, 1, 9))
    ]
    assert missing(inbox.load({"work_item.csv": f"{head}{line}resolved\n"})) == []


def test_an_entry_without_its_points_is_left_out_by_name_and_one_that_enrols_has_none(inbox: Inbox) -> None:
    text = (
        "entry_id,customer_id,kind,entry_at,points\n1,ana,enrol,2026-05-04 10:00,\n2,ana,earn,2026-05-04 10:00,100\n"
        "3,ana,earn,2026-05-05 10:00,\n4,ana,redeem,2026-05-06 10:00,\n5,ana,earn,2026-05-07 10:00,0\n"
    )
    got = inbox.load({"loyalty_entry.csv": text})
    assert got.why == [(4, "points", "no_points"), (5, "points", "no_points")]
