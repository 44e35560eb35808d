"""Whoever asks a version of another release gets a number or the sentence that says what to do, never the engine's own.

The version is the one of `test_previous_release.py`: it lacks tables and columns of this release. The readers are found
in the library itself, so that a new one can't be left out.
"""

from __future__ import annotations

import ast
import lzma
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import pytest

import crm_metrics as crm
from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis import potential
from crm_metrics.analysis.relating import bias, pairs
from crm_metrics.boards import brought, catalogue, data
from crm_metrics.errors import DataError
from crm_metrics.metrics.behind.rows import rows_behind
from crm_metrics.metrics.ends import ends
from crm_metrics.metrics.goals import seasons, targets
from crm_metrics.metrics.lacks import lacks
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import doctor, roster, schema, shape, store, versions
from crm_metrics.warehouse.attending import outcomes, reasons
from crm_metrics.warehouse.company.daylist import DayRules
from crm_metrics.warehouse.customers import book, finding, identities, silence
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.customers.merged import ids_today
from crm_metrics.warehouse.dossier import events, pending, person, portfolio, prospects
from crm_metrics.warehouse.store import Warehouse, open_warehouse
from crm_metrics.warehouse.suggesting.familiar import customers_of
from crm_metrics.warehouse.waiting import clocks
from crm_metrics.words import Words
from tests.conftest import House
from tests.warehouse.test_previous_release import PACKED

LIBRARY = Path(crm.__file__).parent
FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
ANSWERS = pairs.Answers(since=FIRST, until=LAST)
NORTH = Scope(teams=("north",))
CSAT = pairs.measure_of("csat")

READERS: Mapping[str, Callable[[Shop], object]] = {
    "the company": lambda shop: shop.company,
    "where the rows come from": lambda shop: shop.origin,
    "the sources": lambda shop: shop.sources,
    "the calendar": lambda shop: shop.calendar,
    "the goals of the table": lambda shop: shop.targets,
    "why nobody is scored": lambda shop: shop.unscored,
    "the columns of a shape": lambda shop: shop.columns("survey"),
    "what is loaded of a table": lambda shop: shop.loaded("survey"),
    "the people": lambda shop: roster.people(shop, EVERYTHING),
    "what is left of promises": lambda shop: clocks.clocks_left(shop, ["w1"], LAST),
    "who was promised a time": lambda shop: clocks.promised(shop, ["w1"]),
    "the processes that promise": clocks.promising,
    "the areas": roster.areas,
    "the touchpoints": roster.touchpoints,
    "the processes that have cases": roster.with_cases,
    "the customers known to a suggestion": customers_of,
    "the customer of a key": lambda shop: identities.by_digest(shop, "0"),
    "what customers are called": lambda shop: called(shop, ("a",)),
    "under which id customers go today": lambda shop: ids_today(shop, ("a",)),
    "a customer that is looked for": lambda shop: finding.find(shop, "c1", personal=True, scope=NORTH),
    "whom a team met": lambda shop: finding.met(shop, NORTH),
    "the book of a day": lambda shop: book.book(shop, LAST),
    "the lines that each has bought": lambda shop: book.lines_bought(shop, LAST),
    "the points of contact": roster.points,
    "the campaigns": roster.campaigns,
    "a customer": lambda shop: person.person(shop, "c1", EVERYTHING),
    "a customer of no list": lambda shop: person.person(shop, "c9", EVERYTHING),
    "the last contact with a customer": lambda shop: person.last_contact(shop, "c1", EVERYTHING),
    "the events of a customer": lambda shop: events.events(shop, "c1", EVERYTHING),
    "what is open with a customer": lambda shop: (
        pending.open_cases(shop, "c1", LAST, EVERYTHING),
        pending.promises(shop, "c1", LAST, EVERYTHING),
        pending.overdue(shop, "c1", LAST, EVERYTHING),
    ),
    "the account managers": lambda shop: portfolio.managers(shop, EVERYTHING),
    "the customers of an account manager": lambda shop: (
        portfolio.portfolio(shop, "a1", EVERYTHING),
        portfolio.last_spoken(shop, EVERYTHING),
        portfolio.changes(shop, "a1", FIRST, LAST, EVERYTHING),
    ),
    "what may come next with a customer": lambda shop: (
        prospects.next_line(shop, "c1", LAST),
        prospects.rhythm(shop, "c1", LAST),
        prospects.tier_change(shop, "c1"),
    ),
    "the rows behind a number": lambda shop: rows_behind(shop, metric_of("csat"), since=FIRST, until=LAST),
    "who is silent": lambda shop: silence.silent(shop, LAST),
    "the holidays": roster.holidays,
    "the kinds of contact": roster.contact_kinds,
    "why somebody is to be attended": lambda shop: reasons.reasons(shop, LAST, FIRST, DayRules()),
    "who may be contacted, and who waits": lambda shop: (
        reasons.contacts(shop, ("c1",)),
        reasons.waiting(shop, LAST),
    ),
    "who bought or paid": lambda shop: outcomes.dealt(shop, [("c1", FIRST)], 28),
    "whether any of some customers is known": lambda shop: outcomes.any_known(shop, ("c1",)),
    "the doctor": doctor.checkup,
    "a metric": lambda shop: metric_of("win_rate").measure(shop, every="month", since=FIRST, until=LAST),
    "a metric over all its days": lambda shop: metric_of("csat").measure(shop, every="all"),
    "a metric of younger rows": lambda shop: metric_of("trial_loss_rate").measure(shop, since=FIRST, until=LAST),
    "a column that a younger release added": lambda shop: metric_of("acsi_index").measure(
        shop, since=FIRST, until=LAST
    ),
    "a metric of the debtors' ledger": lambda shop: metric_of("receivables").measure(shop, since=FIRST, until=LAST),
    "a goal": lambda shop: targets.goal_for(shop, metric_of("win_rate"), "month", LAST),
    "the working days": lambda shop: seasons.working(shop, FIRST, LAST),
    "what a metric waits for": lambda shop: lacks(shop, metric_of("csat")),
    "the page of data": lambda shop: data.cards(shop, Words("en")),
    "a line of the catalogue": lambda shop: catalogue.line(shop, metric_of("clv_12m")),
    "customers with potential": lambda shop: potential.candidates(shop, LAST),
    "tables that later loads do not bring": lambda shop: brought.brought(shop),
    "pairs of answers": lambda shop: pairs.pairs(shop, CSAT, (), ANSWERS),
    "customers at both ends": lambda shop: ends(
        shop,
        metric_of("value_received"),
        metric_of("customer_revenue"),
        "customer",
        most=3,
        leaving="unknown",
        since=FIRST,
        until=LAST,
    ),
    "who answers": lambda shop: bias.bias(shop, CSAT, ANSWERS),
}
# Functions that ask no version of another release, and why.
ELSEWHERE = {
    "metrics/behind/handling.py:_within": "asks by contacts that rows name; those of earlier releases name none",
    "metrics/own/trial.py:_check_texts": "asks tables without rows, made by this release in memory",
    "warehouse/blank.py:fill": "asks tables that this release made in memory",
    "warehouse/blank.py:kinds": "asks tables that this release made in memory",
    "warehouse/receiving/packets.py:_brought": "asks the list of loads, which versions of every release have alike",
    "analysis/models/histories.py:read": "asks a version that is being made",
    "analysis/models/histories.py:_reach": "asks a version that is being made",
    "analysis/models/scores.py:write": "asks a version that is being made",
}


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Shop]:
    """The version of release 0.1.0, open."""
    versions.file_of(tmp_path, 1).write_bytes(lzma.decompress(PACKED.read_bytes()))
    versions.swap_pointer(tmp_path, versions.write_pointer(tmp_path, 1))
    shop = shop_of(open_warehouse(tmp_path))
    yield shop
    shop.close()


@pytest.mark.parametrize("name", READERS)
def test_a_reader_gets_an_answer_or_the_sentence(earlier: Shop, name: str) -> None:
    try:
        READERS[name](earlier)
    except DataError as error:
        assert "The command rebuild makes it anew" in str(error)


@pytest.mark.parametrize("sql", ["select nothing from main.customer", "select 1 from shape.nothing"])
def test_what_a_version_of_another_release_lacks_is_told_with_what_to_do(earlier: Shop, sql: str) -> None:
    with pytest.raises(DataError, match="The command rebuild makes it anew"):
        earlier.fetch(sql)
    with pytest.raises(DataError, match="The command rebuild makes it anew"):
        earlier.frame(sql)


def test_in_a_version_of_this_release_the_same_is_a_defect_and_stays_one() -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        schema.sign(connection)
        with pytest.raises(duckdb.CatalogException):
            store.reading(connection, version=1).fetch("select 1 from shape.nothing")


def test_every_function_that_asks_a_warehouse_is_a_reader_of_this_list(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = set()
    asked = Warehouse._asked

    def heard(self: Warehouse, sql: str, params: Any, read: Any) -> Any:
        reached.add(_asker())
        return asked(self, sql, params, read)

    monkeypatch.setattr(Warehouse, "_asked", heard)
    unanswered: dict[str, object] = {
        "survey_id": "s1",
        "instrument": "csat",
        "customer_id": "c1",
        "sent_at": "2026-01-10 12:00+00",
    }
    unanswered |= {"scale_min": 1, "scale_max": 5}
    shop = house(
        {**{table: [] for table in schema.input_tables()}, "survey": [unanswered]}, shapes=sorted(shape.stored())
    )
    schema.sign(shop.connection)
    for read in READERS.values():
        read(shop)
    assert sorted(_askers() - reached - ELSEWHERE.keys()) == []
    assert sorted(ELSEWHERE.keys() - _askers()) == []


def _asker() -> str:
    """Who called fetch or frame: the first named function of the library around the call."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        name, file = frame.f_code.co_name, Path(frame.f_code.co_filename)
        if file.is_relative_to(LIBRARY) and name not in ("_asked", "fetch", "frame") and not name.startswith("<"):
            return f"{file.relative_to(LIBRARY).as_posix()}:{name}"
        frame = frame.f_back
    raise AssertionError("nobody of the library asked")


def _askers() -> set[str]:
    """The functions of the library that hold a call of fetch or frame."""
    found = set()
    for path in LIBRARY.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(_asks(node) for node in ast.walk(function)):
                found.add(f"{path.relative_to(LIBRARY).as_posix()}:{function.name}")
    return found


def _asks(node: ast.AST) -> bool:
    """Whether it is `….fetch(…)` or `….frame(…)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in ("fetch", "frame")
