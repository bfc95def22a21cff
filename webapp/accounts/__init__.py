"""Accounts of the back office: logging in, one's own account, and the administrator's page of all accounts."""

from flask import Blueprint, Flask, Response, request

accounts = Blueprint("accounts", __name__, url_prefix="/beheer")

from sociale_kaart.text import clean  # noqa: E402
from webapp.accounts import account, again, extension, guard, people, welcome  # noqa: E402
from webapp.accounts.extension import csrf  # noqa: E402
from webapp.accounts.secret import read_secret_key  # noqa: E402
from webapp.accounts.sessions import is_staff_path  # noqa: E402
from webapp.settings import Settings  # noqa: E402

__all__ = ["account", "accounts", "csrf", "init_app", "people", "welcome"]


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app accounts."""
    extension.init_app(app, read_secret_key(settings))
    again.init_app(app)
    app.add_template_filter(clean, "clean")  # what was typed goes back into its field

    @app.after_request
    def keep_nothing(response: Response) -> Response:
        """No browser and nothing between keeps a page for staff, so that after logging out nobody goes back to it."""
        if is_staff_path(request.path):
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.context_processor
    def staff() -> dict[str, object]:
        """Who is logged in, and the names of roles, for the pages for staff."""
        return {"staff": guard.current(), "role_names": people.ROLE_NAMES} if is_staff_path(request.path) else {}
