"""One review: its agenda and minutes, and the board as it was read with what is another number now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from crm_metrics.boards.behind.provenance import ABSENT, Provenance, locked_then
from crm_metrics.boards.core import Card, Cell, Chip, Empty, FactSheet, Grid, GridColumn, Row
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.boards.reviews.facts import ReviewsFacts
from crm_metrics.boards.reviews.freezing import formula_of
from crm_metrics.boards.reviews.kinds import LINES, MATTERS, WHY, list_card, source_text, whose
from crm_metrics.boards.reviews.restating import FigureNow, restated
from crm_metrics.boards.telling.sentences import inside
from crm_metrics.boards.tiles import definition, when
from crm_metrics.metrics.behind.labels import named
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.office.meetings.frozen import FrozenBaseline, FrozenBoard, FrozenCard, FrozenMetric, Texts
from crm_metrics.office.meetings.reviewing import CORRECTION, AgendaItem, Review, ReviewLine
from crm_metrics.words import Words

FIRST = 20  # rows of a list that stand open
FEW = 8  # of a card that was read
NUMBERS = ("then", "n", "target", "now", "now_n")


def cards(facts: ReviewsFacts, review: Review, words: Words) -> tuple[Card, ...]:
    """The cards of a review, in reading order."""
    sheet = _ReviewSheet(facts, review, words, PlanWords(words, facts.frame.currency, facts.names))
    made: list[Card | None] = [sheet.agenda(), sheet.minutes()]
    if facts.board is not None:
        made += [sheet.moved(facts.board), sheet.read(facts.board), *sheet.cards(facts.board)]
    return tuple(card for card in made if card is not None)


def summary(facts: ReviewsFacts, words: Words) -> tuple[str, ...]:
    """What the board said then."""
    said = [said_in(one, words) for one in facts.board.summary] if facts.board else []
    return tuple([words("Then: {sentence}", sentence=inside(said[0])), *said[1:]] if said else [])


def said_in(texts: Texts, words: Words) -> str:
    """A text in the reader's language; in English where it was not kept in it."""
    return texts.get(words.language) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True)
class _ReviewSheet:
    """The cards of one review."""

    facts: ReviewsFacts
    review: Review
    words: Words
    said: PlanWords

    def agenda(self) -> Card:
        """What there was to speak of, and what was written about each."""
        words, items = self.words, self.review.agenda
        spoken = sum(bool(self.review.about(one.key)) for one in items)
        title = words("This review was begun without a matter that stood out")
        if items:
            title = words.many(len(items), "{spoken} of one matter of the agenda has its minutes",
                               "{spoken} of {n} matters of the agenda have their minutes", spoken=spoken)  # fmt: skip
        columns = (
            GridColumn("matter", words("Matter")),
            GridColumn("kind", words("Kind")),
            GridColumn("written", words("What was said and decided")),
            GridColumn("state", words("State"), "chip"),
        )
        rows = tuple(self._item(place, one) for place, one in enumerate(items))
        rule = words("As it stood when the review was begun; each leads to its place")
        return self._card("review_agenda", title, rule, Grid(columns, rows, title, FIRST))

    def _item(self, place: int, item: AgendaItem) -> Row:
        words, lines = self.words, self.review.about(item.key)
        done = Chip("closed", words("spoken of")) if lines else Chip("empty", words("to speak of"))
        cells = (
            Cell(text=said_in(item.said, words), leads=item.leads),
            Cell(text=words(MATTERS.get(item.kind, "–"))),
            Cell(text="; ".join(one.text for one in lines) or "–", muted=not lines),
            Cell(chip=done),
        )
        return Row(f"matter{place}", cells)

    def minutes(self) -> Card:
        """What was said and decided, by whom and until when."""
        words, lines = self.words, self.review.lines
        if not lines:
            reason = words("What is said and decided, with who answers and until when, stands here.")
            return empty_card("review_minutes", Empty(words("The minutes are empty"), reason))
        n = len(self.review.decisions)
        title = words.many(n, "One decision in the minutes", "{n} decisions in the minutes")
        corrected = sum(one.kind == CORRECTION for one in lines)
        rule = words("In the order in which they were written; a closed review takes corrections alone")
        if corrected:
            rule = words.many(corrected, "One correction since it was closed", "{n} corrections since it was closed")
        titles = (words("What"), words("Kind"), words("Owner"), words("Due"), words("State"), words("Written by"),
                  words("When"))  # fmt: skip
        columns = tuple(
            GridColumn(f"column{place}", one, "chip" if place == 4 else "text") for place, one in enumerate(titles)
        )
        return self._card("review_minutes", title, rule, Grid(columns, tuple(map(self._line, lines)), title, FIRST))

    def _line(self, line: ReviewLine) -> Row:
        words = self.words
        late = line.open and line.due is not None and line.due < self.facts.today
        cells = (
            Cell(text=line.text),
            Cell(text=words(LINES.get(line.kind, line.kind))),
            Cell(text=words.name(line.owner) if line.owner else "–", muted=not line.owner),
            Cell(
                text=words.day(line.due) if line.due else "–", tone="bad" if late else "plain", muted=line.due is None
            ),
            self._state(line),
            Cell(text=words.name(line.author)),
            Cell(text=words.moment(line.written_at.astimezone(ZoneInfo(self.facts.frame.time_zone)))),
        )
        return Row(line.id, cells)

    def _state(self, line: ReviewLine) -> Cell:
        if line.open:
            return Cell(chip=Chip("empty", self.words("to do")))
        if line.done_at is None:
            return Cell(text="–", muted=True)
        return Cell(chip=Chip("closed", self.words("done")))

    def moved(self, board: FrozenBoard) -> Card | None:
        """The numbers that are others now, and why."""
        words, found = self.words, restated(self.facts.now)
        n = len({one.then.key for those in self.facts.now.values() for one in those})
        if not n:
            return None
        title = words.many(n, "{moved} of the one number that was read is another now",
                           "{moved} of the {n} numbers that were read are others now", moved=len(found))  # fmt: skip
        rule = words("Asked again in the same way, of the same days and the same part")
        if not found:
            return Card(key="review_moved", title=title, subtitle=rule, body=FactSheet(self._versions(board)),
                        footer=self._kept(), alt=title)  # fmt: skip
        return self._card("review_moved", title, rule, self._grid(found, board, title, FIRST))

    def read(self, board: FrozenBoard) -> Card:
        """Of which data the board was read, what was left out of it, and each definition that changed."""
        words = self.words
        title = words("The board as it was read, with the data of then")
        told = dict(self._versions(board))
        n = board.left_out
        left = words.many(n, "one card, for it lists persons or single cases",
                          "{n} cards, for they list persons or single cases")  # fmt: skip
        told[words("Left out")] = left if n else words("nothing: no card lists persons or single cases")
        names = {one.then.metric for those in self.facts.now.values() for one in those if "definition" in one.why}
        for name in sorted(names):
            now = known().get(name)
            formula = formula_of(now) if now else "–"
            told[words("Definition of {metric}", metric=said_in(board.metrics[name].name, words))] = words(
                "{before} → {after}", before=board.metrics[name].formula, after=formula
            )
        if board.baselines:
            told[words("New baselines of then")] = "; ".join(self._baseline(one) for one in board.baselines)
        silent = [said_in(card.title, words) for card in board.cards if not card.figures]
        if silent:
            told[words("It said, too")] = "; ".join(silent)
        return Card(key="review_read", title=title, subtitle=words("What this review knew"),
                    body=FactSheet(tuple(told.items())), footer=self._kept(), alt=title)  # fmt: skip

    def _baseline(self, one: FrozenBaseline) -> str:
        """A baseline that the verdicts of then rest on."""
        words, metric = self.words, known().get(one.metric)
        name = words(metric.label) if metric else one.metric
        part = ", ".join(words.name(value) for _, value in one.where)
        said = words("new baseline since {day}, by {name}: {why}", day=words.day(one.day), name=words.name(one.author),
                     why=one.why)  # fmt: skip
        return f"{', '.join(filter(None, (name, part)))}: {said}"

    def _versions(self, board: FrozenBoard) -> tuple[tuple[str, str], ...]:
        words, around = self.words, self.facts.frame
        zone = ZoneInfo(around.time_zone)
        at = words.moment(board.updated.astimezone(zone)) if board.updated else "–"
        now = words.moment(around.updated.astimezone(zone)) if around.updated else "–"
        then = words("version {n} of {moment}, data through {day}", n=str(board.version), moment=at, day=board.through)
        return (
            (words("Data of then"), then),
            (words("Data of now"), words("loaded {moment}, data through {day}", moment=now, day=around.latest)),
        )

    def cards(self, board: FrozenBoard) -> list[Card]:
        """Each card as it was, with its numbers beside those of now."""
        return [self._then(card, board) for card in board.cards if card.figures]

    def _then(self, card: FrozenCard, board: FrozenBoard) -> Card:
        words = self.words
        title = said_in(card.title, words)
        shown = self.facts.now.get(card.key, ())
        subtitle = " · ".join(filter(None, (words("As it was read"), said_in(card.subtitle, words))))
        metrics = dict.fromkeys(one.then.metric for one in shown if one.then.metric in known())
        return Card(
            key=f"then_{card.key}",
            title=title,
            subtitle=subtitle,
            body=self._grid(shown, board, title, FEW),
            footer=self._of_then(board),
            alt=title,
            definitions=tuple(definition(known()[name], words) for name in metrics),
        )

    def _grid(self, found: Sequence[FigureNow], board: FrozenBoard, caption: str, first: int) -> Grid:
        words = self.words
        titles: Mapping[str, str] = {
            "metric": words("Metric"), "part": words("Of whom"), "days": words("Period"), "then": words("Then"),
            "n": words("Rows then"), "target": words("Target then"), "now": words("Now"), "now_n": words("Rows now"),
            "why": words("Why it moved"),
        }  # fmt: skip
        columns = tuple(GridColumn(key, one, "number" if key in NUMBERS else "text") for key, one in titles.items())
        rows = tuple(self._figure(place, one, board) for place, one in enumerate(found))
        return Grid(columns, rows, caption, first)

    def _figure(self, place: int, one: FigureNow, board: FrozenBoard) -> Row:
        words, then = self.words, one.then
        metric: FrozenMetric = board.metrics[then.metric]
        part = ", ".join(self._value(name, value) for name, value in then.where)
        now = self._amount(one.value, metric, board) if one.why else words("the same")
        led = self._led(one)
        cells = (
            Cell(text=said_in(metric.name, words)),
            Cell(text=part or whose(self.review.parts, self.said) or words("The company")),
            Cell(text=self._days(then.every, then.since, then.until)),
            Cell(text=self._amount(then.value, metric, board), behind=locked_then(led, then.value)),
            Cell(text="–" if then.n is None else words.number(then.n), muted=then.n is None),
            Cell(text=self._amount(then.target, metric, board), muted=then.target is None),
            Cell(text=now, muted=not one.restated, tone="near" if one.restated else "plain", behind=led),
            Cell(text=words.number(one.n) if one.why and one.n is not None else "–", muted=not one.why),
            Cell(text=self._why(one, metric, board), muted=not one.why),
        )
        return Row(f"figure{place}", cells)

    def _led(self, one: FigureNow) -> Provenance | None:
        """What leads to the rows that a number has now, of the part that the review is of."""
        then = one.then
        if one.value is None:  # its metric is gone, or its question is refused
            return None
        where = [(name, ABSENT if value is None else value) for name, value in then.where]
        said = {name for name, _ in where} | ({"process"} if metric_of(then.metric).process else set())
        where += [pair for pair in self.review.parts if pair[0] not in said]
        since = then.since if then.every == "all" else None
        return Provenance(
            metric=then.metric, every=then.every, since=since, until=then.until, where=tuple(where), value=one.value
        )

    def _value(self, name: str, value: str | None) -> str:
        """Whose rows; of what is no part of a company, as an hour or the age of a cohort, by its name."""
        said = self.words("without value") if value is None else self.said.value(name, value)
        return said if name in DIMENSIONS else f"{named(name, self.words) or name}: {said}"

    def _why(self, one: FigureNow, metric: FrozenMetric, board: FrozenBoard) -> str:
        words = self.words
        told = [words(WHY[code]) for code in one.why if code not in ("unasked", "target")]
        if one.error is not None:
            told.append(words.error(one.error))
        if "target" in one.why:
            target = self._amount(one.target, metric, board)
            told.append(words("its target is {target} now", target=target))
        return "; ".join(told) or "–"

    def _amount(self, x: float | None, metric: FrozenMetric, board: FrozenBoard) -> str:
        return "–" if x is None else self.words.value(x, metric.unit, board.currency)

    def _days(self, every: str, since: date, until: date) -> str:
        if every in ("day", "week", "month"):
            return when(since, every, self.words)
        return self.words("{first} to {last}", first=self.words.day(since), last=self.words.day(until))

    def _kept(self) -> str:
        """The footer of what is of now."""
        return source_text(self.facts.frame.updated_text(self.words), self.words)

    def _of_then(self, board: FrozenBoard) -> str:
        """The footer of a card that was read: how old its data were."""
        at = board.updated.astimezone(ZoneInfo(self.facts.frame.time_zone)) if board.updated else None
        day = at.date() if at is not None and self.facts.frame.origin == "demo" else at
        return source_text(self.words("Updated: {moment}", moment=day) if day else "", self.words)

    def _card(self, key: str, title: str, subtitle: str, body: Grid) -> Card:
        return list_card(key, (title, subtitle), body, self.facts.frame.updated_text(self.words), self.words)
