"""`meedoen translations`: collect, check and compile the texts of the interface (gettext, by Babel)."""

import re
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from webapp.settings import ROOT, Settings

FOLDER = ROOT / "translations"
SOURCES = ("webapp", "chatbot", "sociale_kaart")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
# Without dates and names of people, so that a catalogue changes only when a text does.
HEADER = """\
# Texts of Meedoen's interface; the Dutch ones stand in the code (docs/adr/0005).
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None}


def translated_languages() -> tuple[str, ...]:
    """The languages with a catalogue: all but Dutch, in which the texts are written in the code (docs/adr/0005)."""
    return tuple(language for language in Settings().languages if language != "nl")


def _path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def _read(language: str) -> Catalog:
    with _path(language).open("rb") as file:
        return read_po(file, locale=language)


def collect_texts() -> Catalog:
    """Give every text of the interface that stands in the code and the templates, by text."""
    texts = {
        message
        for source in SOURCES
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / source, method_map=METHODS, keywords=KEYWORDS
        )
    }
    catalogue = Catalog()
    for text in sorted(texts, key=str):
        catalogue.add(text)
    return catalogue


def compile_catalogues() -> None:
    """Write the .mo file of every catalogue that changed since the last time."""
    for language in translated_languages():
        path, target = _path(language), _path(language).with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, _read(language))


def find_gaps(language: str, wanted: Catalog) -> list[str]:
    """Give what is missing, no longer used, not translated, fuzzy, or has other placeholders than the Dutch."""
    present = {message.id: message for message in _read(language) if message.id}
    keys = {message.id for message in wanted if message.id}
    gaps = [f"{language}: missing: {key!r}" for key in keys - present.keys()]
    gaps += [f"{language}: no longer used: {key!r}" for key in present.keys() - keys]
    return sorted(gaps + [gap for key in keys & present.keys() for gap in _faults(language, present[key])])


def _faults(language: str, message: Message) -> list[str]:
    source = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy or not texts or not all(texts):
        return [f"{language}: not translated: {message.id!r}"]
    # A plural may leave out the number in its singular ("één keer"), but may use no name that the Dutch has not.
    names, used = _placeholders(source), _placeholders(texts)
    return [] if names == used else [f"{language}: other placeholders: {message.id!r}"]


def _placeholders(texts: list[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"%\(\w+\)[sd]", text)}


@click.group()
def translations() -> None:
    """Collect, check and compile the texts of the interface."""


@translations.command()
def update() -> None:
    """Bring every catalogue up to date; new texts stay empty until someone translates them."""
    wanted = collect_texts()
    for language in translated_languages():
        catalogue = _read(language)
        catalogue.update(wanted, no_fuzzy_matching=True)
        with _path(language).open("wb") as file:
            file.write(HEADER.format(language=language, plural_forms=catalogue.plural_forms).encode())
            options = {"omit_header": True, "no_location": True, "ignore_obsolete": True, "sort_output": True}
            write_po(file, catalogue, width=110, **options)


@translations.command()
def check() -> None:
    """Fail on a text that is missing, stale, fuzzy or has other placeholders in any language."""
    wanted = collect_texts()
    gaps = [gap for language in translated_languages() for gap in find_gaps(language, wanted)]
    if gaps:
        raise click.ClickException(f"{len(gaps)} gap(s) in the translations:\n" + "\n".join(gaps))
    click.echo("translations: complete")
