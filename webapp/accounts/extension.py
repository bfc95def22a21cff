"""Flask-Security, bound to our database, mail and templates (docs/adr/0010)."""

import base64
import datetime as dt
import time
from typing import Any

from flask import Flask, Request, current_app, session
from flask_security import (
    FSQLALiteUserDatastore,
    PasswordUtil,
    RoleMixin,
    Security,
    reset_password_instructions_sent,
    user_authenticated,
)
from flask_security.totp import Totp
from flask_security.utils import get_message
from flask_security.webauthn_util import WebauthnUtil
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.accounts import forms, lockout, sessions
from webapp.accounts.mail import OutboxMail
from webapp.accounts.messages import message_settings
from webapp.accounts.models import User, WebAuthn
from webapp.accounts.secret import derive
from webapp.extensions import db, parts_of
from webapp.settings import ROOT

csrf = CSRFProtect()
LINK_LASTS = dt.timedelta(hours=4)
# Taking away or adding a way to log in asks for the password again, when it was given longer ago than this.
FRESH = dt.timedelta(minutes=15)
SHORTEST_PASSWORD = 12
FEWEST_CHARACTERS = 5  # different ones
_URLS = {
    "LOGIN": "/inloggen",
    "LOGOUT": "/uitloggen",
    "VERIFY": "/bevestigen",
    "RESET": "/wachtwoord-vergeten",
    "CHANGE": "/account/wachtwoord",
    "TWO_FACTOR_SETUP": "/account/code",
    "TWO_FACTOR_TOKEN_VALIDATION": "/inloggen/code",
    "TWO_FACTOR_RESCUE": "/inloggen/hulp",
    "TWO_FACTOR_SELECT": "/inloggen/keuze",
    "MULTI_FACTOR_RECOVERY_CODES": "/account/herstelcodes",
    "MULTI_FACTOR_RECOVERY": "/inloggen/herstelcode",
    "WAN_REGISTER": "/account/passkeys",
    "WAN_DELETE": "/account/passkeys-weg",
    "WAN_SIGNIN": "/inloggen/passkey",
    "WAN_VERIFY": "/bevestigen/passkey",
}


_SETTINGS = {
    "URL_PREFIX": sessions.STAFF,
    "STATIC_FOLDER": None,
    "I18N_DOMAIN": "messages",
    "I18N_DIRNAME": [str(ROOT / "translations")],
    "CLI_USERS_NAME": "",
    "CLI_ROLES_NAME": "",
    "API_ENABLED_METHODS": ["session"],
    "JOIN_USER_ROLES": False,
    "RETURN_GENERIC_RESPONSES": True,
    # Without asking a name server: only a mail shows whether it arrives.
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "allow_smtputf8": False},
    "EMAIL_HTML": False,
    "RECOVERABLE": True,
    "RESET_PASSWORD_WITHIN": LINK_LASTS,
    "CHANGEABLE": True,
    "POST_LOGIN_VIEW": f"{sessions.STAFF}/",
    "POST_LOGOUT_VIEW": "security.login",
    "POST_CHANGE_VIEW": "accounts.account",
    "LOGOUT_CSRF": True,
    "FRESHNESS": FRESH,
    "FRESHNESS_GRACE_PERIOD": dt.timedelta(0),
    "PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
    "PASSWORD_SCHEMES": ["argon2"],
    # OWASP's least: 19 MiB and two rounds. More memory would let a few logins at once fill a small machine.
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID",
        "argon2__memory_cost": 19_456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 60,
    "TWO_FACTOR_POST_SETUP_VIEW": "accounts.account",
    "TOTP_ISSUER": "Meedoen",
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "WEBAUTHN": True,
    "WAN_RP_NAME": "Meedoen",
    "WAN_ALLOW_USER_HINTS": False,
    "WAN_ALLOW_AS_VERIFY": ["first"],
    "WAN_POST_REGISTER_VIEW": "accounts.account",
}


def _settings(secret_key: str) -> dict[str, Any]:
    """What Flask-Security does and does not do, where its pages are, and its keys."""
    keys = {
        "PASSWORD_SALT": derive(secret_key, "passwords").hex(),
        "TOTP_SECRETS": {"1": derive(secret_key, "codes").hex()},
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(derive(secret_key, "recovery codes"))],
    }
    urls = {f"{name}_URL": url for name, url in _URLS.items()}
    return {f"SECURITY_{name}": value for name, value in (_SETTINGS | keys | urls).items()}


class _Database:
    """The session of the request, under the name that Flask-Security looks for."""

    @property
    def session(self) -> Session:
        return db(current_app)


class _OneUseCodes(Totp):
    """Takes a code of the app once: whoever looked over a shoulder cannot use it again."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter


class _Passwords(PasswordUtil):
    """Refuses, beside what is short, what anyone would try first."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        faults, normal = super().validate(password, is_register, **kwargs)
        name = (kwargs["user"].email or "").partition("@")[0]
        if not faults and (len(set(normal)) < FEWEST_CHARACTERS or name in normal.lower()):
            faults = [get_message("PASSWORD_TOO_SIMPLE")[0]]
        return faults, normal


class _Passkeys(WebauthnUtil):
    """A passkey is kept by the device, of any kind, and the device checks who holds it: two factors in one."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED


def _never(_request: Request) -> Any:
    """No answers in JSON, and nobody is known by a token in a request: only pages, forms and the session."""
    return None


def init_app(app: Flask, secret_key: str) -> None:
    """Bind Flask-Security to the app."""
    app.config.update(
        _settings(secret_key) | message_settings(),
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="beheer",
        SESSION_COOKIE_PATH=sessions.STAFF,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=sessions.IDLE,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    app.session_interface = sessions.StaffSessions()
    csrf.init_app(app)
    security = Security(
        app,
        FSQLALiteUserDatastore(_Database(), User, RoleMixin, WebAuthn),
        login_form=forms.LoginForm,
        verify_form=forms.VerifyForm,
        change_password_form=forms.ChangePasswordForm,
        forgot_password_form=forms.ForgotPasswordForm,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_rescue_form=forms.RescueForm,
        mf_recovery_form=forms.RecoveryForm,
        wan_register_form=forms.RegisterPasskeyForm,
        mail_util_cls=OutboxMail,
        password_util_cls=_Passwords,
        totp_cls=_OneUseCodes,
        webauthn_util_cls=_Passkeys,
    )
    security.want_json(_never)
    # Not from the address that the request came to: anyone can write that in a request.
    security.mail_context_processor(lambda: {"site_url": parts_of(app).settings.site_url})
    security.login_manager.request_loader(_never)
    lockout.init_app(app)
    user_authenticated.connect(_begin, app, weak=False)
    reset_password_instructions_sent.connect(_commit, app, weak=False)


def check_password(password: str, user: User) -> tuple[list[str] | None, str]:
    """Give what is wrong with a new password, and the form of it to keep."""
    return _Passwords(current_app._get_current_object()).validate(password, False, user=user)  # type: ignore[attr-defined]


def _begin(_app: Flask, user: User, **_facts: object) -> None:
    """Begin a session, without the cookie that would outlast it, whatever the form asked for."""
    session[sessions.BEGAN] = time.time()
    session.pop("_remember", None)
    user.last_login_on = dt.datetime.now(dt.UTC)


def _commit(_app: Flask, **_facts: object) -> None:
    """Let the mail with a link go out: this view of Flask-Security changes nothing, so it commits nothing."""
    db(current_app).commit()
