"""The address of any view of any page: it restores the view, and shows another reader nothing beyond his own part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.boards.core import Filter
from crm_metrics.warehouse.store import Warehouse, open_warehouse
from crm_metrics.words import Words
from pages.parts import asked as asking
from pages.parts import shell
from pages.parts.asked import Asked
from pages.parts.sheet import board_module
from tests.pages.reading import ROOT, shown, whole

TEAM = "Voz Norte"
ACCESS = f"""
[[reader]]
name = "Ana"
level = "executive"
personal = true
[[reader]]
name = "Beto"
level = "executive"
processes = ["service"]
[[reader]]
name = "Caro"
level = "executive"
teams = ["{TEAM}"]
"""
# Every page, and each of its parts that has filters of its own: what is asked there before a filter is moved.
PLACES: Mapping[str, tuple[str, Asked]] = {
    "daily": ("daily", {}),
    "weekly": ("weekly", {}),
    "monthly": ("monthly", {}),
    "plans": ("plans", {}),
    "plans, a gap": ("plans", {"metric": ["csat"], "week": ["2026-11-09"], "of": [f"team:{TEAM}"]}),
    "overview": ("overview", {}),
    "process": ("process", {}),
    "journey": ("journey", {}),
    "pairing": ("pairing", {"process": ["service"]}),
    "customers": ("customers", {}),
    "customers, a cell": ("customers", {"axes": ["segment"], "row": ["high"]}),
    "customers, rankings": ("customers", {"part": ["rankings"]}),
    "customers, cross": ("customers", {"part": ["cross"]}),
    "customers, growth": ("customers", {"part": ["growth"]}),
    "customers, stimulus": ("customers", {"part": ["stimulus"]}),
    "portfolio": ("portfolio", {}),
    "customer": ("customer", {"customer": ["crm:C000001"]}),
    "chosen": ("chosen", {"shown": ["csat,month,team=Ventas%20Tienda", "csat,month"]}),
    "explore": ("explore", {"metric": ["csat"], "rows": ["team"], "columns": ["agent"], "team": ["Ventas Tienda"]}),
    "number": ("number", {"metric": ["csat"], "every": ["month"], "team": ["Ventas Tienda"]}),
    "objectives": ("objectives", {}),
    "reviews": ("reviews", {}),
    "catalogue": ("catalogue", {}),
    "glossary": ("glossary", {}),
    "data": ("data", {}),
}
LINK = re.compile(r'href="([^"]*)"')
# Typed into the filters that take any text; and another metric that has answers.
TYPED = {"q": "retencion", "find": "Demo", "customer": "crm:C000002", "metric": "nps"}
# Where who sees all of it reads of people, teams or customers of others: there the search below has to find them.
TELLING = PLACES.keys() - {"plans", "plans, a gap", "reviews", "overview", "journey", "catalogue", "glossary", "data"}


@pytest.fixture
def access(demo_folder: Path, settled: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    settled.setenv("CRM_WAREHOUSE", str(demo_folder))
    settled.setenv("CRM_ACCESS", str(file))


@pytest.fixture(scope="module")
def company(demo_folder: Path) -> Iterator[Warehouse]:
    with closing(open_warehouse(demo_folder)) as opened:
        yield opened


def opened(page: str, reader: str, asked: Asked, language: str = "es") -> AppTest:
    """A fresh session of a reader at an address."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, values in {**asked, "reader": [reader], "lang": [language]}.items():
        app.query_params[key] = list(values)
    return whole(app.switch_page(f"pages/{page}.py").run())


def offered(company: Warehouse, page: str, asked: Asked) -> tuple[Filter, ...]:
    """The filters of a page for who sees all of it."""
    if page == "data":
        return ()
    module, view = board_module(page), asking.view(asked, Reader("Ana", "executive", rights=("personal",)))
    found: tuple[Filter, ...] = module.board(module.gather(company, view), Words("es-CO")).filters
    return found


def other(one: Filter) -> list[str]:
    """Values of a filter that are not in force: of those that take several the first three, of a choice the last."""
    if one.day:
        return [(date.fromisoformat(one.chosen[0]) - timedelta(days=7)).isoformat()]
    if one.key in TYPED:
        return [TYPED[one.key]]
    left = [choice.id for choice in one.choices if choice.id not in one.chosen]
    return left[:3] if one.several else left[-1:]


def move(app: AppTest, page: str, one: Filter, values: Sequence[str]) -> AppTest:
    """Choose values in the widget of a filter."""
    key = f"filter-{page}-{one.key}"
    if one.day:
        app.date_input(key=key).set_value(date.fromisoformat(values[0]))
    elif one.free:
        app.text_input(key=key).set_value(values[0])
    elif one.several:
        app.multiselect(key=key).set_value(list(values))
    elif one.tabs:
        app.button_group(key=key).set_value(values[0])
    else:
        app.selectbox(key=key).set_value(values[0])
    return whole(app.run())


def address(app: AppTest) -> dict[str, list[str]]:
    """What of the address is neither reader nor language."""
    asked = {key: [said] if isinstance(said, str) else list(said) for key, said in app.query_params.items()}
    return {key: values for key, values in asked.items() if key not in asking.OURS and values}


def text_of(app: AppTest) -> str:
    """All that a page says, in its charts too."""
    charts = [json.dumps(json.loads(one.proto.spec), ensure_ascii=False) for one in app.get("plotly_chart")]
    return LINK.sub(_sorted, unescape(shown(app))) + "".join(charts)


def _sorted(link: re.Match[str]) -> str:
    """A link whose parts stand in one order: they follow the address, and that the order of what was chosen."""
    page, _, asked = link[1].partition("?")
    return f'href="{page}?{"&".join(sorted(asked.split("&")))}"'


def choices(app: AppTest) -> dict[str, object]:
    """What each filter of a page has in force."""
    widgets = (*app.multiselect, *app.selectbox, *app.date_input, *app.text_input, *app.get("button_group"))
    return {one.key: one.value for one in widgets if one.key and one.key.startswith("filter-")}


def names_outside(company: Warehouse, inside: str) -> set[str]:
    """Teams, people and customers of others; inside: what holds of the agents and rows of a reader's part."""
    teams = {name for (name,) in company.fetch(f"select distinct team from main.agent where not ({inside})")}
    people = {name for (name,) in company.fetch(f"select name from main.agent where not ({inside})")}
    persons = company.fetch("select unnest([name, email, phone]) as told from main.customer")
    return (teams | people | {told for (told,) in persons if told}) - {"Retención"}  # also the name of a process


def customers_outside(company: Warehouse) -> set[str]:
    """The customers whom no row of the team, of its agents or of its cases names."""
    met = " union ".join(
        f"select customer_id from main.{table} where team = '{TEAM}' or agent_id in"
        f" (select agent_id from main.agent where team = '{TEAM}')"
        for table in ("interaction", "work_item", "order_line", "receivable", "subscription", "survey")
        if {"team", "agent_id"} <= {name for (name,) in company.fetch(
            f"select column_name from duckdb_columns() where table_name = '{table}' and schema_name = 'main'")}
    )  # fmt: skip
    return {one for (one,) in company.fetch(f"select customer_id from main.customer except ({met})")}


def found(words: set[str], text: str) -> set[str]:
    """Those words that a text says, as whole words."""
    return {one for one in words if one in text and re.search(rf"(?<![\w.]){re.escape(one)}(?!\w)", text)}


def test_every_page_is_among_the_places() -> None:
    assert {page for page, _ in PLACES.values()} == {entry.name for entry in shell.PAGES}


@pytest.mark.usefixtures("access")
@pytest.mark.parametrize("place", PLACES)
def test_the_address_of_each_filter_restores_it_and_shows_another_reader_his_own_part(
    company: Warehouse, place: str
) -> None:
    page, asked = PLACES[place]
    outside = {
        "Beto": names_outside(company, "process = 'service'"),
        "Caro": names_outside(company, f"team = '{TEAM}'"),
    }
    outside["Caro"] |= customers_outside(company)
    wrong, told = [], set[str]()
    for one in (None, *offered(company, page, asked)):
        values = other(one) if one else []
        if one and not values:
            continue
        app = opened(page, "Ana", asked)
        if one:
            before = address(app)
            move(app, page, one, values)
            assert address(app)[one.key] == values, one.key
            assert {**before, **address(app)}.keys() == {**before, one.key: values}.keys()
            if before.keys() - address(app).keys():  # another metric has no such value: told once, then let go
                whole(app.run())
        again = opened(page, "Ana", address(app))
        assert address(again) == address(app)
        assert choices(again) == choices(app), one
        text = text_of(app)
        assert text_of(again) == text, one
        told |= found(outside["Caro"], text)
        for reader, language in (("Beto", "es"), ("Caro", "en")):
            theirs = opened(page, reader, address(app), language)
            asked_for = {value for values in address(app).values() for value in values}
            wrong += [(one and one.key, reader, said) for said in found(outside[reader] - asked_for, text_of(theirs))]
    assert wrong == []
    assert told or place not in TELLING
