"""Builds the staircase of an answer: per tier a line of advice and at most three listings, nearest and checked ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

from chatbot.conversation import Answer, Step
from chatbot.knowledge import Knowledge
from chatbot.places import Home
from sociale_kaart.search.index import Entry
from sociale_kaart.tiers import Tier

MOST_LISTINGS = 3
# The needs that are answered with places to go to or call, not with a staircase.
PERSON = frozenset({"mens_spreken"})


def build(
    knowledge: Knowledge, needs: Sequence[str], home: Home, language: str, *, lowest: int = 1, asks: str | None = None
) -> Answer:
    """Give the answer for needs in a place, from a tier on; without a place only what is there for everybody."""
    entries = [_entries(knowledge, need, home) for need in needs]
    steps = tuple(
        Step(tier, _advice(knowledge, needs, tier, language), _listings(entries, tier))
        for tier in Tier
        if tier >= lowest
    )
    if asks == "place":
        steps = tuple(step for step in steps if step.services)
    helplines = dict.fromkeys(line.id for need in needs for line in knowledge.helplines_for(need))
    return Answer(
        needs=tuple((need, 1.0) for need in needs),
        asks=asks,
        steps=steps,
        helplines=tuple(helplines),
        wmo_route=True,
    )


def depends_on_place(knowledge: Knowledge, needs: Sequence[str]) -> bool:
    """Whether the answer differs from one municipality to another."""
    index = knowledge.search.index
    return any(index.entries[at].municipality is not None for need in needs for at in index.by_need.get(need, ()))


def _entries(knowledge: Knowledge, need: str, home: Home) -> list[Entry]:
    """Give the listings for a need: for the own place first, then for the municipality, then national ones."""
    index = knowledge.search.index
    found = (index.entries[at] for at in index.by_need.get(need, ()))
    fitting = (entry for entry in found if entry.municipality in (None, home.municipality) and _serves(entry, home))
    return sorted(fitting, key=lambda entry: _order(entry, need, home))


def _serves(entry: Entry, home: Home) -> bool:
    return not entry.places or home.place is None or home.place in entry.places


def _order(entry: Entry, need: str, home: Home) -> tuple[bool, bool, bool, bool, bool, str]:
    """Own place, own municipality, what is there today, checked, main need, and then by name."""
    return (
        home.place is None or home.place not in entry.places,
        entry.municipality is None,
        entry.status != "active",
        not entry.is_checked,
        not entry.needs or entry.needs[0] != need,
        entry.name,
    )


def _listings(entries: Sequence[Sequence[Entry]], tier: Tier) -> tuple[str, ...]:
    """Give the first listings of a tier; of two needs in turn."""
    columns = [[entry.id for entry in found if entry.tier == tier] for found in entries]
    mixed = dict.fromkeys(each for each in chain.from_iterable(zip_longest(*columns)) if each is not None)
    return tuple(mixed)[:MOST_LISTINGS]


def _advice(knowledge: Knowledge, needs: Sequence[str], tier: Tier, language: str) -> str:
    """Give the line of advice of each need; empty in a language that editors do not write."""
    lines = (knowledge.needs[need].advice[tier - 1].get(language, "") for need in needs)
    return " ".join(dict.fromkeys(line for line in lines if line))
