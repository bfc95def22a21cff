from sqlalchemy.orm import Session

from sociale_kaart.actions import audit
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.models import Service
from sociale_kaart.queries.search_entries import content_generation, list_search_entries, list_synonym_groups
from tests.unit.builders import EMMEN, ContentFolder


def test_there_is_an_entry_for_every_listing_by_id(filled: Session) -> None:
    ids = [entry.id for entry in list_search_entries(filled)]
    expected = {"boodschappendienst", "gesprek", "infohuus", "klusdienst", "koffieochtend", "lokaal-loket", "zelf-doen"}
    assert ids == sorted(expected)


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
