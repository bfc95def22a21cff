"""One address of each kind of page."""

from tests.functional.conftest import POINT

PAGES = [
    "/",
    "/zoeken",
    "/zoeken?q=vervoer&municipality=emmen",
    "/zoeken?q=mijn+man+slaat+mij",
    "/zoeken?q=xqzwvkj",
    "/mijn-plaats",
    "/onderwerp/geld",
    "/hulpvraag/schulden",
    "/hulpvraag/suicide?municipality=haren",
    f"/hulp/{POINT}",
    "/hulp/zelf-schulden",
    f"/servicepunt/{POINT}",
    "/gemeenten",
    "/gemeente/emmen",
    "/gemeente/emmen/zwartemeer",
    "/hulplijnen",
    "/over",
    "/privacy",
    "/toegankelijkheid",
]
ERRORS = {"/atlantis": 404, "/zoeken?tier=9": 404, "/zoeken?language=klingon": 400, "/hulp/atlantis": 404}
OTHERS = ["/api/v1/search?q=vervoer", "/healthz", "/robots.txt", "/sitemap.xml", "/thema/emmen.css"]
