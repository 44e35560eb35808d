"""What a reader does with a review: begins it, writes its minutes, closes it, says what is done, corrects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.reviews.agenda import agenda
from crm_metrics.boards.reviews.calendar import DueReview
from crm_metrics.boards.reviews.dossier import said_in
from crm_metrics.boards.reviews.facts import REVIEW, ReviewsFacts
from crm_metrics.boards.reviews.freezing import board_facts, frozen
from crm_metrics.boards.reviews.kept import shelf_of
from crm_metrics.boards.reviews.kinds import LINES, NAMES, begins, period_text
from crm_metrics.errors import CrmError
from crm_metrics.office.meetings.reviewing import (
    BOARDS,
    CORRECTION,
    DECISION,
    MINUTE,
    MOST_MONTHS,
    STRATEGY,
    NewLine,
    Review,
    ReviewRhythm,
    ReviewTakenError,
    may_set_rhythm,
)
from crm_metrics.office.planning import LONGEST, Parts
from crm_metrics.words import Words
from pages.parts import session
from pages.parts.forms.owning import owner, yours
from pages.parts.forms.saying import note, say, under_name
from pages.parts.sheet import Sheet

DONE, WRONG = "tk-reviews-done", "tk-reviews-wrong"  # what is said once
FORM = "tk-review"  # the widgets of a form begin so


def steps(sheet: Sheet) -> None:
    """What was said, and what may be done: with the review that is shown, else with those that are due."""
    facts: ReviewsFacts = sheet.facts
    words = sheet.words
    say(DONE)
    if facts.chosen is None:
        say(WRONG)
        yours(sheet)
        _begin_buttons(facts, words)
        _rhythm_form(facts, words)
        return
    st.button(words("See all reviews"), key="tk-reviews-all", type="tertiary", on_click=_everything,
              icon=":material/arrow_back:")  # fmt: skip
    if not facts.chosen.open:
        say(WRONG)
        with st.container(key="tk-review-forms"):
            _decisions_form(facts.chosen, words)
            _correction_form(facts.chosen, words)


def minutes(sheet: Sheet) -> None:
    """Below the agenda and the minutes of an open review: the next line, what is done, and the end of it."""
    review, words = sheet.facts.chosen, sheet.words
    if review is None or not review.open:
        return
    with st.container(key="tk-review-forms"):
        say(WRONG)
        _line_form(review, words)
        _decisions_form(review, words)
        st.button(words("Close the review and keep its board"), key=f"{FORM}-close", type="primary", on_click=_closed,
                  args=(review, words))  # fmt: skip
        _undo_form(review, words)


def _begin_buttons(facts: ReviewsFacts, words: Words) -> None:
    offered = [one for one in facts.due if begins(one)]
    if not offered:
        return
    with st.container(horizontal=True, gap="small", key="tk-review-begin"):
        for one in offered:
            period = one.now
            said = period_text(one.kind, period, words) if period else ""
            st.button(
                words("Begin: {review}, {period}", review=words(NAMES[one.kind]), period=said),
                key=f"{FORM}-begin-{one.kind}",
                type="primary" if one.state in ("overdue", "due") else "secondary",
                on_click=_begun,
                args=(one, facts, words),
            )


def _rhythm_form(facts: ReviewsFacts, words: Words) -> None:
    """How often the strategy is reviewed, for who says it."""
    if not may_set_rhythm(session.reader()) or not any(one.kind == STRATEGY for one in facts.due):
        return
    box = st.expander(words("How often the strategy is reviewed"), key=f"{FORM}-rhythm", on_change="rerun",
                      icon=":material/event_repeat:")  # fmt: skip
    if not box.open:
        return
    place = f"{FORM}-months-{facts.rhythm.version}"
    with box, st.form(f"{place}-form", border=False):
        st.number_input(words("Every how many months"), value=facts.rhythm.months, min_value=1, max_value=MOST_MONTHS,
                        key=place)  # fmt: skip
        note(under_name(words))
        st.form_submit_button(words("Save"), key=f"{place}-do", on_click=_set_rhythm, args=(place, facts.rhythm, words))


def _line_form(review: Review, words: Words) -> None:
    """The next line of the minutes: about which matter, what, and who answers for it."""
    place = _key(review, "line")
    matters = {"": words("Another matter"), **{one.key: said_in(one.said, words) for one in review.agenda}}
    first = next((one.key for one in review.agenda if not review.about(one.key)), "")
    with st.form(f"{place}-form"):
        left, right = st.columns([3, 1])
        left.selectbox(words("Matter"), list(matters), index=list(matters).index(first),
                       format_func=lambda one: matters[one], key=f"{place}-about")  # fmt: skip
        right.selectbox(words("Kind"), [DECISION, MINUTE], format_func=lambda one: words(LINES[one]),
                        key=f"{place}-kind")  # fmt: skip
        st.text_area(words("What was said or decided"), key=f"{place}-text", max_chars=LONGEST, height=90)
        left, right = st.columns(2)
        with left:
            owner(f"{place}-owner", "", words)
        right.date_input(words("Due"), value=None, key=f"{place}-due", format="DD/MM/YYYY")
        note(words("A decision needs an owner and a due date; a minute has neither."), under_name(words),
             words("Write no customer's name into the minutes."))  # fmt: skip
        st.form_submit_button(words("Write it down"), key=f"{place}-do", on_click=_written, args=(place, review, words))


def _decisions_form(review: Review, words: Words) -> None:
    """Which decisions are done."""
    if not review.decisions:
        return
    place = _key(review, "done")
    box = st.expander(words("Say what is done"), key=f"{place}-box", on_change="rerun", icon=":material/check:")
    if not box.open:
        return
    texts = {line.id: line.text for line in review.decisions}
    with box, st.form(f"{place}-form", border=False):
        st.multiselect(words("Decisions that are done"), list(texts), format_func=lambda one: texts[one],
                       default=[line.id for line in review.decisions if not line.open], placeholder=words("Choose"),
                       key=place)  # fmt: skip
        note(under_name(words))
        st.form_submit_button(words("Save what is done"), key=f"{place}-do", on_click=_settled,
                              args=(place, review, words))  # fmt: skip


def _correction_form(review: Review, words: Words) -> None:
    box = st.expander(words("Correct the minutes"), key=_key(review, "correct"), on_change="rerun",
                      icon=":material/edit:")  # fmt: skip
    if not box.open:
        return
    place = _key(review, "correction")
    with box, st.form(f"{place}-form", border=False):
        st.text_area(words("What is to be corrected"), key=f"{place}-text", max_chars=LONGEST, height=90)
        note(words("What was written stays; the correction stands after it with your name and the time."),
             under_name(words))  # fmt: skip
        st.form_submit_button(words("Add the correction"), key=f"{place}-do", on_click=_corrected,
                              args=(place, review, words))  # fmt: skip


def _undo_form(review: Review, words: Words) -> None:
    """What takes back: a line, or a review that was begun by mistake."""
    box = st.expander(words("Take something back"), key=_key(review, "undo"), on_change="rerun",
                      icon=":material/undo:")  # fmt: skip
    if not box.open:
        return
    place = _key(review, "back")
    with box:
        if review.lines:
            texts = {line.id: line.text for line in review.lines}
            with st.form(f"{place}-form", border=False):
                st.selectbox(words("Line of the minutes"), list(texts), format_func=lambda one: texts[one], key=place)
                st.form_submit_button(words("Take the line out"), key=f"{place}-do", on_click=_taken_back,
                                      args=(place, review, words))  # fmt: skip
        st.button(words("Throw this review away, with its minutes"), key=f"{place}-all", on_click=_discarded,
                  args=(review, words))  # fmt: skip
        note(words("The audit trail keeps what is taken back."))


def _key(review: Review, part: str) -> str:
    """The widget of a part of a review as it was read: after each change it is another one."""
    done = sum(line.done_at is not None for line in review.lines)
    return f"{FORM}-{part}-{review.id}-{review.version}-{len(review.lines)}-{done}"


def _read(kind: str, parts: Parts, last: date) -> BoardFacts:
    """What the board of a review knows; from its beginning to its end the same, where nothing came meanwhile."""
    return _known(str(session.folder()), session.version(), session.own_files(BOARDS[kind]), (kind, parts, last))


@st.cache_resource(max_entries=8, show_spinner=False)
def _known(folder: str, version: int, files: session.Files, asked: tuple[str, Parts, date]) -> BoardFacts:
    return board_facts(session.warehouse(), *asked)


# What the buttons do; each knows the review as its reader saw it -----------------------------------------------------


def _shelf() -> Any:
    return shelf_of(session.warehouse(), session.reader())


def _done(act: Callable[[], str], said: str, words: Words) -> None:
    """Do it and show the review that it leads to, "" for none; one that is there already is shown, too."""
    try:
        shown = act()
    except ReviewTakenError as error:
        shown, said = error.review.id, words.error(error)
    except CrmError as error:
        session.hold(WRONG, words.error(error))
        return
    session.hold(DONE, said)
    session.go({REVIEW: shown}, "reviews")


def _begun(due: DueReview, facts: ReviewsFacts, words: Words) -> None:
    period = due.now
    if period is None:
        return

    def begin() -> str:
        own = [one for one in facts.reviews if (one.kind, one.parts) == (due.kind, facts.parts)]
        items = agenda(session.warehouse(), due.kind, facts.parts, _read(due.kind, facts.parts, period.last), own)
        review: Review = _shelf().begin(due.kind, facts.parts, (period.first, period.last), items)
        return review.id

    _done(begin, words("The review is begun: this is its agenda."), words)


def _written(place: str, review: Review, words: Words) -> None:
    given = session.widget

    def write() -> str:
        due: Any = given(f"{place}-due")
        line = NewLine(given(f"{place}-kind") or MINUTE, given(f"{place}-text") or "", given(f"{place}-owner") or "",
                       due, given(f"{place}-about") or "")  # fmt: skip
        _shelf().write(review, line)
        return review.id

    _done(write, words("It is written down."), words)


def _corrected(place: str, review: Review, words: Words) -> None:
    def write() -> str:
        _shelf().write(review, NewLine(CORRECTION, session.widget(f"{place}-text") or ""))
        return review.id

    _done(write, words("The correction is added."), words)


def _settled(place: str, review: Review, words: Words) -> None:
    wanted = set(session.widget(place) or ())

    def settle() -> str:
        shelf = _shelf()
        for line in review.decisions:
            if line.open == (line.id in wanted):
                shelf.settle(review, line, done=line.id in wanted)
        return review.id

    _done(settle, words("It is saved what is done."), words)


def _closed(review: Review, words: Words) -> None:
    def close() -> str:
        known = _read(review.kind, review.parts, review.last)
        board = frozen(session.warehouse(), review.kind, review.parts, review.last, known)
        _shelf().close(review, board)
        return review.id

    _done(close, words("The review is closed, and its board is kept as it was read."), words)


def _taken_back(place: str, review: Review, words: Words) -> None:
    line = next((one for one in review.lines if one.id == session.widget(place)), None)
    if line is None:
        return

    def take() -> str:
        _shelf().take_back(review, line)
        return review.id

    _done(take, words("The line is out."), words)


def _discarded(review: Review, words: Words) -> None:
    def discard() -> str:
        _shelf().discard(review)
        return ""

    _done(discard, words("The review is thrown away."), words)


def _set_rhythm(place: str, seen: ReviewRhythm, words: Words) -> None:
    months: Any = session.widget(place)

    def save() -> str:
        _shelf().set_rhythm(seen, int(months))
        return ""

    _done(save, words("It is saved."), words)


def _everything() -> None:
    session.go({REVIEW: ""}, "reviews")
