"""Whatever is typed or sent: never a server error, never echoed as markup, always a clear answer."""

import json
from urllib.parse import quote

import pytest

from tests.client import CheckingClient
from tests.functional.reading import main, paths

HTMX = {"HX-Request": "true"}
SCRIPT = "<script>alert(1)</script>"

QUERIES = {
    "10,000 characters": "hulp " * 2_000,
    "10,000 letters without a space": "a" * 10_000,
    "10,000 words of one letter": "x " * 5_000,
    "control characters": "hulp\x01\x02\x08\x0b\x0c\x1f\x7f",
    "c1 control characters": "hulp\x80\x85\x9f",
    "newlines": "hulp\r\nSet-Cookie: a=b\r\n\r\n<h1>",
    "nul": "hulp\x00zorg",
    "only nul": "\x00",
    "noncharacters": "\ufffe\uffff\U0001fffe",
    "emoji": "👵🏽🦽❤️‍🩹",
    "flags and joiners": "🇳🇱\u200d\u200d👨‍👩‍👧‍👦",
    "right-to-left marks": "\u202ehulp\u202c \u2067زورة\u2069 \u200f",
    "arabic": "أحتاج مساعدة في المنزل",
    "combining characters": "h" + "\u0301" * 500,
    "html": SCRIPT,
    "attribute": '" onmouseover="alert(1)" x="',
    "single quotes": "' autofocus onfocus=alert(1) '",
    "svg": "<svg/onload=alert(1)>",
    "entity": "&lt;script&gt;&#x3c;",
    "template": "{{ 7*7 }}{% raw %}{{ config }}",
    "textarea and comment": "</textarea></title><!-- -->",
    "whoosh fields": "name:* AND (",
    "whoosh quote": '"',
    "whoosh fuzzy": "hulp~ ~",
    "whoosh range": "[a TO b]",
    "whoosh open range": "tier:[1 TO",
    "whoosh boost": "hulp^999 -zorg +",
    "whoosh wildcards": "* ? ** ?*?",
    "whoosh words": "AND OR NOT ANDMAYBE",
    "sql": "'; DROP TABLE service; --",
    "sql or": "' OR 1=1 --",
    "sql wildcard": "%_%\\",
    "formats": "%s %d %(x)s {0} {x!r} ${jndi:ldap://x}",
    "paths": "../../etc/passwd",
    "spaces": "   \t  \u00a0\u2003 ",
    "punctuation": "?!.,;:-_()[]{}/\\|@#$%^&*",
    "digits": "1234567890" * 20,
    "lone accent": "´`^¨",
}

# As they arrive on the wire: not every percent-encoding is text.
RAW = {
    "invalid utf-8": "%ff%fe%c3%28",
    "cut utf-8": "caf%c3",
    "surrogate": "%ed%a0%80",
    "overlong": "%c0%af",
    "half an escape": "%",
    "no hexadecimal": "%zz%u0041",
    "twice encoded": "%253Cscript%253E",
    "nul": "a%00b",
    "plus and ampersand": "a+%26+b&&&=&==",
    "semicolon": "a;b;c",
    "newline": "a%0d%0aX-Evil:%201",
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_the_results_page_takes_any_query(passer_by: CheckingClient, query: str, headers: dict[str, str]) -> None:
    response = passer_by.get("/zoeken", query_string={"q": query}, headers=headers)
    assert response.status_code == 200
    assert_no_markup_of_the_visitor(response.get_data(as_text=True))


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_the_api_takes_any_query(passer_by: CheckingClient, query: str) -> None:
    response = passer_by.get("/api/v1/search", query_string={"q": query})
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.json is not None
    assert set(response.json) == {"total", "items", "needs", "did_you_mean", "urgent"}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
@pytest.mark.parametrize("path", ["/zoeken", "/api/v1/search"])
def test_any_percent_encoding(passer_by: CheckingClient, path: str, raw: str) -> None:
    response = passer_by.get(f"{path}?q={raw}")
    assert response.status_code == 200
    assert "X-Evil" not in response.headers


@pytest.mark.parametrize("name", ["municipality", "place", "need", "tier", "language", "lang", "limit", "next"])
@pytest.mark.parametrize("value", [SCRIPT, "\x00", "a" * 10_000, "'; --", "👵", "\u202e", "../..", "%ff"], ids=range(8))
@pytest.mark.parametrize("path", ["/zoeken", "/api/v1/search"])
def test_any_other_argument(passer_by: CheckingClient, path: str, name: str, value: str) -> None:
    query = {"q": "vervoer", "municipality": "emmen"} | {name: value}
    response = passer_by.get(path, query_string=query)
    assert response.status_code in (200, 400, 404)
    assert_no_markup_of_the_visitor(response.get_data(as_text=True))


@pytest.mark.parametrize(
    "path",
    [
        "/hulp/{}",
        "/servicepunt/{}",
        "/onderwerp/{}",
        "/hulpvraag/{}",
        "/gemeente/{}",
        "/gemeente/emmen/{}",
        "/{}",
    ],
)
@pytest.mark.parametrize(
    "value",
    [SCRIPT.replace("/", ""), "'; --", "a" * 5_000, "👵", "\x00", "\u202e", "..", "%s", "{{7*7}}", "emmen "],
    ids=range(10),
)
def test_any_key_in_a_path(passer_by: CheckingClient, path: str, value: str) -> None:
    response = passer_by.get(path.format(quote(value)))
    assert response.status_code in (404, 405, 414)
    assert_no_markup_of_the_visitor(response.get_data(as_text=True))
    assert "/" in paths(main(response))


@pytest.mark.parametrize("raw", ["%ff", "%c3%28", "%00", "%ed%a0%80", "%2e%2e%2f%2e%2e%2fetc%2fpasswd"])
@pytest.mark.parametrize("path", ["/hulp/", "/gemeente/", "/", "/thema/", "/static/"])
def test_rubbish_in_a_path(passer_by: CheckingClient, path: str, raw: str) -> None:
    assert passer_by.get(path + raw).status_code == 404


@pytest.mark.parametrize("path", ["/zoeken", "/api/v1/search"])
def test_of_a_repeated_argument_the_first_counts(passer_by: CheckingClient, path: str) -> None:
    both = passer_by.get(f"{path}?q=infohuus&q=vervoer&municipality=emmen&municipality=atlantis")
    assert both.status_code == 200
    if path.startswith("/api"):
        assert both.json == passer_by.get(f"{path}?q=infohuus&municipality=emmen").json


@pytest.mark.parametrize(
    "cookie", ["atlantis", "emmen/atlantis", "/", "//", "emmen/zwartemeer/x", "%00", "x" * 3_000, SCRIPT]
)
def test_a_place_cookie_that_makes_no_sense_counts_as_none(passer_by: CheckingClient, cookie: str) -> None:
    passer_by.set_cookie("place", cookie)
    response = passer_by.get("/zoeken?q=vervoer")
    assert response.status_code == 200
    assert_no_markup_of_the_visitor(response.get_data(as_text=True))


@pytest.mark.parametrize("cookie", ["xx", "", "nl,en", "../nl", SCRIPT])
def test_a_language_cookie_that_makes_no_sense_counts_as_none(passer_by: CheckingClient, cookie: str) -> None:
    passer_by.set_cookie("lang", cookie)
    assert passer_by.get("/").headers["Content-Language"] == "nl"


@pytest.mark.parametrize("header", ["*", "", "nl;q=x", "x" * 2_000, "en-GB;q=0.9,*;q=0.5", ";;;,,,", "🇳🇱"])
def test_any_accept_language(passer_by: CheckingClient, header: str) -> None:
    environ = {"HTTP_ACCEPT_LANGUAGE": header.encode().decode("latin-1")}
    assert passer_by.get("/", environ_overrides=environ).headers["Content-Language"] in ("nl", "en")


# -- The API says what is wrong, in the language that was asked for ----------------------------------------

WRONG = [
    ("municipality=atlantis", "unknown_municipality"),
    ("municipality=emmen&place=atlantis", "unknown_place"),
    ("municipality=assen&place=zwartemeer", "unknown_place"),
    ("place=zwartemeer", "invalid_place"),
    ("need=goud", "unknown_need"),
    ("tier=0", "unknown_tier"),
    ("tier=5", "unknown_tier"),
    ("tier=twee", "unknown_tier"),
    ("tier=1.0", "unknown_tier"),
    ("tier=%D9%A1", "unknown_tier"),  # an Arabic digit
    ("language=klingon", "invalid_language"),
    ("language=n1", "invalid_language"),
    ("limit=0", "invalid_limit"),
    ("limit=-1", "invalid_limit"),
    ("limit=abc", "invalid_limit"),
    ("limit=1000000000", "invalid_limit"),
    ("limit=101", "invalid_limit"),
    ("limit=1.5", "invalid_limit"),
    ("limit=00000100000", "invalid_limit"),
    ("limit=" + "9" * 5_000, "invalid_limit"),
    ("limit=%C2%B2", "invalid_limit"),  # a superscript 2
]


@pytest.mark.parametrize(("query", "code"), WRONG, ids=[query[:40] for query, _code in WRONG])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_wrong_question_to_the_api(passer_by: CheckingClient, query: str, code: str, language: str) -> None:
    response = passer_by.get(f"/api/v1/search?q=vervoer&{query}&lang={language}")
    assert response.status_code == 400
    assert response.mimetype == "application/json"
    assert response.headers["Content-Language"] == language
    body = json.loads(response.data)
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    assert not [word for word in ("Traceback", "Error(", 'File "', "sqlalchemy") if word in body["error"]["message"]]


def test_the_api_answers_an_unknown_path_in_json(passer_by: CheckingClient) -> None:
    response = passer_by.get("/api/v1/atlantis")
    assert response.status_code == 404
    assert response.json is not None
    assert set(response.json["error"]) == {"code", "message"}


# -- Going back to a page, but only of this site -----------------------------------------------------------

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "https://evil.example",
    "http:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\n//evil.example",
    " //evil.example",
    "/zoeken\r\nLocation: https://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "/\u2028/evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_saving_a_place_never_leads_to_another_site(passer_by: CheckingClient, target: str) -> None:
    response = passer_by.post("/mijn-plaats", data={"place": "emmen", "next": target})
    assert response.status_code == 302
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_choosing_a_place_never_leads_to_another_site(passer_by: CheckingClient, target: str) -> None:
    found = main(passer_by.get("/mijn-plaats", query_string={"next": target}))
    targets = [a.get("href") for a in found.iter("a")]
    targets += [field.get("value") for field in found.iter("input") if field.get("name") == "next"]
    assert not [each for each in targets if each and "evil" in each]
    assert not [each for each in targets if each and each.startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("size", [10_000, 600_000])
def test_a_heavy_form(passer_by: CheckingClient, size: int) -> None:
    response = passer_by.post("/mijn-plaats", data={"place": "x" * size})
    assert response.status_code in (404, 413)


def test_a_form_that_is_no_form(passer_by: CheckingClient) -> None:
    response = passer_by.post("/mijn-plaats", data=b"\xff\x00{]", content_type="application/json")
    assert response.status_code in (302, 400, 415)


def assert_no_markup_of_the_visitor(html: str) -> None:
    for evil in (
        "<script>alert",
        "<svg/onload",
        'x="" onmouseover=',
        "' autofocus onfocus",
        "49{",
    ):
        assert evil not in html
    assert "Traceback" not in html
