"""Who may use a page: `@allowed(...)` on its view, and `actor()` for who it is."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import NotAllowedError
from webapp.accounts.models import User

P = ParamSpec("P")


def current() -> User | None:
    """Who is logged in, if anyone is."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) else None


def actor() -> Actor:
    """Who acts in this request; behind `@allowed` there always is someone."""
    user = current()
    if user is None:
        raise NotAllowedError
    return user.actor


def allowed(*roles: Role) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Let these roles use a view; without roles everyone who is logged in.

    Who is not logged in goes to the login page, and comes back afterwards; another role gets a page that says so.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            user = current()
            if user is None and request.headers.get("HX-Request") == "true":
                # Into a part of a page no login page is put: what stands in the page stays, until a form is sent.
                return "", 401
            if user is None:
                response: ResponseReturnValue = current_app.extensions["security"].login_manager.unauthorized()
                return response
            if roles and user.role not in roles:
                raise NotAllowedError
            return view(*args, **kwargs)

        return wrapped

    return decorate
