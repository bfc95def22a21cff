"""The site's own pages (content/pages), a site map for search engines, and the health of the application."""

from flask import Response, current_app, render_template, url_for

from sociale_kaart.queries.pages import get_page, list_page_slugs
from sociale_kaart.queries.services import list_service_ids
from webapp import languages
from webapp.caching import kept
from webapp.extensions import db, parts_of
from webapp.public import public
from webapp.reference import reference


@public.get("/<slug>")
@kept
def page(slug: str) -> str:
    """A page of our own, in the language of the visitor where it is there."""
    return render_template("page.html", page=get_page(db(current_app), slug, languages.current()))


@public.get("/healthz")
def health() -> dict[str, object]:
    """Whether database and search answer; for a load balancer."""
    reference()
    listings = len(list_service_ids(db(current_app)))
    return {"status": "ok", "listings": listings, "indexed": len(parts_of(current_app).search.index.entries)}


@public.get("/robots.txt")
def robots() -> Response:
    """Search engines may read everything but results."""
    text = f"User-agent: *\nDisallow: /zoeken\nSitemap: {url_for('public.sitemap', _external=True)}\n"
    return Response(text, mimetype="text/plain")


@public.get("/sitemap.xml")
def sitemap() -> Response:
    """All pages that stand by themselves."""
    session, known = db(current_app), reference()
    places = [(m.id, place.slug) for m in known.municipalities for place in m.own_places]
    urls = [
        url_for("public.home", _external=True),
        url_for("public.helplines", _external=True),
        *(url_for("public.page", slug=slug, _external=True) for slug in list_page_slugs(session)),
        *(url_for("public.need", key=key, _external=True) for key in known.needs),
        *(url_for("public.municipality", key=m.id, _external=True) for m in known.municipalities),
        *(url_for("public.place", key=key, place_key=slug, _external=True) for key, slug in places),
        *(url_for("public.listing", service_id=i, _external=True) for i in list_service_ids(session)),
    ]
    return Response(render_template("sitemap.xml", urls=urls), mimetype="application/xml")
