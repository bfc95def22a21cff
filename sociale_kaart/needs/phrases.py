"""What the recogniser learns from: phrases with what they express."""

import re
from dataclasses import dataclass

from sociale_kaart.exchange.documents import NeedsFile


@dataclass(frozen=True)
class Phrase:
    """An example of what a resident says, with the need it expresses (or OUTSIDE).

    `intent` is what they do by saying it, where that is something else than telling this need: to greet, to say no.
    """

    text: str
    need: str
    intent: str = ""

    @property
    def label(self) -> str:
        """What the model learns to tell apart."""
        return self.intent or self.need


def phrases_of_needs(file: NeedsFile) -> list[Phrase]:
    """Give the words that the register of needs itself uses: labels, questions and what each need means."""
    phrases = []
    for domain in file.domains:
        for need in domain.needs:
            means = [part.strip() for part in re.split(r"[,;:]", need.means) if part.strip()]
            texts = [need.label.nl, need.label.en, need.question.nl, need.question.en, *means]
            phrases += [Phrase(text, need.key) for text in texts]
    return phrases
