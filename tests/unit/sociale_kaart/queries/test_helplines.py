from sqlalchemy.orm import Session

from sociale_kaart.models import Helpline
from sociale_kaart.queries.helplines import list_helplines


def test_helplines_come_in_the_order_of_the_register(filled: Session) -> None:
    assert [helpline.id for helpline in list_helplines(filled)] == ["alarm", "zelfmoordpreventie", "luisterlijn"]


def test_the_order_follows_the_positions(filled: Session) -> None:
    for position, key in enumerate(("luisterlijn", "alarm", "zelfmoordpreventie")):
        filled.get_one(Helpline, key).position = position
    filled.commit()
    assert [helpline.id for helpline in list_helplines(filled)] == ["luisterlijn", "alarm", "zelfmoordpreventie"]


def test_an_empty_register_has_no_helplines(session: Session) -> None:
    assert list_helplines(session) == []
