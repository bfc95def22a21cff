"""Server time of the list pages of the back office, as the administrator sees them: every listing within reach."""

from flask import Flask

from tests.bench.timing import milliseconds
from tests.staff import add_cast, log_in

PAGES = (
    "/beheer/",
    "/beheer/hulp",
    "/beheer/hulp?q=zorg",
    "/beheer/hulp?state=published&page=100",
    "/beheer/meldingen",
    "/beheer/controle",
    "/beheer/woorden/",
)
TIMES = 15


def measure(apps: dict[int, Flask]) -> list[str]:
    """Ask for each page a number of times, on the largest application."""
    size = max(apps)
    app = apps[size]
    client = log_in(app, add_cast(app)["ada"])
    lines = ["| listings | page | median ms | 95th percentile ms |", "|---|---|---|---|"]
    for page in PAGES:
        client.get(page)
        middle, high = milliseconds(client.get, [page] * TIMES)
        lines.append(f"| {size:,} | `{page}` | {middle:.0f} | {high:.0f} |")
    return lines
