"""/beheer/gebruikers/<id>: what an administrator does with one account."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from sociale_kaart.models import Metadata, OutboxMail
from tests.client import CheckingClient
from tests.functional.accounts.authenticator import Authenticator
from tests.functional.accounts.conftest import Person, link_in, new_browser, send
from tests.functional.accounts.test_code import recovery_codes, turn_on
from tests.functional.accounts.test_passkeys import add, passkeys, use
from tests.functional.reading import main, words
from tests.staff import Cast
from webapp.extensions import parts_of

Mails = Callable[[str], list[OutboxMail]]


def press(ada: CheckingClient, person: int, button: str, **form: str) -> TestResponse:
    return send(ada, f"/beheer/gebruikers/{person}", {"do": button, **form})


def events(app: Flask, person: int) -> list[tuple[str, dict[str, object]]]:
    with parts_of(app).sessions() as session:
        query = select(Metadata).where(Metadata.resource_id == f"user:{person}").order_by(Metadata.id)
        return [(event.last_action_type, event.changes) for event in session.scalars(query)]


def test_another_role_holds_at_once(ada: CheckingClient, hans: Person) -> None:
    assert hans.browser.get("/beheer/gebruikers").status_code == 403
    press(ada, hans.id, "position", role="administrator")
    assert hans.browser.get("/beheer/gebruikers").status_code == 200
    assert events(hans.app, hans.id) == [
        ("updated", {"role": ["municipality_editor", "administrator"], "municipality": ["emmen", None]})
    ]


def test_the_same_role_again_is_no_event(ada: CheckingClient, iris: Person) -> None:
    press(ada, iris.id, "position", role="municipality_editor", municipality="emmen")
    assert events(iris.app, iris.id) == []


def test_a_role_without_its_place_is_refused(ada: CheckingClient, iris: Person) -> None:
    response = press(ada, iris.id, "position", role="organization_editor")
    assert response.status_code == 422
    assert "Kies een organisatie" in words(main(response))
    assert iris.row.role == "municipality_editor"


def test_a_disabled_account_is_out_at_once_and_can_come_back(ada: CheckingClient, hans: Person) -> None:
    press(ada, hans.id, "disable")
    assert not hans.is_logged_in()
    hans.log_in()
    assert not hans.is_logged_in()
    press(ada, hans.id, "enable")
    assert not hans.is_logged_in(), "the old session does not come back"
    hans.log_in()
    assert hans.is_logged_in()
    assert events(hans.app, hans.id) == [("updated", {"active": [True, False]}), ("updated", {"active": [False, True]})]


def test_an_invitation_can_be_sent_again(ada: CheckingClient, make_person: Callable[..., Person], mails: Mails) -> None:
    person = make_person(password=None)
    press(ada, person.id, "invite")
    assert person.browser.get(link_in(mails(person.email)[0])).status_code == 200


def test_who_has_a_password_gets_no_invitation(ada: CheckingClient, iris: Person, mails: Mails) -> None:
    assert press(ada, iris.id, "invite").status_code == 403
    assert mails(iris.email) == []


def test_who_lost_the_phone_is_helped(ada: CheckingClient, hans: Person) -> None:
    device = Authenticator()
    add(hans, device)
    recovery_codes(hans)
    turn_on(hans)
    press(ada, hans.id, "second_step")
    assert (hans.row.tf_totp_secret, hans.row.mf_recovery_codes) == (None, None)
    assert passkeys(hans) == []
    assert not hans.is_logged_in()
    hans.browser = new_browser(hans.app)
    use(hans.browser, device)
    assert not hans.is_logged_in()
    hans.log_in()
    assert hans.is_logged_in()


# -- Erasing -------------------------------------------------------------------------------------------------


def test_erasing_leaves_the_key_and_nothing_personal(ada: CheckingClient, hans: Person) -> None:
    add(hans, Authenticator())
    recovery_codes(hans)
    turn_on(hans)
    press(ada, hans.id, "erase", sure="yes")
    row = hans.row
    assert row.key == f"user:{hans.id}"
    assert row.erased_on is not None
    assert not row.active
    kept = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    assert {name for name, value in kept.items() if value not in (None, 0, False)} == {
        "id",
        "role",
        "created_on",
        "erased_on",
        "fs_uniquifier",
    }
    assert passkeys(hans) == []
    assert not hans.is_logged_in()
    assert events(hans.app, hans.id)[-1] == ("erased", {})


def test_nothing_of_an_erased_person_is_left_in_the_database(ada: CheckingClient, iris: Person, mails: Mails) -> None:
    send(iris.browser, "/beheer/wachtwoord-vergeten", {"email": iris.email})
    assert len(mails(iris.email)) == 1
    press(ada, iris.id, "erase", sure="yes")
    with parts_of(iris.app).engine.connect() as connection:
        dump = "\n".join(connection.connection.iterdump())  # type: ignore[attr-defined]
    assert iris.email not in dump


def test_an_erased_person_is_called_former_colleague(ada: CheckingClient, iris: Person) -> None:
    press(ada, iris.id, "erase", sure="yes")
    assert f"Oud-medewerker {iris.id}" in words(main(ada.get("/beheer/gebruikers")))
    assert "Oud-medewerker" in words(main(ada.get(f"/beheer/gebruikers/{iris.id}")))


def test_an_erased_account_stays_so(ada: CheckingClient, iris: Person) -> None:
    press(ada, iris.id, "erase", sure="yes")
    for button in ("enable", "invite", "position", "erase"):
        form = {"do": button, "role": "administrator", "sure": "yes"}
        assert ada.post(f"/beheer/gebruikers/{iris.id}", data=form).status_code == 403
    assert not iris.row.active


def test_the_same_address_can_be_invited_again(ada: CheckingClient, iris: Person) -> None:
    press(ada, iris.id, "erase", sure="yes")
    typed = {"email": iris.email, "name": "Iris", "role": "volunteer", "municipality": "emmen"}
    assert send(ada, "/beheer/gebruikers/nieuw", typed).status_code == 302


def test_erasing_without_the_tick_erases_nothing(ada: CheckingClient, iris: Person) -> None:
    response = press(ada, iris.id, "erase")
    assert response.status_code == 422
    assert "Zet eerst het vinkje" in words(main(response))
    assert iris.row.email == iris.email


@pytest.mark.parametrize("button", ["disable", "erase", "position"])
def test_nobody_shuts_out_themselves(ada: CheckingClient, cast: Cast, button: str) -> None:
    response = press(ada, cast["ada"], button, sure="yes", role="volunteer", municipality="emmen")
    assert response.status_code == 422
    assert "uw eigen account" in words(main(response))
    assert ada.get("/beheer/gebruikers").status_code == 200


@pytest.mark.parametrize("button", ["", "onzin", "<script>"])
def test_an_unknown_button_does_nothing(ada: CheckingClient, iris: Person, button: str) -> None:
    assert press(ada, iris.id, button).status_code == 403


def test_there_is_no_page_of_nobody(ada: CheckingClient) -> None:
    assert ada.get("/beheer/gebruikers/999999").status_code == 404
    assert ada.get("/beheer/gebruikers/atlantis").status_code == 404
