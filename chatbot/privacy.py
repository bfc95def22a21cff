"""Masks what could tell who a resident is, before a message is stored or passed on."""

import re

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban
from stdnum.nl import bsn

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){10,30}\b", re.IGNORECASE)
# Nine digits, as people write a citizen service number: 123456782, 1234.56.782, 123 456 782.
_BSN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){7,8}(?!\d)")
_POSTCODE_WHOLE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b(?:\s?\d{1,5}\b)?", re.IGNORECASE)
# Streets as Dutch people name them, with a house number: Dorpsstraat 12, Laan van de Vrede 7a, De Brink 3.
_STREET = re.compile(
    r"\b(?:(?:[A-Z][\w'-]*|van|de|der|den|het|'t|ten|ter)\s+){0,4}"
    r"[\w'-]*(?:straat|straot|laan|weg|plein|singel|kade|dijk|dreef|hof|gracht|pad|park|steeg|wal|ring|brink|hoek|dwars|"
    r"diep|markt|meent|erf|loane|wijk|kanaal)(?:\s+(?:van|de|der|den|het|[A-Z][\w'-]*))*\s+\d{1,5}\s?[a-z]?\b",
    re.IGNORECASE,
)
MASK = "▒▒▒"


def mask(text: str) -> str:
    """Give a message without citizen service numbers, bank accounts, phone numbers, e-mail and street addresses.

    Short numbers that anyone may know, such as 112, and the four digits of a postcode stay.
    """
    text = _EMAIL.sub(MASK, text)
    text = _IBAN.sub(lambda found: MASK if iban.is_valid(found.group()) else found.group(), text)
    text = _mask_phones(text)
    text = _BSN.sub(lambda found: MASK if bsn.is_valid(found.group()) else found.group(), text)
    text = _STREET.sub(MASK, text)
    return _POSTCODE_WHOLE.sub(lambda found: found.group()[:4], text)


def _mask_phones(text: str) -> str:
    found = [(match.start, match.end) for match in PhoneNumberMatcher(text, "NL", Leniency.POSSIBLE)]
    for start, end in reversed(found):
        if sum(char.isdigit() for char in text[start:end]) >= 9:
            text = text[:start] + MASK + text[end:]
    return text
