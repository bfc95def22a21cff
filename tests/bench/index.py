"""Time from the commit of a change until every worker finds it, and what the index takes of that."""

import time
from itertools import count

from flask import Flask

from sociale_kaart.actions import audit
from sociale_kaart.models import Service
from sociale_kaart.search.index import TextIndex
from tests.bench.timing import milliseconds
from webapp.wiring import Parts, catch_up, open_parts, rebuild_index

CHANGES = 40
_numbers = count(1)


def measure(apps: dict[int, Flask]) -> list[str]:
    """Median and 95th percentile of changes of one listing, with two workers that are asked all the time."""
    lines = ["| listings | what | median ms | 95th percentile ms |", "|---|---|---|---|"]
    for size in (1_000, 10_000):
        found = _measure(apps[size].extensions["meedoen"])
        lines += [f"| {size:,} | {name} | {m:,.0f} | {h:,.0f} |" for name, (m, h) in found.items()]
    return lines


def _measure(parts: Parts) -> dict[str, tuple[float, float]]:
    other = open_parts(parts.settings)
    entries = parts.search.index.entries
    keys = [entry.id for entry in entries[:: len(entries) // CHANGES]]
    folder = parts.settings.data_dir / "index"
    return {
        "commit until both workers find it": milliseconds(lambda key: _until_found(key, parts, other), keys),
        "of which one worker writes and opens": milliseconds(lambda key: _catch_up(key, parts), keys),
        "opening the whole index": milliseconds(lambda _key: TextIndex(folder), keys[:10]),
        "building the whole index": milliseconds(lambda _key: _rebuild(parts), keys[:2]),
    }


def _change(parts: Parts, key: str) -> str:
    """Give a listing a name with a word that no listing has; gives that word."""
    word = f"zwaluwnest{next(_numbers)}"
    with parts.sessions() as session:
        session.get_one(Service, key).name = f"Het {word}"
        audit.record(session, by="bench", action="updated", resource=("service", key))
        session.commit()
    return word


def _until_found(key: str, *workers: Parts) -> None:
    word = _change(workers[0], key)
    while not all(worker.now().search.index.lexicon.knows(word) for worker in workers):
        time.sleep(0.002)


def _catch_up(key: str, parts: Parts) -> None:
    word = _change(parts, key)
    with parts.sessions() as session:
        catch_up(parts, session)
    assert parts.search.index.lexicon.knows(word)


def _rebuild(parts: Parts) -> None:
    with parts.sessions() as session:
        rebuild_index(parts.settings, session)
