"""The API, version 1; its form is fixed in README.md and tested in tests/contracts."""

from flask import Blueprint

api = Blueprint("api", __name__, url_prefix="/api/v1")

from webapp.api import chat, search  # noqa: E402

__all__ = ["api", "chat", "search"]
