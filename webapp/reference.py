"""The reference data of this moment, for the pages: needs, municipalities, helplines."""

from flask import current_app

from chatbot.knowledge import Knowledge
from webapp.extensions import parts_of


def reference() -> Knowledge:
    """Give the reference data as it is now."""
    return parts_of(current_app).now()
