"""Sessions of staff: a signed cookie that residents never get, and that ends by itself."""

import datetime as dt
import time

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

# Where sessions exist. Everywhere else there is none, so that pages for residents set no cookie and can be kept.
STAFF = "/beheer"
# A session ends after half an hour in which nothing was asked: many work at a counter, on a computer that others use.
# What someone was typing is not lost (`webapp.accounts.again`).
IDLE = dt.timedelta(minutes=30)
# And at the end of a working day in any case.
LONGEST = dt.timedelta(hours=12)
BEGAN = "began"


def is_staff_path(path: str) -> bool:
    """Whether a page is for staff."""
    return path == STAFF or path.startswith(f"{STAFF}/")


class StaffSessions(SecureCookieSessionInterface):
    """Flask's own sessions, at the pages for staff only; the signature holds the time that `IDLE` is measured from."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Give the session of the cookie; an empty one when there is none, or it has ended."""
        if not is_staff_path(request.path):
            return self.session_class()
        session = super().open_session(app, request)
        if session and "_user_id" in session and session.get(BEGAN, 0) < time.time() - LONGEST.total_seconds():
            return self.session_class()
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session in the cookie."""
        if is_staff_path(request.path):
            super().save_session(app, session, response)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Each request begins the half hour anew."""
        return bool(session)

    def get_cookie_secure(self, app: Flask) -> bool:
        """A cookie that was set over https never goes over http."""
        return request.is_secure
