"""Memory of each gunicorn worker after it has answered every query of the tuning set."""

import os
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

from tests.bench.pages import QUERIES
from webapp.settings import ROOT


def measure() -> list[str]:
    """Start the server as `make serve` does, ask every query, and read what the kernel says of the workers."""
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
        for query in QUERIES * 2:
            urllib.request.urlopen(f"{base}/zoeken?q={urllib.parse.quote(query)}").read()  # noqa: S310
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        lines = ["| worker | resident MB | of which not shared MB |", "|---|---|---|"]
        return lines + [
            f"| {i} | {_kilobytes(pid, 'Rss')} | {_kilobytes(pid, 'Pss')} |" for i, pid in enumerate(children, 1)
        ]
    finally:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(10)


def _wait_for(url: str) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(url).read()  # noqa: S310
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


def _kilobytes(pid: str, name: str) -> str:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = next(int(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name}:"))
    return f"{kilobytes / 1000:.0f}"
