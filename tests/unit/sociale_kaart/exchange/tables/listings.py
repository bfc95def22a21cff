"""Listings to put in a table: one that uses every field, and any that a document may hold (hypothesis)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, get_args

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sociale_kaart.exchange.documents import ServiceDocument, ServiceKind
from sociale_kaart.exchange.tables import (
    Row,
    TableError,
    TableFault,
    merged,
    read_table,
    row_to_data,
    write_csv,
    write_xlsx,
)
from tests.unit.builders import FULL_LISTING, in_order

Data = dict[str, Any]

FULL = in_order(
    FULL_LISTING
    | {
        "status": "temporarily_closed",
        "closed_from": "2026-07-01",
        "closed_until": "2026-08-31",
        "closed_reason": "vakantie",
    }
)


def owned(data: Data, municipality: str | None = "emmen") -> Data:
    """Give a listing with its municipality, as writers want it."""
    return data | {"municipality": municipality}


def written(listings: list[Data], name: str) -> bytes:
    """Give the file of a table, CSV or Excel by its name."""
    return b"".join(write_csv(listings)) if name.endswith(".csv") else write_xlsx(listings)


def read_back(data: bytes, name: str) -> list[Data]:
    """Give the listings of a table as their documents have them, with their municipality."""
    return [document_of(row) for row in read_table(data, name).rows]


def document_of(row: Row) -> Data:
    """Give the listing of a row that says everything, with its municipality."""
    data = merged({}, row_to_data(row))
    municipality = data.pop("municipality", None)
    return owned(ServiceDocument.model_validate(data).as_data(), municipality)


def row_of(**cells: str) -> Row:
    """Give a row with these cells alone; a double underscore stands for the point in the name of a column."""
    return Row(2, {name.replace("__", "."): text for name, text in cells.items()})


def faults_of(data: bytes, name: str) -> list[TableFault]:
    """Give the faults of a file that has some."""
    with pytest.raises(TableError) as caught:
        read_table(data, name)
    return list(caught.value.faults)


# --- any listing -------------------------------------------------------------------------------------------------
# All characters but NUL, which no database keeps, halves of characters, and four that only Python takes for spaces.
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1c\x1d\x1e\x1f")
# Often something that means something in a table.
_PIECES = st.sampled_from(
    [
        *"=+-@|\\;:,'\"\t\r\n_- ",
        "\r\n",
        "_x000D_",
        "#N/A",
        "- ",
        "uitleg: ",
        "maandag",
        "vanaf 09:00",
        "'=1",
        "1-2-2026",
    ]
)
_WORDS = st.lists(_PIECES | st.text(_CHARACTERS, max_size=5), min_size=1, max_size=8).map("".join)
_KEYS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9})?", fullmatch=True)
_DATES = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)).map(str)
_TIMES = st.times().map(lambda time: time.strftime("%H:%M"))
_DAYS = st.from_regex(r"-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)", fullmatch=True)
_PHONE_NUMBERS = st.sampled_from(["112", "14 0592", "0800-2000", "0591-123456", "06-12345678", "030-7606055"])
_EMAILS = st.sampled_from(["info@example.org", "=a@b.nl", "-x|y@b.nl", "a\\b@c.nl"])
_URLS = st.sampled_from(["https://example.org/a?b=c;d", "http://xn--e-8ia.nl/|"])


def _text(least: int = 1, most: int = 300) -> SearchStrategy[str]:
    # As documents keep it: nothing at the ends. Only LF ends a line of a text, and a line has none.
    cleaned = _WORDS.map(lambda text: re.sub(r"\r+\n", "\n", text).strip())
    return cleaned.filter(lambda text: least <= len(text) <= most)


def _line(least: int = 1, most: int = 300) -> SearchStrategy[str]:
    return _text().map(lambda text: text.replace("\n", " ").strip()).filter(lambda text: least <= len(text) <= most)


def _filled(required: dict[str, SearchStrategy[Any]], **optional: SearchStrategy[Any]) -> SearchStrategy[Data]:
    return st.fixed_dictionaries(required, optional=optional)


def _lists(items: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=3)


def _is_sound_schedule(schedule: Data) -> bool:
    given = schedule.get
    in_order = not (given("dtstart") and given("until")) or given("dtstart") <= given("until")
    same = given("opens_at") is not None and given("opens_at") == given("closes_at")
    return bool(given("byday") or given("dtstart") or given("description")) and in_order and not same


_SCHEDULES = _filled(
    {},
    freq=st.sampled_from(["WEEKLY", "MONTHLY"]),
    byday=_lists(_DAYS).map(",".join),
    dtstart=_DATES,
    until=_DATES,
    opens_at=_TIMES,
    closes_at=_TIMES,
    description=_line(),
).filter(_is_sound_schedule)
_PHONES = _filled({"number": _PHONE_NUMBERS}, description=_line())
_CONTACTS = _filled({"name": _line()}, title=_line(), email=_EMAILS, phone=_PHONE_NUMBERS)
_VISITS = _filled({}, organization=_KEYS, description=_line(), schedules=_lists(_SCHEDULES))
_ADDRESSES = _filled({"address_1": _line(), "city": _line()}, postal_code=st.just("7894 AB"))
# A location of which nothing is known cannot be told from none.
_LOCATIONS = _filled(
    {},
    name=_line(),
    address=_ADDRESSES,
    latitude=st.floats(50.7, 53.6),
    longitude=st.floats(3.3, 7.3),
    wheelchair=st.sampled_from(["yes", "partly", "no"]),
).filter(bool)
_REQUIRED = {
    "kind": st.sampled_from(get_args(ServiceKind)),
    "name": _line(),
    "tier": st.sampled_from([1, 2, 3, 4]),
    "needs": _lists(_KEYS),
    "status": st.sampled_from(["active", "temporarily_closed", "planned", "archived"]),
    "summary": _line(10, 120),
    "description": _text(),
    "source": _line(),
}
_OPTIONAL = {
    **{name: _line() for name in ("alternate_name", "closed_reason", "uncertain")},
    **{name: _text() for name in ("eligibility_description", "application_process", "conditions", "fees_description")},
    **{name: st.booleans() for name in ("referral_needed", "free")},
    **{name: _KEYS for name in ("organization", "helpline")},
    "places": _lists(_KEYS),
    "languages": _lists(st.sampled_from(["ar", "de", "nds"])),
    "phones": _lists(_PHONES),
    "contacts": _lists(_CONTACTS),
    "email": _EMAILS,
    "url": _URLS,
    "location": _LOCATIONS,
    "schedules": _lists(_SCHEDULES),
    "closed_from": _DATES,
}
_SERVICE_POINT = {"people": _line(), "visits": _lists(_VISITS)}


def _sound(parts: tuple[Data, Data, bool, str | None]) -> Data:
    data, service_point, is_checked, municipality = parts
    if service_point:
        data = data | service_point | {"kind": "service_point"}
    if is_checked:
        data = data | {"checked_on": "2026-05-01", "checked_by": "anna"}
    document = ServiceDocument.model_validate(data | {"key": "k"})
    return owned(document.as_data(), municipality)


LISTINGS = st.tuples(
    st.fixed_dictionaries(_REQUIRED, optional=_OPTIONAL),
    st.fixed_dictionaries({}, optional=_SERVICE_POINT),
    st.booleans(),
    st.none() | _KEYS,
).map(_sound)


def any_listings() -> SearchStrategy[list[Data]]:
    """Give lists of any listings, each with a key of its own."""
    return st.lists(LISTINGS, min_size=1, max_size=3).map(
        lambda listings: [listing | {"key": f"listing-{number}"} for number, listing in enumerate(listings)]
    )
