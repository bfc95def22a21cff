"""A list of listings to take away: as CSV, Excel, or as content files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from flask import Response, abort, current_app
from sqlalchemy.orm import Session

from sociale_kaart.actors import Actor
from sociale_kaart.exchange import mapping, yaml_lines
from sociale_kaart.exchange.content_files import NATIONAL
from sociale_kaart.exchange.tables import write_csv, write_xlsx
from sociale_kaart.queries.back_office import ListingFilter
from sociale_kaart.queries.whole_listings import list_published_ids, load_listings, portions
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.home import EDITORS
from webapp.beheer.listings import asked_listings
from webapp.extensions import parts_of
from webapp.texts import today

Data = dict[str, Any]
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yml": "application/yaml; charset=utf-8",
}


@beheer.get("/hulp/uitvoer.<form>")
@allowed(*EDITORS)
def export(form: str) -> Response:
    """The published listings of a list, with the filters in its address; a portion at a time where the form allows."""
    if form not in _TYPES:
        abort(404)
    asked = asked_listings()
    found = _listings(actor(), asked)
    body = _WRITERS[form](found)
    response = Response(body, content_type=_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="hulp-{today()}.{form}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _listings(me: Actor, asked: ListingFilter) -> Iterator[Data]:
    """Give each listing as its document has it, with its municipality.

    In a session of its own: the one of the request is over when the first line is sent.
    """
    sessions = parts_of(current_app).sessions
    with sessions() as session:
        ids = list_published_ids(session, me, asked)
    return (data for some in portions(ids) for data in _portion(sessions(), some))


def _portion(session: Session, ids: Any) -> list[Data]:
    with session:
        found = load_listings(session, ids)
        return [
            mapping.service_document(found[key]).as_data() | {"municipality": found[key].municipality_id}
            for key in ids
            if key in found
        ]


def _content_files(listings: Iterator[Data]) -> Iterator[bytes]:
    """Give the listings as they stand in the content files, each file a document with its name above it."""
    for (owner, kind), group in groupby(listings, lambda data: (data["municipality"], data["kind"])):
        folder = f"municipalities/{owner}" if owner else NATIONAL
        yield f"--- # {folder}/{kind}.yml\nservices:\n".encode()
        for data in group:
            one = {name: value for name, value in data.items() if name != "municipality"}
            # One at a time: a list of one is written just like a part of a longer one.
            yield yaml_lines.dump({"services": [one]}).partition("\n")[2].encode()


_WRITERS: dict[str, Callable[[Iterator[Data]], Iterator[bytes] | bytes]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "yml": _content_files,
}
