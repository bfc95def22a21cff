"""`meedoen evaluate`: measures on a test set and prints one JSON object."""

import json
import time
from collections import Counter
from pathlib import Path
from statistics import median

import click

from sociale_kaart.needs import OUTSIDE
from sociale_kaart.search import SearchRequest
from sociale_kaart.search.index import Entry
from webapp.settings import Settings
from webapp.wiring import open_parts

SAFE_CASE = "none"  # what a safety file expects of a message without danger
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def evaluate() -> None:
    """Measure the quality of search, needs, safety and dialogues on a file of test cases."""


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
    return round(count / total, 4) if total else 0.0


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
    """Sentences: whether the recognised need is accepted, first and in the first three; apart: what belongs elsewhere.

    `sent_away` is the share of real needs that are taken for what does not belong here.
    """
    parts = open_parts(Settings.from_environment())
    cases = read_cases(file)
    seconds: list[float] = []
    ranked: dict[str, list[str]] = {}
    for case, text, _accept in cases:
        start = time.perf_counter()
        ranked[case] = [need.key for need in parts.recogniser.recognise(text)[:3]]
        seconds.append(time.perf_counter() - start)
    inside = [(case, accept) for case, _text, accept in cases if OUTSIDE not in accept]
    outside = [case for case, _text, accept in cases if OUTSIDE in accept]
    wrong = Counter(accept[0] for case, accept in inside if ranked[case][0] not in accept)
    answer = {
        "cases": len(cases),
        "first": _share(sum(ranked[case][0] in accept for case, accept in inside), len(inside)),
        "first_3": _share(sum(bool(set(ranked[case]) & set(accept)) for case, accept in inside), len(inside)),
        "outside_found": _share(sum(ranked[case][0] == OUTSIDE for case in outside), len(outside)),
        "sent_away": _share(sum(ranked[case][0] == OUTSIDE for case, _accept in inside), len(inside)),
        "milliseconds_median": round(median(seconds) * 1000, 2),
        "missed": dict(wrong.most_common()),
    }
    click.echo(json.dumps(answer))


@evaluate.command("safety")
@_FILE
def evaluate_safety(file: Path) -> None:
    """Messages: whether danger is found, of the right kind, and the false alarms. Expect: an urgent need or `none`."""
    parts = open_parts(Settings.from_environment())
    danger = parts.now().danger
    cases = read_cases(file)
    found = {case: danger.find(text) or SAFE_CASE for case, text, _expect in cases}
    real = [(case, expect) for case, _text, expect in cases if SAFE_CASE not in expect]
    safe = [case for case, _text, expect in cases if SAFE_CASE in expect]
    answer = {
        "cases": len(cases),
        "found": _share(sum(found[case] != SAFE_CASE for case, _expect in real), len(real)),
        "right_kind": _share(sum(found[case] in expect for case, expect in real), len(real)),
        "false_alarms": _share(sum(found[case] != SAFE_CASE for case in safe), len(safe)),
        "missed": [case for case, _expect in real if found[case] == SAFE_CASE],
        "wrong_kind": [case for case, expect in real if found[case] not in (SAFE_CASE, *expect)],
        "alarmed": [case for case in safe if found[case] != SAFE_CASE],
    }
    click.echo(json.dumps(answer))
