"""The text index on disk, in Whoosh. Written as a whole beside the old one and put in its place in one step."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from sociale_kaart.search.words import Lexicon, content_words
from sociale_kaart.text import fold, split_words

# Raised when the way of indexing changes, so that an index of an older version is rebuilt.
FORMAT = 5
_NAME_WEIGHT = 2.5
_LOWER_CASE = re.compile(r"\b[a-z][^\W_]*")


@dataclass(frozen=True)
class Name:
    """A name of a listing: its words that say something, and whether a word after the first has a capital."""

    words: tuple[str, ...]
    has_capitals: bool

    @classmethod
    def of(cls, text: str) -> Name:
        """Read a name as it is written."""
        later = text.split()[1:]
        return cls(tuple(content_words(text)), any(word[:1].isupper() for word in later))


@dataclass(frozen=True)
class Entry:
    """What the search knows of one listing: its facts for filters and ranking, and its texts."""

    id: str
    name: str
    tier: int
    kind: str
    status: str
    needs: list[str]
    municipality: str | None
    places: list[str]
    free: bool | None
    wheelchair: str | None
    languages: list[str]
    is_checked: bool = False
    also_named: str = ""
    texts: list[str] = field(default_factory=list)  # most telling first

    @property
    def names(self) -> list[Name]:
        """The names it is known by: 'Infohuus (servicepunt Zwartemeer)' is also 'Infohuus'."""
        first, *others = re.split("[(),]", self.name)
        # A place in brackets, as in 'GGZ (Assen)', is no name of the listing; an abbreviation is.
        others = [part for part in map(str.strip, others) if " " in part or not part.istitle()]
        names = [self.name, first, *others, *re.split("[,;]", self.also_named)]
        return [Name.of(name) for name in names if split_words(name)]


class IndexDamagedError(Exception):
    """The index is missing, of an older version, or cannot be read; it must be built again."""


_SCHEMA = Schema(
    id=ID(stored=True, unique=True),
    name=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    entry=STORED,
)


def build(directory: Path, entries: Iterable[Entry], *, generation: str, extra_words: Iterable[str] = ()) -> None:
    """Write a whole new index; `generation` names the content it was made of, `extra_words` join the lexicon."""
    entries = list(entries)
    texts = [text for entry in entries for text in (entry.name, entry.also_named, *entry.texts)]
    lexicon = Lexicon.of_texts([*texts, *extra_words])
    directory.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=directory.name + "-new-", dir=directory.parent))
    fresh.chmod(0o755)  # as any folder: another user may serve it
    writer = whoosh_index.create_in(fresh, _SCHEMA).writer(limitmb=128)
    for entry in entries:
        writer.add_document(
            id=entry.id,
            name=" ".join(lexicon.tokens(f"{entry.name} {entry.also_named}")),
            text=" ".join(lexicon.tokens(" \n ".join(entry.texts))),
            entry=json.dumps(asdict(entry) | {"texts": []}),
        )
    writer.commit()
    ordinary = sorted({fold(word) for entry in entries for text in entry.texts for word in _LOWER_CASE.findall(text)})
    (fresh / "words.json").write_text(json.dumps({"counts": lexicon.counts, "ordinary": ordinary}), "utf-8")
    about = {"format": FORMAT, "generation": generation}
    (fresh / "about.json").write_text(json.dumps(about), "utf-8")
    _swap(fresh, directory)


def _swap(fresh: Path, directory: Path) -> None:
    """Put the new index in place; readers of the old one keep their open files."""
    old = directory.with_name(directory.name + "-old")
    shutil.rmtree(old, ignore_errors=True)
    if directory.exists():
        os.replace(directory, old)
    os.replace(fresh, directory)
    shutil.rmtree(old, ignore_errors=True)


def read_generation(directory: Path) -> str | None:
    """Give the generation of the index on disk, or nothing when there is no index of this format."""
    try:
        about = json.loads((directory / "about.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(about, dict) or about.get("format") != FORMAT or "generation" not in about:
        return None
    return str(about["generation"])


class TextIndex:
    """An open index: postings per stem and the facts of every listing."""

    def __init__(self, directory: Path) -> None:
        """Open the index; raises IndexDamagedError when it cannot be read whole."""
        try:
            about: dict[str, Any] = json.loads((directory / "about.json").read_text("utf-8"))
            generation = str(about["generation"])
            if about["format"] != FORMAT:
                raise IndexDamagedError(f"the index has format {about['format']}, not {FORMAT}")
            words = json.loads((directory / "words.json").read_text("utf-8"))
            self._searcher = whoosh_index.open_dir(directory).searcher()
            numbered = list(self._searcher.reader().iter_docs())
            self.entries = [Entry(**json.loads(fields["entry"])) for _number, fields in numbered]
        except IndexDamagedError:
            raise
        except Exception as error:  # whatever a damaged file makes the library raise
            raise IndexDamagedError(str(error)) from error
        self.generation: str = generation
        self.lexicon = Lexicon(words["counts"])
        # Words that the listings write without a capital: no names of their own.
        self.ordinary = frozenset(words["ordinary"])
        self._position = {number: position for position, (number, _fields) in enumerate(numbered)}
        self.by_need: dict[str, list[int]] = {}
        for position, entry in enumerate(self.entries):
            for need in entry.needs:
                self.by_need.setdefault(need, []).append(position)
        # The library reads all postings through one open file: one thread at a time.
        self._lock = threading.Lock()
        # Which listings a name names, and whether it is written as a proper name.
        self.by_name: dict[tuple[str, ...], dict[int, Name]] = {}
        for position, entry in enumerate(self.entries):
            for name in entry.names:
                self.by_name.setdefault(name.words, {})[position] = name
        self.postings = lru_cache(maxsize=5_000)(self._postings)
        self.document_frequency = lru_cache(maxsize=20_000)(self._document_frequency)

    def _document_frequency(self, token: str) -> int:
        with self._lock:
            return max(int(self._searcher.doc_frequency(part, token)) for part in ("name", "text"))

    def _postings(self, token: str) -> dict[int, float]:
        """Give, for each listing with this stem, how strongly it is there: 0 to 1, a name counts for most."""
        with self._lock:
            scores = self._read_postings(token)
        return {position: score / (score + 0.6) for position, score in scores.items()}

    def _read_postings(self, token: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        reader = self._searcher.reader()
        for part, weight in (("text", 1.0), ("name", _NAME_WEIGHT)):
            if (part, token) not in reader:
                continue
            matcher = self._searcher.postings(part, token)
            while matcher.is_active():
                position = self._position[matcher.id()]
                frequency = matcher.weight()
                # Saturating, as in BM25: the second mention adds less than the first.
                scores[position] = scores.get(position, 0.0) + weight * frequency / (frequency + 1.0)
                matcher.next()
        return scores
