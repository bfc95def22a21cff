"""What the tests of the assistant share: what it knows of the small world, with a recogniser of a few phrases."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from chatbot.knowledge import Knowledge
from chatbot.safety import DangerDetector, Phrasebook
from sociale_kaart import database
from sociale_kaart.queries.helplines import list_helplines
from sociale_kaart.queries.municipalities import list_municipalities
from sociale_kaart.queries.needs import list_domains
from sociale_kaart.queries.search_entries import list_search_entries
from sociale_kaart.search import SearchEngine, Vocabulary
from sociale_kaart.search.index import build
from sociale_kaart.search.query import Synonyms
from tests.unit.builders import tiny_recogniser


@pytest.fixture(scope="session")
def knowledge(filled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The reference data of the small content."""
    engine = database.make_engine(f"sqlite:///{filled_database}")
    index = tmp_path_factory.mktemp("small-index") / "index"
    recogniser = tiny_recogniser()
    danger = DangerDetector(recogniser, Phrasebook((), ()), frozenset({"suicide"}), {"113": "suicide"})
    with Session(engine, expire_on_commit=False) as session:
        build(index, list_search_entries(session), generation="1", extra_words=frozenset())
        vocabulary = Vocabulary(Synonyms([]), frozenset(), danger.find)
        search = SearchEngine(index, recogniser=recogniser, vocabulary=vocabulary)
        found = Knowledge(
            "1",
            list_municipalities(session),
            list_domains(session),
            list_helplines(session),
            search,
            recogniser,
            danger,
        )
    engine.dispose()
    return found
