"""Each number drawn leads to rows that make it: what is asked for it, and a walk over all that the boards draw."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_metrics import access, periods
from crm_metrics.access import Reader, Scope
from crm_metrics.boards import (
    chosen,
    customer,
    customers,
    daily,
    explore,
    journey,
    monthly,
    objectives,
    pairing,
    plans,
    portfolio,
    process,
    reviews,
    weekly,
)  # fmt: skip
from crm_metrics.boards.behind.provenance import ABSENT, Provenance, last_of, of_days, provenance
from crm_metrics.boards.bodies.interval import Deciles
from crm_metrics.boards.core import Board, View
from crm_metrics.boards.customers.selection import OWN
from crm_metrics.boards.filters import of_processes, several_processes
from crm_metrics.boards.objectives.facts import CHOSEN
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.settling import settle
from crm_metrics.boards.process import overview
from crm_metrics.boards.reviews.freezing import frozen
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.behind.handling import of_contacts
from crm_metrics.metrics.behind.recomputed import recomputed
from crm_metrics.metrics.behind.rows import RowsBehind, rows_behind
from crm_metrics.metrics.behind.weekdays import pooled
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from pages.parts.asked import answered
from tests.demo_company import demo_company
from tests.office.dated import DataUntil

DAY = date(2026, 5, 31)
WEEK = date(2026, 5, 25)


def reading(*groups: str | None) -> Reading:
    return Reading(metric="csat", period=WEEK, groups=groups, numerator=1, denominator=2, value=0.5, n=2)


def test_a_reading_is_asked_by_its_period_and_its_groups() -> None:
    found = provenance(CATALOGUE["csat"], "week", reading("Norte", None), by=("team", "agent"))
    assert found is not None
    assert (found.until, found.value, found.where) == (DAY, 0.5, (("team", "Norte"), ("agent", ABSENT)))
    assert dict(found.query) == {
        "metric": "csat", "every": "week", "until": "2026-05-31", "team": "Norte", "agent": ABSENT,
    }  # fmt: skip


def test_a_process_is_asked_for_where_the_metric_is_not_of_it_alone() -> None:
    shared, own = CATALOGUE["csat"], CATALOGUE["backlog"]
    assert own.process == "service"
    of_shared, of_own = (provenance(of, "week", reading(), process="service") for of in (shared, own))
    assert of_shared is not None and of_shared.where == (("process", "service"),)
    assert of_own is not None and of_own.where == ()


def test_without_a_reading_or_the_names_of_its_groups_nothing_leads_on() -> None:
    assert provenance(CATALOGUE["csat"], "week", None) is None
    assert provenance(CATALOGUE["csat"], "week", reading("Norte")) is None


def test_days_that_are_no_period_are_asked_from_the_first_to_the_last() -> None:
    found = of_days(CATALOGUE["csat"], WEEK, DAY, 0.5, where=[("team", None)])
    assert found.query == (
        ("metric", "csat"), ("every", "all"), ("since", "2026-05-25"), ("until", "2026-05-31"), ("team", ABSENT),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("every", "start", "last"),
    [("day", WEEK, WEEK), ("week", WEEK, DAY), ("month", date(2026, 2, 1), date(2026, 2, 28))],
)
def test_a_period_ends_on_its_last_day(every: str, start: date, last: date) -> None:
    assert last_of(every, start) == last


def drawn(thing: object) -> Iterator[Provenance]:
    """Whatever leads to rows in a board, wherever it stands."""
    if isinstance(thing, Provenance):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from drawn(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from drawn(one)


def asked(shop: Shop, sources: Sequence[Provenance], view: View) -> RowsBehind:
    """The rows to which numbers of one metric and place lead, over all their periods, with the filters of the board.

    As in a link, what a number says itself stands in place of the filter of that dimension; a process is no condition
    but what is seen, as on their page.
    """
    metric, every, since, *_, where = _place(sources[0])
    told = tuple(value for name, value in where if name == "process" and value != ABSENT)
    view = of_processes(replace(view, process=None, processes=told)) if told else view
    where = tuple(pair for pair in where if pair[0] != "process" or pair[1] == ABSENT)
    words = (*OWN, CHOSEN)  # of a page alone
    more = [(name, value) for name, value in view.where if name not in dict(where)]
    kept = [(name, None if value == ABSENT else value) for name, value in (*where, *more) if name not in words]
    first = since or periods.start_of(every, min(one.until for one in sources))
    last = max(one.until for one in sources)
    found = rows_behind(shop, metric_of(metric), every=every, where=kept, since=first, until=last, scope=view.scope)
    took = sources[0].took
    return of_contacts(found, took) if took else found


Asking = tuple[str, str, date | None, int | None, tuple[int, int] | None, tuple[tuple[str, str], ...]]


def _place(source: Provenance) -> Asking:
    return source.metric, source.every, source.since, source.weekday, source.took, source.where


def worked_out(source: Provenance, again: Sequence[Reading]) -> float | None:
    """The value of a number among the readings that rows made: of its period, or of its weekday together."""
    if source.weekday:
        together = pooled(metric_of(source.metric), again, source.weekday)
        return together.value if together else None
    start = source.since or periods.start_of(source.every, source.until)
    return next((one.value for one in again if one.period == start), None)


def together(sources: Iterable[Provenance]) -> list[list[Provenance]]:
    """Those that one question answers: all periods of a cadence; days that are no period each by themselves."""
    groups: dict[object, list[Provenance]] = {}
    for source in dict.fromkeys(sources):
        groups.setdefault((_place(source), source.until if source.since else None), []).append(source)
    return list(groups.values())


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    """A small demo company of fifteen months that ends on a Sunday, the last day of May 2026."""
    with demo_company(Asked(customers=150, months=15, until=DAY), finish=None) as company:
        yield company


VIEWS = {
    "all": View(),
    "filtered": View(where=(("tier", "high"),)),
    "scoped": View(scope=Scope(processes=("service",))),
    "several": View(where=(("tier", "high"), ("tier", "low")), processes=("sales", "service")),
}


BOARDS: dict[str, Any] = {
    "daily": daily, "weekly": weekly, "monthly": monthly,
    "overview": overview, "process": process, "journey": journey, "customers": customers, "explore": explore,
    "pairing": pairing, "chosen": chosen, "customer": customer, "portfolio": portfolio, "objectives": objectives,
    "plans": plans, "reviews": reviews,
}  # fmt: skip
KEPT = ("plans", "reviews")  # pages of what people keep: they are walked with plans and reviews, below
UNWALKED = {  # pages that no walk needs, and why
    "number": "it shows the rows themselves",
    "catalogue": "it says what each metric means, and no number of it",
    "glossary": "it says what words mean",
    "data": "it tells of files and of fields filled: no board, and no link leads from it to rows",
}
# What a page of somebody is asked for besides: its numbers name the customer or agent themselves.
OF_SOMEBODY = {
    "customer": "select 'customer', customer from shape.interaction where team is not null and process = 'service'"
    " and customer in (select customer from shape.purchase) group by customer order by count(*) desc, customer limit 1",
    "chosen": "values ('shown', 'csat,month'), ('shown', 'csat,week,process=service'), ('shown', 'cash_collected,day'),"
    " ('shown', 'first_response_sla,week,team=Voz%20Norte'), ('shown', 'bookings,month'),"
    " ('shown', 'csat,month,tier=high')",
    "portfolio": "select 'manager', agent from shape.customer_today where agent is not null"
    " group by agent order by count(*) desc, agent limit 1",
}


FILTERED = {  # of a page that is narrowed by words of its own alone, which no link to rows keeps
    "customers": (("axes", "segment"), ("row", "high")),
    "objectives": (("metric", "contacts_handled"),),
}


def test_no_page_is_left_out_of_the_walk() -> None:
    pages = {file.stem for file in (Path(__file__).parents[3] / "pages").glob("*.py")} - {"__init__"}
    assert pages == {*BOARDS, *UNWALKED} and not {*BOARDS} & {*UNWALKED}


@pytest.mark.parametrize("name", [name for name in BOARDS if name not in KEPT])
@pytest.mark.parametrize("kind", VIEWS)
def test_every_number_of_every_board_is_made_again_from_its_rows(demo: Shop, name: str, kind: str) -> None:
    board, view = BOARDS[name], VIEWS[kind]
    if view.where:
        view = replace(view, where=FILTERED.get(name, view.where))
    if name in OF_SOMEBODY:
        view = View(scope=view.scope, personal=True)
    whose = tuple(demo.fetch(OF_SOMEBODY[name])) if name in OF_SOMEBODY else ()
    told = made_again(demo, board, view, f"{name}, {kind}", whose)
    assert told > (5 if name == "portfolio" else 10) or kind == "scoped"  # of a few customers alone


OPENED = date(2026, 3, 30)  # the Monday of a week, nine before the last one of the data
SERVICE = ("process", "service")
TYPED = 0.7  # what the plans say of that week: no row makes it
PERIODS = {"daily": (DAY, DAY), "weekly": (WEEK, DAY), "monthly": (date(2026, 4, 1), date(2026, 4, 30))}


def planned(shop: Shop, shelf: PlanShelf, gap: PlanGap, **terms: Any) -> WorkPlan:
    """A plan that began the week after."""
    agreed = PlanTerms(cause="c", fix="f", actions=(PlanAction("a"),), owner="Ana", due=DAY, expected=0.1, **terms)
    drafted = shelf.draft(gap, agreed)
    began = OPENED + timedelta(days=7)
    return shelf.start(shelf.agree(drafted, locked(shop, drafted, began)), began, DataUntil(began))


@pytest.fixture
def asked_of_plans(demo: Shop, office: OfficeDatabase) -> list[tuple[tuple[str, str], ...]]:
    """What the page of plans is asked, with a plan of a process, one of a team beside another, and one that ended."""
    shelf = PlanShelf(office, Reader("Ana", "executive"))
    mine, other = (row[0] for row in demo.fetch(
        "select team from shape.survey where team is not null and process = 'service' and instrument = 'csat'"
        " group by team order by count(*) desc, team limit 2"))  # fmt: skip
    of_service = PlanGap(metric="csat", parts=(SERVICE,), trigger=OPENED, better="up", value=TYPED, goal=0.78)
    of_team = replace(of_service, parts=(SERVICE, ("team", mine)))
    guarded = ("contacts_handled", "first_contact_resolution", "recurrence_rate")
    whole = planned(demo, shelf, of_service, guardrails=guarded)
    beside = planned(demo, shelf, of_team, comparison=other)
    ended = planned(demo, shelf, replace(of_service, metric="first_response_sla"), planned=4)
    settle(demo, shelf, DAY)
    assert not {plan.id: plan for plan in shelf.plans()}[ended.id].open
    shelf.draft(replace(of_service, parts=()), PlanTerms())
    gap = (("metric", "first_response_sla"), ("of", "process:service"))
    return [(), gap, *((("plan", plan.id),) for plan in (whole, beside, ended))]


@pytest.fixture
def asked_of_reviews(demo: Shop, office: OfficeDatabase) -> list[tuple[tuple[str, str], ...]]:
    """What the page of reviews is asked, with the board of each rhythm as it was read, of the company and of a part."""
    shelf, found = ReviewShelf(office, Reader("Ana", "executive")), []
    for kind, parts in (("daily", (SERVICE,)), ("weekly", (SERVICE,)), ("monthly", ())):
        review = shelf.begin(kind, parts, PERIODS[kind], [])
        found.append(shelf.close(review, frozen(demo, kind, parts, PERIODS[kind][1])))
    return [(), *((("review", review.id),) for review in found)]


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("kind", ["all", "scoped"])
def test_every_number_of_what_people_keep_is_made_again_from_its_rows(
    demo: Shop, name: str, kind: str, request: pytest.FixtureRequest
) -> None:
    asked_of, told = request.getfixturevalue(f"asked_of_{name}"), 0
    view = replace(VIEWS[kind], level="executive", boards=tuple(access.BOARDS))
    for whose in asked_of:
        told += made_again(demo, BOARDS[name], view, f"{name}, {kind}, {dict(whose)}", whose)
        sheet = BOARDS[name].board(BOARDS[name].gather(demo, replace(view, where=whose)), Words("es-CO"))
        numbers = list(drawn(sheet))
        assert "process" in sheet.own or not numbers  # they say their parts: no filter comes to them
        read = [one for one in numbers if one.then is not None and one.value is not None]
        moved = [one for one in read if one.value != pytest.approx(one.then)]
        assert all(one.then == TYPED for one in moved)  # these data are those of then
        sys.stdout.write(f"of them {len(read)} as they were locked or read\n")
    assert told > 50


def test_every_tenth_of_the_answers_is_made_again_from_its_rows(demo: Shop) -> None:
    view = View(process="service")
    (body,) = (
        one.body for one in weekly.board(weekly.gather(demo, view), Words("es-CO")).cards if one.key == "relations"
    )
    assert isinstance(body, Deciles)
    assert len(body.bars) > 2
    assert all(one.behind and one.behind.value == one.value for one in body.bars)
    assert made_again(demo, weekly, view, "weekly, one process") > 10


@pytest.mark.parametrize("part", ["rankings", "cross", "growth"])
def test_every_number_of_the_other_parts_of_a_page_is_made_again_from_its_rows(demo: Shop, part: str) -> None:
    assert made_again(demo, customers, View(where=(("part", part),)), f"customers, {part}") > 10


def kept_of(view: View, sheet: Board) -> View:
    """The processes of several that a board answers to: its page leaves the others out, says so, and asks again."""
    kept, _ = answered({"process": list(view.processes)}, sheet)
    processes = tuple(kept.get("process", ()))
    one, several = (None, processes) if len(processes) > 1 else (next(iter(processes), None), ())
    return replace(view, process=one, processes=several)


def made_again(demo: Shop, board: Any, view: View, name: str, whose: tuple[tuple[str, str], ...] = ()) -> int:
    """How many numbers of a board were compared with what their rows make; they are all equal.

    whose: what the page is asked for besides, which its numbers say themselves.
    """
    told, wrong = 0, []

    def shown(view: View) -> Any:
        return board.board(board.gather(demo, replace(view, where=(*view.where, *whose))), Words("es-CO"))

    sheet = shown(view)
    if view.processes and (kept := kept_of(view, sheet)) != view:
        whole, sheet, view = sheet, shown(kept), kept
        assert kept.process or set(drawn(whole)) == set(drawn(sheet)), "narrowed by what it does not offer"
    view = several_processes(view)
    for sources in together(drawn(sheet)):
        again = list(recomputed(asked(demo, sources, view)).values())
        for source in sources:
            if source.value is None:
                continue
            told += 1
            value = worked_out(source, again)
            if value != pytest.approx(source.value, rel=1e-9, abs=1e-9):
                wrong.append((source, value))
    sys.stdout.write(f"{name}: {told} numbers made again from their rows\n")
    assert wrong == []
    return told


@pytest.mark.parametrize("unit", ["team", "touchpoint"])
def test_every_pair_that_can_be_chosen_leads_to_its_rows(demo: Shop, unit: str) -> None:
    facts, told = pairing.gather(demo, View()), 0
    for of, (xs, _) in facts.measures.items():
        view = View(process=of, where=(("unit", unit), ("productivity", xs[-1])))
        board = pairing.board(replace(facts, view=view), Words("es-CO"))
        for sources in together(drawn(board)):
            again = list(recomputed(asked(demo, sources, pairing.without_choices(view))).values())
            for source in sources:
                assert worked_out(source, again) == pytest.approx(source.value, rel=1e-9, abs=1e-9), source
                told += 1
    assert told > 10


def test_a_scoped_reader_is_led_to_rows_of_his_scope_alone(demo: Shop) -> None:
    (team,) = demo.fetch("select min(team) from shape.agent where process = 'service'")[0]
    view, seen = View(scope=Scope(teams=(team,))), 0
    for sources in together(drawn(daily.board(daily.gather(demo, view), Words("es-CO")).tiles)):
        for part in asked(demo, sources, view).parts:
            teams = {row[part.head.index("team")] for row in part.rows if "team" in part.head}
            assert teams <= {team}
            seen += len(part.rows)
    assert seen > 0
