"""Accounts of the back office: who may log in, with what, and where failed attempts come from."""

from __future__ import annotations

import datetime as dt

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.actors import Actor, Role
from sociale_kaart.models.base import Base


class User(Base, UserMixin):
    """Someone with an account. Only what Flask-Security needs and we use; no phone number, no IP address."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint(f"role in ({', '.join(repr(str(role)) for role in Role)})", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Empty once the account is erased; the row stays, for the history names its key.
    email: Mapped[str | None] = mapped_column(String(255), unique=True)  # type: ignore[assignment]
    name: Mapped[str | None]
    role: Mapped[str]
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipality.id"))
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"))
    active: Mapped[bool]
    created_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    last_login_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    erased_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))

    # Empty until the invitation is accepted.
    password: Mapped[str | None]
    # What a session and a link in a mail are bound to; a new one ends them all.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int | None]  # of the code that was used last
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)  # type: ignore[assignment]

    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    reset_mailed_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))

    webauthn: Mapped[list[WebAuthn]] = relationship(  # type: ignore[assignment]
        back_populates="user", order_by="WebAuthn.id", cascade="all, delete-orphan"
    )

    # Flask-Security's own roles are not used: each account has one role, which `webapp.accounts.guard` looks at.
    roles = []

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Whether Flask-Security must refuse a passkey: when the account is disabled, which it does not look at there.

        Locking after wrong passwords is in `webapp.accounts.lockout`; a passkey cannot be guessed.
        """
        return not self.active

    @property
    def key(self) -> str:
        """What the history and everything else names this person by."""
        return f"user:{self.id}"

    @property
    def actor(self) -> Actor:
        """This person as the domain knows them."""
        return Actor(self.key, Role(self.role), self.municipality_id, self.organization_id)


class WebAuthn(Base, WebAuthnMixin):
    """A passkey, with the columns that Flask-Security fills."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    usage: Mapped[str]
    lastuse_datetime: Mapped[dt.datetime] = mapped_column(DateTime())

    user: Mapped[User] = relationship(back_populates="webauthn")


class FailedLogins(Base):
    """How often logging in failed from one address lately; the address itself is not kept, only a keyed digest."""

    __tablename__ = "failed_logins"

    address: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), index=True)
