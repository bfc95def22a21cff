import datetime as dt

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from sociale_kaart.actions import audit
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.models import Attribute, Metadata, Service
from sociale_kaart.queries.search_entries import (
    content_generation,
    list_changed_listings,
    list_search_entries,
    list_synonym_groups,
)
from tests.unit.builders import EMMEN, ContentFolder


def test_there_is_an_entry_for_every_listing_by_id(filled: Session) -> None:
    ids = [entry.id for entry in list_search_entries(filled)]
    expected = {"boodschappendienst", "gesprek", "infohuus", "klusdienst", "koffieochtend", "lokaal-loket", "zelf-doen"}
    assert ids == sorted(expected)


def test_an_archived_listing_has_no_entry(filled: Session) -> None:
    filled.get_one(Service, "infohuus").status = "archived"
    filled.flush()
    assert "infohuus" not in [entry.id for entry in list_search_entries(filled)]
    assert list_search_entries(filled, {"infohuus"}) == []


def test_entries_can_be_asked_of_a_few_listings(filled: Session) -> None:
    whole = {entry.id: entry for entry in list_search_entries(filled)}
    assert list_search_entries(filled, {"klusdienst", "infohuus", "never-there"}) == [
        whole["infohuus"],
        whole["klusdienst"],
    ]
    assert list_search_entries(filled, set()) == []


def test_an_entry_is_as_the_database_is_whatever_the_session_read_before(filled: Session) -> None:
    held = filled.get_one(Service, "infohuus")
    assert [need.id for need in held.needs] == ["boodschappen", "schoonmaak"]
    filled.execute(delete(Attribute).where(Attribute.service_id == "infohuus", Attribute.position == 1))
    (entry,) = list_search_entries(filled, {"infohuus"})
    assert entry.needs == ["boodschappen"]


def test_an_entry_has_the_facts_that_the_search_filters_on(filled: Session) -> None:
    entry = next(entry for entry in list_search_entries(filled) if entry.id == "infohuus")
    assert (entry.name, entry.also_named) == ("Infohuus", "Servicepunt Zwartemeer")
    assert (entry.tier, entry.kind, entry.status) == (3, "service_point", "active")
    assert entry.needs == ["boodschappen", "schoonmaak"]
    assert entry.municipality == "emmen"
    assert entry.places == ["angelslo", "zwartemeer"]
    assert (entry.free, entry.wheelchair, entry.languages) == (True, "partly", ["de", "tr"])


def test_an_entry_has_the_texts_that_people_read(filled: Session) -> None:
    texts = " ".join(next(entry for entry in list_search_entries(filled) if entry.id == "infohuus").texts)
    for expected in ("boodschappen thuis", "Kom langs", "Iedereen uit het dorp", "Sedna", "Zwartemeer"):
        assert expected in texts


def test_what_is_not_known_is_not_made_up(filled: Session) -> None:
    entry = next(entry for entry in list_search_entries(filled) if entry.id == "gesprek")
    assert (entry.municipality, entry.free, entry.wheelchair) == (None, None, None)
    assert entry.places == entry.languages == []
    assert entry.also_named == ""


def test_a_group_of_synonyms_has_the_ordinary_word_first(filled: Session) -> None:
    assert list_synonym_groups(filled) == [["boodschappen", "winkelen", "naar de winkel"]]


def test_the_generation_changes_with_every_change_that_went_through_an_action(
    filled: Session, folder: ContentFolder
) -> None:
    generations = [content_generation(filled)]
    audit.record(filled, by="anna", action="updated", resource=("service", "infohuus"))
    filled.commit()
    generations.append(content_generation(filled))
    folder.change(f"{EMMEN}/service.yml", "klusdienst", tier=2)
    import_content(filled, content=folder.read(), by="anna")
    filled.commit()
    generations.append(content_generation(filled))
    assert len(set(generations)) == 3


def test_the_generation_stays_when_nothing_changed(filled: Session, folder: ContentFolder) -> None:
    before = content_generation(filled)
    import_content(filled, content=folder.read(), by="anna")
    filled.commit()
    assert content_generation(filled) == before


def test_an_empty_database_has_a_generation_and_nothing_to_search(session: Session) -> None:
    assert content_generation(session)
    assert list_search_entries(session) == []
    assert session.query(Service).count() == 0


# --- which listings a change touches -----------------------------------------------------------------------------
# The Infohuus is the only listing that is for places, and of which Sedna is the organisation.
@pytest.mark.parametrize(
    ("resource", "listings"),
    [
        (("service", "klusdienst"), {"klusdienst"}),
        (("service", "gone-since"), {"gone-since"}),
        (("organization", "sedna"), {"infohuus"}),
        (("need", "schoonmaak"), {"infohuus", "gesprek", "zelf-doen"}),
        (("municipality", "emmen"), {"infohuus"}),
        (("municipality", "haren"), set()),
        (("place", "emmen-zwartemeer"), {"infohuus"}),
        (("synonym_group", "boodschappen"), set()),
        (("helpline", "alarm"), set()),
        (("user", "user:1"), set()),
    ],
)
def test_a_change_touches_the_listings_that_say_something_of_it(
    filled: Session, resource: tuple[str, str], listings: set[str]
) -> None:
    since = content_generation(filled)
    audit.record(filled, by="anna", action="updated", resource=resource)
    filled.flush()
    assert list_changed_listings(filled, since) == listings


def test_all_changes_since_count(filled: Session) -> None:
    audit.record(filled, by="anna", action="updated", resource=("service", "koffieochtend"))
    filled.flush()
    since = content_generation(filled)
    assert list_changed_listings(filled, since) == set()
    for resource in (("service", "klusdienst"), ("page", "over-ons.nl"), ("organization", "sedna")):
        audit.record(filled, by="anna", action="updated", resource=resource)
    filled.flush()
    assert list_changed_listings(filled, since) == {"klusdienst", "infohuus"}


def test_of_a_type_that_is_not_known_any_listing_may_have_changed(filled: Session) -> None:
    since = content_generation(filled)
    audit.record(filled, by="anna", action="updated", resource=("something-new", "1"))
    filled.flush()
    assert list_changed_listings(filled, since) is None


@pytest.mark.parametrize("kind", ["organization", "need", "municipality", "place"])
def test_when_what_listings_say_something_of_is_deleted_any_may_have_changed(filled: Session, kind: str) -> None:
    since = content_generation(filled)
    audit.record(filled, by="anna", action="deleted", resource=(kind, "gone"))
    filled.flush()
    assert list_changed_listings(filled, since) is None


def test_a_change_that_is_committed_after_a_later_one_makes_that_any_listing_may_have_changed(filled: Session) -> None:
    last = max(row.id for row in filled.query(Metadata))
    filled.add(_event(last + 2, "klusdienst"))
    filled.flush()
    since = content_generation(filled)
    filled.add(_event(last + 1, "infohuus"))
    filled.flush()
    assert content_generation(filled) != since
    assert list_changed_listings(filled, since) is None


def test_a_number_that_was_never_used_is_no_change(filled: Session) -> None:
    last = max(row.id for row in filled.query(Metadata))
    filled.add(_event(last + 2, "klusdienst"))
    filled.flush()
    since = content_generation(filled)
    filled.add(_event(last + 4, "infohuus"))
    filled.flush()
    assert list_changed_listings(filled, since) == {"infohuus"}


@pytest.mark.parametrize("since", ["", "0", "x-y", "12", "-3", "5-"])
def test_since_something_that_is_no_generation_any_listing_may_have_changed(filled: Session, since: str) -> None:
    assert list_changed_listings(filled, since) is None


def _event(number: int, listing: str) -> Metadata:
    return Metadata(
        id=number,
        resource_type="service",
        resource_id=listing,
        last_action_date=dt.datetime.now(dt.UTC),
        last_action_type="updated",
        updated_by="anna",
        changes={},
    )
