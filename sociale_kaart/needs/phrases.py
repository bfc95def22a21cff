"""What the recogniser learns from: phrases with the need they express."""

import re
from dataclasses import dataclass

from sociale_kaart.exchange.documents import NeedsFile


@dataclass(frozen=True)
class Phrase:
    """An example of what a resident says, with the need it expresses (or OUTSIDE)."""

    text: str
    need: str


def phrases_of_needs(file: NeedsFile) -> list[Phrase]:
    """Give the words that the register of needs itself uses: labels, questions and what each need means."""
    phrases = []
    for domain in file.domains:
        for need in domain.needs:
            means = [part.strip() for part in re.split(r"[,;:]", need.means) if part.strip()]
            texts = [need.label.nl, need.label.en, need.question.nl, need.question.en, *means]
            phrases += [Phrase(text, need.key) for text in texts]
    return phrases
