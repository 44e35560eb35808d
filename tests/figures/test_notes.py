"""Numbers of notes above a chart: they change no axis and cover no value; their texts are shown, never obeyed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.boards.bodies.noted import CardNote, ChartMark
from crm_metrics.boards.core import Control, Point, SixTwelve
from crm_metrics.figures import LIGHT, bodies, figures
from crm_metrics.figures.look import Look, Spec
from crm_metrics.figures.notes import STRIP, listed, marked, spoken
from crm_metrics.words import Words

es = Words("es-CO")
LOOK = Look(es, LIGHT)
DAYS = [date(2026, 11, 2) + timedelta(days=place) for place in range(11)]
CHART = Control(
    name="ANS", unit="percent", points=tuple(Point(day=day, value=0.8) for day in DAYS), centre=0.8, low=0.7, high=0.9
)
BARE = bodies.spec(CHART, LOOK)


def note(number: int, *marks: ChartMark, text: str = "Huelga") -> CardNote:
    return CardNote(number=number, when="12 nov 2026", text=text, said="evento · Ana", marks=marks)


def at(first: int, last: int | None = None, **more: Any) -> ChartMark:
    return ChartMark(chart=0, x=DAYS[first], until=DAYS[first if last is None else last], **more)


def labels(spec: Spec) -> dict[str, float]:
    """The numbers above the plot, each with its share of the width."""
    added = [one for one in spec["layout"]["annotations"] if one["y"] == 1 and one.get("yshift") == 1]
    return {one["text"]: one["x"] for one in added}


def test_the_plot_keeps_its_size_its_axes_and_its_values() -> None:
    drawn = marked(BARE, [note(1, at(5))], 0, LOOK)
    before, after = BARE["layout"], drawn["layout"]
    assert drawn["data"] == BARE["data"]
    assert (after["xaxis"], after["yaxis"]) == (before["xaxis"], before["yaxis"])
    inside = [one["height"] - one["margin"]["t"] - one["margin"]["b"] for one in (before, after)]
    assert inside[0] == inside[1] and after["height"] == before["height"] + STRIP
    assert after["shapes"][: len(before["shapes"])] == before["shapes"]
    assert all(one["layer"] != "above" for one in after["shapes"])  # below the data
    assert marked(BARE, [], 0, LOOK) == BARE


def test_a_number_stands_at_the_share_of_its_day() -> None:
    # The axis runs from 18 hours before the first day to 18 after the last: 10.0 + 1.5 days; day 5 is its middle.
    drawn = marked(BARE, [note(1, at(0)), note(2, at(5)), note(3, at(10))], 0, LOOK)
    assert labels(drawn) == pytest.approx({"<b>1</b>": 0.75 / 11.5, "<b>2</b>": 0.5, "<b>3</b>": 10.75 / 11.5})
    down = [one for one in drawn["layout"]["shapes"] if (one["xref"], one.get("yref")) == ("paper", "paper")]
    assert [(one["x0"], one["x1"], one["y0"], one["y1"]) for one in down][1] == pytest.approx((0.5, 0.5, 0, 1))


def test_numbers_that_would_touch_stand_together_and_those_apart_do_not() -> None:
    near = marked(BARE, [note(1, at(2)), note(2, at(2)), note(3, at(3)), note(4, at(9))], 0, LOOK)
    assert set(labels(near)) == {"<b>1–3</b>", "<b>4</b>"}
    apart = marked(BARE, [note(number, at(2)) for number in (1, 3, 4, 7)], 0, LOOK)  # the others are of another chart
    assert set(labels(apart)) == {"<b>1, 3–4, 7</b>"}


def test_a_note_of_several_days_has_a_line_along_the_top() -> None:
    drawn = marked(BARE, [note(1, at(2, 6))], 0, LOOK)
    along = [one for one in drawn["layout"]["shapes"] if one["y0"] == one["y1"] == 1]
    assert [(one["x0"], one["x1"]) for one in along] == [pytest.approx((2.75 / 11.5, 6.75 / 11.5))]


def test_each_panel_has_its_own_places_and_what_stands_above_it_moves_up() -> None:
    points = tuple(Point(day=day, value=1.0, label="x") for day in DAYS[:6])
    body = SixTwelve(
        unit="count", weeks=points, weeks_before=(), weeks_goal=None, months=points, months_before=(),
        months_goal=None, totals=(), weeks_title="6 semanas", months_title="12 meses",
    )  # fmt: skip
    bare = bodies.spec(body, LOOK)
    marks = (ChartMark(chart=0, x=0, until=0), ChartMark(chart=0, x=5, until=5, axis="x2"))
    drawn = marked(bare, [note(1, *marks)], 0, LOOK)
    added = [one["x"] for one in drawn["layout"]["annotations"] if one["text"] == "<b>1</b>"]
    # Six places from -0.5 to 5.5: the first panel is 0 to 0.36 of the width, the second 0.49 to 1.
    assert added == pytest.approx([0.36 * 0.5 / 6, 0.49 + 0.51 * 5.5 / 6])
    titles = [one["yshift"] for one in drawn["layout"]["annotations"] if "semanas" in one["text"]]
    assert titles == [24 + STRIP]


def test_of_several_small_charts_all_get_the_strip_and_each_its_own_marks() -> None:
    other = [note(1, ChartMark(chart=1, x=DAYS[3], until=DAYS[3]))]
    assert labels(marked(BARE, other, 0, LOOK)) == {}
    assert marked(BARE, other, 0, LOOK)["layout"]["height"] == BARE["layout"]["height"] + STRIP
    assert list(labels(marked(BARE, other, 1, LOOK))) == ["<b>1</b>"]
    assert figures(CHART, es, LIGHT, "", other)[0].layout.height == BARE["layout"]["height"] + STRIP


HOSTILE = '<img src=x onerror=alert(1)> **negrita** [x](javascript:1) 👩\u200d🚀 إضراب "' + "w" * 200


def test_a_text_is_shown_as_it_was_written() -> None:
    html = listed([note(1, at(1), text=HOSTILE)], es)
    assert "<img" not in html and "&lt;img src=x onerror=alert(1)&gt; **negrita** [x](javascript:1) 👩\u200d🚀" in html
    assert '<bdi class="tk-written" dir="auto">' in html
    assert '<b class="tk-flag">1</b> <b>12 nov 2026</b>' in html
    drawn = str(marked(BARE, [note(1, at(1), text=HOSTILE)], 0, LOOK))
    assert "img" not in drawn and "negrita" not in drawn  # a chart reads markup in its texts: none is there


def test_the_earlier_ones_of_many_are_folded_but_on_paper() -> None:
    many = [note(number, at(1)) for number in range(1, 10)]
    html = listed(many, es)
    assert html.count("<li>") == 9 and html.index("<details>") < html.index(">1<") < html.index("</details>")
    assert html.index("</details>") < html.index(">4<") and "3 notas anteriores" in html
    assert "<details>" not in listed(many, es, whole=True)
    assert listed([], es) == ""


def test_who_does_not_see_the_chart_is_told_its_notes() -> None:
    given = [note(1, at(1)), note(2, ChartMark(chart=1, x=DAYS[0], until=DAYS[0]), text="Guion")]
    assert spoken(given, es) == ("Notas: 1 · 12 nov 2026: Huelga (evento · Ana); 2 · 12 nov 2026: Guion (evento · Ana)")
    assert "Guion" not in spoken(given, es, 0) and "Huelga" not in spoken(given, es, 1)
    assert spoken([], es) == spoken(given[:1], es, 1) == ""
