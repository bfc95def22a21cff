"""Takes an Excel file apart (OOXML: XML in a zip), a little at a time, and stops when it grows.

Nothing that the file says of its own size is trusted: some kilobytes can unpack to gigabytes. And who keeps an object
for each tag makes a gigabyte of a few megabytes of tags; here nothing is kept.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sociale_kaart.exchange.tables.faults import TableError, TableFault
from sociale_kaart.exchange.tables.limits import MAX_DEPTH, MAX_STRETCH, MAX_TAGS, MAX_UNPACKED

# A tag by its name without its namespace. One that begins has attributes; one that ends has the text since the tag
# before it.
Tag = tuple[str, dict[str, str] | None, str]

_CHUNK = 1 << 16
_TOO_LARGE = TableFault("unpacks_too_large")


class Package:
    """The parts of an Excel file, by their path."""

    def __init__(self, data: bytes) -> None:
        self._archive = ZipFile(BytesIO(data))
        self._unpacked = 0
        self._tags = 0

    def tags(self, path: str) -> Iterator[Tag]:
        """Give each tag of a part. Raises KeyError when there is no such part."""
        part = self._archive.getinfo(path)
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others are unpacked whole, whatever their size
            raise ValueError(f"compressed in a way that Excel does not: {path}")
        parser = _Parser()
        with self._archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                self._count(chunk)
                yield from parser.feed(chunk)
        yield from parser.feed(b"", is_last=True)

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """Give what a part refers to: per id the last word of its type ("worksheet", "styles") and its path."""
        folder, name = posixpath.split(path)
        found = {}
        for tag, attributes, _text in self.tags(posixpath.join(folder, "_rels", f"{name}.rels")):
            if attributes and tag == "Relationship":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
                found[attributes["Id"]] = (posixpath.basename(attributes["Type"]), target)
        return found

    def _count(self, chunk: bytes) -> None:
        self._unpacked += len(chunk)
        self._tags += chunk.count(b"<")
        if self._unpacked > MAX_UNPACKED or self._tags > MAX_TAGS:
            raise TableError(_TOO_LARGE)


class _Parser:
    """Makes tags of the XML that it is fed."""

    def __init__(self) -> None:
        self._tags: list[Tag] = []
        self._text: list[str] = []
        self._depth = 0
        self._since_tag = 0
        self._expat = expat.ParserCreate(namespace_separator="}")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._begin
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text.append
        self._expat.StartDoctypeDeclHandler = self._refuse

    def feed(self, chunk: bytes, *, is_last: bool = False) -> Iterator[Tag]:
        """Give the tags that a chunk completes."""
        self._since_tag += len(chunk)
        self._expat.Parse(chunk, is_last)
        # A tag without end has attributes without end.
        if self._since_tag > MAX_STRETCH:
            raise TableError(_TOO_LARGE)
        yield from self._tags
        self._tags.clear()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TableError(_TOO_LARGE)
        self._add(name, attributes, "")

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._add(name, None, "".join(self._text))

    def _add(self, name: str, attributes: dict[str, str] | None, text: str) -> None:
        self._tags.append((name.rpartition("}")[2], attributes, text))
        self._text.clear()
        self._since_tag = 0

    def _refuse(self, *_doctype: Any) -> None:
        """Excel declares no entities; who does wants them to grow."""
        raise ValueError("a document type")
