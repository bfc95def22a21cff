"""Reply times of the assistant, through the API of a server as `make serve` starts it."""

import json
import threading
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any
from urllib.request import Request, urlopen

import yaml

from tests.bench.memory import serving
from webapp.settings import ROOT

CONVERSATIONS_AT_ONCE = 8


def measure() -> list[str]:
    """Play the dialogues of the test set one by one, then eight at once."""
    dialogues = yaml.safe_load((ROOT / "tests/data/dialogues.yml").read_text("utf-8"))["dialogues"]
    with serving() as (base, _pid):
        _play(base, dialogues[:8])
        alone = _play(base, dialogues)
        together: list[float] = []
        parts = [dialogues[i::CONVERSATIONS_AT_ONCE] for i in range(CONVERSATIONS_AT_ONCE)]
        threads = [threading.Thread(target=lambda part=part: together.extend(_play(base, part))) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    lines = [
        "| conversations at once | turns | median ms | 95th percentile ms | 99th percentile ms |",
        "|---|---|---|---|---|",
    ]
    return [*lines, *_rows([(1, alone), (CONVERSATIONS_AT_ONCE, together)])]


def _rows(found: list[tuple[int, list[float]]]) -> Iterator[str]:
    for number, seconds in found:
        hundredths = quantiles(seconds, n=100)
        middle, high, highest = (1000 * value for value in (median(seconds), hundredths[94], hundredths[98]))
        yield f"| {number} | {len(seconds)} | {middle:.0f} | {high:.0f} | {highest:.0f} |"


def _play(base: str, dialogues: list[dict[str, Any]]) -> list[float]:
    seconds = []
    for dialogue in dialogues:
        conversation = None
        for turn in dialogue["turns"]:
            body = {"message": turn["user"], "conversation": conversation, "municipality": dialogue.get("municipality")}
            data = json.dumps(body).encode()
            request = Request(f"{base}/api/v1/chat", data=data, headers={"Content-Type": "application/json"})  # noqa: S310
            start = time.perf_counter()
            with urlopen(request) as response:  # noqa: S310 - an address on this machine
                conversation = json.load(response)["conversation"]
            seconds.append(time.perf_counter() - start)
    return seconds
