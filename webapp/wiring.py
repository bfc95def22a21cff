"""Puts the parts together: database, need recogniser and search, made ready where they are missing."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from chatbot.nlu import read_phrases
from sociale_kaart import database
from sociale_kaart.exchange.content_files import read_needs
from sociale_kaart.needs import NeedRecogniser, Phrase, phrases_of_needs
from sociale_kaart.needs.embedding import load_embedder
from sociale_kaart.needs.recogniser import phrases_digest
from sociale_kaart.queries.helplines import list_helplines
from sociale_kaart.queries.needs import list_needs
from sociale_kaart.queries.search_entries import content_generation, list_search_entries, list_synonym_groups
from sociale_kaart.search import SearchEngine, Vocabulary
from sociale_kaart.search.index import IndexDamagedError, build, read_generation
from sociale_kaart.search.query import Synonyms
from sociale_kaart.text import split_words
from webapp.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """Everything a running Meedoen works with."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    recogniser: NeedRecogniser
    search: SearchEngine
    known_words: frozenset[str]  # of the example phrases


def open_database(settings: Settings) -> tuple[Engine, sessionmaker[Session]]:
    """Give the database with its newest tables."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = database.make_engine(settings.url)
    database.migrate(engine)
    return engine, sessionmaker(engine, expire_on_commit=False)


def training_phrases(settings: Settings) -> list[Phrase]:
    """Give everything the need recogniser learns from: the NLU data and the register of needs."""
    return [*read_phrases(settings.nlu_dir), *phrases_of_needs(read_needs(settings.content_dir))]


def model_path(settings: Settings, phrases: list[Phrase]) -> Path:
    """Where the model of these phrases is kept; it is not there before it has been trained."""
    embeddings = settings.embeddings and load_embedder() is not None
    return settings.data_dir / "needs" / f"{phrases_digest(phrases, embeddings=embeddings)}.npz"


def prepare_recogniser(settings: Settings, phrases: list[Phrase]) -> NeedRecogniser:
    """Give the trained need recogniser; trains it when the phrases have changed, or the model cannot be read."""
    embed = load_embedder() if settings.embeddings else None
    path = model_path(settings, phrases)
    if path.exists():
        try:
            return NeedRecogniser.load(path, embed)
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            log.warning("the need recogniser cannot be read (%s): training it again", error)
    log.info("training the need recogniser on %d phrases", len(phrases))
    # Imported here: a worker that finds the model trained never loads scikit-learn.
    from sociale_kaart.needs.training import train  # noqa: PLC0415

    recogniser = train(phrases, embed)
    recogniser.save(path)
    for old in path.parent.glob("*.npz"):
        if old != path:
            old.unlink()
    return recogniser


def rebuild_index(settings: Settings, session: Session) -> int:
    """Build the search index from the database; gives the number of listings."""
    entries = list_search_entries(session)
    synonyms = Synonyms(list_synonym_groups(session))
    build(
        settings.data_dir / "index",
        entries,
        generation=content_generation(session),
        extra_words=synonyms.words,
    )
    return len(entries)


@contextmanager
def _one_at_a_time(settings: Settings) -> Iterator[None]:
    """Let one process on this machine look after the index; others wait and find it done."""
    with (settings.data_dir / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure_index(settings: Settings, session: Session) -> None:
    """Build the search index when it is missing or behind the content, and say so."""
    with _one_at_a_time(settings):
        if read_generation(settings.data_dir / "index") != content_generation(session):
            log.warning("the search index is missing or behind the content: building it again")
            rebuild_index(settings, session)


def open_parts(settings: Settings) -> Parts:
    """Open everything; a search index that is missing, damaged or behind is built again, and the log says so."""
    engine, sessions = open_database(settings)
    phrases = training_phrases(settings)
    recogniser = prepare_recogniser(settings, phrases)
    known_words = frozenset(word for phrase in phrases for word in split_words(phrase.text))
    with sessions() as session:
        vocabulary = read_vocabulary(session, known_words)
        ensure_index(settings, session)
        try:
            search = SearchEngine(settings.data_dir / "index", recogniser=recogniser, vocabulary=vocabulary)
        except IndexDamagedError as error:
            log.warning("the search index is damaged (%s): building it again", error)
            with _one_at_a_time(settings):
                rebuild_index(settings, session)
            search = SearchEngine(settings.data_dir / "index", recogniser=recogniser, vocabulary=vocabulary)
    return Parts(settings, engine, sessions, recogniser, search, known_words)


def catch_up(parts: Parts, session: Session) -> None:
    """Bring the search of a running worker up to the content; on trouble the old index goes on, and the log says so."""
    try:
        ensure_index(parts.settings, session)
        parts.search.reopen(read_vocabulary(session, parts.known_words))
    except (IndexDamagedError, OSError) as error:
        log.error("the search stays on its old index: %s", error)


def read_vocabulary(session: Session, known_words: frozenset[str]) -> Vocabulary:
    """Give what the search knows beside the listings: synonyms, and which needs and numbers mean danger."""
    urgent = frozenset(need.id for need in list_needs(session) if need.urgent)
    numbers = {"".join(filter(str.isdigit, line.phone)): line.needs[0] for line in list_helplines(session)}
    return Vocabulary(
        synonyms=Synonyms(list_synonym_groups(session)),
        urgent_needs=urgent,
        urgent_numbers={number: need for number, need in numbers.items() if need in urgent},
        known_words=known_words,
    )
