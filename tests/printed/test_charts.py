"""Charts as SVG: every mark of the figure is there, at its place, in written colours; what is unknown is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from crm_metrics.boards.bodies.interval import Deciles, Interval
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.bodies.quadrant import Quadrant, QuadrantPoint
from crm_metrics.boards.core import Bridge, Control, Point, SixTwelve, Step
from crm_metrics.figures import bodies
from crm_metrics.figures.look import Look
from crm_metrics.figures.palette import LIGHT
from crm_metrics.metrics.shop import Shop
from crm_metrics.printed.charts import svg
from crm_metrics.words import Words
from tests.printed.reading import board_of

SVG = "{http://www.w3.org/2000/svg}"
LOOK = Look(Words("es-CO"), LIGHT, "COP")
DAYS = [date(2026, 11, day) for day in range(2, 12)]
MARKED = tuple(
    Point(day=day, value=float(place), mark="beyond" if place == 9 else "run" if place > 6 else None, good=place == 9)
    for place, day in enumerate(DAYS)
)
CONTROL = Control(
    name="ANS", unit="count", points=(*MARKED, Point(day=date(2026, 11, 12), value=3.0, complete=False)),
    centre=4.0, low=1.0, high=8.0, goal=6.0, centre_text="media 4", low_text="LNI 1", high_text="LNS 8",
    goal_text="meta 6", baseline_until=DAYS[4], baseline_text="base",
)  # fmt: skip
OWN_BAND = Control(
    name="ANS", unit="percent", centre=0.5, low=0.3, high=0.7,
    points=tuple(Point(day=day, value=0.5, low=0.5 - n / 100, high=0.5 + n / 10) for n, day in enumerate(DAYS, 1)),
)  # fmt: skip
CLOUD = Quadrant(
    points=(
        QuadrantPoint(unit="a", name="Ana", x=4.0, y=0.6, n=400, named=True),
        QuadrantPoint(unit="b", name="Luis", x=6.0, y=0.9, n=100, standing="good", chosen=False),
        QuadrantPoint(unit="c", name="Eva", x=5.0, y=0.5, n=3, small=True),
    ),
    units=("ratio", "percent"), titles=("Por hora", "CSAT"), middle=(5.0, 0.7), corners=("I", "II", "III", "IV"),
    line=((4.0, 0.6), (6.0, 0.9)),
)  # fmt: skip
SAMPLES: Mapping[str, Any] = {
    "control": CONTROL,
    "own band": OWN_BAND,
    "nothing": Control(name="ANS", unit="count"),
    "bridge": Bridge((Step("Altas", 5.0, "+5", tone="good"), Step("Bajas", -2.0, "−2", tone="bad"),
                      Step("Cambio", 3.0, "+3", total=True))),
    "plan": PlanActual(
        months=("ene 26", "feb 26"), actual=(5.0, 4.0), plan=(4.0, None), before=(None, 3.0), variance=(1.0, None),
        texts=("+1", ""), unit="count", legend=("antes", "plan", "real"), strip="Δ plan",
    ),
    "cloud": CLOUD,
    "deciles": Deciles(
        (Interval(name="1 – 2 min", value=0.5, low=0.4, high=0.6, n=9, label="l"),), "percent", 0.5, "tiempo"
    ),
    "six and twelve": SixTwelve(
        unit="count", weeks=MARKED[:6], weeks_before=MARKED[:6], weeks_goal=4.0, months=CONTROL.points[5:],
        months_before=(), months_goal=None, totals=(), weeks_title="6 semanas", months_title="12 meses",
    ),
}  # fmt: skip

# What the figures say that a drawing reads, and what means nothing on paper: nothing opens, moves or is chosen there.
READ = {
    "trace": {"type", "mode", "x", "y", "line", "marker", "error_y", "xaxis", "yaxis", "orientation", "base", "width",
              "offset"},
    "shape": {"type", "x0", "x1", "y0", "y1", "line", "fillcolor", "layer", "xref", "yref", "path"},
    "annotation": {"text", "x", "y", "xref", "yref", "xshift", "yshift", "xanchor", "yanchor", "font"},
    "layout": {"height", "margin", "xaxis", "xaxis2", "yaxis", "yaxis2", "shapes", "annotations"},
    "axis": {"range", "domain", "anchor", "tickvals", "ticktext", "tickfont", "showgrid", "gridcolor", "showline",
             "linecolor", "showticklabels", "ticklabelstandoff", "title"},
}  # fmt: skip
UNSEEN = {
    "trace": {"text", "customdata", "hovertemplate", "cliponaxis", "ids"},
    "shape": set(),
    "annotation": {"showarrow", "align"},
    "layout": {"template", "paper_bgcolor", "plot_bgcolor", "font", "hoverlabel", "hovermode", "dragmode", "showlegend",
               "barmode"},  # overlay: as bars stand that name their own places
    "axis": {"fixedrange", "zeroline", "ticks", "tickangle", "automargin", "type"},
}  # fmt: skip


def drawn(body: Any, width: float = 600) -> ElementTree.Element:
    return ElementTree.fromstring(svg(bodies.spec(body, LOOK), width, "Un título"))


def shapes(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return list(root.iter(SVG + tag))


def said(root: ElementTree.Element) -> list[str]:
    return ["".join(one.itertext()) for one in shapes(root, "text")]


@pytest.mark.parametrize("body", SAMPLES.values(), ids=SAMPLES)
def test_a_chart_has_its_size_its_title_and_colours_that_need_no_style_sheet(body: Any) -> None:
    text = svg(bodies.spec(body, LOOK), 600, "Un título")
    root = ElementTree.fromstring(text)
    assert root.get("width") == "600" and root.get("height") == str(bodies.spec(body, LOOK)["layout"]["height"])
    assert shapes(root, "title")[0].text == "Un título"
    for unknown in ("class=", "var(", "currentColor", "light-dark", "rgba", "nan", "url("):
        assert unknown not in text
    for one in root.iter():
        for paint in filter(None, (one.get("fill"), one.get("stroke"))):
            assert paint == "none" or re.fullmatch("#[0-9A-Fa-f]{6}", paint)


@pytest.mark.parametrize("body", SAMPLES.values(), ids=SAMPLES)
def test_nothing_is_drawn_outside_the_chart(body: Any) -> None:
    root, high = drawn(body), bodies.spec(body, LOOK)["layout"]["height"]
    for one in shapes(root, "rect") + shapes(root, "circle"):
        x, y = (float(one.get(key) or one.get("c" + key) or 0) for key in "xy")
        assert -1 <= x <= 601 and -1 <= y <= high + 1
        assert x + float(one.get("width") or 0) <= 601 and y + float(one.get("height") or 0) <= high + 1
    for one in shapes(root, "path"):
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", one.get("d") or ""):
            assert -1 <= float(x) <= 601 and -1 <= float(y) <= high + 1


def test_every_point_of_a_control_chart_is_marked() -> None:
    root = drawn(CONTROL)
    # Ten whole points as small circles, the running one as a hollow circle; one square, two diamonds above them.
    hollow = [one for one in shapes(root, "circle") if one.get("fill") == LIGHT.card]
    assert len(shapes(root, "circle")) == 11 and len(hollow) == 1 and hollow[0].get("stroke") == LIGHT.data
    assert len([one for one in shapes(root, "path") if one.get("fill") == LIGHT.bad]) == 2
    assert len([one for one in shapes(root, "rect") if one.get("fill") == LIGHT.good]) == 1
    assert [text for text in said(root) if text in ("LNS 8", "meta 6", "media 4", "LNI 1", "base")] == [
        "LNS 8", "meta 6", "media 4", "LNI 1", "base",
    ]  # fmt: skip


def test_each_point_of_a_cloud_has_its_own_size_shape_and_faintness() -> None:
    root = drawn(CLOUD)
    # By area: 400 answers 22 px across, 100 answers half of that; 3 answers the least of 8 px, and hollow.
    whole, few = shapes(root, "circle")
    assert (whole.get("r"), whole.get("fill"), whole.get("opacity")) == ("11", LIGHT.data, None)
    assert (few.get("r"), few.get("fill")) == ("4", "none")
    (apart,) = [one for one in shapes(root, "path") if one.get("fill") == LIGHT.good]
    assert apart.get("opacity") == "0.25"


def test_a_value_lies_where_the_axis_says() -> None:
    root = drawn(CONTROL)
    spec = bodies.spec(CONTROL, LOOK)["layout"]
    low, high = spec["yaxis"]["range"]
    top, down = spec["margin"]["t"], spec["height"] - spec["margin"]["t"] - spec["margin"]["b"]
    first = shapes(root, "circle")[0]  # value 0, on 2 November: 18 hours after the axis begins, of 10 days and 36 hours
    assert float(first.get("cy") or 0) == pytest.approx(top + (high - 0) / (high - low) * down, abs=0.01)
    across = 600 - spec["margin"]["l"] - spec["margin"]["r"]
    assert float(first.get("cx") or 0) == pytest.approx(spec["margin"]["l"] + 18 / (240 + 36) * across, abs=0.01)


def test_every_bar_of_a_bridge_begins_where_the_last_one_ended() -> None:
    root = drawn(SAMPLES["bridge"])
    bars = [one for one in shapes(root, "rect") if one.get("height") and one.get("fill") != LIGHT.band]
    begin = [float(one.get("x") or 0) for one in bars]
    wide = [float(one.get("width") or 0) for one in bars]
    assert [one.get("fill") for one in bars] == [LIGHT.good, LIGHT.bad, LIGHT.data]
    assert begin[0] + wide[0] == pytest.approx(begin[1] + wide[1], abs=0.05)  # +5 ends at 5, where −2 begins
    assert wide[0] / wide[1] == pytest.approx(2.5, abs=0.01)
    assert begin[2] + wide[2] == pytest.approx(begin[1], abs=0.05)  # both at 3


def test_columns_without_a_value_are_not_drawn() -> None:
    fills = [one.get("fill") for one in shapes(drawn(SAMPLES["plan"]), "rect")]
    assert [fills.count(colour) for colour in (LIGHT.before, "none", LIGHT.data, LIGHT.good)] == [1, 1, 2, 1]


def test_an_interval_has_its_ends() -> None:
    root = drawn(SAMPLES["deciles"])
    whiskers = [one.get("d") or "" for one in shapes(root, "path") if one.get("stroke") == LIGHT.data]
    assert len(whiskers) == 1 and whiskers[0].count("M") == 3
    assert "tiempo" in said(root) and "1 –" in said(root) and "2 min" in said(root)


def test_a_line_breaks_where_there_is_no_value() -> None:
    spec = bodies.spec(CONTROL, LOOK)
    spec["data"] = [{**spec["data"][0], "mode": "lines", "x": DAYS[:4], "y": [1.0, None, 2.0, 3.0]}]
    root = ElementTree.fromstring(svg(spec, 600, "t"))
    line = next(one.get("d") or "" for one in shapes(root, "path") if one.get("stroke") == LIGHT.data)
    assert re.sub(r"[\d. ]", "", line) == "MML"


def test_what_a_name_holds_is_text() -> None:
    hostile = '<script>alert("1")</script> & <b>'
    root = drawn(Bridge((Step(hostile, 5.0, hostile),)))
    assert said(root).count(hostile) == 2
    assert not shapes(root, "script")
    assert hostile in "".join(ElementTree.fromstring(svg(bodies.spec(CONTROL, LOOK), 9, hostile)).itertext())


@pytest.mark.parametrize(
    ("part", "change"),
    [("data", {"type": "pie"}), ("data", {"type": "scatter", "mode": "text"}), ("shapes", {"type": "circle"})],
)
def test_what_nobody_drew_before_is_refused(part: str, change: dict[str, str]) -> None:
    spec = bodies.spec(CONTROL, LOOK)
    whole = spec if part == "data" else spec["layout"]
    whole[part] = [{**whole[part][0], **change}]
    with pytest.raises(TypeError, match="on paper"):
        svg(spec, 600, "t")


def test_every_word_of_every_figure_is_read_or_means_nothing_on_paper(company: Shop) -> None:
    boards = [board_of(name, company, "es-CO") for name in ("daily", "weekly", "monthly")]
    charts = [chart for board in boards for card in board.cards for chart in bodies.charts(card.body)]
    assert len(charts) >= 10
    for body in [*SAMPLES.values(), *charts]:
        for look in (LOOK, Look(LOOK.words, LIGHT, "COP", small=True)):
            if look.small and not isinstance(body, Control):
                continue
            spec = bodies.spec(body, look)
            layout = spec["layout"]
            axes = [layout[key] for key in layout if key[1:5] == "axis"]
            for kind, parts in (
                ("trace", spec["data"]), ("shape", layout.get("shapes", ())), ("layout", [layout]), ("axis", axes),
                ("annotation", layout.get("annotations", ())),
            ):  # fmt: skip
                assert {key for part in parts for key in part} - READ[kind] - UNSEEN[kind] == set()
