"""Bytes over the wire of a first view: the page and everything it needs, compressed as a browser gets it."""

import re

from flask import Flask

from tests.bench.pages import get


def measure(apps: dict[int, Flask]) -> list[str]:
    """Per page: raw HTML, HTML over the wire, and the whole first view."""
    app = apps[0]
    pages = {
        "home": "/",
        "results": "/zoeken?q=eenzaam&municipality=emmen",
        "listing": "/hulp/emmen-zorgloket",
        "need": "/hulpvraag/schulden?municipality=emmen",
        "municipality": "/gemeente/emmen",
        "place": "/gemeente/emmen/zwartemeer",
        "service point": "/servicepunt/emmen-servicepunt-zwartemeer",
        "helplines": "/hulplijnen",
    }
    lines = ["| page | HTML raw kB | HTML sent kB | first view sent kB |", "|---|---|---|---|"]
    for name, url in pages.items():
        path, _mark, query = url.partition("?")
        raw = app.test_client().get(url).get_data(as_text=True)
        arguments = dict(part.split("=") for part in query.split("&")) if query else None
        _status, sent = get(app, path, arguments)
        parts = set(re.findall(r'(?:href|src)="(/(?:static|thema)/[^"]+)"', raw))
        rest = sum(len(get(app, part)[1]) for part in parts)
        lines.append(
            f"| {name} | {len(raw.encode()) / 1000:.1f} | {len(sent) / 1000:.1f} | {(len(sent) + rest) / 1000:.1f} |"
        )
    return lines
