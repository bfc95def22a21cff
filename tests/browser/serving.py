"""A real server and a real browser, for the browser tests and for the screenshots."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.page_types import PageType
from webapp.settings import ROOT

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-gpu")
SECONDS_TO_START = 90


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """Serve Meedoen on this data with gunicorn; gives the address."""
    log = data_dir / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "webapp.app:create_app()"]
    options = ["--bind=127.0.0.1:0", "--workers=1", "--threads=4", "--no-control-socket"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env=os.environ | {"MEEDOEN_DATA": str(data_dir)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server answers; the port is the one the system gave it."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.2)
        if found := re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", log.read_text()):
            try:
                with urlopen(f"{found[1]}/healthz", timeout=SECONDS_TO_START):  # noqa: S310 - our own server
                    return found[1]
            except URLError:
                continue
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def speak(context: BrowserContext, server: str, language: str) -> None:
    """Choose the language, as the switch on the page does."""
    context.add_cookies([{"name": "lang", "value": language, "url": server}])


def address(server: str, page_type: PageType) -> str:
    """Where an example of this type of page is."""
    return server + page_type.path
