"""Who is held out of the day's list stands in nothing that asks to attend somebody, and nothing tells who it is.

Each page is made twice, of a company that holds nobody out and of one that does: as text, print, wall, file. Where it
lists whom to attend the held-out customer stands in the first and not in the second; all others are the same twice.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.access import Scope
from crm_metrics.boards.core import Board, View
from crm_metrics.command.boards import text
from crm_metrics.metrics.shop import Shop
from crm_metrics.printed.offered import PRINTED
from crm_metrics.printed.paper import paper
from crm_metrics.printed.sheet import document
from crm_metrics.wall.slide import slide
from crm_metrics.words import Words
from pages.parts import export, listing
from tests.boards.customers.company import order
from tests.boards.daylist.company import AGENTS, HELD, company
from tests.conftest import House

WORDS = Words("en")
AT = datetime(2026, 1, 13, 12, tzinfo=UTC)
BEFORE = ("2025-09-22", "2025-10-02", "2025-10-12")
EVERYBODY, AGENT = View(personal=True), View(personal=True, scope=Scope(agents=("a1",)))
ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(sorted(PRINTED), ()),
    "customers-cross": (("part", "cross"),),
    "customers-growth": (("part", "growth"),),
    "customers-rankings": (("part", "rankings"),),
    "customers-stimulus": (("part", "stimulus"),),
    "customers-find": (("find", HELD),),
    **dict.fromkeys(("catalogue", "explore", "pairing", "portfolio"), ()),
    "customer-one": (("customer", HELD),),
    "portfolio-one": (("manager", "a1"),),
}
LISTS = {("daily", EVERYBODY), ("daily", AGENT), ("customers-stimulus", EVERYBODY)}  # that ask to attend somebody


def silent_company(house: House) -> Shop:
    """The company of the list, in which the one who is held out is silent as well; two others were as often there."""
    names = (HELD, "born", "debtor")
    orders = [order(name, day, 10) | {"customer_id": name} for name in names for day in BEFORE]
    return company(house, order_line=orders, agent=AGENTS)


def everything(name: str, shop: Shop, view: View) -> str:
    """A page as it is written in every form."""
    module = import_module(f"crm_metrics.boards.{PRINTED.get(name.partition('-')[0], name.partition('-')[0])}")
    view = View(scope=view.scope, personal=True, where=ASKED[name])
    made: Board = module.board(module.gather(shop, view), WORDS)
    sheet = paper(shop, made, view, WORDS, address="", at=AT)
    forms = [repr(made), text(sheet), document(sheet, 1100, ""), slide(sheet), export.tiles(made, WORDS)]
    forms += [export.table(card, WORDS) for card in made.cards]
    if name.startswith("customers"):
        forms.append(listing.made("csv", shop, view, WORDS)().decode("utf-8-sig"))
    return "\n".join(forms)


@pytest.fixture
def company_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("view", [EVERYBODY, AGENT], ids=["everybody", "agent"])
@pytest.mark.parametrize("name", list(ASKED))
def test_no_page_print_wall_or_file_shows_who_is_held_out(
    house: House, company_folder: Path, name: str, view: View
) -> None:
    shop, rules = silent_company(house), company_folder / "daylist.toml"
    rules.write_text("held_out = 0", encoding="utf-8")
    open_to_all = everything(name, shop, view)
    rules.write_text("held_out = 0.1  # of these the hash of one alone", encoding="utf-8")
    held = everything(name, shop, view)
    if (name, view) in LISTS:
        assert HELD in open_to_all and HELD not in held
    else:
        assert held == open_to_all
