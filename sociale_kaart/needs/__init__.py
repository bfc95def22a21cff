"""The need recogniser: text to ranked needs, shared by the search and the assistant (docs/adr/0002)."""

from sociale_kaart.exchange.documents import OUTSIDE
from sociale_kaart.needs.phrases import Phrase, phrases_of_needs
from sociale_kaart.needs.recogniser import NeedRecogniser, NeedScore

__all__ = ["OUTSIDE", "NeedRecogniser", "NeedScore", "Phrase", "phrases_of_needs"]
