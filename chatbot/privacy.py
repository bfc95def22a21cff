"""Masks what could tell who a resident is, before a message is stored or passed on."""

import re

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban
from stdnum.nl import bsn

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){10,30}\b", re.IGNORECASE)
# Nine digits, as people write a citizen service number: 123456782, 1234.56.782, 123 456 782.
_BSN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){7,8}(?!\d)")
# A date is neither a phone number nor a citizen service number.
_DATE = re.compile(r"(?<![\d-])((?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d)(?!\d)")
_POSTCODE_WHOLE = re.compile(r"\b([1-9]\d{3})(\s?)([A-Z]{2})\b(?:\s?\d{1,5}\b)?", re.IGNORECASE)
# Apart from the digits and in small letters these are words: '2000 en nog wat', '1200 in mei'.
_SHORT_WORDS = frozenset(
    "af al an as at be bi by da de do en er eu go he if ik in is it ja je kg km me mg ml mn mo my na no nu of om on op "
    "or os po pp so ta te tl to tu up us uw ve we wo wy za ze zl zo".split()
)
_KINDS = (
    "straat|straot|laan|weg|plein|singel|kade|dijk|dreef|hof|gracht|pad|park|steeg|wal|(?<![ae])ring|brink|hoek|dwars|"
    "diep|markt|meent|erf|loane|wijk|kanaal"
)
# Kinds that are a street by themselves, also in small letters; 'weg' and 'hoek' are not.
_PLAIN = "laan|plein|singel|kade|dijk|dreef|gracht|brink|markt|meent|loane|kanaal"
_CAPITAL = r"[A-Z][a-zà-ÿ'-]+"
# What is counted is no house number: 'weg 3 keer', 'naar de markt 2 uur'.
_COUNTED = (
    r"(?:keer|x|maal|uur|uren|min(?:uut|uten)?|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|euro|eur|per|rondjes?|km|"
    r"kilometer|meter|mensen|personen|kinderen)\b"
)
_NUMBER = rf"\s+\d{{1,5}}(?!\d|[.:,]\d|\s*€|\s*(?i:{_COUNTED}))(?:\s?[A-Za-z])?\b"
# Streets as Dutch people name them, with a house number: Dorpsstraat 12, Laan van de Vrede 7a, De Brink 3.
_STREET = re.compile(
    rf"(?<![\w'-])(?:{_CAPITAL}\s+(?:(?:van|de|der|den|het|'t|ten|ter)\s+){{0,3}})?"
    rf"(?:(?i:[\w'-]+(?:{_KINDS})|{_PLAIN})|(?=[A-Z])(?i:{_KINDS})|(?i:{_KINDS})(?=\s+van\s))"
    rf"(?:\s+van(?:\s+(?:de|der|den|het))?\s+[\w'-]+|\s+{_CAPITAL})?{_NUMBER}"
)
# Any other name, where somebody says that they live there: ik woon aan de Molenkamp 4, mijn adres is Zuideinde 44.
_HOME = re.compile(
    rf"\b((?i:woont?|wonen|(?:woon)?adres(?:\s+is)?:?)\s+(?:(?:aan|op)\s+)?(?:(?:de|het)\s+)?){_CAPITAL}{_NUMBER}"
)
MASK = "▒▒▒"


def mask(text: str) -> str:
    """Give a message without citizen service numbers, bank accounts, phone numbers, e-mail and street addresses.

    Short numbers that anyone may know, such as 112, and the four digits of a postcode stay.
    """
    text = _EMAIL.sub(MASK, text)
    text = _IBAN.sub(_mask_iban, text)
    text = "".join(part if _DATE.fullmatch(part) else _mask_numbers(part) for part in _DATE.split(text))
    text = _STREET.sub(MASK, text)
    text = _HOME.sub(rf"\1{MASK}", text)
    return _POSTCODE_WHOLE.sub(_shorten_postcode, text)


def _mask_iban(found: re.Match[str]) -> str:
    """Mask the bank account that what was found begins with: the words after it look like a part of it."""
    written = found.group()
    ends = [word.end() for word in re.finditer(r"\w+", written)]
    end = next((end for end in reversed(ends) if iban.is_valid(written[:end])), 0)
    return MASK + written[end:] if end else written


def _shorten_postcode(found: re.Match[str]) -> str:
    digits, space, letters = found.groups()
    return found.group() if space and letters in _SHORT_WORDS else digits


def _mask_numbers(text: str) -> str:
    """Mask phone numbers and citizen service numbers."""
    text = _mask_phones(text)
    return _BSN.sub(lambda found: MASK if bsn.is_valid(found.group()) else found.group(), text)


def _mask_phones(text: str) -> str:
    found = [(match.start, match.end) for match in PhoneNumberMatcher(text, "NL", Leniency.POSSIBLE)]
    for start, end in reversed(found):
        if sum(char.isdigit() for char in text[start:end]) >= 9:
            text = text[:start] + MASK + text[end:]
    return text
