"""The import: idempotent, all or nothing; what is gone from the files is reported and kept."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange.content_files import Content
from sociale_kaart.models import (
    LifeDomain,
    Municipality,
    Need,
    Page,
    Service,
    SynonymGroup,
    Taxonomy,
)
from tests.unit.builders import FULL_LISTING, ContentFolder, listing
from tests.unit.sociale_kaart.actions.conftest import ACTIVITY, SERVICE, Import, events, in_files, rows_of


# --- a first import -----------------------------------------------------------------------------------------------
def test_a_first_import_creates_everything(run: Import, session: Session) -> None:
    report = run()
    assert sorted(report.created) == sorted(
        [
            *("taxonomy/hulpvragen", "life_domain/huishouden", "life_domain/veiligheid"),
            *("need/schoonmaak", "need/boodschappen", "need/suicide"),
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
    assert session.get_one(Service, "koffieochtend").activity is not None
    assert session.get_one(Service, "klusdienst").activity is None
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


# --- idempotent ---------------------------------------------------------------------------------------------------
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


# --- all or nothing -----------------------------------------------------------------------------------------------
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


# --- gone from the files ------------------------------------------------------------------------------------------
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
