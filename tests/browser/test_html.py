"""The Nu HTML checker finds no errors on any page."""

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser.conftest import PageOf
from tests.browser.page_types import LANGUAGES, PAGE_TYPES, PageType
from tests.browser.serving import address
from webapp.settings import ROOT

pytestmark = pytest.mark.browser

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="session")
def errors(page_of: PageOf, server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the checker says of each page, by "page.language"; all pages in one go, as Java starts slowly."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("the Nu HTML checker needs Java, and there is no Java here")
    folder = tmp_path_factory.mktemp("html")
    for language in LANGUAGES:
        visitor = page_of(language, 320).context.request
        for page_type in PAGE_TYPES:
            html = visitor.get(address(server, page_type)).body()
            (folder / f"{page_type.name}.{language}.html").write_bytes(html)
    files = sorted(str(file) for file in folder.iterdir())
    assert len(files) == len(PAGE_TYPES) * len(LANGUAGES)
    # It gives status 1 when it finds something, and its findings on stderr.
    ran = subprocess.run(
        [java, "-Xss1m", "-jar", str(CHECKER), "--format", "json", *files], capture_output=True, check=False
    )
    found: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(ran.stderr)["messages"]:
        if message["type"] in ("error", "non-document-error"):
            place = Path(message.get("url", "")).stem
            found[place].append(f"line {message.get('lastLine')}: {message['message']} {message.get('extract', '')!r}")
    assert not found[""], found[""]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.name)
def test_the_html_is_valid(errors: dict[str, list[str]], page_type: PageType, language: str) -> None:
    found = errors.get(f"{page_type.name}.{language}", [])
    assert not found, "\n".join(found)
