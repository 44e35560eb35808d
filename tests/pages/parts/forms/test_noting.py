"""Notes on the pages: written on the week and on a number, seen on charts, changed by their author, and mentions."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.figures.control import SMALL
from crm_metrics.figures.notes import STRIP
from crm_metrics.office.database import opened
from crm_metrics.office.notes.noting import DayNote, NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from crm_metrics.office.place import OfficePlace
from tests.pages.parts.forms.readers import THREE
from tests.pages.reading import ROOT, read, shown, whole
from tests.pages.test_language import findings

ACCESS = f"""{THREE}
[[reader]]
name = "Caro"
level = "supervisor"
teams = ["Voz Sur"]
"""
WEEK = {"until": ["2026-11-15"]}
NEW = "tk-note-new--2026-11-15"  # the form of that week
OF_NUMBER = {"metric": ["csat"], "every": ["week"], "until": ["2026-11-15"], "process": ["service"]}
READERS = tuple(Reader(name, "executive") for name in ("Ana", "Marta", "Beto", "Caro"))


@pytest.fixture
def file(kept_in: OfficePlace, tmp_path: Path) -> Path:
    """The database's file."""
    return tmp_path / "office.sqlite"


def visit(reader: str, page: str, /, **asked: list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {"lang": ["es"], **asked, "reader": [reader]}.items():
        app.query_params[key] = values
    return whole(app.switch_page(f"pages/{page}.py").run())


def kept(file: Path) -> tuple[DayNote, ...]:
    return NoteShelf(opened(OfficePlace(file=file)), Reader("", "executive")).notes()


def written(file: Path, text: str, /, author: str = "Ana", **more: object) -> DayNote:
    content = {"first": date(2026, 11, 12), "last": date(2026, 11, 12), **more}
    shelf = NoteShelf(opened(OfficePlace(file=file)), Reader(author, "executive"), READERS)
    return shelf.write(NoteContent(text=text, **content))  # type: ignore[arg-type]


def unfold(app: AppTest, form: str) -> AppTest:
    app.session_state[form] = True
    return whole(app.run())


def press(app: AppTest, key: str) -> AppTest:
    return whole(app.button(key=key).click().run())


def specs(app: AppTest) -> list[dict[str, Any]]:
    """All charts, as Plotly reads them."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def flagged(spec: dict[str, Any]) -> bool:
    """Whether a chart has a first note."""
    return any(one["text"] == "<b>1</b>" for one in spec["layout"].get("annotations", ()))


def test_a_note_of_the_week_stands_on_its_charts_and_below_them(file: Path) -> None:
    app = unfold(visit("Ana", "weekly", **WEEK), "tk-note-new")
    app.date_input(key=f"{NEW}-first").set_value(date(2026, 11, 11))
    app.multiselect(key=f"{NEW}-process").set_value(["service"])
    app.text_area(key=f"{NEW}-text").set_value("Guion <b>nuevo</b> **ya**")
    app.multiselect(key=f"{NEW}-mentions").set_value(["Marta"])
    press(app, f"{NEW}-do")
    (one,) = kept(file)
    assert one.content == NoteContent(
        first=date(2026, 11, 11), last=date(2026, 11, 11), text="Guion <b>nuevo</b> **ya**",
        parts=(("process", "service"),), mentions=("Marta",),
    )  # fmt: skip
    html = shown(app)
    assert "La nota quedó guardada" in html
    assert "&lt;b&gt;nuevo&lt;/b&gt; **ya**" in html and "<b>nuevo" not in html
    assert "11 nov 2026" in html and "evento · Servicio · de Ana" in html
    again = visit("Ana", "weekly", **WEEK)
    multiples = [spec for spec in specs(again) if spec["layout"]["height"] == SMALL + STRIP]
    assert len(multiples) >= 6  # all small charts stay level …
    assert sum(map(flagged, multiples)) == 1  # … and one is of the process
    assert "Guion" not in str(specs(again))


def test_a_note_of_the_day_is_written_on_its_board(file: Path) -> None:
    app, place = unfold(visit("Marta", "daily", until=["2026-11-12"]), "tk-note-new"), "tk-note-new--2026-11-12"
    app.text_area(key=f"{place}-text").set_value("Paro del operador")
    press(app, f"{place}-do")
    (one,) = kept(file)
    assert (one.author, one.content.first, one.content.parts) == (
        "Marta",
        date(2026, 11, 12),
        (("process", "service"),),
    )
    assert "Paro del operador" in shown(app)


def test_no_number_of_any_board_changes_by_a_note(file: Path) -> None:
    def without_notes(page: str) -> tuple[str, list[object]]:
        app = visit("Ana", page, **WEEK)
        html = re.sub(r'<section class="tk-notes".*?</section>', "", shown(app), flags=re.DOTALL)
        axes = ("xaxis", "yaxis", "xaxis2", "yaxis2")
        return html, [(spec["data"], [spec["layout"].get(one) for one in axes]) for spec in specs(app)]

    pages = ("daily", "weekly", "monthly", "process", "overview")
    before = {page: without_notes(page) for page in pages}
    written(file, "Sube el precio")
    for page in pages:
        assert without_notes(page) == before[page], page


@pytest.mark.parametrize("page", ["daily", "weekly", "monthly", "explore"])
def test_the_charts_of_every_level_show_a_note_of_the_whole_company(file: Path, page: str) -> None:
    written(file, "Paro nacional", first=date(2026, 10, 20), last=date(2026, 11, 19))
    html = shown(visit("Ana", page))
    assert "Paro nacional" in html and "toda la empresa" in html
    if page != "monthly":  # which she may not open
        assert "Paro nacional" in shown(visit("Marta", page))  # who sees one process alone


def test_what_happened_to_the_company_or_to_a_process_stands_on_the_charts_of_its_teams(file: Path) -> None:
    for text, parts in (("HUELGA general", ()), ("Paro de servicio", (("process", "service"),)),
                        ("Paro de ventas", (("process", "sales"),))):  # fmt: skip
        written(file, text, first=date(2026, 10, 20), last=date(2026, 11, 19), parts=parts)
    html = shown(visit("Beto", "daily"))
    assert "HUELGA general" in html and "Paro de servicio" in html and "Paro de ventas" not in html
    form = unfold(visit("Beto", "number", **OF_NUMBER), "tk-note-new")
    assert any("La ve quien ve esa parte" in one for one in read(form))


def test_a_chart_says_its_notes_to_who_does_not_see_it(file: Path) -> None:
    written(file, "Paro nacional")
    alts = [chart.proto.alt for chart in visit("Ana", "weekly", **WEEK).get("plotly_chart")]
    assert any("Notas: 1 · 12 nov 2026: Paro nacional (evento · toda la empresa · de Ana)" in one for one in alts)


def test_a_number_has_its_notes_and_the_form_begins_with_it(file: Path) -> None:
    empty = visit("Marta", "number", **OF_NUMBER)
    assert "Estos días aún no tienen notas de este número" in shown(empty)
    app, place = unfold(empty, "tk-note-new"), "tk-note-new-csat-2026-11-15"
    assert app.selectbox(key=f"{place}-metric").value == "csat"
    assert app.multiselect(key=f"{place}-process").value == ["service"]
    press(app, f"{place}-do")
    assert "Una nota necesita un texto" in shown(app) and kept(file) == ()
    app.text_area(key=f"{place}-text").set_value("Encuesta nueva")
    press(app, f"{place}-do")
    assert "Una nota de estos días" in shown(app) and "Encuesta nueva" in shown(app)
    written(file, "De otro indicador", metric="nps", parts=(("process", "service"),))
    written(file, "De otra semana", first=date(2026, 11, 16), last=date(2026, 11, 16), parts=(("process", "service"),))
    again = shown(visit("Ana", "number", **OF_NUMBER))
    assert "Encuesta nueva" in again and "De otro indicador" not in again and "De otra semana" not in again


def test_who_sees_a_part_alone_writes_about_it_and_sees_no_other_name(file: Path) -> None:
    written(file, "Cambio de turno", parts=(("process", "service"), ("team", "Voz Sur")))
    app = visit("Beto", "number", **OF_NUMBER)
    assert "Cambio de turno" not in shown(app) and "Voz Sur" not in "".join(read(app))
    app, place = unfold(app, "tk-note-new"), "tk-note-new-csat-2026-11-15"
    assert app.multiselect(key=f"{place}-team").options == ["Voz Norte"]
    assert "Voz Sur" not in "".join(read(app))
    app.text_area(key=f"{place}-text").set_value("Faltan dos")
    app.multiselect(key=f"{place}-mentions").set_value(["Caro"])
    press(app, f"{place}-do")
    assert "Caro no ve aquello de lo que trata esta nota" in shown(app)
    app.multiselect(key=f"{place}-mentions").set_value(["Ana"])
    press(app, f"{place}-do")
    mine = next(one for one in kept(file) if one.author == "Beto")
    assert mine.content.parts == (("process", "service"), ("team", "Voz Norte"))
    assert "Faltan dos" not in shown(visit("Caro", "number", **OF_NUMBER))


def test_a_mention_stands_on_the_first_board_until_it_is_read(file: Path) -> None:
    one = written(file, "Mire <esto>", metric="csat", parts=(("process", "service"),), mentions=("Marta",))
    assert "Le mencionan" not in shown(visit("Marta", "daily"))  # not her first board
    assert "Le mencionan" not in shown(visit("Ana", "monthly"))
    app = visit("Marta", "weekly")
    html = shown(app)
    assert "Le mencionan" in html and "Mire &lt;esto&gt;" in html
    way = re.search(r'href="(number\?metric=csat&amp;every=week&amp;until=2026-11-15&amp;process=service[^"]*)"', html)
    assert way is not None and "reader=Marta" in way[1]
    assert findings(read(app)) == set()
    press(app, f"tk-note-read-{one.id}")
    assert "Le mencionan" not in shown(app)
    assert kept(file) == (one,)
    assert "You are mentioned" not in shown(visit("Marta", "weekly", lang=["en"]))


def test_its_author_changes_it_and_takes_it_back(file: Path) -> None:
    one = written(file, "Huelga", parts=(("process", "service"),), kind="comment")
    assert "Cambiar una nota suya" not in read(visit("Marta", "weekly", **WEEK))
    app, place = unfold(visit("Ana", "weekly", **WEEK), "tk-note-change"), f"tk-note-change-{one.id}-1"
    assert findings(read(app)) == set()
    app.text_area(key=f"{place}-text").set_value("Huelga general")
    app.date_input(key=f"{place}-last").set_value(date(2026, 11, 14))
    press(app, f"{place}-do")
    (now,) = kept(file)
    assert (now.content.text, now.content.kind, now.version) == ("Huelga general", "comment", 2)
    assert "12 nov – 14 nov 2026" in shown(app)
    unfold(app, "tk-note-change")
    press(app, "tk-note-change-end")
    assert kept(file) == (now,)  # asked once more
    press(app, "tk-note-change-sure")
    assert kept(file) == () and "Huelga" not in shown(app)


def test_of_two_windows_the_second_sees_both_texts(file: Path) -> None:
    one = written(file, "Huelga")
    place = f"tk-note-change-{one.id}-1"
    first, second = (unfold(visit("Ana", "weekly", **WEEK), "tk-note-change") for _ in range(2))
    first.text_area(key=f"{place}-text").set_value("Primera")
    second.text_area(key=f"{place}-text").set_value("Segunda")
    press(first, f"{place}-do")
    press(second, f"{place}-do")
    assert "cambió mientras tanto" in shown(second) and "Ahora dice: «Primera»" in shown(second)
    assert second.text_area(key=f"tk-note-change-{one.id}-2-text").value == "Segunda"
    assert kept(file)[0].content.text == "Primera"
    press(second, f"tk-note-change-{one.id}-2-do")
    assert kept(file)[0].content.text == "Segunda"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_forms_speak_the_language_of_their_reader(file: Path, language: str) -> None:
    app = unfold(visit("Ana", "weekly", lang=[language], **WEEK), "tk-note-new")
    told = [one.label for one in app.text_area]
    assert [one in told for one in ("Qué pasó", "What happened")] == [language == "es", language == "en"]
    if language == "es":
        assert findings(read(app)) == set()
