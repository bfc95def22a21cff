"""Reads the example phrases from the Rasa NLU files (format 3.1), for everything that learns from them."""

from pathlib import Path

import yaml

from sociale_kaart.needs import OUTSIDE, Phrase

# Rasa calls it by its own habit; in the needs it is the class of what does not belong here.
OUT_OF_SCOPE = "out_of_scope"


def read_phrases(directory: Path) -> list[Phrase]:
    """Give the phrases of every intent in every file under `directory`, in the order of the files."""
    phrases = []
    for path in sorted(directory.rglob("*.yml")):
        for block in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            need = OUTSIDE if block["intent"] == OUT_OF_SCOPE else block["intent"]
            lines = block["examples"].splitlines()
            phrases += [Phrase(line.strip().removeprefix("- ").strip(), need) for line in lines if line.strip()]
    return phrases
