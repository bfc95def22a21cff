"""Takes a message apart, so that danger in one clause of a long story is not drowned by the rest."""

import re

_END = re.compile(r"[.!?;:…\n]+|\s[-–—]\s|،|؛|؟")
_JOIN = re.compile(
    r",\s*|\s+(?:en|maar|want|dus|omdat|and|but|because|so|ve|ama|çünkü|fakat|a|ale|bo|bo|i|oraz|але|бо|і|та|а|و|لكن|لأن)\s+"
)
# A clause of fewer words says too little by itself.
_WORTH = 3
_MOST = 6


def clauses(text: str) -> list[str]:
    """Give the clauses of a message that are worth a look by themselves; none for a message of one clause.

    Long sentences are cut at commas and conjunctions; at most six clauses, the shortest ones left out.
    """
    parts: list[str] = []
    for sentence in _END.split(text):
        short = len(sentence.split()) <= 2 * _WORTH
        parts += [sentence] if short else _JOIN.split(sentence)
    found = [part.strip() for part in parts if len(part.split()) >= _WORTH]
    if len(found) < 2:
        return []
    longest = sorted(found, key=len, reverse=True)[:_MOST]
    return [part for part in found if part in longest]
