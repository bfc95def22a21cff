"""Flask-Security's forms, with our brakes on guessing; and only what we use of them."""

import datetime as dt
from typing import Any, ClassVar

from flask import current_app
from flask_babel import gettext
from flask_login import current_user
from flask_security import forms as fs
from flask_security import recovery_codes, webauthn
from flask_security.utils import get_message
from sqlalchemy import select
from wtforms import RadioField

from webapp.accounts import lockout
from webapp.accounts.models import User
from webapp.extensions import db

# Nobody gets more mails about a forgotten password than this.
MAIL_EVERY = dt.timedelta(minutes=5)


def is_too_soon(form: Any) -> bool:
    """Whether the address of this request has to wait; the form then says so."""
    seconds = lockout.seconds_to_wait()
    if seconds:
        text = gettext("Het ging te vaak mis. Probeer het over %(seconds)s seconden nog eens.", seconds=seconds)
        form.form_errors.append(text)
    return seconds > 0


class Braked:
    """A form in which a secret can be guessed: refused while the address or the account must wait."""

    guessed: ClassVar[str] = "password"

    def validate(self, **kwargs: Any) -> bool:
        """Check the form, unless it is too soon for another attempt."""
        form: Any = self
        if is_too_soon(form) or not super().validate(**kwargs):  # type: ignore[misc]
            return False
        if lockout.is_locked(form.user):
            # Where nobody is logged in yet, this becomes the same text as for a wrong password.
            form[self.guessed].errors.append(gettext("Het ging te vaak mis. Wacht even, en probeer het dan nog eens."))
            return False
        return True


class LoginForm(Braked, fs.LoginForm):
    """Logging in with a password."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the form; an e-mail address without an account counts as a wrong attempt too."""
        valid = super().validate(**kwargs)
        if self.ifield and self.user is None:
            lockout.count_for_address()
        return valid


class VerifyForm(Braked, fs.VerifyForm):
    """The password once more, for a step that matters."""


class ChangePasswordForm(Braked, fs.ChangePasswordForm):
    """A new password, with the old one."""

    @property
    def user(self) -> User:
        """Whose password it is."""
        found: User = current_user._get_current_object()
        return found

    def validate(self, **kwargs: Any) -> bool:
        """Check the form; a wrong old password counts as a wrong attempt."""
        valid = super().validate(**kwargs)
        if get_message("INVALID_PASSWORD")[0] in self.password.errors:
            self.user.track_failed_authn("password")
        return valid


class ForgotPasswordForm(fs.ForgotPasswordForm):
    """Asking for a mail to choose a new password; whoever is locked out may do so."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the form; each request counts for its address, and one account gets a mail once in a while only."""
        if is_too_soon(self):
            return False
        lockout.count_for_address()
        if not super().validate(**kwargs):
            return False
        user: Any = self.user
        now = dt.datetime.now(dt.UTC)
        lately = select(User.id).where(User.id == user.id, User.reset_mailed_on > now - MAIL_EVERY)
        if db(current_app).scalar(lately) is not None:
            # Any fault at this field gets the answer that an unknown address gets.
            self.email.errors = ["-"]
            return False
        user.reset_mailed_on = now
        return True


class CodeForm(Braked, fs.TwoFactorVerifyCodeForm):
    """The code of the app, as the second step of logging in."""

    guessed = "code"


class RecoveryForm(Braked, recovery_codes.MfRecoveryForm):
    """A recovery code in the place of the code of the app."""

    guessed = "code"

    def validate(self, **kwargs: Any) -> bool:
        """Check the form; a wrong code counts as a wrong attempt."""
        valid = super().validate(**kwargs)
        if self.user is not None and get_message("INVALID_RECOVERY_CODE")[0] in self.code.errors:
            self.user.track_failed_authn("recovery code", tfa=True)
        return valid


class RescueForm(fs.TwoFactorRescueForm):
    """No help by mail: recovery codes have a page of their own, and an administrator can take the second step away."""

    help_setup = RadioField(choices=[])


class RegisterPasskeyForm(webauthn.WebAuthnRegisterForm):
    """A passkey is always a way to log in by itself: the device checks who holds it."""

    usage = RadioField(choices=[("first", "")], default="first")
