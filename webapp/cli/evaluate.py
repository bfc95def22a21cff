"""`meedoen evaluate`: measures on a test set and prints one JSON object."""

import json
import time
from collections import Counter
from pathlib import Path
from statistics import median

import click

from sociale_kaart.search import SearchRequest
from sociale_kaart.search.index import Entry
from webapp.settings import Settings
from webapp.wiring import Parts, open_parts

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def evaluate() -> None:
    """Measure the quality of search and needs on a file of test cases."""


def read_cases(file: Path) -> list[tuple[str, str, list[str]]]:
    """Give (id, text, accepted) of each line `id<TAB>text<TAB>accept`, with accept joined by `|`."""
    cases = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) != 3:
            raise click.ClickException(f"{file}:{number}: {len(fields)} fields, not 3 (id, text, accept)")
        cases.append((fields[0], fields[1], fields[2].strip().split("|")))
    if not cases:
        raise click.ClickException(f"{file}: no test cases")
    return cases


def _share(count: int, total: int) -> float:
    return round(count / total, 4)


@evaluate.command("search")
@_FILE
def evaluate_search(file: Path) -> None:
    """Queries: whether an accepted need (or listing id) is among the first 5 results, and whether it is first."""
    parts = open_parts(Settings.from_environment())
    facts = {entry.id: entry for entry in parts.search.index.entries}
    cases = read_cases(file)
    ranks: dict[str, int | None] = {}
    for case, query, accept in cases:
        hits = parts.search.search(SearchRequest(query=query)).hits[:5]
        ranks[case] = next((i for i, hit in enumerate(hits, 1) if _accepted(facts[hit.id], accept)), None)
    found = [rank for rank in ranks.values() if rank is not None]
    click.echo(
        json.dumps(
            {
                "cases": len(cases),
                "first": _share(sum(rank == 1 for rank in found), len(cases)),
                "first_5": _share(len(found), len(cases)),
                "missed": [case for case, rank in ranks.items() if rank is None],
                "not_first": [case for case, rank in ranks.items() if rank not in (None, 1)],
            }
        )
    )


def _accepted(entry: Entry, accept: list[str]) -> bool:
    return entry.id in accept or bool(set(entry.needs) & set(accept))


@evaluate.command("needs")
@_FILE
def evaluate_needs(file: Path) -> None:
    """Sentences: whether the recognised need is accepted, first and in the first three, and the time it takes."""
    parts = open_parts(Settings.from_environment())
    cases = read_cases(file)
    first, first_3, wrong, seconds = _recognise_all(parts, cases)
    click.echo(
        json.dumps(
            {
                "cases": len(cases),
                "first": _share(first, len(cases)),
                "first_3": _share(first_3, len(cases)),
                "milliseconds_median": round(median(seconds) * 1000, 2),
                "missed": dict(wrong.most_common()),
            }
        )
    )


def _recognise_all(parts: Parts, cases: list[tuple[str, str, list[str]]]) -> tuple[int, int, Counter[str], list[float]]:
    first = first_3 = 0
    wrong: Counter[str] = Counter()
    seconds = []
    for _case, text, accept in cases:
        start = time.perf_counter()
        best = [need.key for need in parts.recogniser.recognise(text)[:3]]
        seconds.append(time.perf_counter() - start)
        first += best[0] in accept
        first_3 += bool(set(best) & set(accept))
        if best[0] not in accept:
            wrong[accept[0]] += 1
    return first, first_3, wrong, seconds
