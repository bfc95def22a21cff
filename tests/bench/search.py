"""Time of the search itself, beside SQLite FTS5 on the same listings and the same words."""

import sqlite3

from flask import Flask

from sociale_kaart.needs import NeedRecogniser, NeedScore
from sociale_kaart.queries.search_entries import list_search_entries
from sociale_kaart.search import SearchEngine, SearchRequest
from tests.bench.pages import QUERIES
from tests.bench.timing import milliseconds


def measure(apps: dict[int, Flask]) -> list[str]:
    """Median and 95th percentile per number of listings, every query new."""
    lines = ["| listings | what | median ms | 95th percentile ms |", "|---|---|---|---|"]
    for app in apps.values():
        parts = app.extensions["meedoen"]
        engine: SearchEngine = parts.search
        total = f"{len(engine.index.entries):,}"
        found = {
            "needs recognised": milliseconds(parts.recogniser.recognise, QUERIES),
            "whole search": _search(engine),
        }
        # The same search with the needs looked up instead of recognised: what words, postings and ranking take.
        known = {query: parts.recogniser.recognise(query) for query in QUERIES}
        engine._recogniser = _Known(known, parts.recogniser)  # type: ignore[assignment]
        found["search without recognising"] = _search(engine)
        engine._recogniser = parts.recogniser
        found["SQLite FTS5, text only"] = _fts5(app)
        lines += [f"| {total} | {name} | {m:.2f} | {h:.2f} |" for name, (m, h) in found.items()]
    return lines


class _Known:
    """Gives needs that were recognised before."""

    def __init__(self, known: dict[str, tuple[NeedScore, ...]], recogniser: NeedRecogniser) -> None:
        self.recognise = lambda text: known.get(text) or recogniser.recognise(text)


def _search(engine: SearchEngine) -> tuple[float, float]:
    engine.index.postings.cache_clear()
    return milliseconds(lambda query: engine.search(SearchRequest(query=query)), QUERIES)


def _fts5(app: Flask) -> tuple[float, float]:
    """The same tokens in FTS5, best 40 by its bm25; no needs, no synonyms, no corrections."""
    parts = app.extensions["meedoen"]
    lexicon = parts.search.index.lexicon
    with parts.sessions() as session:
        entries = list_search_entries(session)
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table listing using fts5(id unindexed, name, text)")
    rows = [
        (
            e.id,
            " ".join(lexicon.tokens(f"{e.name} {e.also_named}")),
            " ".join(lexicon.tokens(" ".join(e.texts))),
        )
        for e in entries
    ]
    base.executemany("insert into listing values (?, ?, ?)", rows)

    def ask(query: str) -> list[tuple[str]]:
        match = " OR ".join(f'"{token}"' for token in lexicon.tokens(query)) or '"x"'
        return base.execute(
            "select id from listing where listing match ? order by bm25(listing, 0, 2.5, 1) limit 40",
            (match,),
        ).fetchall()

    return milliseconds(ask, QUERIES)
