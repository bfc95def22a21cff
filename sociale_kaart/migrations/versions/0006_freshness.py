"""Asking whether listings are still right, and checking their links.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "freshness",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unconfirmed_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["service.id"], name=op.f("fk_freshness_id_service"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freshness")),
    )
    op.create_table(
        "link_check",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("due_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_check")),
    )
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_check_due_on"), ["due_on"], unique=False)


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("link_check")
    op.drop_table("freshness")
