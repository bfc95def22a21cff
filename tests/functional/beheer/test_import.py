"""/beheer/inlezen: a table is sent, checked row by row, and read in as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from sociale_kaart.actions import import_jobs
from sociale_kaart.actions.drafts import save_draft
from sociale_kaart.actions.publishing import put_online
from sociale_kaart.actors import Actor, Role
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.tables import write_csv, write_xlsx
from sociale_kaart.models import ImportJob, ImportRow, Metadata, Service, ServiceDraft
from sociale_kaart.queries.drafts import get_working_copy
from sociale_kaart.search.index import read_generation
from tests.client import CheckingClient
from tests.staff import Cast, log_in, with_token
from webapp import imports
from webapp.jobs import Work
from webapp.wiring import Parts

Data = dict[str, Any]
Send = Callable[..., str]
NEW: Data = {
    "kind": "activity",
    "name": "Sjoelen in de kantine",
    "tier": 2,
    "needs": ["ontmoeting"],
    "places": ["zwartemeer"],
    "status": "active",
    "summary": "Elke week sjoelen met de buurt.",
    "description": "Iedereen mag komen sjoelen. U hoeft het niet te kunnen.",
    "source": "Een redacteur",
    "municipality": "emmen",
}


@pytest.fixture
def mark(app: Flask, cast: Cast, parts: Parts) -> Iterator[CheckingClient]:
    """Mark; what he sent is gone afterwards."""
    yield log_in(app, cast["mark"])
    finish(parts)
    with parts.sessions.begin() as session:
        session.execute(ImportJob.__table__.delete())  # type: ignore[attr-defined]


def finish(parts: Parts) -> None:
    """Do all that waits here, or wait until the process that the page started has done it."""
    imports.run_waiting(Work(parts.settings, parts.sessions))
    for _attempt in range(300):
        with parts.sessions() as session:
            busy = select(func.count()).select_from(ImportJob).where(ImportJob.state.in_(("waiting", "running")))
            if not session.scalar(busy):
                return
        time.sleep(0.1)
    raise TimeoutError


def post(client: CheckingClient, content: bytes, filename: str = "hulp.csv") -> TestResponse:
    return client.post("/beheer/inlezen", data={"file": (BytesIO(content), filename)})


@pytest.fixture
def send(parts: Parts, mark: CheckingClient) -> Send:
    """Sends a file and has it checked; gives the address of what is told of it."""

    def send(content: bytes | list[Data], filename: str = "hulp.csv") -> str:
        if isinstance(content, list):
            content = write_xlsx(content) if filename.endswith("xlsx") else b"".join(write_csv(content))
        answer = post(mark, content, filename)
        assert answer.status_code == 303
        finish(parts)
        return answer.headers["Location"]

    return send


def page_of(client: CheckingClient, url: str) -> str:
    return client.get(url).get_data(as_text=True)


def online(parts: Parts, key: str) -> Data | None:
    with parts.sessions() as session:
        service = session.get(Service, key)
        return mapping.service_document(service).as_data() if service else None


def changed(parts: Parts, key: str, **fields: Any) -> Data:
    """The listing as it would stand in a table, with other values."""
    return (online(parts, key) or {}) | {"municipality": "emmen"} | fields


def write(parts: Parts, client: CheckingClient, url: str, **form: str) -> str:
    assert client.post(url, data={"action": "write"} | form).status_code == 303
    finish(parts)
    return page_of(client, url)


@pytest.mark.parametrize("filename", ["hulp.csv", "hulp.xlsx"])
def test_first_every_row_is_shown_and_nothing_is_written(
    parts: Parts, mark: CheckingClient, send: Send, club: str, filename: str
) -> None:
    key = f"{club}-nieuw"
    same = changed(parts, "emmen-servicepunt-zwartemeer")
    url = send([NEW | {"key": key}, changed(parts, club, summary="Nu met thee erbij."), same], filename)
    page = page_of(mark, url)
    assert "Nu met thee erbij." in page
    assert "Samen breien en koffie drinken." in page, "what it is now"
    assert "Rij 4" in page
    assert "Lees dit in" in page
    for verdict in ("created", "updated", "unchanged"):
        assert page_of(mark, f"{url}?toon={verdict}").count('class="nl-data-badge"') == 1
    assert online(parts, key) is None
    assert (online(parts, club) or {})["summary"] == "Samen breien en koffie drinken."


def test_then_all_of_it_is_read_in_with_its_history(
    parts: Parts, mark: CheckingClient, send: Send, club: str, cast: Cast, passer_by: CheckingClient
) -> None:
    key = f"{club}-nieuw"
    url = send([NEW | {"key": key}, changed(parts, club, summary="Nu met thee erbij.")])
    assert "Ingelezen. Alles staat online." in write(parts, mark, url, reason="De lijst van mei")
    assert "sjoelen" in passer_by.get(f"/hulp/{key}").get_data(as_text=True)
    assert (online(parts, club) or {})["summary"] == "Nu met thee erbij."
    with parts.sessions() as session:
        of = select(Metadata).where(Metadata.resource_id == club).order_by(Metadata.id.desc()).limit(1)
        event = session.scalars(of).one()
        assert (event.updated_by, event.reason) == (f"user:{cast['mark']}", "De lijst van mei")
        assert set(event.changes) == {"summary"}
        job = session.scalars(select(ImportJob)).one()
        assert job.content is None, "the file is kept no longer than it is needed"
    assert mark.post(url, data={"action": "write"}).status_code == 409, "once"
    assert read_generation(parts.settings.data_dir / "index") is not None


def test_what_is_wrong_is_told_at_its_row_and_column_and_stops_all_of_it(
    parts: Parts, mark: CheckingClient, send: Send, club: str
) -> None:
    good = NEW | {"key": f"{club}-goed"}
    bad = NEW | {"key": f"{club}-fout", "phones": [{"number": "0591-123456"}], "free": True}
    other = NEW | {"key": f"{club}-ook", "needs": ["bestaat-niet"]}
    table = b"".join(write_csv([good, bad, other])).replace(b"0591-123456", b"12").replace(b";ja;", b";misschien;")
    url = send(table)
    page = page_of(mark, f"{url}?toon=wrong")
    assert "Rij 3" in page
    for told in (
        "Telefoon, regel 1: Dit telefoonnummer herkennen we niet.",
        "Hulpvragen: Een van deze hulpvragen bestaat niet.",
        "Gratis: Schrijf ja of nee.",
    ):
        assert told in page
    assert "Lees dit in" not in page
    assert mark.post(url, data={"action": "write"}).status_code == 409
    finish(parts)
    assert online(parts, good["key"]) is None


def test_what_was_taken_away_and_is_sent_back_changes_nothing(mark: CheckingClient, send: Send, club: str) -> None:
    assert club
    page = page_of(mark, send(mark.get("/beheer/hulp/uitvoer.xlsx").data, "hulp.xlsx"))
    assert "Alles in dit bestand staat al zo online." in page


@pytest.mark.parametrize(
    ("content", "filename", "told"),
    [
        (b"\x00\x01onzin", "plaatje.png", "Dit is geen CSV of Excel"),
        (b"Sleutel;Kleur\nx;rood\n", "hulp.csv", "Kleur: Deze kolom kennen we niet."),
        (b"Naam\nx\n", "hulp.csv", "De kolom &#39;Sleutel&#39; is er niet"),
        (b"Sleutel\nx\nx\n", "hulp.csv", "x, rij 2, 3: Deze sleutel staat er twee keer in."),
        (b"PK\x03\x04kapot", "hulp.xlsx", "Dit bestand is stuk"),
    ],
)
def test_a_file_that_is_no_table(mark: CheckingClient, send: Send, content: bytes, filename: str, told: str) -> None:
    assert told in page_of(mark, send(content, filename))


def test_no_file_and_an_empty_one_are_told_at_the_field(mark: CheckingClient) -> None:
    nothing = mark.post("/beheer/inlezen", data={})
    assert nothing.status_code == 422
    assert "Kies een bestand." in nothing.get_data(as_text=True)
    empty = post(mark, b" \n")
    assert empty.status_code == 422
    assert "Dit bestand is leeg." in empty.get_data(as_text=True)


def test_a_large_file_is_taken_and_one_that_is_too_large_is_refused_kindly(
    app: Flask, parts: Parts, mark: CheckingClient, vera: CheckingClient
) -> None:
    assert post(mark, b"Sleutel\n" + b"x" * 200_000).status_code == 303
    refused = post(mark, b"Sleutel\n" + b"x" * 11_000_000)
    assert refused.status_code == 413
    assert "Dit bestand is te groot" in refused.get_data(as_text=True)
    assert mark.post("/beheer/hulp/samen", data={"id": "x" * 200_000}).status_code == 413, "only for files"
    assert post(vera, b"Sleutel\nx").status_code == 403
    for nobody in (vera, with_token(app)):
        assert post(nobody, b"x" * 11_000_000).headers["Location"] == "/beheer/inlezen"
    finish(parts)


def test_a_listing_that_changed_since_is_told_and_nothing_is_written(
    parts: Parts, mark: CheckingClient, send: Send, club: str
) -> None:
    key = f"{club}-nieuw"
    url = send([NEW | {"key": key}, changed(parts, club, summary="Nu met thee erbij.")])
    with parts.sessions.begin() as session:
        document = mapping.service_document(session.get_one(Service, club))
        newer = document.model_copy(update={"url": "https://brei.example.org"})
        put_online(session, document=newer, municipality="emmen", reason=None, by="test")
    page = write(parts, mark, url)
    assert "Er is niets ingelezen." in page
    assert f'href="/beheer/hulp/{club}"' in page
    assert online(parts, key) is None
    assert (online(parts, club) or {})["summary"] == "Samen breien en koffie drinken."
    assert mark.post(url, data={"action": "check"}).status_code == 303
    finish(parts)
    assert "Lees dit in" in page_of(mark, url), "checked again, it may go in"


def test_a_draft_of_a_listing_stays(parts: Parts, mark: CheckingClient, send: Send, club: str) -> None:
    olga = Actor("user:0", Role.ADMINISTRATOR)
    with parts.sessions.begin() as session:
        copy = get_working_copy(session, club)
        data = copy.data | {"description": "Een concept dat nog niet klaar is."}
        save_draft(session, service_id=club, data=data, seen=copy.seen, by=olga)
    write(parts, mark, send([changed(parts, club, summary="Nu met thee erbij.")]))
    with parts.sessions() as session:
        assert session.get_one(ServiceDraft, club).document["description"] == data["description"]
        assert get_working_copy(session, club).data["summary"] == "Nu met thee erbij."


def test_other_municipalities_are_out_of_reach(parts: Parts, mark: CheckingClient, send: Send) -> None:
    with parts.sessions() as session:
        theirs = session.scalars(select(Service).where(Service.municipality_id == "assen").order_by(Service.id)).first()
        assert theirs is not None
        data = mapping.service_document(theirs).as_data()
    moved = changed(parts, "emmen-servicepunt-zwartemeer", municipality="assen", places=[])
    rows = [
        data | {"municipality": "assen", "name": "Van ons"},
        moved,
        NEW | {"key": "x-landelijk", "municipality": None},
    ]
    url = send(rows)
    assert page_of(mark, f"{url}?toon=wrong").count("Deze hulp is niet van uw gemeente.") == 3


def test_someone_elses_file_is_not_there(mark: CheckingClient, ada: CheckingClient, send: Send) -> None:
    url = send([NEW | {"key": "x-nieuw"}])
    assert ada.get(url).status_code == 404
    assert ada.post(url, data={"action": "write"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "2147483647", "99999999999999999999", "-1", "x"])
def test_a_file_that_is_not_there(mark: CheckingClient, number: str) -> None:
    assert mark.get(f"/beheer/inlezen/{number}").status_code == 404


def test_a_file_can_be_thrown_away(mark: CheckingClient, send: Send) -> None:
    url = send([NEW | {"key": "x-nieuw"}])
    assert mark.post(url, data={"action": "discard"}).status_code == 303
    assert mark.get(url).status_code == 404


def test_the_page_follows_it_with_and_without_javascript(parts: Parts, mark: CheckingClient) -> None:
    now = dt.datetime.now(dt.UTC)
    url = post(mark, b"Sleutel\nx\n").headers["Location"]
    finish(parts)
    with parts.sessions.begin() as session:
        session.execute(update(ImportJob).values(state="running", done=2, total=5, alive_on=now))
    page = page_of(mark, url)
    assert "Nagekeken: 2 van 5 rijen." in page
    assert 'http-equiv="refresh"' in page
    part = mark.get(url, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert 'value="2"' in part
    with parts.sessions.begin() as session:
        session.execute(update(ImportJob).values(state="ready"))
    assert mark.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_hostile_texts_are_only_text(mark: CheckingClient, send: Send) -> None:
    url = send([NEW | {"key": "x-kwaad", "name": "<script>alert(1)</script>", "summary": "=HYPERLINK(1) en meer"}])
    assert "&lt;script&gt;" in page_of(mark, url)


def test_files_of_yesterday_are_deleted(parts: Parts, mark: CheckingClient, send: Send) -> None:
    send([NEW | {"key": "x-nieuw"}])
    with parts.sessions.begin() as session:
        assert import_jobs.purge(session, now=dt.datetime.now(dt.UTC)) == 0
        assert import_jobs.purge(session, now=dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)) == 1
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 0
