"""Takes a message apart, so that danger in one clause of a long story is not drowned by the rest."""

import re

_END = re.compile(r"[.!?;:…\n]+|\s[-–—]\s|،|؛|؟")
# Some are here twice: danger is looked for in folded text, without accents.
_JOIN = re.compile(
    r",\s*|\s+(?:en|maar|want|dus|omdat|and|but|because|so|ve|ama|çünkü|cunku|fakat|a|ale|bo|i|oraz|але|бо|і|та|а|و|لكن"
    r"|لأن|لان)\s+"
)
# A clause of fewer words says too little by itself.
_WORTH = 3
_MOST = 12


def clauses(text: str) -> list[str]:
    """Give the clauses of a message that are worth a look by themselves; none for a message of one clause.

    Long sentences are cut at commas and conjunctions; of a very long story the first twelve.
    """
    parts: list[str] = []
    for sentence in _END.split(text):
        short = len(sentence.split()) <= 2 * _WORTH
        parts += [sentence] if short else _JOIN.split(sentence)
    found = [part.strip() for part in parts if len(part.split()) >= _WORTH]
    return found[:_MOST] if len(found) > 1 else []
