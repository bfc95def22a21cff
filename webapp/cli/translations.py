"""`meedoen translations`: collect, check and compile the texts of the interface (gettext, by Babel)."""

import re
import subprocess
import sys
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from webapp.settings import ROOT, Settings

FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def translated_languages() -> tuple[str, ...]:
    """The languages with a catalogue: all but Dutch, in which the texts are written in the code (docs/adr/0005)."""
    return tuple(language for language in Settings().languages if language != "nl")


def compile_catalogues() -> None:
    """Write the .mo file of every catalogue that changed since the last time."""
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            catalogue = _catalogue(path)
            with target.open("wb") as file:
                write_mo(file, catalogue)


def find_gaps(languages: tuple[str, ...], template: Path) -> list[str]:
    """Give what is missing, stale, fuzzy or has other placeholders in each language, against a fresh template."""
    wanted = {message.id: message for message in _catalogue(template) if message.id}
    gaps = []
    for language in languages:
        path = FOLDER / language / "LC_MESSAGES" / "messages.po"
        present = {message.id: message for message in _catalogue(path) if message.id}
        for key in wanted.keys() - present.keys():
            gaps.append(f"{language}: missing: {key!r}")
        for key in present.keys() - wanted.keys():
            gaps.append(f"{language}: no longer used: {key!r}")
        for key in wanted.keys() & present.keys():
            message = present[key]
            texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
            if message.fuzzy or not all(texts):
                gaps.append(f"{language}: not translated: {key!r}")
            names = set(re.findall(r"%\(\w+\)[sd]", str(key)))
            gaps += [
                f"{language}: other placeholders: {key!r}"
                for t in texts
                if set(re.findall(r"%\(\w+\)[sd]", t or "")) - names
            ]
    return sorted(gaps)


def _extract(target: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "translations/babel.cfg",
    ]
    options = [
        "-k",
        "_l",
        "--no-location",
        "--sort-output",
        "--omit-header",
        "-o",
        str(target),
        "webapp",
        "sociale_kaart",
        "chatbot",
    ]
    subprocess.run([*command, *options], cwd=ROOT, check=True)  # noqa: S603 - fixed program and arguments


@click.group()
def translations() -> None:
    """Collect, check and compile the texts of the interface."""


@translations.command()
def update() -> None:
    """Collect the texts and bring every catalogue up to date; new texts stay empty until translated."""
    _extract(TEMPLATE)
    for language in translated_languages():
        path = FOLDER / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        verb = "update" if path.exists() else "init"
        command = [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            verb,
            "-i",
            str(TEMPLATE),
            "-o",
            str(path),
            "-l",
            language,
        ]
        if verb == "update":
            command += ["--no-fuzzy-matching", "--ignore-obsolete", "--omit-header"]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - fixed program and arguments
    TEMPLATE.unlink()


@translations.command()
def check() -> None:
    """Fail on a text that is missing, stale, fuzzy or has other placeholders in any language."""
    _extract(TEMPLATE)
    try:
        gaps = find_gaps(translated_languages(), TEMPLATE)
    finally:
        TEMPLATE.unlink()
    if gaps:
        raise click.ClickException(f"{len(gaps)} gap(s) in the translations:\n" + "\n".join(gaps))
    click.echo("translations: complete")
