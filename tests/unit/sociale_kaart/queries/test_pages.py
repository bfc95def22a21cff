import pytest
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.queries.pages import get_page, list_page_slugs


def test_a_page_is_given_in_the_language_that_was_asked(filled: Session) -> None:
    assert get_page(filled, "over-ons", "nl").title == "Over ons"
    assert get_page(filled, "over-ons", "en").title == "About us"


@pytest.mark.parametrize("language", ["en", "tr", ""])
def test_a_page_that_is_not_in_the_language_is_given_in_dutch(filled: Session, language: str) -> None:
    assert get_page(filled, "privacy", language).title == "Privacy"


@pytest.mark.parametrize("slug", ["nergens", "", "over-ons.nl", "../over-ons"])
def test_an_unknown_page_is_not_found(filled: Session, slug: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_page(filled, slug, "nl")
    assert (caught.value.what, caught.value.key) == ("page", slug)


def test_every_page_is_listed_once_in_order(filled: Session) -> None:
    assert list_page_slugs(filled) == ["over-ons", "privacy"]
