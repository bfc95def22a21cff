"""Flask extensions, made once and bound to the app in `create_app`; and the database session of a request."""

from flask import Flask, g
from flask_babel import Babel
from flask_caching import Cache
from flask_compress import Compress
from sqlalchemy.orm import Session

from webapp.wiring import Parts

babel = Babel()
cache = Cache()
compress = Compress()

_KEY = "meedoen"


def register_parts(app: Flask, parts: Parts) -> None:
    """Give the app its parts, and each request its own database session."""
    app.extensions[_KEY] = parts

    @app.teardown_appcontext
    def close_session(_error: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()


def parts_of(app: Flask) -> Parts:
    """The parts of an app."""
    parts: Parts = app.extensions[_KEY]
    return parts


def db(app: Flask) -> Session:
    """The database session of this request."""
    if "session" not in g:
        g.session = parts_of(app).sessions()
    session: Session = g.session
    return session
