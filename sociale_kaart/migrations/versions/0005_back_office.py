"""Drafts of listings, reasons in the history, closing for a time and archiving.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATUSES = "status in ('active', 'temporarily_closed', 'planned')"
_WITH_ARCHIVED = "status in ('active', 'temporarily_closed', 'planned', 'archived')"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "service_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=True),
        sa.Column("organization_id", sa.String(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("edited_by", sa.String(), nullable=False),
        sa.Column("edited_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('draft', 'submitted', 'returned')", name=op.f("ck_service_draft_state")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_service_draft_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_service_draft_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_draft")),
    )
    with op.batch_alter_table("service_draft", schema=None) as batch_op:
        for column in ("state", "municipality_id", "organization_id"):
            batch_op.create_index(batch_op.f(f"ix_service_draft_{column}"), [column], unique=False)
    with op.batch_alter_table("metadata", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_reason", sa.String(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_service_status"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_service_status"), _WITH_ARCHIVED)


def downgrade() -> None:
    """Undo the change; an archived listing is closed for a time."""
    op.execute("UPDATE service SET status = 'temporarily_closed' WHERE status = 'archived'")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_service_status"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_service_status"), _STATUSES)
        for column in ("closed_reason", "closed_until", "closed_from"):
            batch_op.drop_column(column)
    with op.batch_alter_table("metadata", schema=None) as batch_op:
        batch_op.drop_column("reason")
    op.drop_table("service_draft")
