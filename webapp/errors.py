"""Every error becomes, in one place, a kind page or a JSON answer with the right status."""

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from sociale_kaart.errors import DomainError, InvalidValueError, NotAllowedError, NotFoundError
from webapp.accounts.sessions import is_staff_path
from webapp.security import loggable

UNKNOWN = {
    "municipality": _l("Deze gemeente staat niet op Meedoen."),
    "place": _l("Deze wijk of dit dorp kennen we niet."),
    "need": _l("Deze hulpvraag kennen we niet."),
    "domain": _l("Dit onderwerp kennen we niet."),
    "tier": _l("Deze trede bestaat niet. Kies 1, 2, 3 of 4."),
    "listing": _l("Deze hulp staat niet (meer) op Meedoen."),
    "page": _l("Deze pagina is er niet."),
    "version": _l("Deze versie is er niet."),
    "record": _l("Dit staat niet (meer) op Meedoen."),
    "account": _l("Dit account is er niet (meer)."),
}
STATUS_TEXTS = {
    404: _l("Deze pagina is er niet."),
    405: _l("Dit kan niet op deze pagina."),
    413: _l("Dit is te veel tekst in één keer."),
    414: _l("Dit is te veel tekst in één keer."),
}


# Needs nothing: no database, no template, no translation.
LAST_RESORT = """<!doctype html>
<html lang="nl"><head><title>Er ging iets mis - Meedoen</title></head><body><main>
<h1>Er ging iets mis</h1>
<p>Dat ligt niet aan u. Probeer het over een paar minuten nog eens.</p>
<p>In gevaar? <a href="tel:112">Bel 112</a>.</p>
<p lang="en">Something went wrong. Please try again in a few minutes. In danger? Call 112.</p>
</main></body></html>
"""


def is_api() -> bool:
    """Whether the caller expects JSON."""
    return request.path.startswith(("/api/", "/rasa/"))


def _answer(status: int, code: str, message: str) -> Response:
    if is_api():
        response = jsonify(error={"code": code, "message": message})
    else:
        template = "beheer/error.html" if is_staff_path(request.path) else "error.html"
        response = make_response(render_template(template, status=status, message=message))
    response.status_code = status
    return response


def init_app(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> Response:
        if isinstance(error, NotFoundError):
            # An unknown key in a path is a page that is not there; in a question to the API it is a wrong question.
            return _answer(400 if is_api() else 404, error.code, str(UNKNOWN[error.what]))
        if isinstance(error, InvalidValueError):
            return _answer(400, error.code, gettext("Dit klopt niet: %(field)s.", field=error.field))
        if isinstance(error, NotAllowedError):
            return _answer(403, error.code, gettext("Deze pagina is niet voor u."))
        return _answer(400, error.code, gettext("Dit kan niet."))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        if error.response is not None or status < 400:
            return make_response(error.get_response())
        message = str(STATUS_TEXTS.get(status, gettext("Er ging iets mis. Dat ligt niet aan u.")))
        response = _answer(status, f"http_{status}", message)
        if status == 405 and (allowed := getattr(error, "valid_methods", None)):
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        # The path without the query: what people ask does not belong in a log.
        app.logger.exception("unexpected error at %s", loggable(request.path), exc_info=error)
        try:
            return _answer(500, "unexpected", gettext("Er ging iets mis. Dat ligt niet aan u."))
        except Exception:
            # Even the page that says so needs something that is broken, such as the database.
            app.logger.exception("no error page at %s", loggable(request.path))
            return make_response(LAST_RESORT, 500, {"Content-Type": "text/html; charset=utf-8"})
