"""Takes the pictures in the docs, or with `--all FOLDER` a picture of every type of page for residents, to look at."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Browser, Page

from tests.browser.page_types import LANGUAGES, PAGE_TYPES
from tests.browser.scene import enter, set_scene
from tests.browser.serving import address, chromium, serving, speak
from tests.client import CheckingClient
from tests.data_folder import copy_data
from tests.staff import add_cast
from webapp.app import create_app
from webapp.settings import ROOT, Settings

PICTURES = ROOT / "docs" / "pictures"
README_PICTURE = PICTURES / "results.png"
# Higher is a picture of more than 150 kB.
README_HEIGHT = 1250
QUESTION = "ik kan mijn rekening niet betalen"
WIDTHS = (320, 360, 1280)
# The pictures of docs/beheer.md: who sees which page. Only the top of it.
BACK_OFFICE = {
    "beheer-begin": ("mark", "/beheer/"),
    "beheer-formulier": ("olga", "/beheer/hulp/{club}"),
    "beheer-beoordelen": ("mark", "/beheer/hulp/{club}/beoordelen"),
    "beheer-geschiedenis": ("mark", "/beheer/hulp/{club}/geschiedenis?van={earlier}&tot={later}"),
}
BACK_OFFICE_SIZE = (1000, 960)
# The picture ends below a part of the page, not in the middle of one.
END_OF_PART = """parts => 16 + Math.max(...[...document.querySelectorAll(parts)]
  .map(part => part.getBoundingClientRect().bottom).filter(bottom => bottom < innerHeight - 16))"""


@contextmanager
def _copied() -> Iterator[Path]:
    """Give a copy of what `meedoen setup` made."""
    with tempfile.TemporaryDirectory() as folder:
        yield copy_data(Settings.from_environment().data_dir, Path(folder))


def _take_top(page: Page, path: Path, parts: str) -> None:
    """Write a picture of as many of the parts of a page as the window shows whole."""
    size = page.viewport_size
    assert size is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(
        path=path, clip={"x": 0, "y": 0, "width": size["width"], "height": page.evaluate(END_OF_PART, parts)}
    )
    click.echo(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def take_readme_picture(browser: Browser, server: str) -> None:
    """Write the picture of the results page on a phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": README_HEIGHT}, device_scale_factor=1.5, locale="nl-NL"
    )
    context.add_cookies([{"name": "place", "value": "emmen", "url": server}])
    page = context.new_page()
    page.goto(f"{server}/zoeken?q={QUESTION.replace(' ', '+')}", wait_until="networkidle")
    _take_top(page, README_PICTURE, "main article")
    context.close()


def take_back_office_pictures(browser: Browser, server: str, data_dir: Path) -> None:
    """Write the pictures of the back office, with work in it that waits."""
    app = create_app(Settings(data_dir=data_dir))
    app.test_client_class = CheckingClient
    cast = add_cast(app)
    scene = set_scene(app, cast)
    width, height = BACK_OFFICE_SIZE
    for name, (who, path) in BACK_OFFICE.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
        enter(context, server, app, cast[who])
        page = context.new_page()
        page.goto(server + path.format(**scene._asdict()), wait_until="networkidle")
        _take_top(page, PICTURES / f"{name}.png", "main > *, main li, main .utrecht-form-field")
        context.close()


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
    with _copied() as data_dir, serving(data_dir) as server, chromium() as browser:
        if folder is None:
            take_readme_picture(browser, server)
            take_back_office_pictures(browser, server, data_dir)
        else:
            take_all(browser, server, folder)


if __name__ == "__main__":
    main()
