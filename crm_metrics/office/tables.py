"""The tables of the database, as records. A change of them is a new module in `migrations/versions/` too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from crm_metrics.office.columns import DOCUMENT, Instant


class OfficeTable(DeclarativeBase):
    """What all tables have in common."""


class Edited:
    """A row that people change: its version grows with each change, and one based on an older version is refused."""

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy asks the class
        """Which column is the version."""
        return {"version_id_col": cls.version}


class Withdrawable:
    """A row that stands until somebody withdraws it with a reason; no two that stand have one `standing`."""

    standing: Mapped[str | None] = mapped_column(Text)
    withdrawn_by: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_why: Mapped[str] = mapped_column(Text)

    def withdraw(self, by: str, why: str) -> None:
        """Let it stand no more."""
        self.standing, self.withdrawn_by, self.withdrawn_at, self.withdrawn_why = None, by, datetime.now(UTC), why

    @property
    def ends_alike(self) -> bool:
        """Whether all that tells of its end says the same: that it stands, or that it was withdrawn."""
        told = (self.standing is None, self.withdrawn_at is not None, self.withdrawn_by != "", self.withdrawn_why != "")
        return len(set(told)) == 1


class SavedViewRow(Edited, OfficeTable):
    """A view of a page under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner", "name_key", name="saved_view_name"),
        CheckConstraint("length(owner) <= 200", name="saved_view_owner_length"),
        CheckConstraint("length(name) between 1 and 60", name="saved_view_name_length"),
        CheckConstraint("audience in ('private', 'level', 'person')", name="saved_view_audience"),
    )

    owner: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    asked: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    audience: Mapped[str] = mapped_column(Text)
    shared_with: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class ObjectiveRow(Edited, OfficeTable):
    """An objective of a metric for a part of the company, from a month on; its days are ISO texts, "" for no end."""

    __tablename__ = "objective"
    __table_args__ = (
        UniqueConstraint("metric", "process", "team", "valid_from", name="objective_aim"),
        CheckConstraint("length(metric) between 1 and 100", name="objective_metric_length"),
        CheckConstraint("length(process) <= 100", name="objective_process_length"),
        CheckConstraint("length(team) <= 200", name="objective_team_length"),
        CheckConstraint("length(valid_from) = 10", name="objective_valid_from_length"),
        CheckConstraint("length(valid_to) in (0, 10)", name="objective_valid_to_length"),
        CheckConstraint("length(author) <= 200", name="objective_author_length"),
    )

    metric: Mapped[str] = mapped_column(Text)
    process: Mapped[str] = mapped_column(Text)
    team: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    valid_to: Mapped[str] = mapped_column(Text)
    minimum: Mapped[float | None] = mapped_column(Float(53))
    good: Mapped[float] = mapped_column(Float(53))
    excellent: Mapped[float | None] = mapped_column(Float(53))
    author: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class AnswererRow(Edited, OfficeTable):
    """Who answers for a metric, a process or a team."""

    __tablename__ = "answerer"
    __table_args__ = (
        UniqueConstraint("kind", "thing", name="answerer_thing"),
        CheckConstraint("kind in ('metric', 'process', 'team')", name="answerer_kind"),
        CheckConstraint("length(thing) between 1 and 200", name="answerer_thing_length"),
        CheckConstraint("length(name) between 1 and 80", name="answerer_name_length"),
    )

    kind: Mapped[str] = mapped_column(Text)
    thing: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class PlanRow(Edited, OfficeTable):
    """A work plan; `open_gap` names its gap while it is open: no gap has two. Days are written as ISO has them."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("open_gap", name="plan_open_gap"),
        CheckConstraint(
            "state in ('draft', 'agreed', 'running', 'verifying', 'confirmed', 'not_yet', 'no_effect', 'worse',"
            " 'cancelled')",
            name="plan_state",
        ),
        CheckConstraint("better in ('up', 'down')", name="plan_better"),
        CheckConstraint("length(owner) <= 200", name="plan_owner_length"),
        CheckConstraint("length(cause) <= 2000", name="plan_cause_length"),
        CheckConstraint("length(fix) <= 2000", name="plan_fix_length"),
        CheckConstraint("length(why) <= 2000", name="plan_why_length"),
    )

    state: Mapped[str] = mapped_column(Text)
    metric: Mapped[str] = mapped_column(Text)
    parts: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    open_gap: Mapped[str | None] = mapped_column(Text)
    trigger: Mapped[str] = mapped_column(Text)
    better: Mapped[str] = mapped_column(Text)
    gap: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    cause: Mapped[str] = mapped_column(Text)
    fix: Mapped[str] = mapped_column(Text)
    actions: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    owner: Mapped[str] = mapped_column(Text)
    due: Mapped[str | None] = mapped_column(Text)
    expected: Mapped[float | None] = mapped_column(Float)
    guardrails: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    comparison: Mapped[str] = mapped_column(Text)
    planned: Mapped[int] = mapped_column(Integer)
    opened_by: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    agreed_by: Mapped[str] = mapped_column(Text)
    began: Mapped[str | None] = mapped_column(Text)
    locked: Mapped[dict[str, Any] | None] = mapped_column(DOCUMENT)
    told: Mapped[dict[str, Any] | None] = mapped_column(DOCUMENT)
    judged_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Text)


class ReviewRow(Edited, OfficeTable):
    """A review that is held or was; `held_for` names kind, period and part: none is held twice. Days are ISO texts."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("held_for", name="review_held_for"),
        CheckConstraint("kind in ('daily', 'weekly', 'monthly', 'strategy')", name="review_kind"),
        CheckConstraint("state in ('open', 'closed')", name="review_state"),
        CheckConstraint("length(first_day) = 10", name="review_first_day_length"),
        CheckConstraint("length(last_day) = 10", name="review_last_day_length"),
        CheckConstraint("length(opened_by) <= 200", name="review_opened_by_length"),
        CheckConstraint("length(closed_by) <= 200", name="review_closed_by_length"),
    )

    kind: Mapped[str] = mapped_column(Text)
    parts: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    held_for: Mapped[str] = mapped_column(Text)
    first_day: Mapped[str] = mapped_column(Text)
    last_day: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    agenda: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    opened_by: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_by: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class ReviewLineRow(Edited, OfficeTable):
    """A line of a review's minutes: what was said, what was decided with who answers and until when, a correction."""

    __tablename__ = "review_line"
    __table_args__ = (
        CheckConstraint("kind in ('minute', 'decision', 'correction')", name="review_line_kind"),
        CheckConstraint("length(text) between 1 and 2000", name="review_line_text_length"),
        CheckConstraint("length(owner) <= 200", name="review_line_owner_length"),
        CheckConstraint("length(due) = 10", name="review_line_due_length"),
        CheckConstraint("length(about) <= 400", name="review_line_about_length"),
        CheckConstraint("length(author) <= 200", name="review_line_author_length"),
        CheckConstraint("length(done_by) <= 200", name="review_line_done_by_length"),
    )

    review: Mapped[str] = mapped_column(Text, ForeignKey("review.id", name="review_line_review"))
    kind: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    due: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    done_by: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class ReviewBoardRow(Edited, OfficeTable):
    """The board of a review as it was read when it was closed; its id is that of the review."""

    __tablename__ = "review_board"

    id: Mapped[str] = mapped_column(Text, ForeignKey("review.id", name="review_board_review"), primary_key=True)
    board: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)


class ReviewRhythmRow(Edited, OfficeTable):
    """Every how many months a review is held whose rhythm people set; its id is the kind."""

    __tablename__ = "review_rhythm"
    __table_args__ = (
        CheckConstraint("id = 'strategy'", name="review_rhythm_kind"),
        CheckConstraint("months between 1 and 36", name="review_rhythm_months"),
    )

    months: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class NoteRow(Edited, OfficeTable):
    """A note of some days; its days are written as ISO has them, the same twice where it is one."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("length(first_day) = 10", name="note_first_day_length"),
        CheckConstraint("length(last_day) = 10", name="note_last_day_length"),
        CheckConstraint("length(text) between 1 and 280", name="note_text_length"),
        CheckConstraint("kind in ('event', 'comment')", name="note_kind"),
        CheckConstraint("length(metric) <= 100", name="note_metric_length"),
        CheckConstraint("length(author) <= 200", name="note_author_length"),
    )

    first_day: Mapped[str] = mapped_column(Text)
    last_day: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    metric: Mapped[str] = mapped_column(Text)
    parts: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    mentions: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    author: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class NoteReadRow(Edited, OfficeTable):
    """That a reader whom a note mentions has read it."""

    __tablename__ = "note_read"
    __table_args__ = (
        UniqueConstraint("note", "reader", name="note_read_once"),
        CheckConstraint("length(reader) between 1 and 200", name="note_read_reader_length"),
    )

    note: Mapped[str] = mapped_column(Text)
    reader: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime] = mapped_column(Instant)


class DayMarkRow(Edited, OfficeTable):
    """What became of a customer of the day's list; its id is the day and the customer. Days are ISO texts."""

    __tablename__ = "day_mark"
    __table_args__ = (
        UniqueConstraint("day", "customer", name="day_mark_once"),
        CheckConstraint("length(day) = 10", name="day_mark_day_length"),
        CheckConstraint("length(customer) between 1 and 400", name="day_mark_customer_length"),
        CheckConstraint("state in ('done', 'not_reached', 'later')", name="day_mark_state"),
        CheckConstraint("length(author) <= 200", name="day_mark_author_length"),
    )

    day: Mapped[str] = mapped_column(Text)
    customer: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    kinds: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    author: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class DayDrawRow(Edited, OfficeTable):
    """Who stood on somebody's list of a day on which it was worked, and who was held out of it."""

    __tablename__ = "day_draw"
    __table_args__ = (
        UniqueConstraint("day", "whose", name="day_draw_once"),
        CheckConstraint("length(day) = 10", name="day_draw_day_length"),
        CheckConstraint("length(whose) <= 400", name="day_draw_whose_length"),
    )

    day: Mapped[str] = mapped_column(Text)
    whose: Mapped[str] = mapped_column(Text)
    listed: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    held: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    drawn_at: Mapped[datetime] = mapped_column(Instant)


class BaselineRow(Withdrawable, Edited, OfficeTable):
    """A baseline started anew; `standing` names number and day until it is withdrawn. Its day is an ISO text."""

    __tablename__ = "baseline"
    __table_args__ = (
        UniqueConstraint("standing", name="baseline_standing"),
        CheckConstraint("length(metric) between 1 and 100", name="baseline_metric_length"),
        CheckConstraint("length(day) = 10", name="baseline_day_length"),
        CheckConstraint("length(why) between 1 and 300", name="baseline_why_length"),
        CheckConstraint("length(note) in (0, 32)", name="baseline_note_length"),
        CheckConstraint("length(author) <= 200", name="baseline_author_length"),
        CheckConstraint("length(withdrawn_by) <= 200", name="baseline_withdrawn_by_length"),
        CheckConstraint("length(withdrawn_why) <= 300", name="baseline_withdrawn_why_length"),
        CheckConstraint("(standing is null) = (withdrawn_at is not null)", name="baseline_stands_or_not"),
    )

    metric: Mapped[str] = mapped_column(Text)
    parts: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    subject: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)


class CampaignRow(Withdrawable, Edited, OfficeTable):
    """A campaign with those held out of it; `standing` is its name until it is withdrawn. Its day is an ISO text."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("standing", name="campaign_standing"),
        CheckConstraint("length(name) between 1 and 60", name="campaign_name_length"),
        CheckConstraint("length(begins) = 10", name="campaign_begins_length"),
        CheckConstraint("days between 1 and 366", name="campaign_days"),
        CheckConstraint("share > 0 and share < 1", name="campaign_share"),
        CheckConstraint("length(author) <= 200", name="campaign_author_length"),
        CheckConstraint("length(withdrawn_by) <= 200", name="campaign_withdrawn_by_length"),
        CheckConstraint("length(withdrawn_why) <= 300", name="campaign_withdrawn_why_length"),
        CheckConstraint("(standing is null) = (withdrawn_at is not null)", name="campaign_stands_or_not"),
    )

    name: Mapped[str] = mapped_column(Text)
    begins: Mapped[str] = mapped_column(Text)
    days: Mapped[int] = mapped_column(Integer)
    share: Mapped[float] = mapped_column(Float)
    asked: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    listed: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    held: Mapped[dict[str, Any]] = mapped_column(DOCUMENT)
    author: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime] = mapped_column(Instant)


class TrailRow(OfficeTable):
    """One change of one row: who made it, when, and what of the row was before and is after."""

    __tablename__ = "trail"
    __table_args__ = (
        CheckConstraint("did in ('created', 'changed', 'deleted', 'imported')", name="trail_did"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    author: Mapped[str] = mapped_column(Text)
    proof: Mapped[str] = mapped_column(Text)
    thing: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(DOCUMENT)
    after: Mapped[dict[str, Any] | None] = mapped_column(DOCUMENT)
