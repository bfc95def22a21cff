"""Validates and trains the Rasa project, and replays the test stories on both runtimes. Fails on any difference."""

import sys
import time

from chatbot.engine.rasa import RasaClient
from chatbot.engine.runtime import InProcessRuntime
from tests.rasa import servers
from tests.rasa.stories import Replay, StoryTurn, in_process, on_rasa, read_stories
from webapp.app import create_app
from webapp.settings import ROOT, Settings
from webapp.wiring import Parts

_TURN = 60.0  # seconds: the first turn of a server is slow, and this is no bench


def main() -> int:
    """Do it all; gives the exit code."""
    servers.rasa("data", "validate", "--fail-on-warnings")
    if not _is_trained():
        servers.rasa("train", "--out", str(servers.MODELS), "--fixed-model-name", "meedoen")
    app = create_app(Settings.from_environment())
    parts: Parts = app.extensions["meedoen"]
    stories = read_stories(ROOT / "chatbot" / "tests")
    local = in_process(InProcessRuntime(parts.project, parts.recogniser.intents), parts.now)
    with servers.action_server(app) as actions, servers.rasa_server(actions) as (url, _pid):
        remote = on_rasa(RasaClient(url), lambda: time.monotonic() + _TURN)
        faults = [fault for name, turns in stories.items() for fault in _differences(name, turns, local, remote)]
    sys.stdout.write("\n".join(faults) + f"\n{len(stories)} stories on both runtimes: {len(faults)} differences\n")
    return 1 if faults else 0


def _is_trained() -> bool:
    """Whether the newest model is newer than everything it is made of."""
    model = servers.newest_model()
    sources = [ROOT / "chatbot" / name for name in ("domain.yml", "config.yml")]
    sources += (ROOT / "chatbot" / "data").rglob("*.yml")
    return model is not None and all(path.stat().st_mtime < model.stat().st_mtime for path in sources)


def _differences(name: str, turns: list[StoryTurn], local: Replay, remote: Replay) -> list[str]:
    here, there = local(name, turns), remote(name, turns)
    return [
        f"{name}\n  > {turn.text}\n    story:      {turn.actions}\n    in-process: {one}\n    Rasa:       {other}"
        for turn, one, other in zip(turns, here, there, strict=True)
        if not turn.actions == one == other
    ]


if __name__ == "__main__":
    sys.exit(main())
