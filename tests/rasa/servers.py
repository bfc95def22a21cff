"""Starts what a replay needs: Meedoen as Rasa's action server, and Rasa itself, each on a free port."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from flask import Flask
from werkzeug.serving import make_server

from webapp.settings import ROOT

RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
MODELS = ROOT / "var" / "rasa"
_PATIENCE = 240.0  # seconds for Rasa to load TensorFlow and its model


@contextmanager
def action_server(app: Flask) -> Iterator[str]:
    """Serve the application; gives the address of its action server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/rasa/webhook"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def rasa_server(actions: str) -> Iterator[tuple[str, int]]:
    """Run Rasa with the newest model; gives its address once it is ready, and its process."""
    port = _free_port()
    command = [RASA, "run", "--enable-api", "--model", MODELS, "--endpoints", "endpoints.yml"]
    command += ["--credentials", "credentials.yml", "--interface", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT / "chatbot", env=environment(actions))
    try:
        _wait_for(f"http://127.0.0.1:{port}/status", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(30)


def rasa(*arguments: str) -> None:
    """Run a Rasa command in the project; what it prints is shown."""
    subprocess.run([str(RASA), *arguments], cwd=ROOT / "chatbot", env=environment(""), check=True)


def environment(actions: str) -> dict[str, str]:
    """The environment for Rasa: no reports to its makers, and where the actions are."""
    own = {"RASA_TELEMETRY_ENABLED": "false", "ACTION_ENDPOINT": actions, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return os.environ | own | {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "PYTHONWARNINGS": "ignore"}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"Rasa stopped by itself ({process.returncode})")
        try:
            urlopen(url, timeout=2).close()  # noqa: S310 - an address on this machine
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("Rasa did not become ready")


def newest_model() -> Path | None:
    """The newest trained model."""
    return max(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)
