"""Where notes stand: on which charts, at which of their periods, worked out by hand for each kind of chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.course import Course
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.core import Body, Card, Control, Grid, Multiples, Point, SixTwelve, View
from crm_metrics.boards.noting.kept import BoardNote
from crm_metrics.boards.noting.marking import concerns, noted, parts_of
from crm_metrics.office.notes.noting import DayNote, NoteContent
from crm_metrics.words import Words

en = Words("en")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 2)  # of week 45


def note(first: date, last: date | None = None, /, **more: object) -> BoardNote:
    content = NoteContent(first=first, last=last or first, text=f"on {first:%d}", **more)  # type: ignore[arg-type]
    return BoardNote(DayNote(id=content.text, version=1, content=content, author="Ana", written_at=NOW, changed_at=NOW))


def led(until: date, metric: str = "csat", *, every: str = "week", **where: str) -> Provenance:
    return Provenance(metric=metric, every=every, until=until, where=tuple(where.items()))


def weeks(n: int = 3, **where: str) -> Control:
    """So many weeks from that Monday on."""
    mondays = [MONDAY + timedelta(days=7 * place) for place in range(n)]
    points = tuple(Point(day=one, value=0.8, behind=led(one + timedelta(days=6), **where)) for one in mondays)
    return Control(name="CSAT", unit="percent", points=points)


def card(body: Body) -> Card:
    return Card(key="c", title="T", subtitle="", body=body, footer="", alt="T")


def marks(body: Body, *notes: BoardNote, view: View = View()) -> list[tuple[int, int, object, object, str]]:  # noqa: B008
    """(number, chart, from, until, axis) of each mark."""
    (made,) = noted([card(body)], notes, view, en)
    return [(one.number, mark.chart, mark.x, mark.until, mark.axis) for one in made.notes for mark in one.marks]


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [
        (date(2026, 11, 2), None, (date(2026, 11, 2), date(2026, 11, 2))),  # a Monday
        (date(2026, 11, 8), None, (date(2026, 11, 2), date(2026, 11, 2))),  # the Sunday of the same week
        (date(2026, 11, 9), None, (date(2026, 11, 9), date(2026, 11, 9))),
        (date(2026, 11, 22), None, (date(2026, 11, 16), date(2026, 11, 16))),  # the last day of the chart
        (date(2026, 11, 1), None, None),  # the day before the chart
        (date(2026, 11, 23), None, None),  # the day after it
        (date(2026, 11, 8), date(2026, 11, 9), (date(2026, 11, 2), date(2026, 11, 9))),
        (date(2026, 10, 1), date(2026, 11, 3), (date(2026, 11, 2), date(2026, 11, 2))),  # began before the chart
        (date(2026, 11, 20), date(2026, 12, 31), (date(2026, 11, 16), date(2026, 11, 16))),  # ends after it
        (date(2026, 1, 1), date(2026, 12, 31), (date(2026, 11, 2), date(2026, 11, 16))),
    ],
)
def test_a_note_stands_at_the_week_that_holds_its_day(
    first: date, last: date | None, place: tuple[date, date] | None
) -> None:
    expected = [] if place is None else [(1, 0, *place, "x")]
    assert marks(weeks(), note(first, last)) == expected


def test_a_day_stands_at_itself_and_the_days_that_are_not_told_yet_show_nothing() -> None:
    days = [date(2026, 11, day) for day in (2, 3, 4)]
    points = tuple(Point(day=one, value=None if one.day == 3 else 1.0, behind=led(one, every="day")) for one in days)
    body = Control(name="CSAT", unit="percent", points=points)
    assert marks(body, note(days[1]), note(date(2026, 11, 5))) == [(1, 0, days[1], days[1], "x")]


def test_weeks_and_months_each_have_their_mark() -> None:
    mondays = [date(2026, 10, 5) + timedelta(days=7 * place) for place in range(6)]  # to 9 November
    firsts = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))]

    def point(day: date, until: date) -> Point:
        return Point(day=day, value=1.0, behind=led(until, "revenue", every="all"))

    body = SixTwelve(
        unit="money", weeks=tuple(point(one, one + timedelta(days=6)) for one in mondays), weeks_before=(),
        weeks_goal=None, months=(*(point(one, one.replace(day=28)) for one in firsts[:11]),
        point(firsts[11], date(2026, 11, 15))), months_before=(), months_goal=None, totals=(),
    )  # fmt: skip
    # 11 November: sixth week (place 5), twelfth month (place 11); 14 July: eighth month alone; 16 November is not told.
    assert marks(body, note(date(2026, 7, 14)), note(date(2026, 11, 11)), note(date(2026, 11, 16))) == [
        (1, 0, 7, 7, "x2"), (2, 0, 5, 5, "x"), (2, 0, 11, 11, "x2"),
    ]  # fmt: skip


def test_a_month_of_a_plan_stands_by_the_one_that_is_known() -> None:
    body = PlanActual(
        months=("sep", "oct", "nov"), actual=(None, 5.0, None), plan=(), before=(), variance=(), texts=(), unit="count",
        behind=(None, led(date(2026, 10, 31), "revenue", every="month"), None),
    )  # fmt: skip
    notes = [note(date(2026, 8, 31)), note(date(2026, 9, 1)), note(date(2026, 11, 30)), note(date(2026, 12, 1))]
    assert marks(body, *notes) == [(1, 0, 0, 0, "x"), (2, 0, 2, 2, "x")]
    assert marks(replace(body, behind=(None, None, None)), *notes) == []


def test_the_course_of_a_month_has_its_days_to_the_last_that_is_told() -> None:
    days = [date(2026, 11, day) for day in range(1, 31)]
    behind = tuple(led(one, "revenue", every="all") if one.day <= 20 else None for one in days)
    body = Course(unit="money", days=("",) * 30, sums=(), goal=(), before=(), legend=("", "", ""), behind=behind)
    notes = [note(date(2026, 11, 12), date(2026, 11, 25)), note(date(2026, 11, 21))]
    assert marks(body, *notes) == [(1, 0, 11, 19, "x")]


def test_of_several_charts_a_note_stands_on_those_that_it_concerns() -> None:
    both = Multiples((weeks(process="sales"), weeks(process="service"), Control(name="", unit="count")), ())
    sale, whole = note(MONDAY, parts=(("process", "sales"),)), note(date(2026, 11, 9))
    assert [(number, chart) for number, chart, *_ in marks(both, sale, whole)] == [(1, 0), (2, 0), (2, 1)]


@pytest.mark.parametrize(
    ("content", "of", "fits"),
    [
        ({}, {"process": "sales", "team": "Norte"}, True),
        ({"metric": "csat"}, {}, True),
        ({"metric": "nps"}, {}, False),
        ({"parts": (("process", "sales"),)}, {"process": "sales"}, True),
        ({"parts": (("process", "sales"), ("process", "service"))}, {"process": "sales"}, True),
        ({"parts": (("process", "service"),)}, {"process": "sales"}, False),
        ({"parts": (("process", "service"),)}, {}, True),  # a part of the whole
        ({"parts": (("team", "Norte"),)}, {"process": "service"}, True),  # its team is within
        ({"parts": (("team", "Norte"),)}, {"team": "Sur"}, False),
        ({"parts": (("process", "service"), ("team", "Norte"))}, {"process": "service", "team": "Sur"}, False),
    ],
)
def test_a_note_concerns_what_is_neither_of_another_metric_nor_of_another_part(
    content: dict[str, object], of: dict[str, str], fits: bool
) -> None:
    parts = {name: frozenset([value]) for name, value in of.items()}
    assert concerns(note(MONDAY, **content), "csat", parts) is fits


def test_a_note_of_a_team_is_not_shown_on_processes_that_it_does_not_work_in() -> None:
    of_team = replace(note(MONDAY, parts=(("team", "Norte"),)), processes=frozenset(["service"]))
    assert concerns(of_team, "csat", {"process": frozenset(["service"])})
    assert not concerns(of_team, "csat", {"process": frozenset(["sales"])})


def test_what_a_chart_is_of_comes_from_itself_then_from_its_metric_then_from_the_filters() -> None:
    view = View(where=(("team", "Sur"), ("tier", "gold"), ("rows", "x")), processes=("sales", "service"))
    assert parts_of("csat", [("process", "sales"), ("team", "Norte")], view) == {
        "process": {"sales"}, "team": {"Norte"}, "tier": {"gold"},
    }  # fmt: skip
    assert parts_of("csat", [], view)["process"] == {"sales", "service"}
    assert parts_of("csat", [], View(process="sales")) == {"process": {"sales"}}
    assert parts_of("csat", [("team", "~none")], View()) == {}
    assert parts_of("service_level", [], View()) == {"process": {"service"}}  # its own


def test_a_card_without_a_chart_over_time_and_a_board_without_notes_stay_as_they_were() -> None:
    table = card(Grid((), (), "T"))
    assert noted([table], [note(MONDAY)], View(), en) == (table,)
    chart = card(weeks())
    assert noted([chart], [], View(), en) == (chart,)
    (made,) = noted([chart], [note(MONDAY)], View(), en)
    assert replace(made, notes=()) == chart  # numbers and words stay


def test_a_note_says_its_days_what_it_is_about_and_whose_it_is() -> None:
    several = note(date(2025, 12, 30), date(2026, 11, 3), kind="comment", metric="csat", parts=(("team", "loyalty"),))
    (made,) = noted([card(weeks())], [several, note(MONDAY, parts=(("process", "sales"),))], View(), en)
    assert [one.number for one in made.notes] == [1, 2]
    assert made.notes[0].when == f"{en.day(date(2025, 12, 30))} – {en.day(date(2026, 11, 3))}"
    assert made.notes[0].said == "comment · CSAT (top two of five), loyalty · by Ana"
    assert made.notes[1].said == "event · Sales · by Ana"
    whole = note(MONDAY, date(2026, 11, 3))
    (made,) = noted([card(weeks())], [whole], View(), en)
    assert (made.notes[0].when, made.notes[0].said) == ("2 Nov – 3 Nov 2026", "event · the whole company · by Ana")
