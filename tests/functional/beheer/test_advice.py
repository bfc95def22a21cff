"""/beheer/hulp/advies: what an editor sees beside the form while writing."""

from tests.client import CheckingClient
from tests.functional.beheer.conftest import Fill

HARD = (
    "Teneinde de participatiemogelijkheden van cliënten te optimaliseren, faciliteert de organisatie laagdrempelige "
    "voorzieningen, waarbij de eigen regie alsmede de zelfredzaamheid van de doelgroep nadrukkelijk wordt bevorderd "
    "conform de vigerende beleidskaders van de desbetreffende gemeente in samenwerking met ketenpartners."
)


def advice_on(client: CheckingClient, club: str, form_of: Fill, **changed: str) -> str:
    sent = form_of(client, f"/beheer/hulp/{club}", **changed)
    answer = client.post("/beheer/hulp/advies", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_hard_words_and_long_sentences_are_shown(olga: CheckingClient, club: str, form_of: Fill) -> None:
    page = advice_on(olga, club, form_of, description=HARD)
    assert "te moeilijk" in page
    assert "<mark>" in page
    assert "Knip ze in tweeën" in page


def test_a_name_that_is_there_already_is_told(olga: CheckingClient, club: str, form_of: Fill) -> None:
    page = advice_on(olga, club, form_of, name="Infohuus (servicepunt Zwartemeer)")
    assert "Staat dit er al?" in page
    assert "/hulp/emmen-servicepunt-zwartemeer" in page


def test_a_need_that_the_text_speaks_of_is_suggested(olga: CheckingClient, club: str, form_of: Fill) -> None:
    text = "Wij doen boodschappen voor mensen die zelf niet meer naar de winkel kunnen."
    page = advice_on(olga, club, form_of, name="Boodschappenhulp", summary=text, description=text)
    assert "Misschien helpt dit ook bij" in page


def test_the_public_page_is_shown_as_it_would_be(
    olga: CheckingClient, passer_by: CheckingClient, club: str, form_of: Fill
) -> None:
    page = advice_on(olga, club, form_of, summary="Breien met taart op dinsdag.")
    assert "Breien met taart op dinsdag." in page
    assert "Andere hulp hierbij" in page
    assert "Breien met taart" not in passer_by.get(f"/hulp/{club}").get_data(as_text=True)


def test_what_is_typed_is_never_html(olga: CheckingClient, club: str, form_of: Fill) -> None:
    page = advice_on(olga, club, form_of, description="<script>alert(1)</script> teneinde <img src=x onerror=alert(1)>")
    assert "<script" not in page
    assert "<img" not in page


def test_an_empty_form_gets_advice_too(olga: CheckingClient) -> None:
    answer = olga.post("/beheer/hulp/advies", data={})
    assert answer.status_code == 200


def test_the_place_in_the_results_of_a_query_is_told(olga: CheckingClient, club: str, form_of: Fill) -> None:
    page = advice_on(olga, club, form_of, name="Zwaluwnestelclub", probe="zwaluwnestelclub")
    assert "staat dit op plaats 1 van" in page
    page = advice_on(olga, club, form_of, probe="xqzwvkj")
    assert "wordt dit niet gevonden" in page
