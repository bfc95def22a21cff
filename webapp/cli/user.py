"""`meedoen user`: accounts of the back office from the command line, as for the first administrator."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from sociale_kaart.actors import Role
from sociale_kaart.errors import DomainError
from webapp import accounts
from webapp.accounts import actions, invitations, queries
from webapp.accounts.extension import check_password
from webapp.accounts.models import User
from webapp.extensions import babel
from webapp.settings import Settings
from webapp.wiring import open_database

BY = "command line"


@contextmanager
def _database(settings: Settings) -> Iterator[Session]:
    """A database session; what cannot be done is told without a stack trace."""
    engine, sessions = open_database(settings)
    try:
        with sessions.begin() as session:
            yield session
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    finally:
        engine.dispose()


@click.group()
def user() -> None:
    """Make, list and disable accounts of the back office."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="How colleagues know this person.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]))
@click.option("--municipality", help="Key of the municipality, for its editors and for volunteers.")
@click.option("--organization", help="Key of the organisation, for its editors.")
def create(email: str, name: str, role: str, municipality: str | None, organization: str | None) -> None:
    """Make an account for EMAIL; asks for a password, and sends an invitation when that is left empty."""
    settings = Settings.from_environment()
    position = actions.Position(role, municipality, organization)
    # Asked for before the database is held.
    password = click.prompt("Password (empty: send an invitation)", default="", show_default=False, hide_input=True)
    if password and click.prompt("Repeat for confirmation", hide_input=True) != password:
        raise click.ClickException("the two are not the same")
    with _database(settings) as session:
        made = actions.invite(session, email=email, name=name, position=position, by=BY)
        if password:
            _set_password(settings, made, password)
        else:
            invitations.send(session, user=made, settings=settings)
    click.echo(f"{made.key} made" if password else f"{made.key} made; `meedoen worker` sends the invitation")


def _set_password(settings: Settings, made: User, password: str) -> None:
    app = Flask("webapp")
    babel.init_app(app)
    accounts.init_app(app, settings)
    with app.app_context():
        faults, normal = check_password(password, made)
        if faults:
            raise click.ClickException(" ".join(faults))
        made.password = hash_password(normal)


@user.command("list")
def list_users() -> None:
    """List all accounts: key, state, role, where, e-mail address, name."""
    with _database(Settings.from_environment()) as session:
        for account in queries.list_accounts(session):
            found = account.user
            where = found.organization_id or found.municipality_id or "-"
            facts = (found.key, account.state, found.role, where, found.email or "-", found.name or "-")
            click.echo("\t".join(facts))


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Let EMAIL no longer log in; who is logged in is out at once."""
    with _database(Settings.from_environment()) as session:
        actions.set_active(session, user=queries.find_user(session, email), active=False, by=BY)
    click.echo("disabled")
