"""Staff in tests: the cast, and how one of them is logged in without typing a password each time."""

import datetime as dt
import secrets
import time
from typing import Any
from uuid import uuid4

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from sociale_kaart.actors import Role
from tests.client import CheckingClient
from webapp.accounts.models import User
from webapp.accounts.sessions import BEGAN
from webapp.extensions import parts_of

# The id of each account, by first name.
Cast = dict[str, int]
CAST = {
    "olga": ("Olga Smit", Role.ORGANIZATION_EDITOR, "emmen", "sedna"),
    "mark": ("Mark de Vries", Role.MUNICIPALITY_EDITOR, "emmen", None),
    "vera": ("Vera Bakker", Role.VOLUNTEER, "emmen", None),
    "ada": ("Ada Jansen", Role.ADMINISTRATOR, None, None),
}


def add_cast(app: Flask) -> Cast:
    """Add the accounts of the cast, without a password, to the database of the application; a copy may have them."""
    with parts_of(app).sessions() as session:
        known = {user.email: user.id for user in session.scalars(select(User))}
    return {
        key: known.get(f"{key}@example.org")
        or add_user(app, f"{key}@example.org", name, role, municipality, organization)
        for key, (name, role, municipality, organization) in CAST.items()
    }


def add_user(
    app: Flask,
    email: str,
    name: str,
    role: Role,
    municipality: str | None = None,
    organization: str | None = None,
    **facts: Any,
) -> int:
    """Add an account to the database of the application; gives its id."""
    begin = {"active": True, "created_on": dt.datetime.now(dt.UTC), "fs_uniquifier": uuid4().hex}
    place = {"municipality_id": municipality, "organization_id": organization}
    user = User(email=email, name=name, role=role, **place, **begin | facts)
    with parts_of(app).sessions() as session:
        session.add(user)
        session.commit()
        return user.id


def log_in(app: Flask, user_id: int) -> CheckingClient:
    """A client that is logged in, and that sends a CSRF token with all it posts."""
    client = with_token(app)
    with parts_of(app).sessions() as database:
        user = database.get_one(User, user_id)
    with client.session_transaction("/beheer/") as session:
        session.update({"_user_id": user.fs_uniquifier, "_fresh": True, "fs_paa": time.time(), BEGAN: time.time()})
    return client


def with_token(app: Flask) -> CheckingClient:
    """A client that is not logged in, and that sends a CSRF token with all it posts."""
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    token = secrets.token_hex(20)
    with client.session_transaction("/beheer/") as session:
        session["csrf_token"] = token
    signed = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(token)
    client.environ_base["HTTP_X_CSRFTOKEN"] = signed
    return client
