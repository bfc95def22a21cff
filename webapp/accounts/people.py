"""The administrator's pages of accounts: list, invite, change, disable, erase."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from sociale_kaart.actors import Role
from sociale_kaart.errors import NotAllowedError
from sociale_kaart.queries.municipalities import list_municipalities
from sociale_kaart.queries.organizations import list_organizations
from sociale_kaart.text import clean
from webapp.accounts import accounts, actions, invitations
from webapp.accounts.actions import InvalidAccountError, Position
from webapp.accounts.guard import actor, allowed
from webapp.accounts.models import User
from webapp.accounts.queries import get_user, list_accounts
from webapp.extensions import db, parts_of

ROLE_NAMES = {
    Role.ORGANIZATION_EDITOR: _l("Redacteur van een organisatie"),
    Role.MUNICIPALITY_EDITOR: _l("Redacteur van een gemeente"),
    Role.VOLUNTEER: _l("Vrijwilliger bij een servicepunt"),
    Role.ADMINISTRATOR: _l("Beheerder"),
}
STATE_NAMES = {
    "active": _l("Kan inloggen"),
    "invited": _l("Uitgenodigd"),
    "disabled": _l("Kan niet inloggen"),
    "erased": _l("Gewist"),
}
FAULTS = {
    ("email", "invalid"): _l("Dit is geen e-mailadres. Een voorbeeld: naam@gemeente.nl."),
    ("email", "taken"): _l("Met dit e-mailadres is er al een account."),
    ("name", "missing"): _l("Vul een naam in."),
    ("name", "too_long"): _l("Deze naam is te lang."),
    ("role", "missing"): _l("Kies een rol."),
    ("municipality", "missing"): _l("Kies een gemeente. Bij deze rol is dat nodig."),
    ("organization", "missing"): _l("Kies een organisatie. Bij deze rol is dat nodig."),
    ("user", "oneself"): _l("Dit is uw eigen account. Vraag een andere beheerder om dit te doen."),
    ("sure", "missing"): _l("Zet eerst het vinkje. Wissen kan niet ongedaan worden gemaakt."),
}
DONE = {
    "position": _l("De rol is bewaard."),
    "invite": _l("De uitnodiging gaat nog eens weg."),
    "second_step": _l("De tweede stap is weg. Inloggen kan nu met alleen het wachtwoord."),
    "disable": _l("Dit account kan niet meer inloggen."),
    "enable": _l("Dit account kan weer inloggen."),
    "erase": _l("De gegevens zijn gewist. In de geschiedenis heet deze persoon nu 'Oud-medewerker'."),
}
FIELDS = ("email", "name", "role", "municipality", "organization")


@accounts.get("/gebruikers")
@allowed(Role.ADMINISTRATOR)
def people() -> str:
    """All accounts."""
    return render_template("beheer/people.html", accounts=list_accounts(db(current_app)), state_names=STATE_NAMES)


@accounts.get("/gebruikers/nieuw")
@allowed(Role.ADMINISTRATOR)
def new_person() -> str:
    """The form of an invitation."""
    return _invitation({}, {})


@accounts.post("/gebruikers/nieuw")
@allowed(Role.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    """Make an account and send the invitation."""
    session, typed = db(current_app), _typed()
    try:
        user = actions.invite(
            session, email=typed["email"], name=typed["name"], position=_position(typed), by=actor().key
        )
    except InvalidAccountError as error:
        return _invitation(typed, error.faults), 422
    invitations.send(session, user=user, settings=parts_of(current_app).settings)
    session.commit()
    flash(gettext("De uitnodiging gaat naar %(email)s.", email=user.email), "success")
    return redirect(url_for("accounts.people"))


@accounts.get("/gebruikers/<int:user_id>")
@allowed(Role.ADMINISTRATOR)
def person(user_id: int) -> str:
    """One account, and what can be done with it."""
    return _person(get_user(db(current_app), user_id), {})


@accounts.post("/gebruikers/<int:user_id>")
@allowed(Role.ADMINISTRATOR)
def change_person(user_id: int) -> ResponseReturnValue:
    """Do what the button that was pressed says."""
    session = db(current_app)
    user = get_user(session, user_id)
    if user.erased_on is not None:
        raise NotAllowedError
    try:
        said = _change(user, request.form.get("do", ""))
    except InvalidAccountError as error:
        session.rollback()
        return _person(user, error.faults), 422
    session.commit()
    flash(str(said), "success")
    return redirect(url_for("accounts.person", user_id=user_id))


def _change(user: User, what: str) -> LazyString:
    """Make one change; gives what to say of it."""
    session, by = db(current_app), actor().key
    if what == "position":
        actions.change_position(session, user=user, position=_position(_typed()), by=by)
    elif what == "invite" and user.password is None:
        invitations.send(session, user=user, settings=parts_of(current_app).settings)
    elif what == "second_step":
        actions.take_away_second_step(session, user=user, by=by)
    elif what in ("disable", "enable"):
        actions.set_active(session, user=user, active=what == "enable", by=by)
    elif what == "erase":
        if request.form.get("sure") != "yes":
            raise InvalidAccountError({"sure": "missing"})
        actions.erase(session, user=user, by=by)
    else:
        raise NotAllowedError
    return DONE[what]


def _typed() -> dict[str, str]:
    return {field: clean(request.form.get(field, "")) for field in FIELDS}


def _position(typed: dict[str, str]) -> Position:
    return Position(typed["role"], typed["municipality"] or None, typed["organization"] or None)


def _texts(faults: dict[str, str]) -> dict[str, str]:
    return {field: str(FAULTS[field, fault]) for field, fault in faults.items()}


def _places() -> dict[str, object]:
    """What someone can be made editor of."""
    municipalities = list_municipalities(db(current_app))
    organizations = [(found, list_organizations(db(current_app), found.id)) for found in municipalities]
    return {"municipalities": municipalities, "organizations": organizations}


def _invitation(typed: dict[str, str], faults: dict[str, str]) -> str:
    return render_template("beheer/invite.html", typed=typed, faults=_texts(faults), **_places())


def _person(user: User, faults: dict[str, str]) -> str:
    typed = _typed() if faults else {}
    if "role" not in request.form:
        typed |= {
            "role": user.role,
            "municipality": user.municipality_id or "",
            "organization": user.organization_id or "",
        }
    return render_template("beheer/person.html", user=user, typed=typed, faults=_texts(faults), **_places())
