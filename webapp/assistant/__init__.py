"""The assistant for residents: the chat page, of which the API (webapp/api/chat.py) shares the presenter."""

from flask import Blueprint

assistant = Blueprint("assistant", __name__)

from webapp.assistant import chat  # noqa: E402

__all__ = ["assistant", "chat"]
