"""What an administrator does with accounts. The history gets keys and roles only: names in it could not be erased."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import uuid4

import email_validator
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.actions import audit
from sociale_kaart.actors import Role
from sociale_kaart.errors import DomainError
from webapp.accounts.models import User

LONGEST_NAME = 100


class InvalidAccountError(DomainError):
    """An account cannot be made or changed so. `faults` has, per field, the code of what is wrong."""

    code = "invalid_account"

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(f"fault(s) in the account: {', '.join(f'{field} {fault}' for field, fault in faults.items())}")
        self.faults = faults


@dataclass(frozen=True)
class Position:
    """What someone may do, and where; `checked` leaves out what does not belong to the role."""

    role: str
    municipality: str | None = None
    organization: str | None = None

    def faults(self, session: Session) -> dict[str, str]:
        """What is wrong, per field."""
        if self.role not in tuple(Role):
            return {"role": "missing"}
        if self.role == Role.ORGANIZATION_EDITOR:
            found = bool(self.organization) and session.get(models.Organization, self.organization) is not None
            return {} if found else {"organization": "missing"}
        if self.role != Role.ADMINISTRATOR:
            found = bool(self.municipality) and session.get(models.Municipality, self.municipality) is not None
            return {} if found else {"municipality": "missing"}
        return {}

    def checked(self, session: Session) -> Position:
        """Give the position with what belongs to the role; raises InvalidAccountError."""
        if faults := self.faults(session):
            raise InvalidAccountError(faults)
        if self.role == Role.ORGANIZATION_EDITOR:
            organization = session.get_one(models.Organization, self.organization)
            return Position(self.role, organization.municipality_id, organization.id)
        return Position(self.role, None if self.role == Role.ADMINISTRATOR else self.municipality)


def invite(session: Session, *, email: str, name: str, position: Position, by: str) -> User:
    """Make an account without a password; raises InvalidAccountError. The mail is `invitations.send`."""
    address = _address(email)
    faults = position.faults(session)
    if not name.strip() or len(name) > LONGEST_NAME:
        faults["name"] = "missing" if not name.strip() else "too_long"
    if address is None:
        faults["email"] = "invalid"
    elif session.scalar(select(User.id).where(User.email == address)) is not None:
        faults["email"] = "taken"
    if faults:
        raise InvalidAccountError(faults)
    user = User(
        email=address,
        name=" ".join(name.split()),
        active=True,
        created_on=dt.datetime.now(dt.UTC),
        failed_logins=0,
        fs_uniquifier=uuid4().hex,
    )
    _place(user, position.checked(session))
    session.add(user)
    session.flush()
    facts = {field: [None, value] for field, value in asdict(_position_of(user)).items() if value is not None}
    audit.record(session, by=by, action="created", resource=("user", user.key), changes=facts)
    return user


def change_position(session: Session, *, user: User, position: Position, by: str) -> None:
    """Give someone another role, municipality or organisation; raises InvalidAccountError."""
    _refuse_oneself(user, by)
    before, after = _position_of(user), position.checked(session)
    if before == after:
        return
    _place(user, after)
    old, new = asdict(before), asdict(after)
    changes = {field: [old[field], new[field]] for field in old if old[field] != new[field]}
    audit.record(session, by=by, action="updated", resource=("user", user.key), changes=changes)


def set_active(session: Session, *, user: User, active: bool, by: str) -> None:
    """Let someone log in, or no longer; who is disabled is out at once."""
    _refuse_oneself(user, by)
    if user.active == active or user.erased_on is not None:
        return
    user.active = active
    user.fs_uniquifier = uuid4().hex
    audit.record(
        session, by=by, action="updated", resource=("user", user.key), changes={"active": [not active, active]}
    )


def take_away_second_step(session: Session, *, user: User, by: str) -> None:
    """Remove the app, the passkeys and the recovery codes, for someone who lost them; the password stays."""
    _forget_second_step(user)
    user.fs_uniquifier = uuid4().hex
    audit.record(session, by=by, action="updated", resource=("user", user.key), changes={"second_step": [True, False]})


def erase(session: Session, *, user: User, by: str) -> None:
    """Remove everything personal and every way to log in. The key stays, for the history."""
    _refuse_oneself(user, by)
    if user.erased_on is not None:
        return
    _take_back_mail(session, user)
    user.email = user.name = user.password = user.last_login_on = user.reset_mailed_on = None
    user.municipality_id = user.organization_id = user.fs_webauthn_user_handle = None
    _forget_second_step(user)
    user.active = False
    user.fs_uniquifier = uuid4().hex
    user.erased_on = dt.datetime.now(dt.UTC)
    audit.record(session, by=by, action="erased", resource=("user", user.key))


def _take_back_mail(session: Session, user: User) -> None:
    """Remove what the outbox has of someone, and send nothing more; a mail that is just being sent goes later."""
    theirs = (models.OutboxMail.recipient == user.email, models.OutboxMail.status != "sending")
    gone = {"recipient": None, "subject": None, "text": None}
    waiting = (*theirs, models.OutboxMail.status == "waiting")
    session.execute(update(models.OutboxMail).where(*waiting).values(status="failed", fault="the account was erased"))
    session.execute(update(models.OutboxMail).where(*theirs).values(gone))


def _forget_second_step(user: User) -> None:
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None
    user.webauthn.clear()


def _refuse_oneself(user: User, by: str) -> None:
    """An administrator who shuts out themselves may leave nobody who can undo it."""
    if user.key == by:
        raise InvalidAccountError({"user": "oneself"})


def _place(user: User, position: Position) -> None:
    user.role = position.role
    user.municipality_id, user.organization_id = position.municipality, position.organization


def _position_of(user: User) -> Position:
    return Position(user.role, user.municipality_id, user.organization_id)


def _address(email: str) -> str | None:
    """An e-mail address as accounts have it, in small letters; nothing when it cannot be one."""
    try:
        found = email_validator.validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except email_validator.EmailNotValidError:
        return None
    return found.normalized.lower()
