"""The text index on disk, in Whoosh. Written beside the old one and put in its place in one step."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import threading
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from sociale_kaart.search.index_write import create, write
from sociale_kaart.search.words import Lexicon, content_words
from sociale_kaart.text import split_words

# Raised when the way of indexing changes, so that an index of an older version is rebuilt.
FORMAT = 7
_NAME_WEIGHT = 2.5


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
    is_confirmed: bool = True  # False: nobody answered whether it still is so
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


def build(directory: Path, entries: Iterable[Entry], *, generation: str, extra_words: Iterable[str] = ()) -> None:
    """Write a whole new index; `generation` names the content it was made of, `extra_words` join the lexicon.

    One at a time: what an earlier writer left unfinished is cleared away.
    """
    fresh = _fresh_folder(directory)
    create(fresh)
    write(fresh, _as_kept(entries), among=None, extra_words=extra_words)
    _put_in_place(fresh, directory, generation)


def update(
    directory: Path,
    entries: Iterable[Entry],
    *,
    among: Collection[str] | None,
    generation: str,
    extra_words: Iterable[str] = (),
) -> None:
    """Write `entries` in a copy of the index, and put that in its place; the result is as `build` would have made it.

    `among` are the ids of all listings that may have changed (None: every listing); those without an entry are taken
    out. One at a time, as `build`. Raises IndexDamagedError when the index cannot be read.
    """
    try:
        _read_about(directory)
        fresh = _fresh_folder(directory)
        for path in directory.iterdir():
            # The library writes these once: they may belong to two folders. The other files it writes over.
            if path.suffix in (".seg", ".toc"):
                os.link(path, fresh / path.name)
        shutil.copy(directory / "words.json", fresh)
        listings = _as_kept(entries)
        write(fresh, listings, among=among if among is None else {*among, *listings}, extra_words=extra_words)
    except Exception as error:  # whatever a damaged file makes the library raise
        raise IndexDamagedError(str(error)) from error
    _put_in_place(fresh, directory, generation)


def _as_kept(entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """Give what the index keeps of listings."""
    return {
        entry.id: {
            "id": entry.id,
            # The names as well: to find them takes longer than all else that opening does.
            "entry": json.dumps(vars(entry) | {"texts": [], "names": [vars(name) for name in entry.names]}),
            "texts": json.dumps(entry.texts),
        }
        for entry in entries
    }


def _fresh_folder(directory: Path) -> Path:
    directory.parent.mkdir(parents=True, exist_ok=True)
    for left in directory.parent.glob(directory.name + "-new-*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=directory.name + "-new-", dir=directory.parent))
    fresh.chmod(0o755)  # as any folder: another user may serve it
    return fresh


def _put_in_place(fresh: Path, directory: Path, generation: str) -> None:
    """Put the new index in place; readers of the old one keep their open files."""
    files = {path.name: _checksum(path) for path in fresh.iterdir() if path.suffix in (".json", ".seg", ".toc")}
    about = {"format": FORMAT, "generation": generation, "files": files}
    (fresh / "about.json").write_text(json.dumps(about), "utf-8")
    old = directory.with_name(directory.name + "-old")
    shutil.rmtree(old, ignore_errors=True)
    if directory.exists():
        os.replace(directory, old)
    os.replace(fresh, directory)
    shutil.rmtree(old, ignore_errors=True)


def _checksum(path: Path) -> int:
    return zlib.crc32(path.read_bytes())


def _read_about(directory: Path) -> dict[str, Any]:
    """Give what the index says about itself; raises an error when a file is not as it was written."""
    about: dict[str, Any] = json.loads((directory / "about.json").read_text("utf-8"))
    if about["format"] != FORMAT:
        raise IndexDamagedError(f"the index has format {about['format']}, not {FORMAT}")
    for name, checksum in about["files"].items():
        if _checksum(directory / name) != checksum:
            raise IndexDamagedError(f"{name} is not as it was written")
    return about


def read_generation(directory: Path) -> str | None:
    """Give the generation of the index on disk, or nothing when there is no index of this format."""
    try:
        about = json.loads((directory / "about.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(about, dict) or about.get("format") != FORMAT or "generation" not in about:
        return None
    return str(about["generation"])


class _Listing:
    """What was read of one listing."""

    def __init__(self, fields: dict[str, str]) -> None:
        facts = json.loads(fields["entry"])
        self.names = [Name(tuple(name["words"]), name["has_capitals"]) for name in facts.pop("names")]
        self.entry = Entry(**facts)


_Segments = dict[str, dict[int, _Listing]]  # by the name of the segment, then by number


class TextIndex:
    """An open index: postings per stem and the facts of every listing, by id."""

    def __init__(self, directory: Path, before: TextIndex | None = None) -> None:
        """Open the index; raises IndexDamagedError when it cannot be read whole.

        Segments never change: what the index that was open `before` has read of the same ones is not read again.
        """
        try:
            self.generation = str(_read_about(directory)["generation"])
            words = json.loads((directory / "words.json").read_text("utf-8"))
            searcher = whoosh_index.open_dir(directory).searcher()
            found = self._read(searcher.reader(), before._segments if before else {})
        except Exception as error:  # whatever a damaged file makes the library raise
            raise IndexDamagedError(str(error)) from error
        self.lexicon = Lexicon(words["counts"])
        # Words that the listings write without a capital: no names of their own.
        self.ordinary = frozenset(words["ordinary"])
        numbers = sorted(found, key=lambda number: found[number].entry.id)
        self._listings = [found[number] for number in numbers]
        self.entries = [listing.entry for listing in self._listings]
        self.by_need: dict[str, list[int]] = {}
        self._by_name: dict[tuple[str, ...], int] = {}  # the first listing with a name
        self._namesakes: dict[tuple[str, ...], list[int]] = {}  # the others, which are few
        for position, listing in enumerate(self._listings):
            for need in listing.entry.needs:
                self.by_need.setdefault(need, []).append(position)
            for name in listing.names:
                if self._by_name.setdefault(name.words, position) != position:
                    self._namesakes.setdefault(name.words, []).append(position)
        positions = {number: position for position, number in enumerate(numbers)}
        self.postings = lru_cache(maxsize=5_000)(_Postings(searcher, positions))

    def _read(self, index: IndexReader, known: _Segments) -> dict[int, _Listing]:
        """Give every listing by the number that it has in the index."""
        self._segments: _Segments = {}
        found: dict[int, _Listing] = {}
        for reader, offset in index.leaf_readers():
            if reader.doc_count_all():
                name = reader.segment().segment_id()
                listings = known.get(name) or {number: _Listing(fields) for number, fields in reader.iter_docs()}
                self._segments[name] = listings
                found |= {offset + number: listings[number] for number in reader.all_doc_ids()}
        return found

    def named(self, words: tuple[str, ...]) -> dict[int, Name]:
        """Give the listings that have exactly this name, with how it is written."""
        if words not in self._by_name:
            return {}
        positions = [self._by_name[words], *self._namesakes.get(words, ())]
        names = {position: self._listings[position].names for position in positions}
        return {position: name for position in names for name in names[position] if name.words == words}

    def document_frequency(self, token: str) -> int:
        """Give how many listings have this stem."""
        return len(self.postings(token))


class _Postings:
    """Gives, for each listing with a stem, how strongly it is there: 0 to 1, a name counts for most.

    It does not know the index that it belongs to, so that an index goes as soon as another takes its place.
    """

    def __init__(self, searcher: Searcher, positions: dict[int, int]) -> None:
        self._searcher = searcher
        self._positions = positions
        # The library reads all postings through one open file: one thread at a time.
        self._lock = threading.Lock()

    def __call__(self, token: str) -> dict[int, float]:
        with self._lock:
            scores = self._read(token)
        return {position: score / (score + 0.6) for position, score in scores.items()}

    def _read(self, token: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        reader = self._searcher.reader()
        for part, weight in (("text", 1.0), ("name", _NAME_WEIGHT)):
            if (part, token) not in reader:
                continue
            matcher = self._searcher.postings(part, token)
            while matcher.is_active():
                position = self._positions[matcher.id()]
                frequency = matcher.weight()
                # Saturating, as in BM25: the second mention adds less than the first.
                scores[position] = scores.get(position, 0.0) + weight * frequency / (frequency + 1.0)
                matcher.next()
        return scores
