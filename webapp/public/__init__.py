"""The pages for residents: one module per kind of page, one template each."""

from flask import Blueprint

public = Blueprint("public", __name__)

from webapp.public import helplines, home, listing, needs, pages, places, results, service_point  # noqa: E402

__all__ = ["helplines", "home", "listing", "needs", "pages", "places", "public", "results", "service_point"]
