"""Server time of the list pages of the back office, as the administrator sees them: every listing within reach."""

from flask import Flask
from flask.testing import FlaskClient

from tests.bench.timing import milliseconds
from tests.client import CheckingClient
from tests.staff import add_cast, log_in

PAGES = (
    "/beheer/",
    "/beheer/hulp",
    "/beheer/hulp?q=zorg",
    "/beheer/hulp?state=published&page=100",
    "/beheer/meldingen",
    "/beheer/controle",
    "/beheer/woorden",
)
TIMES = 15


def measure(apps: dict[int, Flask]) -> list[str]:
    """Ask for each page a number of times, on the largest application."""
    size = max(apps)
    app = apps[size]
    app.test_client_class = CheckingClient
    client = log_in(app, add_cast(app)["ada"])
    lines = ["| listings | page | median ms | 95th percentile ms |", "|---|---|---|---|"]
    for page in PAGES:
        # Once with a look at the page, then without: to check it takes longer than to make it.
        assert client.get(page).status_code == 200
        middle, high = milliseconds(lambda url: FlaskClient.open(client, url), [page] * TIMES)
        lines.append(f"| {size:,} | `{page}` | {middle:.0f} | {high:.0f} |")
    return lines
