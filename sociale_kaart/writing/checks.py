"""Phone numbers, addresses of mail and web and postcodes as people type them, made as our documents want them.

Each check gives the value, or the code of what is wrong; where nothing was typed it gives neither.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException
from pydantic import TypeAdapter, ValidationError
from stdnum.exceptions import InvalidComponent
from stdnum.exceptions import ValidationError as PostcodeError
from stdnum.nl import postcode

from sociale_kaart.exchange import documents
from sociale_kaart.exchange.checking import WITHDRAWN_NUMBERS
from sociale_kaart.text import clean


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of something typed: its value, or the code of what is wrong with it."""

    value: str | None = None
    fault: str | None = None


_PHONE_NUMBER: TypeAdapter[str] = TypeAdapter(documents.PhoneNumber)
_EMAIL: TypeAdapter[str] = TypeAdapter(documents.Email)
_URL: TypeAdapter[str] = TypeAdapter(documents.Url)

_NETHERLANDS = 31
_DIGITS = 9  # of a Dutch number after its first 0
_PHONE_LABEL = re.compile(r"^(?:telefoonnummer|telefoon|tel|mobiel|mob|t|m)\b[.:\s]*", re.IGNORECASE)
_PHONE_SIGNS = re.compile(r"[\s()./‐‑–-]")
_DUTCH_PREFIX = re.compile(r"^(?:\+|00)310?")  # also as in +31 (0)592
_EMERGENCY = ("112", "113")
_SERVICE = re.compile(r"(0800|090[069])([0-9]{4}|[0-9]{7})")
_MUNICIPALITY = re.compile(r"14(0[0-9]{2,3})")

_LONGEST_URL = 300
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?![0-9])", re.IGNORECASE)  # no scheme: x.nl:8080
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])")
_NO_SITES = (".example", ".internal", ".invalid", ".local", ".localhost", ".test")
# What surrounds an address that was copied out of a text.
_AROUND = " <>\"'“”‘’"
_BEHIND = _AROUND + ".,;"


def check_phone(typed: str) -> Checked:
    """Check a phone number: '0592 36 57 99', '+31 592 365799' and 'tel. (0592) 365799' all give '0592-365799'.

    Faults: phone_form, phone_short, phone_long, phone_foreign, phone_withdrawn, phone_unknown.
    """
    text = _PHONE_LABEL.sub("", clean(unicodedata.normalize("NFKC", typed)))
    if not text:
        return Checked()
    number = _DUTCH_PREFIX.sub("0", _PHONE_SIGNS.sub("", text))
    if not re.fullmatch(r"\+?[0-9]+", number):
        return Checked(fault="phone_form")
    if number in _EMERGENCY:
        return Checked(number)
    if found := _SERVICE.fullmatch(number):
        value = "-".join(found.groups())
        return Checked(fault="phone_withdrawn") if value in WITHDRAWN_NUMBERS else Checked(value)
    if found := _MUNICIPALITY.fullmatch(number):
        return Checked(f"14 {found[1]}")
    return _check_subscriber(number)


def _check_subscriber(number: str) -> Checked:
    """Check the number of a house, an office or a mobile phone."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except NumberParseException as error:
        too_long = error.error_type == NumberParseException.TOO_LONG
        return Checked(fault="phone_long" if too_long else "phone_unknown")
    if parsed.country_code != _NETHERLANDS:
        return Checked(fault="phone_foreign")
    digits = phonenumbers.national_significant_number(parsed)
    if len(digits) != _DIGITS:
        return Checked(fault="phone_short" if len(digits) < _DIGITS else "phone_long")
    if not phonenumbers.is_valid_number(parsed):
        return Checked(fault="phone_unknown")
    area = phonenumbers.length_of_national_destination_code(parsed)
    return _fitting(_PHONE_NUMBER, f"0{digits[:area]}-{digits[area:]}", "phone_unknown")


def check_email(typed: str) -> Checked:
    """Check an e-mail address, without asking the network; 'mailto:' and the name of a person are left out.

    Faults: email_form.
    """
    text = re.sub(r"^mailto:", "", clean(typed), flags=re.IGNORECASE)
    if named := re.fullmatch(r"[^<>]*<([^<>]+)>", text):
        text = named[1]
    text = text.lstrip(_AROUND).rstrip(_BEHIND)
    if not text:
        return Checked()
    try:
        address = validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return Checked(fault="email_form")
    return _fitting(_EMAIL, address, "email_form")


def check_url(typed: str) -> Checked:
    """Check the address of a page: 'www.x.nl' gives 'https://www.x.nl'. 'http' stays: not every site has the other.

    Faults: url_form, url_scheme (ftp:, javascript: ...), url_email, url_login (a name and password in it), url_host (no
    site on the internet), url_long.
    """
    text = clean(typed).lstrip(_AROUND).rstrip(_BEHIND)
    if not text:
        return Checked()
    if len(text) > _LONGEST_URL:
        return Checked(fault="url_long")
    scheme = _SCHEME.match(text)
    if not scheme and check_email(text).value:
        return Checked(fault="url_email")
    try:
        parts = urlsplit(text if scheme else f"https://{text.lstrip('/')}")
        fault = _url_fault(parts)
    except ValueError:  # no such port, a bracket that is not closed
        fault = "url_form"
    if fault:
        return Checked(fault=fault)
    url = parts._replace(netloc=parts.netloc.lower()).geturl()
    return _fitting(_URL, url.removesuffix("/") if parts.path == "/" else url, "url_form")


def _url_fault(parts: SplitResult) -> str | None:
    """Tell what is wrong with the parts of a URL. Raises ValueError."""
    if parts.scheme not in ("http", "https"):
        return "url_scheme"
    if parts.username is not None:
        return "url_login"
    host = (parts.hostname or "").removesuffix(".")
    if not host or parts.port == 0:
        return "url_form"
    return None if _HOST.fullmatch(host) and not host.endswith(_NO_SITES) else "url_host"


def check_postcode(typed: str) -> Checked:
    """Check a postcode: '9401lb' gives '9401 LB'.

    Faults: postcode_form, postcode_unknown (letters that no postcode has).
    """
    text = clean(unicodedata.normalize("NFKC", typed))
    if not text:
        return Checked()
    try:
        return Checked(postcode.validate(text))
    except InvalidComponent:
        return Checked(fault="postcode_unknown")
    except PostcodeError:
        return Checked(fault="postcode_form")


def _fitting(kind: TypeAdapter[str], value: str, fault: str) -> Checked:
    """Give a value that our documents take, or the fault."""
    try:
        return Checked(kind.validate_python(value))
    except ValidationError:
        return Checked(fault=fault)
