"""From what an editor filled in to the fields of a listing, and back. It may be unfinished or wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.writing import checks
from webapp.beheer.listing_fields import FIELDS, Field

Data = dict[str, Any]
Form = MultiDict[str, str]
# By the last part of the name of a field.
_CHECKS: dict[str, Callable[[str], checks.Checked]] = {
    "email": checks.check_email,
    "url": checks.check_url,
    "postal_code": checks.check_postcode,
    "number": checks.check_phone,
    "phone": checks.check_phone,
}
# More rows than anybody fills in; a form with more is not from our page.
_MOST_ROWS = 50


def read_form(form: Form, before: Mapping[str, Any]) -> Data:
    """Give the listing as it was filled in; what the form has no field for stays as it was."""
    data: Data = {name: value for name, value in before.items() if name not in {field.name for field in FIELDS}}
    where = dict(before.get("location") or {})
    # The map point belongs to the address that was filled in before.
    data.pop("location", None)
    for field in FIELDS:
        _put(data, field.name.split("."), _read(form, field))
    _keep_point(data, where)
    return tidy(data)


def tidy(data: Mapping[str, Any]) -> Data:
    """Give the data as content files have it, where it is sound."""
    try:
        return ServiceDocument.model_validate(data).as_data()
    except ValidationError:
        return dict(data)


def _put(data: Data, path: list[str], value: Any) -> None:
    """Put a value at its place; what is empty is left out."""
    if value in (None, "", [], {}):
        return
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value


def _keep_point(data: Data, before: Data) -> None:
    if "location" in data and data["location"].get("address") == before.get("address"):
        data["location"] |= {name: before[name] for name in ("latitude", "longitude") if name in before}


def _read(form: Form, field: Field) -> Any:
    if field.widget in ("checks", "needs"):
        return [value for value in form.getlist(field.name) if value]
    if field.widget == "rows":
        return list(_rows(form, field))
    if field.widget == "schedules":
        return list(_schedules(form, field.name))
    text = _text(form, field.name)
    if field.widget == "yes_no":
        return {"yes": True, "no": False}.get(text)
    return int(text) if field.name == "tier" and text.isdecimal() else text


def _text(form: Form, name: str) -> str:
    """Give what was typed; numbers and addresses as our documents want them, where they can be made so."""
    typed = form.get(name, "").replace("\r\n", "\n").strip()
    check = _CHECKS.get(name.rsplit(".", 1)[-1])
    return (check(typed).value or typed) if check else typed


def _rows(form: Form, field: Field) -> Iterator[Data]:
    for number in _numbers(form, field.name):
        row = {part.name: _text(form, f"{field.name}.{number}.{part.name}") for part in field.rows}
        if filled := {name: text for name, text in row.items() if text}:
            yield filled


def _numbers(form: Form, name: str) -> Iterator[int]:
    """Give the numbers of the rows that the form has."""
    for number in count():
        if number >= _MOST_ROWS or not any(key.startswith(f"{name}.{number}.") for key in form):
            return
        yield number


# --- dates and times ---------------------------------------------------------------------------------------------
# A rhythm is 'WEEKLY', which one of the month ('1' to '4', '-1'), or a `byday` that fits neither, kept as it stands.
def _schedules(form: Form, name: str) -> Iterator[Data]:
    for number in _numbers(form, name):
        start = f"{name}.{number}"
        parts = ("opens_at", "closes_at", "dtstart", "until", "description")
        row = {part: text for part in parts if (text := _text(form, f"{start}.{part}"))}
        days = form.getlist(f"{start}.days")
        rhythm = _text(form, f"{start}.rhythm")
        if rhythm.startswith("as:"):
            _kind, freq, byday = rhythm.split(":", 2)
            row |= {"freq": freq, "byday": byday}
        elif days:
            ordinal = "" if rhythm in ("", "WEEKLY") else rhythm
            row |= {"freq": "MONTHLY" if ordinal else "WEEKLY", "byday": ",".join(ordinal + day for day in days)}
        if row:
            yield row


def rhythm_of(schedule: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Give the rhythm and the days of a schedule, as the form has them."""
    byday = [day for day in str(schedule.get("byday") or "").split(",") if day]
    ordinals = {day[:-2] for day in byday}
    freq = str(schedule.get("freq") or "")
    if not byday or (ordinals == {""} and freq == "WEEKLY"):
        return "WEEKLY", byday
    if len(ordinals) == 1 and freq == "MONTHLY" and "" not in ordinals and ordinals <= {"1", "2", "3", "4", "-1"}:
        return ordinals.pop(), [day[-2:] for day in byday]
    return f"as:{freq}:{','.join(byday)}", []


def value_at(data: Mapping[str, Any], path: str) -> Any:
    """Give what stands at a path of the document ("location.address.city"), or nothing."""
    found: Any = data
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
