<%!
def without_remarks(code):
    """Leave out Alembic's own "### commands" lines."""
    return "\n".join(line for line in (code or "pass").splitlines() if "###" not in line).strip() or "pass"
%>\
"""${message}.

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    ${without_remarks(upgrades)}


def downgrade() -> None:
    """Undo the change."""
    ${without_remarks(downgrades)}
