"""'Ik wil een mens spreken': where to go, whom to call, how to be called back. In one step, at any time."""

from __future__ import annotations

from chatbot.actions.turn import ActionTurn
from chatbot.conversation import Answer, Button, Step
from sociale_kaart.tiers import Tier

NEED = "mens_spreken"
_MOST = 3


def run(turn: ActionTurn) -> None:
    """Show the service points of the own place and the desk of the municipality; without a place, ask for it."""
    home = turn.home
    municipality = turn.knowledge.municipality(home.municipality) if home.municipality else None
    helplines = tuple(line.id for line in turn.knowledge.helplines_for("eenzaamheid"))
    turn.slots["choices"] = []
    if municipality is None:
        turn.slots |= {"asks": "place", "needs": [NEED]}
        places = [Button(each.name, f'/tell_place{{"place": "{each.name}"}}') for each in turn.knowledge.municipalities]
        turn.say("utter_human_no_place", *places)
        turn.show(Answer(((NEED, 1.0),), asks="place", helplines=helplines, wmo_route=True))
        return
    turn.slots["asks"] = None
    turn.say("utter_human")
    if municipality.phone:
        turn.say("utter_municipality_phone", phone=municipality.phone)
    index = turn.knowledge.search.index
    points = [e for e in index.entries if e.kind == "service_point" and e.municipality == municipality.id]
    points.sort(key=lambda entry: (entry.status == "planned", home.place not in entry.places, entry.name))
    places_to_go = list(dict.fromkeys([*(entry.id for entry in points[: _MOST - 1]), *_desk(municipality.wmo_desk_id)]))
    step = Step(
        Tier.EVERYONE,
        turn.knowledge.needs[NEED].advice[Tier.EVERYONE - 1].get(turn.slots["language"], ""),
        tuple(places_to_go),
    )
    turn.show(Answer(((NEED, 1.0),), steps=(step,), helplines=helplines, wmo_route=True))


def _desk(service: str | None) -> list[str]:
    return [service] if service else []
