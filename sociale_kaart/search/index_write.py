"""Writes listings into an index folder that nobody reads yet; `index` puts it in its place."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from sociale_kaart.search.words import Lexicon, stem
from sociale_kaart.text import fold, split_words

# What the index keeps of a listing: its "id", its facts ("entry") and its "texts", both as JSON.
Fields = Mapping[str, str]

# So many new words are looked for in the others first; with more it is quicker to take all words apart.
_FEW_WORDS = 500
_LOWER_CASE = re.compile(r"\b[a-z][^\W_]*")
_SCHEMA = Schema(
    id=ID(stored=True, unique=True),
    name=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    entry=STORED,
    texts=STORED,
)


@dataclass
class _Words:
    """The words of all listings, counted; so they stay right while listings come and go."""

    counts: Counter[str] = field(default_factory=Counter)
    ordinary: Counter[str] = field(default_factory=Counter)  # written without a capital in a text
    extra: list[str] = field(default_factory=list)  # counted too, though no listing has to have them
    compounds: dict[str, list[str]] = field(default_factory=dict)  # with the stems of their parts

    @classmethod
    def read(cls, folder: Path) -> _Words:
        found = json.loads((folder / "words.json").read_text("utf-8"))
        return cls(Counter(found["counts"]), Counter(found["ordinary"]), found["extra"], found["compounds"])

    def write(self, folder: Path) -> None:
        (folder / "words.json").write_text(json.dumps(vars(self)), "utf-8")

    def replace(self, gone: Iterable[Fields], new: Iterable[Fields], extra: list[str]) -> set[str]:
        """Take the words of some listings away and add those of others; gives the words that came or went."""
        before = set(self.counts)
        self.counts.subtract(self.extra)
        for fields in gone:
            self.counts.subtract(_all_words(fields))
            self.ordinary.subtract(_ordinary_words(fields))
        self.counts.update(extra)
        for fields in new:
            self.counts.update(_all_words(fields))
            self.ordinary.update(_ordinary_words(fields))
        self.counts, self.ordinary, self.extra = +self.counts, +self.ordinary, extra
        return before ^ self.counts.keys()

    def take_apart(self, lexicon: Lexicon, changed: Collection[str]) -> list[str]:
        """Find the compounds anew; gives the words that the words which came or went make come apart in another way."""
        starts = {_start(word) for word in changed if len(word) >= 3 and word.isalpha()}
        few = len(starts) <= _FEW_WORDS
        maybe = [word for word in self.counts if not few or any(start in word for start in starts)]
        apart = {word: list(lexicon.split(word)) for word in maybe}
        differ = [word for word in maybe if apart[word] != self.compounds.get(word, [])]
        known = self.compounds | apart
        self.compounds = {word: parts for word, parts in known.items() if parts and word in self.counts}
        return differ


def create(folder: Path) -> None:
    """Make an index of nothing."""
    whoosh_index.create_in(folder, _SCHEMA)
    _Words().write(folder)


def write(
    folder: Path, listings: Mapping[str, Fields], *, among: Collection[str] | None, extra_words: Iterable[str]
) -> None:
    """Have the index hold `listings`, by id, and none besides of the ids `among` (None: of all).

    What is the same stays. Other listings are written again where a word that came or went makes that their
    compounds come apart in another way, so that it makes no difference in what steps an index was written.
    """
    words = _Words.read(folder)
    writer = whoosh_index.open_dir(folder).writer(limitmb=128)
    reader = writer.reader()
    stored = dict(_stored(reader, among))
    same = {fields["id"] for fields in stored.values() if listings.get(fields["id"]) == fields}
    gone = {number: fields for number, fields in stored.items() if fields["id"] not in same}
    new = [fields for key, fields in listings.items() if key not in same]
    changed = words.replace(gone.values(), new, list(extra_words))
    lexicon = Lexicon(words.counts)
    for word in words.take_apart(lexicon, changed):
        for number in _numbers(reader, ("name", "text"), stem(word)):
            if number not in gone:
                gone[number] = reader.stored_fields(number)
                new.append(gone[number])
    for number in gone:
        writer.delete_document(number)
    for fields in new:
        _add(writer, lexicon, fields)
    # Deleted listings are only marked so, until their segment is written again.
    marked = reader.doc_count_all() - reader.doc_count() + len(gone)
    writer.commit(optimize=2 * marked > reader.doc_count_all())
    words.write(folder)


def _start(word: str) -> str:
    """Give what every part of a compound that is this word, or has its stem, begins with."""
    found = stem(word) if len(stem(word)) > 3 else word  # no part is known by a shorter stem
    # The stemmer makes -heid of -heden, and one vowel of two before the last letter; else it only takes away.
    return found[:-3] if found.endswith("heid") else found[:-1]


def _stored(reader: IndexReader, among: Collection[str] | None) -> Iterator[tuple[int, Fields]]:
    """Give what the index keeps of listings, by number."""
    if among is None:
        yield from reader.iter_docs()
        return
    for key in among:
        for number in _numbers(reader, ("id",), key):
            yield number, reader.stored_fields(number)


def _numbers(reader: IndexReader, parts: Iterable[str], token: str) -> Iterator[int]:
    """Give the numbers of the listings that have a token in one of these parts."""
    for part in parts:
        if (part, token) in reader:
            yield from reader.postings(part, token).all_ids()


def _add(writer: SegmentWriter, lexicon: Lexicon, fields: Fields) -> None:
    writer.add_document(
        **fields,
        name=" ".join(lexicon.tokens(_names(fields))),
        text=" ".join(lexicon.tokens(" \n ".join(json.loads(fields["texts"])))),
    )


def _names(fields: Fields) -> str:
    facts = json.loads(fields["entry"])
    return f"{facts['name']} {facts['also_named']}"


def _all_words(fields: Fields) -> list[str]:
    return split_words(" \n ".join([_names(fields), *json.loads(fields["texts"])]))


def _ordinary_words(fields: Fields) -> set[str]:
    """Give the words that the texts write without a capital."""
    return {fold(word) for text in json.loads(fields["texts"]) for word in _LOWER_CASE.findall(text)}
