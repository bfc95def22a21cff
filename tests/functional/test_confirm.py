"""/controle/<token>: an organisation says through the link of a mail that its listing is right, or corrects it."""

import datetime as dt
import hashlib
from itertools import count

import pytest
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from sociale_kaart.actions import freshness
from sociale_kaart.actions.publishing import put_online
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.models import Metadata, Service, ServiceDraft
from tests.client import CheckingClient
from tests.functional.reading import by_id, field, heading, main, words
from webapp import reminders
from webapp.accounts.secret import read_secret_key
from webapp.reminders import CheckLink, make_link, read_link
from webapp.security import loggable
from webapp.settings import Settings
from webapp.wiring import Parts

_numbers = count(1)
LONG_AGO = dt.date(2001, 2, 3)
KIND = {"digest_method": hashlib.sha512}


@pytest.fixture
def club(parts: Parts) -> str:
    """The id of a published listing that no other test touches, checked long ago."""
    key = f"emmen-zangclub-{next(_numbers)}"
    document = ServiceDocument.model_validate(
        {
            "key": key,
            "kind": "activity",
            "name": f"Zangclub {key}",
            "organization": "sedna",
            "tier": 2,
            "needs": ["ontmoeting"],
            "status": "active",
            "summary": "Samen zingen in het dorpshuis.",
            "description": "Elke week zingen we samen.",
            "phones": [{"number": "0591-123456", "description": "balie"}, {"number": "06-12345678"}],
            "email": "zang@example.org",
            "location": {
                "name": "Dorpshuis",
                "address": {"address_1": "Dorpsstraat 1", "postal_code": "7894 AB", "city": "Zwartemeer"},
                "latitude": 52.72,
                "longitude": 7.04,
            },
            "source": "Een redacteur",
            "checked_on": LONG_AGO,
            "checked_by": "Iemand",
        }
    )
    with parts.sessions.begin() as session:
        put_online(session, document=document, municipality="emmen", reason=None, by="test")
    return key


@pytest.fixture
def link(settings: Settings, club: str) -> str:
    """The path of the link that the organisation got."""
    return make_link(settings, CheckLink(club, LONG_AGO)).removeprefix(settings.site_url)


def get_listing(parts: Parts, key: str) -> Service:
    with parts.sessions() as session:
        return session.get_one(Service, key)


def get_draft(parts: Parts, key: str) -> ServiceDraft | None:
    with parts.sessions() as session:
        return session.get(ServiceDraft, key)


def filled(client: CheckingClient, link: str, **changed: str) -> dict[str, str]:
    """The form for corrections as the page gives it, with some fields filled in differently."""
    tree = main(client.get(link))
    form = next(form for form in tree.iter("form") if any(e.get("name") == "sender" for e in form.iter()))
    sent = {e.get("name", ""): e.get("value", "") for e in form.iter("input")} | {"remark": ""}
    return sent | {"action": "correct"} | {name.replace("__", "."): value for name, value in changed.items()}


def send(client: CheckingClient, link: str, **changed: str) -> TestResponse:
    return client.post(link, data=filled(client, link, **changed))


def confirm(client: CheckingClient, link: str, **changed: str) -> TestResponse:
    seen = field(main(client.get(link)), "seen").get("value", "")
    return client.post(link, data={"action": "confirm", "seen": seen} | changed)


# --- looking ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_facts_without_an_account(passer_by: CheckingClient, link: str) -> None:
    response = passer_by.get(link)
    assert response.status_code == 200
    text = words(main(response))
    for fact in ("Zangclub", "Elke week zingen", "Dorpsstraat 1", "0591-123456", "zang@example.org", "Sedna"):
        assert fact in text
    assert "wat het kost" in text, "what is not known is asked for"


def test_the_page_is_for_who_has_the_link_alone(passer_by: CheckingClient, link: str) -> None:
    headers = passer_by.get(link).headers
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


def test_no_log_keeps_a_link(settings: Settings) -> None:
    path = make_link(settings, CheckLink("x", None)).removeprefix(settings.site_url)
    assert loggable(path) == "/controle/…"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(passer_by: CheckingClient, parts: Parts, club: str, link: str, method: str) -> None:
    for _ in range(3):
        getattr(passer_by, method)(f"{link}?action=confirm&seen=1")
    assert get_listing(parts, club).checked_on == LONG_AGO
    assert "Alles klopt nog" in words(main(passer_by.get(link)))


def test_the_page_speaks_english(passer_by: CheckingClient, link: str) -> None:
    assert passer_by.get(f"{link}?lang=en").headers["Content-Language"] == "en"


# --- all is right ----------------------------------------------------------------------------------------------------
def test_one_press_confirms(passer_by: CheckingClient, parts: Parts, club: str, link: str) -> None:
    response = confirm(passer_by, link)
    assert response.status_code == 303
    thanks = passer_by.get(response.headers["Location"])
    assert heading(thanks) == "Dank u wel"
    assert "door Welzijnsgroep Sedna" in words(main(thanks))
    listing = get_listing(parts, club)
    assert (listing.checked_on, listing.checked_by) == (reminders.today(), "Welzijnsgroep Sedna")
    with parts.sessions() as session:
        event = session.query(Metadata).filter_by(resource_id=club).order_by(Metadata.id.desc()).first()
        assert event is not None
        assert (event.updated_by, set(event.changes)) == ("link", {"checked_on", "checked_by"})


def test_confirming_lifts_the_mark_for_residents(passer_by: CheckingClient, parts: Parts, club: str, link: str) -> None:
    with parts.sessions.begin() as session:
        freshness.mark_unconfirmed(session, service_id=club, checked_on=LONG_AGO, now=dt.datetime.now(dt.UTC))
    assert get_listing(parts, club).is_unconfirmed
    confirm(passer_by, link)
    assert "Niet bevestigd" not in words(main(passer_by.get(f"/hulp/{club}")))


def test_residents_see_what_nobody_confirmed(passer_by: CheckingClient, parts: Parts, club: str) -> None:
    with parts.sessions.begin() as session:
        freshness.mark_unconfirmed(session, service_id=club, checked_on=LONG_AGO, now=dt.datetime.now(dt.UTC))
    text = words(main(passer_by.get(f"/hulp/{club}")))
    assert "Niet bevestigd" in text
    assert "Bel of mail eerst" in text


def test_a_link_that_was_used_says_so(passer_by: CheckingClient, parts: Parts, club: str, link: str) -> None:
    confirm(passer_by, link)
    assert heading(passer_by.get(link)) == "Deze link is al gebruikt"
    version = get_listing(parts, club).version
    for sent in ({"action": "confirm", "seen": str(version)}, {"action": "correct", "remark": "Toch niet."}):
        assert heading(passer_by.post(link, data=sent)) == "Deze link is al gebruikt"
    assert get_listing(parts, club).version == version
    assert get_draft(parts, club) is None


def test_a_link_has_done_its_work_when_an_editor_checked(
    passer_by: CheckingClient, parts: Parts, club: str, link: str
) -> None:
    with parts.sessions.begin() as session:
        session.get_one(Service, club).checked_on = reminders.today()
    assert heading(passer_by.get(link)) == "Deze link is al gebruikt"


@pytest.mark.parametrize("seen", ["", "x", "0", "999", "-1"])
def test_nobody_confirms_what_they_did_not_see(
    passer_by: CheckingClient, parts: Parts, club: str, link: str, seen: str
) -> None:
    response = confirm(passer_by, link, seen=seen)
    assert response.status_code == 409
    assert "net veranderd" in words(main(response))
    assert get_listing(parts, club).checked_on == LONG_AGO
    again = field(main(response), "seen").get("value", "")
    assert passer_by.post(link, data={"action": "confirm", "seen": again}).status_code == 303


# --- something is not ------------------------------------------------------------------------------------------------
def test_a_correction_is_sent_in_and_waits_for_review(
    passer_by: CheckingClient, mark: CheckingClient, parts: Parts, club: str, link: str
) -> None:
    response = send(
        passer_by,
        link,
        email="nieuw@example.org",
        phones__0__number="0591-654321",
        remark="Nieuwe balie.",
        sender="Jan",
    )
    assert response.status_code == 303
    thanks = passer_by.get(response.headers["Location"])
    assert "De gemeente kijkt ernaar" in words(main(thanks))
    draft = get_draft(parts, club)
    assert draft is not None
    assert (draft.state, draft.reason, draft.edited_by) == ("submitted", "Nieuwe balie.", "link:Jan")
    assert draft.document["phones"] == [{"number": "0591-654321", "description": "balie"}, {"number": "06-12345678"}]
    assert draft.document["location"]["latitude"] == 52.72
    assert "zang@example.org" in words(main(passer_by.get(f"/hulp/{club}"))), "nothing is online yet"
    review = mark.get(f"/beheer/hulp/{club}/beoordelen").get_data(as_text=True)
    assert "nieuw@example.org" in review
    assert "Nieuwe balie." in review


def test_a_correction_used_the_link(passer_by: CheckingClient, parts: Parts, club: str, link: str) -> None:
    send(passer_by, link, remark="Wij zijn nu op woensdag.")
    response = passer_by.get(link)
    assert heading(response) == "Deze link is al gebruikt"
    assert "De gemeente kijkt ernaar" in words(main(response))
    draft = get_draft(parts, club)
    passer_by.post(link, data={"action": "correct", "remark": "Nog eens."})
    again = get_draft(parts, club)
    assert draft is not None
    assert again is not None
    assert again.reason == draft.reason


def test_once_approved_it_is_checked_as_well(
    passer_by: CheckingClient, mark: CheckingClient, parts: Parts, club: str, link: str
) -> None:
    send(passer_by, link, email="nieuw@example.org")
    review = main(mark.get(f"/beheer/hulp/{club}/beoordelen"))
    seen = field(review, "seen").get("value", "")
    assert mark.post(f"/beheer/hulp/{club}/beoordelen", data={"action": "publish", "seen": seen}).status_code == 303
    listing = get_listing(parts, club)
    assert (listing.email, listing.checked_on) == ("nieuw@example.org", reminders.today())
    assert listing.checked_by == "Welzijnsgroep Sedna"


def test_another_address_loses_the_point_on_the_map(
    passer_by: CheckingClient, parts: Parts, club: str, link: str
) -> None:
    send(passer_by, link, location__address__address_1="Kade 2")
    draft = get_draft(parts, club)
    assert draft is not None
    assert draft.document["location"] == {
        "name": "Dorpshuis",
        "address": {"address_1": "Kade 2", "postal_code": "7894 AB", "city": "Zwartemeer"},
    }


def test_what_is_emptied_goes(passer_by: CheckingClient, parts: Parts, club: str, link: str) -> None:
    empty = dict.fromkeys(("email", "phones__0__number", *(f"location__address__{part}" for part in PARTS)), "")
    assert send(passer_by, link, **empty).status_code == 303
    draft = get_draft(parts, club)
    assert draft is not None
    assert "email" not in draft.document
    assert draft.document["phones"] == [{"number": "06-12345678"}]
    assert draft.document["location"] == {"name": "Dorpshuis"}


PARTS = ("address_1", "postal_code", "city")
WRONG: list[tuple[dict[str, str], str]] = [
    ({"phones__0__number": "12"}, "phones.0.number"),
    ({"email": "geen adres"}, "email"),
    ({"url": "javascript:alert(1)"}, "url"),
    ({"location__address__postal_code": "12345"}, "location.address.postal_code"),
    ({"location__address__city": ""}, "location.address.city"),
    ({"email": "x" * 300 + "@example.org"}, "email"),
    ({"remark": "x" * 2_001}, "remark"),
    ({"sender": "x" * 101}, "sender"),
    ({}, "remark"),
]


@pytest.mark.parametrize(("changed", "wrong"), WRONG)
def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_still_there(
    passer_by: CheckingClient, parts: Parts, club: str, link: str, changed: dict[str, str], wrong: str
) -> None:
    response = send(passer_by, link, **({"remark": "Zie het veld.\nDank u."} if changed else {}) | changed)
    assert response.status_code == 422
    tree = main(response)
    assert field(tree, wrong).get("aria-invalid") == "true"
    assert words(by_id(tree, f"{wrong}-fout"))
    for name, value in changed.items():
        found = field(tree, name.replace("__", "."))
        assert (found.get("value") if found.tag == "input" else (found.text or "").removeprefix("\n")) == value
    assert get_draft(parts, club) is None


def test_what_is_hostile_is_shown_as_it_was_written(
    passer_by: CheckingClient, mark: CheckingClient, club: str, link: str
) -> None:
    script = "<script>alert(1)</script>\x00"
    response = send(passer_by, link, remark=script, email='"><script>')
    assert response.status_code == 422
    assert "<script>alert" not in response.get_data(as_text=True)
    send(passer_by, link, remark=script, sender=script)
    html = mark.get(f"/beheer/hulp/{club}/beoordelen").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


# --- links that lead nowhere -----------------------------------------------------------------------------------------
def sent_long_ago(settings: Settings, key: str) -> str:
    class Earlier(URLSafeTimedSerializer):
        class default_signer(URLSafeTimedSerializer.default_signer):  # type: ignore[misc,name-defined]  # noqa: N801
            def get_timestamp(self) -> int:
                return int(super().get_timestamp() - reminders.LASTS.total_seconds() - 60)

    return str(Earlier(read_secret_key(settings), salt="check", signer_kwargs=KIND).dumps([key, LONG_AGO.isoformat()]))


def test_a_link_that_has_expired_says_so(
    passer_by: CheckingClient, parts: Parts, settings: Settings, club: str
) -> None:
    token = sent_long_ago(settings, club)
    for response in (passer_by.get(f"/controle/{token}"), passer_by.post(f"/controle/{token}")):
        assert response.status_code == 410
        assert heading(response) == "Deze link is verlopen."
    assert get_listing(parts, club).checked_on == LONG_AGO


def test_a_link_that_was_tampered_with_does_nothing(
    passer_by: CheckingClient, parts: Parts, settings: Settings, club: str, link: str
) -> None:
    token = link.rpartition("/")[2]
    other = make_link(settings, CheckLink("zelf-tuin", None)).rpartition("/")[2]
    body, rest = token.split(".", 1)
    about, secret = [club, LONG_AGO.isoformat()], read_secret_key(settings)
    assert read_link(settings, str(URLSafeTimedSerializer(secret, salt="check", signer_kwargs=KIND).dumps(about)))
    foreign = URLSafeTimedSerializer("x" * 40, salt="check", signer_kwargs=KIND).dumps(about)
    reset = URLSafeTimedSerializer(secret, salt="invitation", signer_kwargs=KIND).dumps(about)
    swapped = f"{other.split('.', 1)[0]}.{rest}"
    for broken in (token[:-1], token[1:], f"{token}x", body, swapped, foreign, reset, "onzin", "%00", "."):
        for response in (passer_by.get(f"/controle/{broken}"), passer_by.post(f"/controle/{broken}")):
            assert response.status_code == 404, broken
            assert heading(response)
    assert get_listing(parts, club).checked_on == LONG_AGO


def test_a_listing_that_is_gone_is_a_kind_page(passer_by: CheckingClient, parts: Parts, club: str, link: str) -> None:
    with parts.sessions.begin() as session:
        session.get_one(Service, club).status = "archived"
    for response in (passer_by.get(link), passer_by.post(link)):
        assert response.status_code == 410
        assert heading(response) == "Deze hulp staat niet meer op Meedoen."
