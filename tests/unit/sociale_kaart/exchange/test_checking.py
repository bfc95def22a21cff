"""Faults that only show between records; each names file, line and field."""

from typing import Any

import pytest

from tests.unit.builders import EMMEN, FULL_LISTING, ContentFolder, Data, listing

SERVICE = f"{EMMEN}/service.yml"
MUNICIPALITY = f"{EMMEN}/municipality.yml"


def line_of(folder: ContentFolder, name: str, text: str, *, after: str = "") -> int:
    """Give the number of the first line that starts with a text, past a line with another text."""
    lines = folder.text(name).splitlines()
    start = next(number for number, line in enumerate(lines) if after in line)
    return next(number for number, line in enumerate(lines, 1) if number > start and line.strip().startswith(text))


def only_fault(folder: ContentFolder) -> str:
    faults = folder.faults()
    assert len(faults) == 1, faults
    return faults[0]


# --- references --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("needs", ["boodschappen", "onbekend"], "unknown need 'onbekend'"),
        ("places", ["nergens", "zwartemeer"], "unknown place 'nergens'"),
        ("organization", "niemand", "unknown organisation 'niemand'"),
        ("helpline", "geen-lijn", "unknown helpline 'geen-lijn'"),
    ],
)
def test_a_reference_to_nothing_is_a_fault(folder: ContentFolder, field: str, value: Any, message: str) -> None:
    folder.change(SERVICE, "klusdienst", **{field: value})
    line = line_of(folder, SERVICE, f"{field}:", after="key: klusdienst")
    assert only_fault(folder).startswith(f"{SERVICE}:{line}: services.1.{field}: {message}")


def test_an_unknown_organisation_that_visits_is_a_fault(folder: ContentFolder) -> None:
    name = f"{EMMEN}/service_point.yml"
    folder.change(name, "infohuus", visits=[{"description": "x"}, {"organization": "niemand"}])
    line = line_of(folder, name, "- organization: niemand")
    expected = f"{name}:{line}: services.0.visits.1.organization: unknown organisation 'niemand'"
    assert only_fault(folder).startswith(expected)


def test_a_place_of_another_municipality_is_unknown(folder: ContentFolder) -> None:
    folder.change(SERVICE, "klusdienst", places=["noordlaren"])
    assert "unknown place 'noordlaren'" in only_fault(folder)


def test_an_organisation_of_another_municipality_is_unknown(folder: ContentFolder) -> None:
    folder.change("municipalities/haren/service_point.yml", "lokaal-loket", organization="sedna")
    assert "unknown organisation 'sedna'" in only_fault(folder)


def test_a_national_listing_has_no_places_of_a_municipality(folder: ContentFolder) -> None:
    folder.change("national/route.yml", "gesprek", places=["zwartemeer"])
    assert "unknown place 'zwartemeer'" in only_fault(folder)


def test_a_helpline_for_an_unknown_need_is_a_fault(folder: ContentFolder) -> None:
    folder.edit("helplines.yml", "needs: [suicide]", "needs: [zelfmoord]")
    line = line_of(folder, "helplines.yml", "needs: [zelfmoord]")
    assert only_fault(folder) == f"helplines.yml:{line}: helplines.1.needs: unknown need 'zelfmoord'"


@pytest.mark.parametrize("desk", ["nergens", "lokaal-loket", "gesprek"])
def test_the_desk_of_a_municipality_is_one_of_its_own_listings(folder: ContentFolder, desk: str) -> None:
    line = folder.edit(MUNICIPALITY, "wmo_desk: infohuus", f"wmo_desk: {desk}")
    assert only_fault(folder) == f"{MUNICIPALITY}:{line}: wmo_desk: no listing {desk!r} in this municipality"


def test_a_municipality_has_the_name_of_its_folder(folder: ContentFolder) -> None:
    folder.edit(MUNICIPALITY, "key: emmen\n", "key: assen\n")
    assert only_fault(folder) == f"{MUNICIPALITY}:1: key: is 'assen', but the folder is 'emmen'"


def test_a_listing_stands_in_the_file_of_its_kind(folder: ContentFolder) -> None:
    folder.put(SERVICE, listing("lunch", kind="facility"))
    line = line_of(folder, SERVICE, "kind: facility")
    fault = f"{SERVICE}:{line}: services.2.kind: a listing of kind 'facility' belongs in facility.yml"
    assert only_fault(folder) == fault


def test_white_text_can_be_read_on_the_colour_of_a_municipality(folder: ContentFolder) -> None:
    line = folder.edit(MUNICIPALITY, "primary: '#5b2a6e'", "primary: '#777777'")
    assert only_fault(folder).startswith(f"{MUNICIPALITY}:{line}: theme.primary: ")


def test_what_belongs_to_no_need_has_the_key_that_the_recogniser_knows(folder: ContentFolder) -> None:
    line = folder.edit("needs.yml", "key: buiten_bereik", "key: iets_anders")
    assert only_fault(folder).startswith(f"needs.yml:{line}: outside.key: ")


# --- withdrawn numbers -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["0900-0113", "09000113", "0900 0113"])
@pytest.mark.parametrize("field", ["summary", "description", "conditions", "application_process"])
def test_a_withdrawn_number_in_a_listing_is_a_fault(folder: ContentFolder, field: str, number: str) -> None:
    folder.change(SERVICE, "klusdienst", **{field: f"Bel met {number} als u wilt."})
    assert only_fault(folder).endswith(f"services.1.{field}: a withdrawn number")


def test_a_withdrawn_number_as_the_phone_of_a_listing_is_a_fault(folder: ContentFolder) -> None:
    folder.change(SERVICE, "klusdienst", phones=[{"number": "112"}, {"number": "0900-0113"}])
    line = line_of(folder, SERVICE, "phones", after="key: klusdienst")
    assert only_fault(folder) == f"{SERVICE}:{line}: services.1.phones: a withdrawn number"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("needs.yml", "means: alles over suicide", "means: bel 0900-0113"),
        ("helplines.yml", "phone: '113'", "phone: 0900-0113"),
        (f"{EMMEN}/organizations.yml", "number: 0591-111111", "number: 0900-0113"),
        (MUNICIPALITY, "intro: Hulp dicht bij huis.", "intro: Bel 0900-0113 bij nood."),
        ("pages/over-ons.nl.md", "Wij helpen.", "Bel 0900-0113."),
    ],
)
def test_a_withdrawn_number_appears_nowhere(folder: ContentFolder, name: str, old: str, new: str) -> None:
    line = folder.edit(name, old, new)
    fault = only_fault(folder)
    assert fault.startswith((f"{name}:{line}: ", f"{name}:1: "))
    assert "withdrawn number" in fault


def test_the_note_of_a_helpline_may_tell_of_a_withdrawn_number(folder: ContentFolder) -> None:
    """Editors read it; no page shows it."""
    data = folder.load("helplines.yml")
    data["helplines"][1]["note"] = "0900-0113 is the old number"
    folder.write("helplines.yml", data)
    folder.read()


# --- order and keys ----------------------------------------------------------------------------------------------
def test_listings_are_sorted_by_key(folder: ContentFolder) -> None:
    folder.write(SERVICE, {"services": [listing("klusdienst"), listing("boodschappendienst")]})
    line = line_of(folder, SERVICE, "- key: boodschappendienst")
    fault = f"{SERVICE}:{line}: services.1.key: 'boodschappendienst' must come after 'klusdienst', once (sorted by key)"
    assert only_fault(folder) == fault


def test_organisations_are_sorted_by_key(folder: ContentFolder) -> None:
    name = f"{EMMEN}/organizations.yml"
    sedna = folder.load(name)["organizations"][0]
    folder.write(name, {"organizations": [sedna, sedna | {"key": "buurtzorg"}]})
    assert "'buurtzorg' must come after 'sedna'" in only_fault(folder)


def test_synonyms_are_sorted_by_key(folder: ContentFolder) -> None:
    folder.write("synonyms.yml", {"synonyms": [{"key": "b", "same": ["c"]}, {"key": "a", "same": ["d"]}]})
    assert only_fault(folder).startswith("synonyms.yml:4: synonyms.1.key: 'a' must come after 'b'")


def test_a_key_stands_once_in_a_file(folder: ContentFolder) -> None:
    folder.write(SERVICE, {"services": [listing("klusdienst"), listing("klusdienst")]})
    assert "'klusdienst' must come after 'klusdienst', once" in only_fault(folder)


def test_a_key_stands_in_one_file(folder: ContentFolder) -> None:
    folder.put(f"{EMMEN}/facility.yml", listing("klusdienst", kind="facility"))
    line = line_of(folder, SERVICE, "- key: klusdienst")
    assert only_fault(folder) == (f"{SERVICE}:{line}: services.1.key: 'klusdienst' is also in {EMMEN}/facility.yml")


def test_a_key_stands_in_one_municipality(folder: ContentFolder) -> None:
    name = "municipalities/haren/service.yml"
    folder.put(name, listing("klusdienst"))
    assert only_fault(folder) == f"{name}:2: services.0.key: 'klusdienst' is also in {SERVICE}"


def test_an_organisation_stands_in_one_municipality(folder: ContentFolder) -> None:
    name = "municipalities/haren/organizations.yml"
    folder.write(name, folder.load(f"{EMMEN}/organizations.yml"))
    assert only_fault(folder) == f"{name}:2: organizations.0.key: 'sedna' is also in {EMMEN}/organizations.yml"


def _twice_a_helpline(folder: ContentFolder) -> None:
    data = folder.load("helplines.yml")
    data["helplines"].append(data["helplines"][1] | {"phone": "0800-0113"})
    folder.write("helplines.yml", data)


def _twice_a_domain(folder: ContentFolder) -> None:
    data = folder.load("needs.yml")
    data["domains"].append(data["domains"][1] | {"needs": []})
    folder.write("needs.yml", data)


def _twice_a_need(folder: ContentFolder) -> None:
    data = folder.load("needs.yml")
    data["domains"][1]["needs"].append(data["domains"][0]["needs"][0])
    folder.write("needs.yml", data)


def _a_need_that_is_a_domain(folder: ContentFolder) -> None:
    data = folder.load("needs.yml")
    data["domains"][1]["key"] = "suicide"
    folder.write("needs.yml", data)


def _twice_a_place(folder: ContentFolder) -> None:
    data = folder.load(MUNICIPALITY)
    data["places"].append(data["places"][1] | {"name": "Klazienaveen"})
    folder.write(MUNICIPALITY, data)


@pytest.mark.parametrize(
    "break_it", [_twice_a_helpline, _twice_a_domain, _twice_a_need, _a_need_that_is_a_domain, _twice_a_place]
)
def test_no_two_records_share_a_key(folder: ContentFolder, break_it: Any) -> None:
    break_it(folder)
    assert folder.faults()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("needs", ["boodschappen", "boodschappen"]),
        ("places", ["zwartemeer", "zwartemeer"]),
        ("languages", ["tr", "tr"]),
    ],
)
def test_a_list_names_nothing_twice(folder: ContentFolder, field: str, value: list[str]) -> None:
    folder.change(SERVICE, "klusdienst", **{field: value})
    assert f": services.1.{field}" in only_fault(folder)


# --- a full ladder -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "key", "tier", "meaning"),
    [
        ("national/self_help.yml", "zelf-doen", 1, "what you can do yourself"),
        ("national/route.yml", "gesprek", 4, "the road to the municipality"),
    ],
)
def test_every_need_has_a_first_and_a_last_step_in_every_municipality(
    folder: ContentFolder, name: str, key: str, tier: int, meaning: str
) -> None:
    folder.change(name, key, needs=["boodschappen", "suicide"])
    assert folder.faults() == [
        f"municipalities/{municipality}:1: need 'schoonmaak': no listing of tier {tier} ({meaning})"
        for municipality in ("emmen", "haren")
    ]


def test_a_municipality_can_fill_a_step_itself(folder: ContentFolder) -> None:
    folder.change("national/route.yml", "gesprek", needs=["boodschappen", "suicide"])
    folder.put(SERVICE, listing("aanvraag", tier=4, needs=["schoonmaak"]))
    assert folder.faults() == [
        "municipalities/haren:1: need 'schoonmaak': no listing of tier 4 (the road to the municipality)"
    ]


def test_a_listing_of_another_tier_does_not_fill_the_step(folder: ContentFolder) -> None:
    folder.change("national/self_help.yml", "zelf-doen", tier=2)
    assert len(folder.faults()) == 2 * 3


def test_a_sound_folder_with_every_field_in_use_has_no_faults(folder: ContentFolder) -> None:
    used: Data = folder.load(f"{EMMEN}/service_point.yml")["services"][0]
    assert used == FULL_LISTING
    folder.read()
