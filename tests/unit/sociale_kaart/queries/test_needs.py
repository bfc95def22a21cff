import pytest
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import LifeDomain, Need
from sociale_kaart.queries.needs import get_domain, get_need, list_domains, list_needs


def test_life_domains_and_needs_come_in_the_order_of_the_pages(filled: Session) -> None:
    assert [domain.id for domain in list_domains(filled)] == ["huishouden", "veiligheid"]
    assert [need.id for need in list_needs(filled)] == ["schoonmaak", "boodschappen", "suicide"]


def test_the_order_follows_the_positions(filled: Session) -> None:
    for position, domain in enumerate(("veiligheid", "huishouden")):
        filled.get_one(LifeDomain, domain).position = position
    for position, need in enumerate(("boodschappen", "schoonmaak")):
        filled.get_one(Need, need).position = position
    filled.commit()
    assert [need.id for need in list_needs(filled)] == ["suicide", "boodschappen", "schoonmaak"]


def test_a_need_and_a_life_domain_are_found_by_key(filled: Session) -> None:
    assert get_need(filled, "suicide").urgent
    assert [need.id for need in get_domain(filled, "veiligheid").needs] == ["suicide"]


@pytest.mark.parametrize("key", ["onbekend", "", "huishouden", "buiten_bereik"])
def test_an_unknown_need_is_not_found(filled: Session, key: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_need(filled, key)
    assert (caught.value.what, caught.value.key) == ("need", key)


@pytest.mark.parametrize("key", ["onbekend", "", "suicide"])
def test_an_unknown_life_domain_is_not_found(filled: Session, key: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_domain(filled, key)
    assert caught.value.key == key
