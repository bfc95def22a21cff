"""From the keys and ids of a reply to what a page or the API shows: listings, helplines and the road.

The listings of a whole conversation come in one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from flask import current_app, url_for
from flask_babel import force_locale
from markupsafe import Markup

from chatbot.conversation import Message, Reply, Turn
from sociale_kaart.models import Helpline
from sociale_kaart.opening_hours import TIME_ZONE, is_open
from sociale_kaart.queries.services import Card, list_cards
from sociale_kaart.tiers import Tier
from webapp import languages, visitor
from webapp.assistant.words import WORDS, DangerWords
from webapp.extensions import db, parts_of
from webapp.public.road import Road, road_to_the_municipality
from webapp.reference import reference

RIGHT_TO_LEFT = frozenset({"ar"})


@dataclass(frozen=True)
class Line:
    """A helpline, and whether it is open now (None: not known)."""

    helpline: Helpline
    is_open: bool | None


@dataclass(frozen=True)
class Stair:
    """A step of the staircase with its listings."""

    tier: Tier
    advice: str
    cards: list[Card]


@dataclass(frozen=True)
class Shown:
    """One turn as it is shown; `number` is its place in the conversation, 0 the welcome."""

    number: int
    said: str
    reply: Reply
    stairs: list[Stair]
    lines: list[Line]
    road: Road | None

    @property
    def direction(self) -> str:
        """The direction in which the language of the reply is written."""
        return "rtl" if self.reply.language in RIGHT_TO_LEFT else "ltr"

    @property
    def labels(self) -> str:
        """The language of what stands round the messages: that of the writer where Meedoen has it, else of the page."""
        known = parts_of(current_app).settings.languages
        return self.reply.language if self.reply.language in known else languages.current()

    @property
    def danger_words(self) -> DangerWords | None:
        """The words round the helplines, in a language that Meedoen's pages do not have."""
        return WORDS.get(self.reply.language)

    @property
    def road_text(self) -> str:
        """What is said of the road to the municipality, in the language of the writer."""
        return parts_of(current_app).assistant.text("utter_wmo_route", self.reply.language)

    @property
    def before(self) -> tuple[Message, ...]:
        """The messages above the staircase."""
        return self.reply.messages[:-1] if self._asks_below else self.reply.messages

    @property
    def after(self) -> tuple[Message, ...]:
        """The question that the resident is to answer: below the staircase, next to the field."""
        return self.reply.messages[-1:] if self._asks_below else ()

    @property
    def _asks_below(self) -> bool:
        return self.reply.answer.asks is not None and bool(self.stairs)


def show(turns: Sequence[Turn], first: int = 1) -> list[Shown]:
    """Give turns as they are shown; `first` is the place of the first one in the conversation."""
    ids = dict.fromkeys(chain.from_iterable(step.services for turn in turns for step in turn.reply.answer.steps))
    cards = {card.id: card for card in list_cards(db(current_app), list(ids))} if ids else {}
    roads: dict[str | None, Road] = {}
    return [_shown(number, turn, cards, roads) for number, turn in enumerate(turns, first)]


def _shown(number: int, turn: Turn, cards: Mapping[str, Card], roads: dict[str | None, Road]) -> Shown:
    answer = turn.reply.answer
    stairs = [
        Stair(Tier(step.tier), step.advice, [cards[each] for each in step.services if each in cards])
        for step in answer.steps
    ]
    lines = {line.id: line for line in reference().helplines}
    now = dt.datetime.now(TIME_ZONE)
    found = [lines[each] for each in answer.helplines if each in lines]
    return Shown(
        number=number,
        said=turn.said,
        reply=turn.reply,
        stairs=stairs,
        lines=[Line(line, is_open(line.open, now)) for line in found],
        road=_road(stairs, roads) if answer.wmo_route else None,
    )


def _road(stairs: Sequence[Stair], roads: dict[str | None, Road]) -> Road:
    """The road in the municipality that the listings are from, else in the visitor's own."""
    near = (card.municipality_id for stair in stairs for card in stair.cards)
    own = visitor.current().municipality
    key = next(filter(None, near), own.id if own else None)
    if key not in roads:
        roads[key] = road_to_the_municipality(key)
    return roads[key]


def road_url(road: Road) -> str:
    """Where the road begins: the desk, else the municipality, else how such a conversation goes."""
    if road.desk is not None:
        return url_for("public.listing", service_id=road.desk.id)
    if road.municipality is not None:
        return url_for("public.municipality", key=road.municipality.id)
    return url_for("public.need", key="wmo_aanvragen")


def in_language(code: str, caller: Callable[[], str]) -> Markup:
    """Render what stands between `call` and `endcall` in a template with the texts of another language."""
    with force_locale(code):
        return Markup(caller())  # noqa: S704 - rendered by Jinja, which escapes
