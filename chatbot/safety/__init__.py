"""Danger in what a resident writes: recognised before and apart from everything else (docs/assistant.md)."""

from chatbot.safety.detector import DangerDetector
from chatbot.safety.phrasebook import Phrasebook, read_phrasebook

__all__ = ["DangerDetector", "Phrasebook", "read_phrasebook"]
