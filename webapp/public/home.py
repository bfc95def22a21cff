"""Home: one question field, the life domains, choose your place once."""

from flask import Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sociale_kaart.queries.municipalities import get_place
from webapp import visitor
from webapp.caching import kept
from webapp.extensions import db
from webapp.public import public
from webapp.reference import reference


@public.get("/")
@kept
def home() -> str:
    """The home page."""
    known = reference()
    return render_template("home.html", domains=known.domains, municipalities=known.municipalities)


@public.get("/mijn-plaats")
@kept
def choose_place() -> str:
    """Choose or change the own place; `next` is the page to come back to."""
    return render_template(
        "choose_place.html",
        municipalities=reference().municipalities,
        next=_local(request.args.get("next")),
    )


@public.post("/mijn-plaats")
def save_place() -> BaseResponse:
    """Keep the chosen place ("emmen", "emmen/zwartemeer", or empty to forget it) and go back."""
    municipality, _slash, place = request.form.get("place", "").partition("/")
    response: Response = redirect(_local(request.form.get("next")))  # type: ignore[assignment]
    if municipality:
        municipality = reference().municipality(municipality).id
        place = get_place(db(current_app), municipality, place).slug if place else ""
    visitor.remember(response, municipality or None, place or None)
    return response


def _local(target: str | None) -> str:
    """Only a path of this site is a page to go back to; anything else goes home."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable():
        return target
    return url_for("public.home")
