"""Which listings are likely the same."""

from dataclasses import replace
from typing import Any

import pytest

from sociale_kaart.writing.duplicates import Duplicate, Facts, find_duplicates


def facts(name: str, **fields: Any) -> Facts:
    return Facts(id=fields.pop("id", "new"), names=[name], **{"municipality": "emmen", **fields})


MEDIATION = facts("Buurtbemiddeling", id="bemiddeling")
MEALS = facts("Maaltijden aan huis", id="maaltijden", places=["zwartemeer"], organization="sedna")
CARERS = facts("Steunpunt Mantelzorg", id="mantelzorg", organization="sedna")
SHOPPING = facts("Boodschappendienst", id="boodschappen")
OTHERS = [MEDIATION, MEALS, CARERS, SHOPPING]


def found(listing: Facts, *others: Facts) -> list[str]:
    return [duplicate.id for duplicate in find_duplicates(listing, others or OTHERS)]


# --- names -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "Steunpunt Mantelzorg",
        "STEUNPUNT MANTELZORG",
        "Steunpunt  Mántelzorg!",
        "Mantelzorg-steunpunt",
        "Mantelzorgsteunpunt",
        "Het steunpunt voor de mantelzorg",
        "Steunpunt Mantelzorg Emmen",
        "Stichting Steunpunt Mantelzorg",
        "Steunpunt Mantlezorg",
        "Steunpunten mantelzorg",
    ],
)
def test_a_name_written_otherwise_is_found(name: str) -> None:
    (duplicate,) = find_duplicates(facts(name), OTHERS)
    assert (duplicate.id, duplicate.reasons) == ("mantelzorg", ("name",))


@pytest.mark.parametrize(
    "name",
    ["Steunpunt Vrijwilligers", "Mantelzorgwoning", "Buurtbus", "Maaltijden in het dorpshuis", "Emmen", "!?", ""],
)
def test_a_name_with_a_word_in_common_is_another_listing(name: str) -> None:
    assert found(facts(name)) == []


def test_the_name_of_the_organisation_does_not_tell_its_listings_apart() -> None:
    assert found(facts("Mantelzorg-steunpunt van Sedna", organization="sedna")) == ["mantelzorg"]


def test_another_name_of_a_listing_counts_too() -> None:
    other = replace(SHOPPING, names=["Boodschappendienst", "Winkelmaatje"])
    assert found(facts("Winkelmaatje"), other) == ["boodschappen"]


def test_names_of_general_words_only_are_compared_by_those() -> None:
    group = facts("Werkgroep", id="groep")
    assert found(facts("De werkgroep"), group) == ["groep"]
    assert found(facts("Vereniging"), group) == []


def test_a_name_in_another_municipality_is_another_listing() -> None:
    assert found(facts("Buurtbemiddeling", municipality="assen")) == []


def test_a_national_listing_can_be_the_same() -> None:
    assert found(facts("Buurtbemiddeling", municipality=None)) == ["bemiddeling"]
    assert found(facts("Buurtbemiddeling"), replace(MEDIATION, municipality=None)) == ["bemiddeling"]


def test_a_name_in_another_place_is_another_listing() -> None:
    assert found(facts("Maaltijden aan huis", places=["klazienaveen"])) == []
    assert found(facts("Maaltijden aan huis", places=["klazienaveen", "zwartemeer"])) == ["maaltijden"]
    assert found(facts("Maaltijden aan huis")) == ["maaltijden"]


# --- telephone and page ------------------------------------------------------------------------------------------
def test_the_same_telephone_makes_a_duplicate_of_another_name() -> None:
    other = replace(SHOPPING, phones=["0591-111111", "06-12345678"])
    (duplicate,) = find_duplicates(facts("Winkelmaatje", phones=["06-12345678"]), [other])
    assert duplicate.reasons == ("phone",)


@pytest.mark.parametrize(
    "url",
    ["https://sedna.nl/winkel", "http://www.sedna.nl/winkel/", "https://WWW.Sedna.nl/winkel?van=google#top"],
)
def test_the_same_page_makes_a_duplicate_however_it_is_written(url: str) -> None:
    other = replace(SHOPPING, url="https://www.sedna.nl/winkel")
    (duplicate,) = find_duplicates(facts("Winkelmaatje", url=url), [other])
    assert duplicate.reasons == ("url",)


@pytest.mark.parametrize(
    "url", ["https://sedna.nl", "https://sedna.nl/winkel/open", "https://sedna.nl/Winkel", "", "http://["]
)
def test_another_page_of_the_same_site_does_not(url: str) -> None:
    assert found(facts("Winkelmaatje", url=url), replace(SHOPPING, url="https://sedna.nl/winkel")) == []


def test_what_an_organisation_has_for_all_its_listings_does_not() -> None:
    contact = {"phones": ["0591-111111"], "url": "https://sedna.nl", "organization": "sedna"}
    assert found(facts("Winkelmaatje", **contact), facts("Klusdienst", id="klus", **contact)) == []


def test_what_many_listings_have_does_not() -> None:
    others = [facts(name, id=name, phones=["14 0591"]) for name in ("Rolstoel", "Bijstand", "Paspoort", "Traplift")]
    assert found(facts("Winkelmaatje", phones=["14 0591"]), *others) == []
    assert len(found(facts("Winkelmaatje", phones=["14 0591"]), *others[:3])) == 3


def test_telephone_and_page_count_across_municipalities() -> None:
    other = replace(SHOPPING, municipality="assen", phones=["06-12345678"])
    assert found(facts("Boodschappendienst", phones=["06-12345678"]), other) == ["boodschappen"]


# --- order -------------------------------------------------------------------------------------------------------
def test_the_best_come_first_and_all_reasons_are_told() -> None:
    both = facts("Boodschappendienst", id="c", phones=["06-12345678"], url="https://sedna.nl/winkel")
    name = facts("Boodschappen-dienst", id="b")
    phone = facts("Winkelmaatje", id="a", phones=["06-12345678"])
    listing = facts("Boodschappendienst", phones=["06-12345678"], url="https://sedna.nl/winkel")
    duplicates = find_duplicates(listing, [phone, name, both])
    assert [(duplicate.id, duplicate.reasons) for duplicate in duplicates] == [
        ("c", ("name", "phone", "url")),
        ("b", ("name",)),
        ("a", ("phone",)),
    ]
    assert all(0 < duplicate.score <= 1 for duplicate in duplicates)


def test_equally_likely_ones_are_ordered_by_id_and_limited() -> None:
    others = [replace(SHOPPING, id=key) for key in "dacb"]
    assert find_duplicates(facts("Boodschappendienst"), others, limit=3) == [
        Duplicate(key, 1.0, ("name",)) for key in "abc"
    ]


def test_a_listing_is_not_its_own_duplicate() -> None:
    assert found(MEDIATION) == []
