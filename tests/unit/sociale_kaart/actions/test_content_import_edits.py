"""The import keeps what an editor has changed since the last import."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import mapping
from sociale_kaart.models import (
    Helpline,
    Municipality,
    Need,
    Organization,
    Page,
    Service,
    ServiceArea,
    SynonymGroup,
    Visit,
)
from tests.unit.builders import EMMEN, FULL_LISTING, ContentFolder, listing
from tests.unit.sociale_kaart.actions.conftest import MUNICIPALITY, POINT, SERVICE, Import, events, in_files, rows_of


@pytest.fixture
def run(filled: Session, run: Import) -> Import:
    """Import the folder as it is now, into a database that has been through a first import."""
    return run


def edit(session: Session, **fields: Any) -> None:
    """Change a listing as an editor does."""
    for name, value in fields.items():
        setattr(session.get_one(Service, "infohuus"), name, value)
    session.commit()


def test_a_listing_changed_by_an_editor_is_kept_and_reported(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    edit(session, summary="Dit schreef de redactie zelf.")
    folder.change(POINT, "infohuus", summary="Dit staat in het bestand.", tier=1)
    report = run()
    assert (report.kept, report.updated) == (["service/infohuus"], [])
    assert not report.changed_anything
    service = session.get_one(Service, "infohuus")
    assert (service.summary, service.tier) == ("Dit schreef de redactie zelf.", 3)


def test_an_editor_s_change_stays_when_the_file_did_not_change(run: Import, session: Session) -> None:
    edit(session, summary="Dit schreef de redactie zelf.")
    report = run()
    assert (report.kept, report.updated) == ([], [])
    assert session.get_one(Service, "infohuus").summary == "Dit schreef de redactie zelf."


def test_an_editor_s_change_is_kept_however_often_the_file_is_imported(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    edit(session, name="Huus")
    for summary in ("Eerste tekst in het bestand.", "Tweede tekst in het bestand."):
        folder.change(POINT, "infohuus", summary=summary)
        assert run().kept == ["service/infohuus"]
        assert run().kept == ["service/infohuus"]
    assert session.get_one(Service, "infohuus").name == "Huus"


def test_a_kept_listing_has_no_audit_event(run: Import, session: Session, folder: ContentFolder) -> None:
    edit(session, name="Huus")
    before = len(events(session))
    folder.change(POINT, "infohuus", tier=1)
    run()
    assert len(events(session)) == before


def test_a_change_that_an_editor_took_back_is_no_change(run: Import, session: Session, folder: ContentFolder) -> None:
    for name in ("Van de redactie", "Klusdienst"):
        session.get_one(Service, "klusdienst").name = name
        session.commit()
    folder.change(SERVICE, "klusdienst", tier=1)
    assert run().updated == ["service/klusdienst"]


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
    session.get_one(Service, "klusdienst").name = "Van de redactie"
    session.commit()
    folder.change(SERVICE, "klusdienst", tier=2)
    folder.change(SERVICE, "boodschappendienst", tier=2)
    report = run()
    assert (report.kept, report.updated) == (["service/klusdienst"], ["service/boodschappendienst"])


OF_AN_EDITOR: dict[str, Any] = {
    "note": "Van de redactie",
    "same": ["van de redactie"],
    "text": "# Van de redactie\n\nTekst.\n",
    "intro": "Van de redactie",
    "wmo_desk_id": "koffieochtend",
    "name": "Van de redactie",
    "description": "van de redactie",
}


@pytest.mark.parametrize(
    ("model", "key", "field", "file", "edit_file"),
    [
        (Helpline, "luisterlijn", "note", "helplines.yml", ("088-0767000", "088-0767001")),
        (SynonymGroup, "boodschappen", "same", "synonyms.yml", ("naar de winkel", "supermarkt")),
        (Page, "privacy.nl", "text", "pages/privacy.nl.md", ("niets", "weinig")),
        (Municipality, "emmen", "intro", MUNICIPALITY, ("dicht bij huis", "in de buurt")),
        (Municipality, "emmen", "wmo_desk_id", MUNICIPALITY, ("desk: infohuus", "desk: klusdienst")),
        (Organization, "sedna", "name", f"{EMMEN}/organizations.yml", ("Welzijn in Emmen.", "Welzijn.")),
        (Need, "suicide", "description", "needs.yml", ("means: alles over suicide", "means: anders")),
    ],
)
def test_any_record_changed_by_an_editor_is_kept(
    filled: Session, folder: ContentFolder, model: Any, key: str, field: str, file: str, edit_file: tuple[str, str]
) -> None:
    setattr(filled.get_one(model, key), field, OF_AN_EDITOR[field])
    filled.commit()
    folder.edit(file, *edit_file)
    report = import_content(filled, content=folder.read(), by="set-up")
    filled.commit()
    filled.expire_all()
    assert (len(report.kept), report.updated) == (1, [])
    assert getattr(filled.get_one(model, key), field) == OF_AN_EDITOR[field]


def test_a_listing_that_an_editor_made_is_kept_when_a_file_has_the_same_key(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    folder.put(SERVICE, listing("wasservice"))
    content = folder.read()
    made = next(service for service in content.services["emmen"] if service.key == "wasservice")
    row = Service(id="wasservice")
    mapping.fill_service(row, made.model_copy(update={"name": "Van de redactie"}), "emmen")
    session.add(row)
    session.commit()
    assert run().kept == ["service/wasservice"]
    assert session.get_one(Service, "wasservice").name == "Van de redactie"


def test_the_same_change_by_an_editor_and_in_the_file_is_no_difference(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    edit(session, tier=1)
    folder.change(POINT, "infohuus", tier=1)
    report = run()
    assert (report.kept, report.updated) == ([], [])
    folder.change(POINT, "infohuus", tier=2)
    assert run().updated == ["service/infohuus"]


def test_a_listing_that_an_editor_deleted_stays_away(run: Import, session: Session, folder: ContentFolder) -> None:
    session.delete(session.get_one(Service, "klusdienst"))
    session.commit()
    for tier in (2, 3):
        folder.change(SERVICE, "klusdienst", tier=tier)
        assert run().kept == ["service/klusdienst"]
    assert session.get(Service, "klusdienst") is None


def test_a_listing_that_needs_what_an_editor_deleted_is_told_and_nothing_is_written(
    run: Import, session: Session, sessions: sessionmaker[Session], engine: Engine, folder: ContentFolder
) -> None:
    session.get_one(Service, "infohuus").organization = None
    for visit in session.query(Visit):
        visit.organization = None
    session.delete(session.get_one(Organization, "sedna"))
    session.commit()
    before = rows_of(engine)
    folder.change(SERVICE, "boodschappendienst", tier=2)
    folder.change(SERVICE, "klusdienst", organization="sedna")
    with pytest.raises(ContentError, match=r"service/klusdienst: uses organization/sedna"), sessions.begin() as other:
        import_content(other, content=folder.read(), by="set-up")
    assert rows_of(engine) == before


def test_a_place_that_goes_while_an_editor_s_listing_names_it_is_told_and_nothing_is_written(
    run: Import, session: Session, sessions: sessionmaker[Session], engine: Engine, folder: ContentFolder
) -> None:
    folder.change(POINT, "infohuus", places=["zwartemeer"])
    run()
    session.get_one(Service, "klusdienst").areas = [ServiceArea(place_id="emmen-angelslo")]
    session.commit()
    before = rows_of(engine)
    data = folder.load(MUNICIPALITY)
    del data["places"][0]
    folder.write(MUNICIPALITY, data)
    with pytest.raises(ContentError, match=r"'angelslo' .* service/klusdienst"), sessions.begin() as other:
        import_content(other, content=folder.read(), by="set-up")
    assert rows_of(engine) == before


def test_the_order_of_the_files_is_followed_also_for_what_an_editor_changed(
    run: Import, session: Session, folder: ContentFolder
) -> None:
    session.get_one(Helpline, "luisterlijn").note = "Van de redactie"
    session.commit()
    data = folder.load("helplines.yml")
    data["helplines"].reverse()
    folder.write("helplines.yml", data)
    run()
    assert session.get_one(Helpline, "luisterlijn").note == "Van de redactie"
    first = session.query(Helpline).order_by(Helpline.position).first()
    assert first is not None
    assert first.id == "luisterlijn"
