"""The register of reviews: what is due, which decisions are open, how many of the due were held, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crm_metrics.boards.core import Card, Cell, Chip, Empty, Grid, GridColumn, Row
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.boards.reviews.calendar import AdoptedReviews, DueReview
from crm_metrics.boards.reviews.facts import ReviewsFacts, way_to
from crm_metrics.boards.reviews.kinds import CHIPS, NAMES, STATES, list_card, period_text, title_of, whose
from crm_metrics.office.meetings.reviewing import HELD_AT, MONTHLY, STRATEGY, Review, ReviewLine
from crm_metrics.words import Words

FIRST = 20  # rows of a list that stand open


def cards(facts: ReviewsFacts, words: Words) -> tuple[Card, ...]:
    """The calendar, and the lists that have something; what a review is where none was held yet."""
    lists = _ReviewLists(facts, words, PlanWords(words, facts.frame.currency, facts.names))
    made = (lists.due(), lists.none(), lists.decisions(), lists.adoption(), lists.held())
    return tuple(card for card in made if card is not None)


def summary(facts: ReviewsFacts, words: Words) -> tuple[str, ...]:
    """What is overdue, and how many decisions are."""
    late = [words(NAMES[one.kind]) for one in facts.due if one.state == "overdue"]
    said = [words("Overdue: {reviews}.", reviews=words.listed(late))] if late else []
    found = facts.open_decisions
    n = sum(line.due is not None and line.due < facts.today for _, line in found)
    if n:
        said.append(words.many(n, "One decision is past its due date.", "{n} decisions are past their due date."))
    return tuple(said)


@dataclass(frozen=True)
class _ReviewLists:
    """The lists of the page."""

    facts: ReviewsFacts
    words: Words
    said: PlanWords

    def due(self) -> Card | None:
        """Where each kind stands, what asks for a meeting first."""
        words, found = self.words, self.facts.due
        if not found:
            return None
        n = sum(one.state in ("overdue", "due") for one in found)
        title = words.many(n, "One review is to be held", "{n} reviews are to be held") if n else self._calm()
        titles = (("review", words("Review")), ("state", words("State")), ("now", words("About")),
                  ("until", words("Through")), ("missed", words("Missed before it")),
                  ("last", words("Last held")), ("rhythm", words("How often")))  # fmt: skip
        kinds = {"state": "chip", "missed": "number"}
        columns = tuple(GridColumn(key, one, kinds.get(key, "text")) for key, one in titles)  # type: ignore[arg-type]
        rule = words("Due while the next period runs, overdue after it; by the last day of the data")
        part = whose(self.facts.parts, self.said) or words("The company")
        return self._card("reviews_due", title, f"{part} · {rule}", Grid(columns, tuple(map(self._due, found)), title))

    def _calm(self) -> str:
        going = sum(one.state == "open" for one in self.facts.due)
        if going:
            return self.words.many(going, "One review is being held", "{n} reviews are being held")
        new = sum(one.state == "never" for one in self.facts.due)
        if new:
            return self.words.many(new, "One review can be begun", "{n} reviews can be begun")
        return self.words("No review is to be held today")

    def _due(self, one: DueReview) -> Row:
        words = self.words
        shown = one.open or one.last
        days = one.open.days if one.open else one.now
        cells = (
            Cell(text=words(NAMES[one.kind]), leads=way_to(shown.id) if shown else ""),
            Cell(chip=Chip(CHIPS[one.state], words(STATES[one.state]))),
            self._plain(period_text(one.kind, days, words) if days else ""),
            self._plain(words.day(one.until) if one.until else ""),
            self._plain(words.number(one.missed) if one.missed else ""),
            self._plain(period_text(one.kind, one.last.days, words) if one.last else ""),
            Cell(text=self._rhythm(one.kind)),
        )
        return Row(one.kind, cells)

    def _rhythm(self, kind: str) -> str:
        words = self.words
        months = self.facts.rhythm.months
        said = {"daily": words("each working day"), "weekly": words("each week"), "monthly": words("each month")}
        return said.get(kind) or words.many(months, "each month", "every {n} months")

    def none(self) -> Card | None:
        """What a review is and how one begins."""
        if self.facts.reviews:
            return None
        words = self.words
        reason = words(
            "A review is the meeting about a board: its agenda is what stands out, minutes and decisions have an owner"
            " and a date, and when it is closed the board is kept as it was read. Begin one with a button above."
        )
        return empty_card("no_reviews", Empty(words("Here no review was held yet"), reason))

    def decisions(self) -> Card | None:
        """What was decided and is not done, overdue first, by who answers."""
        words, found = self.words, self.facts.open_decisions
        if not found:
            return None
        title = words.many(len(found), "One decision is open", "{n} decisions are open")
        titles = (words("Decision"), words("Owner"), words("Due"), words("Late by"), words("Decided in"))
        columns = tuple(GridColumn(f"column{place}", one) for place, one in enumerate(titles))
        owners = sorted({line.owner for _, line in found}, key=lambda name: self._urgency(name, found))
        rows = tuple(self._decision(*one) for name in owners for one in found if one[1].owner == name)
        grid = Grid(columns, rows, title, FIRST)
        return self._card("reviews_decisions", title, words("By who answers for them, the most overdue first"), grid)

    def _urgency(self, name: str, found: Sequence[tuple[Review, ReviewLine]]) -> tuple[str, str]:
        return min(str(line.due or "9999") for _, line in found if line.owner == name), name

    def _decision(self, review: Review, line: ReviewLine) -> Row:
        words, today = self.words, self.facts.today
        late = line.due is not None and line.due < today
        by = words.many((today - line.due).days, "one day", "{n} days") if line.due and late else "–"
        cells = (
            Cell(text=line.text, leads=way_to(review.id)),
            Cell(text=words.name(line.owner)),
            Cell(text=words.day(line.due) if line.due else "–", tone="bad" if late else "plain"),
            Cell(text=by, muted=not late),
            Cell(text=title_of(review, self.said)),
        )
        return Row(line.id, cells)

    def adoption(self) -> Card | None:
        """How many of the due ones were held, by level."""
        words, found = self.words, self.facts.adopted
        if not found:
            return None
        held, due = sum(one.held for one in found), sum(one.due for one in found)
        title = words("Reviews held: {held} of {due} that were due", held=held, due=due)
        titles = (("level", words("Level")), ("review", words("Review")), ("window", words("Of")),
                  ("held", words("Held")), ("due", words("That were due")), ("share", words("Share")),
                  ("parts", words("Parts of the company")), ("decided", words("Decisions in all")),
                  ("done", words("Of them done")))  # fmt: skip
        texts = ("level", "review", "window")
        columns = tuple(GridColumn(key, one, "text" if key in texts else "number") for key, one in titles)
        rows = tuple(self._adopted(one) for one in found)
        rule = words("Since each part held its first one; the one that may still be held does not count")
        return self._card("reviews_adoption", title, rule, Grid(columns, rows, title))

    def _adopted(self, one: AdoptedReviews) -> Row:
        words = self.words
        window = words("the last 6 months") if one.kind == MONTHLY else words("the last 8 weeks")
        decided = [line for review in self.facts.reviews if review.kind == one.kind for line in review.decisions]
        cells = (
            Cell(text=words.name(HELD_AT[one.kind])),
            Cell(text=words(NAMES[one.kind])),
            Cell(text=words("since the first one") if one.kind == STRATEGY else window),
            Cell(text=words.number(one.held)),
            Cell(text=words.number(one.due)),
            Cell(text=words.percent(one.held / one.due, 0) if one.due else "–", muted=not one.due),
            Cell(text=words.number(one.parts)),
            Cell(text=words.number(len(decided))),
            Cell(text=words.number(sum(not line.open for line in decided))),
        )
        return Row(one.kind, cells)

    def held(self) -> Card | None:
        """All of them, the latest first."""
        words, found = self.words, self.facts.reviews
        if not found:
            return None
        title = words.many(len(found), "One review is in the register", "{n} reviews are in the register")
        titles = (("review", words("Review")), ("state", words("State")), ("who", words("Held by")),
                  ("when", words("Closed")), ("decided", words("Decisions")), ("open", words("Open")))  # fmt: skip
        kinds = {"state": "chip", "decided": "number", "open": "number"}
        columns = tuple(GridColumn(key, one, kinds.get(key, "text")) for key, one in titles)  # type: ignore[arg-type]
        rows = tuple(self._held(one) for one in found)
        return self._card("reviews_held", title, words("The latest first; each with its numbers of then"),
                          Grid(columns, rows, title, FIRST))  # fmt: skip

    def _held(self, one: Review) -> Row:
        words, zone = self.words, ZoneInfo(self.facts.frame.time_zone)
        state = Chip("partial", words("being held")) if one.open else Chip("closed", words("closed"))
        at = one.closed_at
        cells = (
            Cell(text=title_of(one, self.said), leads=way_to(one.id)),
            Cell(chip=state),
            Cell(text=words.name(one.opened_by)),
            self._plain(words.day(at.astimezone(zone).date()) if at else ""),
            Cell(text=words.number(len(one.decisions))),
            Cell(text=words.number(sum(line.open for line in one.decisions))),
        )
        return Row(one.id, cells)

    def _plain(self, text: str) -> Cell:
        return Cell(text=text or "–", muted=not text)

    def _card(self, key: str, title: str, subtitle: str, body: Grid) -> Card:
        return list_card(key, (title, subtitle), body, self.facts.frame.updated_text(self.words), self.words)
