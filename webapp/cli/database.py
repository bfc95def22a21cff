"""`meedoen database`: work on the tables."""

import click

from sociale_kaart.migrations.making import make_migration
from webapp.accounts import models  # noqa: F401 - the domain imports its own models; a migration must know these too


@click.group()
def database() -> None:
    """Work on the tables of the database."""


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Make the next migration from how the models differ; MESSAGE says what changes."""
    click.echo(f"{make_migration(message)}: read it, then `make format`")
