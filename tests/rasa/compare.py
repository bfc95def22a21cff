"""`python -m tests.rasa.compare FILE..`: Rasa's DIET beside the in-process model on the same phrases, in one run."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from chatbot.nlu import NEEDS_OF_INTENTS
from sociale_kaart.needs import OUTSIDE
from tests.bench.memory import kilobytes
from tests.rasa import servers
from webapp.cli.evaluate import read_cases
from webapp.settings import Settings
from webapp.wiring import open_parts

Ranking = Callable[[str], list[str]]


def main() -> None:
    """Measure both and print one JSON object per runtime and file."""
    files = [Path(argument) for argument in sys.argv[1:]]
    start = time.perf_counter()
    parts = open_parts(Settings.from_environment())
    parts.recogniser.recognise("de eerste zin")
    started = time.perf_counter() - start
    for file in files:
        ranking: Ranking = lambda text: [need.key for need in parts.recogniser.recognise(text)]  # noqa: E731
        _report("in-process", "self", file, ranking, started)
    needs = set(parts.now().needs)
    start = time.perf_counter()
    with servers.rasa_server("") as (url, pid):
        _rasa_ranking(url, needs)("de eerste zin")
        started = time.perf_counter() - start
        for file in files:
            _report("Rasa DIET", str(pid), file, _rasa_ranking(url, needs), started)


def _rasa_ranking(url: str, needs: set[str]) -> Ranking:
    def ranking(text: str) -> list[str]:
        body = json.dumps({"text": text}).encode()
        request = Request(f"{url}/model/parse", data=body, headers={"Content-Type": "application/json"})  # noqa: S310
        with urlopen(request, timeout=60) as response:  # noqa: S310 - an address on this machine
            found = json.load(response)["intent_ranking"]
        keys = (each["name"] for each in found)
        return list(dict.fromkeys(key if key in needs else NEEDS_OF_INTENTS.get(key, OUTSIDE) for key in keys))

    return ranking


def _report(name: str, pid: str, file: Path, ranking: Ranking, started: float) -> None:
    cases = [(text, accept) for _case, text, accept in read_cases(file) if OUTSIDE not in accept]
    seconds, first, first_3 = [], 0, 0
    for text, accept in cases:
        start = time.perf_counter()
        ranked = ranking(text)
        seconds.append(time.perf_counter() - start)
        first += ranked[0] in accept
        first_3 += bool(set(ranked[:3]) & set(accept))
    answer = {
        "runtime": name,
        "file": file.name,
        "first": round(first / len(cases), 4),
        "first_3": round(first_3 / len(cases), 4),
        "milliseconds_median": round(median(seconds) * 1000, 1),
        "start_seconds": round(started, 1),
        "megabytes": round(float(kilobytes(pid, "Rss"))),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
