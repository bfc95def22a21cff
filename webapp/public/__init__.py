"""The pages for residents: one module per kind of page, one template each."""

from flask import Blueprint

public = Blueprint("public", __name__)

from webapp.public import (  # noqa: E402
    confirm,
    helplines,
    home,
    listing,
    needs,
    pages,
    places,
    report,
    results,
    service_point,
)

__all__ = [
    "confirm",
    "helplines",
    "home",
    "listing",
    "needs",
    "pages",
    "places",
    "public",
    "report",
    "results",
    "service_point",
]
