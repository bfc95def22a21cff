"""Names of those who act in the history."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from webapp.accounts.models import User


def name_of(session: Session, key: str) -> str:
    """Give the name behind "user:12" or "link:Jan"; an erased person has none, and set-up is no person."""
    kind, _colon, number = key.partition(":")
    if kind == "link":
        who = number or gettext("iemand van de organisatie")
        return str(gettext("%(who)s, via de link in de mail", who=who))
    if kind != "user" or not number.isdecimal():
        return str(gettext("Meedoen zelf"))
    user = session.get(User, int(number))
    return (user.name if user is not None else None) or str(gettext("Oud-medewerker"))
