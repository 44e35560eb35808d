"""Marks on the day's lists: who said what, the list of the first mark kept with those held out, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.attending import marks
from crm_metrics.office.attending.marking import KeptDraw, MarkedMeanwhileError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.trail import lines

DAY = date(2026, 1, 12)
ANA, BETO = Reader("Ana", "supervisor"), Reader("Beto", "supervisor")
DRAW = KeptDraw(DAY, "a1", ("c1", "c2"), ("c24",))


def said(database: OfficeDatabase) -> dict[str, tuple[str, str]]:
    return {one.customer: (one.state, one.author) for one in marks.marks(database, DAY, DAY)}


def test_a_mark_says_who_made_it_and_the_first_keeps_the_list(database: OfficeDatabase) -> None:
    assert (marks.marks(database, DAY, DAY), marks.draws(database, DAY, DAY)) == ((), ())
    marks.say(database, ANA, "done", customer="c1", kinds=("risk",), draw=DRAW)
    later = KeptDraw(DAY, "a1", ("c1", "c2", "c3"), ())
    marks.say(database, BETO, "not_reached", customer="c2", kinds=("promise", "risk"), draw=later)
    assert said(database) == {"c1": ("done", "Ana"), "c2": ("not_reached", "Beto")}
    assert marks.draws(database, DAY, DAY) == (DRAW,)
    assert marks.marks(database, date(2026, 1, 1), date(2026, 1, 11)) == ()
    with database.reading() as session:
        assert [(line.author, line.did) for line in lines(session, "day_mark", "2026-01-12:c1")] == [("Ana", "created")]


def test_a_mark_is_changed_as_it_was_seen_and_refused_where_somebody_was_faster(database: OfficeDatabase) -> None:
    first = marks.say(database, ANA, "later", customer="c1", kinds=("risk",), draw=DRAW)
    second = marks.say(database, ANA, "done", customer="c1", kinds=("risk",), draw=DRAW, seen=first)
    assert (second.done, second.version) == (True, 2)
    for seen in (first, None):
        with pytest.raises(MarkedMeanwhileError) as caught:
            marks.say(database, BETO, "not_reached", customer="c1", kinds=("risk",), draw=DRAW, seen=seen)
        assert caught.value.mark == second


def test_a_state_that_nobody_knows_is_refused(database: OfficeDatabase) -> None:
    for customer, state in (("c1", "gone"), ("", "done"), ("c" * 401, "done")):
        with pytest.raises(QuestionError):
            marks.say(database, ANA, state, customer=customer, kinds=(), draw=DRAW)
    assert not database.place.begun or said(database) == {}
