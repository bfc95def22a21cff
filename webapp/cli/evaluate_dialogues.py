"""`meedoen evaluate dialogues`: plays dialogues and checks each turn against what it expects."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
import yaml
from sqlalchemy.orm import Session

from chatbot.assistant import Assistant
from chatbot.conversation import Reply
from chatbot.knowledge import Knowledge
from chatbot.places import Home
from sociale_kaart.text import fold
from webapp.settings import Settings
from webapp.wiring import open_parts


@click.command("dialogues")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def evaluate_dialogues(file: Path) -> None:
    """Conversations in YAML: the share of checked turns in which everything is as expected."""
    dialogues = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)["dialogues"]
    parts = open_parts(Settings.from_environment())
    faults: dict[str, list[str]] = {}
    checked = 0
    with parts.sessions() as session:
        for dialogue in dialogues:
            for at, turn, reply in _play(parts.assistant, session, parts.now(), dialogue):
                if "expect" in turn:
                    checked += 1
                    if wrong := _faults(turn["expect"], reply):
                        faults[f"{dialogue['id']}/{at}"] = wrong
    right = round((checked - len(faults)) / checked, 4) if checked else 0.0
    click.echo(json.dumps({"dialogues": len(dialogues), "turns": checked, "right": right, "faults": faults}))


def _play(
    assistant: Assistant, session: Session, knowledge: Knowledge, dialogue: Mapping[str, Any]
) -> list[tuple[int, Mapping[str, Any], Reply]]:
    """Play a dialogue and delete it; gives each turn with its number, from 1, and the reply."""
    conversation, played = None, []
    home = _home(knowledge, dialogue)
    for at, turn in enumerate(dialogue["turns"], start=1):
        conversation, reply = assistant.reply(
            session, turn["user"], conversation=conversation, municipality=home.municipality, place=home.place
        )
        played.append((at, turn, reply))
    if conversation:
        assistant.forget(session, conversation)
    return played


def _home(knowledge: Knowledge, dialogue: Mapping[str, Any]) -> Home:
    """Where the resident lives: the place by its key or its name."""
    municipality, place = dialogue.get("municipality"), dialogue.get("place")
    if municipality is None or place is None:
        return Home(municipality)
    names = [(each.slug, fold(each.name)) for each in knowledge.municipality(municipality).own_places]
    return Home(municipality, next((slug for slug, name in names if fold(place) in (slug, name)), None))


def _faults(expect: Mapping[str, Any], reply: Reply) -> list[str]:
    """Give what is not as expected; a field that is left out is not checked."""
    answer = reply.answer
    needs = [need for need, _confidence in answer.needs]
    checks: dict[str, Callable[[Any], bool]] = {
        "need_any": lambda wanted: bool(set(wanted) & set(needs)),
        "tier_first_max": lambda most: bool(answer.steps) and answer.steps[0].tier <= most,
        "urgent": lambda kind: answer.urgent == kind,
        "must_ask_location": lambda wanted: (answer.asks == "place") == wanted,
        "must_show_wmo": lambda wanted: answer.wmo_route == wanted,
        "must_not": lambda words: not any(fold(word) in _texts(reply) for word in words),
    }
    got = {"need_any": needs, "urgent": answer.urgent, "tier_first_max": [step.tier for step in answer.steps]}
    return [
        f"{name}: {got.get(name, '')}" for name, check in checks.items() if name in expect and not check(expect[name])
    ]


def _texts(reply: Reply) -> str:
    advice = (step.advice for step in reply.answer.steps)
    return fold("\n".join([*(message.text for message in reply.messages), *advice]))
