"""/thema/<key>.css: the colours of a municipality."""

import re

import pytest

from sociale_kaart.exchange.contrast import contrast
from tests.client import CheckingClient

MUNICIPALITIES = ["assen", "dronten", "emmen", "groningen", "haren"]


@pytest.mark.parametrize("key", MUNICIPALITIES)
def test_a_theme_is_a_style_sheet_of_tokens(passer_by: CheckingClient, key: str) -> None:
    response = passer_by.get(f"/thema/{key}.css")
    assert response.status_code == 200
    assert response.mimetype == "text/css"
    assert re.fullmatch(r":root\s*\{(\s*--[\w-]+:\s*#[0-9a-fA-F]{6};?)+\s*\}\s*", response.get_data(as_text=True))


@pytest.mark.parametrize("key", MUNICIPALITIES)
def test_white_text_on_the_colour_of_a_municipality_is_readable(passer_by: CheckingClient, key: str) -> None:
    sheet = passer_by.get(f"/thema/{key}.css").get_data(as_text=True)
    primary = re.search(r"primary:\s*(#[0-9a-fA-F]{6})", sheet)
    assert primary is not None
    assert contrast(primary[1]) >= 4.5


def test_a_resident_sees_the_colours_of_the_own_municipality(chris: CheckingClient, passer_by: CheckingClient) -> None:
    assert "/thema/emmen.css" in chris.get("/").get_data(as_text=True)
    assert "/thema/" not in passer_by.get("/").get_data(as_text=True)


@pytest.mark.parametrize("unknown", ["atlantis", "EMMEN", "emmen.css"])
def test_an_unknown_theme(passer_by: CheckingClient, unknown: str) -> None:
    assert passer_by.get(f"/thema/{unknown}.css").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/thema/emmen.css").status_code == 405
