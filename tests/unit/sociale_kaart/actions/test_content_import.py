"""The import: idempotent, all or nothing, never over what an editor has changed since."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart.actions.content_import import ImportReport, import_content
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.content_files import Content
from sociale_kaart.models import (
    Activity,
    Helpline,
    LifeDomain,
    Location,
    Metadata,
    Municipality,
    Need,
    Organization,
    Page,
    Phone,
    Place,
    Service,
    SynonymGroup,
    Taxonomy,
)
from tests.unit.builders import EMMEN, FULL_LISTING, ContentFolder, in_order, listing

SERVICE = f"{EMMEN}/service.yml"
POINT = f"{EMMEN}/service_point.yml"
ACTIVITY = f"{EMMEN}/activity.yml"

Import = Callable[[], ImportReport]


@pytest.fixture
def run(session: Session, folder: ContentFolder) -> Import:
    """Import the folder as it is now, and commit."""

    def run() -> ImportReport:
        report = import_content(session, content=folder.read(), by="set-up")
        session.commit()
        session.expire_all()
        return report

    return run


def rows_of(engine: Engine) -> dict[str, list[Any]]:
    """Give every row of every table."""
    with engine.connect() as connection:
        tables = sorted(inspect(engine).get_table_names())
        return {table: sorted(map(str, connection.execute(text(f'select * from "{table}"')))) for table in tables}


def events(session: Session) -> list[Metadata]:
    return list(session.scalars(select(Metadata).order_by(Metadata.id)))


def in_files(session: Session, key: str) -> dict[str, Any]:
    """Give a listing as it would stand in its file."""
    return mapping.service_document(session.get_one(Service, key)).as_data()


# --- a first import ----------------------------------------------------------------------------------------------
def test_a_first_import_creates_everything(run: Import, session: Session) -> None:
    report = run()
    assert sorted(report.created) == sorted(
        [
            *("life_domain/huishouden", "life_domain/veiligheid"),
            *("helpline/alarm", "helpline/zelfmoordpreventie", "helpline/luisterlijn"),
            "synonym_group/boodschappen",
            *("page/over-ons.nl", "page/over-ons.en", "page/privacy.nl"),
            *("municipality/emmen", "municipality/haren", "organization/sedna"),
            *("service/zelf-doen", "service/gesprek", "service/koffieochtend", "service/boodschappendienst"),
            *("service/klusdienst", "service/infohuus", "service/lokaal-loket"),
        ]
    )
    assert (report.updated, report.unchanged, report.kept, report.gone) == ([], 0, [], [])
    assert report.changed_anything


def test_what_was_imported_is_what_stood_in_the_files(run: Import, session: Session) -> None:
    run()
    assert in_files(session, "infohuus") == FULL_LISTING
    assert session.get_one(Service, "gesprek").municipality is None
    assert session.get_one(Municipality, "emmen").wmo_desk_id == "infohuus"
    assert [place.slug for place in session.get_one(Municipality, "emmen").places] == ["angelslo", "zwartemeer"]
    assert isinstance(session.get_one(Service, "koffieochtend"), Activity)
    assert not isinstance(session.get_one(Service, "klusdienst"), Activity)
    assert [need.id for need in session.get_one(LifeDomain, "huishouden").needs] == ["schoonmaak", "boodschappen"]
    assert session.get_one(Need, "suicide").urgent
    assert session.get_one(SynonymGroup, "boodschappen").same == ["winkelen", "naar de winkel"]
    assert session.get_one(Page, "over-ons.en").title == "About us"
    assert session.scalars(select(Taxonomy.excludes)).one() == "het weer, sport"


def test_every_record_that_is_created_has_an_audit_event(run: Import, session: Session) -> None:
    report = run()
    found = events(session)
    assert sorted(f"{event.resource_type}/{event.resource_id}" for event in found) == sorted(report.created)
    assert {(event.last_action_type, event.updated_by) for event in found} == {("created", "set-up")}


# --- idempotent --------------------------------------------------------------------------------------------------
def test_importing_again_changes_nothing(run: Import, engine: Engine) -> None:
    first = run()
    before = rows_of(engine)
    second = run()
    assert rows_of(engine) == before
    assert second.unchanged == len(first.created)
    assert (second.created, second.updated, second.kept, second.gone) == ([], [], [], [])
    assert not second.changed_anything


def test_importing_in_another_session_changes_nothing(
    run: Import, engine: Engine, sessions: sessionmaker[Session], folder: ContentFolder
) -> None:
    run()
    before = rows_of(engine)
    with sessions.begin() as other:
        assert not import_content(other, content=folder.read(), by="someone else").changed_anything
    assert rows_of(engine) == before


def test_a_change_that_was_imported_is_not_imported_again(run: Import, folder: ContentFolder) -> None:
    run()
    folder.change(SERVICE, "klusdienst", tier=2)
    assert run().updated == ["service/klusdienst"]
    assert not run().changed_anything


# --- all or nothing ----------------------------------------------------------------------------------------------
def test_broken_files_stop_the_import_before_anything_is_written(
    session: Session, engine: Engine, folder: ContentFolder
) -> None:
    before = rows_of(engine)
    folder.change(SERVICE, "klusdienst", tier=9, needs=["onbekend"])
    folder.write_text("synonyms.yml", "[")
    with pytest.raises(ContentError) as caught:
        import_content(session, content=folder.read(), by="set-up")
    assert len(caught.value.faults) == 2
    assert rows_of(engine) == before


def _without_its_organisation(content: Content) -> Content:
    """Give content that no check has seen: a listing of an organisation that is not there."""
    content.organizations["emmen"] = []
    return content


def test_an_import_that_fails_halfway_leaves_an_empty_database_empty(
    sessions: sessionmaker[Session], engine: Engine, folder: ContentFolder
) -> None:
    before = rows_of(engine)
    content = _without_its_organisation(folder.read())
    with pytest.raises(IntegrityError), sessions.begin() as session:
        import_content(session, content=content, by="set-up")
    assert rows_of(engine) == before


def test_an_import_that_fails_halfway_leaves_a_filled_database_as_it_was(
    run: Import, sessions: sessionmaker[Session], engine: Engine, folder: ContentFolder
) -> None:
    run()
    before = rows_of(engine)
    folder.change(ACTIVITY, "koffieochtend", name="Theeochtend")
    folder.put(SERVICE, listing("nieuw"))
    content = folder.read()
    content.services["emmen"][-1].organization = "niemand"
    content.services["emmen"][-1].summary = "Dit is veranderd in het bestand."
    with pytest.raises(IntegrityError), sessions.begin() as session:
        import_content(session, content=content, by="set-up")
    assert rows_of(engine) == before


def test_nothing_is_there_until_the_caller_commits(
    session: Session, sessions: sessionmaker[Session], folder: ContentFolder
) -> None:
    import_content(session, content=folder.read(), by="set-up")
    with sessions() as other:
        assert other.scalars(select(Service)).all() == []


# --- changes in the files ----------------------------------------------------------------------------------------
def test_a_change_in_a_file_is_applied_when_no_editor_changed_the_listing(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    folder.change(SERVICE, "klusdienst", name="Klussenhulp", tier=2)
    report = run()
    assert (report.created, report.updated, report.kept) == ([], ["service/klusdienst"], [])
    service = session.get_one(Service, "klusdienst")
    assert (service.name, service.tier) == ("Klussenhulp", 2)


def test_an_update_has_an_audit_event_with_each_field_before_and_after(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    created = run().created
    folder.change(SERVICE, "klusdienst", name="Klussenhulp", needs=["schoonmaak", "boodschappen"], free=True)
    run()
    (event,) = events(session)[len(created) :]
    assert (event.resource_type, event.resource_id) == ("service", "klusdienst")
    assert (event.last_action_type, event.updated_by) == ("updated", "set-up")
    assert event.changes == {
        "name": ["Klusdienst", "Klussenhulp"],
        "needs": [["boodschappen"], ["schoonmaak", "boodschappen"]],
        "free": [None, True],
    }


OTHER_VALUES: dict[str, Any] = {
    "name": "Huus",
    "alternate_name": "Steunpunt",
    "helpline": "luisterlijn",
    "tier": 2,
    "needs": ["schoonmaak", "suicide"],
    "places": ["zwartemeer"],
    "status": "planned",
    "summary": "Een heel andere samenvatting.",
    "description": "Kort.",
    "eligibility_description": "Ouderen.",
    "application_process": "Bel.",
    "conditions": "Geen.",
    "referral_needed": True,
    "free": False,
    "fees_description": "Twee euro.",
    "languages": ["ar", "de"],
    "phones": [{"number": "06-12345678"}, {"number": "0591-123456"}],
    "contacts": [{"name": "Iemand anders"}],
    "email": "anders@example.org",
    "url": "https://example.org/anders",
    "location": {"name": "School", "address": {"address_1": "Kade 2", "city": "Emmen"}, "wheelchair": "no"},
    "schedules": [{"description": "alleen op afspraak"}],
    "people": "een vrijwilliger",
    "visits": [{"description": "de wijkagent", "schedules": [{"byday": "SA"}]}],
    "source": "Een ander plan",
    "uncertain": "Alles.",
    "checked_on": "2025-01-02",
    "checked_by": "anna",
}
CAN_GO = [
    *("alternate_name", "organization", "helpline", "places", "eligibility_description", "application_process"),
    *("conditions", "referral_needed", "free", "fees_description", "languages", "phones", "contacts", "email", "url"),
    *("location", "schedules", "people", "visits", "uncertain"),
]


def full_listing(folder: ContentFolder, field: str) -> dict[str, Any]:
    """Give the listing with every field, but with a venue only when that is what the test is about."""
    if field != "location":
        folder.change(POINT, "infohuus", location=None)
    listings: list[dict[str, Any]] = folder.load(POINT)["services"]
    return listings[0]


@pytest.mark.parametrize("field", OTHER_VALUES)
def test_a_change_of_any_field_in_a_file_is_applied(
    run: Import, session: Session, folder: ContentFolder, field: str
) -> None:
    before = full_listing(folder, field)
    run()
    folder.change(POINT, "infohuus", **{field: OTHER_VALUES[field]})
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == in_order(before | {field: OTHER_VALUES[field]})


@pytest.mark.parametrize("field", CAN_GO)
def test_a_field_can_go_and_come_back(run: Import, session: Session, folder: ContentFolder, field: str) -> None:
    before = full_listing(folder, field)
    run()
    folder.change(POINT, "infohuus", **{field: None})
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == in_order(before | {field: None})
    folder.change(POINT, "infohuus", **{field: before[field]})
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == before


def test_a_listing_at_a_venue_can_be_changed(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    folder.change(POINT, "infohuus", tier=1)
    assert run().updated == ["service/infohuus"]
    assert in_files(session, "infohuus") == FULL_LISTING | {"tier": 1}


def test_what_a_listing_no_longer_has_does_not_linger(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    gone = ("phones", "contacts", "schedules", "location", "visits")
    folder.change(POINT, "infohuus", **dict.fromkeys(gone))
    run()
    organisation_phones = [phone.number for phone in session.scalars(select(Phone))]
    assert organisation_phones == ["0591-111111"]
    assert session.scalars(select(Location)).all() == []


def test_a_change_in_every_kind_of_file_is_applied(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    folder.edit("needs.yml", "means: alles over suicide", "means: niet meer willen leven")
    folder.edit("helplines.yml", "phone: 088-0767000", "phone: 088-0767001")
    folder.edit("synonyms.yml", "naar de winkel", "naar de supermarkt")
    folder.edit("pages/privacy.nl.md", "Wij bewaren niets.", "Wij bewaren weinig.")
    folder.edit(f"{EMMEN}/municipality.yml", "wmo_desk: infohuus", "wmo_desk: klusdienst")
    folder.edit(f"{EMMEN}/organizations.yml", "name: Sedna", "name: Sedna Emmen")
    report = run()
    assert report.kept == []
    assert set(report.updated) == {
        "life_domain/veiligheid",
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
    run()
    data = folder.load(f"{EMMEN}/municipality.yml")
    data["places"].append({"key": "weerdinge", "name": "Weerdinge", "kind": "dorp"})
    folder.write(f"{EMMEN}/municipality.yml", data)
    folder.put(SERVICE, listing("wasservice", places=["weerdinge"]))
    report = run()
    assert (report.created, report.updated) == (["service/wasservice"], ["municipality/emmen"])
    assert [place.name for place in session.get_one(Service, "wasservice").places] == ["Weerdinge"]


def test_a_place_can_be_replaced_together_with_the_listings_that_name_it(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    data = folder.load(f"{EMMEN}/municipality.yml")
    data["places"][1] |= {"key": "zwartemeer-dorp", "name": "Zwartemeer dorp"}
    folder.write(f"{EMMEN}/municipality.yml", data)
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
    data = folder.load(f"{EMMEN}/municipality.yml")
    del data["places"][0]
    folder.write(f"{EMMEN}/municipality.yml", data)
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
    run()
    data = next(record for record in folder.load(old_file)["services"] if record["key"] == key)
    folder.drop(old_file, key)
    folder.put(new_file, data | {"kind": kind})
    assert run().updated == [f"service/{key}"]
    assert in_files(session, key) == data | {"kind": kind}
    assert isinstance(session.get_one(Service, key), Activity) == (kind == "activity")


def test_a_listing_can_move_to_another_municipality(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    folder.drop(SERVICE, "klusdienst")
    folder.put("municipalities/haren/service.yml", listing("klusdienst"))
    run()
    assert session.get_one(Service, "klusdienst").municipality_id == "haren"


def test_a_need_can_move_to_another_life_domain(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    data = folder.load("needs.yml")
    data["domains"][1]["needs"].append(data["domains"][0]["needs"].pop())
    folder.write("needs.yml", data)
    run()
    assert [need.id for need in session.get_one(LifeDomain, "huishouden").needs] == ["schoonmaak"]
    assert [need.id for need in session.get_one(LifeDomain, "veiligheid").needs] == ["suicide", "boodschappen"]


@pytest.mark.parametrize("name", ["needs.yml", "helplines.yml"])
def test_another_order_in_a_file_is_the_order_on_the_page(
    run: Import, session: Session, folder: ContentFolder, name: str
) -> None:
    run()
    data = folder.load(name)
    records = next(records for records in data.values() if isinstance(records, list))
    records.reverse()
    folder.write(name, data)
    run()
    model = {"needs.yml": LifeDomain, "helplines.yml": Helpline}[name]
    keys = [row.id for row in session.scalars(select(model).order_by(model.position))]
    assert keys == [record["key"] for record in records]


# --- changes by an editor ----------------------------------------------------------------------------------------
def edit(session: Session, **fields: Any) -> None:
    """Change a listing as an editor does."""
    for name, value in fields.items():
        setattr(session.get_one(Service, "infohuus"), name, value)
    session.commit()


def test_a_listing_changed_by_an_editor_is_kept_and_reported(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    edit(session, summary="Dit schreef de redactie zelf.")
    folder.change(POINT, "infohuus", summary="Dit staat in het bestand.", tier=1)
    report = run()
    assert (report.kept, report.updated) == (["service/infohuus"], [])
    assert not report.changed_anything
    service = session.get_one(Service, "infohuus")
    assert (service.summary, service.tier) == ("Dit schreef de redactie zelf.", 3)


def test_an_editor_s_change_stays_when_the_file_did_not_change(run: Import, session: Session) -> None:
    run()
    edit(session, summary="Dit schreef de redactie zelf.")
    report = run()
    assert (report.kept, report.updated) == ([], [])
    assert session.get_one(Service, "infohuus").summary == "Dit schreef de redactie zelf."


def test_an_editor_s_change_is_kept_however_often_the_file_is_imported(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    edit(session, name="Huus")
    for summary in ("Eerste tekst in het bestand.", "Tweede tekst in het bestand."):
        folder.change(POINT, "infohuus", summary=summary)
        assert run().kept == ["service/infohuus"]
        assert run().kept == ["service/infohuus"]
    assert session.get_one(Service, "infohuus").name == "Huus"


def test_a_kept_listing_has_no_audit_event(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    edit(session, name="Huus")
    before = len(events(session))
    folder.change(POINT, "infohuus", tier=1)
    run()
    assert len(events(session)) == before


def test_a_change_that_an_editor_took_back_is_no_change(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    edit(session, name="Huus")
    edit(session, name="Infohuus")
    folder.change(POINT, "infohuus", tier=1)
    assert run().updated == ["service/infohuus"]


def _phone(service: Service) -> None:
    service.phones[0].number = "0591-999999"


def _one_phone_less(service: Service) -> None:
    service.phones.pop()


def _address(service: Service) -> None:
    assert service.location is not None
    assert service.location.address is not None
    service.location.address.address_1 = "Dorpsstraat 2"


def _visit(service: Service) -> None:
    assert service.service_point is not None
    service.service_point.visits[0].description = "elke week"


def _need_order(service: Service) -> None:
    first, second = service.attributes
    first.position, second.position = 1, 0


def _area(service: Service) -> None:
    service.areas.pop()


def _not_free(service: Service) -> None:
    assert service.cost is not None
    service.cost.free = None


@pytest.mark.parametrize("change", [_phone, _one_phone_less, _address, _visit, _need_order, _area, _not_free])
def test_a_change_by_an_editor_deep_in_a_listing_is_kept_too(
    run: Import, session: Session, folder: ContentFolder, change: Callable[[Service], None]
) -> None:
    run()
    change(session.get_one(Service, "infohuus"))
    session.commit()
    session.expire_all()
    before = in_files(session, "infohuus")
    assert before != FULL_LISTING
    folder.change(POINT, "infohuus", tier=1)
    assert run().kept == ["service/infohuus"]
    assert in_files(session, "infohuus") == before


def test_other_listings_in_the_file_are_updated_beside_one_that_is_kept(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    session.get_one(Service, "klusdienst").name = "Van de redactie"
    session.commit()
    folder.change(SERVICE, "klusdienst", tier=2)
    folder.change(SERVICE, "boodschappendienst", tier=2)
    report = run()
    assert (report.kept, report.updated) == (["service/klusdienst"], ["service/boodschappendienst"])


@pytest.mark.parametrize(
    ("model", "key", "field", "file", "old", "new"),
    [
        (Helpline, "luisterlijn", "note", "helplines.yml", "phone: 088-0767000", "phone: 088-0767001"),
        (SynonymGroup, "boodschappen", "same", "synonyms.yml", "naar de winkel", "supermarkt"),
        (Page, "privacy.nl", "text", "pages/privacy.nl.md", "niets", "weinig"),
        (Municipality, "emmen", "intro", f"{EMMEN}/municipality.yml", "dicht bij huis", "in de buurt"),
        (
            Municipality,
            "emmen",
            "wmo_desk_id",
            f"{EMMEN}/municipality.yml",
            "wmo_desk: infohuus",
            "wmo_desk: klusdienst",
        ),
        (Organization, "sedna", "name", f"{EMMEN}/organizations.yml", "Welzijn in Emmen.", "Welzijn."),
        (Need, "suicide", "description", "needs.yml", "means: alles over suicide", "means: anders"),
    ],
)
def test_any_record_changed_by_an_editor_is_kept(
    run: Import,
    session: Session,
    folder: ContentFolder,
    model: Any,
    key: str,
    field: str,
    file: str,
    old: str,
    new: str,
) -> None:
    run()
    values = {"same": ["anders"], "text": "# Van de redactie\n\nTekst.\n", "wmo_desk_id": "koffieochtend"}
    value = values.get(field, "Van de redactie")
    setattr(session.get_one(model, key), field, value)
    session.commit()
    folder.edit(file, old, new)
    report = run()
    assert len(report.kept) == 1
    assert report.updated == []
    assert getattr(session.get_one(model, key), field) == value


def test_a_listing_that_an_editor_made_is_kept_when_a_file_has_the_same_key(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    folder.put(SERVICE, listing("wasservice"))
    content = folder.read()
    made = next(service for service in content.services["emmen"] if service.key == "wasservice")
    row = Service(id="wasservice")
    mapping.fill_service(row, made.model_copy(update={"name": "Van de redactie"}), "emmen")
    session.add(row)
    session.commit()
    assert run().kept == ["service/wasservice"]
    assert session.get_one(Service, "wasservice").name == "Van de redactie"


# --- gone from the files -----------------------------------------------------------------------------------------
def test_a_listing_that_is_gone_from_the_files_is_reported_and_kept(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    run()
    folder.drop(SERVICE, "klusdienst")
    for _again in range(2):
        report = run()
        assert report.gone == ["service/klusdienst"]
        assert not report.changed_anything
    assert session.get_one(Service, "klusdienst").name == "Klusdienst"


def test_everything_that_is_gone_is_reported_in_a_fixed_order(run: Import, folder: ContentFolder) -> None:
    run()
    folder.remove(ACTIVITY)
    folder.drop(SERVICE, "klusdienst")
    folder.remove("pages/over-ons.en.md")
    folder.write("synonyms.yml", {"synonyms": []})
    assert run().gone == [
        "page/over-ons.en",
        "service/klusdienst",
        "service/koffieochtend",
        "synonym_group/boodschappen",
    ]


def test_a_listing_that_comes_back_is_the_same_one(run: Import, session: Session, folder: ContentFolder) -> None:
    run()
    folder.drop(SERVICE, "klusdienst")
    run()
    folder.put(SERVICE, listing("klusdienst", tier=2))
    report = run()
    assert (report.created, report.updated, report.gone) == ([], ["service/klusdienst"], [])
    assert session.get_one(Service, "klusdienst").tier == 2


def test_a_need_that_is_gone_does_not_stop_later_changes_to_its_life_domain(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    data = folder.load("needs.yml")
    extra = data["domains"][0]["needs"][0] | {"key": "tuin"}
    data["domains"][0]["needs"].append(extra)
    folder.write("needs.yml", data)
    for name, key in (("national/self_help.yml", "zelf-doen"), ("national/route.yml", "gesprek")):
        folder.put(name, listing(f"{key}-tuin", kind=name[9:-4], tier=1 if "zelf" in key else 4, needs=["tuin"]))
    run()
    for name, key in (("national/self_help.yml", "zelf-doen"), ("national/route.yml", "gesprek")):
        folder.drop(name, f"{key}-tuin")
    data["domains"][0]["needs"].pop()
    folder.write("needs.yml", data)
    run()
    folder.edit("needs.yml", "means: alles over schoonmaak", "means: stofzuigen")
    report = run()
    assert "life_domain/huishouden" not in report.kept
    assert session.get_one(Need, "schoonmaak").description == "stofzuigen"
