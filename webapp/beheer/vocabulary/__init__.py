"""The vocabulary in the back office: needs, synonyms, places, helplines and pages; one module per kind."""

from flask import Blueprint

vocabulary = Blueprint("vocabulary", __name__, url_prefix="/woorden")

from webapp.beheer.vocabulary import helplines, history, home, needs, pages, places, synonyms  # noqa: E402

__all__ = ["helplines", "history", "home", "needs", "pages", "places", "synonyms", "vocabulary"]
