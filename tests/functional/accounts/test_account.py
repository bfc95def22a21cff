"""/beheer/account: one's own account."""

from tests.client import CheckingClient
from tests.functional.accounts.conftest import Person
from tests.functional.reading import main, paths, words


def test_everyone_sees_their_own_account(
    olga: CheckingClient, mark: CheckingClient, vera: CheckingClient, ada: CheckingClient
) -> None:
    names = ("Olga Smit", "Mark de Vries", "Vera Bakker", "Ada Jansen")
    roles = ("Redacteur van een organisatie", "Redacteur van een gemeente", "Vrijwilliger", "Beheerder")
    for client, name, role in zip((olga, mark, vera, ada), names, roles, strict=True):
        text = words(main(client.get("/beheer/account")))
        assert name in text
        assert role in text


def test_it_leads_to_every_way_to_log_in(hans: Person) -> None:
    found = paths(main(hans.browser.get("/beheer/account")))
    assert found == [
        "/beheer/account/wachtwoord",
        "/beheer/account/code",
        "/beheer/account/herstelcodes",
        "/beheer/account/passkeys",
    ]


def test_it_is_there_in_english(hans: Person) -> None:
    assert "How you log in" in words(main(hans.browser.get("/beheer/account?lang=en")))
