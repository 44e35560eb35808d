"""Who answers for a metric, a process or a team."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import Instant

revision = "0004"
down_revision = "0003"


ANSWERERS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.UniqueConstraint("kind", "thing", name="answerer_thing"),
    sa.CheckConstraint("kind in ('metric', 'process', 'team')", name="answerer_kind"),
    sa.CheckConstraint("length(thing) between 1 and 200", name="answerer_thing_length"),
    sa.CheckConstraint("length(name) between 1 and 80", name="answerer_name_length"),
)


def upgrade() -> None:
    """Make the table."""
    op.create_table("answerer", *ANSWERERS)
