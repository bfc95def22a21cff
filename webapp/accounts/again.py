"""A form whose session ended while someone was typing: it is shown once more to send, and nothing typed is lost."""

import unicodedata

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

# What is never given back to a page.
_SECRETS = ("password", "csrf_token", "code", "credential")


def init_app(app: Flask) -> None:
    """Answer a form without a valid token."""

    @app.errorhandler(CSRFError)
    def no_token(_error: CSRFError) -> ResponseReturnValue:
        if request.endpoint == "security.logout":
            return redirect(url_for("security.login"))
        return _again()


def _again() -> Response:
    """The page that offers the form again; another site gets only a refusal, for it may have made up the form."""
    own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and _came_from_here()
    fields = [
        (_shown(name), _shown(value))
        for name, value in request.form.items(multi=True)
        if not any(secret in name for secret in _SECRETS)
    ]
    html = render_template("beheer/again.html", fields=fields if own else [], files=bool(request.files), own=own)
    return make_response(html, 400)


def _shown(text: str) -> str:
    """Text without what no page can hold; lines stay lines."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")


def _came_from_here() -> bool:
    """Whether the browser says that one of our pages sent the form."""
    return request.headers.get("Origin", request.host_url.rstrip("/")) == request.host_url.rstrip("/")
