"""Every address of the application, and who may use it: each is tried by each role. A new route must be listed here."""

import pytest
from flask import Flask

from sociale_kaart.actors import Role
from tests.client import CheckingClient
from tests.staff import Cast, log_in, with_token

EVERYONE = None
STAFF = frozenset(Role)
EDITORS = STAFF - {Role.VOLUNTEER}
PUBLISHERS = EDITORS - {Role.ORGANIZATION_EDITOR}
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

# A public address that vanishes needs a redirect, and stays in this list.
ROUTES = {
    ("/", "GET"): EVERYONE,
    ("/<slug>", "GET"): EVERYONE,
    ("/api/v1/chat", "POST"): EVERYONE,
    ("/api/v1/search", "GET"): EVERYONE,
    ("/chat", "GET"): EVERYONE,
    ("/chat", "POST"): EVERYONE,
    ("/chat/opnieuw", "POST"): EVERYONE,
    ("/chat/wissen", "POST"): EVERYONE,
    ("/controle/<token>", "GET"): EVERYONE,
    ("/controle/<token>", "POST"): EVERYONE,
    ("/gemeente/<key>", "GET"): EVERYONE,
    ("/gemeente/<key>/<place_key>", "GET"): EVERYONE,
    ("/gemeenten", "GET"): EVERYONE,
    ("/healthz", "GET"): EVERYONE,
    ("/hulp/<service_id>", "GET"): EVERYONE,
    ("/hulp/<service_id>/melding", "GET"): EVERYONE,
    ("/hulp/<service_id>/melding", "POST"): EVERYONE,
    ("/hulplijnen", "GET"): EVERYONE,
    ("/hulpvraag/<key>", "GET"): EVERYONE,
    ("/mijn-plaats", "GET"): EVERYONE,
    ("/mijn-plaats", "POST"): EVERYONE,
    ("/onderwerp/<key>", "GET"): EVERYONE,
    ("/rasa/webhook", "POST"): EVERYONE,
    ("/robots.txt", "GET"): EVERYONE,
    ("/servicepunt/<service_id>", "GET"): EVERYONE,
    ("/sitemap.xml", "GET"): EVERYONE,
    ("/thema/<key>.css", "GET"): EVERYONE,
    ("/zoeken", "GET"): EVERYONE,
    # Logging in. The pages after the first step send whoever has not taken it back to the first.
    ("/beheer/inloggen", "GET"): EVERYONE,
    ("/beheer/inloggen", "POST"): EVERYONE,
    ("/beheer/inloggen/code", "GET"): EVERYONE,
    ("/beheer/inloggen/code", "POST"): EVERYONE,
    ("/beheer/inloggen/herstelcode", "GET"): EVERYONE,
    ("/beheer/inloggen/herstelcode", "POST"): EVERYONE,
    ("/beheer/inloggen/hulp", "GET"): EVERYONE,
    ("/beheer/inloggen/hulp", "POST"): EVERYONE,
    ("/beheer/inloggen/keuze", "GET"): EVERYONE,
    ("/beheer/inloggen/keuze", "POST"): EVERYONE,
    ("/beheer/inloggen/passkey", "GET"): EVERYONE,
    ("/beheer/inloggen/passkey", "POST"): EVERYONE,
    ("/beheer/inloggen/passkey/<token>", "POST"): EVERYONE,
    ("/beheer/uitloggen", "POST"): EVERYONE,
    ("/beheer/wachtwoord-vergeten", "GET"): EVERYONE,
    ("/beheer/wachtwoord-vergeten", "POST"): EVERYONE,
    ("/beheer/wachtwoord-vergeten/<token>", "GET"): EVERYONE,
    ("/beheer/wachtwoord-vergeten/<token>", "POST"): EVERYONE,
    ("/beheer/welkom", "GET"): EVERYONE,
    ("/beheer/welkom", "POST"): EVERYONE,
    # One's own account. Turning the code of an app on has a page for logging in too, which sends strangers away.
    ("/beheer/account", "GET"): STAFF,
    ("/beheer/account/code", "GET"): EVERYONE,
    ("/beheer/account/code", "POST"): EVERYONE,
    ("/beheer/account/code/<token>", "POST"): STAFF,
    ("/beheer/account/herstelcodes", "GET"): STAFF,
    ("/beheer/account/herstelcodes", "POST"): STAFF,
    ("/beheer/account/passkeys", "GET"): STAFF,
    ("/beheer/account/passkeys", "POST"): STAFF,
    ("/beheer/account/passkeys-weg", "GET"): STAFF,
    ("/beheer/account/passkeys-weg", "POST"): STAFF,
    ("/beheer/account/passkeys/<token>", "POST"): STAFF,
    ("/beheer/account/wachtwoord", "GET"): STAFF,
    ("/beheer/account/wachtwoord", "POST"): STAFF,
    ("/beheer/bevestigen", "GET"): STAFF,
    ("/beheer/bevestigen", "POST"): STAFF,
    ("/beheer/bevestigen/passkey", "GET"): STAFF,
    ("/beheer/bevestigen/passkey", "POST"): STAFF,
    ("/beheer/bevestigen/passkey/<token>", "POST"): STAFF,
    # Accounts.
    ("/beheer/gebruikers", "GET"): ADMINISTRATORS,
    ("/beheer/gebruikers/<int:user_id>", "GET"): ADMINISTRATORS,
    ("/beheer/gebruikers/<int:user_id>", "POST"): ADMINISTRATORS,
    ("/beheer/gebruikers/nieuw", "GET"): ADMINISTRATORS,
    ("/beheer/gebruikers/nieuw", "POST"): ADMINISTRATORS,
    # Listings.
    ("/beheer/", "GET"): STAFF,
    ("/beheer/controle", "GET"): EDITORS,
    ("/beheer/controle/<service_id>", "POST"): EDITORS,
    ("/beheer/hulp", "GET"): EDITORS,
    ("/beheer/hulp/<service_id>", "GET"): EDITORS,
    ("/beheer/hulp/<service_id>", "POST"): EDITORS,
    ("/beheer/hulp/<service_id>/beoordelen", "GET"): PUBLISHERS,
    ("/beheer/hulp/<service_id>/beoordelen", "POST"): PUBLISHERS,
    ("/beheer/hulp/<service_id>/geschiedenis", "GET"): EDITORS,
    ("/beheer/hulp/<service_id>/herstellen", "POST"): PUBLISHERS,
    ("/beheer/hulp/<service_id>/kopie", "POST"): EDITORS,
    ("/beheer/hulp/<service_id>/status", "POST"): PUBLISHERS,
    ("/beheer/hulp/<service_id>/voorbeeld", "GET"): EDITORS,
    ("/beheer/hulp/advies", "POST"): EDITORS,
    ("/beheer/hulp/samen", "POST"): PUBLISHERS,
    ("/beheer/hulp/uitvoer.<form>", "GET"): EDITORS,
    ("/beheer/inlezen", "GET"): PUBLISHERS,
    ("/beheer/inlezen", "POST"): PUBLISHERS,
    ("/beheer/inlezen/<int(max=2147483647):job_id>", "GET"): PUBLISHERS,
    ("/beheer/inlezen/<int(max=2147483647):job_id>", "POST"): PUBLISHERS,
    ("/beheer/hulp/nieuw", "GET"): EDITORS,
    ("/beheer/hulp/nieuw", "POST"): EDITORS,
    # What residents say is wrong.
    ("/beheer/meldingen", "GET"): EDITORS,
    ("/beheer/meldingen/<int(max=2147483647):report_id>", "POST"): EDITORS,
    # Vocabulary.
    ("/beheer/woorden", "GET"): PUBLISHERS,
    ("/beheer/woorden/geen-hulpvraag/<key>", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/geen-hulpvraag/<key>", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/gemeenten/<key>", "GET"): PUBLISHERS,
    ("/beheer/woorden/gemeenten/<key>", "POST"): PUBLISHERS,
    ("/beheer/woorden/gemeenten/<key>/nieuwe-plaats", "GET"): PUBLISHERS,
    ("/beheer/woorden/gemeenten/<key>/nieuwe-plaats", "POST"): PUBLISHERS,
    ("/beheer/woorden/gemeenten/<key>/plaatsen/<slug>", "GET"): PUBLISHERS,
    ("/beheer/woorden/gemeenten/<key>/plaatsen/<slug>", "POST"): PUBLISHERS,
    ("/beheer/woorden/geschiedenis/<kind>/<path:key>", "GET"): PUBLISHERS,
    ("/beheer/woorden/geschiedenis/<kind>/<path:key>", "POST"): PUBLISHERS,
    ("/beheer/woorden/hulplijnen", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/hulplijnen/<key>", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/hulplijnen/<key>", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/hulplijnen/<key>/besluit", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/hulpvragen", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/hulpvragen/<key>", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/hulpvragen/<key>", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/nieuw-synoniem", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/nieuw-synoniem", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/nieuwe-hulplijn", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/nieuwe-hulplijn", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/onderwerpen/<key>", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/onderwerpen/<key>", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/paginas", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/paginas/<key>", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/paginas/<key>", "POST"): ADMINISTRATORS,
    ("/beheer/woorden/synoniemen", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/synoniemen/<path:key>", "GET"): ADMINISTRATORS,
    ("/beheer/woorden/synoniemen/<path:key>", "POST"): ADMINISTRATORS,
}
# What is not there: whoever may use a page gets another answer than a refusal, and nothing is changed.
NOTHING = {
    "<form>": "csv",
    "<int(max=2147483647):job_id>": "999999",
    "<service_id>": "bestaat-niet",
    "<int:user_id>": "999999",
    "<token>": "onzin",
    "<int(max=2147483647):report_id>": "999999",
}
PEOPLE = {
    None: "nobody",
    Role.ORGANIZATION_EDITOR: "olga",
    Role.MUNICIPALITY_EDITOR: "mark",
    Role.VOLUNTEER: "vera",
    Role.ADMINISTRATOR: "ada",
}


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    found = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found - ROUTES.keys() == set(), "list these, with who may use them"
    assert ROUTES.keys() - found == set(), "these have vanished: residents may have kept them"


def test_what_everyone_may_use_needs_no_account(app: Flask) -> None:
    client = app.test_client()
    for (rule, method), who in ROUTES.items():
        if who == EVERYONE and method == "GET" and "<" not in rule and not rule.startswith("/beheer"):
            assert client.get(rule).status_code == 200, rule


@pytest.mark.parametrize("role", PEOPLE, ids=PEOPLE.values())
@pytest.mark.parametrize(("rule", "method"), [route for route in ROUTES if route[0].startswith("/beheer")])
def test_only_who_is_listed_may_use_a_page(app: Flask, cast: Cast, rule: str, method: str, role: Role | None) -> None:
    who = ROUTES[rule, method]
    for part, value in NOTHING.items():
        rule = rule.replace(part, value)
    client = with_token(app) if role is None else log_in(app, cast[PEOPLE[role]])
    assert is_refused(client, rule, method, role) is (who is not EVERYONE and role not in who)


def is_refused(client: CheckingClient, url: str, method: str, role: Role | None) -> bool:
    """Whether somebody may not use a page: sent to log in, or told that it is not theirs."""
    response = client.open(url, method=method)
    assert response.status_code < 500
    if role is None:
        return response.headers.get("Location", "").startswith("/beheer/inloggen?next=")
    return response.status_code == 403
