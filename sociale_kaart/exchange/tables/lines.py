"""Lists of more than words in a cell: one item a line, its parts with | between them, and back.

A | or \\ that belongs to a text has a \\ before it. Line ends need no such care: what stands in these lists has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sociale_kaart.exchange.tables.cells import CellError, Form, read_date

Data = dict[str, Any]

_SEPARATOR = " | "
_CONTACT_PARTS = ("name", "title", "email", "phone")
_VISIT_SCHEDULE = "- "

_DAYS = {
    "MO": ("maandag", "ma"),
    "TU": ("dinsdag", "di"),
    "WE": ("woensdag", "wo"),
    "TH": ("donderdag", "do"),
    "FR": ("vrijdag", "vr"),
    "SA": ("zaterdag", "za"),
    "SU": ("zondag", "zo"),
}
_ORDINALS = {
    "": ("",),
    "1": ("eerste ", "1e "),
    "2": ("tweede ", "2e "),
    "3": ("derde ", "3e "),
    "4": ("vierde ", "4e "),
    "5": ("vijfde ", "5e "),
    "-1": ("laatste ",),
}
_DAY_WORDS = {
    f"{number}{day}": f"{ordinals[0]}{names[0]}"
    for number, ordinals in _ORDINALS.items()
    for day, names in _DAYS.items()
}
_DAY_CODES = {
    f"{ordinal}{name}": f"{number}{day}"
    for number, ordinals in _ORDINALS.items()
    for day, names in _DAYS.items()
    for ordinal in ordinals
    for name in names
}
# What has no words, such as the last Friday but one, stands in the cell as its code.
_DAY_CODE = re.compile(r"-?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")
_FREQUENCIES = {"WEEKLY": "elke week", "MONTHLY": "elke maand"}
_FREQUENCY_CODES = {word: code for code, word in _FREQUENCIES.items()} | {
    "wekelijks": "WEEKLY",
    "maandelijks": "MONTHLY",
}

_DATE = r"[0-9]+-[0-9]+-[0-9]+"
_TIME = r"[0-9]{1,2}[:.][0-9]{2}"
_MOMENTS = (
    re.compile(rf"(?P<opens_at>{_TIME}) ?(?:-|–|tot) ?(?P<closes_at>{_TIME})"),
    re.compile(rf"vanaf (?P<opens_at>{_TIME})"),
    re.compile(rf"tot (?P<closes_at>{_TIME})"),
    re.compile(rf"(?:vanaf|op) (?P<dtstart>{_DATE})"),
    re.compile(rf"(?:t/m|tot en met) (?P<until>{_DATE})"),
)
_WORDS = re.compile(r"uitleg:(?P<description>.*)", re.DOTALL | re.IGNORECASE)


# --- parts of a line ---------------------------------------------------------------------------------------------
def _escape(text: str | None) -> str:
    return re.sub(r"([\\|])", r"\\\1", text or "")


def _split(line: str) -> list[str]:
    """Give the parts of a line, as they were before `_escape`."""
    parts = [""]
    for piece in re.findall(r"\\[\\|]|.", line, re.DOTALL):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece[-1]
    # Only spaces: other white space at the ends is the documents' to judge.
    return [part.strip(" ") for part in parts]


def _join(parts: Sequence[str]) -> str:
    return _SEPARATOR.join(parts).strip(" ")


def _lines(text: str) -> list[str]:
    return [line for part in text.split("\n") if (line := part.strip(" "))]


def _form(write: Callable[[Data], str], read: Callable[[str], Data]) -> Form:
    """Give the form of a list with one item a line."""

    def read_all(text: str) -> list[Data]:
        items = []
        for number, line in enumerate(_lines(text)):
            try:
                items.append(read(line))
            except CellError as error:
                raise CellError(error.code, number) from None
        return items

    return Form(lambda items: "\n".join(write(item) for item in items), read_all)


def _filled(pairs: Iterable[tuple[str, str]]) -> Data:
    return {name: text for name, text in pairs if text}


# --- phones and contacts -----------------------------------------------------------------------------------------
def _write_phone(phone: Data) -> str:
    return ": ".join(phone[name] for name in ("number", "description") if phone.get(name))


def _read_phone(line: str) -> Data:
    number, _colon, description = line.partition(":")
    return _filled((("number", number.strip(" ")), ("description", description.strip(" "))))


def _write_contact(contact: Data) -> str:
    parts = [_escape(contact.get(name)) for name in _CONTACT_PARTS]
    filled = max((number for number, part in enumerate(parts, 1) if part), default=0)
    return _join(parts[:filled])


def _read_contact(line: str) -> Data:
    parts = _split(line)
    if len(parts) > len(_CONTACT_PARTS):
        raise CellError("contact_parts")
    return _filled(zip(_CONTACT_PARTS, parts, strict=False))


# --- schedules ---------------------------------------------------------------------------------------------------
def _write_schedule(schedule: Data) -> str:
    return _join(list(_schedule_parts(schedule)))


def _schedule_parts(schedule: Data) -> Iterator[str]:
    get = schedule.get
    if get("byday"):
        yield ", ".join(_DAY_WORDS.get(code, code) for code in schedule["byday"].split(","))
    if get("opens_at") and get("closes_at"):
        yield f"{schedule['opens_at']}-{schedule['closes_at']}"
    elif get("opens_at"):
        yield f"vanaf {schedule['opens_at']}"
    elif get("closes_at"):
        yield f"tot {schedule['closes_at']}"
    if get("freq"):
        yield _FREQUENCIES[schedule["freq"]]
    if get("dtstart"):
        yield f"{'vanaf' if get('byday') or get('freq') else 'op'} {schedule['dtstart']}"
    if get("until"):
        yield f"t/m {schedule['until']}"
    if get("description"):
        yield f"uitleg: {_escape(schedule['description'])}"


def _read_schedule(line: str) -> Data:
    schedule: Data = {}
    for part in filter(None, _split(line)):
        found = _read_schedule_part(part)
        if not found or found.keys() & schedule.keys():
            raise CellError("schedule_part")
        schedule |= found
    return schedule


def _read_schedule_part(part: str) -> Data:
    """Give what a part of a schedule says; nothing when it cannot be told."""
    if words := _WORDS.fullmatch(part):
        return {"description": words["description"].strip(" ")}
    plain = " ".join(part.lower().split())
    if plain in _FREQUENCY_CODES:
        return {"freq": _FREQUENCY_CODES[plain]}
    for moment in _MOMENTS:
        if found := moment.fullmatch(plain):
            return {name: _read_moment(name, text) for name, text in found.groupdict().items()}
    codes = [_day_code(day.strip()) for day in plain.split(",")]
    return {"byday": ",".join(code for code in codes if code)} if all(codes) else {}


def _read_moment(name: str, text: str) -> str:
    if name in ("dtstart", "until"):
        return read_date(text)
    hour, minute = re.split("[:.]", text)
    return f"{hour:0>2}:{minute}"


def _day_code(day: str) -> str | None:
    return _DAY_CODES.get(day) or (day.upper() if _DAY_CODE.fullmatch(day.upper()) else None)


# --- visits ------------------------------------------------------------------------------------------------------
def _write_visits(visits: list[Data]) -> str:
    return "\n".join(line for visit in visits for line in _visit_lines(visit))


def _visit_lines(visit: Data) -> Iterator[str]:
    # The | is always there: it tells an organisation from a description.
    yield _join([visit.get("organization") or "", _escape(visit.get("description"))])
    for schedule in visit.get("schedules", ()):
        yield _VISIT_SCHEDULE + _write_schedule(schedule)


def _read_visits(text: str) -> list[Data]:
    visits: list[Data] = []
    for line in _lines(text):
        if line.startswith(_VISIT_SCHEDULE):
            _add_schedule(visits, line.removeprefix(_VISIT_SCHEDULE))
            continue
        parts = _split(line)
        if len(parts) != 2:
            raise CellError("visit_parts", len(visits))
        visits.append(_filled(zip(("organization", "description"), parts, strict=True)))
    return visits


def _add_schedule(visits: list[Data], line: str) -> None:
    if not visits:
        raise CellError("visit_parts", 0)
    try:
        visits[-1].setdefault("schedules", []).append(_read_schedule(line))
    except CellError as error:
        raise CellError(error.code, len(visits) - 1) from None


PHONES = _form(_write_phone, _read_phone)
CONTACTS = _form(_write_contact, _read_contact)
SCHEDULES = _form(_write_schedule, _read_schedule)
VISITS = Form(_write_visits, _read_visits)
