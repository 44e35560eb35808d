"""Work plans."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0002"
down_revision = "0001"


STATES = (
    "state in ('draft', 'agreed', 'running', 'verifying', 'confirmed', 'not_yet', 'no_effect', 'worse', 'cancelled')"
)
PLANS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("parts", DOCUMENT, nullable=False),
    sa.Column("open_gap", sa.Text),
    sa.Column("trigger", sa.Text, nullable=False),
    sa.Column("better", sa.Text, nullable=False),
    sa.Column("gap", DOCUMENT, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("fix", sa.Text, nullable=False),
    sa.Column("actions", DOCUMENT, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("due", sa.Text),
    sa.Column("expected", sa.Float),
    sa.Column("guardrails", DOCUMENT, nullable=False),
    sa.Column("comparison", sa.Text, nullable=False),
    sa.Column("planned", sa.Integer, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("agreed_by", sa.Text, nullable=False),
    sa.Column("began", sa.Text),
    sa.Column("locked", DOCUMENT),
    sa.Column("told", DOCUMENT),
    sa.Column("judged_at", Instant),
    sa.Column("why", sa.Text, nullable=False),
    sa.UniqueConstraint("open_gap", name="plan_open_gap"),
    sa.CheckConstraint(STATES, name="plan_state"),
    sa.CheckConstraint("better in ('up', 'down')", name="plan_better"),
    sa.CheckConstraint("length(owner) <= 200", name="plan_owner_length"),
    sa.CheckConstraint("length(cause) <= 2000", name="plan_cause_length"),
    sa.CheckConstraint("length(fix) <= 2000", name="plan_fix_length"),
    sa.CheckConstraint("length(why) <= 2000", name="plan_why_length"),
)


def upgrade() -> None:
    """Make their table."""
    op.create_table("plan", *PLANS)
