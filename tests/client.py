"""A test client that checks every page it gets, as a strict browser and a screen reader would."""

import re
from collections import Counter
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.accounts.sessions import is_staff_path


class CheckingClient(FlaskClient):
    """Fails on a page that is not sound HTML, or that breaks the house rules; keeps the tree for the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and response.status_code not in (301, 302, 303):
            text = response.get_data(as_text=True)
            response.tree = check_fragment(text)  # type: ignore[attr-defined]
            # What a visitor typed may look like a template; what a template left behind may not.
            if not re.search(r"\{[{%]", unquote(response.request.full_path)):
                assert not re.search(r"\{[{%]", text), "a template that was not rendered"
            if "<html" in text:
                check_page(response.tree, response.headers["Content-Language"])  # type: ignore[attr-defined]
                if not is_staff_path(response.request.path):
                    check_help_is_in_sight(response.tree)  # type: ignore[attr-defined]
        return response


def check_fragment(text: str) -> Element:
    """What holds for every piece of HTML: it parses strictly, ids are unique, nothing is inline."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(text) if "<html" in text else parser.parseFragment(text)
    elements = list(tree.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1], "the same id twice"
    for element in elements:
        if not isinstance(element.tag, str):
            continue
        assert element.tag != "style", "an inline style sheet"
        assert element.tag != "script" or element.get("src"), "an inline script"
        assert not [name for name in element.attrib if re.match(r"(on\w+|style)$", str(name))], element.attrib
        if element.tag in ("img",):
            assert element.get("alt") is not None, "a picture without a text"
    return tree


def check_page(tree: Element, language: str) -> None:
    """What holds for a whole page: a language, one title, one h1, one main, and nothing that points nowhere."""
    assert tree.get("lang") == language
    assert (tree.findtext(".//title") or "").strip(), "no title"
    assert len(tree.findall(".//h1")) == 1, "not one h1"
    assert len(tree.findall(".//main")) == 1, "not one main"
    names = {element.get("id") for element in tree.iter()}
    for element in tree.iter():
        pointers = [str(element.get(name, "")) for name in ("for", "aria-labelledby", "aria-describedby")]
        assert set(" ".join(pointers).split()) <= names, f"{element.tag} points to nothing: {pointers}"
        href = str(element.get("href", ""))
        assert not (href.startswith("#") and href[1:] not in names), f"{href} leads nowhere"


def check_help_is_in_sight(tree: Element) -> None:
    """What holds for a page for residents: danger and a human in sight."""
    links = {a.get("href") for a in tree.iter("a")}
    assert "tel:112" in links, "112 is not in sight"
    assert "/hulplijnen" in links, "the helplines are not in sight"
    assert "/hulpvraag/mens_spreken" in links, "no way to a human in sight"
