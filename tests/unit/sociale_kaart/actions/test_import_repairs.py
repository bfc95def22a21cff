"""What a review found in the import: editors' deletions, order, venues, places, needs and the taxonomy."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.actions.content_import import ImportReport, import_content
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.content_export import export_content
from sociale_kaart.models import (
    Activity,
    Helpline,
    ImportedContent,
    LifeDomain,
    Location,
    Metadata,
    Municipality,
    Organization,
    Page,
    Place,
    Service,
    Taxonomy,
)
from tests.unit.builders import EMMEN, FULL_LISTING, ContentFolder, listing

SERVICE = f"{EMMEN}/service.yml"
POINT = f"{EMMEN}/service_point.yml"
ACTIVITY = f"{EMMEN}/activity.yml"
MUNICIPALITY = f"{EMMEN}/municipality.yml"

Import = Callable[[], ImportReport]


@pytest.fixture
def run(filled: Session, folder: ContentFolder) -> Import:
    """Import the folder as it is now, after a first import, and commit."""

    def run() -> ImportReport:
        report = import_content(filled, content=folder.read(), by="set-up")
        filled.commit()
        filled.expire_all()
        return report

    return run


def events_of(session: Session, name: str) -> list[Metadata]:
    found = session.scalars(select(Metadata).order_by(Metadata.id))
    return [event for event in found if f"{event.resource_type}/{event.resource_id}" == name]


# --- editors -----------------------------------------------------------------------------------------------------
def test_an_editor_s_change_that_comes_back_through_the_files_is_no_change(
    run: Import, filled: Session, folder: ContentFolder
) -> None:
    filled.get_one(Service, "klusdienst").name = "Klussenhulp"
    filled.commit()
    folder.change(SERVICE, "klusdienst", name="Klussenhulp")
    report = run()
    assert (report.updated, report.kept) == ([], [])
    folder.change(SERVICE, "klusdienst", name="Klussenhulp", tier=2)
    assert run().updated == ["service/klusdienst"]


def test_a_listing_that_the_database_has_already_is_no_change(
    run: Import, filled: Session, folder: ContentFolder
) -> None:
    filled.delete(filled.get_one(ImportedContent, ("service", "klusdienst")))
    filled.commit()
    report = run()
    assert (report.created, report.updated, report.kept) == ([], [], [])
    assert filled.get(ImportedContent, ("service", "klusdienst")) is not None


def test_a_listing_that_an_editor_deleted_stays_deleted(run: Import, filled: Session, folder: ContentFolder) -> None:
    filled.delete(filled.get_one(Service, "klusdienst"))
    filled.commit()
    for tier in (3, 2):
        folder.change(SERVICE, "klusdienst", tier=tier)
        report = run()
        assert (report.created, report.kept, report.gone) == ([], ["service/klusdienst"], [])
        assert filled.get(Service, "klusdienst") is None


def test_a_listing_cannot_come_to_use_what_an_editor_deleted(
    run: Import, filled: Session, folder: ContentFolder
) -> None:
    infohuus = filled.get_one(Service, "infohuus")
    point = infohuus.service_point
    assert point is not None
    infohuus.organization_id = None
    point.visits.clear()
    filled.flush()
    filled.delete(filled.get_one(Organization, "sedna"))
    filled.commit()
    folder.change(SERVICE, "klusdienst", organization="sedna")
    with pytest.raises(ContentError, match="service/klusdienst: uses organization/sedna, which an editor deleted"):
        run()


# --- order -------------------------------------------------------------------------------------------------------
def test_another_order_is_exported_and_audited_and_comes_before_an_editor_s(
    run: Import, filled: Session, folder: ContentFolder, tmp_path: Any
) -> None:
    filled.get_one(Helpline, "luisterlijn").note = "van de redactie"
    filled.get_one(Helpline, "alarm").position = 7
    filled.commit()
    data = folder.load("helplines.yml")
    data["helplines"].reverse()
    folder.write("helplines.yml", data)
    report = run()
    assert report.kept == []  # the file of the luisterlijn did not change
    assert set(report.updated) == {"helpline/luisterlijn", "helpline/alarm"}
    assert report.changed_anything
    assert filled.get_one(Helpline, "luisterlijn").note == "van de redactie"
    assert events_of(filled, "helpline/alarm")[-1].changes == {"position": [7, 2]}
    export_content(filled, tmp_path / "out")
    keys = [line.strip() for line in (tmp_path / "out/helplines.yml").read_text().splitlines() if "key:" in line]
    assert keys == ["- key: luisterlijn", "- key: zelfmoordpreventie", "- key: alarm"]


def test_needs_on_the_same_position_are_exported_by_key(filled: Session, folder: ContentFolder, tmp_path: Any) -> None:
    for need in filled.get_one(LifeDomain, "huishouden").needs:
        need.position = 0
    filled.commit()
    filled.expire_all()
    export_content(filled, tmp_path / "out")
    text = (tmp_path / "out/needs.yml").read_text()
    assert text.index("key: boodschappen") < text.index("key: schoonmaak")


# --- venues, kinds and versions ----------------------------------------------------------------------------------
def test_a_venue_changes_goes_and_comes_back(run: Import, filled: Session, folder: ContentFolder) -> None:
    for where in ({"name": "School"}, None, FULL_LISTING["location"]):
        version = filled.get_one(Service, "infohuus").version
        folder.change(POINT, "infohuus", location=where)
        assert run().updated == ["service/infohuus"]
        service = filled.get_one(Service, "infohuus")
        assert mapping.service_document(service).as_data().get("location") == where
        assert service.version == version + 1
        assert len(filled.scalars(select(Location)).all()) == (where is not None)
        assert service.service_point is not None
        assert service.service_point.location_id == ("infohuus" if where else None)


@pytest.mark.parametrize(("old_file", "key", "new_file"), [(SERVICE, "klusdienst", ACTIVITY)])
def test_a_listing_becomes_an_activity_and_a_service_again(
    run: Import, filled: Session, folder: ContentFolder, old_file: str, key: str, new_file: str
) -> None:
    assert filled.scalars(select(Activity.service_id)).all() == ["koffieochtend"]
    folder.drop(old_file, key)
    folder.put(new_file, listing(key, kind="activity"))
    assert run().updated == [f"service/{key}"]
    assert filled.get_one(Service, key).activity is not None
    folder.drop(new_file, key)
    folder.put(old_file, listing(key))
    assert run().updated == [f"service/{key}"]
    assert filled.get_one(Service, key).activity is None


def test_a_change_of_phone_numbers_alone_raises_the_version_of_an_organisation(
    run: Import, filled: Session, folder: ContentFolder
) -> None:
    version = filled.get_one(Organization, "sedna").version
    folder.edit(f"{EMMEN}/organizations.yml", "0591-111111", "0591-222222")
    assert run().updated == ["organization/sedna"]
    assert filled.get_one(Organization, "sedna").version == version + 1


# --- places ------------------------------------------------------------------------------------------------------
def without_angelslo(folder: ContentFolder) -> None:
    data = folder.load(MUNICIPALITY)
    del data["places"][0]
    folder.write(MUNICIPALITY, data)


def test_a_place_goes_together_with_its_last_listing(run: Import, filled: Session, folder: ContentFolder) -> None:
    without_angelslo(folder)
    folder.change(POINT, "infohuus", places=["zwartemeer"])
    assert set(run().updated) == {"municipality/emmen", "service/infohuus"}
    assert filled.get(Place, "emmen-angelslo") is None
    assert not run().changed_anything


def test_a_place_that_a_kept_listing_uses_cannot_go(run: Import, filled: Session, folder: ContentFolder) -> None:
    filled.get_one(Service, "infohuus").name = "Van de redactie"
    filled.commit()
    without_angelslo(folder)
    folder.change(POINT, "infohuus", places=["zwartemeer"])
    with pytest.raises(ContentError, match="place 'angelslo' is gone from the file, but service/infohuus still uses"):
        run()


def test_a_listing_for_a_place_that_an_editor_s_municipality_lacks(
    run: Import, filled: Session, folder: ContentFolder
) -> None:
    filled.get_one(Municipality, "emmen").intro = "Van de redactie."
    filled.commit()
    data = folder.load(MUNICIPALITY)
    data["places"].append({"key": "zz", "name": "Zz", "kind": "dorp"})
    folder.write(MUNICIPALITY, data)
    folder.change(SERVICE, "klusdienst", places=["zz"])
    with pytest.raises(ContentError, match="service/klusdienst: place 'zz' is not in municipality/emmen"):
        run()


# --- needs and their taxonomy ------------------------------------------------------------------------------------
def test_a_need_is_a_record_of_its_own(run: Import, filled: Session, folder: ContentFolder) -> None:
    folder.edit("needs.yml", "means: alles over suicide", "means: niet meer willen leven")
    assert run().updated == ["need/suicide"]
    assert events_of(filled, "need/suicide")[-1].changes == {"means": ["alles over suicide", "niet meer willen leven"]}


def test_moving_a_need_freezes_no_domain(run: Import, filled: Session, folder: ContentFolder) -> None:
    data = folder.load("needs.yml")
    data["domains"][1]["needs"].append(data["domains"][0]["needs"].pop())
    folder.write("needs.yml", data)
    assert run().updated == ["need/boodschappen"]
    folder.edit("needs.yml", "nl: Alles in huis.", "nl: Alles om het huis.")
    assert run().updated == ["life_domain/huishouden"]


def test_the_taxonomy_is_written_only_when_it_differs(run: Import, filled: Session, folder: ContentFolder) -> None:
    assert not run().changed_anything
    folder.edit("needs.yml", "means: het weer, sport", "means: het weer")
    assert run().updated == ["taxonomy/hulpvragen"]
    first, second = events_of(filled, "taxonomy/hulpvragen")
    assert (first.last_action_type, second.changes) == ("created", {"means": ["het weer, sport", "het weer"]})
    filled.get_one(Taxonomy, "hulpvragen").excludes = "van de redactie"
    filled.commit()
    folder.edit("needs.yml", "means: het weer", "means: sport")
    assert run().kept == ["taxonomy/hulpvragen"]


def test_a_listing_with_places_moves_to_another_municipality(
    run: Import, filled: Session, folder: ContentFolder
) -> None:
    folder.drop(SERVICE, "klusdienst")
    folder.put("municipalities/haren/service.yml", listing("klusdienst"))
    assert run().updated == ["service/klusdienst"]
    assert events_of(filled, "service/klusdienst")[-1].changes == {"municipality": ["emmen", "haren"]}
    assert filled.get_one(Page, "privacy.nl").version == 1
