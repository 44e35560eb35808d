"""The frame of every page: style sheet, navigation, sidebar, and what is shown when something fails."""

from __future__ import annotations

import logging
import runpy
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import streamlit as st
from streamlit.navigation.page import StreamlitPage as Page

from crm_metrics import access
from crm_metrics.access import Reader
from crm_metrics.boards.core import Grid
from crm_metrics.errors import CrmError
from crm_metrics.figures.markup import text
from crm_metrics.figures.tiles import tiles
from crm_metrics.languages import LANGUAGES
from crm_metrics.words import Words, mark, own_name
from pages.parts import export, guide, session
from pages.parts.cards import cards, linked, message
from pages.parts.filters import header, notices_of
from pages.parts.forms import noting, owning, planning, saved
from pages.parts.session import Sheet
from pages.serving.lasting import KEEPING

HERE = Path(__file__).parent
LOGO, ICON = HERE / "logo.svg", HERE / "icon.svg"


@dataclass(frozen=True, kw_only=True)
class NavigationEntry:
    """A page in the navigation."""

    name: str
    """Its file in `pages` and its address."""
    title: str
    """What the navigation calls it, before it is put into the reader's language."""
    icon: str
    """The Material symbol beside its title, as Streamlit writes it."""
    section: str
    """The heading that it stands under."""
    level: str = ""
    """Whose own board it is, "" where it is nobody's."""
    always: bool = False
    """Whether there is something to see before there is a warehouse."""
    linked: bool = False
    """Whether only links lead to it, and the navigation does not show it."""


BOARDS, COMPANY = mark("Boards"), mark("Company")
CUSTOMERS = mark("Life cycle")
DAILY, WEEKLY, MONTHLY = mark("Daily · supervision"), mark("Weekly · management"), mark("Monthly · executive")
ROWS = mark("A number and its rows")
PAIRING = mark("Productivity × satisfaction")
PAGES = (  # as they stand in the navigation
    NavigationEntry(name="daily", title=DAILY, icon=":material/today:", section=BOARDS, level="supervisor"),
    NavigationEntry(name="weekly", title=WEEKLY, icon=":material/date_range:", section=BOARDS, level="manager"),
    NavigationEntry(name="monthly", title=MONTHLY, icon=":material/calendar_month:", section=BOARDS, level="executive"),
    NavigationEntry(name="plans", title=mark("Plans"), icon=":material/task_alt:", section=BOARDS),
    NavigationEntry(name="reviews", title=mark("Reviews"), icon=":material/event_available:", section=BOARDS),
    NavigationEntry(name="chosen", title=mark("Own board"), icon=":material/dashboard_customize:", section=BOARDS),
    NavigationEntry(name="overview", title=mark("Overview"), icon=":material/grid_view:", section=CUSTOMERS),
    NavigationEntry(name="process", title=mark("Processes"), icon=":material/account_tree:", section=CUSTOMERS),
    NavigationEntry(name="journey", title=mark("Journey"), icon=":material/route:", section=CUSTOMERS),
    NavigationEntry(name="portfolio", title=mark("Portfolios"), icon=":material/work:", section=CUSTOMERS),
    NavigationEntry(name="customer", title=mark("Customer file"), icon=":material/person:", section=CUSTOMERS),
    NavigationEntry(name="pairing", title=PAIRING, icon=":material/scatter_plot:", section=CUSTOMERS),
    NavigationEntry(name="customers", title=mark("Customers"), icon=":material/groups:", section=CUSTOMERS),
    NavigationEntry(name="explore", title=mark("Explore"), icon=":material/table_chart:", section=CUSTOMERS),
    NavigationEntry(name="objectives", title=mark("Objectives"), icon=":material/flag:", section=COMPANY),
    NavigationEntry(name="catalogue", title=mark("Metrics"), icon=":material/menu_book:", section=COMPANY),
    NavigationEntry(name="glossary", title=mark("Glossary"), icon=":material/dictionary:", section=COMPANY),
    NavigationEntry(name="data", title=mark("Data"), icon=":material/database:", section=COMPANY, always=True),
    NavigationEntry(name="number", title=ROWS, icon=":material/table_rows:", section=COMPANY, linked=True),
)
ASK = mark("Ask whoever keeps the access file for it.")
log = logging.getLogger("pulso")
_framed: ContextVar[bool] = ContextVar("framed", default=False)


class shown:  # noqa: N801 - read as a verb: `with shown(words):`
    """Whatever fails inside is shown as a card: a CrmError by its sentence, anything else by a reference code.

    The details of what is not a CrmError go to the log under that code; on the screen they would tell paths and SQL.
    """

    def __init__(self, words: Words) -> None:
        self.words = words

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        words = self.words
        if isinstance(error, CrmError):
            message(words("This can't be shown"), words.error(error), "refused")
            return True
        if not isinstance(error, Exception):  # what steers Streamlit (stop, rerun) passes
            return False
        code = secrets.token_hex(4).upper()
        log.error("reference %s", code, exc_info=error)
        reason = words(
            "The other pages still work. Whoever looks after Pulso finds the details in its log under {code}.",
            code=code,
        )
        message(words("Something failed in this page: reference {code}", code=code), reason, "error")
        return True


def style(words: Words) -> None:
    """What of the style is in the reader's language: the words that a sheet writes, and that of the document."""
    said = f"--tk-choose:'{words('Choose files')}';--tk-too-large:'{words('Too large: at most 50 MB')}';"
    st.html(f"<style>.stApp{{{said}}}</style>")
    st.html(
        f'<span class="tk-quiet"></span><script>document.documentElement.lang="{words.language}"</script>',
        unsafe_allow_javascript=True,
    )


def whole() -> None:
    """The last of each page: from here on it can be shown."""
    st.html('<span class="tk-quiet tk-ready"></span>')
    KEEPING.set_aside()


def navigation(reader: Reader, words: Words) -> Page:
    """The pages of a reader: the boards that the reader may open, the metrics, the data.

    The address of another board leads to its page, which refuses by itself.
    Every page has its own address. The bare address leads to the reader's own board: were that board the default
    page itself, its address would not be found. While there is no warehouse every address leads to the data page.
    """
    ready = session.has_warehouse()

    def home() -> None:
        own = own_board(reader) if ready else next(entry.name for entry in PAGES if entry.always)
        st.switch_page(pages[own], query_params=session.address())

    pages = {
        entry.name: _page(
            entry, home, shown=ready or entry.always, offered=reader.opens(entry.name) and not entry.linked, words=words
        )
        for entry in PAGES
    }
    start = st.Page(home, title=words("Start"), default=True, visibility="hidden")
    sections = {words(entry.section): [start] if entry.section == BOARDS else [] for entry in PAGES}
    for entry in PAGES:
        sections[words(entry.section)].append(pages[entry.name])
    chosen = st.navigation(sections, expanded=True)  # by itself it folds pages away beyond a dozen
    if session.leaves():
        home()
    return chosen


def own_board(reader: Reader) -> str:
    """The page with which a reader begins: the board of the own level, where it may be opened."""
    opened = [entry.name for entry in PAGES if reader.opens(entry.name)]
    return next((entry.name for entry in PAGES if entry.level == reader.level and entry.name in opened), opened[0])


def closed() -> Page:
    """What stands at every address while the access file does not hold the reader: why, and whom to ask."""

    def refusal() -> None:
        words = session.words()
        with shown(words):
            session.reader()  # says whom to ask
        if not session.named():
            with st.container(width=340):  # on the page, for on a phone the sidebar is folded
                _switch(None, words)

    pages = [st.Page(refusal, title="Pulso", default=True)]
    pages += [st.Page(refusal, title="Pulso", url_path=entry.name, visibility="hidden") for entry in PAGES]
    return st.navigation(pages, position="hidden")


def _page(entry: NavigationEntry, home: Callable[[], None], *, shown: bool, offered: bool, words: Words) -> Page:
    """A page of the navigation; one that has nothing to show yet leads home."""
    return st.Page(
        f"pages/{entry.name}.py" if shown else home,
        title=words(entry.title),
        icon=entry.icon,
        url_path=entry.name,
        visibility="visible" if shown and offered else "hidden",
    )


def sidebar(reader: Reader | None, words: Words) -> None:
    """Whose data, how fresh, who reads, in which language; for whom the file does not hold, the language alone."""
    st.logo(str(LOGO), size="large", icon_image=str(ICON))
    with st.sidebar:
        if reader:
            _switch(reader, words)
        st.segmented_control(
            words("Language"),
            list(LANGUAGES),
            format_func=own_name,
            key=session.hold("lang-widget", words.language),
            on_change=session.choose,
            args=("lang", "lang-widget"),
            required=True,
        )
        if reader and session.has_warehouse():
            st.html(f'<p class="tk-side">{text(session.warehouse().company.name)}</p>')


def _switch(reader: Reader | None, words: Words) -> None:
    """The choice of who reads; while nobody is named, empty."""
    readers = [known.name for known in access.readers(session.current_settings().access)]
    st.selectbox(
        words("Who is reading"),
        readers,
        index=None if reader is None else 0,
        placeholder=words("Choose"),
        format_func=words.name,
        key=session.hold("reader-widget", reader.name) if reader else "reader-widget",
        on_change=session.choose,
        args=("reader", "reader-widget"),
    )


def run(page: Page) -> None:
    """Run the page chosen, inside the frame."""
    token = _framed.set(True)
    try:
        page.run()
    finally:
        _framed.reset(token)


def guarded() -> bool:
    """Whether the page runs inside the frame; if not, the frame is run in its entry.

    Until `st.navigation` has been called once in a process, Streamlit runs a file of `pages/` by its address alone,
    without asking who reads (seen in 1.67: a deep link right after the start).
    """
    if not _framed.get():
        runpy.run_path(str(HERE.parents[1] / "dashboard.py"), run_name="__main__")
        return False
    return True


def title(name: str, beside: str) -> None:
    """The header of a page that is no board."""
    st.html(f'<header class="tk-header"><h1>{text(name)}</h1><span class="tk-period">{text(beside)}</span></header>')
    if session.has_warehouse() and (damage := session.warehouse().notice):
        words = session.words()
        st.html(notices_of([words.error(damage)], words))


@st.fragment(run_every=60)
def watch(version: int) -> None:
    """Look once a minute whether a newer version was published or the reader was removed; then all is shown anew."""
    if session.version() != version or session.admitted() is None:
        st.rerun()


def way_to_boards(words: Words) -> None:
    """Straight from files that are in to the boards of the reader, the reader's own first."""
    reader = session.reader()
    mine = [entry for entry in PAGES if entry.section == BOARDS and reader.opens(entry.name)]
    with st.container(key="tk-boards", horizontal=True):
        st.html(f'<p class="tk-lead">{text(words("See it on your board:"))}</p>')
        for entry in sorted(mine, key=lambda one: one.level != reader.level):
            st.page_link(f"pages/{entry.name}.py", label=words(entry.title), icon=entry.icon)


def board(page: str, above: Callable[[Sheet], None] | None = None, *below: Callable[[Sheet], None]) -> None:
    """A whole board: header, notices and summary, tiles, cards. above, below: what else stands before, after these."""
    if not guarded():
        return
    words = session.words()
    with shown(words):
        if not session.reader().opens(page):
            message(words("Your level does not see this board"), words(ASK), "refused")
            return
        watch(session.version())
        sheet, strange = session.asked(page)
        header(owning.with_list(sheet, page), page, strange)
        if page == own_board(session.reader()):
            noting.mentions(sheet)
            owning.counted(sheet)
        if sheet.board.tiles:
            linked(tiles(sheet.board.tiles, words), sheet)
        if above:
            above(sheet)
        cards(sheet)
        for one in below:
            one(sheet)
        if session.warehouse_state() == "empty":
            st.page_link("pages/data.py", label=words("Go to the data"), icon=":material/database:")
        guided = "" if session.warehouse_state() == "empty" else page
        guide.panel(guided, session.reader(), words)
        with st.sidebar, st.container(key="tk-fresh"):
            first, *rest = sheet.board.freshness or ("",)
            lines = "".join(f"<br>{text(line)}" for line in rest)
            st.html(f'<p class="tk-side"><b>{text(first)}</b>{lines}</p>')
            linked(guide.way(guided, words), sheet)
            if session.awaits_files():
                st.page_link("pages/data.py", label=words("What other files would show"), icon=":material/database:")
            if sheet.board.tiles:
                content, named = export.tiles(sheet.board, words).encode(), f"pulso-{page}.csv"
                label = words("Key figures as CSV")
                st.download_button(
                    label, content, named, "text/csv", key="tk-csv", icon=":material/download:", on_click="ignore"
                )
        with st.sidebar, st.container(key="tk-saved"):
            saved_views(page, session.address(), words)


@st.fragment
def saved_views(page: str, address: dict[str, list[str]], words: Words) -> None:
    """The saved views of the reader, in the sidebar; what is done there runs no page anew."""
    with shown(words):
        saved.panel(page, address, {entry.name: words(entry.title) for entry in PAGES}, words)


def rows_of_number(sheet: Sheet) -> None:
    """The rows of the number shown as files, made when they are asked for."""
    words = sheet.words
    planning.from_number(sheet)
    if not any(isinstance(card.body, Grid) for card in sheet.board.cards):
        return
    with st.container(key="tk-files", horizontal=True):
        for form, kind in export.ROWS.items():
            st.download_button(
                words("All rows as {form}", form=kind.name),
                export.rows(form, session.warehouse(), session.view_of("number"), words),
                f"pulso-rows.{form}",
                kind.mime,
                key=f"tk-rows-{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def handbook() -> None:
    """The whole catalogue as one document, made when it is asked for."""
    words = session.words()
    with shown(words), st.sidebar:
        st.download_button(
            words("The catalogue as one document"),
            session.handbook(),
            "pulso-catalogue.html",
            "text/html",
            key="tk-handbook",
            icon=":material/download:",
            on_click="ignore",
        )
