"""The back office, for editors and administrators: one module per kind of page."""

from flask import Blueprint

from webapp.beheer import words

beheer = Blueprint("beheer", __name__, url_prefix="/beheer")
beheer.add_app_template_filter(words.moment)
beheer.add_app_template_global(words.in_words)
beheer.add_app_template_global(words.field_label)


@beheer.app_context_processor
def names() -> dict[str, object]:
    """Give templates the words for states and events."""
    return {"state_names": words.STATE_NAMES, "event_names": words.EVENT_NAMES}


from webapp.beheer import (  # noqa: E402
    advice,
    bulk,
    exporting,
    freshness,
    history,
    home,
    importing,
    listing,
    listings,
    preview,
    reports,
    review,
)
from webapp.beheer.vocabulary import vocabulary  # noqa: E402

beheer.register_blueprint(vocabulary)

__all__ = [
    "advice",
    "beheer",
    "bulk",
    "exporting",
    "freshness",
    "history",
    "home",
    "importing",
    "listing",
    "listings",
    "preview",
    "reports",
    "review",
    "vocabulary",
]
