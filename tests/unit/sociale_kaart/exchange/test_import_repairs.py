"""What a review found in the content check, the format command and the export."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from sociale_kaart import needs
from sociale_kaart.exchange import documents
from sociale_kaart.exchange.content_export import export_content
from sociale_kaart.exchange.content_files import format_content
from sociale_kaart.models import SynonymGroup
from tests.unit.builders import EMMEN, ContentFolder

SERVICE = f"{EMMEN}/service.yml"
MUNICIPALITY = f"{EMMEN}/municipality.yml"


# --- the check ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value"), [("places", ["zwartemeer", "angelslo"]), ("languages", ["tr", "de"]), ("places", ["x", "x"])]
)
def test_lists_without_an_order_of_their_own_are_sorted(folder: ContentFolder, field: str, value: list[str]) -> None:
    folder.change(SERVICE, "klusdienst", **{field: value})
    assert f"services.1.{field}.1: {value[1]!r} must come after {value[0]!r}, once" in "\n".join(folder.faults())


def test_the_places_of_a_municipality_are_sorted(folder: ContentFolder) -> None:
    data = folder.load(MUNICIPALITY)
    data["places"].reverse()
    folder.write(MUNICIPALITY, data)
    assert "places.1.key: 'angelslo' must come after 'zwartemeer'" in folder.faults()[0]


def test_what_lies_outside_has_the_key_that_the_recogniser_answers(folder: ContentFolder) -> None:
    line = folder.edit("needs.yml", "key: buiten_bereik", "key: anders")
    assert folder.faults() == [f"needs.yml:{line}: outside.key: must be 'buiten_bereik'"]
    assert documents.OUTSIDE == needs.OUTSIDE


def test_the_content_files_need_no_recogniser() -> None:
    code = "import sys, sociale_kaart.exchange.content_export; sys.exit('sociale_kaart.needs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_white_text_is_readable_on_the_colour_of_a_municipality(folder: ContentFolder) -> None:
    line = folder.edit(MUNICIPALITY, "primary: '#5b2a6e'", "primary: '#777777'")
    message = "theme.primary: white text on it has a contrast of 4.48, less than 4.5"
    assert folder.faults() == [f"{MUNICIPALITY}:{line}: {message}"]


def test_a_withdrawn_number_on_a_page_is_named_with_its_line(folder: ContentFolder) -> None:
    folder.write_text("pages/privacy.nl.md", "# Privacy\n\nWij.\n\nBel 0900-0113.\n")
    assert folder.faults() == ["pages/privacy.nl.md:5: a withdrawn number"]


def test_the_note_of_a_helpline_tells_editors_which_number_is_withdrawn(folder: ContentFolder) -> None:
    data = folder.load("helplines.yml")
    data["helplines"][1]["note"] = "0900-0113 is the old number"
    folder.write("helplines.yml", data)
    folder.read()


# --- YAML --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "? {a: b}\n: c\n",
        "synonyms: &a [*a]\n",
        "a: &a [x]\nb: [*a, *a]\n",
        "synonyms: " + "[" * 3_000 + "]" * 3_000 + "\n",
        "synonyms: !!int x\n",
        "synonyms: !!timestamp x\n",
    ],
    ids=["mapping as key", "alias of itself", "alias", "deep", "no number", "no date"],
)
def test_yaml_that_would_crash_is_a_fault(folder: ContentFolder, text: str) -> None:
    folder.write_text("synonyms.yml", text)
    (fault,) = folder.faults()
    assert fault.startswith("synonyms.yml:1: not YAML: ")


# --- format ------------------------------------------------------------------------------------------------------
def test_formatting_skips_what_it_cannot_read_and_says_so(folder: ContentFolder) -> None:
    folder.write_text("synonyms.yml", "synonyms: [\n")
    folder.write_bytes("helplines.yml", b"\xff")
    folder.edit("needs.yml", "outside:\n", "outside:   # rest\n")
    lines = format_content(folder.root)
    assert lines[0] == "needs.yml"
    assert re.fullmatch(r"helplines.yml:1: not UTF-8 at byte 0 \(skipped\)", lines[1])
    assert re.fullmatch(r"synonyms.yml:2: not YAML: .* \(skipped\)", lines[2])
    assert folder.text("synonyms.yml") == "synonyms: [\n"


def test_formatting_sorts_all_that_the_check_wants_sorted(folder: ContentFolder) -> None:
    before = {path: path.read_bytes() for path in folder.root.rglob("*.yml")}
    folder.write("synonyms.yml", {"synonyms": [{"key": "z", "same": ["y"]}, *folder.load("synonyms.yml")["synonyms"]]})
    data: dict[str, Any] = folder.load(MUNICIPALITY)
    data["places"].reverse()
    folder.write(MUNICIPALITY, data)
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", places=["zwartemeer", "angelslo"], languages=["tr", "de"])
    assert len(format_content(folder.root)) == 3
    folder.read()
    changed = {path.name for path, text in before.items() if path.read_bytes() != text}
    assert changed == {"synonyms.yml"}


# --- export ------------------------------------------------------------------------------------------------------
def test_the_export_does_not_depend_on_the_order_of_letters_in_the_database(
    filled: Session, engine: Engine, folder: ContentFolder, tmp_path: Path
) -> None:
    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _like_a_dutch_dictionary(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        return re.sub(r"(ORDER BY \w+\.id)\b", r"\1 COLLATE NOCASE", statement), parameters

    filled.add_all([SynonymGroup(id="Zorg", same=["hulp"]), SynonymGroup(id="aow", same=["pensioen"])])
    filled.commit()
    export_content(filled, tmp_path)
    keys = [record["key"] for record in documents_in(tmp_path / "synonyms.yml", folder)]
    assert keys == ["Zorg", "aow", "boodschappen"]


def documents_in(path: Path, folder: ContentFolder) -> list[dict[str, Any]]:
    folder.write_bytes("synonyms.yml", path.read_bytes())
    records: list[dict[str, Any]] = folder.load("synonyms.yml")["synonyms"]
    return records
