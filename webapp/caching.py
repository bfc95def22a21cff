"""Rendered pages are kept until the content changes: most residents ask for the same pages.

A kept page depends on nothing but its URL, the language, the chosen place and whether HTMX asks; it holds no
personal data. The key carries the content's generation, so that no stale page is ever given.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, g, make_response, request

from webapp import languages, visitor
from webapp.extensions import cache
from webapp.reference import reference

P = ParamSpec("P")
# Long queries are rare and each its own; they are not worth keeping.
LONGEST_KEY = 300


def kept(view: Callable[P, str]) -> Callable[P, Response]:
    """Give a view's page from the cache, or make and keep it."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = repr(
            (
                reference().generation,
                languages.current(),
                visitor.current().key,
                request.headers.get("HX-Request") == "true",
                request.full_path,
            )
        )
        html = cache.get(key) if len(key) <= LONGEST_KEY else None
        if html is None:
            html = view(*args, **kwargs)
            if len(key) <= LONGEST_KEY:
                cache.set(key, html)
        response = make_response(html)
        g.kept_as = key
        response.vary.update(("HX-Request", "Cookie", "Accept-Language"))
        response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
        return response

    return wrapped
