"""What residents say is wrong in a listing.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "service_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("sender_number", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('published', 'proposed', 'changed', 'dismissed')", name=op.f("ck_service_report_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["service.id"], name=op.f("fk_service_report_listing_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_report")),
        sa.UniqueConstraint("form", name=op.f("uq_service_report_form")),
        sa.UniqueConstraint("sender", "sender_number", name=op.f("uq_service_report_sender")),
    )
    with op.batch_alter_table("service_report", schema=None) as batch_op:
        for column in ("listing_id", "closed_on"):
            batch_op.create_index(batch_op.f(f"ix_service_report_{column}"), [column], unique=False)


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("service_report")
