"""`meedoen setup` makes everything ready, `meedoen serve` serves it with gunicorn."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from sociale_kaart.errors import ContentError
from webapp.cli.content import import_files
from webapp.cli.translations import compile_catalogues
from webapp.settings import ROOT, Settings
from webapp.wiring import open_database, open_parts, prepare_recogniser, training_phrases


@contextmanager
def _step(name: str) -> Iterator[None]:
    click.echo(f"==> {name} ...", nl=False)
    start = time.monotonic()
    yield
    click.echo(f" {time.monotonic() - start:.1f} s")


@click.command()
def setup() -> None:
    """Make the database, import the content, train the need recogniser and build the search index."""
    settings = Settings.from_environment()
    with _step("Texts of the interface"):
        compile_catalogues()
    with _step("Database"):
        _engine, sessions = open_database(settings)
    with _step("Content"), sessions() as session:
        try:
            report = import_files(session, settings.content_dir)
        except ContentError as error:
            click.echo()
            raise click.ClickException(str(error)) from None
    click.echo(f"    {len(report.created)} new, {len(report.updated)} changed, {report.unchanged} as they were")
    for name in report.kept:
        click.echo(f"    {name} was changed by an editor: kept")
    with _step("Need recogniser (a minute or two the first time)"):
        prepare_recogniser(settings, training_phrases(settings))
    with _step("Search index"):
        open_parts(settings)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to listen on, at 127.0.0.1 only.")
@click.option("--workers", default=2, show_default=True, help="Number of processes.")
def serve(port: int, workers: int) -> None:
    """Serve with gunicorn; run `meedoen setup` first."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "webapp.app:create_app()",
        f"--bind=127.0.0.1:{port}",
        f"--workers={workers}",
        "--threads=4",
        "--logger-class=webapp.server_log.ServerLog",
        "--access-logfile=-",
        # No query strings in the log: they hold what people ask.
        "--access-logformat=%(t)s %(m)s %(U)s %(s)s %(B)s %(D)sus",
    ]
    # Everything is made ready before the workers start: they have half a minute, training takes longer.
    open_parts(Settings.from_environment())
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - no shell, fixed program
