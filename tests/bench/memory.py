"""Memory of each gunicorn worker after it has answered every query of the tuning set."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.pages import QUERIES
from webapp.settings import ROOT


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Serve as `make serve` does; gives the address and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(ROOT / ".venv/bin/meedoen"), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/healthz")
        yield base, server.pid
    finally:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(10)


def measure() -> list[str]:
    """Ask every query and talk with the assistant, and read what the kernel says of the workers."""
    with serving() as (base, pid):
        for query in QUERIES * 2:
            urllib.request.urlopen(f"{base}/zoeken?q={urllib.parse.quote(query)}").read()  # noqa: S310
        for query in QUERIES[:100]:
            body = json.dumps({"message": query}).encode()
            request = urllib.request.Request(  # noqa: S310 - an address on this machine
                f"{base}/api/v1/chat", data=body, headers={"Content-Type": "application/json"}
            )
            urllib.request.urlopen(request).read()  # noqa: S310
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = ["| worker | resident MB | of which not shared MB |", "|---|---|---|"]
        return lines + [
            f"| {i} | {kilobytes(child, 'Rss')} | {kilobytes(child, 'Pss')} |" for i, child in enumerate(children, 1)
        ]


def _wait_for(url: str) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(url).read()  # noqa: S310
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


def kilobytes(pid: str, name: str) -> str:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = next(int(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name}:"))
    return f"{kilobytes / 1000:.0f}"
