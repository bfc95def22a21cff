"""Alembic's entry point; the connection comes from `sociale_kaart.database`.

To make a migration: `python -m sociale_kaart.migrations "what changes"`, then read what it wrote.
"""

from alembic import context

from sociale_kaart.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
