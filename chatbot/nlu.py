"""Reads the example phrases from the Rasa NLU files (format 3.1), for everything that learns from them."""

from pathlib import Path

import yaml

from sociale_kaart.needs import OUTSIDE, Phrase

# What these intents are about; every other intent that is no need belongs to no need.
NEEDS_OF_INTENTS = {"human": "mens_spreken", "offer_help": "vrijwilligerswerk"}


def read_phrases(directory: Path, needs: frozenset[str]) -> list[Phrase]:
    """Give the phrases of every intent in every file under `directory`, in the order of the files.

    `needs` are the keys of the register: an intent with such a name tells that need.
    """
    phrases = []
    for path in sorted(directory.rglob("*.yml")):
        for block in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            if "intent" not in block:
                continue
            intent = block["intent"]
            need = intent if intent in needs else NEEDS_OF_INTENTS.get(intent, OUTSIDE)
            lines = block["examples"].splitlines()
            phrases += [Phrase(line.strip().removeprefix("- ").strip(), need, intent) for line in lines if line.strip()]
    return phrases
