"""Headers that every answer carries: strict content policy, no framing, no referrer with what people searched for."""

import re
from wsgiref.headers import Headers

from flask import Flask, Response, abort, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Search words stand in URLs; another site must never see them.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def loggable(path: str) -> str:
    """A path as a log may have it: without the keys that some links hold, which open what they lead to."""
    return re.sub(r"[^/]{80,}", "…", path)


def harden_file(headers: Headers, _path: str, _url: str) -> None:
    """Set the headers on a static file (for WhiteNoise)."""
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"


def init_app(app: Flask) -> None:
    """Set the headers, and refuse what no page of ours has in its path."""

    @app.before_request
    def refuse_nul() -> None:
        # A database may refuse the character (PostgreSQL does); no key has it.
        if "\x00" in request.path:
            abort(404)

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.extend(HEADERS)
        return response
