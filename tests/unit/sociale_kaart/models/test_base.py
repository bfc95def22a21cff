"""Two people who change the same thing at once: the second hears it, nothing is lost."""

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart.models import Helpline, Municipality, Organization, Page, Phone, Service, SynonymGroup


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("model", "key", "field"),
    [
        (Service, "klusdienst", "summary"),
        (Organization, "sedna", "description"),
        (Municipality, "emmen", "intro"),
        (Helpline, "luisterlijn", "note"),
        (Page, "privacy.nl", "text"),
        (SynonymGroup, "boodschappen", "same"),
    ],
)
def test_the_second_of_two_changes_at_once_is_refused(
    sessions: sessionmaker[Session], model: Any, key: str, field: str
) -> None:
    hers, his = ("van Anna", "van Bram") if field != "same" else (["van Anna"], ["van Bram"])
    with sessions() as anna, sessions() as bram:
        first, second = anna.get_one(model, key), bram.get_one(model, key)
        setattr(first, field, hers)
        anna.commit()
        setattr(second, field, his)
        with pytest.raises(StaleDataError):
            bram.commit()
        bram.rollback()
        assert getattr(bram.get_one(model, key), field) == hers


@pytest.mark.usefixtures("filled")
def test_changes_to_different_fields_at_once_are_refused_too(sessions: sessionmaker[Session]) -> None:
    with sessions() as anna, sessions() as bram:
        hers, his = anna.get_one(Service, "klusdienst"), bram.get_one(Service, "klusdienst")
        hers.name, his.tier = "Klussenhulp", 2
        anna.commit()
        with pytest.raises(StaleDataError):
            bram.commit()


@pytest.mark.usefixtures("filled")
def test_a_listing_that_was_taken_away_cannot_be_changed(sessions: sessionmaker[Session]) -> None:
    with sessions() as anna, sessions() as bram:
        his = bram.get_one(Service, "klusdienst")
        assert his.name
        anna.delete(anna.get_one(Service, "klusdienst"))
        anna.commit()
        his.name = "Klussenhulp"
        with pytest.raises(StaleDataError):
            bram.commit()


@pytest.mark.usefixtures("filled")
def test_changes_one_after_the_other_are_both_kept(sessions: sessionmaker[Session]) -> None:
    for field, value in (("name", "Klussenhulp"), ("tier", 2)):
        with sessions.begin() as session:
            setattr(session.get_one(Service, "klusdienst"), field, value)
    with sessions() as session:
        service = session.get_one(Service, "klusdienst")
        assert (service.name, service.tier) == ("Klussenhulp", 2)


@pytest.mark.usefixtures("filled")
def test_another_phone_number_at_once_is_refused_too(sessions: sessionmaker[Session]) -> None:
    """What hangs on a listing is part of it."""
    with sessions() as anna, sessions() as bram:
        hers, his = anna.get_one(Service, "klusdienst"), bram.get_one(Service, "klusdienst")
        assert hers.phones == his.phones == []
        hers.phones.append(Phone(number="0591-111111"))
        anna.commit()
        his.phones.append(Phone(number="0591-222222"))
        with pytest.raises(StaleDataError):
            bram.commit()
