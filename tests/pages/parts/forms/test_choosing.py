"""A board of one's own on its page: metrics added, moved, taken off; saved, shared, opened in the part of another."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.office.place import OfficePlace
from tests.pages.reading import ROOT, shown, whole

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
[[reader]]
name = "Beto"
level = "supervisor"
processes = ["service"]
"""
TWO = ["promise_kept_rate,week", "csat,month,process=service"]


@pytest.fixture(autouse=True)
def file(kept_in: OfficePlace, tmp_path: Path) -> Path:
    """The access file."""
    return tmp_path / "access.toml"


def visit(reader: str = "Ana", ids: list[str] | None = None, **asked: list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {"shown": ids or [], "reader": [reader], "lang": ["en"], **asked}.items():
        if values:
            app.query_params[key] = values
    return whole(app.switch_page("pages/chosen.py").run())


def unfolded(app: AppTest) -> AppTest:
    app.session_state["tk-choose"] = True
    return whole(app.run())


def asked(app: AppTest) -> list[str]:
    """What its address shows, in its order."""
    found = app.query_params.get("shown", [])
    return [found] if isinstance(found, str) else list(found)


def names(app: AppTest) -> list[str]:
    """The tiles in their order."""
    return re.findall(r'<article class="tk-tile" data-metric="([^"]*)"', shown(app))


def links(app: AppTest) -> dict[str, str]:
    found = re.findall(r'<a class="tk-view" href="([^"]*)">(.*?)</a>', shown(app))
    return {unescape(name): unescape(href) for href, name in found}


def save(app: AppTest, name: str, audience: str = "private:") -> AppTest:
    app.session_state["tk-save"] = True
    whole(app.run())
    app.text_input(key="tk-save-name").set_value(name)
    app.selectbox(key="tk-save-audience").set_value(audience)
    return whole(app.button(key="tk-save-do").click().run())


def follow(app: AppTest, name: str, reader: str) -> AppTest:
    page, _, said = links(app)[name].partition("?")
    assert page == "chosen"
    kept = {key: ids for key, ids in parse_qs(said).items() if key not in ("reader", "lang")}
    return visit(reader, kept.pop("shown"), **kept)


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_opens_empty_with_its_form_and_with_metrics(language: str) -> None:
    app = visit(lang=[language])
    assert app.selectbox(key="tk-choose-metric").options
    assert ("todavía no tiene indicadores" in shown(app)) == (language == "es")
    assert names(visit(ids=TWO, lang=[language])) == ["promise_kept_rate", "csat"]


def test_a_metric_is_added_with_its_rhythm_and_part_moved_and_taken_off() -> None:
    app = unfolded(visit(ids=TWO[:1]))
    whole(app.selectbox(key="tk-choose-metric").set_value("csat").run())
    app.selectbox(key="tk-choose-every-csat").set_value("month")
    app.selectbox(key="tk-choose-process-csat").set_value("service")
    whole(app.run())
    whole(app.button(key="tk-choose-add").click().run())
    assert asked(app) == TWO and names(app) == ["promise_kept_rate", "csat"]
    whole(app.selectbox(key="tk-choose-which").set_value(TWO[1]).run())
    whole(app.button(key="tk-choose-earlier").click().run())
    assert asked(app) == TWO[::-1] and names(app) == ["csat", "promise_kept_rate"]
    whole(app.selectbox(key="tk-choose-which").set_value(TWO[0]).run())
    whole(app.button(key="tk-choose-off").click().run())
    assert asked(app) == TWO[1:] and names(app) == ["csat"]


def test_a_board_is_saved_shared_and_opens_under_its_name_in_the_part_of_its_reader() -> None:
    app = save(visit(ids=TWO), "Mi <b>mañana</b>", "level:supervisor")
    assert list(links(app)) == ["Mi <b>mañana</b>"] and "<h1>Mi &lt;b&gt;mañana&lt;/b&gt;</h1>" in shown(app)
    mine = follow(app, "Mi <b>mañana</b>", "Ana")
    assert "<h1>Mi &lt;b&gt;mañana&lt;/b&gt;</h1>" in shown(mine)
    beto = visit("Beto")
    theirs = follow(beto, "Mi <b>mañana</b>", "Beto")
    assert names(theirs) == ["csat"]
    assert "One metric of this board is of a part that is not yours to see" in shown(theirs)


def test_the_owner_keeps_what_the_page_shows_now_and_the_others_see_it() -> None:
    app = save(visit(ids=TWO), "Mío", "level:supervisor")
    changed = visit(ids=[*TWO[::-1], "first_response_sla,week"], title=["Mío"])
    changed.session_state["tk-change"] = True
    whole(changed.run())
    box = next(one for one in changed.checkbox if str(one.key).startswith("tk-change-now"))
    box.check()
    whole(changed.button(key="tk-change-do").click().run())
    assert names(changed) == ["csat", "promise_kept_rate", "first_response_sla"], "it stays where it was"
    assert names(follow(visit("Beto"), "Mío", "Beto")) == ["csat", "first_response_sla"]
    same = follow(visit(), "Mío", "Ana")
    same.session_state["tk-change"] = True
    whole(same.run())
    assert not [one for one in same.checkbox if str(one.key).startswith("tk-change-now")], "it shows that already"
    del app


def test_a_full_board_takes_no_more() -> None:
    full = [f"csat,week,tier={tier},process={process}" for tier in ("high", "low") for process in
            ("sales", "service", "collections", "presales", "loyalty", "retention")]  # fmt: skip
    app = unfolded(visit(ids=full))
    assert "The board is full: 12 metrics are the most." in shown(app)
    assert not [one for one in app.button if one.key == "tk-choose-add"]
    assert len(set(re.findall(r'popover id="([^"]*)"', shown(app)))) == len(re.findall(r'popover id="', shown(app)))
