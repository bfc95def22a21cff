"""/beheer/hulp/<id>/geschiedenis: who, when, what and why; compare, go back, archive."""

import re

import pytest

from tests.client import CheckingClient
from tests.functional.beheer.conftest import Fill


@pytest.fixture
def changed(mark: CheckingClient, club: str, form_of: Fill) -> str:
    """A listing that Mark has changed twice."""
    url = f"/beheer/hulp/{club}"
    for summary in ("De tweede zin van deze club.", "De derde zin van deze club."):
        sent = form_of(mark, url, summary=summary, reason=f"Omdat: {summary}", action="publish")
        assert mark.post(url, data=sent).status_code == 303
    return club


def changes_of(page: str) -> list[str]:
    return re.findall(r'name="change" value="(\d+)"', page)


def test_every_change_tells_who_what_and_why(mark: CheckingClient, changed: str) -> None:
    page = mark.get(f"/beheer/hulp/{changed}/geschiedenis").get_data(as_text=True)
    assert "Mark de Vries" in page
    assert "Omdat: De tweede zin van deze club." in page
    assert "Samen breien en koffie drinken." in page


def test_a_restore_puts_an_earlier_version_online(
    mark: CheckingClient, passer_by: CheckingClient, changed: str, form_of: Fill
) -> None:
    page = mark.get(f"/beheer/hulp/{changed}/geschiedenis").get_data(as_text=True)
    first = changes_of(page)[-1]
    seen = form_of(mark, f"/beheer/hulp/{changed}")["seen"]
    answer = mark.post(f"/beheer/hulp/{changed}/herstellen", data={"change": first, "seen": seen})
    assert answer.status_code == 303
    assert "Samen breien en koffie" in passer_by.get(f"/hulp/{changed}").get_data(as_text=True)


def test_two_versions_are_compared(mark: CheckingClient, changed: str) -> None:
    page = mark.get(f"/beheer/hulp/{changed}/geschiedenis").get_data(as_text=True)
    newest, *_rest, oldest = re.findall(r'<option value="(\d+)"', page.split('id="tot"')[0])
    compared = mark.get(f"/beheer/hulp/{changed}/geschiedenis?van={oldest}&tot={newest}").get_data(as_text=True)
    table = compared.split("<table")[1].split("</table>")[0]
    assert "Samen breien en koffie drinken." in table
    assert "De derde zin van deze club." in table
    assert "De tweede zin" not in table


def test_a_restore_of_what_was_not_seen_is_refused(mark: CheckingClient, changed: str) -> None:
    page = mark.get(f"/beheer/hulp/{changed}/geschiedenis").get_data(as_text=True)
    answer = mark.post(f"/beheer/hulp/{changed}/herstellen", data={"change": changes_of(page)[-1], "seen": "1.0"})
    assert answer.status_code == 409


@pytest.mark.parametrize("change", ["", "x", "999999999"])
def test_a_version_that_is_not_there(mark: CheckingClient, club: str, change: str, form_of: Fill) -> None:
    seen = form_of(mark, f"/beheer/hulp/{club}")["seen"]
    answer = mark.post(f"/beheer/hulp/{club}/herstellen", data={"change": change, "seen": seen})
    assert answer.status_code in (400, 404)


def test_what_is_archived_is_gone_for_residents_and_comes_back(
    mark: CheckingClient, passer_by: CheckingClient, club: str, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    sent = {"status": "archived", "seen": form_of(mark, url)["seen"], "reason": "De club is gestopt"}
    assert mark.post(f"{url}/status", data=sent).status_code == 303
    assert passer_by.get(f"/hulp/{club}").status_code == 404
    assert "De club is gestopt" in mark.get(f"{url}/geschiedenis").get_data(as_text=True)
    sent = {"status": "active", "seen": form_of(mark, url)["seen"]}
    mark.post(f"{url}/status", data=sent)
    assert passer_by.get(f"/hulp/{club}").status_code == 200
