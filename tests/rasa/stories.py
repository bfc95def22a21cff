"""Reads the test stories and replays them on a runtime."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from chatbot.conversation import NEW_SLOTS, State
from chatbot.engine.rasa import RasaClient, actions_of
from chatbot.engine.runtime import Runtime
from chatbot.knowledge import Knowledge


@dataclass(frozen=True)
class StoryTurn:
    """What a resident says, and the actions that must follow."""

    text: str
    actions: tuple[str, ...]


def read_stories(folder: Path) -> dict[str, list[StoryTurn]]:
    """Give the turns of every story, by the name of the story."""
    stories = {}
    for path in sorted(folder.glob("test_*.yml")):
        for story in yaml.safe_load(path.read_text("utf-8"))["stories"]:
            stories[f"{path.stem}: {story['story']}"] = _turns(story["steps"])
    return stories


def _turns(steps: list[dict[str, Any]]) -> list[StoryTurn]:
    turns: list[StoryTurn] = []
    for step in steps:
        if "user" in step:
            turns.append(StoryTurn(step["user"].strip(), ()))
        elif "action" in step:
            turns[-1] = StoryTurn(turns[-1].text, (*turns[-1].actions, step["action"]))
    return turns


Replay = Callable[[str, list[StoryTurn]], list[tuple[str, ...]]]


def in_process(runtime: Runtime, knowledge: Callable[[], Knowledge]) -> Replay:
    """Replay on the in-process runtime."""

    def replay(_name: str, turns: list[StoryTurn]) -> list[tuple[str, ...]]:
        state, taken = State(dict(NEW_SLOTS)), []
        for turn in turns:
            _reply, state = runtime.handle("story", turn.text, state, knowledge())
            taken.append(state.actions)
        return taken

    return replay


def on_rasa(client: RasaClient, deadline: Callable[[], float]) -> Replay:
    """Replay on a Rasa server, in a conversation of its own."""

    def replay(_name: str, turns: list[StoryTurn]) -> list[tuple[str, ...]]:
        conversation, taken = uuid4().hex, []
        for turn in turns:
            client.send(conversation, turn.text, deadline())
            taken.append(actions_of(client.tracker(conversation, deadline())["events"]))
        return taken

    return replay
