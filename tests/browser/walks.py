"""The loop of each reader as it is clicked, each click printed: `make walks`.

The supervisor on an early day: what to attend, its cases, a gap, a draft that he can't agree to, a note, the huddle.
The manager on that day: a signal, what explains it, that draft agreed and begun, the weekly review with a decision.
The executive twelve weeks later: the decision asked, objectives, the plans that climbed, the committee, what confirmed
plans bring. And the supervisor on the incidents of a company that is real, where these data lie beside the project.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from crm_metrics.boards.plans.states import STATES
from crm_metrics.boards.reviews.kinds import NAMES
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.meetings.reviewing import DAILY, MONTHLY, WEEKLY
from crm_metrics.warehouse.demo import truths
from crm_metrics.words import Words
from tests.browser.loop import EARLIER, LANGUAGES, LATER, Walk, begun, main, of_team, placed, reading
from tests.browser.server import served
from tests.scenarios.known.core import DATA
from tests.scenarios.real_data import SCENARIOS, imported

REAL = "incidents"


def turn(walk: Walk, page: str) -> None:
    """Click a page in the navigation."""
    click(walk, page, walk.page.locator("[data-testid=stSidebarNav]").get_by_role("link", name=page, exact=True))


def click(walk: Walk, what: str, place: Locator) -> None:
    """Click what makes the page run."""
    walk.clicked(what)
    with walk.visit.answered():
        place.click()


def attended(walk: Walk) -> None:
    """What is to be attended first, the cases of the first that counts some, and the rows of the first number."""
    words, listed = walk.words, walk.page.locator('[class*="st-key-card-attend"]')
    walk.read(listed.locator(".tk-attend").first.inner_text())
    cases = listed.locator("details").filter(has_text=words("See its cases")).first
    walk.clicked(words("See its cases"))
    cases.locator("summary").first.click()
    expect(cases.locator("tbody tr").first).to_be_visible()
    number = listed.locator(".tk-fact a").first
    walk.follow(number.inner_text(), number)
    expect(walk.main.locator("table").first).to_be_visible()


def waiting(walk: Walk) -> None:
    """Why nothing is to be attended, of data that judge no team, and all of the cases that wait."""
    walk.read(walk.page.locator('[class*="st-key-card-attend"] .tk-empty').inner_text())
    cases = walk.page.locator('[class*="st-key-card-old_cases"]')
    walk.read(cases.locator("h2").first.inner_text())
    rows, few = cases.locator("tbody tr"), cases.locator("tbody tr").count()
    every = cases.locator("[data-testid=stCheckbox] label").first
    click(walk, every.inner_text(), every)
    assert rows.count() > few > 0


def drafted(walk: Walk) -> str:
    """From the first number of the board that can have a plan to a draft; whose level agrees to it, "" for his."""
    words = walk.words
    way = walk.page.get_by_role("link", name=words("Open a plan"), exact=True)
    for place in range(walk.page.locator(".tk-tile").count()):
        tile = walk.page.locator(".tk-tile").nth(place)
        if not tile.locator(".tk-value a").count():
            continue
        walk.follow(tile.locator("h2").inner_text(), tile.locator(".tk-value a"))
        if way.count():
            break
        walk.back()
    walk.follow(words("Open a plan"), way)
    walk.write(words("Owner"), "Marta Rey")
    walk.write(words("Root cause"), "Two people left")
    walk.write(words("What changes"), "Two more people in the morning")
    walk.write(words("Actions, one on each line: what; who; until when as 2026-12-31"), "Hire; Luis Paz")
    walk.press(words("Save the draft"))
    expect(walk.page.locator(".tk-header")).to_contain_text(words(STATES["draft"]))
    told = walk.main.inner_text()
    manager = words("It is agreed at the level {level} or above.", level=words.name("manager"))
    level = "manager" if manager in told else ""
    assert bool(level) != bool(walk.page.get_by_role("button", name=words("Agree to it"), exact=True).count())
    return level


def noted(walk: Walk, text: str) -> None:
    """A note of the day on the number that is shown."""
    words = walk.words
    click(walk, words("Add a note"), walk.main.get_by_text(words("Add a note"), exact=True))
    walk.write(words("What happened"), text)
    walk.press(words("Save the note"))
    walk.shows(words("The note is saved: it stands on the charts of its days."))


def held(walk: Walk, kind: str, text: str, due: date) -> None:
    """A review begun, a decision written, the review closed with its board."""
    words = walk.words
    turn(walk, words("Reviews"))
    begin = words("Begin: {review}, {period}", review=words(NAMES[kind]), period="").rstrip(", ")
    click(walk, begin, walk.page.get_by_role("button", name=re.compile(f"^{re.escape(begin)}")))
    walk.write(words("What was said or decided"), text)
    walk.write(words("Owner"), "Luis Paz")
    walk.choose_day(words("Due"), due)
    walk.press(words("Write it down"))
    walk.shows(text)
    walk.press(words("Close the review and keep its board"))
    expect(walk.page.locator(".tk-header")).to_contain_text(words("closed"))


def supervisor(walk: Walk, due: date, first: Callable[[Walk], None] = attended) -> None:
    """The day: what to attend first, a gap on its way to a plan that a manager agrees to, a note, the huddle."""
    words = walk.words
    walk.open("daily")
    first(walk)
    turn(walk, words("Daily · supervision"))
    assert drafted(walk) == "manager", "of a whole process a manager agrees"
    turn(walk, words("Daily · supervision"))
    noted(walk, "Strike at the telephone company")
    held(walk, DAILY, "Two more people at the telephone on Monday", due)


def manager(walk: Walk, due: date) -> None:
    """The week: the step of service explained, what the supervisor drafted agreed and begun, the review closed."""
    words = walk.words
    walk.open("weekly")
    named = f"{words.name('service')} · {words(metric_of('first_response_sla').label)}"
    row = walk.page.locator('[class*="st-key-card-gaps"] tr', has_text=named).first
    walk.read(row.inner_text())
    walk.follow(words("Gap"), row.locator("td").nth(2).get_by_role("link"))
    explained = walk.page.locator('[class*="st-key-card-explained"]')
    walk.read(explained.locator("h2").first.inner_text())
    draft = words("Its gap has a plan: {state}", state=words(STATES["draft"]))
    walk.follow(draft, walk.page.get_by_role("link", name=draft, exact=True))
    drivers = walk.fact(words("What brought most of it, each by itself")).split("; ")
    assert any(truths.SLOW_TEAM in one for one in drivers[:3]), drivers
    begun(walk, EARLIER + timedelta(days=3))
    expect(walk.page.locator(".tk-header")).to_contain_text(words(STATES["running"]))
    held(walk, WEEKLY, "Hire two people for the morning", due)


def executive(walk: Walk, due: date) -> None:
    """The month: the decision asked, the objectives, a plan that climbed, the committee, the benefit in money."""
    words = walk.words
    walk.open("monthly")
    walk.read(walk.page.locator(".tk-summary").inner_text())
    turn(walk, words("Objectives"))
    walk.read(walk.page.locator(".tk-summary").inner_text())
    turn(walk, words("Plans"))
    climbed = walk.page.locator('[class*="st-key-card-plans_late"]')
    walk.read(climbed.locator("h2").first.inner_text())
    plan = climbed.locator("tbody a").first
    walk.follow(plan.inner_text(), plan)
    held(walk, MONTHLY, "Ask for two people in the budget", due)
    turn(walk, words("Monthly · executive"))
    benefit = walk.page.locator('[class*="st-key-card-benefit"] h2').first.inner_text()
    walk.read(benefit)
    assert re.search(r"\d", benefit), "the plan that works is confirmed, and brings money"


def three(browser: Browser, folders: tuple[Path, Path], home: Path, language: str) -> dict[str, object]:
    """The three readers in one language: what each of them came to."""
    words, known = Words(LANGUAGES[language]), truths.Truths(EARLIER, LATER, frozenset())
    kept = {"CRM_DATABASE": str(home / f"walks-{language}.sqlite")}
    company = folders[1], Path(kept["CRM_DATABASE"])
    told: dict[str, object] = {}
    with served(folders[0], home, **kept) as address:
        with counted(browser, address, "supervisor", language) as walk:
            supervisor(walk, EARLIER + timedelta(days=7))
        told["supervisor"] = len(walk.clicks)
        with counted(browser, address, "manager", language) as walk:
            manager(walk, EARLIER + timedelta(days=7))
        told["manager"] = len(walk.clicks)
    with served(folders[1], home, **kept) as address:
        with reading(browser, address, "manager", words, language) as walk:
            of_team(walk, truths.WORKING_PLAN_TEAM, known.plan_works - timedelta(weeks=1))
            placed(walk, company, "No reminder the day before", "10", known.plan_works)
        with counted(browser, address, "executive", language) as walk:
            executive(walk, LATER + timedelta(days=7))
        told["executive"] = len(walk.clicks)
    return told


@contextmanager
def counted(browser: Browser, address: str, reader: str, language: str) -> Iterator[Walk]:
    """A reader who says at the end how often he clicked."""
    with reading(browser, address, reader, Words(LANGUAGES[language]), language) as walk:
        yield walk
    sys.stdout.write(f"  {language} · {reader}: {len(walk.clicks)} clicks and fields\n")


def real(browser: Browser, home: Path, language: str) -> int | None:
    """The supervisor of a real company, by its incidents; None where these data are not here."""
    if not DATA.is_dir():
        return None
    scenario = next(one for one in SCENARIOS if one.id == REAL)
    place = home / f"real-{language}"
    place.mkdir()
    with imported(scenario, place) as (warehouse, _):
        last = max(one.through for one in warehouse.sources if one.through)
    with (
        served(place / scenario.id, home, CRM_DATABASE=str(place / "office.sqlite")) as address,
        counted(browser, address, "supervisor", language) as walk,
    ):
        supervisor(walk, last + timedelta(days=7), waiting)
    return len(walk.clicks)


def told(browser: Browser, folders: tuple[Path, Path], home: Path, language: str) -> str:
    """How often each reader clicked, in a line."""
    counts = three(browser, folders, home, language)
    counts["supervisor of real incidents"] = real(browser, home, language)
    return " · ".join(f"{who}: {n} clicks and fields" for who, n in counts.items())


if __name__ == "__main__":
    sys.exit(main(told, sys.argv[1:]))
