"""The import applies what changed in the files, when no editor changed it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.models import (
    Helpline,
    LifeDomain,
    Location,
    Municipality,
    Need,
    Organization,
    Page,
    Phone,
    Place,
    Service,
    SynonymGroup,
)
from tests.unit.builders import EMMEN, FULL_LISTING, OTHER_VALUES, ContentFolder, in_order, listing
from tests.unit.sociale_kaart.actions.conftest import ACTIVITY, MUNICIPALITY, POINT, SERVICE, Import, events, in_files


@pytest.fixture
def run(filled: Session, run: Import) -> Import:
    """Import the folder as it is now, into a database that has been through a first import."""
    return run


def test_a_change_in_a_file_is_applied_when_no_editor_changed_the_listing(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    folder.change(SERVICE, "klusdienst", name="Klussenhulp", tier=2)
    report = run()
    assert (report.created, report.updated, report.kept) == ([], ["service/klusdienst"], [])
    service = session.get_one(Service, "klusdienst")
    assert (service.name, service.tier) == ("Klussenhulp", 2)


def test_an_update_has_an_audit_event_with_each_field_before_and_after(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    before = len(events(session))
    folder.change(SERVICE, "klusdienst", name="Klussenhulp", needs=["schoonmaak", "boodschappen"], free=True)
    run()
    (event,) = events(session)[before:]
    assert (event.resource_type, event.resource_id) == ("service", "klusdienst")
    assert (event.last_action_type, event.updated_by) == ("updated", "set-up")
    assert event.changes == {
        "name": ["Klusdienst", "Klussenhulp"],
        "needs": [["boodschappen"], ["schoonmaak", "boodschappen"]],
        "free": [None, True],
    }


CAN_GO = [
    *("alternate_name", "organization", "helpline", "places", "eligibility_description", "application_process"),
    *("conditions", "referral_needed", "free", "fees_description", "languages", "phones", "contacts", "email", "url"),
    *("location", "schedules", "people", "visits", "uncertain"),
]


@pytest.mark.parametrize("field", OTHER_VALUES)
def test_a_change_of_any_field_in_a_file_is_applied(
    run: Import, session: Session, folder: ContentFolder, field: str
) -> None:
    folder.change(POINT, "infohuus", **{field: OTHER_VALUES[field]})
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == in_order(FULL_LISTING | {field: OTHER_VALUES[field]})


@pytest.mark.parametrize("field", CAN_GO)
def test_a_field_can_go_and_come_back(run: Import, session: Session, folder: ContentFolder, field: str) -> None:
    folder.change(POINT, "infohuus", **{field: None})
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == in_order(FULL_LISTING | {field: None})
    folder.change(POINT, "infohuus", **{field: FULL_LISTING[field]})
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == FULL_LISTING


def test_what_a_listing_no_longer_has_does_not_linger(run: Import, session: Session, folder: ContentFolder) -> None:
    gone = ("phones", "contacts", "schedules", "location", "visits")
    folder.change(POINT, "infohuus", **dict.fromkeys(gone))
    run()
    organisation_phones = [phone.number for phone in session.scalars(select(Phone))]
    assert organisation_phones == ["0591-111111"]
    assert session.scalars(select(Location)).all() == []


def test_a_change_in_every_kind_of_file_is_applied(run: Import, session: Session, folder: ContentFolder) -> None:
    folder.edit("needs.yml", "means: alles over suicide", "means: niet meer willen leven")
    folder.edit("helplines.yml", "phone: 088-0767000", "phone: 088-0767001")
    folder.edit("synonyms.yml", "naar de winkel", "naar de supermarkt")
    folder.edit("pages/privacy.nl.md", "Wij bewaren niets.", "Wij bewaren weinig.")
    folder.edit(MUNICIPALITY, "wmo_desk: infohuus", "wmo_desk: klusdienst")
    folder.edit(f"{EMMEN}/organizations.yml", "name: Sedna", "name: Sedna Emmen")
    report = run()
    assert report.kept == []
    assert set(report.updated) == {
        "need/suicide",
        "helpline/luisterlijn",
        "synonym_group/boodschappen",
        "page/privacy.nl",
        "municipality/emmen",
        "organization/sedna",
    }
    assert session.get_one(Need, "suicide").description == "niet meer willen leven"
    assert session.get_one(Helpline, "luisterlijn").phone == "088-0767001"
    assert session.get_one(SynonymGroup, "boodschappen").same == ["winkelen", "naar de supermarkt"]
    assert session.get_one(Page, "privacy.nl").body == "\nWij bewaren weinig.\n"
    assert session.get_one(Municipality, "emmen").wmo_desk_id == "klusdienst"
    assert session.get_one(Organization, "sedna").name == "Sedna Emmen"
    assert not run().changed_anything


def test_new_records_join_the_old_ones(run: Import, session: Session, folder: ContentFolder) -> None:
    data = folder.load(MUNICIPALITY)
    data["places"].insert(1, {"key": "weerdinge", "name": "Weerdinge", "kind": "dorp"})
    folder.write(MUNICIPALITY, data)
    folder.put(SERVICE, listing("wasservice", places=["weerdinge"]))
    report = run()
    assert (report.created, report.updated) == (["service/wasservice"], ["municipality/emmen"])
    assert [place.name for place in session.get_one(Service, "wasservice").places] == ["Weerdinge"]


def test_a_place_can_be_replaced_together_with_the_listings_that_name_it(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    data = folder.load(MUNICIPALITY)
    data["places"][1] |= {"key": "zwartemeer-dorp", "name": "Zwartemeer dorp"}
    folder.write(MUNICIPALITY, data)
    folder.change(POINT, "infohuus", places=["angelslo", "zwartemeer-dorp"])
    run()
    assert session.scalars(select(Place.slug).where(Place.municipality_id == "emmen").order_by(Place.slug)).all() == [
        "angelslo",
        "zwartemeer-dorp",
    ]
    assert in_files(session, "infohuus")["places"] == ["angelslo", "zwartemeer-dorp"]


def test_a_place_that_no_listing_names_can_go(run: Import, session: Session, folder: ContentFolder) -> None:
    folder.change(POINT, "infohuus", places=["zwartemeer"])
    run()
    data = folder.load(MUNICIPALITY)
    del data["places"][0]
    folder.write(MUNICIPALITY, data)
    assert run().updated == ["municipality/emmen"]
    assert session.get(Place, "emmen-angelslo") is None


@pytest.mark.parametrize(
    ("old_file", "key", "new_file", "kind"),
    [
        (SERVICE, "klusdienst", f"{EMMEN}/facility.yml", "facility"),
        (SERVICE, "klusdienst", ACTIVITY, "activity"),
        (ACTIVITY, "koffieochtend", SERVICE, "service"),
        (SERVICE, "klusdienst", POINT, "service_point"),
    ],
)
def test_a_listing_can_become_one_of_another_kind(
    run: Import, session: Session, folder: ContentFolder, old_file: str, key: str, new_file: str, kind: str
) -> None:
    data = next(record for record in folder.load(old_file)["services"] if record["key"] == key)
    folder.drop(old_file, key)
    folder.put(new_file, data | {"kind": kind})
    assert run().updated == [f"service/{key}"]
    assert in_files(session, key) == data | {"kind": kind}
    assert (session.get_one(Service, key).activity is not None) == (kind == "activity")


def test_a_listing_can_move_to_another_municipality(run: Import, session: Session, folder: ContentFolder) -> None:
    folder.drop(SERVICE, "klusdienst")
    folder.put("municipalities/haren/service.yml", listing("klusdienst"))
    assert run().updated == ["service/klusdienst"]
    assert session.get_one(Service, "klusdienst").municipality_id == "haren"
    assert events(session)[-1].changes == {"municipality": ["emmen", "haren"]}


def test_a_need_can_move_to_another_life_domain(run: Import, session: Session, folder: ContentFolder) -> None:
    data = folder.load("needs.yml")
    data["domains"][1]["needs"].append(data["domains"][0]["needs"].pop())
    folder.write("needs.yml", data)
    assert "need/boodschappen" in run().updated
    assert [need.id for need in session.get_one(LifeDomain, "huishouden").needs] == ["schoonmaak"]
    assert [need.id for need in session.get_one(LifeDomain, "veiligheid").needs] == ["suicide", "boodschappen"]


@pytest.mark.parametrize("name", ["needs.yml", "helplines.yml"])
def test_another_order_in_a_file_is_the_order_on_the_page(
    run: Import, session: Session, folder: ContentFolder, name: str
) -> None:
    data = folder.load(name)
    records = next(records for records in data.values() if isinstance(records, list))
    records.reverse()
    folder.write(name, data)
    run()
    models: dict[str, Any] = {"needs.yml": LifeDomain, "helplines.yml": Helpline}
    model = models[name]
    keys = [row.id for row in session.scalars(select(model).order_by(model.position))]
    assert keys == [record["key"] for record in records]
