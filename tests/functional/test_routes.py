"""Every address of the application, and who may use it. A new route must be listed here."""

from flask import Flask

EVERYONE = "everyone"

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
    ("/gemeente/<key>", "GET"): EVERYONE,
    ("/gemeente/<key>/<place_key>", "GET"): EVERYONE,
    ("/gemeenten", "GET"): EVERYONE,
    ("/healthz", "GET"): EVERYONE,
    ("/hulp/<service_id>", "GET"): EVERYONE,
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
        if who == EVERYONE and method == "GET" and "<" not in rule:
            assert client.get(rule).status_code == 200, rule
