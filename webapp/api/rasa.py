"""Rasa's action server: a Rasa server at ASSISTANT_ENGINE=rasa calls the assistant's actions here."""

import hmac
from typing import Any

from flask import Blueprint, abort, current_app, request

from chatbot.engine.webhook import run_action
from webapp.extensions import parts_of
from webapp.reference import reference

rasa = Blueprint("rasa", __name__)

# A tracker holds a whole conversation.
LARGEST_TRACKER = 2_000_000  # bytes


@rasa.post("/rasa/webhook")
def webhook() -> dict[str, Any]:
    """Run an action in Rasa's protocol; with a RASA_TOKEN set, only for who knows it."""
    parts = parts_of(current_app)
    token = parts.settings.rasa_token
    if token and not hmac.compare_digest(request.args.get("token", ""), token):
        abort(403)
    request.max_content_length = LARGEST_TRACKER
    return run_action(request.get_json(), parts.project.intents, reference())
