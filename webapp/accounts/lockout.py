"""Guessing passwords and codes is slowed down: per account, and per address that the guesses come from.

Counted in the database, in transactions of their own: all workers see it, and a refused attempt counts all the same.
An attempt on a locked account is refused whatever the password, with the answer that a wrong password gets.
"""

import datetime as dt
import hmac
from ipaddress import ip_address, ip_network

from flask import Flask, current_app, request
from flask_security import password_reset, user_authenticated, user_failed_authn
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from webapp.accounts.models import FailedLogins, User
from webapp.accounts.secret import derive
from webapp.extensions import db, parts_of

# An account: after so many wrong attempts in a row it is locked for a minute, then for two, four, … up to an hour.
MOST_PER_ACCOUNT = 5
LONGEST_LOCK = dt.timedelta(hours=1)
# An address: after so many within a quarter of an hour the next one must wait a second, then two, … up to a minute.
# Never longer: a whole town hall may share one address.
MOST_PER_ADDRESS = 10
WINDOW = dt.timedelta(minutes=15)
LONGEST_WAIT = dt.timedelta(minutes=1)
KEPT_FOR = dt.timedelta(days=1)


def is_locked(user: User) -> bool:
    """Whether an account must wait before the next attempt."""
    query = select(User.id).where(User.id == user.id, User.locked_until > _now())
    return db(current_app).scalar(query) is not None


def count_for_account(user: User) -> None:
    """Count a wrong attempt, and lock the account when there were too many; while it is locked nothing is added."""
    now = _now()
    free = or_(User.locked_until.is_(None), User.locked_until <= now)
    counted = (
        update(User)
        .where(User.id == user.id, free)
        .values(failed_logins=User.failed_logins + 1)
        .returning(User.failed_logins)
    )
    with parts_of(current_app).sessions.begin() as session:
        failures = session.scalar(counted)
        if failures is not None and failures >= MOST_PER_ACCOUNT:
            until = now + _doubled(dt.timedelta(minutes=1), failures - MOST_PER_ACCOUNT, LONGEST_LOCK)
            session.execute(update(User).where(User.id == user.id).values(locked_until=until))


def count_for_address() -> None:
    """Count a wrong attempt from the address of this request; what is older than a day is forgotten."""
    now, address = _now(), _address()
    again = (
        update(FailedLogins)
        .where(FailedLogins.address == address, FailedLogins.last_on > now - WINDOW)
        .values(failures=FailedLogins.failures + 1, last_on=now)
        .returning(FailedLogins.failures)
    )
    sessions = parts_of(current_app).sessions
    with sessions.begin() as session:
        session.execute(delete(FailedLogins).where(FailedLogins.last_on <= now - KEPT_FOR))
        if session.scalar(again) is not None:
            return
    try:
        with sessions.begin() as session:
            session.merge(FailedLogins(address=address, failures=1, last_on=now))
    except IntegrityError:  # another request from the same address was first: that one counts
        return


def seconds_to_wait() -> int:
    """How many seconds this address has to wait before its next attempt."""
    now = _now()
    query = select(FailedLogins.failures, FailedLogins.last_on).where(
        FailedLogins.address == _address(), FailedLogins.last_on > now - WINDOW
    )
    found = db(current_app).execute(query).one_or_none()
    if found is None or found.failures < MOST_PER_ADDRESS:
        return 0
    wait = _doubled(dt.timedelta(seconds=1), found.failures - MOST_PER_ADDRESS, LONGEST_WAIT)
    until: dt.datetime = found.last_on.replace(tzinfo=dt.UTC) + wait  # SQLite gives moments without their zone
    return max(0, -((now - until) // dt.timedelta(seconds=1)))


def _doubled(first: dt.timedelta, times: int, longest: dt.timedelta) -> dt.timedelta:
    """The first wait, doubled so many times, but not beyond the longest."""
    return longest if times > 10 else min(first * 2**times, longest)


def _address() -> str:
    """A keyed digest of the address: it tells one from another, but nobody can read it back."""
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - no address, as in a test
    if address.version == 6:  # one subscriber has 2^64 of them
        address = ip_network(f"{address}/64", strict=False).network_address
    return hmac.new(derive(str(current_app.secret_key), "addresses"), address.packed, "sha256").hexdigest()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def init_app(app: Flask) -> None:
    """Count what Flask-Security reports; logging in wholly, or a new password by mail, begins at nought again."""

    def failed(_app: Flask, user: User, **_facts: object) -> None:
        count_for_account(user)
        count_for_address()

    def began_again(_app: Flask, user: User, **_facts: object) -> None:
        user.failed_logins, user.locked_until = 0, None

    user_failed_authn.connect(failed, app, weak=False)
    user_authenticated.connect(began_again, app, weak=False)
    password_reset.connect(began_again, app, weak=False)
