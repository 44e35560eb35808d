"""From a gap to its verdict, as three readers click it on two demos, the later one twelve weeks on: `make loop`.

Each click is printed. What the company was made with is known (truths.md beside the demo): the step of service has its
team among the first three drivers of its plan, the plan that works ends as confirmed, the idle one does not, and the
interval of the campaign covers its three points.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from crm_metrics.access import Reader
from crm_metrics.analysis.models import scores
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.opening import PLAN
from crm_metrics.boards.plans.states import STATES
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.plans import PlanShelf
from crm_metrics.warehouse.demo import truths
from crm_metrics.warehouse.demo.build import build_demo
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.words import Words
from tests.browser.server import Visit, own_browser, served
from tests.office.dated import DataUntil

EARLIER = date(2026, 9, 4)  # a Friday
LATER = EARLIER + timedelta(weeks=12)
LANGUAGES = {"es": "es-CO", "en": "en-US"}
CUSTOMERS, MONTHS = 12_000, 15


@dataclass(frozen=True)
class Walk:
    """One reader before one company: what is clicked is printed."""

    visit: Visit
    address: str
    reader: str
    words: Words
    language: str
    clicks: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def main(self) -> Locator:
        return self.page.locator("[data-testid=stMain]")

    def open(self, where: str) -> None:
        """Type an address."""
        self._told(f"open {where}")
        more = "&" if "?" in where else "?"
        self.visit.open(f"{self.address}/{where}{more}reader={self.reader}&lang={self.language}")

    def follow(self, what: str, link: Locator) -> None:
        """Click a link to another page and wait until it stands."""
        self.clicked(what)
        before = self.page.url
        link.click()
        self.page.wait_for_function("(before) => location.href !== before", arg=before)
        self.visit.settle()

    def press(self, button: str) -> None:
        """Click a button that makes the page run."""
        self.clicked(button)
        with self.visit.answered():
            self.page.get_by_role("button", name=button, exact=True).click()

    def write(self, label: str, text: str) -> None:
        """Write into a field of a form."""
        self._told(f"write {label}: {text}")
        self.page.get_by_label(label, exact=True).fill(text)

    def choose_day(self, label: str, day: date) -> None:
        """Type a day into the parts of a field."""
        self._told(f"write {label}: {day:%d/%m/%Y}")
        self.page.get_by_label(label, exact=True).get_by_role("spinbutton").first.click()
        self.page.keyboard.type(f"{day:%d%m%Y}")

    def fact(self, name: str) -> str:
        """What a sheet of facts says beside a name."""
        return self.main.locator("dt", has_text=re.compile(f"^{re.escape(name)}$")).locator("+ dd").first.inner_text()

    def shows(self, *texts: str) -> None:
        """Fail unless all of these are read on the page."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def back(self) -> None:
        """Go back to the page before, as the browser does."""
        self._told("go back")
        self.page.go_back()
        self.visit.settle()

    def clicked(self, what: str) -> None:
        """Say what is clicked."""
        self._told(f"click {what}")

    def read(self, text: str) -> None:
        """Say what stands there: no click."""
        sys.stdout.write(f"    reads: {' · '.join(text.split(chr(10)))}\n")

    def _told(self, what: str) -> None:
        self.clicks.append(what)
        sys.stdout.write(f"  {self.language} · {self.reader}: {what}\n")
        sys.stdout.flush()


def agreed(walk: Walk, cause: str, expected: str, began: date | None = None) -> str:
    """Draft the plan of the gap on the page, agree to it and begin; its address."""
    _draft(walk, cause, expected)
    return begun(walk, began)


def _draft(walk: Walk, cause: str, expected: str) -> None:
    words = walk.words
    walk.write(words("Owner"), "Marta Rey")
    walk.write(words("Effect expected, in {unit}", unit="pp"), expected)
    walk.write(words("Root cause"), cause)
    walk.write(words("What changes"), "Two more people in the morning")
    walk.write(words("Actions, one on each line: what; who; until when as 2026-12-31"), "Hire; Luis Paz")
    walk.press(words("Save the draft"))
    expect(walk.page.locator(".tk-header")).to_contain_text(words(STATES["draft"]))


def begun(walk: Walk, began: date | None = None) -> str:
    """Agree to the draft on the page and begin; its address."""
    words = walk.words
    walk.press(words("Agree to it"))
    expect(walk.page.locator(".tk-header")).to_contain_text(words(STATES["agreed"]))
    if began:
        walk.choose_day(words("First day of the actions"), began)
    walk.press(words("It begins"))
    return shown_plan(walk)


def shown_plan(walk: Walk) -> str:
    """The plan that the page shows."""
    return parse_qs(urlsplit(walk.page.url).query)[PLAN][0]


def placed(walk: Walk, company: tuple[Path, Path], cause: str, expected: str, began: date) -> str:
    """A plan drafted on the page, and as if agreed and begun on a day long ago, which no page lets anybody say."""
    _draft(walk, cause, expected)
    plan, (folder, file) = shown_plan(walk), company
    database, warehouse = OfficeDatabase(OfficePlace(file=file)), open_warehouse(folder)
    try:
        shelf = PlanShelf(database, Reader("Marta Rey", "executive"))
        (seen,) = (one for one in shelf.plans() if one.id == plan)
        shelf.start(shelf.agree(seen, locked(warehouse, seen, began)), began, DataUntil(began))
    finally:
        database.close()
    walk.open(f"plans?{PLAN}={plan}")
    return plan


def stepped(walk: Walk) -> str:
    """Truth 1: from the signal of the week to a plan that runs, with the team that stepped among its first drivers."""
    words = walk.words
    walk.open("weekly")
    named = words(metric_of("first_response_sla").label)
    service = words.name("service")
    row = walk.page.locator("tr", has_text=f"{service} · {named}")
    expect(row.first).to_contain_text(words("real decline"))
    walk.follow(words("Open a plan"), row.get_by_role("link", name=words("Open a plan")).first)
    drivers = walk.fact(words("What brought most of it, each by itself")).split("; ")[:3]
    assert any(truths.SLOW_TEAM in one for one in drivers), drivers
    return agreed(walk, "Two people left", "8")


def of_team(walk: Walk, team: str, week: date) -> None:
    """From the result of a process to that of one of its teams, and to a new plan for it."""
    words, until = walk.words, (week + timedelta(days=6)).isoformat()
    walk.open(f"number?metric=promise_kept_rate&every=week&until={until}&team={team}")
    walk.follow(words("Open a plan"), walk.page.get_by_role("link", name=words("Open a plan")))


def ended(walk: Walk, plan: str, *states: str) -> str:
    """The state in which a plan is found, one of these."""
    walk.open(f"plans?{PLAN}={plan}")
    header = walk.page.locator(".tk-header").inner_text()
    found = [state for state in STATES if walk.words(STATES[state]) in header]
    assert set(found) & set(states), f"{plan}: {header}"
    return found[0]


def campaign(walk: Walk) -> str:
    """Truth 5: the interval of the campaign covers the three points that it brings."""
    walk.open(f"number?metric=campaign_lift&every=all&since={EARLIER - timedelta(days=400)}&until={LATER}")
    interval = walk.fact(walk.words("95% interval"))
    low, high = (float(end.replace(",", ".")) for end in re.findall(r"-?\d+[.,]\d+", interval.replace("−", "-")))
    assert low < 3.0 < high, interval
    return interval


def loop(browser: Browser, folders: tuple[Path, Path], home: Path, language: str) -> dict[str, str]:
    """The whole way in one language: what it ended as."""
    words = Words(LANGUAGES[language])
    known = truths.Truths(EARLIER, LATER, frozenset())
    kept = {"CRM_DATABASE": str(home / f"office-{language}.sqlite")}
    company = folders[1], Path(kept["CRM_DATABASE"])
    with served(folders[0], home, **kept) as address, reading(browser, address, "manager", words, language) as walk:
        step = stepped(walk)
    with served(folders[1], home, **kept) as address:
        with reading(browser, address, "manager", words, language) as walk:
            of_team(walk, truths.WORKING_PLAN_TEAM, known.plan_works - timedelta(weeks=1))
            works = placed(walk, company, "No reminder the day before", "10", known.plan_works)
            of_team(walk, truths.IDLE_PLAN_TEAM, known.unlucky)
            idle = placed(walk, company, "Bad luck", "10", known.unlucky + timedelta(weeks=1))
        with reading(browser, address, "executive", words, language) as walk:
            return {
                "step": ended(walk, step, "confirmed", "no_effect", "worse", "not_yet"),
                "working plan": ended(walk, works, "confirmed"),
                "idle plan": ended(walk, idle, "no_effect", "not_yet"),
                "campaign": campaign(walk),
            }


@contextmanager
def reading(browser: Browser, address: str, reader: str, words: Words, language: str) -> Iterator[Walk]:
    """A reader in a browser of his own; the page has complained of nothing at its end."""
    visit = Visit(browser, locale=LANGUAGES[language])
    yield Walk(visit, address, reader, words, language)
    assert visit.complaints == []
    visit.close()


def told(browser: Browser, folders: tuple[Path, Path], home: Path, language: str) -> str:
    """Where each plan ended, in a line."""
    return " · ".join(f"{what}: {end}" for what, end in loop(browser, folders, home, language).items())


def main(walked: Callable[[Browser, tuple[Path, Path], Path, str], str], given: Sequence[str]) -> int:
    """Walk two demos in both languages and print what it says. given: the folders of both; none: they are built."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        browser = own_browser(play)
        if browser is None:
            return 2
        home = Path(place)
        made = (Path(given[0]), Path(given[1])) if len(given) > 1 else (home / "earlier", home / "later")
        for folder, until in zip(made, (EARLIER, LATER), strict=True) if len(given) < 2 else ():
            build_demo(folder, finish=scores.write, customers=CUSTOMERS, months=MONTHS, until=until)
        for language in LANGUAGES:
            sys.stdout.write(f"{language}: {walked(browser, made, home, language)}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(told, sys.argv[1:]))
