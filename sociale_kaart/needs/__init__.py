"""The need recogniser: text to ranked needs, shared by the search and the assistant (docs/adr/0002)."""

from sociale_kaart.needs.recogniser import OUTSIDE, NeedRecogniser, NeedScore, Phrase

__all__ = ["OUTSIDE", "NeedRecogniser", "NeedScore", "Phrase"]
