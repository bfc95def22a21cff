"""Pages of the site's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Page


def get_page(session: Session, slug: str, language: str) -> Page:
    """Give a page in a language, or in Dutch when it is not there in that language; raises NotFoundError."""
    page = session.get(Page, f"{slug}.{language}") or session.get(Page, f"{slug}.nl")
    if page is None:
        raise NotFoundError("page", slug)
    return page


def list_page_slugs(session: Session) -> list[str]:
    """Give the slugs of all pages, in order."""
    return sorted({page_id.partition(".")[0] for page_id in session.scalars(select(Page.id))})
