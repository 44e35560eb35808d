"""A new kind of card body: its record, how it is drawn, its row in the table of bodies, and the card that shows it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes.workbench import Copy, copied

NAME = "a card with a new kind of body"
BAR = 4
RECORDS, DRAWN, TABLE = "crm_metrics/boards/core.py", "crm_metrics/figures/dumbbell.py", "crm_metrics/figures/bodies.py"
CARD = "crm_metrics/boards/cards/objectives.py"

RECORD = '''@dataclass(frozen=True)
class Dumbbell:
    """Two values of each thing and the way between them: (name, first, last)."""

    pairs: tuple[tuple[str, float, float], ...]
    unit: str


Body = Dumbbell | Deciles'''
DRAWING = '''"""Two values of each thing, joined by a line: how far it is from one to the other."""

from __future__ import annotations

from crm_metrics.boards.core import Dumbbell
from crm_metrics.figures.look import Look, Spec, axis, layout
from crm_metrics.words import Words


def dumbbell(body: Dumbbell, look: Look) -> Spec:
    """A line with two ends for each thing, below each other."""
    places = list(range(len(body.pairs)))
    names = [name for name, _, _ in body.pairs]
    lines = [
        {"type": "scatter", "x": [first, last], "y": [place, place], "marker": {"color": look.palette.data}}
        for place, (_, first, last) in zip(places, body.pairs, strict=True)
    ]
    return {"data": lines, "layout": layout(look, 200, yaxis=axis(look, tickvals=places, ticktext=names))}


def pairs(body: Dumbbell, words: Words) -> list[list[str]]:
    """A row for each thing."""
    rows = [[name, *(words.value(x, body.unit) for x in (first, last))] for name, first, last in body.pairs]
    return [["", words("Actual"), words("Objective")], *rows]
'''
SHOWN = """Dumbbell(
            tuple((row.cells[0].text, it.value or 0.0, it.goal.goal) for row, it in zip(rows, aimed) if it.goal),
            "percent",
        )"""

SHEET = """
from crm_metrics.boards.cards import objectives
from crm_metrics.boards.core import Board, Chip
from crm_metrics.figures import LIGHT, config, figures
from crm_metrics.words import Words
from pages.parts.session import Sheet
from tests.boards.board_facts import FRAME, made

words = Words("en")
results = (made("csat", [0.8] * 8, goal=0.75), made("customer_churn_rate", [0.02] * 8, goal=0.01))
card = objectives.card(objectives.Objectives(results, results[0].readings[-1].period), FRAME, words)
board = Board(key="monthly", title="", period="", state=Chip("closed", ""), summary=(), tiles=(), cards=(card,),
              freshness=())
charts = {(card.key, place): chart for place, chart in enumerate(figures(card.body, words, LIGHT))}
sheet = Sheet(board=board, words=words, figures=charts, config=config(words))
"""
PAGE = (
    SHEET
    + """
from pages.parts.cards import cards
cards(sheet)
"""
)
RUN = f"""
import json
from streamlit.testing.v1 import AppTest
from pages.parts import export
app = AppTest.from_string({PAGE!r}, default_timeout=60).run()
assert not app.exception, app.exception
(chart,) = app.get("plotly_chart")
{SHEET}
print(json.dumps({{
    "lines": [line["x"] for line in json.loads(chart.proto.spec or chart.proto.figure.spec)["data"]],
    "files": len(app.get("download_button")),
    "rows": export.table(card, words).splitlines()[3:6],
}}))
"""


def make(copy: Copy) -> None:
    """The objectives of the month as dumbbells in place of a table."""
    copy.replace(RECORDS, "Body = Deciles", RECORD)
    copy.write(DRAWN, DRAWING)
    copy.replace(TABLE, "    Control,\n", "    Control,\n    Dumbbell,\n")
    look = "from crm_metrics.figures.look import"
    copy.replace(TABLE, look, f"from crm_metrics.figures.dumbbell import dumbbell, pairs\n{look}")
    copy.replace(
        TABLE, "    Empty: Drawing(", "    Dumbbell: Drawing(figure=dumbbell, rows=pairs),\n    Empty: Drawing("
    )
    copy.replace(CARD, "import Card, Cell, Empty,", "import Card, Cell, Dumbbell, Empty,")
    copy.replace(CARD, "Grid(columns, rows, title)", SHOWN)


def test_a_new_body_is_drawn_on_its_page_and_goes_out_as_a_file(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    make(copy)
    assert len(copy.touched) <= BAR, list(copy.touched)
    page = json.loads(copy.run(RUN).splitlines()[-1])
    assert page["lines"] == [[0.8, 0.75], [0.02, 0.01]]
    assert page["files"] == 1
    assert page["rows"] == [
        ",Actual,Objective",
        '"CSAT (top two of five), of the month",80.0%,75.0%',
        "Monthly churn,2.0%,1.0%",
    ]


def test_a_body_without_its_row_in_the_table_says_where_it_is_missing(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    copy.replace(RECORDS, "Body = Deciles", RECORD)
    code = "from crm_metrics.boards.core import Dumbbell\nfrom crm_metrics.figures import bodies\ntry:\n"
    code += "    bodies.charts(Dumbbell((), 'percent'))\nexcept TypeError as error:\n    print(error)"
    assert "how a Dumbbell is drawn: give it a row in figures/bodies.py" in copy.run(code)
