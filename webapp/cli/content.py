"""`meedoen content`: check, import, export and format the content files."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from sociale_kaart.actions.content_import import ImportReport, import_content
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange.content_export import export_content
from sociale_kaart.exchange.content_files import format_content, read_content
from webapp.settings import Settings
from webapp.wiring import ensure_index, open_database

BY = "content files"


def import_files(session: Session, folder: Path) -> ImportReport:
    """Read, check and import a content folder in one transaction; raises ContentError with every fault."""
    report = import_content(session, content=read_content(folder), by=BY)
    session.commit()
    return report


@click.group()
def content() -> None:
    """Check, import, export and format the content files."""


def _folder(folder: Path | None) -> Path:
    return folder or Settings.from_environment().content_dir


_FOLDER = click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))


@content.command()
@_FOLDER
def check(folder: Path | None) -> None:
    """Check every file and name file, line and field of each fault."""
    try:
        found = read_content(_folder(folder))
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    listings = sum(len(services) for services in found.services.values())
    click.echo(f"{listings} listings in {len(found.municipalities)} municipalities: no faults")


@content.command("import")
@_FOLDER
def import_(folder: Path | None) -> None:
    """Import the files: all or nothing, and never over what an editor changed since."""
    settings = Settings.from_environment()
    _engine, sessions = open_database(settings)
    with sessions() as session:
        try:
            report = import_files(session, _folder(folder))
        except ContentError as error:
            raise click.ClickException(f"{error}\nNothing was imported.") from None
        if report.changed_anything:
            ensure_index(settings, session)
    click.echo(f"{len(report.created)} new, {len(report.updated)} changed, {report.unchanged} as they were")
    for name in report.kept:
        click.echo(f"{name}: changed by an editor, kept")
    for name in report.gone:
        click.echo(f"{name}: no longer in the files, kept")


@content.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the content of the database as content files."""
    _engine, sessions = open_database(Settings.from_environment())
    with sessions() as session:
        names = export_content(session, folder)
    click.echo(f"{len(names)} files in {folder}")


@content.command("format")
@_FOLDER
def format_(folder: Path | None) -> None:
    """Put the files in canonical form: one way to write everything, sorted by key."""
    for name in format_content(_folder(folder)):
        click.echo(name)
