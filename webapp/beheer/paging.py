"""Lists that are shown a page at a time."""

from flask import request


def page_of(total: int, per_page: int) -> tuple[int, int]:
    """Give the page that the URL asks for (from 1), or the nearest that there is, and how many pages there are."""
    pages = max(1, -(-total // per_page))
    return min(max(1, request.args.get("page", 1, type=int)), pages), pages
