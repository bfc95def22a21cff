"""Values of a listing as the text of a cell, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sociale_kaart.text import fold

_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
# As a Dutch Excel writes a date. With slashes it may be an American one, the month first: that is refused.
_DUTCH_DATE = re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>[0-9]{4})")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_YES = frozenset({"ja", "yes", "true", "waar"})
_NO = frozenset({"nee", "no", "false", "onwaar"})

# A spreadsheet takes a cell that begins so for a formula, or drops what hides it (OWASP, "CSV injection").
_FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
_MAKE_HARMLESS = re.compile(rf"'*{_FORMULA}")
_MADE_HARMLESS = re.compile(rf"'+{_FORMULA}")


class CellError(ValueError):
    """A cell does not say what its column is for; `item` is which one of a list, from 0."""

    def __init__(self, code: str, item: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.item = item


@dataclass(frozen=True)
class Form:
    """How a value stands in a cell: what writes it, and what reads it back, raising CellError."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def harmless(text: str) -> str:
    """Give the text of a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _MAKE_HARMLESS.match(text) else text


def restored(text: str) -> str:
    """Give the text of a cell as it was before it was made harmless; an editor's own ' before a formula goes too."""
    return text[1:] if _MADE_HARMLESS.match(text) else text


def read_date(text: str) -> str:
    """Give a date as documents have it; whether it is a day of the calendar, they find out."""
    found = _DATE.fullmatch(text.strip()) or _DUTCH_DATE.fullmatch(text.strip())
    if found is None:
        raise CellError("date_parsing")
    return f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise CellError("float_parsing")
    return float(text.replace(",", "."))


def _read_yes_no(text: str) -> bool:
    word = fold(text).strip()
    if word not in _YES | _NO:
        raise CellError("bool_parsing")
    return word in _YES


def _read_keys(text: str) -> list[str]:
    return [key for part in re.split(r"[,;\n]", text) if (key := part.strip())]


def choice(words: Mapping[Any, str]) -> Form:
    """Give the form of a value that is one of a few; the value itself may stand in the cell as well."""
    values = {fold(str(value)): value for value in words} | {fold(word): value for value, word in words.items()}

    def read(text: str) -> Any:
        try:
            return values[fold(text).strip()]
        except KeyError:
            raise CellError("literal_error") from None

    return Form(words.__getitem__, read)


TEXT = Form(str, str)
KEYS = Form(", ".join, _read_keys)
YES_NO = Form(lambda value: "ja" if value else "nee", _read_yes_no)
DATE = Form(str, read_date)
# With a comma: a Dutch Excel reads 52.724 as 52 thousand.
NUMBER = Form(lambda value: str(value).replace(".", ","), _read_number)
