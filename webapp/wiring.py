"""Puts the parts together: database, need recogniser and search, made ready where they are missing."""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from zipfile import BadZipFile

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from chatbot.assistant import Assistant
from chatbot.engine.project import Project, read_project
from chatbot.engine.rasa import RasaClient, RasaRuntime
from chatbot.engine.runtime import InProcessRuntime, Runtime
from chatbot.knowledge import Knowledge
from chatbot.nlu import read_phrases
from chatbot.safety import DangerDetector, Phrasebook, read_phrasebook
from sociale_kaart import database
from sociale_kaart.exchange.content_files import read_needs
from sociale_kaart.needs import NeedRecogniser, Phrase, phrases_of_needs
from sociale_kaart.needs.embedding import load_embedder
from sociale_kaart.needs.embedding_many import RememberedEmbeddings
from sociale_kaart.needs.model import TextModel, phrases_digest
from sociale_kaart.queries.helplines import list_helplines
from sociale_kaart.queries.municipalities import list_municipalities
from sociale_kaart.queries.needs import list_domains, list_needs
from sociale_kaart.queries.search_entries import (
    content_generation,
    list_changed_listings,
    list_search_entries,
    list_synonym_groups,
)
from sociale_kaart.search import SearchEngine, Vocabulary
from sociale_kaart.search.index import IndexDamagedError, build, read_generation, update
from sociale_kaart.search.query import Synonyms
from sociale_kaart.text import split_words
from webapp.settings import Settings

log = logging.getLogger(__name__)


# When to look for changes of the content: in seconds.
LOOK_EVERY, LOOK_AFTER_TROUBLE = 0.1, 5.0
# Of how many listings a request waits until they are in the search index.
FEW_LISTINGS = 200


@dataclass(frozen=True)
class Parts:
    """Everything a running Meedoen works with."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    recogniser: NeedRecogniser
    search: SearchEngine
    known_words: frozenset[str]  # of the example phrases
    phrasebook: Phrasebook
    project: Project
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: list[tuple[float, Knowledge]] = field(default_factory=list)  # with when to look again

    def now(self) -> Knowledge:
        """Give what is known at this moment: read again when the content has changed, looked at ten times a second."""
        if (held := self._fresh()) is not None:
            return held
        with self._lock:
            # Another thread may have looked while this one waited.
            held = self._fresh()
            return held if held is not None else self._look()

    def look_again(self) -> None:
        """Have the next question look at the content: this worker has just been asked to change it."""
        self._held[:] = [(0.0, known) for _until, known in self._held]

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant, on the runtime that the settings ask for."""
        runtime: Runtime = InProcessRuntime(self.project, self.recogniser.intents)
        if self.settings.assistant_engine == "rasa":
            runtime = RasaRuntime(RasaClient(self.settings.rasa_url), runtime)
        return Assistant(self.project, runtime, self.now)

    def _fresh(self) -> Knowledge | None:
        """What this worker holds, while it is fresh enough."""
        return self._held[0][1] if self._held and time.monotonic() < self._held[0][0] else None

    def _look(self) -> Knowledge:
        """Look whether the content is newer than what this worker holds, and follow with the search."""
        pause = LOOK_EVERY
        with self.sessions() as session:
            generation = content_generation(session)
            if self.search.index.generation != generation:
                pause = catch_up(self, session)
            if self._held and self._held[0][1].generation == generation:
                found = self._held[0][1]
            else:
                found = read_knowledge(self, session, generation)
        self._held[:] = [(time.monotonic() + pause, found)]
        return found


def open_database(settings: Settings) -> tuple[Engine, sessionmaker[Session]]:
    """Give the database with its newest tables."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = database.make_engine(settings.url)
    database.migrate(engine)
    return engine, sessionmaker(engine, expire_on_commit=False)


def training_phrases(settings: Settings) -> list[Phrase]:
    """Give everything the need recogniser learns from: the NLU data and the register of needs."""
    register = read_needs(settings.content_dir)
    needs = frozenset(need.key for domain in register.domains for need in domain.needs)
    return [*read_phrases(settings.nlu_dir, needs), *phrases_of_needs(register)]


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
            return NeedRecogniser(TextModel.load(path, embed))
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            log.warning("the need recogniser cannot be read (%s): training it again", error)
    log.info("training the need recogniser on %d phrases", len(phrases))
    # Imported here: a worker that finds the model trained never loads scikit-learn.
    from sociale_kaart.needs.training import train  # noqa: PLC0415

    embeddings = path.parent / "embeddings" / "phrases.npz"
    train(phrases, RememberedEmbeddings(embeddings) if embed is not None else None).save(path)
    for old in path.parent.glob("*.npz"):
        if old != path:
            old.unlink()
    return NeedRecogniser(TextModel.load(path, embed))


@contextmanager
def _one_at_a_time(settings: Settings, *, wait: bool = True) -> Iterator[None]:
    """Let one process on this machine look after the index; raises BlockingIOError instead of waiting for it."""
    with (settings.data_dir / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def rebuild_index(settings: Settings, session: Session) -> int:
    """Build the search index from the database; gives the number of listings."""
    with _one_at_a_time(settings):
        return _build(settings, session)


def ensure_index(settings: Settings, session: Session) -> None:
    """Bring the search index up to the content; one that is missing or damaged is built again, and the log says so."""
    with _one_at_a_time(settings):
        _follow(settings, session)


def _build(settings: Settings, session: Session) -> int:
    # The generation first: a change while the listings are read makes the index late, and never wrong.
    generation = content_generation(session)
    entries = list_search_entries(session)
    words = read_synonyms(session).words
    build(settings.data_dir / "index", entries, generation=generation, extra_words=words)
    return len(entries)


def _follow(settings: Settings, session: Session, *, most: int | None = None) -> bool:
    """Bring the index up to the content.

    With `most` it does nothing that takes long: it gives False when more listings than that may have changed, and
    raises IndexDamagedError.
    """
    directory = settings.data_dir / "index"
    generation, written = content_generation(session), read_generation(directory)
    if written == generation:
        return True
    among = list_changed_listings(session, written) if written else None
    if most is not None and (among is None or len(among) > most):
        return False
    if written is None:
        log.warning("the search index is missing, or of another version: building it again")
        _build(settings, session)
        return True
    if among is None:
        log.warning("the search index may be behind the content anywhere: comparing every listing again")
    entries = list_search_entries(session, among)
    words = read_synonyms(session).words
    try:
        update(directory, entries, among=among, generation=generation, extra_words=words)
    except IndexDamagedError as error:
        if most is not None:
            raise
        log.warning("the search index is damaged (%s): building it again", error)
        _build(settings, session)
    return True


def open_parts(settings: Settings) -> Parts:
    """Open everything; a search index that is missing, damaged or behind is put right first, and the log says so."""
    engine, sessions = open_database(settings)
    phrases = training_phrases(settings)
    recogniser = prepare_recogniser(settings, phrases)
    known_words = frozenset(word for phrase in phrases for word in split_words(phrase.text))
    phrasebook = read_phrasebook(settings.chatbot_dir / "safety" / "phrases")
    project = read_project(settings.chatbot_dir)
    with sessions() as session, _one_at_a_time(settings):
        _follow(settings, session)
        danger = read_danger(session, recogniser, phrasebook)
        vocabulary = read_vocabulary(session, known_words, danger)
        try:
            search = SearchEngine(settings.data_dir / "index", recogniser=recogniser, vocabulary=vocabulary)
        except IndexDamagedError as error:
            log.warning("the search index is damaged (%s): building it again", error)
            _build(settings, session)
            search = SearchEngine(settings.data_dir / "index", recogniser=recogniser, vocabulary=vocabulary)
    return Parts(settings, engine, sessions, recogniser, search, known_words, phrasebook, project)


def catch_up(parts: Parts, session: Session) -> float:
    """Bring the search of a running worker up to the content; gives in how many seconds to look again.

    A few listings are written at once. Many, or a new index, are written beside the requests; meanwhile, and while
    another process writes, the search goes on with the index that it has open.
    """
    try:
        with _one_at_a_time(parts.settings, wait=False):
            is_done = _follow(parts.settings, session, most=FEW_LISTINGS)
            if is_done:
                danger = read_danger(session, parts.recogniser, parts.phrasebook)
                parts.search.reopen(read_vocabulary(session, parts.known_words, danger))
    except BlockingIOError:
        return LOOK_EVERY
    except (IndexDamagedError, OSError) as error:
        log.error("the search stays on its old index: %s", error)
        if isinstance(error, IndexDamagedError):
            _beside_requests(parts, rebuild_index)
        return LOOK_AFTER_TROUBLE
    if not is_done:
        _beside_requests(parts, ensure_index)
    return LOOK_EVERY


def _beside_requests(parts: Parts, work: Callable[[Settings, Session], object]) -> None:
    def run() -> None:
        try:
            with parts.sessions() as session:
                work(parts.settings, session)
        except Exception:
            log.exception("the search index cannot be written")

    threading.Thread(target=run, daemon=True).start()


def read_knowledge(parts: Parts, session: Session, generation: str) -> Knowledge:
    """Read the reference data; `generation` is the state of the content that it belongs to."""
    return Knowledge(
        generation,
        list_municipalities(session),
        list_domains(session),
        list_helplines(session),
        parts.search,
        parts.recogniser,
        read_danger(session, parts.recogniser, parts.phrasebook),
    )


def read_danger(session: Session, recogniser: NeedRecogniser, phrasebook: Phrasebook) -> DangerDetector:
    """Give what recognises danger; it knows the numbers of the helplines for it."""
    urgent = frozenset(need.id for need in list_needs(session) if need.urgent)
    lines = [line for line in list_helplines(session) if line.needs and line.needs[0] in urgent]
    numbers = {"".join(filter(str.isdigit, line.phone)): line.needs[0] for line in lines}
    return DangerDetector(recogniser, phrasebook, urgent, numbers)


def read_vocabulary(session: Session, known_words: frozenset[str], danger: DangerDetector) -> Vocabulary:
    """Give what the search knows beside the listings: synonyms, words of residents, and what means danger."""
    return Vocabulary(synonyms=read_synonyms(session), known_words=known_words, danger=danger.find)


def read_synonyms(session: Session) -> Synonyms:
    """Give the synonyms; stemming them all takes a while, so only when they have changed."""
    return _synonyms(tuple(tuple(group) for group in list_synonym_groups(session)))


@lru_cache(maxsize=1)
def _synonyms(groups: tuple[tuple[str, ...], ...]) -> Synonyms:
    return Synonyms([list(group) for group in groups])
