"""Takes the picture in the README, or with `--all FOLDER` a picture of every type of page, to look at."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Browser

from tests.browser.page_types import LANGUAGES, PAGE_TYPES
from tests.browser.serving import address, chromium, serving, speak
from webapp.settings import ROOT, Settings

README_PICTURE = ROOT / "docs" / "pictures" / "results.png"
# Higher is a picture of more than 150 kB.
README_HEIGHT = 1250
QUESTION = "ik kan mijn rekening niet betalen"
WIDTHS = (320, 360, 1280)
# The picture ends below a card, not in the middle of one.
END_OF_CARD = """() => 16 + Math.max(...[...document.querySelectorAll('main article')]
  .map(card => card.getBoundingClientRect().bottom).filter(bottom => bottom < innerHeight - 16))"""


@contextmanager
def _served() -> Iterator[str]:
    """Serve a copy of what `meedoen setup` made."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "var"
        shutil.copytree(Settings.from_environment().data_dir, data_dir)
        with serving(data_dir) as server:
            yield server


def take_readme_picture(browser: Browser, server: str) -> None:
    """Write the picture of the results page on a phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": README_HEIGHT}, device_scale_factor=1.5, locale="nl-NL"
    )
    context.add_cookies([{"name": "place", "value": "emmen", "url": server}])
    page = context.new_page()
    page.goto(f"{server}/zoeken?q={QUESTION.replace(' ', '+')}", wait_until="networkidle")
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=README_PICTURE, clip={"x": 0, "y": 0, "width": 360, "height": page.evaluate(END_OF_CARD)})
    context.close()
    click.echo(f"{README_PICTURE.relative_to(ROOT)}: {README_PICTURE.stat().st_size / 1000:.0f} kB")


def take_all(browser: Browser, server: str, folder: Path) -> None:
    """Write pictures of all types of pages, whole, in each language and width."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
            speak(context, server, language)
            page = context.new_page()
            for page_type in PAGE_TYPES:
                page.goto(address(server, page_type))
                page.screenshot(path=folder / f"{page_type.name}-{width}-{language}.png", full_page=True)
            context.close()


@click.command(help=__doc__)
@click.option(
    "--all", "folder", type=click.Path(path_type=Path), help="Pictures of all types of pages, in this folder."
)
def main(folder: Path | None) -> None:
    with _served() as server, chromium() as browser:
        if folder is None:
            take_readme_picture(browser, server)
        else:
            take_all(browser, server, folder)


if __name__ == "__main__":
    main()
