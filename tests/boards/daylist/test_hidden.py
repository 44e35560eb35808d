"""Who is held out of the day's list stands in nothing that asks to attend somebody, and nothing tells who it is.

Each page is made twice, of a company that holds nobody out and of one that does: as text, print, wall, file; so is what
commands write. Where it lists whom to attend the held-out customer stands in the first and not in the second; all else
is the same twice.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm_metrics.access import Scope
from crm_metrics.boards import data
from crm_metrics.boards.core import Board, View
from crm_metrics.boards.daylist import listing as day_list
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.command import main, run
from crm_metrics.command.boards import text
from crm_metrics.metrics.shop import Shop
from crm_metrics.printed.offered import PRINTED
from crm_metrics.printed.paper import paper
from crm_metrics.printed.sheet import document
from crm_metrics.wall.slide import slide
from crm_metrics.words import Words
from pages.parts import export, listing, shell
from pages.parts.forms import attending
from tests.boards.customers.company import order
from tests.boards.daylist.company import AGENTS, HELD, company
from tests.conftest import House

WORDS = Words("en")
AT = datetime(2026, 1, 13, 12, tzinfo=UTC)
BEFORE = ("2025-09-22", "2025-10-02", "2025-10-12")
EVERYBODY, AGENT = View(personal=True), View(personal=True, scope=Scope(agents=("a1",)))
MODULES = {**PRINTED, "glossary": "orientation.glossary"}
ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(sorted(PRINTED), ()),
    "customers-cross": (("part", "cross"),),
    "customers-growth": (("part", "growth"),),
    "customers-rankings": (("part", "rankings"),),
    "customers-stimulus": (("part", "stimulus"),),
    "customers-campaigns": (("part", "campaigns"),),
    "customers-find": (("find", HELD),),
    **dict.fromkeys(("catalogue", "explore", "glossary", "objectives", "pairing", "plans", "portfolio", "reviews"), ()),
    "chosen": (
        ("shown", "active_customers,day"),
        ("shown", "orders_placed,month"),
        ("shown", "customer_revenue,month"),
    ),
    "customer-one": (("customer", HELD),),
    "portfolio-one": (("manager", "a1"),),
}
LISTS = {("daily", EVERYBODY), ("daily", AGENT), ("customers-stimulus", EVERYBODY)}  # that ask to attend somebody
COMMANDS = (
    ["query", "active_customers", "--format", "json"],
    ["query", "orders_placed", "--every", "month", "--by", "agent", "--format", "csv"],
    ["query", "customer_revenue", "--format", "table"],
    ["rows", "active_customers", "--format", "csv"],
    ["rows", "orders_placed", "--every", "all", "--format", "json"],
    ["board", "daily"],
    ["board", "weekly"],
)


def silent_company(house: House) -> Shop:
    """The company of the list, in which the one who is held out is silent as well; two others were as often there."""
    names = (HELD, "born", "debtor")
    orders = [order(name, day, 10) | {"customer_id": name} for name in names for day in BEFORE]
    return company(house, order_line=orders, agent=AGENTS)


def everything(name: str, shop: Shop, view: View) -> str:
    """A page as it is written in every form."""
    page = name.partition("-")[0]
    module = import_module(f"crm_metrics.boards.{MODULES.get(page, page)}")
    view = View(scope=view.scope, personal=True, where=ASKED[name])
    facts = module.gather(shop, view)
    made: Board = module.board(facts, WORDS)
    sheet = paper(shop, made, view, WORDS, address="", at=AT)
    forms = [repr(made), text(sheet), document(sheet, 1100, ""), slide(sheet), export.tiles(made, WORDS)]
    forms += [export.table(card, WORDS) for card in made.cards]
    if page == "customers":
        forms.append(listing.made("csv", shop, view, WORDS)().decode("utf-8-sig"))
        forms.append(workbook_text(listing.made("xlsx", shop, view, WORDS)()))
    if page == "daily":
        forms.append(workbook_text(day_file(facts)))
    return "\n".join(forms)


def day_file(facts: DailyFacts) -> bytes:
    """The day's list as its page offers it."""
    (shown,) = (each for one, each in facts.cards if one is day_list)
    entries = day_list.attendable(shown, day_list.now_in(facts.frame.time_zone))
    return attending.made(shown, entries, facts, WORDS)


def workbook_text(made: bytes) -> str:
    """Its cells, but for the moment at which it was written."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return repr([row for row in rows if row[0] != "Written at"])


def page_of_data(shop: Shop, view: View) -> str:
    cards = data.cards(shop, WORDS, view.scope)
    return "\n".join((repr(cards), *(export.table(card, WORDS) for card in cards)))


@pytest.fixture
def company_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


def each_way(company_folder: Path) -> Iterator[None]:
    """The company that holds nobody out, then the one that holds out a tenth: of these customers one alone."""
    for share in (0, 0.1):
        (company_folder / "daylist.toml").write_text(f"held_out = {share}  # {'-' * int(10 * share)}", encoding="utf-8")
        yield


def test_every_page_of_the_navigation_is_read() -> None:
    read = {name.partition("-")[0] for name in ASKED} | {"data"}
    assert {entry.name for entry in shell.PAGES} <= read | {"number"}  # whose rows the command `rows` writes


@pytest.mark.parametrize("view", [EVERYBODY, AGENT], ids=["everybody", "agent"])
def test_no_page_print_wall_or_file_shows_who_is_held_out(house: House, company_folder: Path, view: View) -> None:
    shop = silent_company(house)
    open_to_all, held = (
        {**{name: everything(name, shop, view) for name in ASKED}, "data": page_of_data(shop, view)}
        for _ in each_way(company_folder)
    )
    for name, said in open_to_all.items():
        if (name, view) in LISTS:
            assert HELD in said and HELD not in held[name], name
        else:
            assert held[name] == said, name


def test_no_command_tells_who_is_held_out(
    house: House, company_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.Run, "warehouse", silent_company(house))
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    said: list[dict[str, str]] = []
    for _ in each_way(company_folder):
        said.append({})
        for command in COMMANDS:
            assert main.main([*command, "--warehouse", "nowhere"]) in (0, 1), command
            said[-1][" ".join(command)] = "".join(capsys.readouterr())
    open_to_all, held = said
    assert HELD in open_to_all["board daily"] and HELD not in held["board daily"]
    for line, told in open_to_all.items():
        assert told == held[line] or line == "board daily", line
