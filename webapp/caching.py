"""Rendered pages are kept until the content changes: most residents ask for the same pages.

A kept page depends on nothing but its URL, the language, the chosen place and whether HTMX asks; it holds no
personal data. The key carries the content's generation, so that a page is stale for no longer than a worker looks away.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, current_app, g, make_response, request

from webapp import languages, visitor
from webapp.extensions import cache, parts_of
from webapp.reference import reference

P = ParamSpec("P")
# Long queries are rare and each its own; they are not worth keeping.
LONGEST_KEY = 300
# A page this large is made again each time, so that 500 kept pages fit in memory.
LARGEST_PAGE = 100_000


def kept(view: Callable[P, str]) -> Callable[P, Response]:
    """Give a view's page from the cache, or make and keep it."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = repr(
            (
                reference().generation,
                parts_of(current_app).search.index.generation,
                languages.current(),
                visitor.current().key,
                request.headers.get("HX-Request") == "true",
                request.full_path,
            )
        )
        html = cache.get(key) if len(key) <= LONGEST_KEY else None
        if html is None:
            html = view(*args, **kwargs)
            if len(key) > LONGEST_KEY or len(html) > LARGEST_PAGE:
                return _private(make_response(html))
            cache.set(key, html)
        g.kept_as = key
        return _private(make_response(html))

    return wrapped


def _private(response: Response) -> Response:
    """A browser may keep the page, but asks each time whether it is still so; what lies between may not."""
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def init_app(app: Flask) -> None:
    """Have every worker see at once what its own forms change."""
    app.after_request(_follow_own_changes)


def _follow_own_changes(response: Response) -> Response:
    """After a form was sent: who sent it sees what came of it on the next page, without waiting for the next look."""
    if request.method == "POST" and request.blueprint != "assistant":
        parts_of(current_app).look_again()
    return response


class CompressedPages:
    """Keeps the compressed form of kept pages, and of nothing else (for Flask-Compress)."""

    def get(self, key: str) -> bytes | None:
        """Give the compressed page, if this request's page is a kept one."""
        return cache.get(key) if "kept_as" in g else None

    def set(self, key: str, value: bytes) -> None:
        """Keep the compressed page, if this request's page is a kept one."""
        if "kept_as" in g:
            cache.set(key, value)
