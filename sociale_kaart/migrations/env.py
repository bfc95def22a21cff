"""Alembic's entry point; the connection comes from `sociale_kaart.database`.

To make a migration: `meedoen database revision "what changes"`, then read what it wrote. That command imports all
models: those of the domain, and the accounts of the web application, which the domain does not know.
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
