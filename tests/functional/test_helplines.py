"""/hulplijnen: every national line, danger first."""

import pytest

from sociale_kaart.queries.helplines import list_helplines
from tests.client import CheckingClient
from tests.functional.reading import hrefs, main
from webapp.wiring import Parts

URGENT = {"acuut_gevaar", "suicide", "huiselijk_geweld", "kindermishandeling"}


def test_every_line_can_be_called_and_danger_stands_first(passer_by: CheckingClient, parts: Parts) -> None:
    with parts.sessions() as session:
        lines = list_helplines(session)
    called = [href for href in hrefs(main(passer_by.get("/hulplijnen"))) if href.startswith("tel:")]
    expected = [f"tel:{line.phone.replace('-', '')}" for line in lines]
    assert sorted(called) == sorted(expected)
    urgent = {f"tel:{line.phone.replace('-', '')}" for line in lines if URGENT & set(line.needs)}
    assert set(called[: len(urgent)]) == urgent
    assert called[0] == "tel:112"


def test_the_withdrawn_number_is_nowhere(passer_by: CheckingClient) -> None:
    html = passer_by.get("/hulplijnen").get_data(as_text=True)
    assert "0900-0113" not in html
    assert "09000113" not in html


def test_links_to_other_sites_do_not_tell_where_one_came_from(passer_by: CheckingClient) -> None:
    links = [a for a in main(passer_by.get("/hulplijnen")).iter("a") if str(a.get("href")).startswith("http")]
    assert links
    assert all("noreferrer" in str(a.get("rel")) for a in links)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/hulplijnen").status_code == 405
