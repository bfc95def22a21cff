"""Tells in which of the assistant's languages somebody writes."""

from functools import lru_cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

# The languages that the assistant answers in, by their code.
LANGUAGES = {
    "nl": Language.DUTCH,
    "en": Language.ENGLISH,
    "tr": Language.TURKISH,
    "ar": Language.ARABIC,
    "pl": Language.POLISH,
    "uk": Language.UKRAINIAN,
}
# Fewer words than this are too few to change the language of a conversation, unless the script is another one.
_WORTH = 3
_SURE = 0.6


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    # The small models: 14 MB instead of 155 MB, and as good on messages of residents (docs/adr/0009).
    return LanguageDetectorBuilder.from_languages(*LANGUAGES.values()).with_low_accuracy_mode().build()


def language_of(text: str, current: str) -> str:
    """Give the code of the language of a message; in doubt the conversation stays in its own."""
    confidence = _detector().compute_language_confidence_values(text)
    if not confidence or confidence[0].value < _SURE:
        return current
    found = next(code for code, language in LANGUAGES.items() if language == confidence[0].language)
    return found if found in ("ar", "uk") or len(text.split()) >= _WORTH else current
