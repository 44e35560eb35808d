"""What lasts from one run of a page to the next: who reads, in which language, what they asked, and the caches.

The only place that knows `st.session_state` and the address. Every cached function takes the folder and version of the
warehouse and the view, which holds the reader's scope: one reader never gets what was made for another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from crm_metrics import access, declared, settings
from crm_metrics.access import Reader
from crm_metrics.boards.core import Board, Card, View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.handbook import document
from crm_metrics.errors import DataError
from crm_metrics.figures import config
from crm_metrics.languages import DEFAULT, LANGUAGES, settled
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.office.appointed import appointed
from crm_metrics.warehouse import schema, versions
from crm_metrics.warehouse.store import Warehouse, open_warehouse
from crm_metrics.words import Words
from pages.parts import asked as asking
from pages.parts.desk import Desk
from pages.parts.sheet import Sheet as Sheet
from pages.parts.sheet import board_module, figures_of, stamps, terms_of
from pages.serving.lasting import KEEPING

CALENDAR = {"company", "business_hours", "holiday"}  # what `init` writes before any file is imported
Files = tuple[declared.Stamp, ...]


@cache
def current_settings() -> settings.Settings:
    """The settings of this process."""
    return settings.load()


def folder() -> Path:
    """The folder of the warehouse."""
    return current_settings().warehouse


def has_warehouse() -> bool:
    """Whether there is a warehouse to read, with or without rows."""
    return versions.exists(folder())


def version() -> int:
    """The version that readers see now; it is looked up on every run."""
    return versions.current(folder())


def own_files(page: str = "") -> Files:
    """What changes when the company edits its files, or what a page shows of its people: nothing older is served."""
    return stamps(page, current_settings())


def warehouse() -> Warehouse:
    """The current version, open."""
    return _opened(str(folder()), version())


def warehouse_state() -> str:
    """ "none", "empty" (a company and its calendar only), "demo" or "company"."""
    if not has_warehouse():
        return "none"
    tables = {table for source in warehouse().sources for table in source.tables}
    return warehouse().origin if tables - CALENDAR else "empty"


def awaits_files() -> bool:
    """Whether a company of its own has input tables that were never loaded: some numbers wait for them."""
    return warehouse_state() == "company" and any(warehouse().loaded(table) is None for table in schema.input_tables())


def waits_for_demo() -> bool:
    """Whether the demo company is to be built without a question: in the default folder, on first use."""
    return not has_warehouse() and folder() == settings.DEFAULT_WAREHOUSE and reader().founds


def company_name() -> str:
    """Whose data these are."""
    return warehouse().company.name if has_warehouse() else ""


def time_zone() -> str:
    """The company's time zone; "" before there is a warehouse."""
    return warehouse().company.time_zone if has_warehouse() else ""


def keep(code: int, lines: tuple[str, ...], *, brought: bool = False) -> None:
    """Keep what a command of the loader said; brought: whether it was of files, so that their board may be seen."""
    st.session_state["said"] = (code, lines)
    st.session_state["brought"] = brought and code in (0, 1)


def brought() -> bool:
    """Whether the last command of this session brought files."""
    return bool(st.session_state.get("brought", False))


def leave_for_board(wanted: bool) -> None:
    """Whether the next run begins with the reader's own board."""
    st.session_state["leave"] = wanted


def leaves() -> bool:
    """Whether this run begins with the reader's own board; true once."""
    return bool(st.session_state.pop("leave", False))


def desk() -> Desk:
    """The desk of this session."""
    held: Desk = st.session_state.setdefault("desk", Desk(number=1, answers={}, meanings={}))
    return held


def clear_desk() -> None:
    """Begin the next desk: what was dropped is in."""
    st.session_state["desk"] = Desk(number=desk().number + 1, answers={}, meanings={})


def version_or_none() -> int | None:
    """The version that readers see now; None while there is none."""
    return version() if has_warehouse() else None


def version_before() -> int | None:
    """The version that was current before this one, as far as it is kept; None where there is none."""
    now = version_or_none()
    numbers = [one.number for one in versions.versions(folder())] if now else []
    return max((number for number in numbers if now and number < now), default=None)


def widget(key: str, unless: Any = None) -> Any:
    """What a widget shows; None while it shows nothing, `unless` while it is not there."""
    return st.session_state.get(key, unless)


def told() -> tuple[int | None, tuple[str, ...]]:
    """The exit code and lines of the loader's last command in this session; (None, ()) before the first."""
    said: tuple[int | None, tuple[str, ...]] = st.session_state.get("said", (None, ()))
    return said


def sees_rejects() -> bool:
    """Whether the rows that the last import left out are shown one by one, with their values.

    They are to who brought them, and, as long as numbers lack rows, to who may bring files and is bound to no part of
    the company: the values are of all its teams.
    """
    if told()[0] in (1, 2):
        return True
    who = reader()
    return who.loads and who.scope == access.EVERYTHING and has_warehouse() and bool(warehouse().left_out)


def named() -> str:
    """Whom the switch or the address names, "" for nobody; there is no login yet that would say who it really is."""
    return str(st.session_state.get("reader") or st.query_params.get("reader") or "")


def admitted() -> Reader | None:
    """Who is reading, looked up on every run; None for whom the access file does not hold, or holds no more.

    With an access file the name stays in the address, so that a page loaded again asks for the same reader.
    """
    file = current_settings().access
    known = access.readers(file)
    found = access.named(known, named()) or (known[0] if file is None else None)
    if found is not None:
        st.session_state["reader"] = found.name
        _say_in_address("reader", [] if file is None and found == known[0] else [found.name])
    return found


def reader() -> Reader:
    """Who is reading. Raises DataError, which says whom to ask, where the access file does not hold the one named."""
    found = admitted()
    if found is None and named():
        raise DataError("{name} is not in the access file. Ask whoever keeps it for an entry.", name=named())
    if found is None:
        raise DataError("Nobody is named yet: choose who is reading.")
    return found


def words() -> Words:
    """The words of the reader: the language chosen, else the settings', else the company's; its number format too."""
    company = warehouse().company.locale if has_warehouse() else DEFAULT
    own = settled(current_settings().language or company, company)
    language = short if (short := own.split("-")[0]) in LANGUAGES else DEFAULT
    chosen = choice("lang", [language, *(other for other in LANGUAGES if other != language)])
    return Words(next((locale for locale in (own, company) if locale.startswith(chosen)), chosen))


def theme() -> str:
    """ "light" or "dark", as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def choice(key: str, ids: list[str]) -> str:
    """One of `ids`, kept in the session and in the address; the first is the default and stays out of it.

    The address has the word, so that Back undoes it too, but where the page was only just reached.
    """
    held, named = st.session_state.get(key), st.query_params.get(key)
    place = st.session_state.get("place")
    entered = st.session_state.get("arrived", False) or st.session_state.get(f"{key}-entered") == (place, held)
    if st.session_state.pop(f"{key}-chosen", False):
        wanted = held
        st.session_state.pop(f"{key}-entered", None)
    elif named in ids or not entered:
        wanted = named
    else:
        wanted = held  # Back to where the navigation put it into the address undoes nothing
        st.session_state[f"{key}-entered"] = (place, held)
    value = wanted if wanted in ids else ids[0]
    st.session_state[key] = value
    _say_in_address(key, [] if value == ids[0] else [value])
    return value


def choose(key: str, widget: str) -> None:
    """Take over what a widget of the frame says."""
    st.session_state[key] = st.session_state[widget]
    st.session_state[f"{key}-chosen"] = True


def address() -> dict[str, list[str]]:
    """What the address asks, to be taken along to another page."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def clicked(chart: str) -> Sequence[Mapping[str, Any]]:
    """The points of a chart that the reader clicked, as Plotly tells them."""
    return st.session_state[chart].selection.points if st.session_state.get(chart) else ()


def hold(widget: str, value: str | date | list[str] | bool) -> str:
    """Show `value` in the widget of this key, whatever it showed before; gives the key."""
    st.session_state[widget] = value
    return widget


# What a page was asked -----------------------------------------------------------------------------------------------


def asked(page: str) -> tuple[Sheet, list[tuple[str, str]]]:
    """The sheet that the address asks of a page, and what of it is unknown or not permitted: (filter, id) pairs."""
    wanted, said = _wanted(page)
    sheet, known, strange = answered(page, wanted, reader())
    st.session_state[f"asked-{page}"] = known
    st.session_state["along"] = asking.along(st.session_state.get("along", {}), sheet.board, known)
    for key in {*wanted, *known}:
        _say_in_address(key, known.get(key, []))
    return sheet, [pair for pair in strange if said or pair[0] not in DIMENSIONS]


def answered(page: str, wanted: asking.Asked, who: Reader) -> tuple[Sheet, dict[str, list[str]], asking.Strange]:
    """The sheet of a page for a reader, what of `wanted` it answers to, and what not: (filter, id) pairs."""
    known, strange = asking.sifted(wanted)
    known, beyond = asking.permitted(known, who.scope)
    sheet = _sheet_of(page, known, who)
    kept, unknown = asking.answered(known, sheet.board)
    if unknown or strange:
        known, sheet = kept, _sheet_of(page, kept, who)
    return sheet, known, [*strange, *beyond, *unknown]


def view_of(page: str) -> View:
    """What a page was asked, as its board is asked."""
    return asking.view(st.session_state.get(f"asked-{page}", {}), reader(), page, appointed(page, current_settings()))


def bound_to_processes() -> bool:
    """Whether the page shown is within the processes that it was asked for, company-wide numbers too."""
    page = st.session_state.get("page", "")
    return page == "journey" or bool(view_of(page).processes)


def cards(page: str) -> tuple[Card, ...]:
    """The cards of a page that is no board: of the warehouse as a whole, and shares of what the reader may see."""
    return _cards(
        str(folder()), version(), own_files(), page, view=View(scope=reader().scope), locale=str(words().locale)
    )


def handbook() -> Callable[[], str]:
    """What makes the catalogue as one document in the reader's language; it runs where no session is known.

    Definitions only, so every reader gets the same.
    """
    return partial(document, warehouse(), words())


def go(wanted: Mapping[str, str | Sequence[str]], page: str = "") -> None:
    """Ask the page shown for something more: ids by the key of their filter."""
    place = f"asked-{page or st.session_state.get('page', '')}"
    more = {key: [value] if isinstance(value, str) else list(value) for key, value in wanted.items()}
    st.session_state[place] = {**st.session_state.get(place, {}), **more}
    st.session_state["moved"] = True


def filtered(page: str, key: str, widget: str) -> None:
    """Take over what a filter says; empty is everything."""
    go({key: st.session_state[widget]}, page)


def dated(page: str, key: str, widget: str) -> None:
    """Take over what a calendar says; a day that is not chosen is asked for no more."""
    day = st.session_state[widget]
    go({key: day.isoformat() if isinstance(day, date) else ""}, page)


def arrive() -> None:
    """Note, once a run, whether it shows another page than the one before: the navigation clears the address."""
    context = get_script_run_ctx()
    place = context.pages_manager.intended_page_script_hash if context else None
    st.session_state["arrived"] = st.session_state.get("place", "") != place
    st.session_state["place"] = place


def _wanted(page: str) -> tuple[dict[str, list[str]], bool]:
    """What is asked of a page, and whether somebody said so.

    The address has the word, so that Back undoes the last filter; before it what was moved in this run. The navigation
    leads to a page with an empty address: then it is what the page was asked before, with the filters of the last page.
    """
    before: dict[str, list[str]] = st.session_state.get(f"asked-{page}", {})
    moved, another = st.session_state.pop("moved", False), st.session_state.pop("arrived", False)
    another = another or st.session_state.get("page") != page
    st.session_state["page"] = page
    address = {key: st.query_params.get_all(key) for key in st.query_params if key not in asking.OURS}
    if moved:
        given = before
    elif another and not address:
        return asking.carried(before, st.session_state.get("along", {})), False
    else:
        given = address
    return {key: [value for value in ids if value] for key, ids in given.items()}, True


def _sheet_of(page: str, known: Mapping[str, list[str]], who: Reader) -> Sheet:
    view = asking.view(known, who, page, appointed(page, current_settings()))
    return _sheet(str(folder()), version(), own_files(page), page, view=view, locale=str(words().locale), theme=theme())


def _say_in_address(key: str, ids: list[str]) -> None:
    if ids and st.query_params.get_all(key) != ids:
        st.query_params[key] = ids
    elif not ids:
        st.query_params.pop(key, None)


# The caches ----------------------------------------------------------------------------------------------------------


@st.cache_resource(max_entries=4, show_spinner=False, on_release=Warehouse.close)
def _opened(folder: str, version: int) -> Warehouse:
    return open_warehouse(Path(folder), current_settings())


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs={View: repr})
def _facts(folder: str, version: int, files: Files, page: str, view: View) -> BoardFacts:
    """What the metrics say for one view; no language in it."""
    without = getattr(board_module(page), "without_choices", None)
    read = without(view) if without else view  # one reading serves all that only chooses among what was read
    if read != view:
        return replace(_facts(folder, version, files, page, read), view=view)
    facts: BoardFacts = board_module(page).gather(_opened(folder, version), view)
    return facts


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs={View: repr})
def _sheet(folder: str, version: int, files: Files, page: str, *, view: View, locale: str, theme: str) -> Sheet:
    KEEPING.made = True
    said = Words(locale)
    facts = _facts(folder, version, files, page, view)
    board: Board = board_module(page).board(facts, said)
    drawn, terms = figures_of(board, said, theme, _opened(folder, version).company.currency), terms_of(board, said)
    return Sheet(board=board, words=said, figures=drawn, config=config(said), view=view, facts=facts, terms=terms)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={View: repr})
def _cards(folder: str, version: int, files: Files, page: str, *, view: View, locale: str) -> tuple[Card, ...]:
    """The cards of a page that is no board; two readers of one scope see the same."""
    KEEPING.made = True
    cards_of_page: tuple[Card, ...] = board_module(page).cards(_opened(folder, version), Words(locale), view.scope)
    return cards_of_page
