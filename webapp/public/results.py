"""Results: what was found, grouped by tier, with danger, corrections and a way to a human."""

from dataclasses import dataclass, field
from itertools import chain
from math import ceil

from flask import current_app, render_template, request
from jinja2_fragments.flask import render_block

from sociale_kaart.models import Helpline, Need, Service
from sociale_kaart.queries.services import Card, list_cards, list_service_points
from sociale_kaart.search import SearchRequest, SearchResult
from sociale_kaart.tiers import Tier
from webapp import visitor
from webapp.caching import kept
from webapp.extensions import db, parts_of
from webapp.public import public
from webapp.public.road import road_to_the_municipality
from webapp.reference import reference
from webapp.searching import read_request

# Shown at once per tier; the rest follows, a page at a time, when the tier is chosen as a filter.
PER_TIER = 6
PER_PAGE = 30


@dataclass(frozen=True)
class Group:
    """The results of one tier: the cards shown, and how many there are in all."""

    tier: Tier
    cards: list[Card]
    total: int


@dataclass(frozen=True)
class Results:
    """Everything the results page shows."""

    result: SearchResult
    named: list[Card] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    helplines: list[Helpline] = field(default_factory=list)
    urgent: Need | None = None
    page: int = 1
    pages: int = 1


@public.get("/zoeken")
@kept
def results() -> str:
    """The results page; HTMX gets only the block with the results."""
    session = db(current_app)
    arguments = request.args.to_dict()
    if "municipality" not in arguments:
        arguments = _own_place() | arguments
    asked = read_request(session, arguments)
    context = {
        "asked": asked,
        "found": find(asked, _page(request.args.get("page"))),
        "municipalities": reference().municipalities,
        "service_points": _service_points(asked),
        "road": road_to_the_municipality(asked.municipality),
        "all_needs": list(reference().needs.values()),
    }
    if request.headers.get("HX-Request") == "true":
        return render_block("results.html", "results", **context)
    return render_template("results.html", **context)


def _service_points(asked: SearchRequest) -> list[Service]:
    """Three service points of the municipality to walk in at, that of the own place first."""
    if asked.municipality is None:
        return []
    points = list_service_points(db(current_app), asked.municipality)
    return sorted(points, key=lambda point: asked.place not in [place.slug for place in point.places])[:3]


def _own_place() -> dict[str, str]:
    """The visitor's own place as arguments; choosing 'everywhere' sends an empty municipality instead."""
    own = visitor.current()
    place = {"place": own.place.slug} if own.place else {}
    return {"municipality": own.municipality.id, **place} if own.municipality else {}


def _page(text: str | None) -> int:
    """A page number; what is none is the first page."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1


def find(asked: SearchRequest, page: int = 1) -> Results:
    """Search and fetch what the page shows: the best of each tier, or a page of the one tier that was chosen."""
    session = db(current_app)
    result = parts_of(current_app).search.search(asked)
    named = set(result.named)
    per_tier = {tier: [hit.id for hit in result.hits if hit.tier == tier and hit.id not in named] for tier in Tier}
    pages = max(1, ceil(len(per_tier[asked.tier]) / PER_PAGE)) if asked.tier else 1
    page = min(page, pages)
    part = slice((page - 1) * PER_PAGE, page * PER_PAGE) if asked.tier else slice(PER_TIER)
    shown = {tier: ids[part] for tier, ids in per_tier.items()}
    cards = {card.id: card for card in list_cards(session, [*named, *chain.from_iterable(shown.values())])}
    known = reference().needs
    return Results(
        result=result,
        named=[cards[hit.id] for hit in result.hits if hit.id in named and hit.id in cards],
        groups=[
            Group(tier, [cards[i] for i in shown[tier] if i in cards], len(ids))
            for tier, ids in per_tier.items()
            if ids
        ],
        needs=[known[need.key] for need in result.needs if need.confidence >= 0.08 and need.key in known][:4],
        helplines=reference().helplines_for(result.urgent) if result.urgent else [],
        urgent=known.get(result.urgent) if result.urgent else None,
        page=page,
        pages=pages,
    )
