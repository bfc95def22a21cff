"""Fields of the forms of the vocabulary: how each is filled in, read, shown and told to be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from sociale_kaart.text import clean
from sociale_kaart.writing.checks import check_email, check_phone, check_url
from webapp import texts
from webapp.beheer.words import fault_text, in_words

Data = dict[str, Any]
Typed = MultiDict[str, str]
Widget = Literal[
    "line", "text", "lines", "choice", "yes_no", "needs", "number", "phone", "email", "url", "hours", "page"
]
_MOST_LINES = 500


@dataclass(frozen=True)
class Field:
    """A field: its path in the document ("advice.0.nl"), its label, and how it is filled in."""

    name: str
    label: LazyString
    widget: Widget = "line"
    hint: LazyString | None = None
    required: bool = False
    language: str | None = None  # of what is written in it
    choices: Mapping[str, LazyString] | None = None


def translated(
    name: str, label: LazyString, languages: Sequence[str], widget: Widget = "line", optional: Sequence[str] = ()
) -> Iterator[Field]:
    """Give a field for each language that a text is written in."""
    for code in (*languages, *optional):
        own = _l("%(what)s (%(language)s)", what=label, language=texts.LANGUAGE_NAMES[code])
        yield Field(f"{name}.{code}", own, widget, required=code not in optional, language=code)


# --- data as paths and values, and back ------------------------------------------------------------------------------
def flat(data: Mapping[str, Any]) -> Data:
    """Give what stands at each path: {"advice": [{"nl": "Bel"}]} becomes {"advice.0.nl": "Bel"}."""
    return dict(_paths(data, ""))


def _paths(value: Any, start: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        value = dict(enumerate(value))
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _paths(inner, f"{start}.{name}" if start else str(name))
    else:
        yield start, value


def nested(values: Mapping[str, Any]) -> Data:
    """Give the data of paths and values. What is empty is left out, but not what it stood in."""
    data: Data = {}
    for path, value in values.items():
        *above, name = path.split(".")
        inner = data
        for part in above:
            inner = inner.setdefault(part, {})
        if value not in (None, ""):
            inner[name] = value
    return {name: _with_lists(value) for name, value in data.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value):
        return [_with_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _with_lists(inner) for name, inner in value.items()}


# --- what was filled in ----------------------------------------------------------------------------------------------
def read_form(form: Typed, fields: Sequence[Field], before: Mapping[str, Any]) -> Data:
    """Give the record as it was filled in; what the form has no field for stays as it was."""
    typed = {field.name: _READERS.get(field.widget, _line)(form, field.name) for field in fields}
    return nested(flat(before) | typed)


def _line(form: Typed, name: str) -> str:
    return clean(form.get(name, ""))


def _text(form: Typed, name: str) -> str:
    lines = form.get(name, "").replace("\r\n", "\n").split("\n")
    return "\n".join(_without_control(line) for line in lines).strip()


def _without_control(line: str) -> str:
    """Give a line with its spaces, which Markdown reads, and without what no page can show."""
    indent = len(line) - len(line.lstrip(" "))
    rest = len(line) - len(line.rstrip(" "))
    return " " * indent + clean(line) + (" " * rest if line.strip() else "")


def _lines(form: Typed, name: str) -> list[str]:
    lines = [clean(line) for line in form.get(name, "").split("\n")[:_MOST_LINES]]
    return [line for line in lines if line]


def _number(form: Typed, name: str) -> Any:
    text = _line(form, name).replace(",", ".")
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text


def _hours(form: Typed, name: str) -> str:
    days, opens, closes = (_line(form, f"{name}.{part}") for part in ("days", "opens", "closes"))
    return days if days in ("", "24/7") else f"{days} {opens}-{closes}"


def _page(form: Typed, name: str) -> str:
    return f"# {_line(form, f'{name}.title')}\n\n{_text(form, f'{name}.body')}\n"


_READERS: dict[str, Callable[[Typed, str], Any]] = {
    "text": _text,
    "lines": _lines,
    "yes_no": lambda form, name: {"yes": True, "no": False}.get(form.get(name, "")),
    "needs": lambda form, name: form.getlist(name)[:_MOST_LINES],
    "number": _number,
    "phone": lambda form, name: check_phone(_line(form, name)).value or _line(form, name),
    "email": lambda form, name: check_email(_line(form, name)).value or _line(form, name),
    "url": lambda form, name: check_url(_line(form, name)).value or _line(form, name),
    "hours": _hours,
    "page": _page,
}


# --- what is shown ---------------------------------------------------------------------------------------------------
def hours_of(value: str | None) -> dict[str, str]:
    """Give the parts of the hours of a helpline, as its field has them."""
    days, _space, hours = (value or "").partition(" ")
    opens, _dash, closes = hours.partition("-")
    return {"days": days, "opens": opens, "closes": closes}


def page_of(value: str | None) -> dict[str, str]:
    """Give the title and the text of a page, as its field has them."""
    title, _newline, body = (value or "").partition("\n")
    return {"title": title.removeprefix("#").strip(), "body": body.strip("\n")}


@dataclass(frozen=True)
class Difference:
    """A field that is not the same in two versions, and what it is in each, in words."""

    name: str
    label: str
    before: str
    after: str


def differences(fields: Sequence[Field], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Give the fields that differ between two versions, in the order of the form."""
    old, new = flat(before), flat(after)
    order = [field.name for field in fields]
    names = sorted({**old, **new}, key=lambda name: (order.index(name) if name in order else len(order), name))
    known = {field.name: field for field in fields}
    return [
        Difference(
            name,
            str(known[name].label if name in known else _OTHER_LABELS.get(name, name)),
            _in_words(known.get(name), old.get(name)),
            _in_words(known.get(name), new.get(name)),
        )
        for name in names
        if old.get(name) != new.get(name) and name != "key"
    ]


_OTHER_LABELS = {"checked_on": _l("Gecontroleerd op"), "checked_by": _l("Gecontroleerd door"), "urgent": _l("Gevaar")}


def _in_words(field: Field | None, value: Any) -> str:
    if field is not None and field.widget == "hours":
        return texts.helpline_hours(value) or ""
    if field is not None and field.choices is not None:
        return str(field.choices.get(value, value or ""))
    # Its readers go by the names of listings, of which a few are the same here.
    return in_words("free" if isinstance(value, bool) else "needs" if field and field.widget == "needs" else "", value)


# --- what is wrong ---------------------------------------------------------------------------------------------------
_FAULTS = {
    "taken": _l("Dit staat er al. Verander dat, of kies iets anders."),
    "twice": _l("Hier staat een woord twee keer."),
    "withdrawn": _l("Hier staat een oud nummer, dat nergens meer mag staan."),
    "contrast": _l("Witte letters zijn op deze kleur niet goed te lezen. Kies een donkerder kleur."),
    "last_line": _l("Dit is de enige hulplijn hiervoor, bij gevaar. Zorg eerst voor een andere."),
    "int_parsing": _l("Dit is geen heel getal."),
    "int_from_float": _l("Dit is geen heel getal."),
    "finite_number": _l("Dit is geen heel getal."),
    "float_parsing": _l("Dit is geen getal. Schrijf bijvoorbeeld 52,78."),
    "greater_than_equal": _l("Dit ligt niet in Nederland."),
    "less_than_equal": _l("Dit ligt niet in Nederland."),
}
_FIELD_FAULTS = {
    "open": _l("Schrijf hele uren, zoals 9 en 17."),
    "postcodes": _l("Schrijf per regel de vier cijfers van een postcode, zoals 7894."),
    "theme": _l("Schrijf een kleur zo: #00587c."),
    "text": _l("Vul een titel en een tekst in."),
    "same": _l("Schrijf minstens één woord, en elk woord op een eigen regel."),
    "key": _l("Schrijf een naam met gewone letters of cijfers."),
}


def fault_texts(fields: Sequence[Field], faults: Mapping[str, str]) -> dict[str, str]:
    """Say per field what is wrong with it; what belongs to no field stands under ""."""
    said: dict[str, str] = {}
    for path, fault in faults.items():
        # Something wrong with a key is wrong with what it is made of.
        at = [field.name for field in fields if f"{path}.".startswith(f"{field.name}.")]
        own = at[0] if at else fields[0].name if path == "key" else ""
        said.setdefault(own, str(_fault_text(path, fault)))
    return said


def _fault_text(path: str, fault: str) -> LazyString:
    if fault in _FAULTS:
        return _FAULTS[fault]
    field = path.partition(".")[0]
    if field in _FIELD_FAULTS and fault not in ("missing", "string_too_long"):
        return _FIELD_FAULTS[field]
    return fault_text(path, fault)
