"""Everything goes out as one text and comes back the same, from either kind of database into either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.access import Reader
from crm_metrics.errors import DataError
from crm_metrics.office.aims import ObjectiveRegister
from crm_metrics.office.answerers import AnswererRegister
from crm_metrics.office.answers import Appointment
from crm_metrics.office.attending import marks
from crm_metrics.office.attending.marking import KeptDraw
from crm_metrics.office.baselines.register import BaselineRegister, restarts
from crm_metrics.office.baselines.restarting import RestartContent
from crm_metrics.office.campaigns.shelf import CampaignShelf, campaigns
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.reviewing import NewLine, ReviewRhythm
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.moving import exported, imported
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from crm_metrics.office.objectives import Aim, Bands
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms
from crm_metrics.office.plans import PlanShelf
from crm_metrics.office.saved import Audience
from crm_metrics.office.trail import Author
from crm_metrics.office.views import ViewShelf
from crm_metrics.periods import Period
from tests.office.campaigns.test_campaign import CONTENT as CAMPAIGN
from tests.office.meetings.test_frozen import BOARD

BY = Author("Dora")
COUNTS = {  # what `filled` makes
    "answerer": 1, "baseline": 1, "campaign": 1, "day_draw": 1, "day_mark": 1, "note": 1, "note_read": 1,
    "objective": 0, "plan": 1, "review": 1, "review_board": 1, "review_line": 1, "review_rhythm": 1, "saved_view": 2,
    "trail": 16,
}  # fmt: skip
READERS = (Reader("Ana", "executive"), Reader("Beto", "executive"))
NOTE = NoteContent(first=date(2026, 11, 12), last=date(2026, 11, 14), text="Huelga 🚧 «x»", mentions=("Beto",))
DRAW = KeptDraw(date(2026, 11, 13), "a1", ("c1",), ("c2",))
RESTART = RestartContent(
    metric="csat", parts=(("process", "service"), ("team", "Chat")), day=date(2026, 8, 3), why="Guion «nuevo»"
)
TERMS = PlanTerms(actions=(PlanAction("Hire", due=date(2026, 12, 1)),), expected=2.0)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[OfficeDatabase]:
    """Another one, a file."""
    made = OfficeDatabase(OfficePlace(file=tmp_path / "other.sqlite"))
    yield made
    made.close()


def filled(database: OfficeDatabase) -> ViewShelf:
    shelf = ViewShelf(database, Reader("Ana", "executive"), ["Ana", "Beto"])
    first = shelf.save("Mi «vista»", "daily", {"team": ["Voz Norte", "Chat"]}, Audience("person", "Beto"))
    shelf.save("Otra", "weekly", {}, Audience())
    shelf.change(first, "La primera", Audience())
    register = AnswererRegister(database, Reader("Ana", "executive", rights=("founds",)))
    register.appoint(Appointment(kind="team", thing="Voz Norte", name="", version=0), "Luis Mora")
    plans = PlanShelf(database, shelf.reader)
    plans.draft(PlanGap(metric="csat", parts=(("team", "Chat"),), trigger=date(2026, 11, 16), better="up"), TERMS)
    reviews = ReviewShelf(database, shelf.reader)
    review = reviews.begin("weekly", (("team", "Chat"),), (date(2026, 11, 9), date(2026, 11, 15)), [])
    reviews.write(review, NewLine("decision", "Contratar «dos»", "Beto", date(2026, 12, 1)))
    reviews.close(review, BOARD)
    reviews.set_rhythm(ReviewRhythm(), 6)
    note = NoteShelf(database, shelf.reader, READERS).write(NOTE)
    NoteShelf(database, READERS[1]).mark_read(note)
    founder = Reader("Ana", "executive", rights=("founds",))
    BaselineRegister(database, founder).start(RESTART, Period(date(2026, 1, 1), date(2026, 1, 1), date(2026, 11, 20)))
    CampaignShelf(database, Reader("Ana", "manager", rights=("personal",))).draw("b1", CAMPAIGN, date(2026, 11, 20))
    marks.say(database, shelf.reader, "done", customer="c1", kinds=("risk",), draw=DRAW)
    return shelf


def without_moment(text: str) -> dict[str, object]:
    return {key: value for key, value in json.loads(text).items() if key != "exported_at"}


def test_it_goes_from_a_file_into_either_kind_and_back(database: OfficeDatabase, other: OfficeDatabase) -> None:
    mine = filled(other)
    told = exported(other)
    assert imported(told, database, BY) == COUNTS
    theirs = ViewShelf(database, mine.reader, mine.known)
    assert theirs.views() == mine.views()
    assert PlanShelf(database, mine.reader).plans() == PlanShelf(other, mine.reader).plans() != ()
    assert ReviewShelf(database, mine.reader).reviews() == ReviewShelf(other, mine.reader).reviews() != ()
    assert NoteShelf(database, mine.reader).notes() == NoteShelf(other, mine.reader).notes() != ()
    assert NoteShelf(database, READERS[1]).unread() == ()
    assert marks.draws(database, DRAW.day, DRAW.day) == (DRAW,)
    assert marks.marks(database, DRAW.day, DRAW.day) == marks.marks(other, DRAW.day, DRAW.day) != ()
    assert restarts(database) == restarts(other) != ()
    assert campaigns(database) == campaigns(other) != ()
    back = without_moment(exported(database))
    trail = back["trail"]
    assert isinstance(trail, list)
    last = trail.pop()
    assert (last["author"], last["did"]) == ("Dora", "imported")
    assert last["after"] == COUNTS
    assert back == without_moment(told)
    assert theirs.save("Después", "daily", {}, Audience()).version == 1  # the trail goes on where it ended


def test_it_goes_from_either_kind_into_a_file(database: OfficeDatabase, other: OfficeDatabase) -> None:
    mine = filled(database)
    imported(exported(database), other, BY)
    assert ViewShelf(other, mine.reader, mine.known).views() == mine.views()


def test_a_database_that_holds_something_is_left_as_it_is(database: OfficeDatabase) -> None:
    shelf = filled(database)
    before = shelf.views()
    with pytest.raises(DataError, match="holds something already"):
        imported(exported(database), database, BY)
    assert shelf.views() == before


def broken(told: str, **changes: object) -> str:
    text = json.loads(told)
    text["saved_view"][1].update(changes)
    return json.dumps(text)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": "2"}, "Row 2 of “saved_view” can't be read: version is no int"),
        ({"version": True}, "version is no int"),
        ({"changed_at": "2026-11-29T10:30:00"}, "changed_at is no instant"),
        ({"asked": {"team": "Voz"}}, "asked is no list of texts"),
        ({"colour": "red"}, "has not the columns"),
        ({"name": "x" * 61}, "The list “saved_view” can't be kept"),
        ({"name": "a\x00b"}, "a sign that no database keeps"),
    ],
)
def test_what_is_not_as_it_must_be_is_told_and_nothing_comes_in(
    database: OfficeDatabase, other: OfficeDatabase, changes: dict[str, object], said: str
) -> None:
    filled(other)
    with pytest.raises(DataError, match=said):
        imported(broken(exported(other), **changes), database, BY)
    imported(exported(other), database, BY)


@pytest.mark.parametrize("changes", [{"open_gap": None}, {"due": "soon"}, {"actions": {"list": ["Hire"]}}])
def test_a_row_that_is_no_plan_does_not_come_in(
    database: OfficeDatabase, other: OfficeDatabase, changes: dict[str, object]
) -> None:
    filled(other)
    text = json.loads(exported(other))
    text["plan"][0].update(changes)
    with pytest.raises(DataError, match="Row 1 of “plan” can't be read: it is no plan"):
        imported(json.dumps(text), database, BY)


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": "2026-13-01"},
        {"valid_from": "2026-05-02"},
        {"valid_to": "2026-01-01"},
    ],
)
def test_a_row_that_is_no_objective_does_not_come_in(
    database: OfficeDatabase, other: OfficeDatabase, changes: dict[str, object]
) -> None:
    """Every board reads them: one that can't be read would close them all."""
    aim = Aim(metric="csat", process="service", valid_from=date(2026, 5, 1))
    ObjectiveRegister(other, Reader("Ana", "executive")).set(aim, Bands(good=0.8), "up")
    text = json.loads(exported(other))
    text["objective"][0].update(changes)
    with pytest.raises(DataError, match="Row 1 of “objective” can't be read: it is no objective"):
        imported(json.dumps(text), database, BY)
    imported(exported(other), database, BY)


@pytest.mark.parametrize("changes", [{"first_day": "2026-13-01"}, {"text": "a\n b"}, {"mentions": {"list": [1]}}])
def test_a_note_that_is_none_is_refused_as_every_board_reads_them(
    database: OfficeDatabase, other: OfficeDatabase, changes: dict[str, object]
) -> None:
    NoteShelf(other, READERS[0], READERS).write(NOTE)
    text = json.loads(exported(other))
    text["note"][0].update(changes)
    with pytest.raises(DataError, match="Row 1 of “note” can't be read: it is no note"):
        imported(json.dumps(text), database, BY)


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "2026-08-33"},
        {"why": " "},
        {"parts": {"process": ["service", "sales"]}},
        {"parts": {"channel": ["phone"]}},
        {"subject": "csat"},
        {"standing": "csat||2026-08-03"},
        {"standing": None},
        {"withdrawn_by": "Beto"},
        {"withdrawn_at": "2026-11-29T10:30:00+00:00"},
        {"note": "x" * 32},
    ],
)
def test_a_baseline_that_is_none_is_refused_as_every_board_reads_them(
    database: OfficeDatabase, other: OfficeDatabase, changes: dict[str, object]
) -> None:
    filled(other)
    text = json.loads(exported(other))
    text["baseline"][0].update(changes)
    with pytest.raises(DataError, match="Row 1 of “baseline” can't be read: it is no baseline"):
        imported(json.dumps(text), database, BY)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "a  b"},
        {"begins": "soon"},
        {"begins": "2026-W49-2"},  # a day that does not stand among the others in their order
        {"days": 27},
        {"share": 0.99},
        {"listed": {"list": []}},
        {"listed": {"list": [7]}},
        {"held": {"list": ["c1"]}},
        {"held": {}},
        {"standing": None},
        {"standing": "other"},
        {"withdrawn_by": "Beto"},
    ],
)
def test_a_campaign_that_is_none_is_refused_as_every_list_asks_whom_it_holds_out(
    database: OfficeDatabase, other: OfficeDatabase, changes: dict[str, object]
) -> None:
    filled(other)
    text = json.loads(exported(other))
    text["campaign"][0].update(changes)
    with pytest.raises(DataError, match="Row 1 of “campaign” can't be read: it is no campaign"):
        imported(json.dumps(text), database, BY)


@pytest.mark.parametrize(
    ("table", "changes"),
    [("review", {"held_for": "x"}), ("review_line", {"owner": ""}), ("review_board", {"board": {}})],
)
def test_a_row_that_is_no_part_of_a_review_does_not_come_in(
    database: OfficeDatabase, other: OfficeDatabase, table: str, changes: dict[str, object]
) -> None:
    filled(other)
    text = json.loads(exported(other))
    text[table][0].update(changes)
    with pytest.raises(DataError, match=f"Row 1 of “{table}” can't be read: it is no "):
        imported(json.dumps(text), database, BY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "no export"),
        ("{", "not whole JSON"),
        ('{"format": "pulso-office", "revision": NaN}', "NaN is no number"),
        ('{"format": "pulso-office", "revision": "\\ud800"}', "not whole JSON"),
        ('{"format": "pulso-office", "revision": "0000"}', "another release"),
        ('{"format": "pulso-office", "revision": "LAST"}', "lacks the list"),
    ],
)
def test_a_text_that_is_no_export_is_told(database: OfficeDatabase, text: str, said: str) -> None:
    last = json.loads(exported(database))["revision"]
    with pytest.raises(DataError, match=said):
        imported(text.replace("LAST", last), database, BY)
