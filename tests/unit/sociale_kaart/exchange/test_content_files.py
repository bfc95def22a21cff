from pathlib import Path
from typing import Any

import pytest

from sociale_kaart.errors import ContentError
from sociale_kaart.exchange.content_files import format_content, read_content
from tests.unit.builders import EMMEN, NEEDS, ContentFolder, listing

SERVICE = f"{EMMEN}/service.yml"


def only_fault(folder: ContentFolder) -> str:
    faults = folder.faults()
    assert len(faults) == 1, faults
    return faults[0]


# --- sound content -----------------------------------------------------------------------------------------------
def test_a_sound_folder_is_read_whole(folder: ContentFolder) -> None:
    content = folder.read()
    assert [domain.key for domain in content.needs.domains] == ["huishouden", "veiligheid"]
    assert [helpline.key for helpline in content.helplines] == ["alarm", "zelfmoordpreventie", "luisterlijn"]
    assert [synonym.key for synonym in content.synonyms] == ["boodschappen"]
    assert list(content.municipalities) == list(content.organizations) == ["emmen", "haren"]
    assert [organization.key for organization in content.organizations["emmen"]] == ["sedna"]
    assert {owner: {service.key for service in services} for owner, services in content.services.items()} == {
        None: {"zelf-doen", "gesprek"},
        "emmen": {"koffieochtend", "boodschappendienst", "klusdienst", "infohuus"},
        "haren": {"lokaal-loket"},
    }
    assert [page.key for page in content.pages] == ["over-ons.en", "over-ons.nl", "privacy.nl"]


def test_a_folder_without_pages_is_sound(folder: ContentFolder) -> None:
    for path in (folder.root / "pages").iterdir():
        path.unlink()
    assert folder.read().pages == []


def test_the_content_that_meedoen_ships_is_sound(content_dir: Path) -> None:
    content = read_content(content_dir)
    assert set(content.municipalities) == {"assen", "emmen", "groningen", "dronten", "haren"}


# --- one file at a time ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("needs.yml", False),
        ("helplines.yml", False),
        ("synonyms.yml", True),
        (f"{EMMEN}/municipality.yml", False),
        (f"{EMMEN}/organizations.yml", False),
    ],
)
def test_a_missing_file_is_a_fault(folder: ContentFolder, name: str, kept: bool) -> None:
    folder.remove(name)
    faults = folder.faults()
    assert faults[0] == f"{name}:1: the file is missing"
    assert kept is (len(faults) == 1)


def test_an_empty_folder_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read_content(tmp_path)
    assert {fault.partition(":")[0] for fault in caught.value.faults} == {"needs.yml", "helplines.yml", "synonyms.yml"}


def test_a_file_that_is_not_utf_8_is_a_fault(folder: ContentFolder) -> None:
    folder.write_bytes("synonyms.yml", "synonyms:\n  - key: café\n".encode("latin-1"))
    assert only_fault(folder) == "synonyms.yml:1: not UTF-8 at byte 22"


def test_a_file_that_is_not_yaml_is_a_fault_with_its_line(folder: ContentFolder) -> None:
    folder.write_text("synonyms.yml", "synonyms:\n  - key: a\n    same: [b\n")
    assert only_fault(folder).startswith("synonyms.yml:4: not YAML: ")


@pytest.mark.parametrize(
    "text",
    [
        "synonyms:\n\t- key: a\n",
        "synonyms: \x00\n",
        "a: !!python/name:os.system\n",
        "synonyms: []\n---\nsynonyms: []\n",
        "synonyms:\n  - key: {{ naam }}\n    same: [b]\n",
        "? [a]\n: b\n",
    ],
)
def test_whatever_is_not_yaml_is_one_fault_and_no_crash(folder: ContentFolder, text: str) -> None:
    folder.write_text("synonyms.yml", text)
    assert only_fault(folder).startswith("synonyms.yml:")
    assert "not YAML" in only_fault(folder)


@pytest.mark.parametrize("text", ["", "# leeg\n", "tekst\n", "[]\n", "3\n", "synonyms: geen lijst\n", "synonyms:\n"])
def test_a_file_with_something_else_in_it_is_a_fault(folder: ContentFolder, text: str) -> None:
    folder.write_text("synonyms.yml", text)
    assert only_fault(folder).startswith("synonyms.yml:1: ")


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("tier", 5, "tier"),
        ("needs", [], "needs"),
        ("status", "open", "status"),
        ("summary", "te kort", "summary"),
        ("phones", [{"number": "0592 123456"}], "phones.0.number"),
        ("url", "example.org", "url"),
        (
            "location",
            {"address": {"address_1": "Weg 1", "postal_code": "7894", "city": "Emmen"}},
            "location.address.postal_code",
        ),
        ("schedules", [{"byday": "MO", "opens_at": "9:00"}], "schedules.0.opens_at"),
        ("schedules", [{"opens_at": "09:00"}], "schedules.0"),
    ],
)
def test_a_fault_names_file_line_and_field(folder: ContentFolder, field: str, value: Any, place: str) -> None:
    folder.change(SERVICE, "klusdienst", **{field: value})
    lines = folder.text(SERVICE).splitlines()
    leaf = place.rsplit(".", 1)[-1]
    leaf = field if leaf.isdigit() else leaf
    name, line, where = only_fault(folder).split(":", 2)
    assert (name, where.split(":")[0].strip()) == (SERVICE, f"services.1.{place}")
    named = lines[int(line) - 1].strip().removeprefix("- ")
    assert named.startswith((f"{leaf}:", "opens_at:"))
    assert int(line) > lines.index("  - key: klusdienst")


def test_a_missing_field_is_named_at_the_record_that_misses_it(folder: ContentFolder) -> None:
    folder.change(SERVICE, "klusdienst", source=None)
    line = folder.text(SERVICE).splitlines().index("  - key: klusdienst") + 1
    assert only_fault(folder).startswith(f"{SERVICE}:{line}: services.1.source: ")


def test_a_file_without_listings_is_a_fault(folder: ContentFolder) -> None:
    """Else the export would not write it."""
    folder.write(f"{EMMEN}/facility.yml", {"services": []})
    assert only_fault(folder).startswith(f"{EMMEN}/facility.yml:1: services: ")


def test_an_unknown_field_is_a_fault(folder: ContentFolder) -> None:
    line = folder.edit("synonyms.yml", "    same:", "    ook: [x]\n    same:")
    assert only_fault(folder).startswith(f"synonyms.yml:{line}: synonyms.0.ook: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    tier: 2\n", "    tier:   2\n"),
        ("    tier: 2\n", "    tier: 2\n\n"),
        ("    tier: 2\n", "    tier: 2  # samen\n"),
        ("    tier: 2\n", "    tier: 2\n    free: null\n"),
        ("    tier: 2\n", "    tier: 2\n    tier: 2\n"),
        ("    tier: 2\n", "    tier: 2\r\n"),
        ("    tier: 2\n", "    tier: 2\n    free: yes\n"),
        ("services:\n", "---\nservices:\n"),
        ("services:\n", "\ufeffservices:\n"),
        ("name: Koffieochtend", "name: 'Koffieochtend'"),
    ],
)
def test_a_file_has_one_form(folder: ContentFolder, old: str, new: str) -> None:
    folder.edit(f"{EMMEN}/activity.yml", old, new)
    assert only_fault(folder).startswith(f"{EMMEN}/activity.yml:1: not in canonical form")


@pytest.mark.parametrize("text", [b"Over ons\n\nx\n", b"# Over ons\nx\n", b"# Over ons\n\nx", b"# Caf\xe9\n\nx\n", b""])
def test_a_page_that_is_not_a_title_and_a_text_is_a_fault(folder: ContentFolder, text: bytes) -> None:
    folder.write_bytes("pages/over-ons.nl.md", text)
    assert only_fault(folder).startswith("pages/over-ons.nl.md:1: ")


def test_a_page_with_a_name_that_does_not_tell_its_language_is_a_fault(folder: ContentFolder) -> None:
    folder.write_text("pages/contact.md", "# Contact\n\nBel ons.\n")
    assert only_fault(folder).startswith("pages/contact.md:1: ")


def test_many_faults_are_all_listed(folder: ContentFolder) -> None:
    folder.change(SERVICE, "klusdienst", tier=9, url="x", status="open")
    folder.write_text("synonyms.yml", "synonyms: [\n")
    folder.change(f"{EMMEN}/activity.yml", "koffieochtend", needs=["onbekend"], places=["nergens"])
    folder.edit("municipalities/haren/municipality.yml", "wmo_desk: lokaal-loket", "wmo_desk: balie")
    faults = "\n".join(folder.faults())
    for expected in (
        "synonyms.yml:2: not YAML",
        ": services.1.tier:",
        ": services.1.url:",
        ": services.1.status:",
        "unknown need 'onbekend'",
        "unknown place 'nergens'",
        "no listing 'balie'",
    ):
        assert faults.count(expected) == 1, expected


def test_the_error_says_how_many_faults_there_are(folder: ContentFolder) -> None:
    folder.change(SERVICE, "klusdienst", tier=9, url="x")
    with pytest.raises(ContentError, match=r"^2 fault") as caught:
        folder.read()
    assert all(fault in str(caught.value) for fault in caught.value.faults)


# --- putting files in form ---------------------------------------------------------------------------------------
def test_formatting_puts_every_file_in_the_one_form(folder: ContentFolder) -> None:
    before = {path: path.read_bytes() for path in folder.root.rglob("*.yml")}
    folder.edit(f"{EMMEN}/activity.yml", "tier: 2\n", "tier:   2  # samen\n")
    text = folder.text(SERVICE)
    first, second = text.split("  - key: klusdienst")
    head, rest = first.split("  - key: boodschappendienst")
    folder.write_text(SERVICE, f"{head}  - key: klusdienst{second}  - key: boodschappendienst{rest}")
    assert format_content(folder.root) == [f"{EMMEN}/activity.yml", SERVICE]
    assert {path: path.read_bytes() for path in folder.root.rglob("*.yml")} == before


def test_formatting_sorts_what_has_no_order_of_its_own(folder: ContentFolder) -> None:
    before = folder.text(f"{EMMEN}/service_point.yml"), folder.text(f"{EMMEN}/municipality.yml")
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", places=["zwartemeer", "angelslo"], languages=["tr", "de"])
    data = folder.load(f"{EMMEN}/municipality.yml")
    data["places"].reverse()
    folder.write(f"{EMMEN}/municipality.yml", data)
    assert len(format_content(folder.root)) == 2
    assert (folder.text(f"{EMMEN}/service_point.yml"), folder.text(f"{EMMEN}/municipality.yml")) == before


def test_formatting_tells_of_a_file_that_it_cannot_read_and_goes_on(folder: ContentFolder) -> None:
    folder.write_text(f"{EMMEN}/activity.yml", "services: [\n")
    folder.edit("synonyms.yml", "same: [", "same:   [")
    changed, skipped = format_content(folder.root)
    assert changed == "synonyms.yml"
    assert skipped.startswith(f"{EMMEN}/activity.yml:2: not YAML")


def test_formatting_again_changes_nothing(folder: ContentFolder) -> None:
    assert format_content(folder.root) == []


def test_needs_keep_the_order_of_the_file(folder: ContentFolder) -> None:
    needs = [need.key for domain in folder.read().needs.domains for need in domain.needs]
    assert needs == list(NEEDS)


def test_listings_of_a_new_kind_need_only_a_file(folder: ContentFolder) -> None:
    folder.put(f"{EMMEN}/hotline.yml", listing("noodlijn", kind="hotline"))
    assert "noodlijn" in {service.key for service in folder.read().services["emmen"]}
