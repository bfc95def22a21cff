"""`meedoen setup` makes everything ready, `meedoen serve` serves it with gunicorn."""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from sociale_kaart.errors import ContentError
from sociale_kaart.queries.search_entries import content_generation
from webapp.cli.content import import_files
from webapp.cli.translations import compile_catalogues
from webapp.settings import ROOT, Settings
from webapp.wiring import ensure_index, model_path, open_database, prepare_recogniser, training_phrases


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
    with sessions() as session:
        _import_content(settings, session)
        with _step("Need recogniser (some minutes the first time)"):
            _train_once(settings)
        with _step("Search index"):
            ensure_index(settings, session)


def _import_content(settings: Settings, session: Session) -> None:
    """Import the content files, unless they are just as they were at the last set-up."""
    seen = settings.data_dir / "content.digest"
    digest = f"{content_generation(session)} {_digest_of_files(settings.content_dir)}"
    if seen.exists() and seen.read_text() == digest:
        click.echo("==> Content: as it was")
        return
    with _step("Content"):
        try:
            report = import_files(session, settings.content_dir)
        except ContentError as error:
            click.echo()
            raise click.ClickException(str(error)) from None
    click.echo(f"    {len(report.created)} new, {len(report.updated)} changed, {report.unchanged} as they were")
    for name in report.kept:
        click.echo(f"    {name} was changed by an editor: kept")
    seen.write_text(f"{content_generation(session)} {_digest_of_files(settings.content_dir)}")


def _digest_of_files(folder: Path) -> str:
    sha = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        sha.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return sha.hexdigest()


def _train_once(settings: Settings) -> None:
    phrases = training_phrases(settings)
    if not model_path(settings, phrases).exists():
        prepare_recogniser(settings, phrases)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to listen on, at 127.0.0.1 only.")
@click.option("--workers", default=2, show_default=True, help="Number of processes.")
@click.pass_context
def serve(context: click.Context, port: int, workers: int) -> None:
    """Make everything ready, as `meedoen setup` does, and serve with gunicorn."""
    # Before the workers start: they have half a minute to be ready, training takes longer.
    context.invoke(setup)
    click.echo(f"==> Serving http://127.0.0.1:{port} (stop with Ctrl-C)")
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
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - no shell, fixed program
