"""Text made comparable: lower case, without accents, control characters or marks of direction."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """Give text without what no page can show: control characters, half characters and marks of direction."""
    return "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text).strip()


def fold(text: str) -> str:
    """Give text in lower case without accents, control characters and marks of direction."""
    # Folding the case of a "№" or a bold letter only helps once it has been taken apart.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char if char in "\n\t" else "" if unicodedata.category(char)[0] in "MC" else char for char in plain)


def split_words(text: str) -> list[str]:
    """Give the words of a text, folded, in order."""
    return _WORD.findall(fold(text))
