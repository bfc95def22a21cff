"""The language of a page: `?lang=`, else the cookie, else what the browser asks for, else Dutch."""

from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, g, request

from webapp.extensions import parts_of

COOKIE = "lang"
# Each language by its own name.
NAMES = {"nl": "Nederlands", "en": "English"}
ONE_YEAR = 365 * 24 * 3600


def choose_language() -> str:
    """Give the language of this request; a language that Meedoen does not have falls back to the next choice."""
    known = parts_of(current_app).settings.languages
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in known:
            return asked
    return request.accept_languages.best_match(known) or "nl"


def current() -> str:
    """The language code of this request, chosen once."""
    if "language" not in g:
        g.language = choose_language()
    language: str = g.language
    return language


def init_app(app: Flask) -> None:
    """Keep the chosen language in a cookie and give templates what the switch needs."""

    @app.after_request
    def remember(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in parts_of(app).settings.languages and request.cookies.get(COOKIE) != asked:
            response.set_cookie(
                COOKIE, asked, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
            )
        response.headers["Content-Language"] = current()
        return response

    @app.context_processor
    def language() -> dict[str, object]:
        return {"language": current(), "language_names": NAMES, "language_url": url_in}


def url_in(code: str) -> str:
    """This page's own URL in another language."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{quote(request.path)}?{urlencode([*arguments, ('lang', code)])}"
