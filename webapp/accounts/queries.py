"""Reading accounts."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Municipality, Organization
from webapp.accounts.models import User


@dataclass(frozen=True)
class Account:
    """An account in the list, with the names of where it belongs."""

    user: User
    municipality: str | None
    organization: str | None

    @property
    def state(self) -> str:
        """How it stands: erased, disabled, invited or active."""
        if self.user.erased_on is not None:
            return "erased"
        if not self.user.active:
            return "disabled"
        return "active" if self.user.password else "invited"


def list_accounts(session: Session) -> list[Account]:
    """Give all accounts: those in use by name, then those disabled, then those erased."""
    query = (
        select(User, Municipality.name, Organization.name)
        .outerjoin(Municipality, User.municipality_id == Municipality.id)
        .outerjoin(Organization, User.organization_id == Organization.id)
        .order_by(User.erased_on.is_not(None), User.active.is_(False), User.name, User.id)
    )
    return [Account(user, municipality, organization) for user, municipality, organization in session.execute(query)]


def get_user(session: Session, user_id: int) -> User:
    """Give an account by its number; raises NotFoundError."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError("account", str(user_id))
    return user


def find_user(session: Session, email: str) -> User:
    """Give an account by its e-mail address, in any case; raises NotFoundError."""
    user = session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise NotFoundError("account", email)
    return user
