"""Server time of pages, called straight through WSGI, beside a bare Flask page in the same run."""

from pathlib import Path

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.exchange.content_files import read_content
from tests.bench.generated import with_generated
from tests.bench.timing import milliseconds, per_second
from webapp.app import create_app
from webapp.settings import ROOT, Settings
from webapp.wiring import open_database, rebuild_index

SIZES = (0, 1_000, 10_000)  # 0: the starting content as it is
QUERIES = [line.split("\t")[1] for line in (ROOT / "tests/data/search-dev.tsv").read_text("utf-8").splitlines() if line]


def make_apps(folder: Path) -> dict[int, Flask]:
    """Make an application per number of listings."""
    return {size: _make_app(folder / str(size), size) for size in SIZES}


def _make_app(folder: Path, size: int) -> Flask:
    settings = Settings(data_dir=folder)
    folder.mkdir(parents=True)
    (folder / "needs").symlink_to(Settings().data_dir / "needs")
    _engine, sessions = open_database(settings)
    content = read_content(settings.content_dir)
    with sessions() as session:
        import_content(session, content=with_generated(content, size) if size else content, by="bench")
        session.commit()
        rebuild_index(settings, session)
    return create_app(settings)


def get(app: Flask, path: str, query: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Ask for a page through WSGI, as gunicorn would, with a browser's compression."""
    environ = create_environ(path, query_string=query, headers={"Accept-Encoding": "br, gzip"})
    body, status, _headers = run_wsgi_app(app.wsgi_app, environ, buffered=True)
    return int(status.split()[0]), b"".join(body)


def results_pages(apps: dict[int, Flask]) -> list[str]:
    """Server time of the results page, every query new."""
    lines = ["| listings | median ms | 95th percentile ms |", "|---|---|---|"]
    for app in apps.values():
        middle, high = milliseconds(lambda q, app=app: get(app, "/zoeken", {"q": q}), QUERIES)
        lines.append(f"| {len(app.extensions['meedoen'].search.index.entries):,} | {middle:.1f} | {high:.1f} |")
    return lines


def rates(apps: dict[int, Flask]) -> list[str]:
    """Pages per second of one process, beside a bare Flask page."""
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: "<!doctype html><title>Bare</title><p>Bare</p>")
    app = apps[0]
    found = {
        "bare Flask page": per_second(lambda: get(bare, "/")),
        "home": per_second(lambda: get(app, "/")),
        "results, asked before": per_second(lambda: get(app, "/zoeken", {"q": "poetshulp"})),
        "listing": per_second(lambda: get(app, "/hulp/emmen-zorgloket")),
    }
    asked = iter(range(10**9))
    found["results, never asked before"] = per_second(lambda: get(app, "/zoeken", {"q": f"poetshulp {next(asked)}"}))
    share = {name: rate / found["bare Flask page"] for name, rate in found.items()}
    lines = ["| page | pages per second | share of bare |", "|---|---|---|"]
    return lines + [f"| {name} | {rate:,.0f} | {share[name]:.2f} |" for name, rate in found.items()]
